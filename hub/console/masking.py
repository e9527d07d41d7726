"""Contact data that not everybody sees: masked where it could be somebody else's, and by role.

Whoever serves a person confirms once that it is they (by a date of birth, or the card in their hand); until
then an address that several people share is shown only in part. The session remembers it for a while.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from customers.models import ContactPoint
from hub.console.access import Role, staff_of
from hub.console.around import Point

CONFIRMED_FOR = timedelta(minutes=30)
NEVER_NEED = frozenset({Role.ANALYST, Role.MARKETER})
"""Roles that work on many customers and serve none."""
_KEY = "confirmed"
_MOST = 50


def is_masked(request: HttpRequest, customer_id: int, points: Iterable[Point]) -> bool:
    """Say whether this person may not see the contact data of this customer in full (yet)."""
    if staff_of(request).role in NEVER_NEED:
        return True
    return any(point.others for point in points) and not is_confirmed(request, customer_id)


def may_confirm(request: HttpRequest) -> bool:
    return staff_of(request).role not in NEVER_NEED


def is_confirmed(request: HttpRequest, customer_id: int) -> bool:
    until = request.session.get(_KEY, {}).get(str(customer_id), 0)
    return bool(until > timezone.now().timestamp())


def confirm(request: HttpRequest, customer_id: int) -> None:
    """Remember that this is the person they say; a few at a time."""
    now = timezone.now()
    known = {key: until for key, until in request.session.get(_KEY, {}).items() if until > now.timestamp()}
    known[str(customer_id)] = (now + CONFIRMED_FOR).timestamp()
    request.session[_KEY] = dict(list(known.items())[-_MOST:])


def masked(kind: str, address: str) -> str:
    """Show so much of an address that its owner would know it, and nobody could use it."""
    if kind == ContactPoint.Kind.EMAIL:
        name, _, domain = address.rpartition("@")
        return f"{name[:1]}•••@{domain}"
    if kind == ContactPoint.Kind.PHONE:
        return f"{address[:3]} ••• {address[-2:]}"
    return "•••"
