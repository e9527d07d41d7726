from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers import history, identity
from customers.finding import Found, find
from customers.history import Entry
from customers.identity import Details, Reach
from customers.models import Customer
from tests.makers import DAY, NOW

pytestmark = pytest.mark.django_db

CAST = {
    "K-1001": ("Anna Gruber", "anna@example.org", "+436641234567"),
    "K-1002": ("Ivana Gruberić", "ivana@example.org", "+436767654321"),
    "K-1003": ("Jürgen Müller", "jm@example.com", "+493012345678"),
    "K-1004": ("Maria Mayer", "mayer.maria@example.com", "+431555000"),
    "K-1005": ("Søren Ødegård", "soren@example.net", "+4722334455"),
    "K-1006": ("Johanna O’Brien", "jo@example.net", "+353871234567"),
}


@pytest.fixture(autouse=True)
def cast() -> dict[str, int]:
    ids = identity.find_or_create("shop", list(CAST))
    identity.describe(Details(ids[key], name=name) for key, (name, _, _) in CAST.items())
    identity.attach(Reach(ids[key], "email", email) for key, (_, email, _) in CAST.items())
    identity.attach(Reach(ids[key], "phone", phone) for key, (_, _, phone) in CAST.items())
    identity.index(ids.values())
    return ids


def names(text: str) -> list[str]:
    return [found.customer.name for found in find(text, Customer.objects.all())]


def best(text: str) -> Found:
    return find(text, Customer.objects.all())[0]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("anna gruber", "Anna Gruber"),
        ("Gruber, Anna", "Anna Gruber"),
        ("GRUBER AN", "Anna Gruber"),
        ("muller", "Jürgen Müller"),
        ("Müller Jürgen", "Jürgen Müller"),
        ("odegard", "Søren Ødegård"),
        ("o'brien", "Johanna O’Brien"),
        ("Grubr Anna", "Anna Gruber"),
        ("ana gruber", "Anna Gruber"),
        ("meyer", "Maria Mayer"),
        ("myaer", "Maria Mayer"),
        ("mayerr", "Maria Mayer"),
        ("Odegaard", "Søren Ødegård"),
        ("Jurgen Muler", "Jürgen Müller"),
        ("anna@example.org", "Anna Gruber"),
        (" ANNA@Example.org ", "Anna Gruber"),
        ("mayer.maria@", "Maria Mayer"),
        ("+43 664 1234567", "Anna Gruber"),
        ("0664 / 123 45", "Anna Gruber"),
        ("+43 (0)664 123", "Anna Gruber"),
        ("7654321", "Ivana Gruberić"),
        ("K-1003", "Jürgen Müller"),
        ("k 1003", "Jürgen Müller"),
    ],
)
def test_one_box_finds_the_customer_however_it_is_typed(typed: str, name: str) -> None:
    assert names(typed)[:1] == [name]


def test_the_customer_number_is_found_bare_and_as_printed(cast: dict[str, int]) -> None:
    customer = Customer.objects.get(pk=cast["K-1004"])
    for typed in (customer.number, customer.number.lower(), str(customer.pk)):
        assert best(typed).customer == customer
        assert best(typed).why == "by customer number"


def test_it_says_why_somebody_was_found() -> None:
    whys = {typed: best(typed).why for typed in ("K-1002", "ivana@example.org", "ivana", "767654", "ivanna")}
    assert whys == {
        "K-1002": "by number at shop",
        "ivana@example.org": "by email",
        "ivana": "by name",
        "767654": "by phone or number",
        "ivanna": "spelled alike",
    }


def test_whole_words_come_before_beginnings_and_beginnings_before_the_rest() -> None:
    assert names("anna") == ["Anna Gruber", "Johanna O’Brien"]
    assert names("gruber") == ["Anna Gruber", "Ivana Gruberić"]


def test_beside_who_has_every_word_only_close_relatives_of_the_name_are_offered() -> None:
    ids = identity.find_or_create("shop", ["K-1", "K-2", "K-3"])
    for key, name in {"K-1": "Maria Mayr", "K-2": "Maria Mayer-Huber", "K-3": "Mario Mandl"}.items():
        identity.describe([Details(ids[key], name=name)])
    identity.index(ids.values())
    assert names("Maria Mayer") == ["Maria Mayer", "Maria Mayer-Huber", "Maria Mayr"]


def test_among_equals_the_most_recently_active_comes_first(cast: dict[str, int]) -> None:
    twins = identity.find_or_create("shop", ["t1", "t2", "t3"])
    identity.describe(Details(pk, name="Twin Zwilling") for pk in twins.values())
    identity.index(twins.values())
    visits = [
        Entry(twins["t2"], NOW - DAY, "visit", "shop", "1"),
        Entry(twins["t3"], NOW - 9 * DAY, "visit", "shop", "2"),
    ]
    history.record(visits, now=NOW)
    found = [each.customer.pk for each in find("zwilling", Customer.objects.all())]
    assert found == [twins["t2"], twins["t3"], twins["t1"]]


def test_only_those_in_the_given_queryset_are_found(cast: dict[str, int]) -> None:
    mine = Customer.objects.filter(pk=cast["K-1002"])
    for typed in ("gruber", "anna gruber", "K-1001", "anna@example.org", str(cast["K-1001"]), "grubr anna"):
        assert {found.customer.pk for found in find(typed, mine)} <= {cast["K-1002"]}
    assert [found.customer.pk for found in find("gruber", mine)] == [cast["K-1002"]]


@pytest.mark.parametrize(
    "typed", ["", "   ", "%", "_", "\0", "'; DROP TABLE x; --", "zz", "(", "\\", "x" * 5000, "ღამე", "🎈"]
)
def test_odd_words_find_nobody_and_break_nothing(typed: str) -> None:
    assert names(typed) == []


def test_no_more_than_the_limit_are_found() -> None:
    assert len(find("example", Customer.objects.all(), limit=2)) == 2


@pytest.mark.parametrize("typed", ["gruber anna", "0664 1234567", "meyer", "grubr ana"])
def test_names_and_numbers_are_looked_up_in_the_index(typed: str) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        find(typed, Customer.objects.all())
    searches = [each["sql"] for each in queries if "AS pool" in each["sql"]]
    assert searches
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for search in searches:
            cursor.execute(f"EXPLAIN {search}")
            plan: list[Any] = cursor.fetchall()
            assert "Bitmap Index Scan on customer_search" in str(plan)
