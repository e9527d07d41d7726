"""Keep the one-row profiles: what a batch of interactions adds to them, as the event kinds' tallies say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.backends.utils import CursorWrapper

from customers.entry import Entry
from customers.events import EVENT_TYPES
from customers.staging import numbers, times


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of the profile: the kinds that feed it (all, if empty) and how.

    A batch is summed up here and joined to what is there by PostgreSQL.
    """

    name: str
    kinds: frozenset[str]
    how: str

    @property
    def type(self) -> str:
        return "timestamptz" if self.how in ("first", "last") else "bigint"


_Placed = Sequence[tuple[int, Entry]]
"""Entries, each with the place of its customer among those of the batch."""


def add(cursor: CursorWrapper, entries: Sequence[Entry]) -> None:
    """Add a batch to the profiles; customers in the order of their ids, so that batches never deadlock."""
    columns = _fed_by(frozenset(entry.kind for entry in entries))
    customers = sorted({entry.customer_id for entry in entries})
    place = {customer_id: n for n, customer_id in enumerate(customers)}
    placed = [(place[entry.customer_id], entry) for entry in entries]
    arrays, sources = _without_copies(columns, placed, len(customers))
    cursor.execute(_upsert(columns, sources), [numbers(customers), *arrays])


def _without_copies(
    columns: Sequence[_Column], placed: _Placed, size: int
) -> tuple[list[str], tuple[int, ...]]:
    """Sum up each column; return the arrays that differ, written out, and which of them each column takes.

    In most batches first and last times are the same, and reading them is half of what PostgreSQL does.
    """
    distinct: list[list[Any]] = []
    sources = []
    for column in columns:
        sums = _SUMS[column.how](_fed(column, placed), size)
        if sums not in distinct:
            distinct.append(sums)
        sources.append(distinct.index(sums))
    return [_written(sums) for sums in distinct], tuple(sources)


@lru_cache(maxsize=256)
def _fed_by(kinds: frozenset[str]) -> tuple[_Column, ...]:
    return tuple(column for column in _COLUMNS_OF_PROFILE if not column.kinds or column.kinds & kinds)


_JOINS = {
    "count": "p.{c} + EXCLUDED.{c}",
    "amount": "p.{c} + EXCLUDED.{c}",
    "first": "least(p.{c}, EXCLUDED.{c})",
    "last": "greatest(p.{c}, EXCLUDED.{c})",
}


@lru_cache(maxsize=256)
def _upsert(columns: tuple[_Column, ...], sources: tuple[int, ...]) -> str:
    """Build the statement that adds a batch; column n takes its values from array sources[n]."""
    names = ", ".join(column.name for column in columns)
    types = {source: column.type for column, source in zip(columns, sources, strict=True)}
    arrays = ", ".join(f"%s::{types[source]}[]" for source in sorted(types))
    given = ", ".join(f"a{source}" for source in sorted(types))
    taken = ", ".join(f"a{source}" for source in sources)
    joins = ", ".join(f"{column.name} = {_JOINS[column.how].format(c=column.name)}" for column in columns)
    return f"""
INSERT INTO customers_profile AS p (customer_id, {names})
SELECT customer_id, {taken} FROM unnest(%s::bigint[], {arrays}) AS given (customer_id, {given})
ON CONFLICT (customer_id) DO UPDATE SET {joins}
"""


def _fed(column: _Column, placed: _Placed) -> _Placed:
    return [pair for pair in placed if pair[1].kind in column.kinds] if column.kinds else placed


def _counts(placed: _Placed, size: int) -> list[int]:
    counts = [0] * size
    for place, _ in placed:
        counts[place] += 1
    return counts


def _amounts(placed: _Placed, size: int) -> list[int]:
    amounts, home = [0] * size, ("", settings.CURRENCY)
    for place, entry in placed:
        if entry.amount_minor and entry.currency in home:
            amounts[place] += entry.amount_minor
    return amounts


def _firsts(placed: _Placed, size: int) -> list[datetime | None]:
    firsts: list[datetime | None] = [None] * size
    for place, entry in placed:
        known = firsts[place]
        if known is None or entry.occurred_at < known:
            firsts[place] = entry.occurred_at
    return firsts


def _lasts(placed: _Placed, size: int) -> list[datetime | None]:
    lasts: list[datetime | None] = [None] * size
    for place, entry in placed:
        known = lasts[place]
        if known is None or entry.occurred_at > known:
            lasts[place] = entry.occurred_at
    return lasts


_SUMS: dict[str, Callable[[_Placed, int], list[Any]]] = {
    "count": _counts,
    "amount": _amounts,
    "first": _firsts,
    "last": _lasts,
}


def _written(sums: list[Any]) -> str:
    is_time = any(isinstance(each, datetime) for each in sums)
    return times(sums) if is_time else numbers(sums)


def _columns() -> tuple[_Column, ...]:
    """Return the profile's columns as the event kinds' tallies name them."""
    fed: dict[tuple[str, str], set[str]] = {}
    for kind in EVENT_TYPES.values():
        for how in ("count", "last", "first", "amount") if kind.tally else ():
            if name := getattr(kind.tally, how):
                fed.setdefault((name, how), set()).add(kind.key)
    general = (("interactions", "count"), ("first_at", "first"), ("last_at", "last"))
    return (
        *(_Column(name, frozenset(), how) for name, how in general),
        *(_Column(name, frozenset(kinds), how) for (name, how), kinds in sorted(fed.items())),
    )


_COLUMNS_OF_PROFILE = _columns()
