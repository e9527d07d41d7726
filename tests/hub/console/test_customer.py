"""The page of one customer: who it is, where we left off, and what it costs to show."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns import advice
from customers import history, learning, loops
from customers.history import Entry
from customers.learning import Learned
from customers.models import Consent, Customer, HouseLimit, ProfileField, Suppression
from hub.console import kept
from tests.campaigns.makers import make_offer
from tests.channels.test_receipts import make_message
from tests.hub.console.conftest import Happen
from tests.makers import DAY, NOW, make_customer, make_dial, make_topic, share_point

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
MOST_STATEMENTS, MOST_FOR_ADVICE = 15, 25


def page_of(customer: Customer) -> str:
    return reverse("console:customer", args=[customer.pk])


def words(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


def test_somebody_with_whom_nothing_has_happened_has_a_page(agent: Client) -> None:
    nobody = Customer.objects.create()
    page = words(agent.get(page_of(nobody)))
    assert nobody.number in page
    assert "Nothing between us yet" in page
    assert "We have no address or number to write to." in page
    assert "Has not agreed to marketing" in page


def test_who_it_is_and_how_to_reach_them(agent: Client) -> None:
    customer = make_customer(email="margarethe@example.org", timezone="Asia/Tokyo")
    share_point(customer, "+43660555014", "phone")
    page = words(agent.get(page_of(customer)))
    assert "Margarethe Köhler-Obermüller" in page
    assert "margarethe@example.org" in page
    assert "+43 660 555014" in page
    assert "Reads German" in page
    assert "18:00 there" in page
    assert "Agreed to marketing by email" in page


def test_an_address_that_must_not_be_used_says_why(agent: Client) -> None:
    customer = make_customer()
    point = customer.contact_points.get()
    Suppression.objects.create(contact_point=point, reason="complaint", suppressed_at=NOW)
    assert "complained about a message" in words(agent.get(page_of(customer)))
    Suppression.objects.create(customer=customer, reason="stop", suppressed_at=NOW)
    assert "Do not contact: asked us to stop" in words(agent.get(page_of(customer)))


def test_an_agreement_taken_back_is_no_agreement(agent: Client) -> None:
    customer = make_customer()
    Consent.objects.update(is_granted=False)
    assert "No marketing by email" in words(agent.get(page_of(customer)))


def test_what_we_know_is_said_as_people_say_it(agent: Client) -> None:
    customer = make_customer()
    for key, kind in (("large_print", "flag"), ("birthday", "date"), ("reads", "text")):
        learning.declare(key, key.replace("_", " "), ProfileField.Type(kind))
    facts = [
        ("large_print", True, True),
        ("birthday", "1948-03-12", False),
        ("reads", "<b>German</b>", False),
    ]
    learning.learn(
        [Learned(customer.pk, k, v, "import", NOW - DAY, by_customer=own) for k, v, own in facts], now=NOW
    )
    page = words(agent.get(page_of(customer)))
    assert "<dd> yes <span" in page
    assert "12 March 1948" in page
    assert "in their own words, Nov 2026" in page
    assert "&lt;b&gt;German&lt;/b&gt;" in page


def test_where_we_left_off_is_both_sides_last_word(agent: Client, happen: Happen) -> None:
    message = make_message(opened_at=NOW - DAY)
    customer = message.customer
    happen(customer, "message_accepted", 3 * DAY, summary="An old word", channel="email")
    happen(
        customer,
        "message_accepted",
        2 * DAY,
        summary="A word for you",
        channel="email",
        message_id=message.pk,
    )
    happen(customer, "message_replied", DAY, summary="Does it cover my husband?", channel="email")
    left_off = agent.get(page_of(customer)).context["customer"]["left_off"]
    assert [line["words"] for line in left_off] == ["“Does it cover my husband?”", "A word for you"]
    assert "opened 15 Nov" in left_off[1]["note"]


def test_figures_come_from_the_profile(agent: Client, happen: Happen) -> None:
    customer = make_customer()
    happen(customer, "purchase", 2 * DAY, amount_minor=4820)
    happen(customer, "purchase", DAY, amount_minor=180)
    happen(customer, "message_refused", DAY)
    page = words(agent.get(page_of(customer)))
    assert "€50.00" in page
    assert "2 twice" not in page
    assert "We stayed silent</dt> <dd>once" in page
    assert "Messages" not in page.partition("Where we left off")[0]
    happen(customer, "message_replied", DAY, data={"text": "Are you open on Sunday?"})
    page = words(agent.get(page_of(customer)))
    assert 'Messages</dt> <dd>0 <span class="small soft">1 from them' in page


def test_whom_i_opened_is_on_my_home_and_on_nobody_elses(agent: Client, log_in) -> None:
    customer, other = make_customer(), make_customer("Josef Köhler")
    for each in (customer, other, customer):
        agent.get(page_of(each))
    home = reverse("console:home")
    assert [each["name"] for each in agent.get(home).context["recent"]] == [customer.name, other.name]
    agent.force_login(log_in("manager").get(home).wsgi_request.user)
    assert agent.get(home).context["recent"] == []


@pytest.mark.parametrize("number", [0, 999_999, 10**18, 10**30])
def test_a_number_that_is_nobodys_is_not_there(agent: Client, number: int) -> None:
    for name in ("customer", "customer-timeline", "customer-dials"):
        assert agent.get(f"/console/customers/{number}/{name.partition('-')[2]}").status_code in (301, 404)
        assert agent.get(reverse(f"console:{name}", args=[number])).status_code == 404


def test_an_erased_customer_is_not_there(agent: Client) -> None:
    customer = make_customer(erased_at=NOW)
    assert agent.get(page_of(customer)).status_code == 404


def test_the_page_costs_the_same_for_ten_and_for_ten_thousand_lines(agent: Client) -> None:
    few, many = make_customer("Few"), make_customer("Many")
    HouseLimit.objects.create(channel="email", position=6)
    make_topic()
    message = make_message()
    for each in (few, many):
        make_dial(each, 3, topic="offers")
        message.pk, message.customer = None, each
        message.save()
        lines = [
            Entry(
                each.pk, NOW - i * timedelta(hours=2), kind, "test", f"{each.pk}:{i}", message_id=message.pk
            )
            for i in range(10 if each == few else 10_000)
            for kind in [("message_accepted", "purchase", "message_opened", "message_replied")[i % 4]]
        ]
        for start in range(0, len(lines), 1000):
            history.record(lines[start : start + 1000], now=NOW)
        for i in range(1 if each == few else 15):
            loops.open(each.pk, "promise", f"Number {i}", actor="staff:ana", now=NOW)
    make_offer()
    advice.consider(few.pk, "branch", now=NOW)  # reads the offers, once they have changed
    for name, most in (("customer", MOST_STATEMENTS), ("customer-next", MOST_FOR_ADVICE)):
        costs = {}
        for each in (few, many):
            kept.forget()
            with CaptureQueriesContext(connection) as asked:
                address = reverse(f"console:{name}", args=[each.pk])
                assert agent.get(address, headers={"HX-Request": "true"}).status_code == 200
            costs[each.name] = len(asked)
        assert costs["Few"] == costs["Many"] <= most
