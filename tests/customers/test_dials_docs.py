"""docs/dials.md is right: its table, a heading for every rule, and what the gate says to each example."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from django.utils import timezone

from customers import explaining, gate, learning, touches
from customers.dials import PROMISES
from customers.errors import OverAllowance
from customers.gate import EXCUSABLE, Ask, Reason, Verdict
from customers.models import (
    Consent,
    Customer,
    DefaultDial,
    Fact,
    HouseLimit,
    Preference,
    PressureLimit,
    ProfileField,
    QuietHours,
    RestRule,
    Suppression,
    Touch,
)
from tests.makers import make_customer, make_dial

TEXT = (Path(__file__).parents[2] / "docs/dials.md").read_text()
CHAPTERS = re.findall(r"^##+ ([^\n]+)\n(.*?)(?=^##|\Z)", TEXT, re.MULTILINE | re.DOTALL)
EXAMPLES = [
    pytest.param(yaml.safe_load(example), id=f"{title}-{number}")
    for title, body in CHAPTERS
    for number, example in enumerate(re.findall(r"```yaml\n(.*?)```", body, re.DOTALL))
]
VIENNA = ZoneInfo("Europe/Vienna")
Example = dict[str, Any]


def test_the_table_says_what_each_position_promises() -> None:
    said = dict(re.findall(r"\| (\d+) \| ([^|]+?) (?=\|)", TEXT))
    assert said == {str(place): promise.words for place, promise in enumerate(PROMISES)}


def test_every_rule_has_its_chapter_in_the_order_of_the_gate_with_an_example_that_it_decides() -> None:
    titles = [title for title, _ in CHAPTERS]
    assert [title for title in titles if title in {rule.key for rule in explaining.RULES}] == [
        rule.key for rule in explaining.RULES
    ]
    for rule in explaining.RULES:
        reasons = set(re.findall(r"^verdict: (?:refuse|defer) (\w+)", dict(CHAPTERS)[rule.key], re.MULTILINE))
        assert reasons >= rule.reasons, rule.key
        assert ("every purpose" in dict(CHAPTERS)[rule.key]) == (len(rule.purposes) > 1), rule.key


@pytest.mark.django_db
@pytest.mark.usefixtures("few_and_many")
@pytest.mark.parametrize("example", EXAMPLES)
def test_each_example_is_judged_as_it_says(example: Example) -> None:
    now = moment(example.get("now", "2026-11-16 10:00"))
    customer = make_customer(consents=(), **example.get("customer", {}))
    live(customer, {"consents": {"email marketing": True}} | example)
    if "alias" in example:
        alias = make_customer("The same person", consents=(), merged_into=customer)
        live(alias, example["alias"])
    rule_the_house(example)
    if "offer" in example:
        assert offered(customer, example["offer"], now) == example["verdict"]
    else:
        (verdict,) = gate.judge([ask_of(customer, example.get("ask", {}))], now=now)
        assert in_words(verdict) == example["verdict"]


def live(customer: Customer, example: Example) -> None:
    """Give a customer what the example says of them."""
    for answer, is_granted in example.get("consents", {}).items():
        channel, purpose = answer.split()
        Consent.objects.create(
            customer=customer,
            channel=channel,
            purpose=purpose,
            is_granted=is_granted,
            changed_at=timezone.now(),
        )
    for field, value in example.get("facts", {}).items():
        learning.declare(field, field, ProfileField.Type.TEXT)
        Fact.objects.create(customer=customer, field_id=field, value=value, source="test")
    for dial in example.get("dials", []):
        make_dial(customer, **timed(dial, "snoozed_until"))
    for touch in example.get("touches", []):
        base = {"channel": "email", "topic": "offers", "purpose": "marketing", "state": "spent", "actor": "x"}
        given = timed(touch, "at", "answered_at")
        Touch.objects.create(customer_id=customer.pk, touched_at=given.pop("at"), **{**base, **given})
    if "suppressed" in example:
        Suppression.objects.create(
            contact_point=customer.contact_points.get(), suppressed_at=timezone.now(), **example["suppressed"]
        )
    if "prefers" in example:
        Preference.objects.create(customer=customer, **example["prefers"])


def rule_the_house(example: Example) -> None:
    for default in example.get("defaults", []):
        DefaultDial.objects.create(**default)
    for limit in example.get("limits", []):
        HouseLimit.objects.create(**limit)
    for window in example.get("quiet", []):
        QuietHours.objects.create(weekdays=[1, 2, 3, 4, 5, 6, 7], **window)
    for rest in example.get("rests", []):
        RestRule.objects.create(**rest)
    if "pressure" in example:
        PressureLimit.objects.create(pk=1, limit=example["pressure"])


def ask_of(customer: Customer, given: Example) -> Ask:
    given = timed(given, "not_after")
    channel = given.get("channel", "email")
    return Ask(
        10**12 if given.get("customer") == "nobody" else customer.pk,
        channel,
        given.get("topic", "offers"),
        given.get("purpose", "marketing"),
        customer.contact_points.get().pk if channel == "email" else None,
        not_after=given.get("not_after"),
    )


def offered(customer: Customer, offer: Example, now: datetime) -> str:
    try:
        verdict = touches.by_person(
            customer.pk,
            offer["channel"],
            "offers",
            actor="staff:agent",
            summary="An offer",
            excess_reason=offer.get("reason", ""),
            now=now,
        )
    except OverAllowance as over:
        return in_words(over.verdict)
    assert verdict.is_allowed or verdict.reason in EXCUSABLE
    return "noted" if verdict.is_allowed else f"noted over {verdict.reason}"


def in_words(verdict: Verdict) -> str:
    until = verdict.until and verdict.until.astimezone(VIENNA)
    reason = "" if verdict.reason == Reason.NONE else f" {verdict.reason}"
    return f"{verdict.outcome}{reason}{f' until {until:%Y-%m-%d %H:%M}' if until else ''}"


def timed(given: Example, *names: str) -> Example:
    return given | {name: moment(given[name]) for name in names if name in given}


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=VIENNA).astimezone(UTC)
