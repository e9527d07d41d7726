"""A mailbox on a real IMAP server is emptied into ours: once, whole, and never before a mail is stored."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from channels import imap, inbound
from channels.models import InboundMail
from tests.channels import imap_server
from tests.channels.imap_server import Mailboxes

pytestmark = pytest.mark.django_db
ONE = b"From: Ana <ana@customer.example>\r\nTo: us@mail.example\r\nSubject: Eins\r\n\r\nHallo \xff\r\n"
TWO = ONE.replace(b"Eins", b"Zwei")


@pytest.fixture
def boxes() -> Iterator[Mailboxes]:
    with imap_server.running() as running:
        yield running


def url(boxes: Mailboxes, password: str = "secret") -> str:
    return f"imap://mail:{password}@127.0.0.1:{boxes.port}/INBOX?done=Taken"


def poll(boxes: Mailboxes) -> int:
    return imap.poll(url(boxes), now=timezone.now())


def stored() -> list[bytes]:
    return [bytes(raw) for raw in InboundMail.objects.order_by("pk").values_list("raw", flat=True)]


@pytest.mark.parametrize("has_move", [True, False])
def test_each_mail_is_stored_byte_for_byte_and_moved_away(boxes: Mailboxes, has_move: bool) -> None:
    boxes.has_move = has_move
    boxes.add(ONE, TWO)
    assert poll(boxes) == 2
    assert stored() == [ONE, TWO]
    assert boxes.folders["INBOX"] == {}
    assert sorted(boxes.folders["Taken"].values()) == sorted([ONE, TWO])
    assert poll(boxes) == 0


@pytest.mark.parametrize(
    ("verb", "has_move"), [("UID MOVE", True), ("UID COPY", False), ("UID STORE", False)]
)
def test_killed_between_storing_and_moving_it_takes_nothing_in_twice(
    boxes: Mailboxes, verb: str, has_move: bool
) -> None:
    boxes.has_move, boxes.hangs_up_at = has_move, verb
    boxes.add(ONE)
    with pytest.raises(imap.Unreachable):
        poll(boxes)
    assert stored() == [ONE]
    assert list(boxes.folders["INBOX"].values()) == [ONE]
    boxes.hangs_up_at = ""
    assert poll(boxes) == 1
    assert stored() == [ONE]
    assert boxes.folders["INBOX"] == {}


def test_what_could_not_be_fetched_stays_where_it_is(boxes: Mailboxes) -> None:
    boxes.add(ONE)
    boxes.hangs_up_at = "UID FETCH"
    with pytest.raises(imap.Unreachable):
        poll(boxes)
    assert stored() == []
    assert list(boxes.folders["INBOX"].values()) == [ONE]


def test_what_is_too_large_stays_and_the_others_come(boxes: Mailboxes, monkeypatch: Any) -> None:
    monkeypatch.setattr(inbound, "LARGEST_BYTES", 200)
    boxes.add(ONE + b"x" * 200, TWO)
    assert poll(boxes) == 1
    assert stored() == [TWO]
    assert len(boxes.folders["INBOX"]) == 1


def test_a_person_without_an_envelope_is_no_machine(boxes: Mailboxes) -> None:
    boxes.add(ONE)
    poll(boxes)
    inbound.read_waiting(now=timezone.now())
    assert InboundMail.objects.get().kind == "reply"


def test_the_command_says_how_many_and_why_not(boxes: Mailboxes, settings: Any) -> None:
    settings.IMAP_URL = url(boxes)
    boxes.add(ONE)
    out = StringIO()
    call_command("imap_poll", stdout=out)
    assert out.getvalue() == "1 mails taken in.\n"
    settings.IMAP_URL = url(boxes, password="guess")
    with pytest.raises(CommandError, match="MailboxLoginError"):
        call_command("imap_poll")
    for bad in ("", "pop://x", "imaps://host"):
        settings.IMAP_URL = bad
        with pytest.raises(CommandError, match="IMAP_URL"):
            call_command("imap_poll")
