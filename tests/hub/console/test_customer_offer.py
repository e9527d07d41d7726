"""Noting what a person offered: it spends the allowance, and over it the page asks for a reason."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from customers.models import Customer, Interaction, Touch
from tests.makers import make_customer, make_dial, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def customer() -> Customer:
    make_topic("offers", "Offers")
    return make_customer()


def offer_to(customer: Customer) -> str:
    return reverse("console:customer-offer", args=[customer.pk])


def offer(**fields: str) -> dict[str, str]:
    return {"channel": "till", "topic": "offers", "what": "Sun cream, three for two"} | fields


def test_the_form_asks_for_no_reason_before_one_is_needed(agent: Client, customer: Customer) -> None:
    page = agent.get(offer_to(customer), headers=HTMX).content.decode()
    assert 'name="what"' in page and 'name="reason"' not in page
    assert not Touch.objects.exists()


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])
def test_an_offer_is_noted_and_counts(agent: Client, customer: Customer, headers: Any) -> None:
    make_dial(customer, 6)
    answer = agent.post(offer_to(customer), offer(), headers=headers, follow=True)
    assert answer.status_code == 200
    assert "2 of 3 left this week" in answer.content.decode()
    assert Touch.objects.get().actor == "staff:agent"
    assert Interaction.objects.get().summary == "Sun cream, three for two"


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])
def test_over_the_allowance_the_page_says_what_is_left_keeps_what_was_typed_and_asks_why(
    agent: Client, customer: Customer, headers: Any
) -> None:
    make_dial(customer, 4)
    agent.post(offer_to(customer), offer(what="The first"))
    answer = agent.post(offer_to(customer), offer(), headers=headers)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The dial is full (everything: 1 a week). Free again Monday 23 November 10:00." in page
    assert 'value="Sun cream, three for two"' in page and 'name="reason"' in page
    assert Touch.objects.count() == Interaction.objects.count() == 1
    again = agent.post(
        offer_to(customer), offer(reason="She asked what is new"), headers=headers, follow=True
    )
    assert again.status_code == 200
    assert Touch.objects.latest("pk").excess_reason == "She asked what is new"


def test_a_no_of_theirs_is_not_lifted_by_any_reason(agent: Client, customer: Customer) -> None:
    make_dial(customer, 0)
    answer = agent.post(offer_to(customer), offer(reason="But this one is good"), headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The dial is at never" in page and "no reason lifts" in page and 'name="reason"' not in page
    assert not Touch.objects.exists()


@pytest.mark.parametrize(
    "bad", [{"channel": "email"}, {"channel": ""}, {"topic": "nonsense"}, {"what": ""}, {"what": "x" * 161}]
)
def test_what_is_not_complete_is_asked_for_and_changes_nothing(
    agent: Client, customer: Customer, bad: dict[str, str]
) -> None:
    assert agent.post(offer_to(customer), offer(**bad), headers=HTMX).status_code == 422
    assert not Touch.objects.exists() and not Interaction.objects.exists()


def test_a_call_without_a_number_says_so(agent: Client, customer: Customer) -> None:
    page = agent.post(offer_to(customer), offer(channel="call"), headers=HTMX).content.decode()
    assert "No address for this channel" in page


def test_another_site_notes_nothing(agent: Client, customer: Customer) -> None:
    agent.handler.enforce_csrf_checks = True
    assert agent.post(offer_to(customer), offer(), headers=HTMX).status_code == 403
    assert not Touch.objects.exists()
