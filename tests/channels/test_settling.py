"""What went out is written down, though the database goes away in the middle of that."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from bench.sink import Running
from channels import dispatch, outbox, settling
from channels.models import Lane, Lease, Message
from channels.outbox import Draft
from customers import history
from customers.models import Interaction, Touch
from tests.makers import make_content, make_customer

pytestmark = pytest.mark.django_db(transaction=True)


def queue_one() -> None:
    draft = Draft(make_customer().pk, "email", make_content().pk, "marketing", "offers", "x", timezone.now())
    assert outbox.queue([draft], now=timezone.now()) == {"queued": 1}


def send() -> int:
    return dispatch.send_range(Lane.BULK, 0, 2**60)


def cut_our_line() -> None:
    assert connection.connection
    with connection.copy().cursor() as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
        other.db.close()


def once_before(does: Callable[[], None], work: Callable[..., Any]) -> Callable[..., Any]:
    calls = iter([does])

    def meddled(*given: Any, **also: Any) -> Any:
        next(calls, lambda: None)()
        return work(*given, **also)

    return meddled


def assert_sent_once(sink: Running) -> None:
    assert len(sink.arrivals()) == 1
    message = Message.objects.get()
    assert (message.state, message.attempts, message.crashes) == ("accepted", 1, 0)
    assert list(Interaction.objects.values_list("kind", flat=True)) == ["message_accepted"]
    assert Touch.objects.get().state == "spent"
    assert not Lease.objects.exists()


@pytest.mark.parametrize(
    ("room", "name"),
    [
        (settling.heirs, "of"), (settling, "_write"), (settling.gate, "give_back"),
        (history.profiles, "addition"), (history.lines, "chunks"),
    ],
    ids=["before", "between", "within", "keys", "copy"],
)  # fmt: skip
def test_who_got_it_is_not_forgotten_when_the_database_goes_away(
    mail_sink: Running, monkeypatch: pytest.MonkeyPatch, room: Any, name: str
) -> None:
    queue_one()
    monkeypatch.setattr(settling, "TRY_AGAIN_SECONDS", 0.01)
    monkeypatch.setattr(room, name, once_before(cut_our_line, getattr(room, name)))
    assert send() == 1
    assert_sent_once(mail_sink)


def test_what_was_written_down_unheard_is_not_written_twice(
    mail_sink: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_unheard(*given: Any) -> Any:
        written = write(*given)
        monkeypatch.setattr(settling, "_write_down", write)
        if written:
            raise OperationalError("The line went dead with the commit.")

    queue_one()
    write = settling._write_down
    monkeypatch.setattr(settling, "TRY_AGAIN_SECONDS", 0.01)
    monkeypatch.setattr(settling, "_write_down", write_unheard)
    send()
    assert_sent_once(mail_sink)


def test_a_worker_does_not_wait_for_ever(mail_sink: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*given: Any) -> Any:
        raise OperationalError("The database is away.")

    queue_one()
    monkeypatch.setattr(settling, "PATIENCE_SECONDS", 0.05)
    monkeypatch.setattr(settling, "TRY_AGAIN_SECONDS", 0.01)
    monkeypatch.setattr(settling, "_write_down", fail)
    with pytest.raises(OperationalError):
        send()
    assert Message.objects.get().state == "attempting"
