"""The town's mobile network and the hub, over HTTP and SMPP, both ways."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import smpp34
from django.utils import timezone

from channels import callbacks, dispatch, outbox
from channels.models import Callback, Lane, Message
from channels.outbox import Draft
from customers.models import Interaction
from hub.sandbox.town import phones
from hub.sandbox.town.doors import Doors
from hub.sandbox.town.people import person, phone_owner
from hub.sandbox.town.phones import Account, PhoneNetwork
from hub.sandbox.town.smsc import MessageCentre
from tests.channels.links import linked
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
    ends_at = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < ends_at
        time.sleep(0.05)
        callbacks.apply_waiting(now=timezone.now())


def queue_for(people: list[Any]) -> None:
    content = make_content(channel="sms", subject="Tee", text="Tee für alle", html="")
    for each in people:
        customer = make_customer(each.name, consents=("sms:marketing",))
        share_point(customer, each.phone.replace(" ", ""), "phone")
        draft = Draft(customer.pk, "sms", content.pk, "marketing", "offers", "flight:1", timezone.now())
        outbox.queue([draft], now=timezone.now())


@contextmanager
def centre_of_the_town(base_url: str) -> Iterator[int]:
    web = (HERE, int(base_url.rpartition(":")[2]))
    network = PhoneNetwork(
        Account("town", "secret"), SEED, SIZE, Doors(base_url, web, (HERE, 9)), least_seconds=0.1
    )
    centre = MessageCentre(Account("town", "secret"), network)
    network.listen(HERE, 0)
    try:
        yield centre.listen(HERE, 0)
    finally:
        centre.close()
        network.close()


@pytest.mark.django_db(transaction=True)
def test_the_same_phones_are_reached_by_smpp(settings: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(phones, "ANSWERS", 1.0)
    with centre_of_the_town("http://127.0.0.1:9") as port:
        settings.SMS_URL = f"smpp://town:secret@{HERE}:{port}/?from=+4366055999999"
        queue_for(PEOPLE[:12])
        with linked():
            wait_for(lambda: Message.objects.filter(state="delivered").count() >= 7)
            wait_for(lambda: Interaction.objects.filter(kind="message_replied", channel="sms").count() >= 3)
    assert not Message.objects.exclude(provider="smpp").exists()
    assert not Callback.objects.filter(state="unparsed").exists()


def test_the_towns_message_centre_speaks_to_another_houses_stack() -> None:
    async def text(port: int, password: str, to: str) -> Any:
        client = smpp34.Client(HERE, port, "town", password)
        bound = await asyncio.wait_for(client.connect(), 3)
        try:
            answer = await bound.submit_sm(
                destination_addr=to.lstrip("+"), short_message=b"Tee", source_addr="1"
            )
            receipt = await asyncio.wait_for(bound.next(), 20) if answer.is_success else None
            return answer, receipt
        finally:
            await bound.unbind()
            await client.stop()

    with centre_of_the_town("http://127.0.0.1:9") as port:
        said = (asyncio.run(text(port, "secret", each.phone.replace(" ", ""))) for each in PEOPLE[:5])
        answer, receipt = next(each for each in said if each[1])
        assert f"id:{answer.message_id}".encode() in receipt.short_message
        (nobody, _) = asyncio.run(text(port, "secret", "+43123"))
        assert nobody.command_status == 0x0B
        with pytest.raises((TimeoutError, smpp34.SmppError)):
            asyncio.run(text(port, "guess", "+43123"))


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
        queue_for(PEOPLE[:12])
        dispatch.send_range(Lane.BULK, 0, 2**60)
        went = Message.objects.filter(state="accepted").count()
        assert went >= 9
        wait_for(lambda: Message.objects.filter(cause="flight:1", state="delivered").count() >= went - 2)
        wait_for(lambda: Interaction.objects.filter(kind="message_replied", channel="sms").count() >= 3)
        assert not Callback.objects.filter(state="unparsed").exists()
    finally:
        network.close()
