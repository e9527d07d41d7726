"""From the history to the offers: what customers answered by message, behind a cursor of its own.

The cursor moves in the same transaction, so nothing is missed; what was taken in before adds nothing.
"""

from datetime import datetime

from django.db import transaction

from campaigns import reactions
from customers import history
from hub.models import NewsCursor

_NAME = "answers"
_BATCH = 1000


def take(*, now: datetime) -> int:
    """Take in what was recorded since the last time; return how many outcomes are new."""
    taken = 0
    while True:
        count, is_done = _take_some(now)
        taken += count
        if is_done:
            return taken


def _take_some(now: datetime) -> tuple[int, bool]:
    """Take one batch; whoever else is at it does it for us."""
    with transaction.atomic():
        NewsCursor.objects.get_or_create(name=_NAME, defaults={"at": history.head()})
        cursor = NewsCursor.objects.select_for_update(skip_locked=True).filter(name=_NAME).first()
        news = history.since(cursor.at, limit=_BATCH) if cursor else []
        if cursor is None or not news:
            return 0, True
        taken = reactions.take(news, now=now)
        cursor.at = news[-1].id
        cursor.save(update_fields=["at"])
    return taken, len(news) < _BATCH
