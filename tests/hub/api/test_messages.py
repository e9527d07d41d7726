"""Messages on every channel: sent once, with the verdict and why; found by number, key and much else."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from campaigns.models import Offer
from channels import devices, dispatch, worklist
from channels.models import Content, Lane, Message
from channels.registry import ADAPTERS
from customers.models import Customer
from tests.hub.api.conftest import Api
from tests.makers import make_customer, make_topic, share_point

pytestmark = pytest.mark.django_db


@pytest.fixture
def reachable() -> Customer:
    """A customer with an address for every channel."""
    make_topic("orders", "Orders")
    customer = make_customer("Anna Huber", consents=())
    share_point(customer, "+436641234567", "phone")
    share_point(customer, "Hauptplatz 1\n4020 Linz\nAT", "postal")
    devices.add(customer.pk, "fcm", "t" * 40, label="Pixel 9", now=timezone.now())
    return customer


def service(customer: Customer, **fields: Any) -> dict[str, Any]:
    words = {"text": "Dear {{ customer.first_name }}, it is here."}
    if ADAPTERS[fields.get("channel", "email")].shape.has_subject:
        words["subject"] = "Your order"
    return {
        "customer": customer.number, "key": "o-1", "purpose": "service", "topic": "orders", "content": words,
    } | fields  # fmt: skip


@pytest.mark.parametrize("channel", list(ADAPTERS))
def test_every_channel_of_the_registry_takes_a_message_and_shows_it(
    channel: str, api: Api, reachable: Customer
) -> None:
    first = api.post("messages/", service(reachable, channel=channel))
    again = api.post("messages/", service(reachable, channel=channel))
    said = first.json()
    assert (first.status_code, again.status_code) == (201, 200), said
    assert (said["channel"], said["verdict"], said["why"]) == (channel, "allow", "Allowed")
    assert api.get(f"messages/{said['id']}/").json() == said
    assert api.get("messages/?key=o-1").json()["items"] == [said]
    assert Message.objects.count() == 1


def test_a_call_shows_how_far_the_people_came_with_it(api: Api, reachable: Customer) -> None:
    said = api.post("messages/", service(reachable, channel="call")).json()
    assert said["work"] is None
    dispatch.send_range(Lane.CRITICAL, 0, 2**60)
    listed = api.get(f"messages/{said['id']}/").json()
    assert (listed["state"], listed["work"]["tries"], listed["work"]["outcome"]) == ("accepted", 0, "")
    item = worklist.take_next("staff:ana", now=timezone.now())
    assert item
    worklist.record(item.pk, "accepted", actor="staff:ana", now=timezone.now())
    done = api.get("messages/?channel=call").json()["items"][0]
    assert (done["work"]["outcome"], done["work"]["tries"]) == ("accepted", 1)
    assert done["work"]["done_at"] and done["replied_at"]


def test_too_late_is_refused_with_its_reason(api: Api, reachable: Customer) -> None:
    past = (timezone.now() - timedelta(hours=1)).isoformat()
    said = api.post("messages/", service(reachable, not_before=past, not_after=past)).json()
    assert (said["verdict"], said["reason"]) == ("refuse", "expired")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"channel": "sms", "content": {"text": "x", "html": "<p>x</p>"}}, "/content/html"),
        ({"channel": "push", "content": {"subject": "x", "text": "x" * 3000}}, "/content/text"),
        ({"channel": "sms", "content": {"text": "x" * 100_000}}, "/content/text"),
        ({"content": {"offer": "nonsense"}}, "/content/offer"),
        ({"content": {"offer": "box", "text": "x"}}, "/content/offer"),
        ({"not_before": "2126-01-02T00:00:00Z", "not_after": "2126-01-01T00:00:00Z"}, "/not_after"),
    ],
)
def test_what_does_not_fit_says_where(
    change: dict[str, Any], pointer: str, api: Api, reachable: Customer
) -> None:
    said = api.post("messages/", service(reachable) | change)
    assert (said.status_code, said.json()["errors"][0]["pointer"]) == (422, pointer)
    assert not Message.objects.exists()


def test_an_offer_gives_its_follow_up_or_what_it_says_on_a_page(api: Api, reachable: Customer) -> None:
    offer = {
        "name": "Box", "topic": "orders", "title": "The box {{ 5 }}", "text": "All of it", "link": "https://shop.example.org/b",
        "translations": {"de": {"title": "Die Kiste", "text": "Alles {{ darin }}"}},
    }  # fmt: skip
    assert api.put("offers/box/", offer).status_code == 201
    plain = api.post("messages/", service(reachable, content={"offer": "box"}))
    assert plain.status_code == 201, plain.content
    shown = Content.objects.get(pk=plain.json()["content"])
    assert shown.subject == "Die Kiste"
    dispatched = api.put("offers/box/", offer | {"follow_up_text": "For {{ customer.first_name }}"})
    assert dispatched.json()["follow_up_text"] == "For {{ customer.first_name }}"
    sent = api.post("messages/", service(reachable, key="o-2", content={"offer": "box"})).json()
    assert Content.objects.get(pk=sent["content"]).text == "For {{ customer.first_name }}"
    assert Offer.objects.count() == 1


def test_the_list_is_filtered_and_read_page_by_page(api: Api, reachable: Customer) -> None:
    other = make_customer()
    for number, customer in enumerate((reachable, reachable, reachable, other)):
        api.post("messages/", service(customer, key=f"o-{number}", channel="email" if number else "inapp"))
    mine = f"messages/?customer={reachable.number}"
    first = api.get(f"{mine}&limit=2").json()
    rest = api.get(f"{mine}&limit=2&cursor={first['next']}").json()
    assert [each["key"] for each in first["items"] + rest["items"]] == ["o-2", "o-1", "o-0"]
    assert rest["next"] is None
    assert [each["key"] for each in api.get("messages/?channel=inapp").json()["items"]] == ["o-0"]
    assert len(api.get("messages/?state=queued").json()["items"]) == 4
    assert api.get("messages/?state=bounced").json()["items"] == []
    soon = (timezone.now() + timedelta(minutes=1)).isoformat().replace("+", "%2B")
    assert api.get(f"messages/?since={soon}").json()["items"] == []
    assert api.get("messages/?customer=C999999").json()["items"] == []
    wrong_times = ("since=yesterday", "since=0.5", "since=1700000000", "since=-1e9")
    for wrong in ("state=nonsense", "channel=fax", *wrong_times, "cursor=x", "limit=0"):
        assert api.get(f"messages/?{wrong}").status_code == 400, wrong


def test_only_the_fields_that_were_asked_for_come(api: Api, reachable: Customer) -> None:
    made = api.post("messages/", service(reachable)).json()
    page = api.get("messages/?fields=id,state").json()
    assert page == {"items": [{"id": made["id"], "state": "queued"}], "next": None}
    one = api.get(f"customers/{reachable.number}/?fields=name,customer").json()
    assert one == {"customer": reachable.number, "name": "Anna Huber"}
    for path in ("offers/", "conversations/", f"customers/{reachable.number}/timeline/"):
        said = api.get(f"{path}?fields=nonsense")
        assert (said.status_code, "there are" in said.json()["detail"]) == (400, True)
