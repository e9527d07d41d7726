"""Ring for work: tell the workers which messages to look at. Losing a ring loses nothing but seconds."""

import logging
from collections.abc import Iterable

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from channels.models import Lane

log = logging.getLogger(__name__)
RANGE = 500
"""Messages a task looks at: long enough to cost nothing each, short enough to end well before its limit."""


def ring_on_commit(due: Iterable[tuple[int, int]]) -> None:
    """Ring for these (lane, message id) pairs once the open transaction is committed."""
    ranges = _ranges(due)
    if ranges:
        transaction.on_commit(lambda: ring(ranges))


def ring(ranges: Iterable[tuple[int, int, int]]) -> None:
    """Ring for (lane, low, high) ranges of message ids."""
    for lane, low, high in ranges:
        _send("channels.tasks.dispatch", [lane, low, high], Lane(lane))


def ring_for_mail(mail_id: int) -> None:
    """Ring for a mail that has come in, so that it is read at once."""
    _send("channels.tasks.read_mail", [mail_id], Lane.CRITICAL)


def ring_for_callbacks() -> None:
    """Ring for what SMS providers have told."""
    _send("channels.tasks.read_callbacks", [], Lane.CRITICAL)


def _send(task: str, arguments: list[int], lane: Lane) -> None:
    """Send a task by name; with the broker down, the sweep does the same a little later."""
    try:
        current_app.send_task(task, args=arguments, queue=lane.label, retry=False)
    except (OperationalError, OSError) as error:
        log.warning("The bell could not be rung (%s); the sweep will do it.", type(error).__name__)


def _ranges(due: Iterable[tuple[int, int]]) -> list[tuple[int, int, int]]:
    by_lane: dict[int, list[int]] = {}
    for lane, message_id in due:
        by_lane.setdefault(lane, []).append(message_id)
    return [
        (lane, ids[at], ids[min(at + RANGE, len(ids)) - 1])
        for lane, ids in ((lane, sorted(ids)) for lane, ids in by_lane.items())
        for at in range(0, len(ids), RANGE)
    ]
