"""How much we ask of one customer lately: the pressure, rest, what they prefer, when we kept silent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_datetime

from channels.models import MessageState
from customers import rest
from customers.gate import Reason
from customers.house import House
from customers.quiet import Window
from customers.rest import Rest
from customers.standing import Standing
from hub.console import words
from hub.console.around import Around, Silence

USUAL_LIMIT = 3.0
"""Where "much" begins if the owner set no limit: about one a week, none of them answered."""


def card(near: Around, person: Standing, rules: House, *, now: datetime) -> dict[str, Any]:
    """Return what _dials_pressure.html shows. No statement."""
    return {
        "pressure": reading(person, rules, now=now),
        "resting": [_resting(*each, near.topics) for each in _rests(person, rules, now)],
        "likes": _likes(near.preferred, person.quiet),
        "silences": [_silence(each, near.topics) for each in near.silences],
    }


def reading(person: Standing, rules: House, *, now: datetime) -> dict[str, Any]:
    """Return the pressure in a word and as a share of a bar, with our limit on it if there is one."""
    value = rest.pressure(person.touches, person.contact_at, now=now)
    limit = rules.pressure_limit
    much = limit or USUAL_LIMIT
    full = max(1.5 * much, value)
    return {
        "words": "fresh" if value < much / 3 else "some" if value <= much else "much",
        "tone": "warn" if value > much else "brand",
        "share": 100 * value / full,
        "value": f"{value:.1f}",
        "limit": f"{limit:g}" if limit else "",
        "limit_share": 100 * limit / full if limit else None,
        "until": words.moment(rest.eases_at(value, limit, now=now)) if limit and value > limit else "",
    }


def why(reason: str) -> str:
    """Say a reason that is kept with a message: the gate's in staff words, others as they came."""
    return str(Reason(reason).label) if reason in Reason.values else reason


def _rests(person: Standing, rules: House, now: datetime) -> list[tuple[Rest, datetime]]:
    found = (
        (rule, rest.rests_until(rule, person.touches, person.contact_at, now=now)) for rule in rules.rests
    )
    return [(rule, until) for rule, until in found if until is not None]


def _resting(rule: Rest, until: datetime, topics: Mapping[str, str]) -> str:
    scope = words.scope(rule.channel, topics.get(rule.topic, rule.topic))
    return f"{scope}: rests until {words.moment(until)}; {rule.ignored} in a row were ignored"


def _likes(channel: str, quiet: Window | None) -> list[tuple[str, str]]:
    said = [("Likes best", words.channel(channel))] if channel else []
    if quiet:
        said.append(("Their quiet hours", f"{quiet.starts:%H:%M} to {quiet.ends:%H:%M}, their time"))
    return said


def _silence(silence: Silence, topics: Mapping[str, str]) -> dict[str, Any]:
    at, due_at = parse_datetime(silence.state_at), parse_datetime(silence.due_at or "")
    # A digest is about several topics, named between blanks.
    about = ", ".join(topics.get(topic, topic) for topic in silence.topic.split())
    is_waiting = silence.state == MessageState.DEFERRED and due_at is not None
    return {
        "id": silence.message_id,
        "why": why(silence.reason),
        "what": words.scope(silence.channel, about),
        "became": f"waits until {words.moment(due_at)}"
        if is_waiting and due_at
        else MessageState(silence.state).label.lower(),
        "at": at,
        "url": reverse("console:message", args=[silence.message_id]),
    }
