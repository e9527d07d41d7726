"""The gate over planned touches: verdicts a second, and statements for a batch of 1,000.

The crowd is no easy one: every customer has a dial on everything and one on a topic, every second one two
touches, and the house sets limits, defaults, quiet hours, a rest rule and a pressure limit.
"""

import argparse
import json
import time
from datetime import timedelta

from bench.crowd import gather
from bench.rig import rig

BATCH = 1000


def measure(asks: int, customers: int) -> dict[str, float]:
    with rig(log=False):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext
        from django.utils import timezone

        from customers import gate
        from customers.gate import Ask

        ids, now = gather(customers), timezone.now()
        _furnish(ids)
        planned = [
            Ask(ids[n % len(ids)], "email", "offers", "marketing", ids[n % len(ids)], actor="bench")
            for n in range(asks)
        ]
        with CaptureQueriesContext(connection) as asked:
            verdicts = gate.judge(planned[:BATCH], now=now)
        began = time.perf_counter()
        for at in range(0, len(planned), BATCH):
            verdicts += gate.judge(planned[at : at + BATCH], now=now)
        seconds = time.perf_counter() - began
        allowed = sum(verdict.is_allowed for verdict in verdicts) / len(verdicts)
        return {"judged_a_second": asks / seconds, "statements": len(asked), "share_allowed": allowed}


def _furnish(ids: list[int]) -> None:
    from django.db import connection
    from django.utils import timezone

    from customers.models import DefaultDial, Dial, HouseLimit, PressureLimit, QuietHours, RestRule, Touch

    now = timezone.now()
    Dial.objects.bulk_create([Dial(customer_id=each, position=6) for each in ids], batch_size=5000)
    Dial.objects.bulk_create(
        [Dial(customer_id=each, topic="offers", position=5) for each in ids], batch_size=5000
    )
    Touch.objects.bulk_create(
        [
            Touch(
                customer_id=each, channel="email", topic="offers", purpose="marketing", state="spent",
                actor="bench", touched_at=now - timedelta(days=days),
            )
            for each in ids[::2]
            for days in (2, 20)
        ],
        batch_size=5000,
    )  # fmt: skip
    HouseLimit.objects.create(channel="email", position=8)
    DefaultDial.objects.create(topic="tips", position=3)
    QuietHours.objects.create(weekdays=list(range(1, 8)), starts="22:00", ends="22:01", channel="sms")
    RestRule.objects.create(ignored=5, within_days=14, rest_days=30)
    PressureLimit.objects.create(pk=1, limit=10)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--asks", type=int, default=100_000)
    parser.add_argument("--customers", type=int, default=50_000)
    options = parser.parse_args()
    figures = measure(options.asks, options.customers)
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}))


if __name__ == "__main__":
    main()
