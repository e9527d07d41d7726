"""Rules compiled once say of each customer, at each moment, what the rule asked afresh says."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns import audience, compiled, rule
from customers import learning
from customers.models import Touch
from tests.campaigns.makers import happen, make_campaign, make_message
from tests.makers import DAY, NOW, make_customer

pytestmark = pytest.mark.django_db
SHAPES: list[Any] = [
    "everyone",
    {"profile": "purchases", "at_least": 2},
    {"last": "purchase", "less_than_days": 3},
    {"last": "purchase", "more_than_days": 3},
    {"last": "purchase", "never": True},
    {"fact": "shop", "is": "Graz"},
    {"attribute": "country", "in": ["AT", "DE"]},
    {"history": "purchase", "at_least": 2, "within_days": 5},
    {"consent": "email", "purpose": "marketing", "is": "granted"},
    {"received": "autumn", "but_not": "opened"},
    {"pressure": "lately", "above": 0.9},
    {"not": {"last": "purchase", "less_than_days": 3}},
    {"any": [{"last": "purchase", "more_than_days": 3}, {"not": {"attribute": "country", "in": ["AT"]}}]},
    {
        "not": {
            "all": [{"history": "purchase", "at_least": 1, "within_days": 2}, {"fact": "shop", "is": "Graz"}]
        }
    },
    {"not": {"any": [{"profile": "purchases", "at_least": 1}, {"fact": "shop", "known": True}]}},
]


def test_every_rule_is_answered_alike_for_everybody_at_every_moment() -> None:
    learning.declare("shop", "Home branch")
    campaign = make_campaign()
    people = [
        make_customer(f"Person {number}", country=country) for number, country in enumerate(["AT", "", "FR"])
    ]
    learning.learn([learning.Learned(people[0].pk, "shop", "Graz", "crm", NOW)], now=NOW)
    happen(people[0], "purchase", days_ago=1)
    happen(people[1], "purchase", days_ago=4, times=3)
    make_message(people[1], campaign_id=campaign.pk)
    Touch.objects.create(
        customer_id=people[2].pk, channel="email", topic="offers", purpose="marketing", state="spent",
        actor="test", touched_at=NOW,
    )  # fmt: skip
    rules = dict(enumerate(SHAPES))
    texts = {number: json.dumps(shape) for number, shape in rules.items()}
    seen = set()
    for now in (NOW, NOW + 2 * DAY, NOW + timedelta(days=40), NOW - 3 * DAY):
        for customer in people:
            afresh = {
                n for n, shape in rules.items() if audience.has(rule.parse(shape), customer.pk, now=now)
            }
            assert compiled.holding(texts, customer.pk, now=now) == afresh
            seen |= afresh
    assert seen == set(rules)


def test_a_hundred_rules_are_one_statement_and_what_cannot_be_read_means_nobody() -> None:
    customer = make_customer()
    rules = {n: f'{{"profile": "purchases", "below": {n}}}' for n in range(100)}
    rules |= {100: '{"no": "such rule"}', 101: "{}", 102: "null"}
    with CaptureQueriesContext(connection) as asked:
        assert compiled.holding(rules, customer.pk, now=NOW) == frozenset(range(1, 100))
    assert len(asked) == 1
    assert compiled.holding({1: "{}"}, customer.pk, now=NOW) == frozenset()
