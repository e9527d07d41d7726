"""The offer pages: written with a live count, changed, and read with what became of each."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns import advice, decisions
from campaigns.models import OFFER_WORDS, Offer
from hub.console import offer_urls
from tests.campaigns.makers import make_campaign, make_offer
from tests.hub.console.conftest import LogIn
from tests.makers import DAY, NOW, make_customer, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def marketer(log_in: LogIn) -> Client:
    return log_in("marketer")


def form_of(**fields: Any) -> dict[str, Any]:
    return {
        "name": "Winter box",
        "key": "winter-box",
        "topic": "offers",
        "family": "boxes",
        "is_offered": "on",
        "words": "Shall I put one aside?",
        "title": "All for the cold season",
        "title_de": "Alles für die kalte Zeit",
        "text_de": "Ein Fünftel weniger.",
        "touchpoints": ["till", "call"],
        "placements": "web/home, atm/screen",
        "valid_from": "2026-11-01T08:00",
        "margin": "4.50",
        "lever": "10",
        "rest_after_no_days": "60",
        "r-join": "all",
        "r.0-field": "profile:purchases",
        "r.0-operator": "at_least",
        "r.0-value": "3",
    } | fields


def test_an_offer_written_in_the_browser_is_stored_whole(marketer: Client) -> None:
    make_topic()
    campaign = make_campaign()
    answer = marketer.post(reverse("console:offer-new"), form_of(campaigns=[campaign.pk]))
    assert answer.status_code == 302, answer.context["form"].errors
    offer = Offer.objects.get(key="winter-box")
    assert offer.audience == {"all": [{"profile": "purchases", "at_least": 3}]}
    assert offer.places == ["till", "call", "web/home", "atm/screen"]
    assert offer.translations == {"de": {"title": "Alles für die kalte Zeit", "text": "Ein Fünftel weniger."}}
    assert (offer.margin_minor, offer.lever, offer.rest_after_no_days, offer.rest_after_yes_days) == (
        450, 10, 60, None,
    )  # fmt: skip
    assert offer.valid_from is not None
    assert list(offer.campaigns.all()) == [campaign]
    again = marketer.get(reverse("console:offer-edit", args=["winter-box"])).content.decode()
    for typed in (
        "Alles für die kalte Zeit",
        "web/home, atm/screen",
        "4.50",
        "2026-11-01T08:00",
        'value="3"',
    ):
        assert typed in again


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("placements", "moon", "is no place"),
        ("link", "javascript:alert(1)", "valid URL"),
        ("r.0-value", "many", "number"),
        ("valid_until", "2026-10-01T08:00", "ends before it begins"),
        ("lever", "5000", "lever goes from"),
        ("title", "", "required"),
        ("key", "no blanks", "Small letters, digits and hyphens, such as winter-box."),
        *(("key", word, f"“{word}” is a word of our own; take another.") for word in sorted(OFFER_WORDS)),
        ("r.0-value", "", "needs a number"),
    ],
)
def test_a_slip_in_the_form_is_said_and_nothing_typed_is_lost(
    marketer: Client, field: str, value: str, words: str
) -> None:
    make_topic()
    answer = marketer.post(reverse("console:offer-new"), form_of(**{field: value}))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "Shall I put one aside?" in page
    assert not Offer.objects.exists()


def test_no_address_of_a_page_of_ours_can_be_a_key() -> None:
    routes = {str(each.pattern).removesuffix("/") for each in offer_urls.urlpatterns}
    assert {route for route in routes if route and "<" not in route} == OFFER_WORDS


@pytest.mark.parametrize(
    "slip", [{"valid_until": "2026-10-01T08:00"}, {"lever": "5000"}], ids=lambda slip: next(iter(slip))
)
def test_what_the_database_would_refuse_is_said_once_in_words_of_ours(
    marketer: Client, slip: dict[str, str]
) -> None:
    make_topic()
    form = marketer.post(reverse("console:offer-new"), form_of(**slip)).context["form"]
    assert form.errors.keys() == slip.keys()


def test_a_rule_more_keeps_what_was_typed_without_javascript(marketer: Client) -> None:
    make_topic()
    page = marketer.post(reverse("console:offer-new"), form_of(rules="add:r")).content.decode()
    assert 'name="r.1-field"' in page
    assert "Shall I put one aside?" in page
    assert not Offer.objects.exists()


def test_the_count_follows_the_rules(marketer: Client) -> None:
    make_customer()
    answer = marketer.post(reverse("console:offer-count"), {"r-join": "all"})
    assert "<strong>1</strong> of 1 customers" in answer.content.decode()
    assert (
        "Not complete yet"
        in marketer.post(reverse("console:offer-count"), form_of(**{"r.0-value": "many"})).content.decode()
    )
    empty = marketer.post(reverse("console:offer-count"), form_of(**{"r.0-value": ""})).content.decode()
    assert "Not complete yet: “Number of purchases” needs a number" in empty


def test_the_rules_name_channels_as_people_do_and_promise_no_more_than_they_ask(marketer: Client) -> None:
    make_topic()
    page = marketer.post(reverse("console:offer-rules"), {"r-join": "all"}).content.decode()
    assert ">Everyone. Add a rule to narrow it down.<" in page
    page = marketer.post(reverse("console:offer-rules"), form_of()).content.decode()
    for name in ("marketing in their inbox", "marketing by SMS", "service by phone"):
        assert f">Agreement to {name}<" in page


def test_what_became_of_an_offer_is_told_by_place(marketer: Client) -> None:
    offer = make_offer(family="tariffs", stock=9)
    make_offer("tariff-plus", name="The tariff for two", family="tariffs")
    for number, outcome in enumerate(("accepted", "declined", "accepted")):
        customer = make_customer(f"Customer {number}")
        found = advice.advise(customer.pk, "till", actor="staff:a", now=NOW)
        assert found.decision_id
        for kind in ("shown", outcome):
            decisions.record_outcome(found.decision_id, kind, offer=offer.key, actor="staff:a", now=NOW)
    answer = marketer.get(reverse("console:offer", args=[offer.key]))
    assert answer.context["by_place"] == [("Till", [3, 2, 0, 0, 1, 0])]
    page = answer.content.decode()
    assert "The tariff for two" in page
    assert "7" in page
    listed = marketer.get(reverse("console:offers")).context["offers"]
    figures = next(each["figures"] for each in listed if each["name"] == offer.name)
    assert [(each["count"], each["share"]) for each in figures] == [(3, None), (2, 200 / 3), (1, 100 / 3)]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "On offer"),
        ({"is_offered": False}, "Withdrawn"),
        ({"valid_until": NOW - 300 * DAY}, "Over"),
        ({"stock": 0}, "None left"),
        ({"valid_from": NOW + 900 * DAY}, "From "),
    ],
)
def test_the_list_says_how_each_stands(marketer: Client, fields: dict[str, Any], words: str) -> None:
    make_offer(**fields)
    (listed,) = marketer.get(reverse("console:offers")).context["offers"]
    assert listed["state"].startswith(words)


def test_the_list_costs_the_same_for_one_offer_and_for_many(marketer: Client) -> None:
    counts = []
    marketer.get(reverse("console:offers"))
    for number in range(2):
        make_offer(f"a-{number}")
        with CaptureQueriesContext(connection) as asked:
            marketer.get(reverse("console:offers"))
        counts.append(len(asked))
        for more in range(20):
            make_offer(f"b-{number}-{more}")
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("role", "sees", "writes"),
    [
        ("agent", 403, 403),
        ("analyst", 200, 403),
        ("manager", 200, 403),
        ("marketer", 200, 200),
        ("admin", 200, 200),
    ],
)
def test_who_may_see_and_who_may_write(log_in: LogIn, role: str, sees: int, writes: int) -> None:
    make_offer()
    client = log_in(role)
    for name, args in (("offers", []), ("offer", ["tariff"])):
        assert client.get(reverse(f"console:{name}", args=args)).status_code == sees
    for name, args in (("offer-new", []), ("offer-edit", ["tariff"])):
        assert client.get(reverse(f"console:{name}", args=args)).status_code == writes
    assert client.post(reverse("console:offer-count"), {}).status_code == writes


def test_nothing_written_by_a_marketer_runs_on_the_page(marketer: Client) -> None:
    nasty = "<script>alert(1)</script>"
    make_offer(name=nasty, title=nasty, text=nasty, words=nasty, family="f")
    for url in (reverse("console:offers"), reverse("console:offer", args=["tariff"])):
        assert nasty not in marketer.get(url).content.decode()
