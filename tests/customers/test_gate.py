from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from customers import consent, gate, merging
from customers.consent import Evidence
from customers.gate import Ask, Outcome, Reason
from customers.models import Customer, DefaultDial, HouseLimit, PressureLimit, RestRule, Suppression, Touch
from tests.makers import DAY, NOW, make_customer, make_dial, share_point

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_and_many")]
SAID = Evidence("No more of these, please.", "phone", "staff:agent")


def ask(customer: Customer, **fields: Any) -> Ask:
    point = customer.contact_points.first()
    base = {
        "channel": "email",
        "topic": "offers",
        "purpose": "marketing",
        "contact_point_id": point and point.pk,
    }
    return Ask(customer.pk, **{**base, **fields})


def verdict_for(customer: Customer, **fields: Any) -> gate.Verdict:
    return gate.judge([ask(customer, **fields)], now=NOW)[0]


def touched(customer: Customer, age: timedelta, **fields: Any) -> Touch:
    base = {"channel": "email", "topic": "offers", "purpose": "marketing", "state": "spent", "actor": "test"}
    return Touch.objects.create(customer_id=customer.pk, touched_at=NOW - age, **{**base, **fields})


def test_who_agreed_and_set_no_dial_may_be_written_to() -> None:
    assert verdict_for(make_customer()).is_allowed


def test_unknown_means_no_for_marketing_and_yes_for_service() -> None:
    newcomer = make_customer(consents=())
    assert verdict_for(newcomer).reason == Reason.NO_CONSENT
    assert verdict_for(newcomer, purpose="service").is_allowed
    assert verdict_for(newcomer, purpose="reply").is_allowed


def test_a_withdrawn_consent_refuses_and_says_so() -> None:
    customer = make_customer()
    consent.withdraw(customer.pk, ["email"], evidence=SAID, now=NOW)
    assert verdict_for(customer).reason == Reason.WITHDRAWN


def test_no_address_and_no_customer_are_refused_without_raising() -> None:
    customer = make_customer()
    assert verdict_for(customer, contact_point_id=None).reason == Reason.NO_CONTACT_POINT
    stranger = Ask(999_999_999, "email", "offers", "marketing", 1)
    assert gate.judge([stranger], now=NOW)[0].reason == Reason.UNKNOWN_CUSTOMER


def test_a_barred_point_stops_every_owner_and_every_purpose() -> None:
    one, other = (
        make_customer(email="shared@example.org"),
        make_customer("Josef Köhler", email="shared@example.org"),
    )
    point = share_point(one, "shared@example.org")
    consent.suppress_point(point, Suppression.Reason.COMPLAINT, evidence="report", now=NOW)
    for customer in (one, other):
        assert verdict_for(customer).reason == Reason.SUPPRESSED
        assert verdict_for(customer, purpose="service").reason == Reason.SUPPRESSED


def test_a_closed_dial_refuses_and_a_full_one_defers_until_there_is_room() -> None:
    customer = make_customer()
    make_dial(customer, 4, topic="offers")
    touched(customer, 2 * DAY)
    full = verdict_for(customer)
    assert (full.outcome, full.reason, full.until) == (Outcome.DEFER, Reason.DIAL_FULL, NOW + 5 * DAY)
    assert full.detail == "offers: 1 a week"
    assert verdict_for(customer, topic="tips").is_allowed
    make_dial(customer, 0, channel="email")
    assert verdict_for(customer, topic="tips").reason == Reason.DIAL_CLOSED


def test_what_would_be_too_late_is_refused_rather_than_deferred() -> None:
    customer = make_customer()
    make_dial(customer, 4)
    touched(customer, 2 * DAY)
    late = verdict_for(customer, not_after=NOW + 4 * DAY)
    assert (late.outcome, late.reason) == (Outcome.REFUSE, Reason.DIAL_FULL)
    assert verdict_for(make_customer(), not_after=NOW - DAY).reason == Reason.EXPIRED


def test_house_limits_work_like_dials_and_people_count_too() -> None:
    customer = make_customer()
    HouseLimit.objects.create(position=5)
    touched(customer, DAY, channel="call", actor="staff:agent")
    assert verdict_for(customer).is_allowed
    touched(customer, DAY, channel="till", actor="staff:agent")
    assert verdict_for(customer).reason == Reason.HOUSE_LIMIT


def test_returned_service_and_old_touches_do_not_count() -> None:
    customer = make_customer()
    make_dial(customer, 7)
    touched(customer, DAY / 2, state="returned")
    touched(customer, DAY / 2, purpose="service")
    touched(customer, DAY)
    assert verdict_for(customer).is_allowed


def merge_someone_into(customer: Customer) -> Customer:
    alias = make_customer("Anna Huber-Lang")
    merging.merge(alias.pk, customer.pk, actor="test", now=NOW)
    return alias


RULES: dict[str, Callable[[Customer, int], object]] = {
    "their own dial": make_dial,
    "their dial while it is snoozed": lambda customer, position: make_dial(
        customer, 10, snooze_position=position, snoozed_until=NOW + DAY
    ),
    "the dial of who was merged into them": lambda customer, position: make_dial(
        merge_someone_into(customer), position
    ),
    "a default": lambda _, position: DefaultDial.objects.create(position=position),
    "a limit": lambda _, position: HouseLimit.objects.create(position=position),
    "a rest": lambda *_: RestRule.objects.create(ignored=1, within_days=1, rest_days=90),
    "pressure": lambda *_: PressureLimit.objects.create(pk=1, limit=0.01),
}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(("position", "age"), [(1, 89), (2, 29)])
@pytest.mark.parametrize("has_another_dial", [False, True])
def test_each_rule_finds_all_the_touches_that_it_counts(
    rule: str, position: int, age: int, has_another_dial: bool
) -> None:
    customer = make_customer()
    if has_another_dial:
        make_dial(customer, 9, channel="till")
    touched(customer, age * DAY)
    assert verdict_for(customer).is_allowed
    RULES[rule](customer, position)
    assert verdict_for(customer).outcome == Outcome.DEFER


