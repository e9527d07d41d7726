"""Questions that keep their plans, and travel together."""

import pytest
from django.db import DataError, connection, transaction

from customers import asking

pytestmark = pytest.mark.django_db
DOUBLE = "SELECT 2 * %s::int"


def test_a_question_is_planned_once_a_connection() -> None:
    for number in (1, 2, 3):
        assert asking.ask(DOUBLE, [number]).fetchone() == (2 * number,)
    assert _planned() == 1


def test_what_is_asked_about_many_is_planned_for_them() -> None:
    for number in (1, 2, 3):
        assert asking.ask(DOUBLE, [number], about=asking.FEW + 1).fetchone() == (2 * number,)
    assert _planned() == 0


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


def _planned() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT 2 * $1::int'")
        return int(cursor.fetchone()[0])
