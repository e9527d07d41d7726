"""What imports and the API take is taken although PostgreSQL once takes it back to end a deadlock."""

from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from psycopg.errors import DeadlockDetected

from channels import references
from customers import history
from customers.models import Interaction
from tests.channels.test_receipts import make_message
from tests.hub.api.conftest import make_api
from tests.hub.importing import SHOP, run, write
from tests.makers import make_content

pytestmark = pytest.mark.django_db(transaction=True)


def lose(monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    """Let this recording, counted from one, be taken back."""

    def lose_one(*given: Any, **also: Any) -> Any:
        recorded = record(*given, **also)
        if next(number) == at:
            raise OperationalError("deadlock detected") from DeadlockDetected()
        return recorded

    record, number = history.record, count(1)
    monkeypatch.setattr(history, "record", lose_one)


def test_a_batch_of_an_import_that_lost_a_deadlock_is_taken_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose(monkeypatch, 1)
    run("import_interactions", write(tmp_path, "shop.csv", SHOP))
    assert Interaction.objects.count() == 3


@pytest.mark.parametrize("headers", [{}, {"Idempotency_Key": "order-1"}], ids=["plain", "keyed"])
def test_a_write_by_the_api_that_lost_a_deadlock_is_done_again(
    headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lose(monkeypatch, 1)
    purchase = {
        "customer": {"source": "shop", "key": "A-1"}, "kind": "purchase", "source": "shop", "source_id": "1",
        "occurred_at": "2026-11-01T09:30:00+01:00",
    }  # fmt: skip
    assert make_api().post("interactions/", purchase, **headers).json()["new"] == 1
    assert Interaction.objects.count() == 1


def test_letters_that_came_back_are_counted_once_though_one_lost_a_deadlock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = make_content()
    letters = [make_message(channel="letter", content=content) for _ in range(3)]
    lines = "".join(f"{references.of(each.pk)},moved\n" for each in letters)
    lose(monkeypatch, 2)
    said = run("import_returns", write(tmp_path, "returns.csv", f"reference,reason\n{lines}"))
    assert "3 taken, 0 repeated" in said
