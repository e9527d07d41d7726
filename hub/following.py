"""Read the history behind a cursor that moves in the same transaction as what is made of it.

So nothing is missed and nothing is done twice, however often this is called or breaks off.
"""

from collections.abc import Callable, Collection

from django.db import transaction

from customers import history
from customers.history import News
from hub.models import NewsCursor

BATCH = 1000
"""How many pieces of news are handed over at a time."""
REACH = 50_000
"""How many lines of the history are looked through for them at a time: a fraction of a second."""


def follow(name: str, take: Callable[[list[News]], int], *, kinds: Callable[[], Collection[str]]) -> int:
    """Hand over what was recorded since the last time under this name; return the sum of what `take` returns.

    Only news of these kinds is read; a mailing is a hundred thousand lines that few wait for. They are asked
    for after it is known how far to read, so that who wants a kind by the time it is recorded is told. The
    first time begins with what comes from then on. Whoever else is at it does it for us.
    """
    total, is_done = 0, False
    while not is_done:
        with transaction.atomic():
            news, is_done = _next(name, kinds)
            total += take(news) if news else 0
    return total


def _next(name: str, kinds: Callable[[], Collection[str]]) -> tuple[list[News], bool]:
    """Read one batch, say whether it was the last, and move the cursor, ours until the transaction ends."""
    NewsCursor.objects.get_or_create(name=name, defaults={"at": history.head()})
    cursor = NewsCursor.objects.select_for_update(skip_locked=True).filter(name=name).first()
    head = history.head()
    if not cursor or cursor.at >= head:
        return [], True
    until = min(head, cursor.at + REACH)
    wanted = kinds()
    news = history.between(cursor.at, until, kinds=wanted, limit=BATCH) if wanted else []
    cursor.at = news[-1].id if len(news) == BATCH else until
    cursor.save(update_fields=["at"])
    return news, cursor.at == head
