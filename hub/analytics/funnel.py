"""What became of everybody a flight planned for, read from the messages themselves."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from math import hypot, sqrt
from typing import Any

from django.db import connection

from campaigns import arms
from campaigns.arms import HOLD_OUT
from campaigns.models import Flight
from channels import policies

BUY_WITHIN = timedelta(days=14)

_OUTCOMES: Mapping[str, str] = {
    "held": "held",
    "refused": "refused",
    "planned": "waiting",
    "queued": "waiting",
    "attempting": "waiting",
    "deferred": "waiting",
    "unknown": "unknown",
    "accepted": "sent",
    "delivered": "sent",
    "complained": "sent",
    "bounced": "bounced",
    "failed": "failed",
    "expired": "expired",
    "cancelled": "cancelled",
    "quarantined": "quarantined",
}
"""Where a message stands, as one of the outcomes that add up to everybody planned."""
OUTCOMES = tuple(dict.fromkeys(_OUTCOMES.values()))


@dataclass(slots=True)
class Tally:
    """The people of one arm, or of all. A flight writes to each once, if need be by its other channel.

    `planned` is the sum of `outcomes`. The counts below it overlap: whoever opened was delivered to.
    """

    name: str
    version_id: int | None = None
    outcomes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(OUTCOMES, 0))
    refused_by_reason: Counter[str] = field(default_factory=Counter)
    waiting_by_reason: Counter[str] = field(default_factory=Counter)
    accepted: int = 0
    delivered: int = 0
    """Proven by a receipt, or by any reaction of a person or a machine."""
    opened: int = 0
    clicked: int = 0
    replied: int = 0
    complained: int = 0
    bought: int = 0
    """Of those accepted, who bought within 14 days after it."""
    buyers: int = 0
    """Of all planned, whatever became of it, who bought within 14 days after planning."""

    @property
    def planned(self) -> int:
        return sum(self.outcomes.values())

    def add(self, other: "Tally") -> None:
        for outcome, people in other.outcomes.items():
            self.outcomes[outcome] += people
        self.refused_by_reason += other.refused_by_reason
        self.waiting_by_reason += other.waiting_by_reason
        for name in _NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def as_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "planned": self.planned,
            **{_WRITTEN.get(name, name): people for name, people in self.outcomes.items()},
            **{name: getattr(self, name) for name in _NUMBERS},
            "refused_by_reason": dict(self.refused_by_reason),
            "waiting_by_reason": dict(self.waiting_by_reason),
        }


@dataclass(frozen=True, slots=True)
class Group:
    """One side of the comparison, by intention to treat: everybody assigned, written to or not."""

    people: int
    buyers: int

    @property
    def rate(self) -> float | None:
        return self.buyers / self.people if self.people else None

    def as_dict(self) -> dict[str, Any]:
        return {"people": self.people, "buyers": self.buyers, "rate": self.rate}

    def range(self) -> tuple[float, float]:
        """Return the rates within which the true one lies 19 times in 20 (Wilson 1927); needs people."""
        share, square = self.buyers / self.people, _Z**2 / self.people
        middle = share + square / 2
        half = sqrt(square * share * (1 - share) + square**2 / 4)
        return (middle - half) / (1 + square), (middle + half) / (1 + square)


def difference(one: Group, other: Group) -> tuple[float, float] | None:
    """Return between which differences of the rates, one less the other, the true one lies 19 times in 20.

    Newcombe's tenth method (Statistics in Medicine 17, 1998), which holds for small groups too. None without
    people on both sides.
    """
    if not one.people or not other.people:
        return None
    (low, high), (other_low, other_high) = one.range(), other.range()
    rate, other_rate = one.buyers / one.people, other.buyers / other.people
    apart = rate - other_rate
    return (
        apart - hypot(rate - low, other_high - other_rate),
        apart + hypot(high - rate, other_rate - other_low),
    )


@dataclass(frozen=True, slots=True)
class Funnel:
    """`total` is everybody, the hold-out included; `versions` are the arms that get something."""

    flight: Flight
    total: Tally
    versions: tuple[Tally, ...]
    held_out: Tally
    open_chunks: int
    """Ranges of customers that are not planned yet: while there are any, everything here still grows."""

    @property
    def is_moving(self) -> bool:
        return self.flight.state in (Flight.State.PLANNING, Flight.State.SENDING)

    @property
    def treated(self) -> Group:
        return Group(sum(v.planned for v in self.versions), sum(v.buyers for v in self.versions))

    @property
    def untreated(self) -> Group:
        return Group(self.held_out.planned, self.held_out.buyers)

    def as_dict(self) -> dict[str, Any]:
        """Return everything as plain values, for JSON."""
        total = self.total.as_dict()
        del total["name"]
        return {
            "campaign": self.flight.campaign.key,
            "flight": self.flight.pk,
            "state": str(self.flight.state),
            "started_at": self.flight.started_at.isoformat(),
            "ended_at": self.flight.ended_at.isoformat() if self.flight.ended_at else None,
            **total,
            "versions": [version.as_dict() for version in self.versions],
            "treated": self.treated.as_dict(),
            "untreated": self.untreated.as_dict(),
        }


def funnel(flight: Flight) -> Funnel:
    """Count a flight as it stands this moment; three statements, whatever its size."""
    tallies = {arm.name: Tally(arm.name, arm.version_id) for arm in arms.read(flight.arms)}
    tallies[HOLD_OUT] = Tally(HOLD_OUT)
    has_other_channel = policies.other_channel(flight.otherwise) is not None
    statement = _COUNTS.format(messages=_ONE_A_PERSON if has_other_channel else "channels_message")
    for arm, state, reason, *counts in _rows(statement, [flight.cause]):
        _count(tallies.setdefault(arm, Tally(arm)), state, reason, counts)
    for arm, bought, buyers in _rows(_BUYERS, [BUY_WITHIN, BUY_WITHIN, flight.started_at, flight.cause]):
        tallies[arm].bought, tallies[arm].buyers = bought, buyers
    total = Tally("everybody")
    for tally in tallies.values():
        total.add(tally)
    held_out = tallies.pop(HOLD_OUT)
    open_chunks = flight.chunks.filter(planned_at=None).count()
    return Funnel(flight, total, tuple(tallies.values()), held_out, open_chunks)


def _count(tally: Tally, state: str, reason: str, counts: Iterable[int]) -> None:
    people, *numbers = counts
    outcome = _OUTCOMES[state]
    tally.outcomes[outcome] += people
    if reason and outcome in ("refused", "waiting"):
        getattr(tally, f"{outcome}_by_reason")[reason] += people
    for name, number in zip(_NUMBERS, numbers, strict=False):
        setattr(tally, name, getattr(tally, name) + number)


def _rows(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


_Z = 1.959964
"""Of the normal distribution, 95 % lie within so many standard deviations."""
_WRITTEN = {"held": "held_out"}
_NUMBERS = ("accepted", "delivered", "opened", "clicked", "replied", "complained", "bought", "buyers")
# A deferred message's reason is the gate's key or, once tried, the mail server's words, which do not add up.
_COUNTS = """
SELECT arm, state,
    CASE WHEN state = 'refused' OR state = 'deferred' AND attempts = 0 THEN reason ELSE '' END,
    count(*),
    count(*) FILTER (WHERE accepted_at IS NOT NULL OR state IN ('accepted', 'delivered', 'complained')),
    count(*) FILTER (WHERE state IN ('delivered', 'complained')
        OR opened_at IS NOT NULL OR clicked_at IS NOT NULL OR replied_at IS NOT NULL),
    count(opened_at), count(clicked_at), count(replied_at),
    count(*) FILTER (WHERE state = 'complained')
FROM {messages} WHERE cause = %s GROUP BY 1, 2, 3
"""
# What another channel took over stands twice: as refused, and as what became of it there.
_ONE_A_PERSON = """(
    SELECT DISTINCT ON (cause, customer_id) * FROM channels_message
    ORDER BY cause, customer_id, state = 'refused', id
) one_each"""
_BUYERS = """
SELECT m.arm,
    count(DISTINCT m.customer_id) FILTER (
        WHERE i.occurred_at >= m.accepted_at AND i.occurred_at < m.accepted_at + %s),
    count(DISTINCT m.customer_id) FILTER (
        WHERE i.occurred_at >= m.created_at AND i.occurred_at < m.created_at + %s)
FROM channels_message m JOIN customers_interaction i
    ON i.customer_id = m.customer_id AND i.kind = 'purchase' AND i.occurred_at >= %s
WHERE m.cause = %s GROUP BY 1
"""
