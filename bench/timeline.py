"""The timeline of a customer with 10,000 interactions in a million, against a bare view with one look-up.

Both are asked over HTTP of the same gunicorn, at the same fixed rate, in turns; a figure is a p99 in
milliseconds, the median of the rounds.
"""

import argparse
import json
import os
import socket
import statistics
import time
from http.client import HTTPConnection

from bench.rig import Rig, rig, wait_for

PAGE = "/console/customers/{}/timeline/"
RATE = 25
"""Requests a second: well below what either can do, so that a p99 is work and not queueing."""

_FILL = """
INSERT INTO customers_interaction (customer_id, occurred_at, kind, channel, direction, actor, summary, data,
    currency, source, source_id)
SELECT CASE WHEN n <= %(deep)s THEN %(customer)s ELSE %(customer)s + 1 + n %% 50000 END,
    now() - (n * 60 %% 63000000) * interval '1 second',
    (ARRAY['purchase', 'visit', 'message_accepted', 'message_opened', 'note'])[1 + n %% 5],
    (ARRAY['till', 'branch', 'email', 'email', 'web'])[1 + n %% 5],
    'in', '', 'Line ' || n, '{}', '', 'bench', n::text
FROM generate_series(1, %(rows)s) n
"""


def measure(rows: int, deep: int, rounds: int, requests: int) -> dict[str, float]:
    with rig(log=False) as r:
        customer = _fill(rows, deep)
        cookie = _log_in()
        port = _serve(r)
        pages = {"timeline": PAGE.format(customer), "bare": f"/bench/{customer}/"}
        for path in pages.values():
            _ask(port, path, cookie, 50)
        times: dict[str, list[float]] = {"timeline": [], "bare": []}
        for _ in range(rounds):
            for name, path in pages.items():
                times[name].append(_p99(_ask(port, path, cookie, requests)))
        figures = {f"{name}_p99_ms": statistics.median(values) for name, values in times.items()}
        return figures | {"times_bare_p99": figures["timeline_p99_ms"] / figures["bare_p99_ms"]}


def _fill(rows: int, deep: int) -> int:
    from datetime import UTC, datetime, timedelta

    from django.db import connection

    from bench.crowd import gather
    from customers import partitions

    now = datetime.now(UTC)
    partitions.ensure({partitions.month_of(now - timedelta(days=day)) for day in range(0, 760, 20)})
    (customer,) = gather(1)
    with connection.cursor() as cursor:
        cursor.execute(_FILL, {"deep": deep, "customer": customer, "rows": rows})
        cursor.execute("VACUUM ANALYZE customers_interaction")
    return customer


def _log_in() -> str:
    from django.test import Client

    from hub.models import Staff

    staff = Staff.objects.create_user(username="bench", password="x" * 20, role="agent")
    client = Client()
    client.force_login(staff)
    return client.cookies["sessionid"].value


def _serve(r: Rig) -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.bare"
    r.start("web", "-m", "gunicorn", "-k", "gthread", "-w", "2", "--threads", "4", "-b", f"127.0.0.1:{port}",
            "--no-control-socket", "hub.wsgi:application")  # fmt: skip
    wait_for(lambda: _is_up(port), seconds=60)
    return port


def _is_up(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _ask(port: int, path: str, cookie: str, requests: int) -> list[float]:
    """Ask at the fixed rate over one kept connection; return seconds from when each was due."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Cookie": f"sessionid={cookie}", "HX-Request": "true"}
    began, took = time.perf_counter(), []
    for number in range(requests):
        due = began + number / RATE
        time.sleep(max(0.0, due - time.perf_counter()))
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, (path, answer.status)
        took.append(time.perf_counter() - due)
    connection.close()
    return took


def _p99(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.99)] * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--deep", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--requests", type=int, default=300)
    options = parser.parse_args()
    figures = measure(options.rows, options.deep, options.rounds, options.requests)
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}))


if __name__ == "__main__":
    main()
