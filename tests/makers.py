"""Plain makers with keyword overrides: one row of each kind, valid as it is."""

from datetime import UTC, datetime, timedelta
from typing import Any

from channels.models import Content
from customers.models import Consent, ContactPoint, Customer, Dial, Ownership, Topic
from hub.models import Staff

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
"""A Monday morning; tests pass time in."""
DAY = timedelta(days=1)


def make_topic(key: str = "offers", label: str = "Offers", german: str = "") -> Topic:
    translations = {"de": [german, ""]} if german else {}
    return Topic.objects.get_or_create(key=key, defaults={"label": label, "translations": translations})[0]


def make_customer(
    name: str = "Margarethe Köhler-Obermüller",
    *,
    email: str | None = None,
    consents: tuple[str, ...] = ("email:marketing",),
    **fields: Any,
) -> Customer:
    """Make a customer with an address of their own who agreed to marketing by email."""
    fields = {
        "language": "de",
        "timezone": "Europe/Vienna",
        "country": "AT",
        "created_at": NOW - 400 * DAY,
    } | fields
    customer = Customer.objects.create(name=name, **fields)
    share_point(customer, email or f"customer{customer.pk}@example.org")
    for consent in consents:
        channel, purpose = consent.split(":")
        Consent.objects.create(
            customer=customer, channel=channel, purpose=purpose, is_granted=True, changed_at=NOW - 300 * DAY
        )
    return customer


def share_point(customer: Customer, address: str, kind: str = "email") -> ContactPoint:
    point, _ = ContactPoint.objects.get_or_create(kind=kind, address=address)
    Ownership.objects.get_or_create(customer=customer, contact_point=point)
    return point


def make_dial(
    customer: Customer, position: int, *, channel: str = "", topic: str = "", **fields: Any
) -> Dial:
    return Dial.objects.create(customer=customer, channel=channel, topic=topic, position=position, **fields)


def make_content(**fields: Any) -> Content:
    base = {
        "channel": "email",
        "purpose": "marketing",
        "topic": "offers",
        "sender_name": "Hauptplatz Pharmacies",
        "sender_address": "hello@mail.rapport.example",
        "subject": "A word for {{ customer.first_name }}",
        "text": "Dear {{ customer.first_name }}, this is for you alone.",
        "html": "<p>Dear {{ customer.first_name }}, this is for you alone.</p>{{ pixel }}",
        "links": [],
    } | fields
    return Content.objects.create(digest=str(hash(str(sorted(base.items())))), **base)


def make_staff(role: str = "agent", username: str = "", **fields: Any) -> Staff:
    return Staff.objects.create_user(
        username=username or role, password="a-long-password", role=role, **fields
    )
