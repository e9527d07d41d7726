"""SMS over SMPP, judged by what a message centre of another house got and was told."""

import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from channels import callbacks, dispatch, outbox, smpp, smpp_link, sweep
from channels.adapters.sms_smpp import SmppRoute
from channels.models import Callback, Lane, Lease, Message, Provider, Pulse
from channels.outbox import Draft
from channels.protocol import Outcome, Outgoing
from channels.smpp_session import Session
from channels.smstext import decoded_gsm_7
from customers import consent
from customers.consent import Answer
from customers.models import Customer, Interaction, Suppression
from tests.channels import smscs
from tests.channels.links import linked
from tests.channels.smscs import Centre, Got
from tests.makers import make_content, make_customer, share_point
from tests.processes import real_smpp_link

PHONE, OURS = "+436601234567", "+43600111222"


@pytest.fixture
def centre(settings: Any) -> Iterator[Centre]:
    with smscs.running() as running:
        settings.SMS_URL = url(running.port)
        yield running


def url(port: int, **fields: str) -> str:
    more = "".join(f"&{name}={value}" for name, value in fields.items())
    return f"smpp://house:secret@127.0.0.1:{port}/?from={OURS}{more}"


@contextmanager
def bound(port: int, heard: Any = lambda accepted, delivered: True, **fields: str) -> Iterator[SmppRoute]:
    """Bind without a database, for what concerns the wire alone."""
    route = SmppRoute("smpp", smpp.account_of(url(port, **fields)))
    session = Session(route.account, heard)
    session.open()
    route.hold(session)
    try:
        yield route
    finally:
        session.close()


def until(happened: Callable[[], Any], seconds: float = 60) -> None:
    ends_at = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < ends_at, "It did not happen."
        time.sleep(0.02)


def reachable(number: int = 0, phone: str = "") -> Customer:
    customer = make_customer(f"Customer {number}", consents=())
    share_point(customer, phone or f"+43660{1234567 + number}", "phone")
    at = timezone.now()
    yes = Answer(customer.pk, "sms", "marketing", True, at, "Texts, please", "shop", "customer")
    consent.take_answers([yes], now=at)
    return customer


def queue(*customers: Customer, text: str = "Tee ist da", cause: str = "flight:1") -> list[Message]:
    now = timezone.now()
    content = make_content(channel="sms", subject=cause, text=text, html="")
    drafts = [Draft(c.pk, "sms", content.pk, "service", "orders", cause, now) for c in customers]
    outbox.queue(drafts, now=now)
    return list(Message.objects.filter(cause=cause).order_by("pk"))


def state_of(message: Message) -> str:
    message.refresh_from_db()
    return message.state


def words(text: str, message_id: int = 1, address: str = PHONE) -> Outgoing:
    return Outgoing(message_id, address, "Ana", "House", "", "", text, "", True, "", {})


def test_a_text_goes_out_and_its_receipt_says_that_it_arrived(transactional_db: None, centre: Centre) -> None:
    (message,) = queue(reachable())
    with linked():
        until(lambda: state_of(message) == "accepted")
        (got,) = centre.got
        assert (got.to, got.sender, got.text, got.coding) == ("436601234567", "43600111222", "Tee ist da", 0)
        assert (message.provider, message.provider_id) == ("smpp", "m1")
        assert centre.receipt("m1") == 0
        assert Callback.objects.get().carrier == "smpp"
    callbacks.apply_waiting(now=timezone.now())
    assert state_of(message) == "delivered"


def test_only_the_link_sends_what_goes_by_smpp(transactional_db: None, centre: Centre) -> None:
    (message,) = queue(reachable())
    for lane in Lane:
        dispatch.send_range(lane, 0, 2**60)
    assert (state_of(message), centre.got) == ("queued", [])


def test_a_long_text_arrived_when_all_its_parts_have(transactional_db: None, centre: Centre) -> None:
    text = "Grüße € " * 45
    (message,) = queue(reachable(), text=text)
    with linked():
        until(lambda: state_of(message) == "accepted")
        pieces = sorted(centre.got, key=lambda got: got.piece)
        assert [got.piece for got in pieces] == [(message.pk % 256, 3, n) for n in (1, 2, 3)]
        assert "".join(decoded_gsm_7(got.octets[6:]) for got in pieces) == text
        numbers = [number for number, _ in centre.given]
        for number in reversed(numbers[1:]):
            centre.receipt(number)
            callbacks.apply_waiting(now=timezone.now())
            assert state_of(message) == "accepted"
        centre.receipt(numbers[0])
        callbacks.apply_waiting(now=timezone.now())
        assert state_of(message) == "delivered"


