"""Fill an empty hub with a city's worth of customers and two years of their history, set by set.

A few customers have much more of a history than most, and one has exactly as much as is asked for.
"""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import connection
from django.db.backends.utils import CursorWrapper

from campaigns.models import Campaign, Flight, Offer
from channels.models import Content
from customers import identity, partitions
from customers.models import ProfileField, Topic
from hub.models import Team

_YEARS = 2
_STEPS = Path(__file__).with_suffix(".sql")
_SIZE = """
CREATE TEMP TABLE size AS
SELECT %s::bigint AS first, %s::bigint AS customers, %s::bigint AS interactions, %s::bigint AS deep,
    %s::bigint AS every, %s::float8 AS seconds
"""
_THING = """
CREATE TEMP TABLE thing AS
SELECT %s::bigint AS content, %s::bigint AS campaign, %s::bigint AS flight, %s::bigint AS team,
    %s::bigint AS offer
"""
_AUDIENCES: tuple[object, ...] = (
    "everyone",
    {"profile": "purchases", "at_least": 2},
    {"last": "purchase", "more_than_days": 30},
    {"fact": "branch", "is": "Graz 3"},
)


@dataclass(frozen=True)
class Filled:
    """Who is who: ids run from `first` to `last`; `deep` is whose history is the longest."""

    first: int
    last: int
    deep: int


def fill(customers: int, interactions: int, deep: int) -> Filled:
    """Make so many of each, `deep` of the interactions with one customer, and say how long each step took."""
    now = datetime.now(UTC)
    days = range(-31, _YEARS * 366 + 31, 14)
    partitions.ensure({partitions.month_of(now - timedelta(days=day)) for day in days})
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('customers_customer_id_seq')")
        first = int(cursor.fetchone()[0]) + 1
        last = first + customers - 1
        seconds = _YEARS * 365.25 * 86400
        cursor.execute(_SIZE, [first, customers, interactions, last, max(interactions // deep, 1), seconds])
        cursor.execute(_THING, _things(now))
        cursor.execute("SET synchronous_commit = off")
        for name, statement in _steps():
            _step(cursor, name, statement)
        _index(cursor, first, last)
        _step(cursor, "Vacuumed", "VACUUM ANALYZE")
    return Filled(first, last, last)


def size_gb() -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return float(cursor.fetchone()[0]) / 1e9


def _things(now: datetime) -> list[int]:
    """Make the few rows that the many point to: a campaign that went out, its words, offers, a team."""
    Topic.objects.create(key="offers", label="Offers")
    Topic.objects.create(key="health", label="Health tips")
    ProfileField.objects.create(key="branch", label="Branch")
    team = Team.objects.create(name="Customer care", first_answer_minutes=60)
    content = Content.objects.create(
        digest="bighub", channel="email", purpose="marketing", topic="offers", sender_name="Shop",
        sender_address="hello@mail.rapport.example", subject="The new prices",
        text="Dear {{ customer.first_name }}, see our shop.", html="", links=[],
    )  # fmt: skip
    campaign = Campaign.objects.create(
        key="prices", name="The new prices", topic="offers", sender="hello@example.org", audience="everyone"
    )
    flight = Flight.objects.create(
        campaign=campaign, state=Flight.State.ENDED, audience="everyone", holdout=0, arms=[], salt="bighub",
        ended_at=now - timedelta(days=19),
    )  # fmt: skip
    offers = [
        Offer.objects.create(
            key=f"offer-{n}", name=f"Offer {n}", topic="offers", title=f"Offer {n}", words="Shall we?",
            margin_minor=n * 100, audience=_AUDIENCES[n % len(_AUDIENCES)],
        )
        for n in range(20)
    ]  # fmt: skip
    campaign.offers.set(offers[:2])
    return [content.pk, campaign.pk, flight.pk, team.pk, offers[0].pk]


def _steps() -> Iterator[tuple[str, str]]:
    """Yield each step's name and statement."""
    for step in _STEPS.read_text().split("\n\n")[1:]:
        name, statement = re.fullmatch(r"-- ([^\n]+)\n(.+)", step.strip(), re.DOTALL).groups()  # type: ignore[union-attr]
        yield name, statement


def _step(cursor: CursorWrapper, name: str, statement: str) -> None:
    began = time.monotonic()
    cursor.execute(statement)
    print(f"{name:42} {max(cursor.rowcount, 0):>10,} rows {time.monotonic() - began:7.1f} s", flush=True)


def _index(cursor: CursorWrapper, first: int, last: int) -> None:
    """Fold what finds them through the product's own door; the index itself is built once, at the end."""
    began = time.monotonic()
    cursor.execute("DROP INDEX customer_search")
    for low in range(first, last + 1, 10_000):
        identity.index(range(low, min(low + 10_000, last + 1)))
    cursor.execute("CREATE INDEX customer_search ON customers_customer USING gin (search_text gin_trgm_ops)")
    took = time.monotonic() - began
    print(f"{'Made findable':42} {last - first + 1:>10,} rows {took:7.1f} s", flush=True)
