"""What every test stands on: the cast of people, and a history that may be emptied between tests."""

import gc
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.dispatch import receiver
from django.test.signals import setting_changed
from django.utils import translation

from channels import addresses
from customers import partitions
from tests.browser import chromium

# A busy machine is no fault of the code: no test is timed.
hypothesis.settings.register_profile("untimed", hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("untimed")

_EMPTY_HISTORY = ("SET LOCAL rapport.shredding = 'on'", "TRUNCATE customers_interaction")
_flush = DatabaseOperations.execute_sql_flush


def _flush_with_history(self: DatabaseOperations, sql_list: list[str]) -> Any:
    """Empty the history too between transactional tests, past the guard that keeps it."""
    return _flush(self, [*_EMPTY_HISTORY, *sql_list])


DatabaseOperations.execute_sql_flush = _flush_with_history  # type: ignore[method-assign]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say at the end of a run, where it is seen, that no browser looked at anything."""
    skipped = terminalreporter.stats.get("skipped", [])
    if chromium.PATH is None and any("tests/browser/" in each.nodeid for each in skipped):
        terminalreporter.write_line(f"The browser tests were skipped: {chromium.MISSING}.", yellow=True)


@receiver(setting_changed)
def _read_afresh(setting: str, **_: Any) -> None:
    """Have what the process reads once read again where a test changes it."""
    if read := {"BASE_URL": addresses.base_url, "MAIL_DOMAIN": addresses.mail_domain}.get(setting):
        read.cache_clear()


@pytest.fixture(scope="session", autouse=True)
def _garbage_is_looked_for_often() -> None:
    """Undo what hub/apps.py sets for batches: what a test leaves open is found while it still runs."""
    gc.set_threshold(700, 10, 10)


@pytest.fixture(autouse=True)
def _months_are_forgotten() -> Iterator[None]:
    """Partitions made inside a test are rolled back with it."""
    yield
    partitions._known.clear()


@pytest.fixture(autouse=True)
def _the_next_is_not_spoken_to_in_the_language_of_the_last() -> Iterator[None]:
    yield
    assert translation.get_language() == settings.LANGUAGE_CODE


@pytest.fixture
def statements(django_assert_max_num_queries: Any) -> Any:
    return django_assert_max_num_queries


@pytest.fixture
def committed(transactional_db: None) -> Any:
    """For tests with several connections: what is written is committed."""
    return connection