def test_receipts_out_of_order_doubled_or_of_nothing_we_know_do_no_harm(
    transactional_db: None, centre: Centre
) -> None:
    first, second = queue(reachable(0), reachable(1))
    with linked():
        until(lambda: {state_of(first), state_of(second)} == {"accepted"})
        numbers = {got.to: number for number, got in centre.given}
        mine = numbers["436601234567"]
        for state in ("DELIVRD", "ENROUTE", "DELIVRD", "ACCEPTD", "EXPIRED"):
            assert centre.receipt(mine, state) == 0
        assert centre.receipt("nobody's") == 0
        assert centre.receipt(numbers["436601234568"], "UNDELIV", of="436601234568", error="001") == 0
    callbacks.apply_waiting(now=timezone.now())
    callbacks.apply_waiting(now=timezone.now())
    assert (state_of(first), state_of(second)) == ("delivered", "bounced")
    assert [row.problem for row in Callback.objects.filter(state="unparsed")] == [
        "It names no message of ours."
    ]
    assert Interaction.objects.filter(kind="message_bounced").count() == 1
    assert not Suppression.objects.exists(), "one undelivered text bars nobody"


def test_a_number_given_in_hex_and_receipted_in_decimal_is_the_same(
    transactional_db: None, centre: Centre
) -> None:
    centre.reply = lambda got, number: "0A0B0C0D"
    (message,) = queue(reachable())
    with linked():
        until(lambda: state_of(message) == "accepted")
        centre.receipt(str(0x0A0B0C0D))
    callbacks.apply_waiting(now=timezone.now())
    assert state_of(message) == "delivered"


def test_stop_by_smpp_is_kept_before_it_is_acknowledged_and_obeyed(
    transactional_db: None, centre: Centre
) -> None:
    customer = reachable()
    with linked():
        until(lambda: centre.binds)
        assert centre.write(b"STOP") == 0
        assert Callback.objects.count() == 1
        assert centre.write(b"STOP") == 0, "delivered again, as after a lost answer"
        assert Callback.objects.count() == 1
    callbacks.apply_waiting(now=timezone.now())
    assert Suppression.objects.filter(contact_point__address=PHONE, lifted_at=None).exists()
    assert Interaction.objects.filter(customer_id=customer.pk, kind="message_replied").count() == 1


def test_a_text_in_several_parts_is_read_as_one(transactional_db: None, centre: Centre) -> None:
    customer = reachable()
    with linked():
        until(lambda: centre.binds)
        for number, piece in ((3, "ist kaputt."), (1, "Guten Tag, "), (2, "die Kanne ")):
            header = bytes((5, 0, 3, 77, 3, number))
            centre.write(header + piece.encode("utf-16-be"), coding=8, esm_class=0x40)
            callbacks.apply_waiting(now=timezone.now())
    (line,) = Interaction.objects.filter(customer_id=customer.pk, kind="message_replied")
    assert line.data["text"] == "Guten Tag, die Kanne ist kaputt."
    assert not Callback.objects.exclude(state="applied").exists()


def test_a_text_that_never_comes_whole_is_read_as_far_as_it_came(
    transactional_db: None, centre: Centre
) -> None:
    customer = reachable()
    with linked():
        until(lambda: centre.binds)
        centre.write(bytes((5, 0, 3, 77, 2, 2)) + b"und die Tasse auch", esm_class=0x40)
    callbacks.apply_waiting(now=timezone.now())
    assert not Interaction.objects.filter(customer_id=customer.pk, kind="message_replied").exists()
    Callback.objects.update(received_at=timezone.now() - 3 * smpp_link.SAME_TEXT)
    callbacks.apply_waiting(now=timezone.now())
    (line,) = Interaction.objects.filter(customer_id=customer.pk, kind="message_replied")
    assert line.data["text"] == "… und die Tasse auch"


