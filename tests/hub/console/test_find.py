"""The search box: while typing, as a page, and straight on for the one exact hit."""

import pytest
from django.test import Client
from django.urls import reverse

from customers import identity
from customers.models import Customer
from tests.hub.console.conftest import LogIn
from tests.makers import make_customer, share_point

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
FIND = "/console/find/"


@pytest.fixture
def customer() -> Customer:
    customer = make_customer(email="margarethe@example.org")
    identity.index([customer.pk, make_customer("Josef Strauß").pk])
    return customer


def test_results_come_while_typing(agent: Client, customer: Customer) -> None:
    answer = agent.get(FIND, {"q": "kohler"}, headers=HTMX)
    page = answer.content.decode()
    assert "Margarethe Köhler-Obermüller" in page and "Josef" not in page
    assert "margarethe@example.org" in page
    assert reverse("console:customer", args=[customer.pk]) in page
    assert "<html" not in page
    assert "HX-Request" in answer["Vary"]


def test_enter_shows_a_page_that_works_without_a_script(agent: Client, customer: Customer) -> None:
    page = agent.get(FIND, {"q": "kohler"}).content.decode()
    assert "<html" in page and 'value="kohler"' in page and "Margarethe" in page


@pytest.mark.parametrize("text", ["margarethe@example.org", "{number}", "  {number} "])
def test_enter_on_the_one_exact_hit_goes_straight_there(agent: Client, customer: Customer, text: str) -> None:
    answer = agent.get(FIND, {"q": text.format(number=customer.number)})
    assert answer.status_code == 302
    assert answer["Location"] == reverse("console:customer", args=[customer.pk])


def test_typing_an_exact_hit_never_jumps(agent: Client, customer: Customer) -> None:
    assert agent.get(FIND, {"q": customer.number}, headers=HTMX).status_code == 200


def test_a_shared_address_shows_both(agent: Client, customer: Customer) -> None:
    other = make_customer("Josef Köhler", email="margarethe@example.org")
    identity.index([other.pk])
    page = agent.get(FIND, {"q": "margarethe@example.org"}).content.decode()
    assert "Josef Köhler" in page and "Margarethe Köhler" in page


@pytest.mark.parametrize("text", ["", " ", "\x00", "%", "'; --", "x" * 5000, "𝕏" * 200])
def test_odd_words_find_nobody_and_break_nothing(agent: Client, customer: Customer, text: str) -> None:
    assert agent.get(FIND, {"q": text}).status_code == 200
    assert agent.get(FIND, {"q": text}, headers=HTMX).status_code == 200


def test_many_hits_say_that_there_are_more(agent: Client) -> None:
    identity.index([make_customer(f"Anna Huber {i}").pk for i in range(25)])
    page = agent.get(FIND, {"q": "huber"}, headers=HTMX).content.decode()
    assert page.count("row-link") == 20
    assert "There are more." in page


def test_nobody_found_says_what_to_try(agent: Client, customer: Customer) -> None:
    assert "Nobody found" in agent.get(FIND, {"q": "zzzzqqqq"}, headers=HTMX).content.decode()


def test_an_erased_customer_is_not_found(agent: Client, customer: Customer) -> None:
    Customer.objects.filter(pk=customer.pk).update(erased_at="2026-01-01T00:00Z")
    assert agent.get(FIND, {"q": customer.number}).status_code == 200


@pytest.mark.parametrize(
    ("known", "value"),
    [
        ("phone", "+43660555014"),
        ("phone", "0660 555014"),
        ("email", "margarethe@example.org"),
        ("card", "card-77-12"),
        ("customer", "{number}"),
        ("q", "]C1card-77-12"),
        ("q", "https://shop.example.org/card/card-77-12?x=1"),
    ],
)
def test_a_telephone_a_till_or_a_scanner_opens_the_one_customer(
    agent: Client, customer: Customer, known: str, value: str
) -> None:
    share_point(customer, "+43660555014", "phone")
    customer.identities.create(source="till", key="card-77-12")
    identity.index([customer.pk])
    answer = agent.get(FIND, {known: value.format(number=customer.number)})
    assert answer.status_code == 302
    assert answer["Location"] == reverse("console:customer", args=[customer.pk])


def test_a_number_that_several_share_lists_them_masked_until_one_is_confirmed(
    agent: Client, customer: Customer
) -> None:
    other = make_customer("Josef Köhler", email="margarethe@example.org")
    for each in (customer, other):
        share_point(each, "+43660555014", "phone")
    identity.index([customer.pk, other.pk])
    page = agent.get(FIND, {"phone": "+43660555014"}).content.decode()
    assert "Josef Köhler" in page and "Margarethe Köhler" in page
    assert "m•••@example.org" in page and "margarethe@example.org" not in page
    url = reverse("console:customer", args=[customer.pk])
    shown = agent.get(url).content.decode()
    assert "+43 ••• 14" in shown and "555014" not in shown
    assert "Shares an address with one other" in shown
    shown = agent.post(reverse("console:customer-confirm", args=[customer.pk]), follow=True).content.decode()
    assert "+43 660 555014" in shown and "margarethe@example.org" in shown
    assert "+43 ••• 14" in agent.get(reverse("console:customer", args=[other.pk])).content.decode()


@pytest.mark.parametrize("role", ["analyst", "marketer"])
def test_who_serves_nobody_sees_no_contact_data(log_in: LogIn, customer: Customer, role: str) -> None:
    client = log_in(role)
    assert "margarethe@" not in client.get(FIND, {"q": "kohler"}, headers=HTMX).content.decode()
    url = reverse("console:customer", args=[customer.pk])
    client.post(reverse("console:customer-confirm", args=[customer.pk]))
    page = client.get(url).content.decode()
    assert "m•••@example.org" in page and "margarethe@example.org" not in page


def test_before_typing_there_is_whom_one_opened_lately(agent: Client, customer: Customer) -> None:
    assert "Who is it?" in agent.get(FIND).content.decode()
    agent.get(reverse("console:customer", args=[customer.pk]))
    page = agent.get(FIND).content.decode()
    assert "Opened lately" in page and "Margarethe" in page
