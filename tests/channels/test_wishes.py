"""Wishes of a person who is several rows, since they were merged: said once, obeyed in all of them."""

from datetime import timedelta

import pytest

from channels import wishes
from channels.models import Message
from customers import gate
from customers.consent import Evidence
from customers.gate import Ask, Outcome
from customers.models import Consent, ContactPoint, Customer, Dial
from tests.makers import NOW, make_customer, make_dial

pytestmark = pytest.mark.django_db
SAID = Evidence("As they wish", "till 4", "staff:agent", 1)


@pytest.fixture
def anna() -> Customer:
    return make_customer("Anna")


@pytest.fixture
def alias(anna: Customer) -> Customer:
    return make_customer("A. Kern", merged_into=anna)


def positions(**scope: str) -> dict[int, int]:
    return dict(Dial.objects.filter(**scope).values_list("customer_id", "position"))


def test_a_dial_is_turned_for_every_row_that_would_hold_it(anna: Customer, alias: Customer) -> None:
    make_dial(alias, 0, topic="offers")
    Consent.objects.create(
        customer=alias, channel="sms", purpose="marketing", is_granted=False, changed_at=NOW
    )
    turned = wishes.turn_dial(anna.pk, 6, topic="offers", evidence=SAID, now=NOW)
    assert (turned.customer_id, turned.position) == (anna.pk, 6)
    assert positions(topic="offers") == {anna.pk: 6, alias.pk: 6}
    point = ContactPoint.objects.get(ownerships__customer=anna)
    assert (
        gate.judge([Ask(anna.pk, "email", "offers", "marketing", point.pk)], now=NOW)[0].outcome
        == Outcome.ALLOW
    )
    wishes.turn_dial(alias.pk, 5, channel="sms", evidence=SAID, now=NOW)
    assert positions(channel="sms") == {anna.pk: 5, alias.pk: 5}
    assert set(Consent.objects.filter(channel="sms").values_list("is_granted", flat=True)) == {True}


def test_a_row_without_such_a_dial_is_left_alone(anna: Customer, alias: Customer) -> None:
    wishes.turn_dial(anna.pk, 3, topic="offers", evidence=SAID, now=NOW)
    assert positions() == {anna.pk: 3}


def test_what_waits_for_any_row_is_called_off(anna: Customer, alias: Customer) -> None:
    make_dial(alias, 5, topic="offers")
    for each in (anna, alias):
        Message.objects.create(
            customer=each, cause="flight:1", channel="email", purpose="marketing", topic="offers",
            state="queued", due_at=NOW, lane=4,
        )  # fmt: skip
    wishes.turn_dial(alias.pk, 0, topic="offers", evidence=SAID, now=NOW)
    assert not Message.objects.filter(state="queued").exists()


def test_the_end_of_quiet_leaves_each_row_where_its_own_dial_stands(anna: Customer, alias: Customer) -> None:
    make_dial(anna, 7)
    make_dial(alias, 2)
    wishes.turn_dial(anna.pk, 0, until=NOW + timedelta(days=7), evidence=SAID, now=NOW)
    assert Dial.objects.exclude(snoozed_until=None).count() == 2
    wishes.end_quiet(alias.pk, SAID, now=NOW)
    assert not Dial.objects.exclude(snoozed_until=None).exists()
    assert positions() == {anna.pk: 7, alias.pk: 2}
