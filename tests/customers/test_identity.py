from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from customers import identity
from customers.identity import BadAddress, Details, Reach
from customers.models import ContactPoint, Customer, Identity, Ownership
from tests.makers import NOW, make_customer, share_point
from tests.races import wait_until_somebody_waits


@pytest.mark.django_db
def test_a_key_finds_the_same_customer_again_and_makes_new_ones_once() -> None:
    first = identity.find_or_create("shop", ["a", "b", "a"])
    again = identity.find_or_create("shop", ["b", "c"])
    assert first["b"] == again["b"]
    assert Customer.objects.count() == 3
    assert identity.find("shop", ["a", "nobody"]) == {"a": first["a"]}


@pytest.mark.django_db
def test_the_same_key_of_another_source_is_somebody_else() -> None:
    shop, web = identity.find_or_create("shop", ["7"]), identity.find_or_create("web", ["7"])
    assert shop["7"] != web["7"]


def test_two_importers_racing_make_nobody_twice(committed: Any) -> None:
    def race() -> dict[str, int]:
        try:
            with transaction.atomic():
                return identity.find_or_create("shop", ["c", "b", "d"])
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            mine = identity.find_or_create("shop", ["b", "c", "a"])
            theirs = pool.submit(race)
            wait_until_somebody_waits()
        other = theirs.result()
    assert (other["b"], other["c"]) == (mine["b"], mine["c"])
    assert Customer.objects.count() == Identity.objects.count() == 4


def test_an_importer_that_gives_up_leaves_its_customers_to_the_other(committed: Any) -> None:
    def race() -> dict[str, int]:
        try:
            return identity.find_or_create("shop", ["a"])
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            identity.find_or_create("shop", ["a"])
            theirs = pool.submit(race)
            wait_until_somebody_waits()
            transaction.set_rollback(True)
        found = theirs.result()
    assert Customer.objects.get().pk == found["a"]


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        (" Anna.Gruber@Example.ORG ", "anna.gruber@example.org"),
        ("anna+offers@mail.example.org", "anna+offers@mail.example.org"),
        ("anna@müller.example", "anna@xn--mller-kva.example"),
    ],
)
def test_email_addresses_are_brought_into_one_form(written: str, normal: str) -> None:
    assert identity.normalise_email(written) == normal


@pytest.mark.parametrize(
    "written",
    [
        "",
        "anna",
        "anna@",
        "@example.org",
        "a b@example.org",
        "anna@example.org\nBcc: all@example.org",
        "anna@localhost",
        "anna@[127.0.0.1]",
        f"{'a' * 65}@example.org",
        "a@example.org, b@example.org",
    ],
)
def test_what_is_no_email_address_is_refused_in_words(written: str) -> None:
    with pytest.raises(BadAddress, match=r"^email .* is"):
        identity.normalise_email(written)


@pytest.mark.parametrize(
    ("written", "country", "normal"),
    [
        ("+43 664 123 4567", "", "+436641234567"),
        ("0664/1234567", "AT", "+436641234567"),
        ("0043 664 1234567", "at", "+436641234567"),
        ("(212) 555-0123", "US", "+12125550123"),
        ("+44 20 7946 0018", "AT", "+442079460018"),
    ],
)
def test_phone_numbers_become_international(written: str, country: str, normal: str) -> None:
    assert identity.normalise_phone(written, country) == normal


@pytest.mark.parametrize(
    ("written", "country", "why"),
    [
        ("0664 1234567", "", "no country code"),
        ("call me", "AT", "not a phone number"),
        ("+43 12", "", "too short or too long"),
        ("123", "AT", "too short or too long"),
    ],
)
def test_what_is_no_phone_number_is_refused_in_words(written: str, country: str, why: str) -> None:
    with pytest.raises(BadAddress, match=why):
        identity.normalise_phone(written, country)


@pytest.mark.django_db
def test_addresses_are_attached_once_and_may_be_shared() -> None:
    anna, bert = make_customer("Anna", email="home@example.org"), make_customer("Bert")
    reaches = [Reach(bert.pk, "email", "home@example.org"), Reach(bert.pk, "phone", "+436641234567")]
    assert identity.attach(reaches * 2) == {bert.pk}
    assert identity.attach(reaches) == set()
    assert ContactPoint.objects.filter(address="home@example.org").count() == 1
    assert identity.customer_of_address("email", "HOME@example.org") == [anna, bert]
    assert identity.customer_of_address("phone", "+43 664 1234567") == [bert]
    assert Ownership.objects.filter(customer=bert).count() == 3


@pytest.mark.django_db
def test_nobody_is_found_at_a_bad_address_nor_after_erasure() -> None:
    gone = make_customer(email="gone@example.org", erased_at=NOW)
    share_point(gone, "+436641234567", "phone")
    assert identity.customer_of_address("email", "no address") == []
    assert identity.customer_of_address("email", "gone@example.org") == []


@pytest.mark.django_db
def test_a_source_changes_only_what_it_says_something_about() -> None:
    anna = make_customer("Anna Gruber", language="de", country="AT")
    bert = make_customer("Bert Huber", language="de")
    said = [
        Details(anna.pk, name="Anna Huber"),
        Details(anna.pk, language="fr"),
        Details(bert.pk, name="Bert Huber"),
    ]
    assert identity.describe(said) == {anna.pk}
    anna.refresh_from_db()
    assert (anna.name, anna.language, anna.country) == ("Anna Huber", "fr", "AT")
    assert identity.describe(said) == set()


@pytest.mark.django_db
def test_what_is_searched_follows_names_addresses_and_keys_and_forgets_the_erased() -> None:
    ids = identity.find_or_create("shop", ["K-0815", "K-0816"])
    kept, gone = Customer.objects.get(pk=ids["K-0815"]), Customer.objects.get(pk=ids["K-0816"])
    assert f" {kept.number.lower()} k 0815 " in kept.search_text
    identity.describe([Details(kept.pk, name="Zoë O’Łęcka")])
    identity.attach([Reach(kept.pk, "phone", "+436641234567"), Reach(kept.pk, "email", "zoe@example.org")])
    Customer.objects.filter(pk=gone.pk).update(erased_at=NOW)
    identity.index([kept.pk, gone.pk])
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert kept.search_text.startswith(f" zoe o lecka {kept.number.lower()} ")
    assert " 436641234567 zoe example org k 0815 " in kept.search_text or (
        " zoe example org 436641234567 k 0815 " in kept.search_text
    )
    assert gone.search_text == ""


@pytest.mark.django_db
def test_a_million_customers_have_a_number_of_seven_digits() -> None:
    Customer.objects.create(pk=1_234_567, name="Late")
    identity.index([1_234_567])
    assert " c1234567 " in Customer.objects.get().search_text
