"""Questions asked at every contact: PostgreSQL plans each once a connection, and several travel together.

Planning a question of some size takes it longer than answering for one customer, and for hundreds as long as
for ten of them. What is asked here keeps its plan until there are new statistics, or for as long as the
connection lives; so a question is a constant, and what varies are its parameters. The plan is made without
them: PostgreSQL takes a list of any length for one of ten, so a question looks into lists by an index or by a
hash (NOT IN (SELECT ...)), never by `<> ALL`.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper
from psycopg.pq import PipelineStatus


def ask(question: str, parameters: Sequence[Any] | Mapping[str, Any] | None = None) -> CursorWrapper:
    """Ask, and return what to read the answer from.

    PostgreSQL gets the parameters as they are: where it cannot see of what type one is, the question says so.
    What writes is asked in a transaction; outside of one it could happen twice.
    """
    database: Any = connections[DEFAULT_DB_ALIAS]  # the stubs know nothing of its health
    if not _is_first(database):
        database.close_if_health_check_failed()
        return _ask(database, question, parameters)
    database.health_check_done = True
    try:
        return _ask(database, question, parameters)
    except (OperationalError, InterfaceError):
        if database.is_usable():
            raise
        database.close()
        return _ask(database, question, parameters)


@contextmanager
def together() -> Iterator[None]:
    """Let what is asked within travel together: nothing waits for an answer before one is read."""
    database = connections[DEFAULT_DB_ALIAS]
    database.close_if_health_check_failed()
    database.ensure_connection()
    if database.connection.pgconn.pipeline_status != PipelineStatus.OFF:
        yield
        return
    with database.wrap_database_errors, database.connection.pipeline():
        yield


def _is_first(database: Any) -> bool:
    """Whether this is the first that a request asks, on a connection kept from the last one.

    Such a question shows by itself whether the connection is in health, which takes Django a journey of its
    own, and is asked again on a new one if not: it reads and does not write.
    """
    return bool(
        database.connection is not None
        and database.health_check_enabled
        and not database.health_check_done
        and not database.in_atomic_block
        and database.connection.pgconn.pipeline_status == PipelineStatus.OFF
    )


def _ask(
    database: BaseDatabaseWrapper,
    question: str,
    parameters: Sequence[Any] | Mapping[str, Any] | None,
) -> CursorWrapper:
    database.ensure_connection()
    wrapper = CursorDebugWrapper if database.queries_logged else CursorWrapper
    asked = wrapper(_Planned(database.connection), database)
    asked.execute(question, parameters)
    return asked


class _Planned(psycopg.Cursor[Any]):
    def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
        return super().execute(query, params, **how | {"prepare": True})
