"""`history.record` (idempotent, with profiles) against raw COPY of the same rows into the same table.

Raw COPY gets its rows as ready text, in one transaction; record gets entries, in one call, and besides in
calls of 500 as the API's bulk door makes them. Interleaved.
"""

import argparse
import json
import statistics
import time
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from bench.crowd import gather
from bench.rig import rig

SMALL = 500
_round = count()
_ids = count(10**15)


def measure(rows: int, rounds: int) -> dict[str, float]:
    with rig(log=False):
        from django.utils import timezone

        from customers import history

        ids, now = gather(5000), timezone.now()
        figures: dict[str, list[float]] = {"copy": [], "record": [], "record_500": [], "replay": []}
        _record(_entries(ids, rows, now), now)  # partitions, staging table, plans
        for _ in range(rounds):
            entries = _entries(ids, rows, now)
            figures["copy"].append(rows / _copy(entries))
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


def _copy(entries: list[Any]) -> float:
    from django.db import connection, transaction

    from customers import lines
    from customers.events import EVENT_TYPES
    from customers.history import _COPY

    text = b"".join(lines.chunks((next(_ids), lines.line(entry, EVENT_TYPES)) for entry in entries))
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        copy.write(text)
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    figures = measure(options.rows, options.rounds)
    figures["share_of_copy"] = figures["record"] / figures["copy"]
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}))


if __name__ == "__main__":
    main()
