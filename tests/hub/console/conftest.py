"""Staff at their screens, and a history to look at."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from customers import history
from customers.history import Entry
from customers.models import Customer
from hub.console import kept
from tests.makers import NOW, make_staff

LogIn = Callable[..., Client]
Happen = Callable[..., None]


@pytest.fixture
def at_now() -> Iterator[time_machine.Traveller]:
    """Let the clock stand at NOW; the test may move it."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def _everything_is_asked_afresh() -> Iterator[None]:
    kept.forget()
    yield


@pytest.fixture
def log_in(db: None) -> LogIn:
    """Return a browser in which somebody of this role is logged in."""

    def log_in(role: str = "agent", **fields: Any) -> Client:
        client = Client(raise_request_exception=True)
        client.force_login(make_staff(role, **fields))
        return client

    return log_in


@pytest.fixture
def agent(log_in: LogIn) -> Client:
    return log_in("agent", workplace="Till 4", first_name="Johanna")


@pytest.fixture
def happen(db: None) -> Happen:
    """Record something that happened with a customer, so long before now."""
    numbers = iter(range(1_000_000))

    def happen(customer: Customer, kind: str, before: timedelta = timedelta(0), **fields: Any) -> None:
        entry = Entry(
            customer.pk, NOW - before, kind, source="happened", source_id=str(next(numbers)), **fields
        )
        history.record([entry], now=NOW)

    return happen
