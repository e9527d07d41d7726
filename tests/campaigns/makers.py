"""What campaign tests stand on: events, facts and campaigns, valid as they are."""

from datetime import timedelta
from typing import Any

from campaigns.models import Campaign, Flight, Offer, Version
from channels.models import Message
from customers import history
from customers.models import Customer
from tests.makers import DAY, NOW, make_topic


def happen(customer: Customer, kind: str, *, days_ago: float = 0, times: int = 1, **fields: Any) -> None:
    """Record that something happened to a customer so many days before NOW, a minute apart."""
    at = NOW - days_ago * DAY
    history.record(
        [
            history.Entry(
                customer_id=customer.pk,
                occurred_at=at + timedelta(minutes=number),
                kind=kind,
                source="test",
                source_id=f"{customer.pk}:{kind}:{days_ago}:{number}",
                **fields,
            )
            for number in range(times)
        ],
        now=NOW + DAY,
    )


def make_campaign(key: str = "autumn", *, versions: tuple[str, ...] = ("A",), **fields: Any) -> Campaign:
    make_topic("offers")
    base = {
        "name": "Autumn letter",
        "topic": "offers",
        "sender": "Hauptplatz Pharmacies <hello@mail.rapport.example>",
        "audience": "everyone",
    } | fields
    campaign = Campaign.objects.create(key=key, **base)
    for name in versions:
        make_version(campaign, name)
    return campaign


def make_version(campaign: Campaign, name: str = "A", **fields: Any) -> Version:
    base = {
        "subject": "A word for {{ customer.first_name }}",
        "text": "Dear {{ customer.first_name }}, see https://shop.example.org/\n{{ unsubscribe_url }}",
        "html": (
            "<p>Dear {{ customer.first_name }}, see <a href='https://shop.example.org/'>our shop</a>.</p>"
            "<p><a href='{{ unsubscribe_url }}'>No more</a></p>"
        ),
    } | fields
    return Version.objects.create(campaign=campaign, name=name, **base)


def make_message(
    customer: Customer, cause: str = "flight:1", state: str = "accepted", **fields: Any
) -> Message:
    base = {
        "channel": "email",
        "purpose": "marketing",
        "topic": "offers",
        "lane": 2,
        "due_at": NOW,
        "created_at": NOW,
        "accepted_at": NOW if state in ("accepted", "delivered", "complained") else None,
    } | fields
    return Message.objects.create(customer=customer, cause=cause, state=state, **base)


def make_flight(campaign: Campaign, **fields: Any) -> Flight:
    base = {
        "audience": campaign.audience,
        "holdout": campaign.holdout,
        "arms": [
            {"version_id": v.pk, "name": v.name, "weight": v.weight, "content_id": 1}
            for v in campaign.versions.all()
        ],
        "salt": campaign.key,
        "launched_by": "staff:marketer",
        "started_at": NOW,
    } | fields
    return Flight.objects.create(campaign=campaign, **base)


def make_offer(key: str = "tariff", **fields: Any) -> Offer:
    make_topic("offers")
    base = {
        "name": "The new tariff",
        "topic": "offers",
        "title": "A tariff that fits you",
        "words": "It saves you 3 euros a month.",
        "audience": "everyone",
    } | fields
    return Offer.objects.create(key=key, **base)
