"""Keep the months of the history: made ahead of need, dropped only when asked."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial

from django.db import connection, transaction

TABLE = "customers_interaction"
_KEEPER_LOCK = 7_310_001
_known: set[date] = set()
_unsure: set[date] = set()
"""Months made inside a transaction of the caller, which may have been rolled back."""


def month_of(moment: datetime) -> date:
    """Return the first day of the month (UTC) whose partition holds this moment."""
    return date(moment.year, moment.month, 1)


def following(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def ensure(months: Iterable[date]) -> None:
    """Make the partitions of these months if they are missing; safe to call from many processes at once.

    Attaching takes a lock that lets reads and writes of other months go on. What is there is remembered, but
    not what was made inside a transaction that may still roll back.
    """
    wanted = set(months) - _known
    if not wanted:
        return
    present = set(existing())
    if not connection.in_atomic_block:
        _unsure.clear()
    _known.update(present - _unsure)
    if missing := wanted - present:
        if connection.in_atomic_block:
            _unsure.update(missing)
            transaction.on_commit(partial(_unsure.difference_update, missing))
        _make_missing(missing)


def ensure_ahead(today: date, months: int = 3) -> list[date]:
    """Make this month and the next ones; return those that were made now."""
    wanted = [date(today.year, today.month, 1)]
    for _ in range(months):
        wanted.append(following(wanted[-1]))
    missing = sorted(set(wanted) - set(existing()))
    ensure(missing)
    return missing


def existing() -> list[date]:
    """Return the months that have a partition, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid"
            " WHERE inhparent = %s::regclass ORDER BY relname",
            [TABLE],
        )
        return [_month(name) for (name,) in cursor.fetchall()]


def drop(month: date) -> int:
    """Drop one month of history and return how many interactions went with it. Export it first."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {_name(month)}")
        (gone,) = cursor.fetchone()
        cursor.execute(f"DROP TABLE {_name(month)}")
    _known.discard(month)
    return int(gone)


def _make_missing(months: set[date]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_KEEPER_LOCK])
        for month in sorted(months - set(existing())):
            _make(month)


def _make(month: date) -> None:
    name, end = _name(month), following(month)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {name} (LIKE {TABLE} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)")
        cursor.execute(
            f"ALTER TABLE {TABLE} ATTACH PARTITION {name}"
            f" FOR VALUES FROM ('{month} 00:00+00') TO ('{end} 00:00+00')"
        )
        cursor.execute(
            f"CREATE TRIGGER interaction_is_kept BEFORE TRUNCATE ON {name}"
            " FOR EACH STATEMENT EXECUTE FUNCTION customers_interaction_stands()"
        )


def _name(month: date) -> str:
    return f"{TABLE}_{month:%Y_%m}"


def _month(name: str) -> date:
    year, month = name.removeprefix(f"{TABLE}_").split("_")
    return date(int(year), int(month), 1)