def test_a_centre_that_says_slower_gets_it_slower_and_nobody_is_lost(
    transactional_db: None, centre: Centre
) -> None:
    def reply(got: Got, number: int) -> int | str:
        return smscs.THROTTLED if 3 < number < 9 else smscs.QUEUE_FULL if number == 9 else f"m{number}"

    centre.reply = reply
    messages = queue(*(reachable(n) for n in range(20)))
    with linked():
        until(lambda: len(centre.given) == 14)
        until(lambda: not Message.objects.filter(state="attempting").exists())
        deferred = Message.objects.filter(state="deferred")
        assert deferred.count() == 6
        assert "Slower" in deferred[0].reason
        deferred.update(due_at=timezone.now())
        until(lambda: not Message.objects.exclude(state="accepted").exists())
    assert len({got.to for _, got in centre.given}) == len(centre.given) == len(messages)
    gaps = [after.at - before.at for before, after in zip(centre.got[9:], centre.got[10:], strict=False)]
    assert max(gaps) >= 0.4, "it paused"


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (0x0B, Outcome.BOUNCED),
        (0x01, Outcome.REFUSED),
        (0x66, Outcome.REFUSED),
        (0x58, Outcome.DEFERRED),
        (0x08, Outcome.DEFERRED),
        (0x0A, Outcome.DEFERRED),
        (0x450, Outcome.DEFERRED),
    ],
)
def test_each_status_means_what_it_can_mean(db: None, centre: Centre, status: int, outcome: Outcome) -> None:
    centre.reply = lambda got, number: status
    with bound(centre.port) as route:
        (result,) = route.send([words("Tee")], start_by=time.monotonic() + 2)
    assert result.outcome == outcome, result


def test_no_more_are_on_their_way_than_the_window_holds(db: None, centre: Centre) -> None:
    centre.reply = lambda got, number: None
    with bound(centre.port, window="7") as route:
        batch = [words("Tee", n + 1) for n in range(20)]
        monkey = threading.Timer(1.5, centre.stop)
        monkey.start()
        results = route.send(batch, start_by=time.monotonic() + 0.5)
        monkey.join()
    outcomes = [str(result.outcome) for result in results]
    assert outcomes == ["unknown"] * 7 + ["untouched"] * 13
    assert len(centre.got) == 7


def test_who_is_not_bound_has_touched_nothing_and_past_its_time_nothing_begins(
    db: None, centre: Centre
) -> None:
    route = SmppRoute("smpp", smpp.account_of(url(centre.port)))
    (result,) = route.send([words("Tee")], start_by=time.monotonic() + 1)
    assert (result.outcome, result.words) == (Outcome.UNTOUCHED, "The SMPP link is not bound")
    with bound(centre.port) as route:
        (late,) = route.send([words("Tee")], start_by=time.monotonic() - 1)
        assert late.outcome == Outcome.UNTOUCHED
        route.leave()
        (left,) = route.send([words("Tee")], start_by=time.monotonic() + 1)
        assert left.outcome == Outcome.UNTOUCHED
    assert centre.got == []


def test_what_broke_off_goes_on_with_the_parts_that_are_missing(
    transactional_db: None, centre: Centre
) -> None:
    def reply(got: Got, number: int) -> int | str:
        is_first_try = sum(each.piece == got.piece for each in centre.got) == 1
        return smscs.QUEUE_FULL if got.piece[2] == 2 and is_first_try else f"m{number}"

    centre.reply = reply
    (message,) = queue(reachable(), text="Grüße und Küsse " * 25)
    with linked():
        until(lambda: state_of(message) == "deferred")
        Message.objects.update(due_at=timezone.now())
        until(lambda: state_of(message) == "accepted")
    assert sorted(got.piece[2] for got in centre.got) == [1, 2, 2, 3]
    assert len({got.piece[:2] for got in centre.got}) == 1


def test_a_centre_that_was_restarted_is_bound_again_and_gets_the_rest(
    transactional_db: None, centre: Centre
) -> None:
    first = queue(reachable(0), cause="first")
    with linked():
        until(lambda: state_of(first[0]) == "accepted")
        centre.stop()
        second = queue(reachable(1), cause="second")
        until(lambda: Provider.objects.filter(key="sms:smpp").exclude(last_error="").exists())
        centre.start()
        until(lambda: state_of(second[0]) == "accepted")
    assert centre.binds == 2
    assert [got.to for got in centre.got] == ["436601234567", "436601234568"]
    assert Pulse.objects.filter(name="link:main").exists()


