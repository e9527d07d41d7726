"""Keep the one-row profiles: what a batch of interactions adds to them, as the event kinds' tallies say.

A batch is summed up here in one pass, by kind and customer, and joined to what is there by PostgreSQL.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.conf import settings

from customers.entry import Entry
from customers.event import EventType
from customers.events import EVENT_TYPES
from customers.staging import numbers, times


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of the profile: the kinds that feed it (all, if empty) and how."""

    name: str
    kinds: frozenset[str]
    how: str

    @property
    def type(self) -> str:
        return "timestamptz" if self.how in ("first", "last") else "bigint"

    def fed_by(self, kinds: frozenset[str]) -> frozenset[str]:
        return self.kinds & kinds if self.kinds else kinds


@dataclass(slots=True)
class _Sum:
    """What one customer's interactions come to; the amount is in minor units of the hub's currency."""

    count: int
    first: datetime
    last: datetime
    amount: int

    def add(self, other: "_Sum") -> None:
        self.count += other.count
        self.first = min(self.first, other.first)
        self.last = max(self.last, other.last)
        self.amount += other.amount


_Sums = Mapping[int, _Sum]
"""By customer."""
Sums = Mapping[str, _Sums]
"""By kind."""


def addition(by_kind: Sums) -> tuple[str, list[str]]:
    """Return the statement that adds these sums, and its parameters.

    Customers come in the order of their ids, so that batches never deadlock.
    """
    customers = sorted(set().union(*by_kind.values()))
    kinds = frozenset(by_kind)
    columns = _fed(kinds)
    sources = [(column.fed_by(kinds), column.how) for column in columns]
    distinct = list(dict.fromkeys(sources))
    together = {fed: _together([by_kind[kind] for kind in fed]) for fed, _ in distinct}
    rows = {fed: [sums.get(each, _EMPTY) for each in customers] for fed, sums in together.items()}
    arrays = [_WRITTEN[how](rows[fed]) for fed, how in distinct]
    places = tuple(distinct.index(source) for source in sources)
    return _upsert(columns, places), [numbers(customers), *arrays]


def sum_up(entries: Iterable[Entry], known: Mapping[str, EventType]) -> Sums:
    """Sum up what a batch adds to the profiles, by the kind it counts as and by customer."""
    counted_as = {key: kind.counts_as for key, kind in known.items() if kind.counts_as}
    home = ("", settings.CURRENCY)
    by_kind: dict[str, dict[int, _Sum]] = {}
    for entry in entries:
        kind, customer_id, at = entry.kind, entry.customer_id, entry.occurred_at
        if counted_as:
            kind = counted_as.get(kind, kind)
        amount = entry.amount_minor or 0
        if amount and entry.currency not in home:
            amount = 0
        sums = by_kind.get(kind)
        if sums is None:
            sums = by_kind[kind] = {}
        so_far = sums.get(customer_id)
        if so_far is None:
            sums[customer_id] = _Sum(1, at, at, amount)
            continue
        so_far.count += 1
        so_far.amount += amount
        if at < so_far.first:
            so_far.first = at
        elif at > so_far.last:
            so_far.last = at
    return by_kind


def _together(parts: Sequence[_Sums]) -> _Sums:
    if len(parts) == 1:
        return parts[0]
    total: dict[int, _Sum] = {}
    for part in parts:
        for customer_id, each in part.items():
            if customer_id in total:
                total[customer_id].add(each)
            else:
                total[customer_id] = _Sum(each.count, each.first, each.last, each.amount)
    return total


_EMPTY = _Sum(0, datetime.max, datetime.min, 0)  # noqa: DTZ901
"""For whom the batch holds none of a column's kinds; its times are written as NULL."""


_WRITTEN: Mapping[str, Callable[[Sequence[_Sum]], str]] = {
    "count": lambda rows: numbers([each.count for each in rows]),
    "amount": lambda rows: numbers([each.amount for each in rows]),
    "first": lambda rows: times([each.first if each is not _EMPTY else None for each in rows]),
    "last": lambda rows: times([each.last if each is not _EMPTY else None for each in rows]),
}


@lru_cache(maxsize=256)
def _fed(kinds: frozenset[str]) -> tuple[_Column, ...]:
    return tuple(column for column in _COLUMNS_OF_PROFILE if column.fed_by(kinds))


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
