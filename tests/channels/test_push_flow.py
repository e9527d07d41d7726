"""A push message from its campaign to the browser and back: judged by the gate, sent, tapped, and dropped."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from campaigns import content
from campaigns.models import Campaign, Version
from channels import devices, erasing, outbox, takeout, vapid
from channels.models import Device, Hit, Lane, Message
from channels.outbox import Draft
from customers.consent import Evidence
from customers.models import Customer, Interaction, Suppression, Touch
from tests.channels import gateways
from tests.channels.gateways import Peer, answer
from tests.channels.push_peers import Browser, send_all
from tests.makers import make_customer, make_dial, make_topic

pytestmark = pytest.mark.django_db
causes = iter(range(1_000_000))


@pytest.fixture
def service(settings: Any) -> Iterator[Peer]:
    with gateways.running() as running:
        running.reply = lambda handler, got: answer(handler, 201, b"")
        settings.PUSH_VAPID_KEY = vapid.new_key()
        settings.PUSH_TRUSTED_ORIGINS = [f"http://127.0.0.1:{running.port}"]
        yield running


@pytest.fixture
def anna(db: None) -> Customer:
    make_topic()
    return make_customer("Anna Kern", consents=("push:marketing",))


def turn_on(service: Peer, customer: Customer, path: str = "1", *, minutes: int = 0) -> Browser:
    browser = Browser(f"http://127.0.0.1:{service.port}/push/{path}")
    at = timezone.now() + timedelta(minutes=minutes)
    devices.add(customer.pk, "webpush", browser.endpoint, p256dh=browser.p256dh, auth=browser.auth, now=at)
    return browser


def campaign(text: str = "Two for one until Friday. https://shop.example/tea") -> Version:
    made = Campaign.objects.create(
        key=f"tea-{next(causes)}", name="Tea", topic="offers", channel="push", sender="Hauptplatz",
        audience="everyone",
    )  # fmt: skip
    title = "Tea, {{ customer.first_name }}?"
    return Version.objects.create(campaign=made, name="A", subject=title, text=text)


def push(customer: Customer, version: Version | None = None) -> Message:
    version = version or campaign()
    assert content.check_campaign(version.campaign) == []
    words, cause, now = content.publish(version.campaign, version), f"test:{next(causes)}", timezone.now()
    draft = Draft(customer.pk, "push", words.pk, "marketing", "offers", cause, now)
    outbox.queue([draft], now=now)
    send_all()
    return Message.objects.get(cause=cause)


def test_a_campaigns_notice_is_read_in_the_browser_and_its_tap_is_counted(
    service: Peer, anna: Customer, client: Client
) -> None:
    browser = turn_on(service, anna)
    message = push(anna)
    assert (message.state, message.provider) == ("accepted", "webpush")
    said = browser.read(service.got[0].body)
    assert (said["title"], said["body"]) == ("Tea, Anna?", "Two for one until Friday.")
    assert Interaction.objects.get(message_id=message.pk).summary == "Tea, Anna?"
    tapped = client.get(said["link"].removeprefix("http://testserver"))
    assert tapped["Location"] == "https://shop.example/tea"
    assert Hit.objects.get(message=message).kind == "click"
    assert client.get(said["leave"].removeprefix("http://testserver")).status_code == 200


def test_one_notice_goes_to_one_device_the_one_used_last(service: Peer, anna: Customer) -> None:
    turn_on(service, anna, "old")
    turn_on(service, anna, "new", minutes=1)
    push(anna)
    turn_on(service, anna, "old", minutes=2)
    push(anna)
    assert [got.path for got in service.got] == ["/push/new", "/push/old"]
    assert Touch.objects.filter(channel="push").count() == 2


def test_a_device_that_is_gone_is_forgotten_at_once_and_the_next_one_takes_over(
    service: Peer, anna: Customer
) -> None:
    turn_on(service, anna, "alive")
    turn_on(service, anna, "dead", minutes=1)
    dead = Device.objects.get(endpoint__endswith="dead").contact_point
    service.reply = lambda handler, got: answer(handler, 410 if got.path.endswith("dead") else 201, b"")
    message = push(anna)
    assert message.state == "bounced"
    assert not Device.objects.filter(pk=dead.pk).exists()
    assert Suppression.objects.filter(contact_point=dead, lifted_at=None).exists()
    assert Touch.objects.get(message_id=message.pk).state == "returned"
    assert push(anna).state == "accepted"
    assert [got.path for got in service.got] == ["/push/dead", "/push/alive"]


def test_what_the_customer_does_not_allow_goes_nowhere(service: Peer, anna: Customer) -> None:
    assert push(anna).reason == "no_contact_point"
    turn_on(service, anna)
    stranger = make_customer("Karl")
    turn_on(service, stranger, "2")
    assert push(stranger).reason == "no_consent"
    make_dial(anna, 0, channel="push")
    assert push(anna).reason == "dial_closed"
    assert service.got == []


def test_a_device_taken_away_while_a_notice_waits_gets_nothing(service: Peer, anna: Customer) -> None:
    turn_on(service, anna)
    device = Device.objects.get()
    words, now = content.publish((version := campaign()).campaign, version), timezone.now()
    outbox.queue([Draft(anna.pk, "push", words.pk, "service", "offers", "late", now)], now=now)
    device.delete()
    send_all(Lane.CRITICAL)
    assert (Message.objects.get(cause="late").state, service.got) == ("failed", [])


def test_words_that_do_not_fit_are_told_before_anything_goes(anna: Customer) -> None:
    said = content.check(campaign("x" * 2600))
    assert ["2,500 bytes" in each.words for each in said] == [True]
    (complaint,) = content.check(campaign(""))
    assert complaint.where == "text"


def test_who_is_forgotten_has_no_devices_and_who_takes_their_data_along_sees_them(
    service: Peer, anna: Customer
) -> None:
    browser = turn_on(service, anna)
    sections = dict(takeout.sections([anna.pk]))
    assert [row["endpoint"] for row in sections["devices"]] == [browser.endpoint]
    now = timezone.now()
    erasing.ask(anna.pk, Evidence("Forget me.", "portal", "customer"), now=now)
    assert erasing.carry_out(now=now + timedelta(days=400)) == 1
    assert not Device.objects.exists()
