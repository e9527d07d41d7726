"""What Celery calls: each task looks up, calls one function, and ends. All are safe to run twice."""

import logging
from collections.abc import Iterable

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from campaigns import flights
from channels.models import Lane
from customers.ticks import alone

log = logging.getLogger(__name__)


@shared_task
def plan(chunk_id: int) -> None:
    flights.plan_chunk(chunk_id, now=timezone.now())


@shared_task
def plan_waiting() -> None:
    with alone("plan") as is_ours:
        if is_ours:
            flights.settle_finished(now=timezone.now())
            ring(flights.waiting_chunks(now=timezone.now()))


def ring(chunk_ids: Iterable[int]) -> None:
    """Tell the workers of these ranges. A broker that is down is passed over: the next tick rings again."""
    try:
        for chunk_id in chunk_ids:
            plan.apply_async(args=(chunk_id,), queue=Lane.BULK.label, retry=False)
    except (OperationalError, OSError) as error:
        log.warning("Ranges could not be rung for (%s); a tick will do it.", type(error).__name__)
