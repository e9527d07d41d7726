"""Everything around one customer in one round trip: where they are reached, what they allow, what we know."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection


class Point(NamedTuple):
    """A contact point; `barred` is why nothing may go there, `soft_bounces` how often something came back."""

    kind: str
    address: str
    barred: str
    soft_bounces: int
    id: int
    others: int = 0
    """How many other people are reached there too."""


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


class Loop(NamedTuple):
    """What is left open; times are ISO 8601."""

    id: int
    kind: str
    words: str
    channel: str
    owner: str
    opened_by: str
    opened_at: str
    due_at: str | None
    message_id: int | None


class Silence(NamedTuple):
    """A message that did not go, or waits: `reason` is the gate's key or the words of the other side."""

    message_id: int
    state: str
    reason: str
    channel: str
    topic: str
    state_at: str
    due_at: str | None


class Evidence(NamedTuple):
    """One act of giving or withdrawing consent; times are ISO 8601."""

    id: int
    channel: str
    purpose: str
    is_granted: bool
    wording: str
    place: str
    actor: str
    happened_at: str


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
    preferred: str
    """The channel they like best, or nothing."""
    silences: tuple[Silence, ...]
    """The last messages that were refused, put off or called off, the newest first."""
    evidences: tuple[Evidence, ...]
    """The last acts of consent, the newest first."""
    loops: tuple[Loop, ...] = ()
    """What is left open, what is due first."""


SILENCES, EVIDENCES, LOOPS = 5, 30, 20


def look(customer_id: int, family: Sequence[int] = ()) -> Around:
    """Read it for a customer; what was left open, withheld and agreed also for whom they were merged from."""
    with connection.cursor() as cursor:
        cursor.execute(_AROUND, {"customer": customer_id, "family": [customer_id, *family]})
        points, consents, facts, barred, dials_changed_at, topics, preferred, silences, evidences, loops = (
            cursor.fetchone()
        )
    return Around(
        tuple(Point(*each) for each in json.loads(points)),
        tuple(Consent(*each) for each in json.loads(consents)),
        tuple(Fact(*each) for each in json.loads(facts)),
        barred or "",
        dials_changed_at,
        json.loads(topics),
        preferred or "",
        tuple(Silence(*each) for each in json.loads(silences)),
        tuple(Evidence(*each) for each in json.loads(evidences)),
        tuple(Loop(*each) for each in json.loads(loops)),
    )


_AROUND = f"""
SELECT
    (
        SELECT coalesce(jsonb_agg(jsonb_build_array(p.kind, p.address, coalesce(s.reason, ''), p.soft_bounces,
            p.id, (
                SELECT count(*) FROM customers_ownership x JOIN customers_customer c ON c.id = x.customer_id
                WHERE x.contact_point_id = p.id AND c.erased_at IS NULL AND c.id <> ALL(%(family)s)
            )) ORDER BY o.id), '[]')
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
    (SELECT coalesce(jsonb_object_agg(key, label), '{{}}') FROM customers_topic),
    (SELECT channel FROM customers_preference WHERE customer_id = %(customer)s),
    (
        SELECT coalesce(jsonb_agg(jsonb_build_array(id, state, reason, channel, topic, state_at, due_at)
            ORDER BY state_at DESC, id DESC), '[]')
        FROM (
            SELECT * FROM channels_message
            WHERE customer_id = ANY(%(family)s) AND reason <> ''
            AND state IN ('refused', 'deferred', 'cancelled')
            ORDER BY state_at DESC, id DESC LIMIT {SILENCES}
        ) silent
    ),
    (
        SELECT coalesce(jsonb_agg(jsonb_build_array(id, channel, purpose, is_granted, wording, place, actor,
            happened_at) ORDER BY happened_at DESC, id DESC), '[]')
        FROM (
            SELECT * FROM customers_consentevidence WHERE customer_id = ANY(%(family)s)
            ORDER BY happened_at DESC, id DESC LIMIT {EVIDENCES}
        ) acts
    ),
    (
        SELECT coalesce(jsonb_agg(jsonb_build_array(id, kind, words, channel, owner, opened_by, opened_at,
            due_at, message_id) ORDER BY due_at NULLS LAST, opened_at, id), '[]')
        FROM (
            SELECT * FROM customers_openloop WHERE customer_id = ANY(%(family)s) AND closed_at IS NULL
            ORDER BY due_at NULLS LAST, opened_at, id LIMIT {LOOPS}
        ) open
    )
"""
