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
    staff, now = staff_of(request), timezone.now()
    person = family.person_or_404(staff, customer_id)
    closed = closed_to(staff, person.ids)
    near = closed.near(around.look(customer_id, person.ids[1:]))
    return Desk(person, near, *gate.standing_of(customer_id, now=now), now, closed)
