"""What an app asks for its customer: devices registered and taken away, and the inbox pulled."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from channels import outbox
from channels.models import Device, Message
from channels.outbox import Draft
from customers.models import Consent, Customer
from tests.channels.push_peers import send_all
from tests.hub.api.conftest import Api, make_api
from tests.makers import make_content, make_customer, make_topic

pytestmark = pytest.mark.django_db
TOKEN = {"kind": "fcm", "endpoint": "a-token-of-the-app", "label": "Pixel 9"}


@pytest.fixture
def anna(db: None) -> Customer:
    make_topic()
    return make_customer("Anna Kern", consents=("push:marketing",))


def items(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.content
    return list(answer.json()["items"])


def test_an_app_registers_its_device_and_takes_it_away_with_the_consent(api: Api, anna: Customer) -> None:
    where = f"customers/{anna.number}/devices/"
    (device,) = items(api.post(where, TOKEN))
    assert (device["kind"], device["label"]) == ("fcm", "Pixel 9")
    assert "a-token-of-the-app" not in api.get(where).content.decode()
    assert items(api.post(where, TOKEN)) == items(api.get(where)), "twice is as good as once"
    assert items(api.send("DELETE", f"{where}{device['id']}/")) == []
    assert not Consent.objects.get(channel="push").is_granted
    assert api.send("DELETE", f"{where}{device['id']}/").status_code == 404


def test_a_phone_that_somebody_else_signs_in_on_is_theirs(api: Api, anna: Customer) -> None:
    karl = make_customer("Karl")
    api.post(f"customers/{anna.number}/devices/", TOKEN)
    api.post(f"customers/{karl.number}/devices/", TOKEN)
    assert items(api.get(f"customers/{anna.number}/devices/")) == []
    assert len(items(api.get(f"customers/{karl.number}/devices/"))) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "pager"}, {"endpoint": ""}, {"endpoint": "x" * 3000}, {"kind": "apns"},
        {"kind": "webpush", "endpoint": "https://10.0.0.1/x"}, {"endpoint": "a\u2028b"},
        {"kind": "webpush", "endpoint": "https://push.example.com/x"},
    ],
)  # fmt: skip
def test_what_is_no_device_is_refused(api: Api, anna: Customer, wrong: dict[str, str]) -> None:
    assert api.post(f"customers/{anna.number}/devices/", TOKEN | wrong).status_code == 422
    assert not Device.objects.exists()


def test_only_who_may_write_registers(anna: Customer) -> None:
    answer = make_api("customers:read").post(f"customers/{anna.number}/devices/", TOKEN)
    assert answer.status_code == 403


def test_at_most_ten_devices_are_kept_and_the_latest_is_used(api: Api, anna: Customer) -> None:
    where = f"customers/{anna.number}/devices/"
    for number in range(11):
        api.post(where, TOKEN | {"endpoint": f"token-{number}", "label": str(number)})
    kept = [each["label"] for each in items(api.get(where))]
    assert kept == [str(number) for number in range(10, 0, -1)]
    now = timezone.now()
    draft = Draft(anna.pk, "push", make_content(channel="push").pk, "marketing", "offers", "x", now)
    outbox.queue([draft], now=now)
    message = Message.objects.get(cause="x")
    assert Device.objects.get(contact_point=message.contact_point_id).label == "10"


def test_an_app_pulls_the_inbox_and_tells_what_was_done_with_it(api: Api, anna: Customer) -> None:
    now = timezone.now()
    content = make_content(
        channel="inapp", html="", text="Two for one. {{ links[0] }}", links=["https://x.test"]
    )
    drafts = [
        Draft(
            anna.pk, "inapp", content.pk, "marketing", "offers", f"x{number}", now,
            not_after=now + timedelta(days=1),
        )
        for number in range(2)
    ]  # fmt: skip
    outbox.queue(drafts, now=now)
    send_all()
    where = f"customers/{anna.number}/inbox/"
    first, second = items(api.get(where))
    assert (first["subject"], first["text"]) == ("A word for Anna", "Two for one.")
    assert "/t/c/" in first["link"] and not first["is_read"]
    assert set(Message.objects.values_list("state", flat=True)) == {"delivered"}
    api.post(f"{where}{first['id']}/", {"did": "read"})
    left = items(api.post(f"{where}{second['id']}/", {"did": "dismissed"}))
    assert [(each["id"], each["is_read"]) for each in left] == [(first["id"], True)]
    karl = make_customer("Karl")
    answer = api.post(f"customers/{karl.number}/inbox/{first['id']}/", {"did": "dismissed"})
    assert answer.status_code == 404
