"""May we? The one judge of every touch: allow, defer until, or refuse with a reason.

`judge` looks, for planning and for showing; `spend` looks under a lock on each customer and takes the
allowance in the caller's transaction, so that no number of workers can overspend a dial. Both are
set-based: three statements for a batch of any size, five to spend. What is known comes from standing and
house.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import TextChoices

from customers import asking, dials, house, rest, standing, why, zones
from customers.dials import Counted, Setting
from customers.house import House
from customers.quiet import quiet_until
from customers.staging import folded, numbers
from customers.standing import Standing


class Outcome(TextChoices):
    ALLOW = "allow"
    DEFER = "defer"
    REFUSE = "refuse"


class Reason(TextChoices):
    """Why not; the label is for staff, in the words of the product."""

    NONE = "", "Allowed"
    UNKNOWN_CUSTOMER = "unknown_customer", "We do not know this customer"
    NO_CONTACT_POINT = "no_contact_point", "No address for this channel"
    SUPPRESSED = "suppressed", "We must not use this address"
    NO_CONSENT = "no_consent", "Never agreed to this"
    WITHDRAWN = "withdrawn", "Took the agreement back"
    DIAL_CLOSED = "dial_closed", "The dial is at never"
    DIAL_FULL = "dial_full", "The dial is full"
    HOUSE_LIMIT = "house_limit", "Our own limit is reached"
    QUIET_HOURS = "quiet_hours", "Quiet hours where the customer is"
    RESTING = "resting", "Resting: the last ones were ignored"
    PRESSURE = "pressure", "We asked much of this customer lately"
    EXPIRED = "expired", "Too late to be worth sending"


class Ask(NamedTuple):
    """One touch that somebody intends; `actor` is the flight, the rule or the person behind it.

    A touch about several topics, a digest, names them between blanks; it is one touch and counts in each.
    """

    customer_id: int
    channel: str
    topic: str
    purpose: str
    contact_point_id: int | None = None
    message_id: int | None = None
    not_after: datetime | None = None
    actor: str = ""


class Verdict(NamedTuple):
    """`until` is set for a deferral; `detail` names the setting or evidence that decided."""

    outcome: Outcome
    reason: Reason = Reason.NONE
    until: datetime | None = None
    detail: str = ""

    @property
    def is_allowed(self) -> bool:
        return self.outcome == Outcome.ALLOW


CHANNELS_WITHOUT_ADDRESS = frozenset({"till", "web", "portal", "atm", "branch", "inapp"})
"""Where the customer comes to us, no contact point is needed, and no consent: only a no counts."""
EXCUSABLE = frozenset(
    {Reason.DIAL_FULL, Reason.HOUSE_LIMIT, Reason.QUIET_HOURS, Reason.RESTING, Reason.PRESSURE}
)
"""What a person may go over with a reason that is recorded; a customer's no is not among it."""


def judge(asks: Sequence[Ask], *, now: datetime) -> list[Verdict]:
    """Say for each ask whether it may happen now. Reserves nothing, locks nothing.

    Of messages that have spent their touches already each counts for those after it, if it is allowed.
    Never raises for a customer or point it does not know: it refuses.
    Source: DESIGN section 4; docs/dials.md has a worked example for each rule.
    """
    return judging(_owners(asks), message_ids=_messages(asks), now=now)(asks)


def judging(
    owners: Mapping[int, Collection[int]], *, message_ids: Collection[int] = (), now: datetime
) -> Callable[[Sequence[Ask]], list[Verdict]]:
    """Ask for all it takes to `judge` touches of these customers, by these contact points of theirs.

    Call what comes back with the asks: for who has more to ask before reading the answers.
    """
    known = _known(owners, message_ids, now=now, lock=False)

    def judge(asks: Sequence[Ask]) -> list[Verdict]:
        judge = _Judge(*known(), now)
        verdicts = []
        for ask in asks:
            verdict = judge.verdict(ask)
            if verdict.is_allowed and ask.message_id is not None:
                judge.keep(ask)
            verdicts.append(verdict)
        return verdicts

    return judge


