"""The dial race: many processes send many messages to each customer at once, and no dial gives way.

`python -m bench.race --processes 16 --customers 200 --messages 50` prints one JSON line; the sink is judge.
"""

import argparse
import json
import multiprocessing
import sys
from collections import Counter
from multiprocessing.synchronize import Barrier

from bench.crowd import gather
from bench.rig import rig

POSITION = 6
PROMISED = 3


def race(processes: int, customers: int, messages: int) -> dict[str, object]:
    with rig() as r:
        from django.db import connection

        ids = gather(customers)
        _set_dials(ids)
        low, high = _queue(ids, messages)
        connection.close()
        context = multiprocessing.get_context("fork")
        gun = context.Barrier(processes)
        runners = [context.Process(target=_run, args=(low, high, gun)) for _ in range(processes)]
        for runner in runners:
            runner.start()
        for runner in runners:
            runner.join()
        copies = Counter(arrival.recipient for arrival in r.sink.arrivals())
    got = Counter(copies.values())
    return {
        "customers": customers,
        "messages_each": messages,
        "processes": processes,
        "promised_each": PROMISED,
        "customers_by_mails_received": dict(sorted(got.items())),
        "exactly_full": got == {PROMISED: customers},
    }


def _set_dials(ids: list[int]) -> None:
    from customers.models import Dial

    Dial.objects.bulk_create(Dial(customer_id=each, position=POSITION) for each in ids)


def _queue(ids: list[int], messages: int) -> tuple[int, int]:
    """Queue every message, spread over the customers so that each batch meets all of them."""
    from django.db.models import Max, Min
    from django.utils import timezone

    from channels import bell, outbox
    from channels.models import Content, Message
    from channels.outbox import Draft

    bell.ring = lambda ranges: None  # the runners start together, not when the first row is in
    content = Content.objects.create(
        channel="email", purpose="marketing", topic="offers", sender_name="Race",
        sender_address="race@mail.rapport.example", subject="Race", text="Go.", digest="race",
    )  # fmt: skip
    now = timezone.now()
    for number in range(messages):
        drafts = [Draft(i, "email", content.pk, "marketing", "offers", f"race:{number}", now) for i in ids]
        outbox.queue(drafts, now=now)
    span = Message.objects.aggregate(low=Min("pk"), high=Max("pk"))
    return span["low"], span["high"]


def _run(low: int, high: int, gun: Barrier) -> None:
    from channels.dispatch import send_range
    from channels.models import Lane

    gun.wait()
    send_range(Lane.BULK, low, high)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=16)
    parser.add_argument("--customers", type=int, default=200)
    parser.add_argument("--messages", type=int, default=50)
    options = parser.parse_args()
    verdict = race(options.processes, options.customers, options.messages)
    print(json.dumps(verdict))
    sys.exit(0 if verdict["exactly_full"] else 1)


if __name__ == "__main__":
    main()
