"""What comes in by mail: matched and told, or kept for a person who places it or puts it away."""

from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import connections, transaction

from channels import addresses, inbound
from channels.models import InboundMail, Message
from customers import loops
from customers.models import Customer, Interaction, Suppression
from tests.channels.test_receipts import make_message
from tests.makers import NOW, make_customer
from tests.races import wait_until_somebody_waits

pytestmark = pytest.mark.django_db


def reply(to: str, text: str = "Does it cover my husband too?", **headers: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Margarethe <someone@example.org>", to, "Re: A word for you"
    mail["Message-ID"] = "<theirs@example.org>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(
        f"{text}\n\nOn Mon, 16 Nov 2026 Hauptplatz wrote:\n> Dear Margarethe,\n> this is for you\n"
    )
    return mail.as_bytes()


def bounce(message: Message, status: str = "5.1.1", *, message_id: str | None = None) -> bytes:
    returned = message_id or addresses.names(message.pk).message_id
    return f"""From: MAILER-DAEMON@mx.example.org
To: {addresses.names(message.pk).bounce_address if message_id is None else "somebody@mail.rapport.example"}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=B

--B
Content-Type: text/plain

It could not be delivered.
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; someone@example.org
Action: failed
Status: {status}
Diagnostic-Code: smtp; 550 {status} nobody here

--B
Content-Type: text/rfc822-headers

Message-ID: {returned}
Subject: A word for you
--B--
""".replace("\n", "\r\n").encode()


def take(raw: bytes, *to: str) -> InboundMail:
    mail_id = inbound.take(raw, "someone@example.org", to, door="test", now=NOW)
    inbound.apply(mail_id, now=NOW)
    return InboundMail.objects.get(pk=mail_id)


def unplaced(text: str = "Are you open on Sunday?", **headers: str) -> InboundMail:
    mail = take(reply("us@mail.rapport.example", text, **headers))
    assert mail.state == "unparsed"
    return mail


def place(mail: InboundMail, customer: Customer, actor: str = "staff:ana") -> bool:
    return inbound.place(mail.pk, customer.pk, actor=actor, now=NOW)


def put_away(mail: InboundMail, actor: str = "staff:ben") -> bool:
    return inbound.put_away(mail.pk, actor=actor, why="Not for us", now=NOW)


def test_a_reply_finds_its_message_by_the_signed_address_and_its_words_the_timeline() -> None:
    message = make_message()
    mail = take(reply("us@example.com"), addresses.names(message.pk).reply_address)
    assert (mail.state, mail.message_id, mail.customer_id) == ("applied", message.pk, message.customer_id)
    line = Interaction.objects.get()
    assert (line.kind, line.summary) == ("message_replied", "Does it cover my husband too?")
    assert "Dear Margarethe" not in line.data["text"]
    message.refresh_from_db()
    assert (message.state, message.replied_at) == ("delivered", NOW)


def test_a_question_stays_open_and_a_thank_you_does_not() -> None:
    message = make_message()
    to = addresses.names(message.pk).reply_address
    take(reply("us@example.com"), to)
    take(reply("us@example.com", text="Thank you very much!"), to)
    (loop,) = loops.of(message.customer_id)
    assert (loop.kind, loop.words) == ("question", "Does it cover my husband too?")
    assert (loop.channel, loop.opened_by, loop.message_id) == ("email", "customer", message.pk)


def test_a_reply_without_our_address_is_matched_by_its_thread() -> None:
    message = make_message()
    raw = reply("us@mail.rapport.example", In_Reply_To=addresses.names(message.pk).message_id)
    assert take(raw).message_id == message.pk


def test_a_mail_out_of_the_blue_is_matched_by_its_sender() -> None:
    customer = make_customer(email="someone@example.org")
    mail = take(reply("us@mail.rapport.example"))
    assert (mail.customer_id, mail.message_id, mail.state) == (customer.pk, None, "applied")


def test_a_shared_or_unknown_sender_goes_to_a_person() -> None:
    assert take(reply("us@mail.rapport.example")).problem == "We do not know this address."
    make_customer(email="someone@example.org")
    make_customer("Josef", email="someone@example.org")
    shared = take(reply("us@mail.rapport.example", text="Another"))
    assert (shared.state, shared.customer_id) == ("unparsed", None)


def test_an_altered_reply_address_is_not_believed() -> None:
    address = addresses.names(make_message().pk).reply_address
    forged = address.replace(address[8], "0" if address[8] != "0" else "1", 1)
    assert take(reply(forged), forged).message_id is None


def test_the_same_mail_handed_over_twice_is_told_once() -> None:
    message = make_message()
    raw, to = reply("x@example.com"), addresses.names(message.pk).reply_address
    take(raw, to)
    take(raw, to)
    assert InboundMail.objects.count() == Interaction.objects.count() == 1


def test_an_automatic_answer_is_greyed_and_does_not_count_as_a_reply() -> None:
    message = make_message()
    raw = reply("x@example.com", text="I am away.", Auto_Submitted="auto-replied")
    assert take(raw, addresses.names(message.pk).reply_address).kind == "auto_reply"
    assert Interaction.objects.get().kind == "message_auto_replied"
    message.refresh_from_db()
    assert message.replied_at is None


