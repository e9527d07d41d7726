"""Read the history behind a cursor that moves in the same transaction as what is made of it.

So nothing is missed and nothing is done twice, however often this is called or breaks off.
"""

from collections.abc import Callable

from django.db import transaction

from customers import history
from customers.history import News
from hub.models import NewsCursor

BATCH = 1000


def follow(name: str, take: Callable[[list[News]], int]) -> int:
    """Hand over what was recorded since the last time under this name; return the sum of what `take` returns.

    The first time begins with what comes from then on. Whoever else is at it does it for us.
    """
    total, is_done = 0, False
    while not is_done:
        with transaction.atomic():
            news = _next(name)
            total += take(news) if news else 0
        is_done = len(news) < BATCH
    return total


def _next(name: str) -> list[News]:
    """Read one batch and move the cursor, which is ours until the transaction ends."""
    NewsCursor.objects.get_or_create(name=name, defaults={"at": history.head()})
    cursor = NewsCursor.objects.select_for_update(skip_locked=True).filter(name=name).first()
    news = history.since(cursor.at, limit=BATCH) if cursor else []
    if cursor and news:
        cursor.at = news[-1].id
        cursor.save(update_fields=["at"])
    return news
