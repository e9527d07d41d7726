"""The town's push service: who may send, what a browser reads, and what its owner does with it."""

import json
from collections.abc import Iterator
from email.message import Message as Headers
from typing import Any

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

from channels import outbox, vapid
from channels.models import Device, Hit, Message
from channels.outbox import Draft
from customers.models import Customer
from hub.sandbox.town import handsets, pushservice
from hub.sandbox.town.doors import Doors
from hub.sandbox.town.handsets import Handset
from hub.sandbox.town.pushservice import PushService
from hub.sandbox.town.web import Answer, Request
from tests.channels.push_peers import send_all
from tests.hub.sandbox.neighbours import EVERYBODY, HERE, SEED, api_of, doors_of, known, wait_for
from tests.makers import make_content, make_topic

KEY = vapid.new_key()
DEVICES = [device for each in EVERYBODY for device in handsets.handsets(SEED, each)]


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[PushService]:
    for share in ("BUSY", "LOST", "UNINSTALLS"):
        monkeypatch.setattr(pushservice, share, 0.0)
    doors = Doors("http://hub.example.org", (HERE, 9), (HERE, 9))
    made = PushService(vapid.public_key(KEY), SEED, DEVICES, doors, least_seconds=0.1)
    made.listen(HERE, 0)
    yield made
    made.close()


def origin(service: PushService) -> str:
    return service._origin


def sent(service: PushService, device: Handset, key: str = KEY, **other: Any) -> Answer:
    """Post a notice as a sender would; `other` are what it does differently."""
    headers = Headers()
    said = {
        "Content-Encoding": "aes128gcm", "TTL": "60",
        "Authorization": vapid.authorization(key, other.get("audience", origin(service))),
    }  # fmt: skip
    for name, value in (said | other.get("headers", {})).items():
        headers[name] = value
    body = http_ece.encrypt(
        json.dumps({"title": "Tea"}).encode(),
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=vapid.bytes_of(device.subscription["p256dh"]),
        auth_secret=device.secret,
        version="aes128gcm",
    )
    path = f"/push/{other.get('token', device.token)}"
    return service._take(Request(path, headers, other.get("body", body)))


def test_the_same_seed_makes_the_same_devices_each_with_keys_of_its_own() -> None:
    again = [device for each in EVERYBODY for device in handsets.handsets(SEED, each)]
    assert [each.subscription for each in again] == [each.subscription for each in DEVICES]
    assert len({each.token for each in DEVICES}) == len(DEVICES) > len({d.owner.number for d in DEVICES})


def test_a_push_service_takes_what_is_signed_and_meant_for_it_and_answers_like_real_ones(
    service: PushService,
) -> None:
    device = DEVICES[0]
    good = sent(service, device)
    assert (good.status, "/m/" in good.headers["Location"]) == (201, True)
    assert sent(service, device, key=vapid.new_key()).status == 403, "not who turned it on"
    assert sent(service, device, audience="https://push.example.com").status == 401
    forged = vapid.authorization(KEY, origin(service))
    forged = forged.replace("t=", "t=e30.")
    assert sent(service, device, headers={"Authorization": forged}).status == 401
    assert sent(service, device, headers={"Authorization": "Bearer x"}).status == 401
    assert sent(service, device, headers={"TTL": ""}).status == 400
    assert sent(service, device, token="nobodys").status == 404
    assert sent(service, device, body=b"x" * 5000).status == 413
    service._give_up(device)
    assert sent(service, device).status == 410
    assert service.counts["notices"] == 1


def test_a_busy_push_service_says_how_long(service: PushService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pushservice, "BUSY", 1.0)
    first, second = sent(service, DEVICES[0]), sent(service, DEVICES[0])
    assert (first.status, first.headers["Retry-After"], second.status) == (429, "2", 201)


@pytest.mark.django_db(transaction=True)
def test_notices_reach_registered_devices_are_shown_tapped_and_move_on_when_one_is_gone(
    live_server: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pushservice, "BUSY", 0.0)
    monkeypatch.setattr(pushservice, "LOST", 0.0)
    settings.BASE_URL, settings.PUSH_VAPID_KEY = live_server.url, KEY
    owners = {device.owner.number: device.owner for device in DEVICES}
    both = next(n for n in owners if len([d for d in DEVICES if d.owner.number == n]) == 2)
    chosen = [both, *[number for number in owners if number != both][:7]]
    mine = [device for device in DEVICES if device.owner.number in chosen]
    make_topic()
    customers = {number: known(owners[number], "push") for number in chosen}
    service = PushService(vapid.public_key(KEY), SEED, mine, doors_of(live_server), least_seconds=0.3)
    port = service.listen(HERE, 0)
    settings.PUSH_TRUSTED_ORIGINS = [f"http://{HERE}:{port}"]
    try:
        api = api_of(live_server, "customers:read", "customers:write")
        assert service.sign_in(api) == service.sign_in(api) == len(mine) == Device.objects.count()
        used_last = next(d for d in reversed(mine) if d.owner.number == both)
        service._give_up(used_last)
        push_to([*customers.values()])
        wait_for(lambda: Message.objects.filter(state="delivered").count() == len(chosen))
        tapped = service.counts["notices tapped"]
        wait_for(lambda: Hit.objects.filter(kind="click").count() >= max(1, tapped))
        assert Device.objects.count() == len(mine) - 1, "the one that answered 410 is forgotten"
    finally:
        service.close()


def push_to(customers: list[Customer]) -> None:
    content = make_content(
        channel="push",
        subject="Tee",
        text="Kosten Sie mit. {{ links[0] }}",
        html="",
        links=["https://x.test"],
    )
    now = timezone.now()
    drafts = [
        Draft(each.pk, "push", content.pk, "marketing", "offers", "flight:1", now) for each in customers
    ]
    outbox.queue(drafts, now=now)
    send_all()
