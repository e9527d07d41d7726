"""Whoever follows the history is told of every line of the kinds it waits for, once and in order."""

from collections.abc import Callable, Iterable

import pytest
from django.utils import timezone

from customers import history
from customers.history import Entry, News
from hub import following
from hub.models import NewsCursor
from tests.makers import make_customer

pytestmark = pytest.mark.django_db(transaction=True)

WANTED, UNWANTED = "message_clicked", "message_opened"


def record(kinds: Iterable[str]) -> None:
    customer, now = make_customer(), timezone.now()
    history.record(
        [Entry(customer.pk, now, kind, "test", f"{customer.pk}.{n}") for n, kind in enumerate(kinds)], now=now
    )


class Follower:
    """Takes news of the kinds it wants and remembers it."""

    def __init__(self, kinds: Callable[[], set[str]] = lambda: {WANTED}) -> None:
        self.told: list[News] = []
        self.kinds = kinds
        self.follow()

    def follow(self) -> None:
        following.follow("test", self._take, kinds=self.kinds)

    def _take(self, news: list[News]) -> int:
        self.told += news
        return len(news)


@pytest.mark.parametrize(("batch", "reach"), [(1000, 50_000), (2, 50_000), (1000, 3), (2, 3), (1, 1)])
def test_what_is_wanted_is_told_once_in_its_order_and_the_rest_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, batch: int, reach: int
) -> None:
    monkeypatch.setattr(following, "BATCH", batch)
    monkeypatch.setattr(following, "REACH", reach)
    follower = Follower()
    record([UNWANTED] * 4 + [WANTED] * 4 + [UNWANTED, WANTED] * 2 + [UNWANTED] * 4)
    follower.follow()
    follower.follow()
    numbers = [each.id for each in follower.told]
    assert [each.kind for each in follower.told] == [WANTED] * 6
    assert numbers == sorted(set(numbers))
    assert NewsCursor.objects.get(name="test").at == history.head()


def test_who_wants_a_kind_before_it_is_recorded_is_told() -> None:
    wanted: set[str] = set()

    def just_before_it_wants_something() -> set[str]:
        before = wanted.copy()
        wanted.add(WANTED)
        record([WANTED])
        return before

    late = Follower(just_before_it_wants_something)
    record([UNWANTED])
    late.follow()
    late.kinds = lambda: wanted
    late.follow()
    assert [each.kind for each in late.told] == [WANTED]
