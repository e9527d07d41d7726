"""Dispatch end to end (decide, gate, ledger, render, send, mark) against raw SMTP and one task a mail.

Interleaved in one run: raw, overlapped, product, naive, raw, ... ; a figure is the median of its rounds. The
product is a campaign launched through its own door and sent by Celery workers into the same sink. Raw has one
connection for each of its two processes; overlapped has eight, which is as fast as mail by mail gets here.
The product and one task a mail have as many workers as `make run` starts.
"""

import argparse
import json
import statistics
import time

from bench.crowd import gather
from bench.mailing import HTML, SUBJECT, TEXT
from bench.raw_smtp import raw
from bench.rig import Rig, rig, wait_for

NAIVE_MAILS = 1500
"""Its rate does not depend on how many there are, and 20,000 would take a minute a round."""


def measure(people: int, rounds: int, workers: int) -> dict[str, float]:
    with rig(log=False, synchronous_commit="on") as r:
        ids = gather(people)
        r.start_workers_apart(workers)
        r.start_beat()
        r.start(
            "naive", "-m", "celery", "-A", "bench.naive", "worker", "-Q", "naive",
            "--concurrency", str(workers), "--loglevel", "WARNING", "-n", "naive@%h",
        )  # fmt: skip
        _warm_up(ids)
        figures: dict[str, list[float]] = {"raw": [], "overlapped": [], "product": [], "naive": []}
        for number in range(rounds):
            figures["raw"].append(raw(people, r.sink.port))
            figures["overlapped"].append(raw(people, r.sink.port, connections=8))
            figures["product"].append(_product(people, f"bench-{number}"))
            figures["naive"].append(_naive(r, ids[:NAIVE_MAILS]))
        return {name: statistics.median(values) for name, values in figures.items()}


def _warm_up(ids: list[int]) -> None:
    """Let the workers import, connect and compile before any clock runs."""
    _send_campaign("warm-up", {"all": [{"attribute": "name", "known": True}]}, limit=len(ids))


def _product(people: int, key: str) -> float:
    """Launch a campaign to everybody; return mails a second from the launch to the last one marked."""
    return people / _send_campaign(key, "everyone", limit=people)


def _send_campaign(key: str, audience: object, limit: int) -> float:
    from django.utils import timezone

    from campaigns import launch
    from campaigns.models import Campaign, Version
    from channels.models import Message
    from customers.models import Topic

    Topic.objects.get_or_create(key="offers", defaults={"label": "Offers"})
    campaign = Campaign.objects.create(
        key=key, name=key, topic="offers", audience=audience, sender="Hauptplatz <hello@mail.rapport.example>"
    )
    Version.objects.create(campaign=campaign, name="A", weight=1, subject=SUBJECT, text=TEXT, html=HTML)
    began = time.perf_counter()
    flight = launch.launch(campaign, by="bench", now=timezone.now())
    sent = Message.objects.filter(cause=flight.cause, state="accepted")
    # Looking takes its share of the machine: they are counted only where nobody plans or sends, or has to.
    wait_for(lambda: not _is_busy(flight.pk) and sent.count() >= limit, seconds=300, every=0.05)
    return time.perf_counter() - began


def _is_busy(flight_id: int) -> bool:
    from django.db import connection

    from channels.models import Lane

    with connection.cursor() as cursor:
        cursor.execute(_BUSY, [flight_id, Lane.BULK])
        (is_busy,) = cursor.fetchone()
    return bool(is_busy)


_BUSY = """
SELECT EXISTS (SELECT 1 FROM channels_lease)
    OR EXISTS (SELECT 1 FROM campaigns_chunk WHERE flight_id = %s AND planned_at IS NULL)
    OR EXISTS (SELECT 1 FROM channels_message WHERE lane = %s AND due_at IS NOT NULL)
"""


def _naive(r: Rig, ids: list[int]) -> float:
    from bench.naive import send_one
    from hub.celery import app

    began = time.perf_counter()
    for customer_id in ids:
        send_one.apply_async((customer_id, "127.0.0.1", r.sink.port, SUBJECT, TEXT, HTML), queue="naive")
    with app.connection_or_acquire() as broker:
        client = broker.default_channel.client
        wait_for(lambda: client.llen("naive") == 0 and client.hlen("unacked") == 0, seconds=300, every=0.02)
    return len(ids) / (time.perf_counter() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=3)
    options = parser.parse_args()
    figures = measure(options.people, options.rounds, options.workers)
    figures["share_of_raw"] = figures["product"] / figures["raw"]
    figures["share_of_overlapped"] = figures["product"] / figures["overlapped"]
    figures["times_naive"] = figures["product"] / figures["naive"]
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}))


if __name__ == "__main__":
    main()
