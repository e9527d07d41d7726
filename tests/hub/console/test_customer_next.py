"""What to say next: the card, the answer in one key, and putting it right."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.models import Decision, Outcome
from channels.models import Message
from customers import loops
from customers.models import Consent, Customer
from tests.campaigns.makers import make_campaign, make_message, make_offer
from tests.makers import DAY, NOW, make_content, make_customer, share_point

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def anna(db: None) -> Customer:
    return make_customer("Anna Berger")


def ask(client: Client, customer: Customer, **query: str) -> Any:
    return client.get(reverse("console:customer-next", args=[customer.pk]), query, headers=HTMX)


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def note(client: Client, customer: Customer, outcome: str, **fields: Any) -> Any:
    decision = Decision.objects.latest("pk")
    given = {"decision": decision.pk, "offer": "tariff", "outcome": outcome, **fields}
    return client.post(reverse("console:customer-outcome", args=[customer.pk]), given, follow=True)


def test_the_card_says_what_to_say_why_and_what_is_left(agent: Client, anna: Customer) -> None:
    make_offer()
    card = ask(agent, anna)
    assert "“It saves you 3 euros a month.”" in words(card)
    assert [each["label"] for each in card.context["advice"]["outcomes"]] == [
        "Accepted", "Not now", "Declined", "Has a question", "Not offered",
    ]  # fmt: skip
    assert all(f'data-key="{key}"' in words(card) for key in "12345")
    assert Decision.objects.get().touchpoint == "till"
    assert "<html" not in words(card)
    whole = agent.get(reverse("console:customer-next", args=[anna.pk]))
    assert "It saves you 3 euros a month." in words(whole) and "<html" in words(whole)
    assert Decision.objects.count() == 1


def test_where_we_speak_is_chosen_once_for_a_session(agent: Client, anna: Customer) -> None:
    make_offer()
    ask(agent, anna, at="call")
    ask(agent, anna)
    assert set(Decision.objects.values_list("touchpoint", flat=True)) == {"call"}


def test_a_no_is_noted_with_their_words_and_the_offer_is_not_made_again(
    agent: Client, anna: Customer
) -> None:
    make_offer()
    ask(agent, anna)
    answer = note(agent, anna, "declined", words="Too dear")
    assert "Noted: declined." in words(answer)
    assert Outcome.objects.get().kind == "declined"
    card = ask(agent, anna)
    assert card.context["advice"]["kind"] == "silence"
    assert "They said no" in words(card)
    assert "You noted “declined”" in words(card)
    note(agent, anna, "accepted")
    assert [each.kind for each in Outcome.objects.order_by("pk")] == ["declined", "accepted"]


def test_not_now_holds_for_as_long_as_they_said(agent: Client, anna: Customer) -> None:
    make_offer()
    ask(agent, anna)
    note(agent, anna, "not_now", days="90")
    assert Outcome.objects.get().until == NOW + 90 * DAY


def test_what_is_open_comes_first_and_can_be_answered_or_settled(agent: Client, anna: Customer) -> None:
    make_offer()
    loops.heard(anna.pk, "question", "Do you deliver?", channel="sms", now=NOW - DAY)
    card = ask(agent, anna).context["advice"]
    assert (card["title"], card["kind"]) == ("Do you deliver?", "loop")
    assert card["write_url"] and card["close_url"] and not card["outcomes"]


def test_an_answer_to_somebody_elses_decision_is_not_there(agent: Client, anna: Customer) -> None:
    make_offer()
    ask(agent, anna)
    assert note(agent, make_customer("Somebody Else"), "accepted").status_code == 404
    assert not Outcome.objects.exists()


@pytest.fixture
def written(anna: Customer) -> Message:
    """Return an email about the offer that she got two days ago and has not opened."""
    campaign = make_campaign()
    campaign.offers.add(
        make_offer(
            follow_up_subject="In short", follow_up_text="Dear {{ customer.first_name }}, {{ 3 }} euros."
        )
    )
    at = NOW - 2 * DAY
    return make_message(anna, content=make_content(), campaign_id=campaign.pk, accepted_at=at, topic="offers")


def test_sent_again_from_the_card_she_was_told_and_the_card_waits(
    agent: Client, anna: Customer, written: Message
) -> None:
    card = ask(agent, anna)
    assert "Shall I send it again?" in words(card)
    again = reverse("console:customer-send-again", args=[anna.pk, written.pk])
    assert again in words(card) and "offer=tariff" in words(card)
    given = {"once": "a", "decision": card.context["advice"]["decision"]}
    agent.post(again, given)
    assert Outcome.objects.get().kind == "shown"
    waits = words(ask(agent, anna))
    assert "Email about it is on its way, the second" in waits
    assert again not in waits
    assert Message.objects.filter(customer=anna, campaign_id=written.campaign_id).count() == 2


def test_sent_again_without_a_decision_of_theirs_nothing_is_said_to_be_told(
    agent: Client, anna: Customer, written: Message
) -> None:
    make_customer("Berta")
    for number in ("", "x", "99999999999999999999", "7"):
        again = reverse("console:customer-send-again", args=[anna.pk, written.pk])
        assert agent.post(again, {"once": number, "decision": number}).status_code == 302
    assert not Outcome.objects.exists()


def test_if_nothing_comes_of_it_the_card_leads_to_another_channel_with_the_offers_words(
    agent: Client, anna: Customer, written: Message, settings: Any
) -> None:
    settings.SMS_URL = "twilio://a:b@host.example/?from=+43600111222"
    share_point(anna, "+436641234567", "phone")
    Consent.objects.create(
        customer=anna, channel="sms", purpose="marketing", is_granted=True, changed_at=NOW - DAY
    )
    make_message(
        anna, "again:1", content=written.content, campaign_id=written.campaign_id, accepted_at=NOW - 4 * DAY
    )
    Message.objects.filter(pk=written.pk).update(accepted_at=NOW - 5 * DAY)
    card = ask(agent, anna)
    assert "the next step is another channel" in words(card)
    assert "May I send you a text message instead?" in words(card)
    url = card.context["advice"]["elsewhere_url"]
    form = agent.get(url, headers=HTMX).context["act_form"]
    shown = {name: form[name].value() for name in ("channel", "purpose", "topic", "text", "offer")}
    assert shown == {
        "channel": "sms", "purpose": "marketing", "topic": "offers", "text": "Dear Anna, 3 euros.",
        "offer": "tariff",
    }  # fmt: skip
    agent.post(url.partition("?")[0], {"once": "b", **shown})
    sent = Message.objects.get(customer=anna, channel="sms")
    assert (sent.campaign_id, sent.purpose) == (written.campaign_id, "marketing")
    assert "Text message about it is on its way" in words(ask(agent, anna))
