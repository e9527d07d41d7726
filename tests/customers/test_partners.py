"""What a partner brings stands apart, joins us only by permission, parts again, and can be removed."""

from typing import Any

import pytest

from customers import identity, merging, partners
from customers.consent import Evidence
from customers.entry import Entry
from customers.errors import BadMerge, BadPartner
from customers.models import (
    Brought,
    BroughtPoint,
    ConsentEvidence,
    Customer,
    Identity,
    Interaction,
    Ownership,
    Partner,
    Profile,
)
from customers.partners import Told
from tests.makers import DAY, NOW, make_customer, share_point

pytestmark = pytest.mark.django_db
ASKED = Evidence("May we join what Pet Shop knows?", "portal", "customer")
EMAIL = ("email", "", "anna@example.org")


@pytest.fixture
def pets() -> Partner:
    return partners.declare("pets", "Pet Shop", ASKED.wording, by="staff:ana", now=NOW)[0]


@pytest.fixture
def anna() -> Customer:
    customer = make_customer(name="Anna", email="")
    share_point(customer, "anna@example.org")
    return customer


def bring(partner: Partner, key: str = "P-1", *points: Any) -> int:
    return partners.bring(partner, [Told(key, "Anna H", points or (EMAIL,))], now=NOW)[key]


def bought(partner: Partner, number: int, key: str = "P-1") -> None:
    entry = Entry(0, NOW - DAY, "purchase", partner.source, str(number), "shop", actor="partner:Pet Shop")
    partners.record(partner, {key: [entry._replace(amount_minor=500, summary="Dog food")]}, now=NOW)


def permit(customer: Customer, partner: Partner, is_granted: bool = True) -> None:
    partners.permit(customer.pk, partner, is_granted, ASKED, now=NOW)


def test_whoever_is_brought_stands_apart_without_an_address_and_is_only_suggested(
    pets: Partner, anna: Customer
) -> None:
    row = bring(pets)
    bought(pets, 1)
    assert row != anna.pk
    assert Identity.objects.get(source="partner:pets").customer_id == row
    assert not Ownership.objects.filter(customer=row).exists()
    assert identity.customer_of_address("email", "anna@example.org") == [anna]
    assert partners.links_of(anna.pk) == [partners.Link(pets, row, "email", False)]
    assert merging.family(anna.pk) == [anna.pk]
    assert not Profile.objects.filter(pk=anna.pk, purchases__gt=0).exists()


def test_permission_joins_and_taking_it_back_parts_what_came_meanwhile_too(
    pets: Partner, anna: Customer
) -> None:
    row = bring(pets)
    permit(anna, pets)
    bought(pets, 1)
    assert merging.family(anna.pk) == [anna.pk, row]
    assert Interaction.objects.get(kind="purchase").customer_id == row
    assert partners.links_of(anna.pk) == [partners.Link(pets, row, "", True)]
    evidence = ConsentEvidence.objects.get()
    assert (evidence.purpose, evidence.channel, evidence.wording) == ("partner", "pets", ASKED.wording)
    permit(anna, pets, False)
    assert merging.family(anna.pk) == [anna.pk]
    assert [link.is_joined for link in partners.links_of(anna.pk)] == [False]
    permit(anna, pets)
    assert merging.family(anna.pk) == [anna.pk, row]


def test_who_allowed_it_before_is_joined_when_the_partner_brings_them(pets: Partner, anna: Customer) -> None:
    permit(anna, pets)
    row = bring(pets)
    assert merging.family(anna.pk) == [anna.pk, row]


def test_permission_for_one_partner_joins_nothing_of_another(pets: Partner, anna: Customer) -> None:
    other = partners.declare("books", "Books", "May we?", by="staff:ana", now=NOW)[0]
    row = bring(other)
    permit(anna, pets)
    assert merging.family(anna.pk) == [anna.pk]
    assert [link.brought_id for link in partners.links_of(anna.pk)] == [row]


def test_an_address_that_two_customers_share_recognises_nobody(pets: Partner, anna: Customer) -> None:
    share_point(other := make_customer(name="Ben", email=""), "anna@example.org")
    bring(pets)
    assert partners.links_of(anna.pk) == partners.links_of(other.pk) == []
    permit(anna, pets)
    assert merging.family(anna.pk) == [anna.pk]


def test_a_key_of_ours_recognises_too_and_two_who_disagree_nobody(pets: Partner, anna: Customer) -> None:
    ben = make_customer(name="Ben", email="")
    Identity.objects.create(customer=ben, source="card", key="77")
    row = bring(pets, "P-2", ("key", "card", "77"))
    assert partners.links_of(ben.pk) == [partners.Link(pets, row, "key", False)]
    bring(pets, "P-2", EMAIL)
    assert partners.links_of(ben.pk) == partners.links_of(anna.pk) == []


def test_nobody_else_can_merge_whom_a_partner_brought(pets: Partner, anna: Customer) -> None:
    row = bring(pets)
    for pair in ((row, anna.pk), (anna.pk, row)):
        with pytest.raises(BadMerge, match="only the customer can allow"):
            merging.merge(*pair, actor="staff:ana", now=NOW)


def test_they_part_also_when_ours_has_been_merged_on_since(pets: Partner, anna: Customer) -> None:
    row = bring(pets)
    permit(anna, pets)
    ben = make_customer(name="Ben", email="")
    ours = Brought.objects.filter(pk=row)
    with pytest.raises(BadMerge):
        merging.merge(row, ben.pk, actor="staff:ana", now=NOW)
    merged = merging.merge(anna.pk, ben.pk, actor="staff:ana", now=NOW)
    assert merging.family(ben.pk) == [ben.pk, anna.pk, row]
    permit(ben, pets, False)
    assert merging.family(ben.pk) == [ben.pk, anna.pk]
    merging.undo(merged.pk, actor="staff:ana", now=NOW)
    assert merging.family(anna.pk) == [anna.pk]
    assert ours.exists()


def test_what_came_from_a_partner_is_removed_for_good_and_cannot_be_brought_again(
    pets: Partner, anna: Customer
) -> None:
    row = bring(pets)
    permit(anna, pets)
    bought(pets, 1)
    assert partners.forget(anna.pk, pets, ASKED, now=NOW) == 1
    assert merging.family(anna.pk) == [anna.pk]
    assert not BroughtPoint.objects.exists()
    assert not Identity.objects.filter(source="partner:pets").exists()
    line = Interaction.objects.get(kind="purchase")
    assert (line.summary, line.actor, line.data, line.source_id) == ("Purchase", "", {}, "")
    assert Customer.objects.get(pk=row).erased_at
    assert partners.removed(pets, ["P-1", "P-2"]) == {"P-1"}
    assert partners.links_of(anna.pk) == []
    assert ConsentEvidence.objects.order_by("-pk")[0].is_granted is False


@pytest.mark.parametrize(("key", "name", "wording"), [("Pets", "x", "y"), ("pets", " ", "y"), ("p", "x", "")])
def test_a_partner_has_a_plain_key_a_name_and_a_wording(key: str, name: str, wording: str) -> None:
    with pytest.raises(BadPartner):
        partners.declare(key, name, wording, by="staff:ana", now=NOW)
