"""A push message from its campaign to the browser and back: judged by the gate, sent, tapped, and dropped."""

from collections.abc import Iterator
from datetime import datetime, timedelta
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
from customers.models import Customer, Interaction, Ownership, Suppression, Touch
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


def push(customer: Customer, version: Version | None = None, *, due_at: datetime | None = None) -> Message:
    version = version or campaign()
    assert content.check_campaign(version.campaign) == []
    words, cause, now = content.publish(version.campaign, version), f"test:{next(causes)}", timezone.now()
    draft = Draft(customer.pk, "push", words.pk, "marketing", "offers", cause, due_at or now)
    outbox.queue([draft], now=now)
    if due_at is None:
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


def test_a_device_that_tells_before_it_is_noted_that_it_was_sent_is_asked_to_tell_again(
    service: Peer, anna: Customer, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    browser = turn_on(service, anna)
    message = push(anna)
    door = browser.read(service.got[0].body)["shown"].removeprefix("http://testserver")
    Message.objects.filter(pk=message.pk).update(state="attempting")
    early = client.post(door, {"what": "tapped"})
    assert (early.status_code, early["Retry-After"]) == (503, "3")
    assert "Service Unavailable" not in caplog.text
    Message.objects.filter(pk=message.pk).update(state="accepted")
    assert client.post(door, {"what": "tapped"}).status_code == 204
    message.refresh_from_db()
    assert message.state == "delivered"


def test_one_notice_goes_to_one_device_the_one_used_last(service: Peer, anna: Customer) -> None:
    turn_on(service, anna, "old")
    turn_on(service, anna, "new", minutes=1)
    push(anna)
    turn_on(service, anna, "old", minutes=2)
    push(anna)
    assert [got.path for got in service.got] == ["/push/new", "/push/old"]
    assert Touch.objects.filter(channel="push").count() == 2


def dies(service: Peer, path: str) -> None:
    service.reply = lambda handler, got: answer(handler, 410 if got.path.endswith(path) else 201, b"")


def test_a_device_that_is_gone_is_forgotten_and_its_notices_go_on_to_another(
    service: Peer, anna: Customer
) -> None:
    turn_on(service, anna, "alive")
    turn_on(service, anna, "dead", minutes=1)
    dead = Device.objects.get(endpoint__endswith="dead").contact_point
    waits = push(anna, due_at=timezone.now() + timedelta(hours=1))
    dies(service, "dead")
    message = push(anna)
    assert (message.state, message.attempts) == ("accepted", 1)
    assert [got.path for got in service.got] == ["/push/dead", "/push/alive"]
    alive = Device.objects.get()
    waits.refresh_from_db()
    assert (message.contact_point_id, waits.contact_point_id) == (alive.pk, alive.pk)
    assert Touch.objects.get(message_id=message.pk).state == "spent"
    assert not Ownership.objects.filter(contact_point=dead).exists()
    kinds = Interaction.objects.filter(message_id=message.pk).values_list("kind", flat=True)
    assert list(kinds) == ["message_accepted"]


def test_the_last_device_that_is_gone_bounces_and_is_barred(service: Peer, anna: Customer) -> None:
    turn_on(service, anna, "dead")
    dead = Device.objects.get().contact_point
    dies(service, "dead")
    message = push(anna)
    assert message.state == "bounced"
    assert not Device.objects.exists()
    assert Suppression.objects.filter(contact_point=dead, lifted_at=None).exists()
    assert Touch.objects.get(message_id=message.pk).state == "returned"


def test_what_waits_for_a_device_that_its_owner_takes_away_goes_to_another(
    service: Peer, anna: Customer
) -> None:
    turn_on(service, anna, "stays")
    turn_on(service, anna, "goes", minutes=1)
    waits = push(anna, due_at=timezone.now() + timedelta(hours=1))
    goes = Device.objects.get(endpoint__endswith="goes")
    devices.remove([anna.pk], goes.pk, Evidence("Signed out.", "app", "customer"), now=timezone.now())
    waits.refresh_from_db()
    assert (waits.state, waits.contact_point_id) == ("queued", Device.objects.get().pk)


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
