"""`history.record` (idempotent, with profiles) against raw COPY of the same rows into the same tables.

Raw COPY gets its rows as ready text, in one transaction; record gets entries, in one call, and besides in
calls of 500 as the API's bulk door makes them. Interleaved. An interaction is two rows: itself, and the key
by which it is known again, which stands in a table of its own because a partitioned one cannot be unique
across its months. `copy` writes both, `copy_unkeyed` only the first, as if nothing were ever sent twice.
"""

import argparse
import json
import statistics
import time
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from bench.crowd import gather
from bench.rig import rig

SMALL = 500
_round = count()


def measure(rows: int, rounds: int) -> dict[str, float]:
    with rig(log=False):
        from django.utils import timezone

        from customers import history

        ids, now = gather(5000), timezone.now()
        figures = defaultdict[str, list[float]](list)
        _record(_entries(ids, rows, now), now)  # partitions, staging table, plans
        for _ in range(rounds):
            entries = _entries(ids, rows, now)
            figures["copy"].append(rows / copy(_entries(ids, rows, now)))
            figures["copy_unkeyed"].append(rows / copy(_entries(ids, rows, now), keyed=False))
            figures["record"].append(rows / _record(entries, now))
            before = history.head()
            figures["replay"].append(rows / _record(entries, now))
            assert not history.since(before, limit=1), "a replay added something"
            figures["record_500"].append(rows / _record(_entries(ids, rows, now), now, SMALL))
        return {name: statistics.median(values) for name, values in figures.items()}


def _entries(ids: list[int], rows: int, now: datetime) -> list[Any]:
    from customers.history import Entry

    batch = next(_round)
    return [
        Entry(
            ids[n * 7919 % len(ids)], now - timedelta(seconds=n), "purchase", "bench", f"{batch}:{n}",
            data={"items": n % 5 + 1, "place": "Hauptplatz"}, amount_minor=n % 9000 + 100,
        )
        for n in range(rows)
    ]  # fmt: skip


def _record(entries: list[Any], now: datetime, size: int = 0) -> float:
    from customers import history

    began, size = time.perf_counter(), size or len(entries)
    for at in range(0, len(entries), size):
        history.record(entries[at : at + size], now=now)
    return time.perf_counter() - began


def copy(entries: list[Any], *, keyed: bool = True) -> float:
    """Write the rows of these entries by COPY from ready text; return the seconds it took."""
    from django.db import connection, transaction

    from customers import history, lines
    from customers.events import EVENT_TYPES

    given = list(zip(_draw(len(entries)), entries, strict=True))
    text = b"".join(lines.chunks(given, EVENT_TYPES))
    keys = "".join(f"{history.digest(e.source, e.source_id)}\t{number}\n" for number, e in given).encode()
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        if keyed:
            with cursor.copy("COPY customers_interactionkey (key, interaction_id) FROM STDIN") as into:
                into.write(keys)
        with cursor.copy(history.COPY) as into:
            into.write(text)
    return time.perf_counter() - began


def _draw(many: int) -> list[int]:
    """Draw ids as everybody does: higher ones than all others would cost those the end of the index."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('customers_interaction_id_seq') FROM generate_series(1, %s)", [many])
        return [number for (number,) in cursor.fetchall()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    figures = measure(options.rows, options.rounds)
    figures["share_of_copy"] = figures["record"] / figures["copy"]
    figures["share_of_unkeyed"] = figures["record"] / figures["copy_unkeyed"]
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}))


if __name__ == "__main__":
    main()
