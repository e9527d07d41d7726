"""The probes, and what a 503 leaves in the log."""

import logging
from typing import Any

import pytest
from django.conf import settings as in_force
from django.test import Client, RequestFactory

pytestmark = pytest.mark.django_db


def test_ready_says_what_is_there_and_what_is_not(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*given: Any, **also: Any) -> None:
        raise ConnectionError

    assert client.get("/readyz").json() == {"database": "ok", "migrations": "ok", "redis": "ok"}
    monkeypatch.setattr("hub.public.health.cache.set", fail)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["redis"]) == (503, "ConnectionError")


@pytest.mark.parametrize(
    ("path", "status", "is_logged"), [("/readyz", 503, True), ("/t/o/x/", 503, False), ("/t/o/x/", 500, True)]
)
def test_only_an_answer_that_was_meant_is_not_logged(path: str, status: int, is_logged: bool) -> None:
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "", (), None)
    record.__dict__ |= {"status_code": status, "request": RequestFactory().get(path)}
    assert in_force.LOGGING["filters"]["meant"]["callback"](record) is is_logged
