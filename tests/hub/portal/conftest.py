"""A customer at their own pages, with what came to them lately."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from channels import addresses
from channels.models import Message
from customers.models import Customer, Touch
from hub.portal import coming_in
from tests.makers import make_content, make_customer, make_topic

DAY = timedelta(days=1)
Receive = Callable[..., Message]


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coming_in, "ANSWER_SECONDS", 0)


@pytest.fixture
def anna(db: None) -> Customer:
    make_topic()
    make_topic("health-tips", "Health tips")
    return make_customer("Anna Kern", email="anna@example.org", language="en")


@pytest.fixture
def receive(db: None) -> Receive:
    """Let a customer have got something so long ago; it counts in their dials."""
    numbers = iter(range(1_000_000))

    def receive(customer: Customer, ago: timedelta = DAY, **fields: Any) -> Message:
        at = timezone.now() - ago
        topic, channel = fields.get("topic", "offers"), fields.get("channel", "email")
        message = Message.objects.create(
            customer=customer,
            contact_point=customer.contact_points.first(),
            content=make_content(topic=topic, subject=f"Number {next(numbers)}"),
            cause=f"test:{next(numbers)}",
            channel=channel,
            purpose="marketing",
            topic=topic,
            lane=2,
            state="accepted",
            accepted_at=at,
            created_at=at,
        )
        Touch.objects.create(
            customer_id=customer.pk,
            channel=channel,
            topic=topic,
            purpose="marketing",
            state="spent",
            actor="test",
            message_id=message.pk,
            touched_at=at,
        )
        return message

    return receive


def ask(client: Client, address: str, **extra: Any) -> Any:
    return client.post("/portal/", {"address": address}, **extra)


def link_of(message: Message) -> str:
    """Return the way in that the mail of this message carries."""
    return path(addresses.link_url(message.pk, 0)).replace("/t/c/", "/portal/open/")


def dials_link(message: Message, *, now: datetime | None = None) -> str:
    return path(addresses.portal_url(message.pk, now=now or timezone.now()))


def less_link(message: Message, *, now: datetime | None = None) -> str:
    return path(addresses.less_url(message.pk, now=now or timezone.now()))


def path(url: str) -> str:
    return url.removeprefix("http://testserver")


@pytest.fixture
def come_in() -> Callable[[Customer], Client]:
    """Return a browser in which this customer has come in by a link of their own."""

    def come_in(customer: Customer, **headers: Any) -> Client:
        client = Client(headers=headers)
        point = customer.contact_points.filter(kind="email").first()
        assert point
        ask(client, point.address)
        message = Message.objects.filter(topic="portal", contact_point=point).latest("pk")
        assert client.post(link_of(message)).status_code == 302
        return client

    return come_in
