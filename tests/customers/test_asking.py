"""Questions that keep their plans, and travel together."""

from contextlib import nullcontext
from weakref import WeakKeyDictionary

import pytest
from django.db import DataError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from customers import asking

pytestmark = pytest.mark.django_db
DOUBLE = "SELECT 2 * %s::int"


def test_a_question_is_planned_once_a_connection() -> None:
    for number in (1, 2, 3):
        assert asking.ask(DOUBLE, [number]).fetchone() == (2 * number,)
    assert _planned() == 1


def test_a_plan_that_is_some_seconds_old_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0

    def ask_after(seconds: float) -> float:
        nonlocal now
        now += seconds
        asking.plan_anew()
        (cost,) = asking.ask("EXPLAIN (FORMAT JSON) EXECUTE how_many").fetchone()
        return float(cost[0]["Plan"]["Plan Rows"])

    monkeypatch.setattr("customers.asking.monotonic", lambda: now)
    monkeypatch.setattr("customers.asking._planned_at", WeakKeyDictionary())
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE crowd (number int)")
        cursor.execute("PREPARE how_many AS SELECT number FROM crowd")
        before = ask_after(0)
        cursor.execute("INSERT INTO crowd SELECT generate_series(1, 100000)")
        assert ask_after(asking.PLANS_LAST_SECONDS - 1) == before
        assert ask_after(2) > 10 * before


def test_what_travels_together_is_read_in_any_order() -> None:
    with asking.together():
        first, second = asking.ask(DOUBLE, [1]), asking.ask(DOUBLE, [2])
        with asking.together():
            third = asking.ask(DOUBLE, [3])
    assert [third.fetchone(), first.fetchone(), second.fetchone()] == [(6,), (2,), (4,)]


def test_an_answer_can_be_read_before_the_next_question() -> None:
    with asking.together():
        (two,) = asking.ask(DOUBLE, [1]).fetchone()
        asked = asking.ask(DOUBLE, [two])
    assert asked.fetchone() == (4,)


@pytest.mark.parametrize("is_together", [False, True])
def test_what_fails_says_so_in_djangos_words_and_what_follows_is_answered(is_together: bool) -> None:
    with pytest.raises(DataError), transaction.atomic():
        if is_together:
            with asking.together():
                asking.ask("SELECT 1 / %s::int", [0])
                asking.ask(DOUBLE, [1])
        else:
            asking.ask("SELECT 1 / %s::int", [0])
    assert asking.ask(DOUBLE, [1]).fetchone() == (2,)


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_plans_anew() -> None:
    asking.ask(DOUBLE, [1])
    connection.close()
    assert asking.ask(DOUBLE, [1]).fetchone() == (2,)
    assert _planned() == 1


@pytest.mark.django_db(transaction=True)
def test_what_a_request_asks_first_shows_whether_the_connection_is_in_health(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asking.ask(DOUBLE, [1])
    connection.health_check_enabled, connection.health_check_done = True, False
    with monkeypatch.context() as watched:
        watched.setattr(connection, "is_usable", lambda: pytest.fail("It was asked for its health."))
        assert asking.ask(DOUBLE, [2]).fetchone() == (4,)
        assert asking.ask(DOUBLE, [3]).fetchone() == (6,)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_together", [False, True])
def test_a_connection_that_broke_between_two_requests_is_made_anew(is_together: bool) -> None:
    ((ours,),) = asking.ask("SELECT pg_backend_pid()").fetchall()
    with connection.copy().cursor() as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [ours])
        other.db.close()
    connection.health_check_enabled, connection.health_check_done = True, False
    with asking.together() if is_together else nullcontext():
        assert asking.ask(DOUBLE, [1]).fetchone() == (2,)


@pytest.mark.django_db(transaction=True)
def test_what_fails_on_a_connection_in_health_is_not_asked_again() -> None:
    asking.ask("SET statement_timeout = '50ms'")
    connection.health_check_enabled, connection.health_check_done = True, False
    with pytest.raises(OperationalError), CaptureQueriesContext(connection) as asked:
        asking.ask("SELECT pg_sleep(5)")
    assert len(asked) == 1
    connection.close()


def _planned() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT 2 * $1::int'")
        return int(cursor.fetchone()[0])
