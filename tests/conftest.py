"""What every test stands on: the cast of people, and a history that may be emptied between tests."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations

from customers import partitions


@pytest.fixture(autouse=True)
def _history_may_be_emptied(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the flush between transactional tests pass the guard that keeps the history append-only."""
    flush = DatabaseOperations.execute_sql_flush

    def permitted(self: DatabaseOperations, sql_list: list[str]) -> Any:
        return flush(self, ["SET LOCAL rapport.shredding = 'on'", *sql_list])

    monkeypatch.setattr(DatabaseOperations, "execute_sql_flush", permitted)


@pytest.fixture(autouse=True)
def _months_are_forgotten() -> Iterator[None]:
    """Partitions made inside a test are rolled back with it."""
    yield
    partitions._known.clear()


@pytest.fixture
def statements(django_assert_max_num_queries: Any) -> Any:
    return django_assert_max_num_queries


@pytest.fixture
def committed(transactional_db: None) -> Any:
    """For tests with several connections: what is written is committed."""
    return connection