def spend(
    asks: Sequence[Ask], *, kept: Collection[int] = (), now: datetime, excess_reason: str = ""
) -> list[Verdict]:
    """Judge under a lock on every customer and spend a touch for each allowed ask.

    Needs an open transaction, in which the contact is also marked as begun; the locks last until its end.
    Allowed asks of one batch count for each other, in their order; their verdicts say in `detail` what let
    them through (customers/why.py). `kept` are messages that perhaps reached somebody: what they have spent
    stays spent, and counts for the others. With an `excess_reason`, which only a person has, what is
    EXCUSABLE is spent too, and its verdict still says what was gone over.
    """
    judge = _Judge(*_known(_owners(asks), _messages(asks), now=now, lock=True)(), now)
    for ask in asks if kept else ():
        if ask.message_id in kept:
            judge.keep(ask)
    verdicts, spent = [], []
    for ask in asks:
        verdict = judge.verdict(ask)
        if verdict.is_allowed:
            verdict = Verdict(Outcome.ALLOW, detail=judge.why(ask))
        verdicts.append(verdict)
        if verdict.is_allowed or (excess_reason and verdict.reason in EXCUSABLE):
            person = judge.count(ask)
            spent.append((ask, person, "" if verdict.is_allowed else excess_reason))
    _write_touches(spent, now)
    return verdicts


def give_back(message_ids: Sequence[int]) -> None:
    """Return the touches of messages that definitely never reached anybody."""
    if message_ids:
        with connection.cursor() as cursor:
            cursor.execute(_GIVE_BACK, [numbers(message_ids)])


def answered(message_ids: Sequence[int], *, now: datetime) -> None:
    """Note that a person answered these messages: a count of ignored ones ends, and they weigh less."""
    if message_ids:
        with connection.cursor() as cursor:
            cursor.execute(_ANSWERED, [now, numbers(message_ids)])


def standing_of(customer_id: int, *, now: datetime) -> tuple[Standing, House]:
    """Return what the gate knows of one customer, and the house's rules, for showing what is left."""
    rules, people = _known({customer_id: ()}, (), now=now, lock=False)()
    return people.get(customer_id) or Standing(customer_id), rules


def settings_of(customer_id: int, *, now: datetime) -> tuple[Sequence[Setting], Sequence[Counted]]:
    """Return one customer's dials in force and the touches they count."""
    person, rules = standing_of(customer_id, now=now)
    return person.settings(rules), person.touches


def _known(
    owners: Mapping[int, Collection[int]], message_ids: Collection[int], *, now: datetime, lock: bool
) -> Callable[[], tuple[House, dict[int, Standing]]]:
    with asking.together():
        asked_rules = house.asked()
        asked_people = standing.asked(owners, message_ids=message_ids, now=now, lock=lock)

    def known() -> tuple[House, dict[int, Standing]]:
        rules = asked_rules()
        return rules, asked_people(rules)

    return known


def _owners(asks: Sequence[Ask]) -> dict[int, set[int]]:
    """Return the contact points that would be used, by customer."""
    owners: dict[int, set[int]] = {ask.customer_id: set() for ask in asks}
    for ask in asks:
        if ask.contact_point_id is not None:
            owners[ask.customer_id].add(ask.contact_point_id)
    return owners


def _messages(asks: Sequence[Ask]) -> list[int]:
    return [ask.message_id for ask in asks if ask.message_id is not None]


