"""The timeline of a customer with 10,000 interactions in a million, against a bare view with one look-up.

Both are asked over HTTP of the same gunicorn, at the same fixed rate, in turns; a figure is a p99 in
milliseconds, the median of the rounds.
"""

import argparse
import json
import statistics

from bench.rig import rig
from bench.web import ask, log_in, percentile, serve

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
        cookie = log_in()
        port = serve(r, "bench.bare")
        pages = {"timeline": PAGE.format(customer), "bare": f"/bench/{customer}/"}
        for path in pages.values():
            ask(port, [path] * 50, cookie, rate=RATE, HX_Request="true")
        times: dict[str, list[float]] = {"timeline": [], "bare": []}
        for _ in range(rounds):
            for name, path in pages.items():
                took = ask(port, [path] * requests, cookie, rate=RATE, HX_Request="true")
                times[name].append(percentile(took, 0.99))
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