def test_a_limit_of_service_finds_the_touches_of_service() -> None:
    customer = make_customer()
    touched(customer, 89 * DAY, purpose="service")
    HouseLimit.objects.create(purpose="service", position=1)
    assert verdict_for(customer, purpose="service").reason == Reason.HOUSE_LIMIT


def test_the_touches_of_who_was_merged_into_them_count_in_their_dial() -> None:
    customer = make_customer()
    touched(merge_someone_into(customer), 89 * DAY)
    make_dial(customer, 1)
    assert verdict_for(customer).reason == Reason.DIAL_FULL


def test_asks_spent_together_count_for_each_other() -> None:
    customer = make_customer()
    make_dial(customer, 6)
    with transaction.atomic():
        verdicts = gate.spend([ask(customer, message_id=n) for n in range(1, 6)], now=NOW)
    assert [v.is_allowed for v in verdicts] == [True, True, True, False, False]
    assert Touch.objects.filter(customer_id=customer.pk, state="spent").count() == 3


def test_what_is_given_back_can_be_spent_again_by_the_same_message() -> None:
    customer = make_customer()
    make_dial(customer, 7)
    with transaction.atomic():
        assert gate.spend([ask(customer, message_id=1)], now=NOW)[0].is_allowed
        gate.give_back([1])
        assert gate.spend([ask(customer, message_id=2)], now=NOW)[0].is_allowed
        assert not gate.spend([ask(customer, message_id=1)], now=NOW)[0].is_allowed
        gate.give_back([2])
        assert gate.spend([ask(customer, message_id=1)], now=NOW)[0].is_allowed
    assert Touch.objects.filter(message_id=1).count() == 1


def test_what_is_tried_again_is_held_up_by_every_touch_but_its_own() -> None:
    customer = make_customer()
    make_dial(customer, 5)  # 2 a week
    touched(customer, DAY, message_id=1)
    touched(customer, DAY)
    again, another = gate.judge([ask(customer, message_id=1), ask(customer, message_id=2)], now=NOW)
    assert (again.is_allowed, another.reason) == (True, Reason.DIAL_FULL)
    touched(customer, DAY, channel="till")
    assert verdict_for(customer, message_id=1).reason == Reason.DIAL_FULL


@pytest.mark.parametrize("order", [1, -1])
def test_what_was_perhaps_sent_counts_for_what_is_asked_beside_it(order: int) -> None:
    customer = make_customer()
    make_dial(customer, 4)  # 1 a week
    touched(customer, DAY, message_id=1)
    asks = [ask(customer, message_id=1, not_after=NOW - DAY), ask(customer, message_id=2)][::order]
    with transaction.atomic():
        again, another = gate.spend(asks, kept=[1], now=NOW)[::order]
    assert (again.reason, another.reason) == (Reason.EXPIRED, Reason.DIAL_FULL)
    assert another.until == NOW + 6 * DAY


def test_what_never_reached_anybody_and_is_too_late_leaves_its_room_to_others() -> None:
    customer = make_customer()
    make_dial(customer, 4)
    touched(customer, DAY, message_id=1)
    with transaction.atomic():
        asks = [ask(customer, message_id=1, not_after=NOW - DAY), ask(customer, message_id=2)]
        assert [v.is_allowed for v in gate.spend(asks, now=NOW)] == [False, True]


@pytest.mark.parametrize("kept", [(), (1,)])
@pytest.mark.parametrize("purpose", ["marketing", "service"])
def test_what_is_tried_again_counts_once(kept: tuple[int, ...], purpose: str) -> None:
    customer = make_customer()
    HouseLimit.objects.create(purpose=purpose, position=5)  # 2 a week
    touched(customer, DAY, message_id=1, purpose=purpose)
    with transaction.atomic():
        asks = [ask(customer, message_id=n, purpose=purpose) for n in (1, 2, 3)]
        assert [v.is_allowed for v in gate.spend(asks, kept=kept, now=NOW)] == [True, True, False]


def test_of_several_that_have_spent_their_touches_as_many_stay_as_there_is_room_for() -> None:
    customer = make_customer()
    make_dial(customer, 4)
    for number in (1, 2, 3):
        touched(customer, DAY, message_id=number)
    verdicts = gate.judge([ask(customer, message_id=n) for n in (1, 2, 3)], now=NOW)
    assert [verdict.is_allowed for verdict in verdicts] == [True, False, False]


def test_everything_that_narrows_raises_the_epoch() -> None:
    customer = make_customer()
    consent.turn_dial(customer.pk, 3, evidence=SAID, now=NOW)
    consent.withdraw(customer.pk, ["email"], evidence=SAID, now=NOW)
    consent.suppress_point(customer.contact_points.get(), Suppression.Reason.STOP, evidence="STOP", now=NOW)
    customer.refresh_from_db()
    assert customer.opt_out_epoch == 3


@pytest.mark.parametrize("size", [1, 300])
def test_the_gate_is_set_based(size: int, statements: Any) -> None:
    people = [make_customer(f"Person {n}") for n in range(size)]
    asks = [ask(person, message_id=n + 1) for n, person in enumerate(people)]
    with statements(10), transaction.atomic():
        assert all(verdict.is_allowed for verdict in gate.spend(asks, now=NOW))