class _Judge:
    """The rules over one batch: what is known of its customers, and the answers many of them share."""

    def __init__(self, rules: House, people: Mapping[int, Standing], now: datetime) -> None:
        self._house, self._known, self._now = rules, people, now
        self._quiet: dict[tuple[object, ...], datetime | None] = {}
        self._kept: set[int] = set()

    def keep(self, ask: Ask) -> None:
        """Let what the ask's message has spent at an earlier attempt count for all others."""
        person = self._known.get(ask.customer_id)
        if person is not None and ask.message_id in person.own:
            person.counted(ask.purpose).append(person.own[ask.message_id])
            self._kept.add(ask.message_id)

    def verdict(self, ask: Ask) -> Verdict:
        """Go through the rules in their order; the first one that objects decides.

        What the ask's message has spent at an earlier attempt never counts against itself.
        """
        person = self._known.get(ask.customer_id)
        if person is None:
            return _UNKNOWN
        if ask.message_id not in self._kept:
            return self._verdict(ask, person)
        touches, own = person.counted(ask.purpose), person.own[ask.message_id]
        touches.remove(own)
        verdict = self._verdict(ask, person)
        touches.append(own)
        return verdict

    def _verdict(self, ask: Ask, person: Standing) -> Verdict:
        no = _suppression(ask, person) or _consent(ask, person) or self._allowance(ask, person)
        if no is None and (self._house.quiet or person.quiet):
            no = self._quiet_hours(ask, person)
        if no is None and ask.purpose == "marketing" and person.touches:
            no = self._back_off(ask, person)
        if ask.not_after is not None:
            no = _in_time(no, ask.not_after, self._now)
        return no or _ALLOWED

    def why(self, ask: Ask) -> str:
        """Name the strictest of all that an allowed ask has passed: by its promise, which is cheap to see."""
        person = self._known[ask.customer_id]
        settings = person.settings(self._house) if ask.purpose == "marketing" else ()
        limits = self._house.limits.get(ask.purpose, ())
        best, place, scope = dials.HIGHEST, -1, ("", "")
        for at, setting in enumerate((*settings, *limits)):
            position = setting.position_at(self._now)
            if position < best and setting.matches(ask.channel, ask.topic):
                best, place, scope = position, at, (setting.channel, setting.topic)
        if place < 0:
            is_agreed = (ask.channel, ask.purpose) in person.consents
            return why.put(why.CONSENT, ask.channel, ask.purpose) if is_agreed else ""
        is_own, is_house = place < len(person.dials), place >= len(settings)
        return why.put(why.DIAL if is_own else why.HOUSE if is_house else why.DEFAULT, *scope, best)

    def count(self, ask: Ask) -> int:
        """Let an allowed ask count for those that follow; return who it counts for."""
        person = self._known[ask.customer_id]
        touches = person.counted(ask.purpose)
        if ask.message_id in self._kept:
            touches.remove(person.own[ask.message_id])
            self._kept.remove(ask.message_id)
        touches.append(Counted(ask.channel, ask.topic, self._now))
        return person.customer_id

    def _allowance(self, ask: Ask, person: Standing) -> Verdict | None:
        """Every dial that matches must have room, and every limit of the house."""
        limits = self._house.limits.get(ask.purpose, ())
        if ask.purpose != "marketing":
            touches = person.other_touches.get(ask.purpose, ())
            return _full(limits, ask, touches, Reason.HOUSE_LIMIT, self._now)
        return _full(person.settings(self._house), ask, person.touches, Reason.DIAL_FULL, self._now) or _full(
            limits, ask, person.touches, Reason.HOUSE_LIMIT, self._now
        )

    def _quiet_hours(self, ask: Ask, person: Standing) -> Verdict | None:
        """The law's and the house's hours, and for marketing the customer's own, wherever they may be."""
        personal = person.quiet if ask.purpose == "marketing" else None
        key = (ask.purpose, ask.channel, person.country, person.timezone, personal)
        if key not in self._quiet:
            windows = [
                each.window
                for each in self._house.quiet
                if each.purpose == ask.purpose
                and each.country in ("", person.country)
                and each.channel in ("", ask.channel)
            ]
            where = zones.plausible(person.timezone, person.country)
            self._quiet[key] = quiet_until([*windows, *([personal] if personal else [])], where, self._now)
        until = self._quiet[key]
        return None if until is None else Verdict(Outcome.DEFER, Reason.QUIET_HOURS, until)

    def _back_off(self, ask: Ask, person: Standing) -> Verdict | None:
        """What silence taught us: never more than the dials leave, sometimes less."""
        for rule in self._house.rests:
            if rule.matches(ask.channel, ask.topic):
                until = rest.rests_until(rule, person.touches, person.contact_at, now=self._now)
                if until is not None:
                    detail = f"{rule.ignored} ignored in {rule.within.days} days"
                    return Verdict(Outcome.DEFER, Reason.RESTING, until, detail)
        limit = self._house.pressure_limit
        if limit is not None and len(person.touches) > limit:  # none weighs more than one
            value = rest.pressure(person.touches, person.contact_at, now=self._now)
            if value > limit:
                until = rest.eases_at(value, limit, now=self._now)
                return Verdict(Outcome.DEFER, Reason.PRESSURE, until, f"{value:.1f} of {limit:g}")
        return None