def test_a_hard_bounce_with_our_signature_bars_the_address() -> None:
    customer = make_customer()
    message = make_message(customer=customer, contact_point=customer.contact_points.get())
    assert take(bounce(message), addresses.names(message.pk).bounce_address).state == "applied"
    message.refresh_from_db()
    assert message.state == "bounced"
    assert Suppression.objects.get().reason == "invalid"
    take(bounce(message) + b"\r\n", addresses.names(message.pk).bounce_address)
    assert Interaction.objects.filter(kind="message_bounced").count() == 1


def test_one_soft_bounce_bars_nobody() -> None:
    customer = make_customer()
    message = make_message(customer=customer, contact_point=customer.contact_points.get())
    take(bounce(message, "4.2.2"), addresses.names(message.pk).bounce_address)
    assert not Suppression.objects.exists()


def test_a_forged_bounce_bars_nobody_and_is_shown_to_a_person() -> None:
    message = make_message()
    mail = take(bounce(message, message_id="<forged@mail.rapport.example>"), "somebody@mail.rapport.example")
    assert (mail.state, mail.problem) == (
        "unparsed",
        "A delivery report without our signature: it may be forged.",
    )
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff" * 5000,
        b"From: \r\n\r\n",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" * 50,
    ],
)
def test_garbage_is_kept_for_a_person_and_never_lost(raw: bytes) -> None:
    mail = take(raw, "somebody@mail.rapport.example")
    assert mail.state == "unparsed"
    assert bytes(mail.raw) == raw
    assert mail.problem


def test_a_mail_that_is_too_large_is_refused_at_the_door() -> None:
    with pytest.raises(inbound.TooLarge):
        inbound.take(b"x" * (inbound.LARGEST_BYTES + 1), "a@example.org", [], door="test", now=NOW)


def test_what_makes_us_stumble_three_times_goes_to_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbound, "read", _stumble)
    mail_id = inbound.take(reply("x@example.com"), "", [], door="test", now=NOW)
    for _ in range(3):
        inbound.read_waiting(now=NOW)
    assert InboundMail.objects.get(pk=mail_id).state == "unparsed"


def _stumble(*_: object) -> None:
    raise RecursionError("nested too deep")


def test_a_mail_that_a_person_places_is_told_as_a_match_would_tell_it() -> None:
    mail, customer = unplaced(), make_customer(email="other@example.org")
    assert place(mail, customer)
    placed = Interaction.objects.get()
    mail.refresh_from_db()
    assert (mail.state, mail.customer_id, mail.handled_by) == ("applied", customer.pk, "staff:ana")

    known = make_customer("Josef", email="someone@example.org")
    assert take(reply("us@mail.rapport.example", "Are you open on Sunday?", X_Copy="1")).state == "applied"
    matched = Interaction.objects.get(customer_id=known.pk)
    told = ("kind", "summary", "data", "actor", "channel", "direction", "occurred_at", "message_id")
    assert [getattr(placed, name) for name in told] == [getattr(matched, name) for name in told]


def test_a_machine_s_mail_that_is_placed_stays_a_machine_s() -> None:
    mail = take(bounce(make_message(), message_id="<forged@mail.rapport.example>"), "x@mail.rapport.example")
    assert place(mail, make_customer(email="other@example.org"))
    assert Interaction.objects.get().kind == "message_auto_replied"


def test_placing_twice_tells_it_once_and_the_second_one_learns_it() -> None:
    mail, customer = unplaced(), make_customer(email="other@example.org")
    assert [place(mail, customer), place(mail, customer, "staff:ben"), put_away(mail)] == [True, False, False]
    mail.refresh_from_db()
    assert (mail.handled_by, Interaction.objects.count()) == ("staff:ana", 1)


def test_a_mail_is_not_placed_with_somebody_who_is_not_there() -> None:
    mail = unplaced()
    with pytest.raises(Customer.DoesNotExist):
        inbound.place(mail.pk, 10**9, actor="staff:ana", now=NOW)
    mail.refresh_from_db()
    assert mail.state == "unparsed"


def test_a_mail_put_away_is_kept_with_the_reason_waits_no_more_and_can_be_taken_out() -> None:
    mail = unplaced()
    assert put_away(mail)
    mail.refresh_from_db()
    assert (mail.state, mail.handled_by, mail.handled_why) == ("put_away", "staff:ben", "Not for us")
    inbound.read_waiting(now=NOW)
    assert not place(mail, make_customer(email="other@example.org"))
    assert not Interaction.objects.exists()
    assert inbound.take_out(mail.pk, actor="staff:ana", now=NOW)
    assert not inbound.take_out(mail.pk, actor="staff:ana", now=NOW)
    mail.refresh_from_db()
    assert (mail.state, bytes(mail.raw) != b"") == ("unparsed", True)


def test_of_people_who_race_for_a_mail_one_gets_it(committed: Any) -> None:
    customers = [make_customer(f"Customer {i}", email=f"other{i}@example.org") for i in range(3)]
    mail = unplaced()

    def act(customer: Customer | None) -> bool:
        try:
            return place(mail, customer) if customer else put_away(mail)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as people:
        with transaction.atomic():
            InboundMail.objects.select_for_update().get(pk=mail.pk)
            acts = [people.submit(act, customer) for customer in (*customers, None)]
            wait_until_somebody_waits(4)
        assert sorted(each.result(10) for each in acts) == [False, False, False, True]
    mail.refresh_from_db()
    assert Interaction.objects.count() == (0 if mail.state == "put_away" else 1)
