"""300 pages open on the live process: how long news takes to reach each, and what they hold of the database.

    python -m bench.streams [--streams N] [--rounds N]

One client holds all streams, a tenth of them on the customer that something happens to, the others on as many
other customers or the home page. A figure is from before it is written to the hint read from the socket.
"""

import argparse
import json
import os
import selectors
import socket
import time
from collections.abc import Sequence

from bench.rig import Rig, rig, wait_for
from bench.web import is_up, log_in, percentile
from hub.sandbox import ports

HINT = b"event: news"
REST_SECONDS = 1.0
"""Between two pieces of news, so that no stream still rests from the last."""
LISTENERS = 2
"""The process hears over one connection and reads over another, however many listen to it."""
OURS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def measure(streams: int, rounds: int) -> dict[str, float]:
    with rig(log=False) as r:
        from bench.crowd import gather

        customers = gather(streams)
        cookie, port = log_in(), _serve(r)
        wait_for(lambda: _connections() >= LISTENERS, seconds=60)
        before = _connections()
        watched = customers[: max(streams // 10, 1)]
        pages = [watched[0]] * len(watched) + customers[len(watched) :]
        clients = [_open(port, customer_id, cookie) for customer_id in pages]
        for client in clients:
            _hear(client)
        time.sleep(REST_SECONDS)
        held = _connections() - before
        took = [each for _ in range(rounds) for each in _round(watched[0], clients[: len(watched)])]
        for client in clients:
            client.close()
    return {
        "streams": len(clients),
        "news_p50_ms": percentile(took, 0.5),
        "news_p99_ms": percentile(took, 0.99),
        "connections_held": held,
        "load": os.getloadavg()[0],
    }


def _serve(r: Rig) -> int:
    """Start the live process as it runs for real."""
    port = ports.reserve()
    r.start("live", "-m", "gunicorn", "hub.asgi:application", "-k", "asgi", "-b", f"127.0.0.1:{port}",
            "--worker-connections", "2000", "--no-control-socket")  # fmt: skip
    wait_for(lambda: is_up(port), seconds=60)
    return port


def _open(port: int, customer_id: int, cookie: str) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port), timeout=60)
    headers = f"Host: 127.0.0.1\r\nCookie: sessionid={cookie}"
    client.sendall(f"GET /live/customers/{customer_id}/ HTTP/1.1\r\n{headers}\r\n\r\n".encode())
    return client


def _hear(client: socket.socket) -> None:
    """Read up to a hint; raise where the stream was refused or ended."""
    heard = b""
    while HINT not in heard:
        more = client.recv(65536)
        assert more and b" 4" not in heard[:12], heard[:200]
        heard += more


def _round(customer_id: int, clients: Sequence[socket.socket]) -> list[float]:
    """Let something happen, and return how long each that watches waited for its hint."""
    from datetime import UTC, datetime

    from customers import history

    now = datetime.now(UTC)
    began = time.perf_counter()
    history.record([history.Entry(customer_id, now, "visit", "bench", str(now.timestamp()))], now=now)
    took: list[float] = []
    with selectors.DefaultSelector() as waiting:
        for client in clients:
            waiting.register(client, selectors.EVENT_READ)
        while waiting.get_map():
            for key, _ in waiting.select(10):
                if HINT in clients[clients.index(key.fileobj)].recv(65536):  # type: ignore[arg-type]
                    took.append(time.perf_counter() - began)
                    waiting.unregister(key.fileobj)
            assert time.perf_counter() - began < 30, f"only {len(took)} of {len(clients)} heard"
    time.sleep(REST_SECONDS)
    return took


def _connections() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(OURS)
        return int(cursor.fetchone()[0])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--streams", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=20)
    given = parser.parse_args()
    print(json.dumps(measure(given.streams, given.rounds)))


if __name__ == "__main__":
    main()
