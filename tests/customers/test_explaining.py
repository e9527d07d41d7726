"""What stands against a planned touch, told rule by rule: always what the gate says."""

from collections.abc import Callable
from datetime import time, timedelta
from itertools import product

import pytest

from customers import explaining, gate
from customers.explaining import RULES
from customers.gate import Ask, Outcome, Reason
from customers.models import (
    Consent,
    Customer,
    HouseLimit,
    PressureLimit,
    QuietHours,
    RestRule,
    Suppression,
    Touch,
)
from tests.makers import DAY, NOW, make_customer, make_dial

pytestmark = pytest.mark.django_db
OBJECTIONS: dict[str, Callable[[Customer], object]] = {
    "suppression": lambda who: Suppression.objects.create(customer=who, reason="staff", suppressed_at=NOW),
    "consent": lambda who: Consent.objects.update(is_granted=False),
    "dials": lambda who: make_dial(who, 4),
    "house-limits": lambda _: HouseLimit.objects.create(position=4, channel="email"),
    "quiet-hours": lambda _: QuietHours.objects.create(
        starts=time(9), ends=time(12), weekdays=[1, 2, 3, 4, 5, 6, 7]
    ),
    "rest": lambda _: RestRule.objects.create(ignored=2, within_days=14, rest_days=30),
    "pressure": lambda _: PressureLimit.objects.create(pk=1, limit=0.5),
}


def lone_customer() -> Customer:
    """Somebody with two ignored touches within a week: every rule above would object to a third."""
    customer = make_customer()
    for age in (2, 3):
        Touch.objects.create(
            customer_id=customer.pk,
            channel="email",
            topic="offers",
            purpose="marketing",
            state="spent",
            actor="test",
            touched_at=NOW - age * DAY,
        )
    return customer


def ask(customer: Customer, **fields: object) -> Ask:
    plain = Ask(customer.pk, "email", "offers", "marketing", customer.contact_points.get().pk)
    return plain._replace(**fields)


@pytest.mark.parametrize("wanted", list(product([False, True], repeat=len(OBJECTIONS))))
def test_the_first_rule_that_objects_is_named_and_those_before_it_have_passed(
    wanted: tuple[bool, ...],
) -> None:
    customer = lone_customer()
    objecting = [key for key, is_wanted in zip(OBJECTIONS, wanted, strict=True) if is_wanted]
    for key in objecting:
        OBJECTIONS[key](customer)
    steps = explaining.explain(ask(customer), now=NOW)
    (verdict,) = gate.judge([ask(customer)], now=NOW)
    keys = [rule.key for rule in RULES]
    if objecting:
        assert [step.rule.key for step in steps] == keys[: keys.index(objecting[0]) + 1]
        assert steps[-1].verdict == verdict
        assert [step.verdict for step in steps[:-1]] == [None] * (len(steps) - 1)
    else:
        assert verdict.is_allowed
        assert [(step.rule.key, step.verdict) for step in steps] == [(key, None) for key in keys]


def test_service_is_not_told_of_rules_that_do_not_bind_it() -> None:
    customer = lone_customer()
    for key in ("dials", "rest", "pressure", "quiet-hours"):
        OBJECTIONS[key](customer)
    steps = explaining.explain(ask(customer, purpose="service"), now=NOW)
    assert [step.rule.key for step in steps] == [
        "known", "suppression", "consent", "house-limits", "quiet-hours", "expiry",
    ]  # fmt: skip
    assert not any(step.verdict for step in steps)


def test_what_would_be_too_late_names_the_rule_that_delays_it() -> None:
    customer = lone_customer()
    make_dial(customer, 4)
    *_, last = explaining.explain(ask(customer, not_after=NOW + DAY), now=NOW)
    assert (last.rule.key, last.verdict.outcome) == ("dials", Outcome.REFUSE)
    late = explaining.explain(ask(make_customer(), not_after=NOW - timedelta(1)), now=NOW)
    assert (late[-1].rule.key, late[-1].verdict.reason) == ("expiry", Reason.EXPIRED)


def test_a_stranger_is_explained_too() -> None:
    (step,) = explaining.explain(Ask(999_999, "email", "offers", "marketing"), now=NOW)
    assert (step.rule.key, step.verdict.reason) == ("known", Reason.UNKNOWN_CUSTOMER)


def test_every_reason_of_the_gate_belongs_to_exactly_one_rule() -> None:
    named = [reason for rule in RULES for reason in rule.reasons]
    assert sorted(named) == sorted(set(Reason) - {Reason.NONE})
