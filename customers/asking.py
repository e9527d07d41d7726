"""Questions asked at every contact: PostgreSQL keeps their plans for a while, and several travel together.

Planning a question of some size takes it longer than answering for one customer, and for hundreds as long as
for ten of them. What is asked here keeps its plan until there are new statistics, or until somebody has it
planned anew; so a question is one of a few texts, and what varies are its parameters. The plan is made
without them: PostgreSQL takes a list of any length for one of ten. To look for each of many rows in a list,
say IN (SELECT unnest(...)), which it hashes, not = ANY.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper
from psycopg.pq import PipelineStatus

PLANS_LAST_SECONDS = 2
"""Where hundreds are asked about. A plan made for an almost empty table looks through all of it for every
batch when a mailing has filled it; statistics, which would have PostgreSQL plan anew, take a minute."""


def ask(question: str, parameters: Sequence[Any] | Mapping[str, Any] | None = None) -> CursorWrapper:
    """Ask, and return what to read the answer from.

    PostgreSQL gets the parameters as they are: where it cannot see of what type one is, the question says so.
    What writes is asked in a transaction, unless twice does no harm: outside of one that could happen.
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


def plan_anew() -> None:
    """Let go of plans that are PLANS_LAST_SECONDS old: for who asks about hundreds. Not within `together`."""
    database = connections[DEFAULT_DB_ALIAS]
    database.ensure_connection()
    now = monotonic()
    if now - _planned_at.setdefault(database.connection, now) > PLANS_LAST_SECONDS:
        _planned_at[database.connection] = now
        with database.wrap_database_errors:
            database.connection.execute("DISCARD PLANS")


_planned_at: WeakKeyDictionary[Any, float] = WeakKeyDictionary()
"""When each connection last planned anew, by monotonic()."""


def _is_first(database: Any) -> bool:
    """Whether this is the first that a request asks, on a connection kept from the last one.

    Such a question shows by itself whether the connection is in health, which takes Django a journey of its
    own, and is asked again on a new one if not.
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
