"""ETags: 304 for what is known, and no change to what was not seen."""

from typing import Any

import pytest

from campaigns.models import Offer
from customers.models import Dial
from hub.api.routes import OPERATIONS
from tests.hub.api.conftest import Api
from tests.makers import make_customer, make_topic

pytestmark = pytest.mark.django_db
OFFER = {
    "name": "The box", "topic": "orders", "title": "A box",
    "translations": {"de": {"title": "Eine Kiste"}, "cs": {"text": "Krabice"}},
    "audience": {"everyone": None},
}  # fmt: skip


@pytest.fixture
def offer(api: Api) -> str:
    make_topic("orders", "Orders")
    return str(api.put("offers/box/", OFFER)["ETag"])


def test_what_was_written_has_the_etag_that_reading_it_gives(api: Api, offer: str) -> None:
    read = api.get("offers/box/")
    assert read["ETag"] == offer
    assert api.get("offers/box/", If_None_Match=offer).status_code == 304


def test_a_change_goes_through_only_to_what_was_seen(api: Api, offer: str, unchanged: Any) -> None:
    changed = OFFER | {"title": "A bigger box"}
    first = api.put("offers/box/", changed, If_Match=offer)
    assert (first.status_code, first.json()["title"]) == (200, "A bigger box")
    late = api.put("offers/box/", OFFER | {"title": "A small box"}, If_Match=offer)
    assert (late.status_code, late.json()["type"]) == (412, "/api/docs/problems/#changed")
    assert Offer.objects.get().title == "A bigger box"
    assert api.put("offers/box/", OFFER, If_Match=f'"x", {first["ETag"]}').status_code == 200


def test_something_may_be_made_only_if_there_is_none(api: Api, offer: str) -> None:
    assert api.put("offers/box/", OFFER, If_None_Match="*").status_code == 412
    assert api.put("offers/crate/", OFFER, If_None_Match="*").status_code == 201
    assert api.put("offers/bag/", OFFER, If_Match="*").status_code == 412
    assert api.put("offers/b%20g/", OFFER, If_Match="*").status_code == 404
    assert set(Offer.objects.values_list("key", flat=True)) == {"box", "crate"}


def test_dials_and_webhooks_are_changed_and_removed_as_they_were_seen(api: Api) -> None:
    path = f"customers/{make_customer().number}/dials/"
    turn = {"position": 4, "wording": "Less.", "place": "till 4"}
    seen = api.get(path)["ETag"]
    assert api.put(path, turn, If_Match=seen).status_code == 200
    assert api.put(path, turn | {"position": 9}, If_Match=seen).status_code == 412
    assert Dial.objects.get().position == 4
    hook = {"name": "shop", "url": "https://203.0.113.9/hook", "kinds": ["purchase"]}
    made = api.post("webhooks/", hook).json()["webhook"]
    at = f"webhooks/{made['id']}/"
    seen = api.get(at)["ETag"]
    after = api.send("PATCH", at, {"kinds": ["visit"]}, If_Match=seen)
    assert (after.status_code, after["ETag"]) == (200, api.get(at)["ETag"])
    assert api.send("DELETE", at, If_Match=seen).status_code == 412
    assert api.send("DELETE", at, If_Match=after["ETag"]).status_code == 200


def test_the_same_key_with_another_condition_is_another_request(api: Api, offer: str) -> None:
    assert api.put("offers/box/", OFFER, If_Match='"x"', Idempotency_Key="k").status_code == 412
    assert api.put("offers/box/", OFFER, If_Match='"x"', Idempotency_Key="k").status_code == 412
    assert api.put("offers/box/", OFFER, If_Match=offer, Idempotency_Key="k").status_code == 422


def test_a_condition_that_nothing_would_check_is_refused(api: Api, unchanged: Any) -> None:
    said = api.post("interactions/", [], If_Match='"x"')
    assert (said.status_code, said.json()["type"]) == (400, "/api/docs/problems/#malformed")
    assert unchanged()
    assert {each.path for each in OPERATIONS if each.holds} == {
        "customers/{customer}/dials/", "offers/{offer}/", "webhooks/{webhook}/",
    }  # fmt: skip
