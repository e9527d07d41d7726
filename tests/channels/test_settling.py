"""What went out is written down, though the database goes away in the middle of that."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import InternalError, OperationalError, connection
from django.utils import timezone

from bench.sink import Running
from channels import dispatch, outbox, settling
from channels.models import MOVES, Lane, Lease, Message, MessageState
from channels.outbox import Draft
from customers import history
from customers.models import Interaction, Suppression, Touch
from tests.makers import make_content, make_customer

pytestmark = pytest.mark.django_db(transaction=True)


def queue_one(email: str = "ana@example.org") -> None:
    customer = make_customer(email=email)
    draft = Draft(customer.pk, "email", make_content().pk, "marketing", "offers", "x", timezone.now())
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


def write_unheard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the first writing down be committed and its answer be lost."""

    def unheard(*given: Any) -> Any:
        written = write(*given)
        monkeypatch.setattr(settling, "_write_down", write)
        if written:
            raise OperationalError("The line went dead with the commit.")

    write = settling._write_down
    monkeypatch.setattr(settling, "TRY_AGAIN_SECONDS", 0.01)
    monkeypatch.setattr(settling, "_write_down", unheard)


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
    queue_one()
    write_unheard(monkeypatch)
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


def test_an_address_that_does_not_exist_is_barred_though_the_commit_was_not_heard(
    mail_sink: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue_one(email="refuse-gone@example.org")
    write_unheard(monkeypatch)
    send()
    assert Message.objects.get().state == "bounced"
    assert Suppression.objects.get().reason == "invalid"
    assert Interaction.objects.filter(kind="message_bounced").count() == 1


def test_what_was_sent_is_so_though_it_was_set_aside_meanwhile(
    mail_sink: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    def set_aside() -> None:
        Message.objects.update(state="quarantined", lease_token=None, reason="The worker died")

    queue_one()
    monkeypatch.setattr(settling.heirs, "of", once_before(set_aside, settling.heirs.of))
    assert send() == 1
    Lease.objects.all().delete()
    assert Message.objects.get().reason == ""
    assert list(Interaction.objects.values_list("kind", flat=True)) == ["message_accepted"]


def test_what_was_perhaps_sent_rests_from_when_that_could_be_written_down(
    mail_sink: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wait_for_the_database() -> None:
        time.sleep(0.3)
        cut_our_line()

    queue_one(email="drop-me@example.org")
    monkeypatch.setattr(settling, "TRY_AGAIN_SECONDS", 0.01)
    monkeypatch.setattr(settling.heirs, "of", once_before(wait_for_the_database, settling.heirs.of))
    send()
    message = Message.objects.get()
    assert message.state == "unknown" and message.due_at
    assert message.due_at - message.state_at >= settling.UNKNOWN_GRACE + timedelta(seconds=0.3)


def test_a_standby_that_is_not_promoted_yet_is_waited_for(
    mail_sink: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    def become_a_standby() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET default_transaction_read_only = on")

    queue_one()
    monkeypatch.setattr(settling, "TRY_AGAIN_SECONDS", 0.01)
    monkeypatch.setattr(settling.heirs, "of", once_before(become_a_standby, settling.heirs.of))
    assert send() == 1
    assert_sent_once(mail_sink)


def test_what_is_wrong_with_us_is_no_absence(mail_sink: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*given: Any) -> Any:
        calls.append(given)
        raise InternalError("A bug.")

    calls: list[Any] = []
    queue_one()
    monkeypatch.setattr(settling, "_write_down", fail)
    with pytest.raises(InternalError):
        send()
    assert len(calls) == 1


def test_what_was_accepted_never_comes_there_again() -> None:
    """So its line in the history needs no key of its own."""
    reached: set[MessageState] = set()
    ahead = set(MOVES[MessageState.ACCEPTED])
    while ahead:
        reached |= ahead
        ahead = {to for state in ahead for to in MOVES[state]} - reached
    assert not reached & {MessageState.ACCEPTED, MessageState.ATTEMPTING, MessageState.UNKNOWN}
