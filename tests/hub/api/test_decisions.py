"""Decisions over the API: asked, answered, taken along by tills, and shown on other pages."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from campaigns.models import Decision, Offer, Outcome
from customers import loops
from customers.models import Customer, Identity, Interaction, Touch
from tests.campaigns.makers import make_campaign, make_message, make_offer
from tests.hub.api.conftest import Api
from tests.makers import make_customer, make_dial

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Customer:
    found = make_customer("Anna Huber")
    Identity.objects.create(customer=found, source="shop", key="A-1007")
    return found


def ask(api: Api, customer: Any, touchpoint: str = "till", **fields: Any) -> Any:
    said = api.post("decisions/", {"customer": customer, "touchpoint": touchpoint} | fields)
    assert said.status_code in (200, 201), said.content
    return said.json()


def test_a_till_asks_and_tells_and_everybody_knows(api: Api, anna: Customer) -> None:
    campaign = make_campaign()
    campaign.offers.add(make_offer(link="https://shop.example.org/tariff"))
    mail = make_message(anna, campaign_id=campaign.pk, accepted_at=timezone.now() - timedelta(days=3))
    said = api.post("decisions/", {"customer": {"source": "shop", "key": "A-1007"}, "touchpoint": "till"})
    found = said.json()
    assert (said.status_code, found["customer"], found["fragment"]) == (201, anna.number, None)
    best, silence = found["actions"]
    assert (best["kind"], best["offer"], best["message"]) == ("message", "tariff", mail.pk)
    assert re.fullmatch(r"Email of \d+ \w+ received, not opened", best["evidence"][0])
    assert best["link"] == "https://shop.example.org/tariff"
    assert (silence["kind"], silence["offer"]) == ("silence", "")
    told = api.post(f"decisions/{found['id']}/outcome/", {"outcome": "declined", "words": "Too dear."}).json()
    assert told == {
        "decision": found["id"],
        "offer": "tariff",
        "outcome": "declined",
        "is_new": True,
        "is_short": False,
        "loop": None,
    }
    again = api.post(f"decisions/{found['id']}/outcome/", {"outcome": "declined", "words": "Too dear."})
    assert not again.json()["is_new"]
    kept = api.get(f"decisions/{found['id']}/").json()
    assert (kept["chosen"], kept["policy"], kept["probability"]) == ("tariff", "rules", 1.0)
    assert [each["outcome"] for each in kept["outcomes"]] == ["declined"]
    assert [each["key"] for each in kept["candidates"]] == ["tariff", "silence"]
    assert ask(api, anna.number, "web")["actions"][0]["kind"] == "silence"
    assert Interaction.objects.filter(kind="offer_declined", summary="The new tariff: Too dear.").exists()


def test_the_same_question_under_one_idempotency_key_is_one_decision(api: Api, anna: Customer) -> None:
    make_offer()
    says = {"customer": anna.number, "touchpoint": "atm", "context": {"amount": 50, "is_own": True}}
    first = api.post("decisions/", says, Idempotency_Key="q-1")
    again = api.post("decisions/", says, Idempotency_Key="q-1")
    assert first.json() == again.json()
    assert Decision.objects.get().context == {"amount": 50, "is_own": True}


def test_an_open_loop_is_for_staff_and_no_page_shows_it(api: Api, anna: Customer) -> None:
    make_offer()
    number = loops.open(anna.pk, "promise", "Call back", actor="staff:a", now=timezone.now())
    assert ask(api, anna.number)["actions"][0]["loop"] == number
    assert "Call back" not in str(ask(api, anna.number, "web"))


def test_without_room_the_answer_says_so_and_a_reason_goes_over_it(api: Api, anna: Customer) -> None:
    make_offer()
    make_offer("tea")
    decision = ask(api, anna.number)["id"]
    make_dial(anna, 1, topic="offers")
    assert api.post(f"decisions/{decision}/outcome/", {"outcome": "shown"}).status_code == 200
    refused = api.post(f"decisions/{decision}/outcome/", {"outcome": "shown", "offer": "tea"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/excess_reason")
    assert "dial is full" in refused.json()["detail"]
    says = {"outcome": "shown", "offer": "tea", "excess_reason": "She asked for it"}
    assert api.post(f"decisions/{decision}/outcome/", says).status_code == 200
    assert Touch.objects.count() == 2


@pytest.mark.parametrize(
    ("says", "pointer"),
    [
        ({"outcome": "accepted", "offer": "other"}, "/offer"),
        ({"outcome": "not_now", "until": "2020-01-01T00:00:00Z"}, "/until"),
        ({"outcome": "liked"}, "/outcome"),
    ],
)
def test_an_outcome_that_does_not_fit_is_a_problem_that_points_to_it(
    api: Api, anna: Customer, says: Any, pointer: str
) -> None:
    make_offer()
    said = api.post(f"decisions/{ask(api, anna.number)['id']}/outcome/", says)
    assert (said.status_code, said.json()["errors"][0]["pointer"]) == (422, pointer)
    assert not Outcome.objects.exists()


def test_a_till_takes_along_what_is_for_everybody_and_asks_whether_it_is_still_so(
    api: Api, anna: Customer
) -> None:
    make_offer("plain", places=["till"], translations={"de": {"title": "Einfach"}})
    make_offer("dear", margin_minor=900)
    make_offer("regulars", audience={"profile": "purchases", "at_least": 2})
    make_offer("gone", stock=0)
    make_offer("web", places=["web"])
    said = api.get("decisions/bundle/?touchpoint=till")
    assert [each["key"] for each in said.json()["offers"]] == ["dear", "plain"]
    assert said.json()["offers"][1]["translations"] == {"de": {"title": "Einfach"}}
    assert api.get("decisions/bundle/?touchpoint=till", If_None_Match=said["ETag"]).status_code == 304
    Offer.objects.filter(key="dear").update(is_offered=False)
    assert api.get("decisions/bundle/?touchpoint=till", If_None_Match=said["ETag"]).status_code == 200


def test_what_a_till_did_without_a_line_is_told_later_and_counts_once(api: Api, anna: Customer) -> None:
    make_offer(stock=3)
    make_dial(anna, 0)
    at = (timezone.now() - timedelta(hours=2)).isoformat()
    says = {
        "customer": anna.number,
        "touchpoint": "till",
        "offer": "tariff",
        "outcome": "accepted",
        "happened_at": at,
    }
    items = [
        says | {"key": "till4-1"},
        says | {"key": "till4-2", "offer": "unknown"},
        says | {"key": "till4-3", "happened_at": "2020-01-01T00:00:00Z"},
        says | {"key": "till4-4", "customer": "C999999"},
    ]
    first = api.post("decisions/offline/", items).json()
    assert (first["new"], first["repeated"], first["refused"]) == (1, 0, 3)
    assert [each["errors"][0]["pointer"] for each in first["items"][1:]] == [
        "/1/offer",
        "/2/happened_at",
        "/3/customer",
    ]
    again = api.post("decisions/offline/", items).json()
    assert (again["new"], again["repeated"]) == (0, 1)
    assert Offer.objects.get().stock == 2
    assert Decision.objects.get().policy == "offline"
    line = Interaction.objects.get(kind="offer_accepted")
    assert line.occurred_at.isoformat() == at
    assert api.post("decisions/offline/", says | {"key": "till4-1", "outcome": "shown"}).json()["new"] == 1
    other = make_customer("Berta").number
    stolen = api.post("decisions/offline/", says | {"key": "till4-1", "customer": other})
    assert (stolen.status_code, stolen.json()["errors"][0]["pointer"]) == (422, "/key")


NASTY = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_a_page_embeds_the_offer_without_script_and_the_no_is_heard(api: Api, anna: Customer) -> None:
    make_offer(
        title=NASTY,
        text=NASTY,
        words="Never shown",
        link="https://shop.example.org/?a=1&b=\"'",
        translations={"de": {"text": f"Für Sie {NASTY}"}},
    )
    url = ask(api, anna.number, "web", placement="home")["fragment"]
    browser, path = Client(), re.sub(r"^https?://[^/]+", "", url)
    said = browser.get(path)
    page = said.content.decode()
    assert said.status_code == 200
    assert "Nicht für mich" in page and "Für Sie" in page and 'lang="de"' in page
    assert "<script" not in page and "<img" not in page and "Never shown" not in page
    assert 'href="https://shop.example.org/?a=1&amp;b=&quot;&#x27;"' in page
    assert said["Content-Security-Policy"].startswith("default-src 'none'")
    assert "X-Frame-Options" not in said
    assert said["Cache-Control"] == "private, max-age=60"
    assert not Outcome.objects.exists()
    assert browser.post(path, {"outcome": "declined"}).status_code == 200
    assert Outcome.objects.get().actor == "customer"
    assert browser.get(path).status_code == 204
    assert browser.post(path, {"outcome": "shown"}).status_code == 400


def test_where_silence_wins_there_is_nothing_to_embed(api: Api, anna: Customer) -> None:
    assert ask(api, anna.number, "web")["fragment"] is None


def test_a_fragment_ends_with_its_offer_and_with_its_half_hour(api: Api, anna: Customer) -> None:
    offer = make_offer()
    path = re.sub(r"^https?://[^/]+", "", ask(api, anna.number, "portal")["fragment"])
    browser = Client()
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert browser.get(path).status_code == 404
    assert browser.get(path.replace("/t/f/", "/t/f/0")).status_code == 404
    Offer.objects.filter(pk=offer.pk).update(is_offered=False)
    assert browser.get(path).status_code == 204


def test_offers_are_written_read_and_listed_with_what_became_of_them(api: Api, anna: Customer) -> None:
    make_offer("older")
    says = {
        "name": "Winter",
        "topic": "offers",
        "title": "Winter box",
        "audience": {"profile": "purchases", "at_least": 1},
        "places": ["till", "web/home"],
        "valid_until": "2030-01-01T00:00:00Z",
        "translations": {"de": {"title": "Kiste"}},
    }
    made = api.put("offers/winter-box/", says)
    assert (made.status_code, made.json()["rest_after_no_days"]) == (201, 90)
    changed = api.put("offers/winter-box/", says | {"stock": 7})
    assert (changed.status_code, changed.json()["stock"]) == (200, 7)
    decision = ask(api, anna.number)["id"]
    api.post(f"decisions/{decision}/outcome/", {"outcome": "accepted", "offer": "older"})
    listed = api.get("offers/?limit=1").json()
    assert [each["key"] for each in listed["items"]] == ["winter-box"]
    following = api.get(f"offers/?cursor={listed['next']}").json()
    assert [(each["key"], each["became"]) for each in following["items"]] == [("older", {"accepted": 1})]
    assert api.get("offers/winter-box/").json()["translations"] == {"de": {"title": "Kiste", "text": ""}}
    assert api.get("offers/none/").status_code == 404


def test_an_offer_that_cannot_be_is_refused_with_all_that_is_wrong(api: Api) -> None:
    says = {
        "name": "W",
        "topic": "none",
        "title": "W",
        "audience": {"profile": "shoes"},
        "places": ["moon"],
        "link": "javascript:alert(1)",
        "valid_from": "2030-01-01T00:00:00Z",
        "valid_until": "2029-01-01T00:00:00Z",
    }
    said = api.put("offers/w/", says)
    assert said.status_code == 422
    assert {each["pointer"] for each in said.json()["errors"]} == {
        "/topic",
        "/audience",
        "/places",
        "/link",
        "/valid_until",
    }
    assert not Offer.objects.exists()
