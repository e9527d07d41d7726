"""May we? A dry run of the gate in words; what we ask of a customer lately; the evidence they gave."""

import json
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from customers.models import (
    ConsentEvidence,
    Customer,
    Preference,
    PressureLimit,
    RestRule,
    Touch,
)
from tests.channels.test_receipts import make_message
from tests.makers import DAY, NOW, make_customer, make_dial, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def customer() -> Customer:
    make_topic("offers", "Offers")
    return make_customer()


def touch(customer: Customer, age: timedelta, **fields: Any) -> Touch:
    base = {"channel": "email", "topic": "offers", "purpose": "marketing", "state": "spent", "actor": "test"}
    return Touch.objects.create(customer_id=customer.pk, touched_at=NOW - age, **{**base, **fields})


def explain(agent: Client, customer: Customer, headers: Any = HTMX, **fields: str) -> Any:
    planned = {"channel": "email", "topic": "offers", "purpose": "marketing", "when": ""} | fields
    return agent.get(reverse("console:customer-explain", args=[customer.pk]), planned, headers=headers)


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def page_of(agent: Client, customer: Customer) -> str:
    return words(agent.get(reverse("console:customer", args=[customer.pk])))


def test_what_may_go_ticks_every_rule(agent: Client, customer: Customer) -> None:
    answer = explain(agent, customer)
    assert "Yes, it may go now." in words(answer)
    assert [step["is_passed"] for step in answer.context["explained"]["steps"]] == [True] * 9
    assert not Touch.objects.exists()


def test_what_may_not_names_the_rule_that_decided_and_until_when(agent: Client, customer: Customer) -> None:
    make_dial(customer, 4, topic="offers")
    touch(customer, 2 * DAY)
    answer = explain(agent, customer)
    assert "Not now; not before Saturday 21 November 10:00." in words(answer)
    *passed, last = answer.context["explained"]["steps"]
    assert [step["is_passed"] for step in passed] == [True] * 3
    assert (last["label"], last["why"]) == ("Every dial has room", "The dial is full (offers: 1 a week)")


def test_a_touch_can_be_planned_for_later_without_a_script(agent: Client, customer: Customer) -> None:
    make_dial(customer, 4)
    touch(customer, 2 * DAY)
    page = words(explain(agent, customer, headers={}, when="2026-11-24T09:00"))
    assert "<html" in page
    assert "Yes, it may go on Tuesday 24 November 09:00." in page
    assert "What happens until then can still change it." in page


def test_service_is_asked_of_its_own_rules(agent: Client, customer: Customer) -> None:
    make_dial(customer, 0)
    assert "Yes, it may go now." in words(explain(agent, customer, purpose="service"))


def test_a_channel_without_an_address_says_so(agent: Client, customer: Customer) -> None:
    assert "No address for this channel" in words(explain(agent, customer, channel="call"))


@pytest.mark.parametrize(
    "bad",
    [
        {"channel": "pigeon"},
        {"topic": "nonsense"},
        {"purpose": ""},
        {"when": "2026-11-01T09:00"},
        {"when": "2036-11-01T09:00"},
        {"when": "soon"},
    ],
)
@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])
def test_what_cannot_be_planned_is_refused(
    agent: Client, customer: Customer, bad: dict[str, str], headers: Any
) -> None:
    answer = explain(agent, customer, headers=headers, **bad)
    assert answer.status_code == 422
    assert "explained" not in answer.context


def test_pressure_is_a_word_and_a_bar_with_our_limit_on_it(agent: Client, customer: Customer) -> None:
    assert '<span class="small soft">fresh</span>' in page_of(agent, customer)
    touch(customer, DAY / 2)
    assert '<span class="small soft">some</span>' not in page_of(agent, customer)
    for days in (1, 2, 3):
        touch(customer, days * DAY)
    page = page_of(agent, customer)
    assert ">much</span>" in page and "<line" not in page
    PressureLimit.objects.create(pk=1, limit=2)
    page = page_of(agent, customer)
    assert "our limit is 2" in page and "<line" in page
    assert "We keep quiet until" in page


def test_the_page_says_until_when_they_rest_and_how_they_like_it(agent: Client, customer: Customer) -> None:
    RestRule.objects.create(channel="email", ignored=2, within_days=14, rest_days=30)
    Preference.objects.create(
        customer=customer, channel="sms", quiet_from=time(21), quiet_until=time(8), changed_at=NOW
    )
    for days in (2, 3):
        touch(customer, days * DAY)
    page = page_of(agent, customer)
    assert "Email: rests until Monday 14 December 10:00; 2 in a row were ignored." in page
    assert "Likes best</dt> <dd>SMS</dd>" in page
    assert "21:00 to 08:00, their time" in page


def test_the_last_silences_are_told_with_their_reasons(agent: Client, customer: Customer) -> None:
    message = make_message(customer=customer, state="delivered")
    for number, (state, reason, due_at) in enumerate(
        [
            ("refused", "dial_closed", None),
            ("deferred", "quiet_hours", NOW + DAY),
            ("cancelled", "withdrawn", None),
            ("deferred", "450 try again", NOW + DAY),
        ]
    ):
        message.pk, message.cause, message.state_at = None, f"silence:{number}", NOW - number * DAY
        message.state, message.reason, message.due_at = state, reason, due_at
        message.save()
    page = page_of(agent, customer)
    for said in (
        "The dial is at never",
        "Offers by email · not sent",
        "Quiet hours where the customer is",
        "waits until Tuesday 17 November 10:00",
        "Took the agreement back",
        "called off",
        "450 try again",
    ):
        assert said in page


def test_evidence_is_listed_and_each_act_has_its_receipt(agent: Client, customer: Customer) -> None:
    act = ConsentEvidence.objects.create(
        customer_id=customer.pk, channel="email", purpose="marketing", is_granted=True,
        wording="Ja, gerne <b>mehr</b>", wording_version="signup/de/2", place="web", actor="customer",
        happened_at=NOW - DAY,
    )  # fmt: skip
    page = page_of(agent, customer)
    assert "Agreed to marketing by email" in page and "Ja, gerne &lt;b&gt;mehr" in page
    address = reverse("console:customer-receipt", args=[customer.pk, act.pk])
    assert address in page
    answer = agent.get(address)
    assert answer["Content-Disposition"] == f'attachment; filename="consent-{customer.number}-{act.pk}.json"'
    paper = json.loads(answer.content)
    assert paper["evidence"]["wording"] == "Ja, gerne <b>mehr</b>"
    assert "no-store" in answer["Cache-Control"]


def test_a_receipt_is_not_handed_out_under_another_customers_name(agent: Client, customer: Customer) -> None:
    act = ConsentEvidence.objects.create(
        customer_id=customer.pk, channel="email", purpose="marketing", is_granted=True, wording="Yes",
        place="web", actor="customer", happened_at=NOW,
    )  # fmt: skip
    other = make_customer("Josef Köhler")
    assert agent.get(reverse("console:customer-receipt", args=[other.pk, act.pk])).status_code == 404
