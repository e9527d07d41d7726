"""Write and read the history: `record` is its only writer, `since` how news travels upward."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import NamedTuple

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from customers import asking, checking, kinds, lines, partitions, profiles
from customers.entry import Entry
from customers.errors import BadEntry
from customers.event import EventType
from customers.staging import numbers

NEWS_CHANNEL = "rapport_history"
_WRITER_TAG = 0x5250
"""Upper 16 bits of our advisory locks ("RP"); the lower 48 hold the last id drawn before a writer began."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many of a batch were new, and how many had been recorded before."""

    new: int
    repeated: int


class News(NamedTuple):
    """One interaction as `since` tells it; details are looked up by whoever needs them."""

    id: int
    customer_id: int
    kind: str
    message_id: int | None
    campaign_id: int | None


def record(
    entries: Sequence[Entry],
    *,
    now: datetime,
    checked: Mapping[str, EventType] | None = None,
    are_new: bool = False,
) -> Recorded:
    """Append interactions and bring the profiles up to date, in one transaction.

    Set-based: one statement takes the keys that are new (in their order, which halves the work of the index
    and keeps two writers from deadlock), their interactions go by COPY, one statement brings the profiles up
    to date. Ids grow in the order of the entries. While PostgreSQL does the one, we make the next ready.
    An entry whose (source, source_id) is recorded already is passed over. Raises BadEntry, having recorded
    nothing, when one cannot be taken. Callers with doubtful input ask `checking` first, and hand over as
    `checked` the kinds they asked it with: then nothing is asked twice. Who records in the same transaction
    what happens to a row once and never again says so by `are_new`: those entries have no keys. Costs 20 to
    35 microseconds an entry in batches of 500, half as much in batches of 20,000, and a millisecond for one.
    """
    known = kinds.among(entry.kind for entry in entries) if checked is None else checked
    if checked is None:
        _check(entries, known, now)
    if not entries:
        return Recorded(0, 0)
    partitions.ensure(_months(entries))
    if len(entries) >= _MANY:
        asking.plan_anew()
    unique = {} if are_new else _by_key(entries)
    told = list(entries) if are_new else list(unique.values())
    with transaction.atomic(savepoint=False):
        with asking.together():
            asking.ask(_ANNOUNCE)
            ids = asking.ask(_DRAW, [len(told)]) if are_new else _take(unique)
            addition = profiles.addition(profiles.sum_up(told, known))
            drawn, taken = ids.fetchone()
        new = list(zip(drawn.split(), told, strict=True))
        if taken is not None:
            kept = frozenset(taken.split())
            new = [(interaction_id, entry) for interaction_id, entry in new if interaction_id in kept]
        if new:
            with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(COPY) as copy:
                for chunk in lines.chunks(new, known):
                    copy.write(chunk)
                if len(new) < len(told):
                    addition = profiles.addition(profiles.sum_up((entry for _, entry in new), known))
            with asking.together():
                asking.ask(*addition)
                asking.ask(f"NOTIFY {NEWS_CHANNEL}")
    return Recorded(len(new), len(entries) - len(new))


def _take(keys: Collection[str]) -> CursorWrapper:
    return asking.ask(_TAKE_KEYS if len(keys) < _MANY else _TAKE_MANY_KEYS, [numbers(keys)])


def _by_key(entries: Sequence[Entry]) -> dict[str, Entry]:
    """Return the first entry of each key, in their order."""
    keys = [digest(entry.source, entry.source_id) for entry in entries]
    unique = dict(zip(keys, entries, strict=True))
    if len(unique) < len(keys):
        unique |= dict(zip(reversed(keys), reversed(entries), strict=True))
    return unique


def _check(entries: Sequence[Entry], known: Mapping[str, EventType], now: datetime) -> None:
    if not checking.are_sound(entries, now=now, known=known):
        for entry in entries:
            if complaint := checking.complaint(entry, now=now, known=known):
                raise BadEntry(str(complaint))


