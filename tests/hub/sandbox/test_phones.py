"""The town's mobile network and the hub, over HTTP both ways."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from channels import callbacks, dispatch, outbox
from channels.models import Callback, Lane, Message
from channels.outbox import Draft
from customers.models import Interaction
from hub.sandbox.town import phones
from hub.sandbox.town.doors import Doors
from hub.sandbox.town.people import person, phone_owner
from hub.sandbox.town.phones import Account, PhoneNetwork
from tests.makers import make_content, make_customer, share_point

SEED, SIZE = "test", 300
HERE = "127.0.0.1"
PEOPLE = [each for each in (person(SEED, number) for number in range(1, SIZE + 1)) if each.phone]


def test_a_phone_belongs_to_one_person() -> None:
    for each in PEOPLE[:50]:
        assert phone_owner(SEED, SIZE, each.phone.replace(" ", "")) == each
    assert phone_owner(SEED, SIZE, "+43123") is None
    assert phone_owner(SEED, SIZE, "") is None


def wait_for(is_so: Callable[[], bool]) -> None:
    ends_at = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < ends_at
        time.sleep(0.05)
        callbacks.apply_waiting(now=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_texts_arrive_are_answered_and_stopped(live_server: Any, settings: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(phones, "ANSWERS", 1.0)
    settings.BASE_URL = live_server.url
    address = "twilio+http://town:secret@127.0.0.1:{}/?from=+4366055999999"
    web = (HERE, int(live_server.url.rpartition(":")[2]))
    network = PhoneNetwork(
        Account("town", "secret"), SEED, SIZE, Doors(live_server.url, web, (HERE, 9)), least_seconds=0.1
    )
    settings.SMS_URL, settings.SMS_GATEWAY = address.format(network.listen(HERE, 0)), ""
    try:
        content = make_content(channel="sms", subject="Tee", text="Tee für alle", html="")
        for each in PEOPLE[:12]:
            customer = make_customer(each.name, consents=("sms:marketing",))
            share_point(customer, each.phone.replace(" ", ""), "phone")
            draft = Draft(customer.pk, "sms", content.pk, "marketing", "offers", "flight:1", timezone.now())
            outbox.queue([draft], now=timezone.now())
        dispatch.send_range(Lane.BULK, 0, 2**60)
        went = Message.objects.filter(state="accepted").count()
        assert went >= 9
        wait_for(lambda: Message.objects.filter(cause="flight:1", state="delivered").count() >= went - 2)
        wait_for(lambda: Interaction.objects.filter(kind="message_replied", channel="sms").count() >= 3)
        assert not Callback.objects.filter(state="unparsed").exists()
    finally:
        network.close()
