"""Worked examples beside the rules of the house: made-up customers, judged by the functions the gate uses."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from customers import rest, zones
from customers.dials import PROMISES, Counted, Promise, Setting, room
from customers.house import House, Quiet
from customers.models import DefaultDial, HouseLimit, PressureLimit, RestRule
from customers.quiet import quiet_until
from customers.rest import PATIENCE, Rest
from customers.standing import Standing
from hub.console import countries, words
from hub.console.settings_week import Scope, windows_in

_DAY = timedelta(days=1)
_FAR = 8 * _DAY
"""Where `quiet_until` gives up: there is no hour in any week."""
_YEAR = 365


def of_limit(limit: HouseLimit, *, now: datetime) -> str:
    """Tell when a customer who used the whole limit is free again."""
    setting = Setting(limit.channel, limit.topic, limit.position)
    promise = PROMISES[limit.position]
    if promise.touches is None:
        return "Sets no limit of its own: what their dials leave, they get."
    if promise.touches == 0:
        return "Nobody gets any of it, wherever their dials stand."
    step = _DAY if promise.period > _DAY else timedelta(hours=2)
    times = [monday(now) + number * step for number in range(promise.touches)]
    again = room(setting, [_touch(limit, at) for at in times], now=times[-1]).again_at or now
    return (
        f"Whoever got one on {_list(times, promise)} gets the next on {words.moment(again)} at the earliest."
    )


def of_default(default: DefaultDial, rules: House) -> str:
    """Tell where somebody begins who never turned a dial, and that their own word goes before ours."""
    country, scope = default.country, (default.channel, default.topic)
    answers = frozenset({(default.field, default.value)} if default.field else ())
    newcomer = Standing(0, country=country, answers=answers)
    begins = _at(newcomer, scope, rules)
    own = 6 if begins != 6 else 4
    decided = _at(replace(newcomer, dials=[Setting(*scope, own)]), scope, rules)
    where = f" in {countries.name(country)}" if country else ""
    where += f" whose {default.field} is {default.value}" if default.field else ""
    return (
        f"Somebody{where} who never turned this dial gets {_gets(begins)};"
        f" who turns it to “{PROMISES[own].words}” gets {_gets(decided)}."
    )


def of_quiet(quiet: Quiet, all_rules: Iterable[Quiet], *, now: datetime) -> str:
    """Tell until when a touch waits that becomes ready half an hour into these hours."""
    windows = windows_in(all_rules, Scope(quiet.purpose, quiet.country, quiet.channel))
    where = zones.plausible("", quiet.country)
    at = _inside(quiet, where[0], now)
    until = quiet_until(windows, where[:1], at) or at
    zone_name = where[0].key.rpartition("/")[2].replace("_", " ")
    said = f"What is ready in {zone_name} on {_clock(at, where[0])} waits until {_clock(until, where[0])}."
    if len(where) == 1:
        return said
    anywhere = quiet_until(windows, where, at) or at
    whose = f" For somebody in {countries.name(quiet.country)} whose zone we do not know"
    if anywhere - at >= _FAR:
        return f"{said}{whose} there is no hour at all: it is quiet somewhere among {len(where)} zones."
    return (
        f"{said}{whose}, until it is {_clock(anywhere, where[0])} there: allowed in all {len(where)} zones."
    )


def of_rest(row: RestRule, *, now: datetime) -> str:
    """Tell until when somebody rests who ignored so many, and that an answer starts the count anew."""
    within = timedelta(days=row.within_days)
    rule = Rest(row.channel, row.topic, row.ignored, within, timedelta(days=row.rest_days))
    step = within / max(row.ignored, 2)
    times = [monday(now) - within + number * step for number in range(row.ignored)]
    then = times[-1] + PATIENCE
    ignored = [Counted(row.channel, row.topic, at) for at in times]
    until = rest.rests_until(rule, ignored, None, now=then)
    answered = [*ignored[:-1], ignored[-1]._replace(answered_at=times[-1])]
    if until is None:
        return "As it stands, the rest is over before it begins."
    after = rest.rests_until(rule, answered, None, now=then)
    goes_on = "goes on getting them" if after is None else "rests as well"
    return (
        f"Who got {row.ignored} from {_date(times[0])} to {_date(times[-1])} and answered none gets the next"
        f" on {words.moment(until)} at the earliest; who answered the last one {goes_on}."
    )


def of_pressure(row: PressureLimit, *, now: datetime) -> str:
    """Tell after how many the limit stops us, by how often we ask and whether they answer."""
    weekly, daily = _stops_after(row.limit, 7, False, now), _stops_after(row.limit, 1, False, now)
    answering = _stops_after(row.limit, 7, True, now)
    return (
        f"Who never answers {_peace(weekly, 'one a week')} and {_peace(daily, 'one a day')};"
        f" who always answers {_peace(answering, 'one a week')}."
    )


def monday(now: datetime) -> datetime:
    """Return the coming Monday at ten in our zone: when examples begin."""
    local = now.astimezone(zones.plausible("", "")[0])
    day = local + (7 - local.weekday()) * _DAY
    return day.replace(hour=10, minute=0, second=0, microsecond=0).astimezone(UTC)


def _touch(limit: HouseLimit, at: datetime) -> Counted:
    return Counted(limit.channel, limit.topic, at)


def _at(person: Standing, scope: tuple[str, str], rules: House) -> int:
    return next(each.position for each in person.settings(rules) if (each.channel, each.topic) == scope)


def _gets(position: int) -> str:
    promise = PROMISES[position]
    if promise.touches is None:
        return f"them {promise.words}"
    return promise.words if promise.touches else "none at all"


def _inside(quiet: Quiet, zone: ZoneInfo, now: datetime) -> datetime:
    """Return a moment of the coming week half an hour into these hours."""
    day = monday(now).astimezone(zone)
    while day.isoweekday() not in quiet.window.weekdays:
        day += _DAY
    begin = datetime.combine(day.date(), quiet.window.starts, zone)
    return (begin + timedelta(minutes=30)).astimezone(UTC)


def _stops_after(limit: float, days: int, answers: bool, now: datetime) -> int | None:
    """Return after how many touches, so many days apart, the next one is put off; None within a year."""
    touches: list[Counted] = []
    for number in range(_YEAR // days):
        at = now + number * days * _DAY
        if rest.pressure(touches, None, now=at) > limit:
            return number
        touches.append(Counted("", "", at, at if answers else None))
    return None


def _peace(count: int | None, pace: str) -> str:
    return f"goes on getting {pace}" if count is None else f"has peace after {count} at {pace}"


def _list(times: list[datetime], promise: Promise) -> str:
    """Name the moments, the first with its day; by the hour where the promise is for a day."""
    is_hourly = promise.period <= _DAY
    later = [timezone.localtime(at) for at in times[1:]]
    said = [words.moment(times[0]), *(f"{at:%H:%M}" if is_hourly else f"{at:%A}" for at in later)]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def _clock(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%A %H:%M}"


def _date(at: datetime) -> str:
    return f"{at.day} {at:%B}"
