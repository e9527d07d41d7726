"""Webhooks by API: made, changed, stopped, replayed; every flaw named at its place."""

from typing import Any

import pytest
from django.utils import timezone

from customers import history
from customers.entry import Entry
from hub.models import Webhook
from tests.hub.api.conftest import Api
from tests.makers import DAY, make_customer

pytestmark = pytest.mark.django_db
SHOP = {"name": "shop", "url": "https://shop.example.org/rapport", "kinds": ["purchase"]}


@pytest.fixture
def hook(api: Api) -> int:
    return int(api.send("POST", "webhooks/", SHOP).json()["webhook"]["id"])


def test_the_secret_is_shown_once(api: Api) -> None:
    made = api.send("POST", "webhooks/", SHOP)
    assert made.status_code == 201
    assert made.json()["secret"] == Webhook.objects.get().secret
    assert "secret" not in api.get(f"webhooks/{made.json()['webhook']['id']}/").json()


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"url": "http://shop.example.org/"}, "/url"),
        ({"url": "https://user:word@shop.example.org/"}, "/url"),
        ({"kinds": ["purchases"]}, "/kinds"),
        ({"kinds": []}, "/kinds"),
        ({"name": " "}, "/name"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_place(api: Api, hook: int, change: Any, pointer: str) -> None:
    for said in (
        api.send("POST", "webhooks/", SHOP | change),
        api.send("PATCH", f"webhooks/{hook}/", change),
    ):
        assert said.status_code == 422
        assert said.json()["errors"][0]["pointer"] == pointer
    assert Webhook.objects.get().url == SHOP["url"]


def test_it_can_be_stopped_and_let_go_on_and_removed(api: Api, hook: int) -> None:
    stopped = api.send("PATCH", f"webhooks/{hook}/", {"stopped": True}).json()
    assert (stopped["state"], stopped["why"]) == ("stopped", "Stopped by api:till.")
    assert api.send("PATCH", f"webhooks/{hook}/", {"stopped": False}).json()["state"] == "working"
    assert api.send("PATCH", f"webhooks/{hook}/", {"kinds": ["visit", "call"]}).json()["kinds"] == [
        "call",
        "visit",
    ]
    assert api.send("DELETE", f"webhooks/{hook}/").json() == {"id": hook}
    assert api.get("webhooks/").json() == {"items": []}


def test_what_was_told_is_listed_and_told_again(api: Api, hook: int) -> None:
    now = timezone.now()
    ana = make_customer()
    history.record([Entry(ana.pk, now, "purchase", "shop", str(n)) for n in range(3)], now=now)
    since = {"since": "2020-01-01T00:00:00Z", "until": "2020-02-01T00:00:00Z"}
    assert api.send("POST", f"webhooks/{hook}/replay/", since).json() == {"deliveries": 0}
    today = {"since": (now - DAY).isoformat(), "until": (now + DAY).isoformat()}
    assert api.send("POST", f"webhooks/{hook}/replay/", today).json() == {"deliveries": 3}
    first = api.get(f"webhooks/{hook}/deliveries/?limit=2").json()
    assert [each["state"] for each in first["items"]] == ["waiting", "waiting"]
    rest = api.get(f"webhooks/{hook}/deliveries/?limit=2&cursor={first['next']}").json()
    assert (len(rest["items"]), rest["next"]) == (1, None)
    too_long = {"since": "2020-01-01T00:00:00Z", "until": "2026-02-01T00:00:00Z"}
    assert api.send("POST", f"webhooks/{hook}/replay/", too_long).status_code == 422


def test_a_new_secret_is_another(api: Api, hook: int) -> None:
    before = Webhook.objects.get().secret
    assert api.send("POST", f"webhooks/{hook}/rotate/").json()["secret"] != before
