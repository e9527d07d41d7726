"""What an answer by mail may do by itself: STOP is obeyed at once, "less" turns a dial, nothing widens."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from bench import wishing
from channels import inbound, outbox, wishes
from channels.models import InboundMail, Message
from channels.outbox import Draft
from customers.consent import Evidence
from customers.models import (
    Consent,
    ConsentEvidence,
    Customer,
    DefaultDial,
    Dial,
    Interaction,
    Suppression,
    Touch,
)  # fmt: skip
from tests.makers import make_content, make_customer, make_dial, share_point

pytestmark = pytest.mark.django_db
SAID = Evidence("Email: 1 a week.", "portal", "customer")


def queue(
    customer: Customer, *, cause: str = "flight:1", purpose: str = "marketing", topic: str = "offers"
) -> int:
    content = make_content(subject=f"{cause} {purpose} for {customer.pk}", topic=topic)
    now = timezone.now()
    outbox.queue([Draft(customer.pk, "email", content.pk, purpose, topic, cause, now)], now=now)
    return Message.objects.get(customer=customer, cause=cause, purpose=purpose).pk


def answer(customer: Customer, words: str, *, message: int | None = None, **fields: Any) -> InboundMail:
    """Answer a message of ours as this customer, by default the newest."""
    number = message or Message.objects.filter(customer=customer).latest("pk").pk
    address = customer.contact_points.earliest("pk").address
    raw = wishing.reply(number, address, words, **fields)
    return take(raw, address)


def take(raw: bytes, sender: str) -> InboundMail:
    number = inbound.receive(raw, sender, ["reply@mail.rapport.example"], door="test", now=timezone.now())
    return InboundMail.objects.get(pk=number)


def states(customer: Customer) -> set[str]:
    return set(Message.objects.filter(customer=customer).values_list("state", flat=True))


def told(customer: Customer) -> dict[str, Any]:
    return dict(Interaction.objects.get(customer_id=customer.pk, kind="message_replied").data)


@pytest.mark.parametrize(
    "words", ["STOP", "Stop.", "Please stop writing to me", "Bitte keine E-Mails mehr", "unsubscribe"]
)
def test_a_clear_stop_is_obeyed_before_the_door_answers(words: str) -> None:
    customer = make_customer()
    queue(customer)
    queue(customer, cause="flight:2", topic="tips")
    mail = answer(customer, words)
    assert mail.state == "applied"
    assert states(customer) == {"cancelled"}
    assert not Consent.objects.get(customer=customer).is_granted
    said = ConsentEvidence.objects.get(customer_id=customer.pk)
    assert (said.wording, said.place, said.actor) == (words, "email reply", "customer")
    barred = Suppression.objects.get()
    assert (barred.reason, barred.is_marketing_only, barred.evidence) == ("stop", True, words)
    assert told(customer)["intent"] == "stop"


def test_stop_binds_the_address_for_everybody_who_shares_it_and_service_goes_on() -> None:
    customer, partner = make_customer("Ana", email="home@example.org"), make_customer("Ben")
    share_point(partner, "home@example.org")
    queue(partner)
    queue(customer)
    queue(customer, cause="order", purpose="service")
    answer(customer, "STOP", message=Message.objects.get(customer=customer, purpose="marketing").pk)
    assert states(partner) == {"cancelled"}
    assert Message.objects.get(purpose="service").state == "queued"
    assert queue(partner, cause="flight:2")
    assert Message.objects.get(customer=partner, cause="flight:2").state == "refused"


def test_stop_from_an_address_of_several_is_obeyed_though_a_person_has_to_place_it() -> None:
    customer, partner = make_customer("Ana", email="home@example.org"), make_customer("Ben")
    share_point(partner, "home@example.org")
    queue(customer)
    raw = b"From: home@example.org\r\nTo: us@mail.rapport.example\r\nSubject: hello\r\n\r\nSTOP\r\n"
    mail = take(raw, "home@example.org")
    assert mail.state == "unparsed"
    assert "No more marketing goes to it" in mail.problem
    assert states(customer) == {"cancelled"}


def test_stop_written_as_a_subject_alone_counts_and_our_own_subject_does_not() -> None:
    customer = make_customer(email="ana@example.org")
    queue(customer)
    answer(customer, "", subject="Re: STOP")
    assert states(customer) == {"queued"}
    take(b"From: ana@example.org\r\nTo: us@mail.rapport.example\r\nSubject: STOP\r\n\r\n", "ana@example.org")
    assert states(customer) == {"cancelled"}


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("Does it cover my husband too?", "question"),
        ("Thank you!", "thanks"),
        ("Yes", "yes"),
        ("Your shop in Graz does not stop selling me the wrong size", None),
        ("I could not stop laughing at your picture", None),
    ],
)
def test_what_is_no_stop_is_kept_with_its_intent_and_changes_nothing(words: str, intent: str | None) -> None:
    customer = make_customer()
    queue(customer)
    answer(customer, words)
    assert states(customer) == {"queued"}
    assert not Suppression.objects.exists()
    assert not Dial.objects.exists()
    found = told(customer)
    assert found["intent"] != "stop"
    assert intent is None or found["intent"] == intent
    assert 0 <= found["confidence"] <= 1


def test_an_automatic_answer_never_opts_out() -> None:
    customer = make_customer(email="ana@example.org")
    number = queue(customer)
    raw = wishing.reply(number, "ana@example.org", "STOP")
    take(b"Auto-Submitted: auto-replied\n" + raw, "ana@example.org")
    assert states(customer) == {"queued"}
    assert Interaction.objects.get().kind == "message_auto_replied"


def test_a_mail_without_a_return_path_is_read_a_moment_later_and_still_obeyed() -> None:
    customer = make_customer(email="ana@example.org")
    number = queue(customer)
    mail = take(wishing.reply(number, "ana@example.org", "STOP"), "")
    assert mail.state == "waiting"
    inbound.read_waiting(now=timezone.now())
    assert InboundMail.objects.get().state == "applied"


def test_whoever_said_stop_can_come_back_by_the_dial_and_nobody_else_with_them() -> None:
    customer, partner = make_customer("Ana", email="home@example.org"), make_customer("Ben")
    partner.contact_points.all().delete()
    share_point(partner, "home@example.org")
    queue(customer)
    answer(customer, "STOP")
    wishes.turn_dial(customer.pk, 4, channel="email", evidence=SAID, now=timezone.now())
    queue(customer, cause="flight:2")
    queue(partner, cause="flight:2")
    assert Message.objects.get(customer=customer, cause="flight:2").state == "queued"
    assert Message.objects.get(customer=partner).reason == "withdrawn"


def spend(customer: Customer, *days_ago: int, topic: str = "offers") -> None:
    for days in days_ago:
        Touch.objects.create(
            customer_id=customer.pk, channel="email", topic=topic, purpose="marketing", state="spent",
            actor="earlier", touched_at=timezone.now() - timedelta(days=days),
        )  # fmt: skip


LESS = "Less often, please"


def dial_of(customer: Customer) -> tuple[str, str, int]:
    dial = Dial.objects.get(customer=customer)
    return dial.channel, dial.topic, dial.position


def test_less_turns_the_topic_one_step_below_what_was_sent() -> None:
    """One a week was sent, which position 4 would just have let through."""
    customer = make_customer()
    spend(customer, 3, 11, 19, 27)
    queue(customer)
    answer(customer, LESS)
    assert told(customer)["intent"] == "less"
    assert dial_of(customer) == ("email", "offers", 3)
    entry = Interaction.objects.get(kind="dial_turned")
    assert (entry.data["wording"], entry.data["place"]) == (LESS, "email reply")


def test_less_turns_the_dial_that_is_set_one_step_down() -> None:
    customer = make_customer()
    make_dial(customer, 2, topic="offers")
    queue(customer)
    answer(customer, LESS)
    assert dial_of(customer) == ("", "offers", 1)


def test_less_begins_from_the_default_of_the_house() -> None:
    DefaultDial.objects.create(topic="offers", position=5)
    customer = make_customer()
    queue(customer)
    answer(customer, LESS)
    assert dial_of(customer) == ("", "offers", 4)


def test_less_never_turns_up_never_turns_off_and_leaves_a_snooze_to_a_person() -> None:
    now = timezone.now()
    lowest, closed, asleep = (make_customer(name) for name in ("Lowest", "Closed", "Asleep"))
    for customer in (lowest, closed, asleep):
        queue(customer)
    make_dial(lowest, 1, topic="offers")
    make_dial(closed, 0, topic="offers")
    make_dial(asleep, 6, topic="offers", snooze_position=0, snoozed_until=now + timedelta(days=9))
    for customer in (lowest, closed, asleep):
        answer(customer, LESS)
    assert list(Dial.objects.order_by("customer_id").values_list("position", flat=True)) == [1, 0, 6]
    assert not Interaction.objects.filter(kind="dial_turned").exists()


def test_less_that_answers_no_message_turns_nothing() -> None:
    customer = make_customer(email="ana@example.org")
    take(
        b"From: ana@example.org\r\nTo: us@mail.rapport.example\r\nSubject: x\r\n\r\n" + LESS.encode(),
        "ana@example.org",
    )
    assert told(customer)["intent"] == "less"
    assert not Dial.objects.exists()


@pytest.mark.parametrize(
    "state", ["attempting", "unknown", "accepted", "delivered", "bounced", "failed", "expired"]
)
def test_a_complaint_bars_the_address_whatever_became_of_the_message(state: str) -> None:
    """It may overtake what the wire tells, and it proves in itself that something arrived."""
    customer = make_customer(email="ana@example.org")
    number = queue(customer)
    queue(customer, cause="next")
    Message.objects.filter(pk=number).update(state=state, due_at=None)
    take(wishing.complaint(number, "ana@example.org"), "feedback@isp.example")
    assert Suppression.objects.get().reason == "complaint"
    assert Message.objects.get(cause="next").state == "cancelled"
