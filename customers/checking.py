"""What an interaction must be like to be recorded: asked of one, in words, or of hundreds at once."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from customers.entry import Entry, has_offset
from customers.event import EventType
from customers.events import EVENT_TYPES

EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=1)
"""How far the clocks of others may go before ours."""
_LONGEST = {"source": 60, "source_id": 200, "channel": 20, "actor": 80, "currency": 3}
_LARGEST_AMOUNT = 10**15
_DIRECTIONS = frozenset({"", "in", "out", "within"})


class Complaint(NamedTuple):
    """What is wrong with an entry, in words for whoever sent it, and where in it (a JSON Pointer)."""

    words: str
    pointer: str = ""

    def __str__(self) -> str:
        return (
            f"{self.pointer.removeprefix('/').replace('/', '.')}: {self.words}"
            if self.pointer
            else self.words
        )


def complaint(
    entry: Entry, *, now: datetime, known: Mapping[str, EventType] = EVENT_TYPES
) -> Complaint | None:
    """Say why this entry cannot be recorded, or None; `known` is what `kinds.among` says of its batch."""
    if words := _complaint(entry, now + AHEAD, known):
        return Complaint(words)
    flaw = known[entry.kind].flaw(entry.data)
    return Complaint(flaw[1], f"/data{flaw[0]}") if flaw else None


def are_sound(
    entries: Sequence[Entry], *, now: datetime, known: Mapping[str, EventType] = EVENT_TYPES
) -> bool:
    """Say whether there is no complaint about any of these: a quarter of what it costs to ask of each."""
    columns = dict(zip(Entry._fields, zip(*entries, strict=True), strict=False))
    if not columns:
        return True
    kinds = set(columns["kind"])
    if not kinds <= known.keys() or not _are_plausible(columns["occurred_at"], now + AHEAD):
        return False
    if (
        not all(columns["source"])
        or not all(columns["source_id"])
        or not _DIRECTIONS.issuperset(columns["direction"])
    ):
        return False
    if any(max(map(len, columns[name])) > longest for name, longest in _LONGEST.items()):
        return False
    amounts = [amount for amount in columns["amount_minor"] if amount is not None]
    if amounts and not -_LARGEST_AMOUNT <= min(amounts) <= max(amounts) <= _LARGEST_AMOUNT:
        return False
    choosy = {kind for kind in kinds if known[kind].is_choosy}
    alone = [entry for entry in entries if entry.kind in choosy] if choosy else []
    return not any(complaint(entry, now=now, known=known) for entry in alone)


def _are_plausible(times: Sequence[datetime], latest: datetime) -> bool:
    return all(map(has_offset, times)) and min(times) >= EARLIEST and max(times) <= latest


def _complaint(entry: Entry, latest: datetime, known: Mapping[str, EventType]) -> str | None:
    kind, at = known.get(entry.kind), entry.occurred_at
    if kind is None:
        return f"kind {entry.kind!r} is not known; known kinds are {', '.join(known)}"
    if not has_offset(at):
        return "occurred_at needs a time zone, less than 16 hours from UTC"
    if not EARLIEST <= at <= latest:
        return f"occurred_at {at:%Y-%m-%d} is before 1980 or in the future"
    if not entry.source or not entry.source_id:
        return "source and source_id are needed: they keep the same thing from being recorded twice"
    if entry.amount_minor is not None:
        if abs(entry.amount_minor) > _LARGEST_AMOUNT:
            return f"amount {entry.amount_minor} is out of range"
        if not kind.takes_amount:
            return f"{entry.kind} carries no money"
    for name, longest in _LONGEST.items():
        if len(getattr(entry, name)) > longest:
            return f"{name} may have {longest} characters"
    if entry.direction not in _DIRECTIONS:
        return f"direction {entry.direction!r} is none of in, out and within"
    return None
