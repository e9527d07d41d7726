"""What one of ours says to one customer: judged, held back for a breath, taken back, and told where it is."""

from datetime import timedelta

import pytest

from channels import conversations, followup
from channels.conversations import Word
from channels.followup import HELD_BACK, Words
from channels.models import Lane, Message
from channels.rendering import Recipient, render
from channels.talk import Conversation, Turn
from customers.models import Customer
from tests.channels.test_receipts import make_message
from tests.makers import NOW, make_customer, make_dial, make_topic, share_point

pytestmark = pytest.mark.django_db
ANA = "staff:ana"
SERVICE = Words("email", "service", "", "Your order is ready.", "Your order")


@pytest.fixture
def anna(db: None) -> Customer:
    make_topic()
    return make_customer("Anna Berger", email="anna@example.org")


def test_it_waits_for_a_breath_and_goes_once_ahead_of_mailings(anna: Customer) -> None:
    first = followup.say(anna.pk, SERVICE, once="form-1", actor=ANA, now=NOW)
    again = followup.say(anna.pk, SERVICE, once="form-1", actor=ANA, now=NOW)
    assert first.pk == again.pk
    assert (first.state, first.due_at, first.purpose) == ("queued", NOW + HELD_BACK, "service")
    assert first.lane < Lane.BULK
    turn = Turn.objects.get()
    assert (turn.kind, turn.words, turn.subject, turn.actor) == ("said", SERVICE.text, "Your order", ANA)
    assert "Your order" not in first.content.text


def test_an_offer_is_judged_by_the_dials_and_says_how_to_stop_it(anna: Customer) -> None:
    offer = Words("email", "marketing", "offers", "Two for one.", "An offer")
    assert "No more of these emails" in followup.as_sent(offer, "en")
    message = followup.say(anna.pk, offer, once="1", actor=ANA, now=NOW)
    assert (message.state, message.lane) == ("queued", Lane.CONVERSATIONAL)
    assert "unsubscribe_url" in message.content.text
    make_dial(anna, 0)
    closed = followup.say(anna.pk, offer, once="2", actor=ANA, now=NOW)
    assert (closed.state, closed.reason) == ("refused", "dial_closed")
    says = followup.verdicts(
        anna.pk, [("email", "marketing", "offers"), ("email", "service", ""), ("sms", "service", "")], now=NOW
    )
    assert [verdict.is_allowed for verdict in says.values()] == [False, True, False]


@pytest.mark.parametrize(
    ("language", "mail", "text"),
    [
        ("de-AT", "Keine solchen E-Mails mehr: ", "Abmelden mit STOP"),
        ("en", "No more of these emails: ", "Reply STOP to stop"),
        ("", "No more of these emails: ", "Reply STOP to stop"),
    ],
)
def test_how_to_stop_an_offer_is_said_in_the_customers_language(
    db: None, language: str, mail: str, text: str
) -> None:
    make_topic()
    customer = make_customer(language=language, consents=("email:marketing", "sms:marketing"))
    share_point(customer, "+436641234567", "phone")
    for channel, line in (("email", mail), ("sms", text)):
        offer = Words(channel, "marketing", "offers", "Two for one.", "An offer")
        message = followup.say(customer.pk, offer, once=channel, actor=ANA, now=NOW)
        recipient = Recipient(message.pk, customer.pk, message.content_id or 0, "a@example.org", "")
        outgoing = render([recipient])[message.pk]
        assert not isinstance(outgoing, str)
        assert outgoing.text.startswith("Two for one.") and f"\n{line}" in outgoing.text
        assert followup.as_sent(offer, language).partition("http")[0] == outgoing.text.partition("http")[0]


def test_what_is_taken_back_in_time_never_goes_and_leaves_no_words(anna: Customer) -> None:
    message = followup.say(anna.pk, SERVICE, once="1", actor=ANA, now=NOW)
    assert followup.take_back(message.pk, actor=ANA, now=NOW + timedelta(seconds=2))
    message.refresh_from_db()
    assert message.state == "cancelled"
    assert not Turn.objects.exists() and not Conversation.objects.exists()


def test_what_has_gone_cannot_be_taken_back(anna: Customer) -> None:
    message = followup.say(anna.pk, SERVICE, once="1", actor=ANA, now=NOW)
    Message.objects.filter(pk=message.pk).update(state="accepted", due_at=None)
    assert not followup.take_back(message.pk, actor=ANA, now=NOW + timedelta(seconds=20))
    assert Turn.objects.count() == 1


def asked(customer: Customer) -> Conversation:
    point = share_point(customer, "+436641234567", "phone")
    word = Word(customer.pk, "sms", "Do you deliver?", NOW, contact_point_id=point.pk)
    return Conversation.objects.get(pk=conversations.heard(word, now=NOW))


def test_a_reply_goes_to_where_they_wrote_from_and_ends_their_waiting(anna: Customer) -> None:
    share_point(anna, "+4366055555", "phone")
    conversation = asked(anna)
    later = NOW + timedelta(minutes=4)
    message = followup.say(
        anna.pk, Words("sms", "reply", "", "Yes, until six."), once="1", actor=ANA, now=later
    )
    assert message.contact_point is not None and message.contact_point.address == "+436641234567"
    assert message.cause.startswith(f"conversation:{conversation.pk}:")
    conversation.refresh_from_db()
    assert (conversation.state, conversation.waiting_since) == ("pending", None)
    assert followup.take_back(message.pk, actor=ANA, now=later)
    conversation.refresh_from_db()
    assert (conversation.state, conversation.waiting_since) == ("open", NOW)
    assert (conversation.first_answered_at, conversation.last_words) == (None, "Do you deliver?")


def test_service_and_offers_leave_a_question_waiting(anna: Customer) -> None:
    conversation = asked(anna)
    assert followup.asks(anna.pk)
    followup.say(anna.pk, SERVICE, once="1", actor=ANA, now=NOW)
    conversation.refresh_from_db()
    assert (conversation.state, conversation.waiting_since) == ("open", NOW)


def test_an_unopened_message_goes_again_with_the_same_words_and_as_the_gate_allows(anna: Customer) -> None:
    first = make_message(customer=anna, campaign_id=7)
    again = followup.send_again(first, once="1", now=NOW)
    assert (again.content_id, again.campaign_id, again.flight_id) == (first.content_id, 7, None)
    assert (again.state, again.lane, again.due_at) == ("queued", Lane.CONVERSATIONAL, NOW + HELD_BACK)
    assert followup.send_again(first, once="1", now=NOW).pk == again.pk
    assert followup.take_back(again.pk, actor=ANA, now=NOW)
    make_dial(anna, 0)
    assert followup.send_again(first, once="2", now=NOW).state == "refused"
