"""Turning a dial on the customer's word: the words first, then the act, with the words as its evidence."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from channels.models import Message
from customers.models import Consent, ConsentEvidence, Customer, Dial, HouseLimit, Interaction, Touch
from hub.console.words import wording
from tests.channels.test_receipts import make_message
from tests.makers import DAY, NOW, make_customer, make_dial, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def at_now() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def customer() -> Customer:
    make_topic("offers", "Offers")
    return make_customer()


def dials_of(customer: Customer) -> str:
    return reverse("console:customer-dials", args=[customer.pk])


def wish(scope: str = "/offers", position: int = 2, days: str = "") -> dict[str, Any]:
    return {"scope": scope, "position": str(position), "days": days}


def touch(customer: Customer, count: int) -> None:
    Touch.objects.bulk_create(
        Touch(
            customer_id=customer.pk, channel="email", topic="offers", purpose="marketing",
            state="spent", actor="flight:1", touched_at=NOW - (i + 1) * DAY,
        )
        for i in range(count)
    )  # fmt: skip


def test_the_form_comes_when_it_is_asked_for_with_every_dial_there_could_be(
    agent: Client, customer: Customer
) -> None:
    make_dial(customer, 3, channel="email", topic="offers")
    page = agent.get(reverse("console:customer", args=[customer.pk])).content.decode()
    assert "<select" not in page and dials_of(customer) in page
    card = agent.get(dials_of(customer), headers=HTMX)
    scopes = [label for _, label in card.context["turn_form"].fields["scope"].choices]
    assert scopes == ["Everything", "Email", "Offers", "Offers by email"]
    assert card.context["turn_words"] == ""


def test_looking_at_the_words_changes_nothing(agent: Client, customer: Customer) -> None:
    answer = agent.get(dials_of(customer), wish(), headers=HTMX)
    page = answer.content.decode()
    assert "You will hear from us about offers at most once a month. Is that right?" in page
    assert "<html" not in page
    assert "HX-Request" in answer["Vary"]
    assert not Dial.objects.exists()


def test_a_turned_dial_keeps_the_words_that_were_read_out(agent: Client, customer: Customer) -> None:
    answer = agent.post(dials_of(customer), wish("email/", 0), headers=HTMX)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'aria-label="position 0 of 10"' in page and "<html" not in page
    dial = Dial.objects.get()
    assert (dial.channel, dial.topic, dial.position) == ("email", "", 0)
    evidence = ConsentEvidence.objects.get()
    assert evidence.wording == "You will not hear from us by email any more. Is that right?"
    assert (evidence.place, evidence.actor, evidence.is_granted) == ("Till 4", "staff:agent", False)
    assert not Consent.objects.get().is_granted
    line = Interaction.objects.get(kind="dial_turned")
    assert line.data["wording"] == evidence.wording


def test_what_the_dial_no_longer_allows_is_called_off(agent: Client, customer: Customer) -> None:
    message = make_message(customer=customer, state="queued", accepted_at=None, due_at=NOW)
    agent.post(dials_of(customer), wish("/offers", 0), headers=HTMX)
    assert Message.objects.get(pk=message.pk).state == "cancelled"


def test_a_dial_can_be_turned_for_a_while(agent: Client, customer: Customer) -> None:
    make_dial(customer, 6)
    page = agent.post(dials_of(customer), wish("/", 0, days="30"), headers=HTMX).content.decode()
    dial = Dial.objects.get()
    assert (dial.position, dial.snooze_position, dial.snoozed_until) == (6, 0, NOW + 30 * DAY)
    assert "until 16 Dec" in page
    assert Consent.objects.get().is_granted


def test_without_a_script_the_words_come_as_a_page_and_the_act_leads_back(
    agent: Client, customer: Customer
) -> None:
    page = agent.get(dials_of(customer), wish()).content.decode()
    assert "<html" in page and "at most once a month. Is that right?" in page
    answer = agent.post(dials_of(customer), wish(), follow=True)
    assert answer.redirect_chain == [(reverse("console:customer", args=[customer.pk]), 302)]
    assert "The dial is turned." in answer.content.decode()
    assert Dial.objects.get().position == 2


@pytest.mark.parametrize(
    "bad",
    [
        {"position": "11"},
        {"position": "-1"},
        {"position": "many"},
        {"position": ""},
        {"scope": "fax/"},
        {"scope": "/nonsense"},
        {"days": "9999"},
    ],
)
@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])
def test_what_is_no_dial_or_position_is_refused_and_changes_nothing(
    agent: Client, customer: Customer, bad: dict[str, str], headers: dict[str, str]
) -> None:
    answer = agent.post(dials_of(customer), wish() | bad, headers=headers)
    assert answer.status_code == 422
    assert "nothing was changed" in answer.content.decode()
    assert not Dial.objects.exists() and not Interaction.objects.exists()


def test_another_site_turns_no_dial(agent: Client, customer: Customer) -> None:
    agent.handler.enforce_csrf_checks = True
    assert agent.post(dials_of(customer), wish(), headers=HTMX).status_code == 403
    assert not Dial.objects.exists()


def test_the_card_says_what_each_dial_still_leaves(agent: Client, customer: Customer) -> None:
    make_dial(customer, 6)
    make_dial(customer, 3, topic="offers")
    touch(customer, 2)
    card = agent.get(dials_of(customer), headers=HTMX).context
    assert [(d.label, d.promise, d.left) for d in card["dials"]] == [
        ("Everything", "3 a week", "1 left"),
        ("Offers", "2 a month", "free again 14 Dec"),
    ]
    assert card["allowance"]["words"] == "1 of 3 touches left this week"


@pytest.mark.parametrize(
    ("position", "touches", "words"),
    [
        (6, 0, "3 of 3 touches left this week, by our own limit"),
        (6, 3, "No touch left until 20 Nov, by our own limit"),
        (0, 0, "No offers or news to this customer, by our own limit"),
    ],
)
def test_where_no_dial_is_turned_our_own_limit_is_shown_as_such(
    agent: Client, customer: Customer, position: int, touches: int, words: str
) -> None:
    HouseLimit.objects.create(channel="email", position=position)
    touch(customer, touches)
    assert agent.get(dials_of(customer), headers=HTMX).context["allowance"]["words"] == words


def test_without_any_limit_nothing_is_said_of_one(agent: Client, customer: Customer) -> None:
    assert agent.get(dials_of(customer), headers=HTMX).context["allowance"] is None


@pytest.mark.parametrize(
    ("scope", "position", "days", "words"),
    [
        (("", ""), 0, 0, "You will not hear from us any more."),
        (("", "Offers"), 10, 0, "You will hear from us about offers whenever there is something for you."),
        (("email", "Tips"), 6, 0, "You will hear from us about tips by email at most three times a week."),
        (("call", ""), 0, 14, "Until 30 November you will not hear from us by phone; after that as before."),
        (("", ""), 7, 9, "Until 25 November you will hear from us at most once a day; after that as before."),
    ],
)
def test_the_words_say_exactly_what_will_be_done(
    scope: tuple[str, str], position: int, days: int, words: str
) -> None:
    until = NOW + timedelta(days=days) if days else None
    assert wording(*scope, position, until) == f"{words} Is that right?"
