"""What imports and the API take is taken although PostgreSQL once takes it back to end a deadlock."""

from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from psycopg.errors import DeadlockDetected

from customers import history
from customers.models import Interaction
from tests.hub.api.conftest import make_api
from tests.hub.importing import SHOP, run, write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def lost_once(monkeypatch: pytest.MonkeyPatch) -> None:
    record, losses = history.record, [OperationalError("deadlock detected")]

    def lose_once(*given: Any, **also: Any) -> Any:
        recorded = record(*given, **also)
        if losses:
            raise losses.pop() from DeadlockDetected()
        return recorded

    monkeypatch.setattr(history, "record", lose_once)


def test_a_batch_of_an_import_that_lost_a_deadlock_is_taken_again(tmp_path: Path) -> None:
    run("import_interactions", write(tmp_path, "shop.csv", SHOP))
    assert Interaction.objects.count() == 3


@pytest.mark.parametrize("headers", [{}, {"Idempotency_Key": "order-1"}], ids=["plain", "keyed"])
def test_a_write_by_the_api_that_lost_a_deadlock_is_done_again(headers: dict[str, str]) -> None:
    purchase = {
        "customer": {"source": "shop", "key": "A-1"}, "kind": "purchase", "source": "shop", "source_id": "1",
        "occurred_at": "2026-11-01T09:30:00+01:00",
    }  # fmt: skip
    assert make_api().post("interactions/", purchase, **headers).json()["new"] == 1
    assert Interaction.objects.count() == 1
