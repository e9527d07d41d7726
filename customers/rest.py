"""What silence teaches: rest after being ignored, and the pressure of what we asked lately. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import log2
from typing import NamedTuple

from customers.dials import Counted, is_among

PATIENCE = timedelta(days=1)
"""A touch is ignored when it has had no human answer for so long."""
HALF_LIFE = timedelta(days=14)
ANSWERED_WEIGHT = 0.25
EARLIER_WEIGHT = 0.5


class Rest(NamedTuple):
    """After so many touches in a row without an answer, within some days, rest; empty is any scope."""

    channel: str
    topic: str
    ignored: int
    within: timedelta
    rest: timedelta

    def matches(self, channel: str, topic: str) -> bool:
        return self.channel in ("", channel) and (self.topic in ("", topic) or is_among(self.topic, topic))


def rests_until(
    rule: Rest, touches: Sequence[Counted], contact_at: datetime | None, *, now: datetime
) -> datetime | None:
    """Return when the rest that this rule demands is over; None if it demands none.

    A human answer, and any contact that the customer began (`contact_at`), starts the count anew.
    """
    mine = [t for t in touches if rule.matches(t.channel, t.topic)]
    if len(mine) < rule.ignored:
        return None
    words = [t.answered_at for t in mine if t.answered_at] + ([contact_at] if contact_at else [])
    since = max(words, default=None)
    ignored = sorted(
        t.touched_at
        for t in mine
        if t.answered_at is None
        and t.touched_at <= now - PATIENCE
        and (since is None or t.touched_at > since)
    )
    if len(ignored) < rule.ignored or ignored[-1] - ignored[-rule.ignored] > rule.within:
        return None
    until = ignored[-1] + rule.rest
    return until if until > now else None


def pressure(touches: Sequence[Counted], contact_at: datetime | None, *, now: datetime) -> float:
    """Return how much we have asked of a customer lately: touches, each fading by half in 14 days.

    What was answered weighs a quarter, and what lies before the last contact that the customer began weighs
    half: who talks to us is not tired of us. Zero is fresh; one a week, all ignored, settles at 3.4.
    """
    return sum(
        _weight(touch, contact_at) * 0.5 ** ((now - touch.touched_at) / HALF_LIFE) for touch in touches
    )


def eases_at(value: float, limit: float, *, now: datetime) -> datetime:
    """Return when a pressure above the limit will have faded to it, if nothing is added."""
    return now + HALF_LIFE * log2(value / limit)


def _weight(touch: Counted, contact_at: datetime | None) -> float:
    weight = ANSWERED_WEIGHT if touch.answered_at else 1.0
    return weight * EARLIER_WEIGHT if contact_at and touch.touched_at < contact_at else weight
