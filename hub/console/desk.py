"""One customer as they lie on the desk of whoever serves them: read once, for the page and for each act."""

from datetime import datetime
from typing import NamedTuple

from django.http import HttpRequest
from django.utils import timezone

from customers import gate
from customers.house import House
from customers.models import Customer
from customers.standing import Standing
from hub.console import around, family
from hub.console.access import staff_of
from hub.console.around import Around
from hub.console.closed import Closed, closed_to
from hub.console.family import Person
from hub.models import Staff


class Desk(NamedTuple):
    """Who it is, what is around them, what the gate knows, at this moment; and what is not for us to read."""

    person: Person
    near: Around
    standing: Standing
    rules: House
    now: datetime
    closed: Closed

    @property
    def whom(self) -> Customer:
        return self.person.whom


def desk_of(request: HttpRequest, customer_id: int) -> Desk:
    """Read it, or answer 404 where this person may not see them."""
    now = timezone.now()
    person, near, closed = person_near(staff_of(request), customer_id)
    return Desk(person, near, *gate.standing_of(customer_id, now=now), now, closed)


def person_near(staff: Staff, customer_id: int) -> tuple[Person, Around, Closed]:
    """Read who it is and what is around them, but for the words that are not for this person; or 404."""
    person = family.person_or_404(staff, customer_id)
    closed = closed_to(staff, person.ids)
    return person, closed.near(around.look(customer_id, person.ids[1:])), closed
