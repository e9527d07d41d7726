"""Who a customer is at a glance, in the words of the customer page."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.translation import get_language_info

from customers.models import ContactPoint, OpenLoop, Profile, ProfileField, Suppression
from customers.models.permission import Purpose
from hub.console import left_off, masking, words, worth
from hub.console.around import Around, Consent, Fact, Point
from hub.console.closed import Closed
from hub.console.dials import DialLine
from hub.console.family import Person
from hub.templatetags.look import money, number, when

Pill = dict[str, str]
_IN_LINE = 4

_ICONS = {
    ContactPoint.Kind.EMAIL: "envelope",
    ContactPoint.Kind.PHONE: "phone",
    ContactPoint.Kind.DEVICE: "device-phone-mobile",
    ContactPoint.Kind.POSTAL: "home",
}


def header(
    person: Person,
    near: Around,
    closed: Closed,
    *,
    dials: Sequence[DialLine],
    is_masked: bool,
    now: datetime,
) -> dict[str, Any]:
    """Return what _header.html shows; one statement if we have written to each other."""
    customer, profile = person.whom, person.profile
    lines, mood = left_off.lines(person, near, closed, now=now)
    return {
        "name": str(customer),
        "number": customer.number,
        "since": timezone.localtime(customer.since_at),
        "language": _language(customer.language),
        "local_time": _local_time(customer.timezone, now),
        "warnings": list(_warnings(near)),
        "pills": [*_worth(profile), *([mood] if mood else []), *_consents(near.consents)],
        "dials_line": _dials_line(dials),
        "contact_points": [_point(each, is_masked=is_masked) for each in near.points],
        "is_masked": is_masked,
        "figures": _figures(profile) if profile else [],
        "left_off": lines,
    }


def facts(near: Around) -> list[dict[str, Any]]:
    """Return what _facts.html shows, the customer's own words first."""
    return [
        {
            "label": each.label,
            "value": _spoken(each),
            "source": _source(each),
            "learned_at": parse_datetime(each.learned_at),
        }
        for each in near.facts
    ]


def _language(code: str) -> str:
    try:
        return f"Reads {get_language_info(code)['name']}" if code else ""
    except KeyError:
        return f"Reads {code}"


def _local_time(zone: str, now: datetime) -> str:
    """Say what time it is where they live, if that is elsewhere."""
    try:
        there = now.astimezone(ZoneInfo(zone)) if zone else None
    except (KeyError, ValueError):
        return ""
    is_elsewhere = there is not None and there.utcoffset() != timezone.localtime(now).utcoffset()
    return f"{there:%H:%M}" if there and is_elsewhere else ""


def _warnings(near: Around) -> Iterable[Pill]:
    """Say what whoever serves them must know first."""
    if near.barred:
        yield {"words": f"Do not contact: {_reason(near.barred)}", "tone": "bad"}
    if any(loop.kind == OpenLoop.Kind.COMPLAINT for loop in near.loops):
        yield {"words": "A complaint is open", "tone": "bad"}
    if others := max((point.others for point in near.points), default=0):
        people = "one other" if others == 1 else f"{others} others"
        yield {"words": f"Shares an address with {people}", "tone": "warn"}


def _worth(profile: Profile | None) -> Iterable[Pill]:
    if says := worth.band(profile):
        yield {"words": says, "tone": "good"}


def _dials_line(dials: Sequence[DialLine]) -> str:
    """Say the dials they turned in one line, or that they turned none."""
    own = [f"{each.label} {each.promise}" for each in dials if each.is_own]
    more = f" and {len(own) - _IN_LINE} more" if len(own) > _IN_LINE else ""
    return f"{', '.join(own[:_IN_LINE])}{more}" if own else ""


def _consents(consents: Iterable[Consent]) -> list[Pill]:
    asked = [each for each in consents if each.purpose == Purpose.MARKETING]
    if not asked:
        return [{"words": "Has not agreed to marketing", "tone": "neutral"}]
    return [
        {
            "words": f"{'Agreed to' if each.is_granted else 'No'} marketing {words.by_channel(each.channel)}",
            "tone": "good" if each.is_granted else "neutral",
        }
        for each in asked
    ]


def _point(point: Point, *, is_masked: bool) -> dict[str, str]:
    state, tone = (_reason(point.barred), "bad") if point.barred else ("", "")
    if not state and point.soft_bounces:
        state, tone = f"came back {point.soft_bounces}×", "warn"
    kind = ContactPoint.Kind(point.kind)
    address = (masking.masked if is_masked else masking.shown)(kind, point.address)
    return {"label": kind.label, "icon": _ICONS[kind], "address": address, "state": state, "tone": tone}


def _reason(key: str) -> str:
    label = Suppression.Reason(key).label
    return label[:1].lower() + label[1:]


def _figures(profile: Profile) -> list[dict[str, Any]]:
    figures: list[dict[str, Any]] = []
    if profile.purchases:
        spent = money(profile.spent_minor, settings.CURRENCY)
        figures.append({"label": "Bought for", "value": spent, "note": _times(profile.purchases)})
        figures.append({"label": "Last bought", "value": when(profile.last_purchase_at), "note": ""})
    if profile.visits:
        note = format_html("last {}", when(profile.last_visit_at))
        figures.append({"label": "Visits", "value": number(profile.visits), "note": note})
    if profile.messages or profile.replies:
        counts = ((profile.opens, "opened"), (profile.clicks, "followed"), (profile.replies, "from them"))
        became = ", ".join(f"{count} {verb}" for count, verb in counts if count)
        figures.append({"label": "Messages", "value": number(profile.messages), "note": became})
    if profile.silences:
        figures.append({"label": "We stayed silent", "value": _times(profile.silences), "note": ""})
    return figures


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


def _spoken(fact: Fact) -> str:
    if fact.type == ProfileField.Type.FLAG:
        return "yes" if fact.value else "no"
    if fact.type == ProfileField.Type.DATE:
        day = date.fromisoformat(fact.value)
        return f"{day.day} {day:%B %Y}"
    return str(fact.value)


def _source(fact: Fact) -> str:
    return "in their own words" if fact.by_customer else fact.source