def number_of(source: str, source_id: str) -> int | None:
    """Return the number of the interaction that was recorded under this key."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT interaction_id FROM customers_interactionkey WHERE key = %s::uuid",
            [digest(source, source_id)],
        )
        row = cursor.fetchone()
    return row[0] if row else None


def head() -> int:
    """Return the cursor after which only news comes: the highest id below which nothing is being written."""
    with connection.cursor() as cursor:
        return _horizon(cursor)


def since(cursor_id: int, *, limit: int = 1000) -> list[News]:
    """Return up to `limit` interactions recorded after this cursor, in the order of their ids.

    The next cursor is the last id returned. Ids are drawn in order but commit out of order, so this
    stops below the oldest writer still at work: what it has returned is never added to later. Must run
    outside a transaction, or in one that reads committed rows, as Django's do.
    """
    return between(cursor_id, head(), limit=limit)


def between(after: int, until: int, *, kinds: Collection[str] | None = None, limit: int = 1000) -> list[News]:
    """Return up to `limit` interactions after one cursor up to another, in the order of their ids.

    With `kinds`, those of other kinds are passed over. `until` comes from `head`, or lies below it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, customer_id, kind, message_id, campaign_id FROM customers_interaction"
            " WHERE id > %(after)s AND id <= %(until)s"
            f"{'' if kinds is None else ' AND kind = ANY(%(kinds)s)'} ORDER BY id LIMIT %(limit)s",
            {"after": after, "until": until, "kinds": list(kinds or ()), "limit": limit},
        )
        return [News(*row) for row in cursor.fetchall()]


def _horizon(cursor: CursorWrapper) -> int:
    """Return the highest id below which nothing is still being written.

    A writer locks the last id drawn *before* it draws its own, so its ids are above its lock. We read
    the sequence first: a writer whose lock we miss either drew later, above what we read, or has
    committed (PostgreSQL shows a commit before it lets go of its locks).
    """
    cursor.execute("SELECT last_value FROM customers_interaction_id_seq")
    (drawn,) = cursor.fetchone()
    cursor.execute(
        "SELECT min(((classid::bigint & 65535) << 32) | objid::bigint) FROM pg_locks"
        " WHERE locktype = 'advisory' AND objsubid = 1 AND classid::bigint >> 16 = %s"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
        [_WRITER_TAG],
    )
    (oldest,) = cursor.fetchone()
    return drawn if oldest is None else min(drawn, oldest)


def _months(entries: Iterable[Entry]) -> set[date]:
    """Return the months in which these lie, in UTC."""
    times = [entry.occurred_at for entry in entries]
    ends = {partitions.month_of(at.astimezone(UTC)) for at in (min(times), max(times))}
    return ends if len(ends) == 1 else {partitions.month_of(at.astimezone(UTC)) for at in times}


def digest(source: str, source_id: str) -> str:
    """Return the hexadecimal digits of an entry's UUID in InteractionKey."""
    return blake2b(f"{source}\0{source_id}".encode(), digest_size=16).hexdigest()


_MANY = 100
COPY = f"COPY customers_interaction ({lines.COLUMNS}) FROM STDIN"
_TAKE_KEYS = """
WITH drawn AS MATERIALIZED (
    SELECT key, nextval('customers_interaction_id_seq') AS id FROM unnest(%s::uuid[]) AS given (key)
), taken AS (
    INSERT INTO customers_interactionkey (key, interaction_id) SELECT key, id FROM drawn ORDER BY key
    ON CONFLICT (key) DO NOTHING RETURNING interaction_id AS id
)
SELECT (SELECT string_agg(id::text, ' ' ORDER BY id) FROM drawn), CASE
    WHEN (SELECT count(*) FROM taken) < (SELECT count(*) FROM drawn)
    THEN (SELECT coalesce(string_agg(id::text, ' '), '') FROM taken)
END
"""
"""Answers the ids of all keys in their order and, unless all are new, those that are: in one row at the end,
since a row for each would have PostgreSQL wait for us to read them while we make the rest ready.
"""
_TAKE_MANY_KEYS = "SELECT drawn, taken FROM customers_take_keys(%s::uuid[])"
"""Answers the same, and for many in two thirds of the time (migration 0011 makes it)."""
_DRAW = """
SELECT array_to_string(ARRAY(
    SELECT nextval('customers_interaction_id_seq') FROM generate_series(1, %s::bigint)
), ' '), NULL
"""
"""Answers the same for so many that need no keys."""
_ANNOUNCE = f"""
SELECT pg_advisory_xact_lock_shared(({_WRITER_TAG}::bigint << 48) | last_value)
FROM customers_interaction_id_seq
"""