_ALLOWED = Verdict(Outcome.ALLOW)
_UNKNOWN = Verdict(Outcome.REFUSE, Reason.UNKNOWN_CUSTOMER)
_NO_POINT = Verdict(Outcome.REFUSE, Reason.NO_CONTACT_POINT)
_WITHDRAWN = Verdict(Outcome.REFUSE, Reason.WITHDRAWN)
_NO_CONSENT = Verdict(Outcome.REFUSE, Reason.NO_CONSENT)


def _suppression(ask: Ask, person: Standing) -> Verdict | None:
    is_marketing = ask.purpose == "marketing"
    why = person.suppressed or (person.suppressed_for_marketing if is_marketing else "")
    if person.is_erased or why:
        return Verdict(Outcome.REFUSE, Reason.SUPPRESSED, detail=why or "erased")
    if ask.contact_point_id is None:
        return None if ask.channel in CHANNELS_WITHOUT_ADDRESS else _NO_POINT
    reason, is_marketing_only = person.suppressed_points.get(ask.contact_point_id, ("", False))
    if reason and (is_marketing or not is_marketing_only):
        return Verdict(Outcome.REFUSE, Reason.SUPPRESSED, detail=reason)
    return None


def _consent(ask: Ask, person: Standing) -> Verdict | None:
    """Marketing needs a yes; service and replies stop only at a no. Unknown means no for marketing."""
    answer = person.consents.get((ask.channel, ask.purpose))
    if answer is False:
        return _WITHDRAWN
    if answer is None and ask.purpose == "marketing" and ask.channel not in CHANNELS_WITHOUT_ADDRESS:
        return _NO_CONSENT
    return None


def _full(
    settings: Sequence[Setting], ask: Ask, touches: Sequence[Counted], full: Reason, now: datetime
) -> Verdict | None:
    if not settings or dials.is_open(settings, ask.channel, ask.topic, touches, now=now):
        return None
    found = dials.tightest(settings, ask.channel, ask.topic, touches, now=now)
    assert found is not None
    setting, room = found
    scope = "/".join(part for part in (setting.channel, setting.topic) if part) or "everything"
    detail = f"{scope}: {dials.PROMISES[setting.position_at(now)].words}"
    if room.again_at is None:
        closed = Reason.DIAL_CLOSED if full == Reason.DIAL_FULL else full
        return Verdict(Outcome.REFUSE, closed, detail=detail)
    return Verdict(Outcome.DEFER, full, room.again_at, detail)


def _in_time(no: Verdict | None, not_after: datetime, now: datetime) -> Verdict | None:
    """Refuse what is too late, or would be by the time it may go."""
    if no is None:
        return Verdict(Outcome.REFUSE, Reason.EXPIRED) if now > not_after else None
    if no.until is not None and no.until > not_after:
        return Verdict(Outcome.REFUSE, no.reason, detail=no.detail)
    return no


def _write_touches(spent: Sequence[tuple[Ask, int, str]], now: datetime) -> None:
    """Insert a spent touch for each; a message that is tried again has one already."""
    if spent:
        rows = [
            (person, ask.channel, ask.topic, ask.purpose, ask.actor, why, ask.message_id)
            for ask, person, why in spent
        ]
        source, parameters = folded(_TOUCH, rows)
        asking.ask(_SPEND.format(source=source), [now, *parameters])


_TOUCH = {
    "customer_id": "bigint",
    "channel": "text",
    "topic": "text",
    "purpose": "text",
    "actor": "text",
    "excess_reason": "text",
    "message_id": "bigint",
}
_SPEND = f"""
INSERT INTO customers_touch (touched_at, {", ".join(_TOUCH)}, state)
SELECT %s, row.*, 'spent' FROM ({{source}}) AS row
ON CONFLICT (message_id) DO UPDATE SET state = 'spent', touched_at = EXCLUDED.touched_at
"""
_ANSWERED = """
UPDATE customers_touch SET answered_at = %s WHERE message_id = ANY(%s::bigint[]) AND answered_at IS NULL
"""
_GIVE_BACK = "UPDATE customers_touch SET state = 'returned' WHERE message_id = ANY(%s::bigint[])"
