"""Fault drills, judged by what the sink received: kill the workers, wipe Valkey, crash PostgreSQL.

`python -m bench.faults workers --people 5000 --seed 1` prints one JSON line and fails if a promise broke.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable

from bench.rig import Rig, rig, wait_for

CONCURRENCY = 2
WINDOW = 250
"""What one worker may have in flight on this slow sink, whatever it may have on a fast one."""
RECOVERY_SECONDS = 60


def kill_workers(rig: Rig, chance: random.Random, times: int) -> int:
    """SIGKILL the whole worker group again and again; a supervisor's restart follows at once.

    The bound is what was in flight when they died, as the database knew it.
    """
    in_flight: set[int] = set()
    total = 0
    for _ in range(times):
        time.sleep(chance.uniform(1.0, 2.5))
        rig.freeze("worker")
        time.sleep(_LAST_COMMIT_SECONDS)
        leases = _leases()
        total += sum(count for token, count in leases.items() if token not in in_flight)
        in_flight |= leases.keys()
        rig.kill("worker")
        rig.start_workers(CONCURRENCY)
    return min(total, times * CONCURRENCY * WINDOW)


_LAST_COMMIT_SECONDS = 0.1
"""What PostgreSQL was told before they froze it does yet."""


def _leases() -> dict[int, int]:
    """Return how many messages each lease holds."""
    from django.db.models import Count

    from channels.models import Message

    held = Message.objects.filter(state="attempting").values_list("lease_token")
    return dict(held.annotate(count=Count("pk")))


def wipe_valkey(rig: Rig, chance: random.Random, times: int) -> int:
    """Kill Valkey and bring it back empty on the same port."""
    time.sleep(chance.uniform(1.0, 3.0))
    rig.valkey.wipe()
    return 0


def crash_postgres(rig: Rig, chance: random.Random, times: int) -> int:
    """Kill PostgreSQL at once, as a crash would, and start it again; no worker forgets what it sent."""
    time.sleep(chance.uniform(1.0, 3.0))
    rig.postgres.kill()
    time.sleep(chance.uniform(0.0, 2.0))
    rig.postgres.start()
    return 0


DRILLS: dict[str, Callable[[Rig, random.Random, int], int]] = {
    "workers": kill_workers,
    "valkey": wipe_valkey,
    "postgres": crash_postgres,
}


def drill(kind: str, people: int, seed: int, times: int) -> dict[str, object]:
    """Send one mailing through a fault and return what came of it."""
    delay = max(1, round(times * 2 * CONCURRENCY * 4 * 1000 / people)) if kind == "workers" else 4
    with rig("--delay-ms", str(delay)) as r:
        from django.db import OperationalError, close_old_connections

        from bench.crowd import gather
        from channels.models import Message

        _queue(gather(people))
        r.start_beat()
        r.start_workers(CONCURRENCY)
        wait_for(lambda: bool(r.sink.arrivals()), seconds=60)
        bound = DRILLS[kind](r, random.Random(seed), times)

        def is_done() -> bool:
            try:
                close_old_connections()
                return not Message.objects.exclude(state__in=["accepted", "quarantined"]).exists()
            except OperationalError:
                return False

        try:
            recovery = wait_for(is_done, seconds=RECOVERY_SECONDS + people * delay / 4000 / CONCURRENCY)
        except TimeoutError:
            print(r.words("worker"), r.words("beat"), file=sys.stderr)
            recovery = float("inf")
        return _verdict(r, people, bound) | {
            "drill": kind,
            "seed": seed,
            "finished_seconds_after_fault": round(recovery, 1),
            "states": dict(Counter(Message.objects.values_list("state", flat=True))),
        }


def _queue(ids: list[int]) -> None:
    from django.utils import timezone

    from channels import outbox
    from channels.models import Content
    from channels.outbox import Draft

    content = Content.objects.create(
        channel="email", purpose="marketing", topic="offers", sender_name="Drill",
        sender_address="drill@mail.rapport.example", subject="For {{ customer.first_name }}",
        text="Dear {{ customer.name }}, your number is {{ customer.number }}.", digest="drill",
    )  # fmt: skip
    now = timezone.now()
    for at in range(0, len(ids), 1000):
        drafts = [
            Draft(customer_id, "email", content.pk, "marketing", "offers", "drill", now)
            for customer_id in ids[at : at + 1000]
        ]
        outbox.queue(drafts, now=now)


def _verdict(r: Rig, people: int, bound: int) -> dict[str, object]:
    arrivals = r.sink.arrivals()
    copies = Counter(arrival.recipient for arrival in arrivals)
    identities: dict[str, set[str]] = {}
    for arrival in arrivals:
        identities.setdefault(arrival.recipient, set()).add(arrival.message_id)
    return {
        "people": people,
        "lost": people - len(copies),
        "duplicates": len(arrivals) - len(copies),
        "duplicates_allowed": bound,
        "most_copies": max(copies.values(), default=0),
        "two_message_ids": sum(len(ids) > 1 for ids in identities.values()),
    }


def is_kept(verdict: dict[str, object]) -> bool:
    """Say whether every promise held."""
    return (
        verdict["lost"] == 0
        and verdict["two_message_ids"] == 0
        and verdict["duplicates"] <= verdict["duplicates_allowed"]  # type: ignore[operator]
        and verdict["finished_seconds_after_fault"] != float("inf")
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=DRILLS)
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", type=int, default=10, help="how often the workers are killed")
    options = parser.parse_args()
    verdict = drill(options.kind, options.people, options.seed, options.times)
    print(json.dumps(verdict))
    sys.exit(0 if is_kept(verdict) else 1)


if __name__ == "__main__":
    main()
