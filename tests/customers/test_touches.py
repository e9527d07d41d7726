"""People spend the same allowance as machines, and going over it takes a reason."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from customers import gate, touches
from customers.errors import OverAllowance
from customers.gate import Reason, Verdict
from customers.models import Consent, Customer, HouseLimit, Interaction, Suppression, Touch
from tests.makers import DAY, NOW, make_customer, make_dial, share_point


def offer(customer: Customer, channel: str = "till", **fields: Any) -> Verdict:
    base = {"actor": "staff:agent", "summary": "A sample of hand cream", "now": NOW}
    return touches.by_person(customer.pk, channel, "offers", **{**base, **fields})


def agree_to_calls(customer: Customer) -> None:
    Consent.objects.create(
        customer=customer, channel="call", purpose="marketing", is_granted=True, changed_at=NOW
    )


@pytest.mark.django_db
def test_an_offer_at_the_till_spends_a_touch_and_is_told() -> None:
    customer = make_customer()
    assert offer(customer).is_allowed
    touch, line = Touch.objects.get(), Interaction.objects.get()
    assert (touch.channel, touch.topic, touch.purpose, touch.state) == (
        "till",
        "offers",
        "marketing",
        "spent",
    )
    assert (touch.actor, touch.excess_reason, touch.message_id) == ("staff:agent", "", None)
    assert (line.kind, line.channel, line.direction, line.actor) == (
        "offer_made", "till", "out", "staff:agent",
    )  # fmt: skip
    assert (line.summary, line.data) == ("A sample of hand cream", {"topic": "offers"})


@pytest.mark.django_db
def test_it_leaves_less_for_the_next_mail() -> None:
    customer = make_customer()
    make_dial(customer, 4)
    offer(customer)
    mail = gate.Ask(customer.pk, "email", "offers", "marketing", customer.contact_points.get().pk)
    assert gate.judge([mail], now=NOW)[0].reason == Reason.DIAL_FULL


@pytest.mark.django_db
def test_over_the_allowance_it_takes_a_reason_which_is_kept() -> None:
    customer = make_customer()
    make_dial(customer, 4)
    offer(customer)
    with pytest.raises(OverAllowance) as raised:
        offer(customer, now=NOW + DAY)
    assert (raised.value.verdict.reason, raised.value.verdict.until) == (Reason.DIAL_FULL, NOW + 7 * DAY)
    assert Touch.objects.count() == Interaction.objects.count() == 1
    verdict = offer(customer, now=NOW + DAY, excess_reason="They asked for it")
    assert verdict.reason == Reason.DIAL_FULL
    assert Touch.objects.get(touched_at=NOW + DAY).excess_reason == "They asked for it"
    told = Interaction.objects.get(occurred_at=NOW + DAY)
    assert told.summary == "A sample of hand cream (over the allowance: They asked for it)"
    assert told.data["excess_reason"] == "They asked for it"


@pytest.mark.django_db
def test_our_own_limit_binds_people_too() -> None:
    HouseLimit.objects.create(position=7)
    customer = make_customer()
    offer(customer)
    with pytest.raises(OverAllowance, match="Our own limit is reached"):
        offer(customer, "branch")


@pytest.mark.django_db
@pytest.mark.parametrize("no", ["dial", "consent", "suppression"])
def test_a_customers_no_is_never_excused(no: str) -> None:
    customer = make_customer()
    if no == "dial":
        make_dial(customer, 0)
    elif no == "consent":
        Consent.objects.create(
            customer=customer, channel="till", purpose="marketing", is_granted=False, changed_at=NOW
        )
    else:
        Suppression.objects.create(customer=customer, reason="stop", suppressed_at=NOW)
    with pytest.raises(OverAllowance):
        offer(customer, excess_reason="But it is a very good offer")
    assert not Touch.objects.exists() and not Interaction.objects.exists()


@pytest.mark.django_db
def test_a_call_needs_a_number_that_nothing_bars_and_an_agreement() -> None:
    customer = make_customer()
    agree_to_calls(customer)
    with pytest.raises(OverAllowance, match="No address for this channel"):
        offer(customer, "call", excess_reason="I know the number")
    barred = share_point(customer, "+43660555014", "phone")
    Suppression.objects.create(contact_point=barred, reason="stop", suppressed_at=NOW)
    with pytest.raises(OverAllowance, match="must not use this address"):
        offer(customer, "call")
    share_point(customer, "+43660555015", "phone")
    assert offer(customer, "call").is_allowed
    Consent.objects.filter(channel="call").delete()
    with pytest.raises(OverAllowance, match="Never agreed"):
        offer(customer, "call")


@pytest.mark.django_db
def test_a_channel_that_is_none_of_ours_is_refused() -> None:
    with pytest.raises(OverAllowance, match="No address for this channel"):
        offer(make_customer(), "pigeon")


def test_eight_people_at_once_share_the_one_touch_that_is_left(committed: Any) -> None:
    customer = make_customer()
    make_dial(customer, 5)
    offer(customer, now=NOW - DAY)

    def one(number: int) -> str:
        try:
            offer(customer, actor=f"staff:{number}")
        except OverAllowance as over:
            return str(over)
        finally:
            connection.close()
        return "offered"

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(one, range(8)))
    assert sorted(said) == ["The dial is full."] * 7 + ["offered"]
    assert Touch.objects.count() == Interaction.objects.filter(kind="offer_made").count() == 2
