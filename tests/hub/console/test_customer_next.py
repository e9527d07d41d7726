"""What to say next: the card, the answer in one key, and putting it right."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from campaigns.models import Decision, Outcome
from customers import loops
from customers.models import Customer
from tests.campaigns.makers import make_offer
from tests.makers import DAY, NOW, make_customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def at_now() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


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
