"""Hand a window over at the pace that its route and its recipients' domains allow."""

import time
from collections.abc import Sequence

from channels import rates
from channels.protocol import Outcome, Outgoing, Result
from channels.ways import Way

_BEAT_SECONDS = 0.02
"""What comes due within one beat goes together, so that a fast pace costs no call for each message."""
_ANSWER_SECONDS = 0.3
"""What the last of a window has left to be begun in, on a server that takes its time."""


def hand_over(way: Way, batch: Sequence[Outgoing], *, start_by: float) -> list[Result]:
    """Send the batch, each message at its moment. What finds none in time, or misses it, is untouched."""
    route = rates.route_bucket(way.channel, way.route.provider)
    domains = [rates.domain_bucket(words.address) for words in batch]
    buckets = {route, *domains} - {""}
    if not buckets:
        return way.route.send(batch, start_by=start_by)
    ahead = time.monotonic() - time.time()
    taken = rates.take(route, domains, within_seconds=start_by - time.monotonic() - _ANSWER_SECONDS)
    waiting = sorted((at + ahead, index) for index, at in enumerate(taken) if at is not None)
    late_seconds = min(rates.rate_of(bucket).late_seconds for bucket in buckets)
    results = [Result(Outcome.UNTOUCHED)] * len(batch)
    while waiting:
        due, waiting = _due(waiting)
        timely = [index for at, index in due if time.monotonic() <= at + late_seconds]
        answers = way.route.send([batch[index] for index in timely], start_by=start_by) if timely else []
        for index, answer in zip(timely, answers, strict=True):
            results[index] = answer
    return results


def _due(waiting: list[tuple[float, int]]) -> tuple[list[tuple[float, int]], list[tuple[float, int]]]:
    """Wait for the next moment and return what is due then, and what is not."""
    if (early := waiting[0][0] - time.monotonic()) > 0:
        time.sleep(max(early, _BEAT_SECONDS))
    now = time.monotonic()
    count = sum(at <= now for at, _ in waiting)
    return waiting[:count], waiting[count:]
