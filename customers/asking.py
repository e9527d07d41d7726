"""Questions asked at every contact: PostgreSQL plans each once a connection, and several travel together.

Planning a question of some size takes it longer than answering for one customer. What is asked here keeps its
plan for as long as the connection lives; so a question is a constant, and what varies are its parameters.
A plan that is kept was made for a FEW; what is asked of hundreds at once is planned for those.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper
from psycopg.pq import PipelineStatus

FEW = 10
"""How many PostgreSQL supposes where it cannot see the number; for 500 that plan costs ten times as much."""


def ask(
    question: str, parameters: Sequence[Any] | Mapping[str, Any] | None = None, *, about: int = 1
) -> CursorWrapper:
    """Ask, and return what to read the answer from; `about` says of how many customers or keys.

    PostgreSQL gets the parameters as they are: where it cannot see of what type one is, the question says so.
    """
    database = _database()
    wrapper = CursorDebugWrapper if database.queries_logged else CursorWrapper
    kind = _Planned if about <= FEW else psycopg.Cursor
    asked = wrapper(kind(database.connection), database)
    asked.execute(question, parameters)
    return asked


@contextmanager
def together() -> Iterator[None]:
    """Let what is asked within travel together: nothing waits for an answer before one is read."""
    database = _database()
    if database.connection.pgconn.pipeline_status != PipelineStatus.OFF:
        yield
        return
    with database.wrap_database_errors, database.connection.pipeline():
        yield


def _database() -> BaseDatabaseWrapper:
    """Return the connection, open and in health, as Django sees to for cursors of its own."""
    database = connections[DEFAULT_DB_ALIAS]
    database.close_if_health_check_failed()
    database.ensure_connection()
    return database


class _Planned(psycopg.Cursor[Any]):
    def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
        return super().execute(query, params, **how | {"prepare": True})
