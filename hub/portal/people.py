"""Whose rows a page may read: every customer row of the guest's person, and nobody else's."""

from typing import Any, NamedTuple

from django.db import connection

from customers import merging
from customers.models import Customer, Profile


class Person(NamedTuple):
    """A guest as tables know them: their rows, the present one first, and since when things happened."""

    ids: list[int]
    profiles: list[Profile]

    def total(self, column: str) -> int:
        return sum(getattr(profile, column) for profile in self.profiles)

    def latest(self, column: str) -> Any:
        return max((at for each in self.profiles if (at := getattr(each, column))), default=None)


def of(customer: Customer) -> Person:
    ids = merging.family(customer.pk)
    return Person(ids, list(Profile.objects.filter(customer__in=ids)))


def rows(statement: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()
