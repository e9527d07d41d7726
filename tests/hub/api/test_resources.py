"""Customers, facts, dials, consents, messages, campaigns and counts: as the console, in JSON."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from campaigns import launch
from campaigns.models import Campaign
from channels.models import Message
from customers import learning
from customers.models import ConsentEvidence, Customer, Identity
from tests.hub.api.conftest import Api
from tests.makers import make_customer, make_topic

pytestmark = pytest.mark.django_db


def anna(**fields: Any) -> dict[str, Any]:
    return {"source": "shop", "key": "A-1", "name": "Anna Huber", "email": "Anna@Example.org"} | fields


def words(**fields: Any) -> dict[str, Any]:
    return {"subject": "Order", "text": "Dear {{ customer.first_name }}, it is on its way."} | fields


def test_a_customer_is_made_then_changed_then_found_and_read(api: Api) -> None:
    learning.declare("favourite_shop", "Favourite shop")
    made = api.post("customers/", anna(facts={"favourite_shop": "Hauptplatz"})).json()
    assert (made["changed"], made["refused"]) == (1, 0)
    number = made["items"][0]["customer"]
    assert api.post("customers/", anna()).json()["unchanged"] == 1
    for question in ("q=anna%20hub", "q=anna@example.org", "source=shop&key=A-1"):
        assert [each["customer"] for each in api.get(f"customers/?{question}").json()["items"]] == [number]
    said = api.get(f"customers/{number}/").json()
    assert (said["name"], said["emails"]) == ("Anna Huber", ["anna@example.org"])
    assert said["identities"] == [{"source": "shop", "key": "A-1"}]
    assert api.get(f"customers/{number}/facts/").json()["items"][0]["value"] == "Hauptplatz"


def test_a_postal_address_is_taken_and_read_in_its_parts(api: Api) -> None:
    address = {"lines": ["Hauptplatz 1"], "postcode": "8010", "city": "Graz", "country": "AT"}
    number = api.post("customers/", anna(address=address)).json()["items"][0]["customer"]
    assert api.get(f"customers/{number}/").json()["addresses"] == [address]
    refused = api.post("customers/", [anna(address={"lines": [" "], "city": "Graz"})]).json()["items"][0]
    assert refused["errors"][0]["pointer"] == "/0/address"


def test_a_customer_that_has_not_changed_is_not_sent_again(api: Api) -> None:
    path = f"customers/{make_customer().number}/"
    etag = api.get(path)["ETag"]
    again = api.get(path, If_None_Match=etag)
    assert (again.status_code, again.content) == (304, b"")
    Customer.objects.update(name="Somebody else")
    assert api.get(path, If_None_Match=etag).status_code == 200


def test_many_customers_get_verdicts_in_order(api: Api) -> None:
    wrong = [
        anna(key="2", email="nobody"),
        anna(key="3", country="Austria"),
        anna(key="4", facts={"shoe": 1}),
        {"source": "shop"},
        anna(key="6", timezone="Mars/Base"),
    ]
    said = api.post("customers/", [anna(), *wrong]).json()
    assert [each["status"] for each in said["items"]] == ["accepted", *["refused"] * 5]
    assert [each["errors"][0]["pointer"] for each in said["items"][1:]] == [
        "/1/email", "/2/country", "/3/facts", "/4", "/5/timezone",
    ]  # fmt: skip
    assert Identity.objects.filter(source="shop").count() == 1


def test_facts_are_learned_and_checked(api: Api) -> None:
    learning.declare("children", "Children", learning.ProfileField.Type.NUMBER)
    path = f"customers/{make_customer().number}/facts/"
    said = api.post(path, {"facts": {"children": 2}, "source": "shop"})
    assert said.json()["items"][0]["value"] == 2
    assert api.post(path, {"facts": {"children": "many"}, "source": "shop"}).status_code == 422
    assert api.post(path, {"facts": {"shoe": 1}, "source": "shop"}).status_code == 422


def test_a_dial_is_turned_with_its_evidence(api: Api) -> None:
    make_topic("offers")
    customer = make_customer()
    path = f"customers/{customer.number}/dials/"
    turn = {
        "channel": "email",
        "position": 0,
        "wording": "No more emails.",
        "place": "till 4",
        "actor": "ana",
    }
    said = api.put(path, turn).json()["items"]
    assert [
        (each["channel"], each["position"], each["means"]) for each in said if not each["is_default"]
    ] == [("email", 0, "never")]
    kept = ConsentEvidence.objects.filter(customer_id=customer.pk).latest("pk")
    assert (kept.wording, kept.place, kept.actor) == ("No more emails.", "till 4", "api:till:ana")
    assert api.get(path).json()["items"] == said
    assert api.put(path, turn | {"topic": "nonsense"}).status_code == 422
    assert api.put(path, turn | {"position": 11}).status_code == 422
    assert api.put(path, {"channel": "email", "position": 3}).status_code == 422


def test_a_snooze_says_when_it_ends_and_what_comes_after(api: Api) -> None:
    path = f"customers/{make_customer().number}/dials/"
    until = (timezone.now() + timedelta(days=7)).isoformat()
    turn = {"position": 0, "wording": "Not this week.", "place": "till 4", "until": until}
    [dial] = [each for each in api.put(path, turn).json()["items"] if not each["is_default"]]
    assert (dial["position"], dial["position_after"]) == (0, 10)
    past = (timezone.now() - timedelta(days=7)).isoformat()
    assert api.put(path, turn | {"until": past}).status_code == 422


def test_consents_are_taken_with_their_evidence(api: Api) -> None:
    customer = make_customer(consents=())
    path = f"customers/{customer.number}/consents/"
    say = {
        "channel": "email", "purpose": "marketing", "is_granted": True, "wording": "Yes.", "place": "till 4",
    }  # fmt: skip
    assert api.post(path, say).json()["items"][0]["is_granted"] is True
    assert ConsentEvidence.objects.get(customer_id=customer.pk).wording == "Yes."
    assert api.post(path, say | {"happened_at": "2126-01-01T00:00:00Z"}).status_code == 422
    assert api.post(path, say | {"happened_at": "1926-01-01T00:00:00Z"}).status_code == 422
    assert api.post(path, say | {"wording": ""}).status_code == 422


def test_a_message_is_queued_once_and_found_by_number_and_key(api: Api) -> None:
    make_topic("orders", "Orders")
    customer = make_customer()
    send = {
        "customer": customer.number, "key": "r-1", "purpose": "service", "topic": "orders",
        "content": words(),
    }  # fmt: skip
    first, again = api.post("messages/", send), api.post("messages/", send)
    assert (first.status_code, again.status_code) == (201, 200)
    said = first.json()
    assert (said["verdict"], said["state"], said["why"]) == ("allow", "queued", "Allowed")
    assert Message.objects.count() == 1
    assert api.get(f"messages/{said['id']}/").json() == said
    assert api.get("messages/?key=r-1").json()["items"] == [said]
    stored = api.post("messages/", send | {"key": "r-2", "content": said["content"]})
    assert (stored.status_code, stored.json()["content"]) == (201, said["content"])


def test_a_message_that_is_not_allowed_says_why(api: Api) -> None:
    make_topic()
    customer = make_customer(consents=())
    send = {
        "customer": customer.number, "key": "r-1", "purpose": "marketing", "topic": "offers",
        "content": words(),
    }  # fmt: skip
    said = api.post("messages/", send).json()
    assert (said["verdict"], said["reason"], said["why"]) == ("refuse", "no_consent", "Never agreed to this")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"customer": "C999999"}, "/customer"),
        ({"topic": "nonsense"}, "/topic"),
        ({"content": 999999}, "/content"),
        ({"content": words(text="{{ customer.shoe }}")}, "/content/text"),
        ({"content": words(text="{% if %}")}, "/content/text"),
        ({"content": words(subject="")}, "/content/subject"),
        ({"content": words(sender="a\nb")}, "/content/sender"),
        ({"key": "a b"}, "/key"),
        ({"channel": "fax"}, "/channel"),
    ],
)
def test_a_message_that_cannot_be_sent_says_where(api: Api, change: dict[str, Any], pointer: str) -> None:
    make_topic("orders", "Orders")
    send = {
        "customer": make_customer().number, "key": "r-1", "purpose": "service", "topic": "orders",
        "content": words(),
    }  # fmt: skip
    said = api.post("messages/", send | change)
    assert (said.status_code, said.json()["errors"][0]["pointer"]) == (422, pointer)
    assert not Message.objects.exists()


def test_campaigns_are_listed_read_and_counted(api: Api) -> None:
    make_topic()
    make_customer()
    campaign = Campaign.objects.create(
        key="autumn",
        name="Autumn",
        topic="offers",
        sender="Shop <hello@example.org>",
        audience={"everyone": None},
    )
    campaign.versions.create(name="A", subject="Hello", text="Hello")
    assert api.get("campaigns/autumn/results/").status_code == 404
    launch.launch(campaign, by="ana", now=timezone.now())
    assert [each["key"] for each in api.get("campaigns/").json()["items"]] == ["autumn"]
    assert api.get("campaigns/autumn/").json()["state"] == "planning"
    results = api.get("campaigns/autumn/results/").json()
    assert (results["total"]["planned"], results["versions"][0]["name"]) == (0, "A")


def test_a_rule_is_counted_and_a_wrong_one_is_pointed_at(api: Api) -> None:
    make_customer()
    assert api.post("segments/count/", {"audience": {"everyone": None}}).json()["customers"] == 1
    said = api.post("segments/count/", {"audience": {"all": [{"shoe": 1}]}})
    assert said.status_code == 422
    assert said.json()["errors"][0]["pointer"] == "/audience/all/0"
