"""Who loses a deadlock tries again, and both come to their end."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected

from customers import deadlocks

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_that_take_the_same_in_opposite_orders_both_end() -> None:
    both_hold_one, tries = Barrier(2), list[int]()

    def take(first: int, second: int) -> None:
        tries.append(first)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [first])
            if tries.count(first) == 1:
                both_hold_one.wait(timeout=20)
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [second])

    def run(first: int, second: int) -> bool:
        try:
            deadlocks.again(lambda: take(first, second))
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert all(pool.map(run, (1, 2), (2, 1)))
    assert len(tries) == 3


def lose() -> None:
    try:
        raise DeadlockDetected
    except DeadlockDetected as error:
        raise OperationalError("deadlock detected") from error


def test_who_always_loses_says_so_in_the_end() -> None:
    tries = list[int]()
    with pytest.raises(OperationalError):
        deadlocks.again(lambda: (tries.append(1), lose()))
    assert len(tries) == deadlocks.MOST_LOST + 1


def test_within_a_transaction_nothing_is_tried_again() -> None:
    tries = list[int]()
    with pytest.raises(OperationalError), transaction.atomic():
        deadlocks.again(lambda: (tries.append(1), lose()))
    assert len(tries) == 1


def test_what_fails_otherwise_is_not_tried_again() -> None:
    tries = list[int]()

    def fail() -> None:
        tries.append(1)
        raise OperationalError("The database is away.")

    with pytest.raises(OperationalError):
        deadlocks.again(fail)
    assert len(tries) == 1
