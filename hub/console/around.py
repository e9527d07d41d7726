"""Everything around one customer in one round trip: where they are reached, what they allow, what we know."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from customers.dials import Setting


class Point(NamedTuple):
    """A contact point; `barred` is why nothing may go there, `soft_bounces` how often mail came back."""

    kind: str
    address: str
    barred: str
    soft_bounces: int


class Consent(NamedTuple):
    channel: str
    purpose: str
    is_granted: bool


class Fact(NamedTuple):
    label: str
    type: str
    value: Any
    source: str
    by_customer: bool
    learned_at: str
    """ISO 8601."""


@dataclass(frozen=True, slots=True)
class Around:
    points: tuple[Point, ...]
    consents: tuple[Consent, ...]
    facts: tuple[Fact, ...]
    barred: str
    """Why the customer must not be contacted at all, or nothing."""
    dials_changed_at: datetime | None
    topics: Mapping[str, str]
    """What we write about, for everybody: key and label."""
    house: tuple[Setting, ...]
    """The limits that we set ourselves, for everybody."""


def look(customer_id: int) -> Around:
    with connection.cursor() as cursor:
        cursor.execute(_AROUND, {"customer": customer_id})
        points, consents, facts, barred, dials_changed_at, topics, house = cursor.fetchone()
    return Around(
        tuple(Point(*each) for each in json.loads(points)),
        tuple(Consent(*each) for each in json.loads(consents)),
        tuple(Fact(*each) for each in json.loads(facts)),
        barred or "",
        dials_changed_at,
        json.loads(topics),
        tuple(Setting(*each) for each in json.loads(house)),
    )


_AROUND = """
SELECT
    (
        SELECT coalesce(jsonb_agg(jsonb_build_array(p.kind, p.address, coalesce(s.reason, ''), p.soft_bounces)
            ORDER BY o.id), '[]')
        FROM customers_ownership o JOIN customers_contactpoint p ON p.id = o.contact_point_id
        LEFT JOIN LATERAL (
            SELECT reason FROM customers_suppression
            WHERE contact_point_id = p.id AND lifted_at IS NULL ORDER BY is_marketing_only, id LIMIT 1
        ) s ON true
        WHERE o.customer_id = %(customer)s
    ),
    (
        SELECT coalesce(jsonb_agg(jsonb_build_array(channel, purpose, is_granted)
            ORDER BY channel, purpose), '[]')
        FROM customers_consent WHERE customer_id = %(customer)s
    ),
    (
        SELECT coalesce(jsonb_agg(jsonb_build_array(label, type, value, source, by_customer, learned_at)
            ORDER BY by_customer DESC, label), '[]')
        FROM customers_fact f JOIN customers_profilefield d ON d.key = f.field_id
        WHERE f.customer_id = %(customer)s
    ),
    (
        SELECT reason FROM customers_suppression
        WHERE customer_id = %(customer)s AND lifted_at IS NULL ORDER BY is_marketing_only, id LIMIT 1
    ),
    (SELECT max(changed_at) FROM customers_dial WHERE customer_id = %(customer)s),
    (SELECT coalesce(jsonb_object_agg(key, label), '{}') FROM customers_topic),
    (
        SELECT coalesce(jsonb_agg(jsonb_build_array(channel, topic, position)), '[]')
        FROM customers_houselimit WHERE purpose = 'marketing'
    )
"""
