"""Notices on my devices: turned on by a tap with the sentence kept, and taken away; for nobody else."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from channels import addresses, vapid
from channels.models import Device, Message
from customers.models import Consent, ConsentEvidence, Customer, Interaction, Suppression
from hub.portal.notices import label_of
from tests.channels.push_peers import Browser
from tests.hub.portal.conftest import Receive
from tests.makers import make_customer

pytestmark = pytest.mark.django_db
ComeIn = Callable[..., Client]
PAGE, ON, OFF = "/portal/notices/", "/portal/notices/on/", "/portal/notices/off/"
PHONE = "Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0"


@pytest.fixture(autouse=True)
def _with_key(settings: Any) -> None:
    settings.PUSH_VAPID_KEY = vapid.new_key()


def posted(path: str = "1", **changes: str) -> dict[str, str]:
    browser = Browser(f"https://push.example.com/{path}")
    return {"endpoint": browser.endpoint, "p256dh": browser.p256dh, "auth": browser.auth} | changes


def words(client: Client) -> str:
    return " ".join(client.get(PAGE).content.decode().split())


def test_a_tap_turns_notices_on_here_and_keeps_the_sentence_that_was_shown(
    anna: Customer, come_in: ComeIn, settings: Any
) -> None:
    inside = come_in(anna)
    page = words(inside)
    assert vapid.public_key(settings.PUSH_VAPID_KEY) in page and "On no device." in page
    sentence = "Yes, you may show me offers and news on this device. I can stop this at any time."
    assert sentence in page
    answer = inside.post(ON, posted(), headers={"User-Agent": PHONE})
    assert "What we have for you now shows on this device." in inside.get(answer["Location"]).content.decode()
    device = Device.objects.select_related("contact_point").get()
    assert (device.kind, device.label, device.endpoint) == (
        "webpush",
        "Firefox, Android",
        "https://push.example.com/1",
    )
    assert "example.com" not in device.contact_point.address
    assert device.contact_point.address in words(inside), "by which the browser knows itself"
    evidence = ConsentEvidence.objects.get(channel="push")
    assert (evidence.is_granted, evidence.wording, evidence.place) == (True, sentence, "portal")
    assert evidence.wording_version == "push.on/en/0"


def test_twice_is_as_good_as_once(anna: Customer, come_in: ComeIn) -> None:
    inside, browser = come_in(anna), posted()
    inside.post(ON, browser)
    inside.post(ON, browser)
    assert Device.objects.count() == 1
    assert ConsentEvidence.objects.filter(channel="push").count() == 1


def test_turning_off_the_last_device_takes_the_yes_back_and_no_earlier(
    anna: Customer, come_in: ComeIn
) -> None:
    inside = come_in(anna)
    inside.post(ON, posted("1"))
    inside.post(ON, posted("2"))
    first, second = Device.objects.order_by("pk")
    inside.post(OFF, {"device": first.pk})
    assert Consent.objects.get(channel="push").is_granted
    inside.post(OFF, {"device": second.pk})
    assert not Consent.objects.get(channel="push").is_granted
    assert (Device.objects.count(), anna.contact_points.filter(kind="device").count()) == (0, 0)
    assert ConsentEvidence.objects.latest("pk").wording == "No more push messages with offers and news."


def test_nobody_turns_off_anothers_device_and_a_shared_browser_is_the_last_ones(
    anna: Customer, come_in: ComeIn
) -> None:
    karl = make_customer("Karl", email="karl@example.org")
    come_in(anna).post(ON, posted())
    device = Device.objects.get()
    his = come_in(karl)
    his.post(OFF, {"device": device.pk})
    assert Device.objects.exists()
    his.post(ON, posted())
    assert list(device.contact_point.owners.all()) == [karl]
    assert "On no device." in words(come_in(anna))


@pytest.mark.parametrize(
    "changes",
    [
        {"endpoint": "http://push.example.com/1"}, {"endpoint": "https://127.0.0.1/x"},
        {"endpoint": "https://[::1]/x"}, {"endpoint": "https://localhost/x"}, {"endpoint": "https://2130706433/"},
        {"endpoint": "https://0x7f.1/"}, {"endpoint": "file:///etc/passwd"}, {"endpoint": "https://"},
        {"endpoint": "https://ana:secret@push.example.com/"}, {"endpoint": "https://push.example.com:99999/"},
        {"endpoint": "x" * 3000}, {"endpoint": "https://push.example.com/\0"}, {"endpoint": ""},
        {"p256dh": ""}, {"p256dh": "AAAA"}, {"auth": "!"}, {"auth": "é"}, {"endpoint": "https://[/"},
    ],
)  # fmt: skip
def test_what_no_browser_would_give_is_refused_and_changes_nothing(
    anna: Customer, come_in: ComeIn, changes: dict[str, str]
) -> None:
    answer = come_in(anna).post(ON, posted(**changes))
    assert answer.status_code == 422
    assert "Nothing was changed." in answer.content.decode()
    assert not Device.objects.exists() and not Consent.objects.filter(channel="push").exists()


def test_without_a_key_of_ours_it_is_not_offered(anna: Customer, come_in: ComeIn, settings: Any) -> None:
    settings.PUSH_VAPID_KEY = ""
    inside = come_in(anna)
    assert "data-notices" not in words(inside)
    assert inside.post(ON, posted()).status_code == 404


def test_a_device_that_had_gone_and_comes_back_is_used_again(anna: Customer, come_in: ComeIn) -> None:
    inside = come_in(anna)
    inside.post(ON, posted())
    point = Device.objects.get().contact_point
    Suppression.objects.create(contact_point=point, reason="invalid", suppressed_at=point.created_at)
    inside.post(ON, posted())
    assert not Suppression.objects.filter(lifted_at=None).exists()


def test_what_a_device_showed_has_arrived_and_a_tap_says_which_one_is_used(
    anna: Customer, come_in: ComeIn, receive: Receive, client: Client
) -> None:
    inside = come_in(anna)
    inside.post(ON, posted("1"))
    inside.post(ON, posted("2"))
    first, second = Device.objects.order_by("used_at")
    message = receive(anna, channel="push")
    Message.objects.filter(pk=message.pk).update(contact_point=first.contact_point)
    url = addresses.shown_url(message.pk).removeprefix("http://testserver")
    assert client.post(url, {"what": "shown"}).status_code == 204
    message.refresh_from_db()
    assert message.state == "delivered"
    assert Interaction.objects.filter(kind="message_delivered", message_id=message.pk).count() == 1
    assert client.post(url, {"what": "tapped"}).status_code == 204
    first.refresh_from_db()
    assert first.used_at > second.used_at
    assert (client.get(url).status_code, client.post("/t/s/abc/").status_code) == (405, 404)


def test_the_script_that_shows_notices_comes_from_where_it_minds_the_pages(client: Client) -> None:
    answer = client.get("/portal/push-worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert b"showNotification" in answer.content


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (PHONE, "Firefox, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/131.0 Safari/537.36 Edg/131.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604", "Safari, iPhone"),
        ("curl/8", ""),
    ],
)  # fmt: skip
def test_a_browser_is_called_what_its_owner_calls_it(agent: str, label: str) -> None:
    assert label_of(agent) == label


def test_a_stranger_comes_to_the_door(client: Client) -> None:
    assert re.search("/portal/$", client.get(PAGE)["Location"])
    assert client.post(ON, posted()).status_code == 302
    assert not Device.objects.exists()
