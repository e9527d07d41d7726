"""Who is meant: rules as questions over the customers of this moment, never a list that is rebuilt.

One compiled form serves everybody, a range of customer numbers and the single customer.
"""

from datetime import datetime

from django.utils import timezone

from campaigns import rule as rules
from campaigns.segment import Asked, BadRule, Rule
from customers.models import Customer
from customers.models.people import CustomerQuerySet


def read(shape: object) -> Rule:
    """Parse a rule tree and look up what it names; raises BadRule with the path to what is wrong."""
    rule = rules.parse(shape)
    for path, leaf in rules.leaves(rule):
        if words := leaf.complaint():
            raise BadRule(path, words)
    return rule


def members(
    rule: Rule, *, now: datetime | None = None, low: int | None = None, high: int | None = None
) -> CustomerQuerySet:
    """Return the customers for whom the rule holds at `now` (default: this moment).

    With `low` and `high` only those whose numbers lie in that range, both ends included.
    """
    asked = Asked(now or timezone.now(), low, high)
    return Customer.objects.present().filter(asked.among("pk"), rule.query(asked))


def count(rule: Rule, *, now: datetime | None = None) -> int:
    """Return how many there are: one statement, milliseconds for rules that need no raw history."""
    return members(rule, now=now).count()


def has(rule: Rule, customer_id: int, *, now: datetime | None = None) -> bool:
    """Say whether the rule holds for this one customer."""
    return members(rule, now=now, low=customer_id, high=customer_id).exists()
