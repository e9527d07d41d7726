"""Try again what lost a deadlock."""

from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, connection
from psycopg.errors import DeadlockDetected

MOST_LOST = 3
Result = TypeVar("Result")


def again(work: Callable[[], Result]) -> Result:
    """Do this, and again where PostgreSQL took it back to end a deadlock; the fourth time that is an error.

    For work that takes rows of many customers several times in a transaction of its own, which it therefore
    cannot take in one order. Within a transaction nothing can be done again but the whole of it.
    """
    for _ in range(MOST_LOST):
        try:
            return work()
        except OperationalError as error:
            if connection.in_atomic_block or not isinstance(error.__cause__, DeadlockDetected):
                raise
    return work()
