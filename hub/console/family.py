"""A person with every name they were merged from: whose page it is, whose lines it shows, and one summary."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.http import Http404

from customers.models import Customer, Profile
from customers.models.people import CustomerQuerySet
from hub.console.access import customers_for
from hub.models import Staff


class Person(NamedTuple):
    """Who they are now, all their rows (the present one first), and what their histories come to."""

    whom: Customer
    ids: list[int]
    profile: Profile | None


class Life(NamedTuple):
    """Whose timeline it is, and from when to when it reaches; empty where nothing has happened yet."""

    customer_id: int
    ids: list[int]
    interactions: int | None
    first_at: datetime | None
    last_at: datetime | None


def person_or_404(staff: Staff, customer_id: int) -> Person:
    """Find a customer that this person may see, with their aliases; one statement."""
    rows = list(_rows(staff, customer_id).select_related("profile").defer("search_text"))
    found = {row.pk: row for row in rows}
    if customer_id not in found:
        raise Http404
    profiles = [row.profile for row in rows if hasattr(row, "profile")]
    return Person(found[customer_id], _in_order(customer_id, found), together(profiles))


def life_or_404(staff: Staff, customer_id: int) -> Life:
    """Find only what a part of the timeline needs to know; one statement."""
    rows = list(
        _rows(staff, customer_id).values_list(
            "pk", "profile__interactions", "profile__first_at", "profile__last_at"
        )
    )
    ids = [pk for pk, *_ in rows]
    if customer_id not in ids:
        raise Http404
    lived = [row for row in rows if row[1]]
    return Life(
        customer_id,
        _in_order(customer_id, ids),
        sum(count for _, count, _, _ in lived) or None,
        min((first for *_, first, _ in lived if first), default=None),
        max((last for *_, last in lived if last), default=None),
    )


def life_of(person: Person) -> Life:
    profile = person.profile
    if profile is None:
        return Life(person.whom.pk, person.ids, None, None, None)
    return Life(person.whom.pk, person.ids, profile.interactions, profile.first_at, profile.last_at)


def together(profiles: Sequence[Profile]) -> Profile | None:
    """Return one summary of several histories; it is for showing and belongs to nobody's row."""
    if len(profiles) < 2:
        return profiles[0] if profiles else None
    total = Profile(customer_id=profiles[0].customer_id)
    for field in Profile._meta.concrete_fields:
        if field.name != "customer":
            values = [value for each in profiles if (value := getattr(each, field.name)) is not None]
            setattr(total, field.name, _joined(field.name, values) if values else None)
    return total


def _joined(name: str, values: Sequence[int | datetime]) -> object:
    if name.startswith("first_"):
        return min(values)
    return max(values) if name.endswith("_at") else sum(values)  # type: ignore[arg-type]


def _rows(staff: Staff, customer_id: int) -> CustomerQuerySet:
    return customers_for(staff).filter(pk=customer_id) | Customer.objects.filter(
        merged_into=customer_id, erased_at=None
    )


def _in_order(customer_id: int, ids: Iterable[int]) -> list[int]:
    return [customer_id, *sorted(each for each in ids if each != customer_id)]
