"""Bulk ingest over HTTP, 500 a request, two clients, against raw COPY of the same rows and DRF + bulk_create.

One real server process answers on loopback: gunicorn with two workers. Raw COPY gets its rows as ready text
in one transaction. The naive endpoint is what DRF's guide leads to: a serializer with many=True and
bulk_create, into a table of its own with a unique key and no profile. Interleaved; the replay is the same
batches sent again.
"""

import argparse
import json
import socket
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from http.client import HTTPConnection
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from bench.crowd import gather
from bench.record import copy
from bench.rig import rig, wait_for
from hub.sandbox import ports

SMALL = 500
CLIENTS = 2
_round = count()


def measure(rows: int, rounds: int) -> dict[str, float]:
    with rig(log=False) as running:
        from django.utils import timezone

        from customers import history
        from customers.models import Identity
        from hub.api import keys

        ids, now = gather(5000), timezone.now()
        Identity.objects.bulk_create(
            [Identity(customer_id=each, source="shop", key=f"A-{each}") for each in ids],
            ignore_conflicts=True,
        )
        _, key = keys.make("bench", ["interactions:write"], now=now, per_minute=10**9)
        port, naive = ports.reserve(), ports.reserve()
        _make_naive_table()
        _serve(running, "api", "hub.wsgi:application", port)
        _serve(running, "naive", "bench.naive_api:application", naive)
        url, naive_url = f"http://127.0.0.1:{port}/api/v1/interactions/", f"http://127.0.0.1:{naive}/"
        _send(url, key, _bodies(ids, SMALL * 4, now))
        _send(naive_url, key, _bodies(ids, SMALL * 4, now))
        figures: dict[str, list[float]] = {"copy": [], "http": [], "replay": [], "drf": []}
        for _ in range(rounds):
            figures["copy"].append(rows / copy(_entries(ids, rows, now)))
            bodies = _bodies(ids, rows, now)
            figures["http"].append(rows / _send(url, key, bodies))
            before = history.head()
            figures["replay"].append(rows / _send(url, key, bodies))
            assert not history.since(before, limit=1), "a replay added something"
            figures["drf"].append(rows / _send(naive_url, key, _bodies(ids, rows, now)))
        return {name: statistics.median(values) for name, values in figures.items()}


def _items(ids: list[int], rows: int, now: datetime) -> list[dict[str, Any]]:
    batch = next(_round)
    return [
        {
            "customer": {"source": "shop", "key": f"A-{ids[n * 7919 % len(ids)]}"}, "kind": "purchase",
            "occurred_at": (now - timedelta(seconds=n)).isoformat(), "source": "bench",
            "source_id": f"{batch}:{n}", "data": {"items": n % 5 + 1, "place": "Hauptplatz"},
            "amount_minor": n % 9000 + 100,
        }
        for n in range(rows)
    ]  # fmt: skip


def _bodies(ids: list[int], rows: int, now: datetime) -> list[bytes]:
    items = _items(ids, rows, now)
    return [json.dumps(items[at : at + SMALL]).encode() for at in range(0, rows, SMALL)]


def _entries(ids: list[int], rows: int, now: datetime) -> list[Any]:
    from customers.entry import Entry

    of_key = {f"A-{each}": each for each in ids}
    return [
        Entry(
            of_key[item["customer"]["key"]], datetime.fromisoformat(item["occurred_at"]), item["kind"],
            item["source"], item["source_id"], data=item["data"], amount_minor=item["amount_minor"],
        )
        for item in _items(ids, rows, now)
    ]  # fmt: skip


def _send(url: str, key: str, bodies: list[bytes]) -> float:
    """Send these and return the seconds it took. The client shares our cores: it does as little as it can."""
    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        for _ in pool.map(lambda body: _post(url, key, body), bodies):
            pass
    return time.perf_counter() - began


def _post(url: str, key: str, body: bytes) -> None:
    to = urlsplit(url)
    line = HTTPConnection(to.netloc)
    line.request(
        "POST", to.path, body, {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    )
    assert b'"refused":0' in line.getresponse().read()
    line.close()


def _serve(running: Any, name: str, application: str, port: int) -> None:
    running.start(
        name, "-m", "gunicorn", application, "--workers", "2", f"--bind=127.0.0.1:{port}",
        "--no-control-socket", "--log-level=warning",
    )  # fmt: skip
    wait_for(lambda: _answers(port), seconds=60)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _make_naive_table() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE naive_interaction (id bigserial PRIMARY KEY, customer_id bigint NOT NULL,"
            " kind text NOT NULL, occurred_at timestamptz NOT NULL, source text NOT NULL,"
            " source_id text NOT NULL, channel text NOT NULL, direction text NOT NULL, actor text NOT NULL,"
            " summary text NOT NULL, data jsonb NOT NULL, amount_minor bigint, currency text NOT NULL,"
            " UNIQUE (source, source_id))"
        )
        cursor.execute("CREATE INDEX ON naive_interaction (customer_id, occurred_at)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    figures = measure(options.rows, options.rounds)
    figures["share_of_copy"] = figures["http"] / figures["copy"]
    figures["times_drf"] = figures["http"] / figures["drf"]
    figures["replay_speed"] = figures["replay"] / figures["http"]
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}))


if __name__ == "__main__":
    main()
