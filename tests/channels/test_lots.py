"""A route is given as much at once as it takes in a moment."""

from collections.abc import Iterator
from typing import Any

import pytest

from channels import lots
from channels.adapters.email import EMAIL

MOST = 500


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    lots._sizes.clear()
    yield
    lots._sizes.clear()


def sizes(count: int, *, a_second: float, starts_for: float = 0.75, trip: float = 0.0) -> list[int]:
    """Hand over so many lots to a route of this pace that may begin messages for so many seconds."""
    given = []
    for _ in range(count):
        size = lots.size_for("email:smtp", MOST)
        given.append(size)
        taken = min(size, int(a_second * starts_for))
        lots.learn("email:smtp", size, begun=size, left=size - taken, seconds=trip + taken / a_second)
    return given


def test_a_fast_route_is_soon_given_all_it_may_have() -> None:
    assert sizes(6, a_second=10_000) == [100, 200, 400, 500, 500, 500]


def test_a_slow_route_is_given_little_more_than_it_takes() -> None:
    assert sizes(6, a_second=40) == [100, 30, 55, 30, 55, 30]
    assert lots.size_for("sms:gateway", MOST) == lots.FIRST


def test_a_route_that_was_down_is_tried_with_few_and_comes_back() -> None:
    assert sizes(2, a_second=0.1) == [100, 25]
    assert sizes(6, a_second=10_000) == [25, 50, 100, 200, 400, 500]


def test_a_server_that_is_far_away_is_given_more_and_more() -> None:
    assert sizes(4, a_second=10_000, trip=0.6) == [100, 125, 150, 175]


def test_the_rest_of_a_batch_and_what_the_gate_held_back_say_nothing_of_the_pace() -> None:
    assert sizes(2, a_second=10_000) == [100, 200]
    lots.learn("email:smtp", 400, begun=7, left=0, seconds=0.01)
    lots.learn("email:smtp", 400, begun=7, left=7, seconds=0.01)
    assert lots.size_for("email:smtp", MOST) == 400


@pytest.mark.parametrize(("connections", "window"), [(1, 125), (2, 250), (4, 500), (20, 500)])
def test_a_connection_is_never_given_more_than_its_part(settings: Any, connections: int, window: int) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    settings.MAIL_CONNECTIONS = connections
    assert [route.window for route in EMAIL.routes()] == [window]
