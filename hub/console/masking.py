"""Contact data that not everybody sees: masked where it could be somebody else's, and by role.

Whoever serves a person confirms once that it is they (by a date of birth, or the card in their hand); until
then an address that several people share is shown only in part. The session remembers it for a while.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

import phonenumbers
from django.http import HttpRequest
from django.utils import timezone

from channels import devices
from customers import postal
from customers.models import ContactPoint
from hub import viewings
from hub.console.access import Role, staff_of
from hub.console.around import Point
from hub.console.lines import Line
from hub.models import Staff

CONFIRMED_FOR = timedelta(minutes=30)
NEVER_NEED = frozenset({Role.ANALYST, Role.MARKETER})
"""Roles that work on many customers and serve none."""
# Bounded, and begun only where a word begins: they are asked about texts of any length and make.
_EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]{1,200}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_PHONE = re.compile(r"(?<![\w.])(?:\+|0)\d[\d\s()/-]{5,40}\d")
_KEY = "confirmed"
_MOST = 50


def is_masked(request: HttpRequest, customer_id: int, points: Iterable[Point]) -> bool:
    """Say whether this person may not see the contact data of this customer in full (yet)."""
    return is_masked_at(request, customer_id, is_shared=any(point.others for point in points))


def is_masked_at(request: HttpRequest, customer_id: int, *, is_shared: bool) -> bool:
    """Say the same of one address, by whether others are reached there too."""
    if is_masked_for(staff_of(request)):
        return True
    return is_shared and not is_confirmed(request, customer_id)


def is_masked_for(staff: Staff) -> bool:
    """Say whether this person sees nobody's contact data in full, whatever was confirmed."""
    return staff.role in NEVER_NEED


def may_confirm(request: HttpRequest) -> bool:
    return not is_masked_for(staff_of(request))


def is_confirmed(request: HttpRequest, customer_id: int) -> bool:
    until = request.session.get(_KEY, {}).get(str(customer_id), 0)
    return bool(until > timezone.now().timestamp())


def confirm(request: HttpRequest, customer_id: int) -> None:
    """Remember that this is the person they say, a few at a time; the trail keeps that it was said."""
    viewings.opened(request, customer_id, staff_of(request))
    now = timezone.now()
    known = {key: until for key, until in request.session.get(_KEY, {}).items() if until > now.timestamp()}
    known[str(customer_id)] = (now + CONFIRMED_FOR).timestamp()
    request.session[_KEY] = dict(list(known.items())[-_MOST:])


def blotted(text: str) -> str:
    """Mask the addresses and numbers that stand within words."""
    text = _EMAIL.sub(lambda found: masked(ContactPoint.Kind.EMAIL, found[0]), text)
    return _PHONE.sub(lambda found: masked(ContactPoint.Kind.PHONE, found[0]), text)


def blot(staff: Staff, lines: Iterable[Line]) -> None:
    """Blot the lines of a history for whoever sees nobody's contact data; what a line opens to as well."""
    if is_masked_for(staff):
        for line in lines:
            line.title, line.detail = blotted(line.title), blotted(line.detail)
            line.quote = blotted(line.quote)
            blot(staff, line.inside)


def blot_words(staff: Staff, rows: Iterable[dict[str, Any]], *names: str) -> None:
    """Blot what these names hold in rows for a page, for whoever sees nobody's contact data."""
    if is_masked_for(staff):
        for row in rows:
            for name in names:
                if isinstance(words := row.get(name), str):
                    row[name] = blotted(words)


def masked(kind: str, address: str) -> str:
    """Show so much of an address that its owner would know it, and nobody could use it."""
    if kind == ContactPoint.Kind.EMAIL:
        name, _, domain = address.rpartition("@")
        return f"{name[:1]}•••@{domain}"
    if kind == ContactPoint.Kind.PHONE:
        return f"{address[:3]} ••• {address[-2:]}"
    return "•••"


def shown(kind: str, address: str) -> str:
    """Show an address as people read it: a number in groups, a letter's in a line, a device by its kind."""
    return _SHOWN[kind](address) if kind in _SHOWN else address


def _grouped(number: str) -> str:
    """Group the digits of a phone number as its country does, so that it can be dialled from the screen."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


_SHOWN: Mapping[str, Callable[[str], str]] = {
    ContactPoint.Kind.PHONE: _grouped,
    ContactPoint.Kind.POSTAL: postal.shown,
    ContactPoint.Kind.DEVICE: devices.named,
}
