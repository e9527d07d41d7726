"""The dial race: many processes write and speak to each customer at once, and no dial gives way.

Mails on two topics, and offers at the till on both, compete for a dial on everything, one on a topic and one
on email. `python -m bench.race --processes 16 --customers 200 --messages 50` prints one JSON line; what was
sent is told by the sink, what was said by the history. With `--kills` some die under way: then no dial may be
over, though some may not be full.
"""

import argparse
import json
import multiprocessing
import random
import sys
import time
from collections import Counter
from multiprocessing.synchronize import Barrier

from bench.crowd import gather
from bench.rig import Rig, rig

TOPICS = ("offers", "tips")
DIALS = {("", ""): 9, ("", "tips"): 8, ("email", ""): 8}
PROMISED = {("", ""): 4, ("", "tips"): 2, ("email", ""): 2}
"""How many a day each of these positions lets through, by channel and topic."""


def race(processes: int, customers: int, messages: int, kills: int, seed: int) -> dict[str, object]:
    with rig() as r:
        from django.db import connection

        ids = gather(customers)
        _set_dials(ids)
        low, high = _queue(ids, messages)
        connection.close()
        _start(processes, kills, seed, ids, low, high)
        got = _received(r)
    counted = {scope: Counter(_in_scope(got, each, *scope) for each in ids) for scope in DIALS}
    return {
        "customers": customers,
        "messages_each": messages,
        "processes": processes,
        "killed": kills,
        "customers_by_touches": {
            "/".join(scope) if any(scope) else "everything": dict(sorted(by.items()))
            for scope, by in counted.items()
        },
        "over": sum(n for scope, by in counted.items() for got, n in by.items() if got > PROMISED[scope]),
        "exactly_full": counted["", ""] == {PROMISED["", ""]: customers},
    }


def _set_dials(ids: list[int]) -> None:
    from customers.models import Dial

    Dial.objects.bulk_create(
        Dial(customer_id=each, channel=channel, topic=topic, position=position)
        for each in ids
        for (channel, topic), position in DIALS.items()
    )


def _queue(ids: list[int], messages: int) -> tuple[int, int]:
    """Queue every message, spread over the customers so that each batch meets all of them."""
    from django.db.models import Max, Min
    from django.utils import timezone

    from channels import bell, outbox
    from channels.models import Content, Message
    from channels.outbox import Draft

    bell.ring = lambda ranges: None  # the runners start together, not when the first row is in
    now = timezone.now()
    contents = {
        topic: Content.objects.create(
            channel="email", purpose="marketing", topic=topic, sender_name="Race",
            sender_address="race@mail.rapport.example", subject="Race", text="Go.", digest=topic,
        ).pk
        for topic in TOPICS
    }  # fmt: skip
    for number in range(messages):
        topic = TOPICS[number % len(TOPICS)]
        drafts = [
            Draft(each, "email", contents[topic], "marketing", topic, f"race:{number}", now) for each in ids
        ]
        outbox.queue(drafts, now=now)
    span = Message.objects.aggregate(low=Min("pk"), high=Max("pk"))
    return span["low"], span["high"]


def _start(processes: int, kills: int, seed: int, ids: list[int], low: int, high: int) -> None:
    context = multiprocessing.get_context("fork")
    gun = context.Barrier(processes + 1)
    runners = [
        context.Process(target=_run, args=(number, seed, ids, low, high, gun)) for number in range(processes)
    ]
    for runner in runners:
        runner.start()
    gun.wait()
    chance = random.Random(seed)
    for runner in runners[:kills]:
        time.sleep(chance.uniform(0.0, 0.3))
        runner.kill()
    for runner in runners:
        runner.join()


def _run(number: int, seed: int, ids: list[int], low: int, high: int, gun: Barrier) -> None:
    """Write to everybody and speak to everybody, half of the processes the other way round."""
    from channels.dispatch import send_range
    from channels.models import Lane

    gun.wait()
    if number % 2:
        send_range(Lane.BULK, low, high)
    _speak(number, seed, ids)
    send_range(Lane.BULK, low, high)


def _speak(number: int, seed: int, ids: list[int]) -> None:
    """Offer something on each topic to each customer at the till, as far as that is allowed."""
    from django.utils import timezone

    from customers import touches
    from customers.errors import OverAllowance

    offers = [(customer, topic) for customer in ids for topic in TOPICS]
    random.Random(seed * 1000 + number).shuffle(offers)
    for customer, topic in offers:
        try:
            touches.by_person(
                customer, "till", topic, actor=f"staff:{number}", summary="Offered", now=timezone.now()
            )
        except OverAllowance:
            continue


def _received(r: Rig) -> Counter[tuple[int, str, str]]:
    """Count what reached whom, by customer, channel and topic. What the sink got is what was sent."""
    from channels import addresses
    from channels.models import Message
    from customers.models import Interaction

    sent = Message.objects.in_bulk([addresses.message_of_id(each.message_id) for each in r.sink.arrivals()])
    mails = [sent[addresses.message_of_id(each.message_id) or 0] for each in r.sink.arrivals()]
    got = Counter((mail.customer_id, "email", mail.topic) for mail in mails)
    said = Interaction.objects.filter(kind="offer_made").values_list("customer_id", "channel", "data__topic")
    return got + Counter(said)


def _in_scope(got: Counter[tuple[int, str, str]], customer: int, channel: str, topic: str) -> int:
    return sum(
        count
        for (who, by, about), count in got.items()
        if who == customer and channel in ("", by) and topic in ("", about)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=16)
    parser.add_argument("--customers", type=int, default=200)
    parser.add_argument("--messages", type=int, default=50)
    parser.add_argument("--kills", type=int, default=0, help="how many of the processes die under way")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    verdict = race(options.processes, options.customers, options.messages, options.kills, options.seed)
    print(json.dumps(verdict))
    is_kept = verdict["over"] == 0 and (verdict["exactly_full"] or options.kills > 0)
    sys.exit(0 if is_kept else 1)


if __name__ == "__main__":
    main()