def test_the_link_killed_within_a_window_loses_nobody_and_doubles_no_more_than_that(
    transactional_db: None, centre: Centre, settings: Any
) -> None:
    """SIGKILL while half of the window is answered and the other half never will be."""
    settings.SMS_URL = url(centre.port, window="10")
    centre.reply = lambda got, number: f"m{number}" if number <= 25 else None
    messages = queue(*(reachable(n) for n in range(60)))
    with real_smpp_link(connections["default"].settings_dict["NAME"], settings.SMS_URL) as link:
        until(lambda: len(centre.got) >= 30, 60)
        link.kill()
        link.wait(10)
    centre.reply = lambda got, number: f"n{number}"
    with freed_leases(), linked():
        until(lambda: not Message.objects.exclude(state="accepted").exists(), 60)
    copies = Counter(got.to for got in centre.got)
    assert len(copies) == len(messages), "nobody is lost"
    assert set(copies.values()) <= {1, 2}
    assert sum(copies.values()) - len(copies) <= 10, "no more doubles than the window"
    doubled = {f"+{to}" for to, count in copies.items() if count == 2}
    repeats = Message.objects.filter(is_repeat=True).values_list("contact_point__address", flat=True)
    assert doubled <= set(repeats), "each of them is marked as one"


@contextmanager
def freed_leases() -> Iterator[None]:
    """Let the leases of the dead run out, and the grace after them, at once."""
    Lease.objects.update(until_at=timezone.now())
    sweep.sweep(now=timezone.now() + timedelta(seconds=1))
    Message.objects.filter(state="unknown").update(due_at=timezone.now())
    yield


def test_who_refuses_our_bind_is_shown_to_staff(transactional_db: None, settings: Any) -> None:
    def refuse(caller: socket.socket) -> None:
        asked = caller.recv(4096)
        caller.sendall(smscs.frame(0x80000009, int.from_bytes(asked[12:16]), status=0x0E))

    with smscs.rude(refuse) as port:
        settings.SMS_URL = url(port)
        with linked():
            until(lambda: Provider.objects.filter(last_error__contains="Invalid Password").exists())
    assert "secret" not in Provider.objects.get().last_error


GARBAGE = {
    "a length of four gigabytes": b"\xff" * 16,
    "a length of nothing": b"\0" * 16,
    "a web page": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>",
    "half a frame": struct.pack(">LLLL", 64, 5, 0, 1) + b"\0",
}


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=list(GARBAGE))
def test_garbage_ends_the_session_and_what_was_on_its_way_is_unknown(db: None, garbage: bytes) -> None:
    def talk_nonsense(caller: socket.socket) -> None:
        smscs.let_in(caller)
        caller.recv(4096)  # a submit_sm
        caller.sendall(garbage)

    with smscs.rude(talk_nonsense) as port, bound(port) as route:
        (result,) = route.send([words("Tee")], start_by=time.monotonic() + 1)
        (after,) = route.send([words("Tee", 2)], start_by=time.monotonic() + 1)
    assert (result.outcome, after.outcome) == (Outcome.UNKNOWN, Outcome.UNTOUCHED)


def test_what_nobody_knows_is_refused_and_a_question_is_answered(db: None) -> None:
    answers: list[bytes] = []

    def ask(caller: socket.socket) -> None:
        smscs.let_in(caller)
        caller.sendall(smscs.frame(0x111, 7, b"\0") + smscs.frame(0x15, 8) + smscs.frame(0x80000999, 9))
        while len(b"".join(answers)) < 32:
            answers.append(caller.recv(4096))

    with smscs.rude(ask) as port, bound(port):
        until(lambda: len(b"".join(answers)) >= 32)
    assert b"".join(answers)[:32] == smscs.frame(0x80000000, 7, status=3) + smscs.frame(0x80000015, 8)


def test_what_could_not_be_kept_is_asked_to_come_again(centre: Centre) -> None:
    with bound(centre.port, heard=lambda accepted, delivered: False):
        until(lambda: centre.binds)
        assert centre.write(b"STOP") == smpp.COME_AGAIN
