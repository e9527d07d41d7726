"""A day in the hub: customers with a past, a campaign under way, messages in all states, mails to place."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from campaigns.models import Campaign, Flight
from channels import inbound, receipts
from channels.models import Hit, InboundMail, Message, MessageState, Pulse
from channels.receipts import Seen
from customers import history, identity
from customers.history import Entry
from customers.models import Customer, Fact, ProfileField
from tests.campaigns.makers import make_campaign, make_flight
from tests.makers import DAY, make_content, make_customer, make_dial, make_topic

PERSON = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"
LONG_NAME = "Donaudampfschifffahrtsgesellschaft Hauptmannswitwe-Obermüller"
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Scene:
    regular: Customer
    campaign: Campaign
    message: Message
    mail: InboundMail
    """It waits, and two customers share its address."""


def set_the_scene() -> Scene:
    """Fill an empty hub with some of everything."""
    now = timezone.now()
    make_topic("offers", "Offers", "Angebote")
    make_topic("health", "Health tips")
    Pulse.objects.create(name="sweep", beat_at=now)
    regular = make_customer(email="margarethe@example.org")
    others = [make_customer(name) for name in ("Josef Köhler", "Anna Huber", LONG_NAME, "Jakob Winter")]
    _tell_of(regular, now)
    make_dial(regular, 6, changed_at=now - 3 * DAY)
    make_dial(regular, 3, topic="offers", changed_at=now - 3 * DAY)
    make_dial(
        regular, 8, channel="email", snooze_position=0, snoozed_until=now + 7 * DAY, changed_at=now - 3 * DAY
    )
    ProfileField.objects.create(key="reads", label="Reads")
    Fact.objects.create(customer=regular, field_id="reads", value="German, large print", source="till")
    campaign, message = _send_to([regular, *others], now)
    mail = _receive(now)
    identity.index([each.pk for each in Customer.objects.all()])
    return Scene(regular, campaign, message, mail)


def _tell_of(customer: Customer, now: datetime) -> None:
    def entry(kind: str, at: datetime, number: int = 0, **fields: Any) -> Entry:
        return Entry(customer.pk, at, kind, "scene", f"{customer.pk}:{kind}:{number}", **fields)

    words = "Does the generic plan cover my husband too? " * 20
    days = range(70)
    visits = [entry("visit", now - (n + 2) * DAY, n, summary=f"At the till, visit {n}") for n in days]
    others = [
        entry("purchase", now - 5 * MINUTE, amount_minor=4820, summary="Two prescriptions, hand cream"),
        entry("call", now - DAY, summary="Asked for home delivery"),
        entry("message_replied", now - 2 * MINUTE, summary=words[:60], data={"text": words}),
        entry("message_auto_replied", now - 40 * DAY, summary="Out of office"),
    ]
    history.record([*visits, *others], now=now)


def _send_to(customers: list[Customer], now: datetime) -> tuple[Campaign, Message]:
    campaign = make_campaign(versions=("A", "B"), name="Your prescriptions could cost less")
    flight = make_flight(campaign, state=Flight.State.SENDING, started_at=now - timedelta(hours=1))
    content = make_content(links=["https://shop.example.org/plan"])
    messages = [
        Message.objects.create(
            customer=customers[number % len(customers)],
            contact_point=customers[number % len(customers)].contact_points.first(),
            content=content, cause=flight.cause, step=number, channel="email", purpose="marketing",
            topic="offers", lane=2, campaign_id=campaign.pk, flight_id=flight.pk,
            created_at=now - timedelta(hours=1),
            version_id=campaign.versions.all()[number % 2].pk, arm="AB"[number % 2], state=state,
            reason="dial_full" if state in ("refused", "deferred") else "", attempts=1,
            due_at=now + timedelta(hours=2) if state in ("queued", "deferred") else None,
            accepted_at=now - 30 * MINUTE if state in ("accepted", "delivered") else None,
            context={"customer": {"first_name": "Margarethe"}} if state == "delivered" else None,
        )
        for number, state in enumerate(MessageState)
    ]  # fmt: skip
    delivered = next(each for each in messages if each.state == MessageState.DELIVERED)
    Message.objects.filter(pk=delivered.pk).update(customer=customers[0])
    for kind, link, agent in (("open", None, PERSON), ("click", 0, PERSON), ("open", None, "curl/8")):
        seen = Seen("GET", agent, "203.0.113.77")
        receipts.note_hit(delivered.pk, Hit.Kind(kind), seen, now=now - 20 * MINUTE, link=link)
    receipts.weigh(now=now)
    return campaign, delivered


def _receive(now: datetime) -> InboundMail:
    for name in ("Rosa Lang", "Emil Lang"):
        make_customer(name, email="family.lang@example.org")
    texts = {
        "family.lang@example.org": "Are you open on Sunday?",
        "stranger@example.net": "I moved.\n\nMy new address is Ringstraße 7.",
    }
    ids = []
    for sender, text in texts.items():
        raw = f"From: {sender}\r\nSubject: A question\r\n\r\n{text}\r\n".encode()
        ids.append(inbound.take(raw, sender, ["hello@mail.rapport.example"], door="scene", now=now))
        inbound.apply(ids[-1], now=now)
    return InboundMail.objects.get(pk=ids[0])
