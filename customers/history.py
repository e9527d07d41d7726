"""Write and read the history: `record` is its only writer, `since` how news travels upward."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import NamedTuple

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from customers import kinds, lines, partitions, profiles
from customers.entry import Entry, has_offset
from customers.errors import BadEntry
from customers.event import EventType
from customers.events import EVENT_TYPES
from customers.staging import numbers

EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
NEWS_CHANNEL = "rapport_history"
_AHEAD = timedelta(days=1)
"""How far the clocks of others may go before ours."""
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
    if words := _complaint(entry, now + _AHEAD, known):
        return Complaint(words)
    flaw = _flaw(entry, known)
    return Complaint(flaw[1], f"/data{flaw[0]}") if flaw else None


def _flaw(entry: Entry, known: Mapping[str, EventType]) -> tuple[str, str] | None:
    kind = known[entry.kind]
    return kind.flaw(entry.data) if kind.fields or kind.schema else None


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
    if len(entry.source_id) > 200 or len(entry.source) > 60:
        return "source_id may have 200 characters and source 60"
    if entry.amount_minor is not None:
        if abs(entry.amount_minor) > 10**15:
            return f"amount {entry.amount_minor} is out of range"
        if not kind.takes_amount:
            return f"{entry.kind} carries no money"
    if len(entry.channel) > 20 or len(entry.actor) > 80 or len(entry.currency) > 3:
        return "channel may have 20 characters, actor 80 and currency 3"
    if entry.direction not in _DIRECTIONS:
        return f"direction {entry.direction!r} is none of in, out and within"
    return None


_DIRECTIONS = frozenset({"", "in", "out", "within"})


def record(
    entries: Sequence[Entry], *, now: datetime, checked: Mapping[str, EventType] | None = None
) -> Recorded:
    """Append interactions and bring the profiles up to date, in one transaction.

    Set-based: one statement takes the keys that are new (in their order, which halves the work of the index
    and keeps two writers from deadlock), their interactions go by COPY, one statement brings the profiles up
    to date. Ids grow in the order of the entries. While PostgreSQL does the one, we make the next ready.
    An entry whose (source, source_id) is recorded already is passed over. Raises BadEntry, having recorded
    nothing, when one cannot be taken. Callers with doubtful input ask `complaint` of each first, and hand
    over as `checked` the kinds they asked it with: then nothing is asked twice. Costs 20 to 35
    microseconds an entry in batches of 500, half as much in batches of 20,000, and a millisecond for one.
    """
    known = kinds.among(entry.kind for entry in entries) if checked is None else checked
    unique = _by_key(entries)
    if not unique:
        return Recorded(0, 0)
    partitions.ensure(_months(unique.values(), now))
    with transaction.atomic(), connection.cursor() as cursor:
        with connection.connection.pipeline():
            connection.cursor().execute(_ANNOUNCE)
            cursor.execute(_TAKE_KEYS, [numbers(unique)])
            if checked is None:
                _check(entries, known, now)
            addition = profiles.addition(profiles.sum_up(unique.values(), known))
            drawn, taken = cursor.fetchone()
        new = list(zip(drawn.split(), unique.values(), strict=True))
        if taken is not None:
            ids = frozenset(taken.split())
            new = [(interaction_id, entry) for interaction_id, entry in new if interaction_id in ids]
        if new:
            with cursor.copy(COPY) as copy:
                for chunk in lines.chunks(new, known):
                    copy.write(chunk)
                if len(new) < len(unique):
                    addition = profiles.addition(profiles.sum_up((entry for _, entry in new), known))
            cursor.execute(*addition)
            cursor.execute(f"NOTIFY {NEWS_CHANNEL}")
    return Recorded(len(new), len(entries) - len(new))


def _by_key(entries: Sequence[Entry]) -> dict[str, Entry]:
    """Return the first entry of each key, in their order."""
    keys = [digest(entry.source, entry.source_id) for entry in entries]
    unique = dict(zip(keys, entries, strict=True))
    if len(unique) < len(keys):
        unique |= dict(zip(reversed(keys), reversed(entries), strict=True))
    return unique


def _check(entries: Iterable[Entry], known: Mapping[str, EventType], now: datetime) -> None:
    latest = now + _AHEAD
    for entry in entries:
        if words := _complaint(entry, latest, known):
            raise BadEntry(words)
        if flaw := _flaw(entry, known):
            raise BadEntry(str(Complaint(flaw[1], f"/data{flaw[0]}")))


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
    """Return the cursor after which only news comes."""
    with connection.cursor() as cursor:
        return _horizon(cursor)


def since(cursor_id: int, *, limit: int = 1000) -> list[News]:
    """Return up to `limit` interactions recorded after this cursor, in the order of their ids.

    The next cursor is the last id returned. Ids are drawn in order but commit out of order, so this
    stops below the oldest writer still at work: what it has returned is never added to later. Must run
    outside a transaction, or in one that reads committed rows, as Django's do.
    """
    with connection.cursor() as cursor:
        horizon = _horizon(cursor)
        cursor.execute(
            "SELECT id, customer_id, kind, message_id, campaign_id FROM customers_interaction"
            " WHERE id > %s AND id <= %s ORDER BY id LIMIT %s",
            [cursor_id, horizon, limit],
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


def _months(entries: Iterable[Entry], now: datetime) -> set[date]:
    """Return the months, in UTC, of entries whose times can be taken; for others none is made."""
    latest = now + _AHEAD
    given = (entry.occurred_at for entry in entries)
    times = (at for at in given if has_offset(at) and EARLIEST <= at <= latest)
    months = {(at.year, at.month) for at in (at if at.tzinfo is UTC else at.astimezone(UTC) for at in times)}
    return {date(year, month, 1) for year, month in months}


def digest(source: str, source_id: str) -> str:
    """Return the hexadecimal digits of an entry's UUID in InteractionKey."""
    return blake2b(f"{source}\0{source_id}".encode(), digest_size=16).hexdigest()


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
_ANNOUNCE = f"""
SELECT pg_advisory_xact_lock_shared(({_WRITER_TAG}::bigint << 48) | last_value)
FROM customers_interaction_id_seq
"""
