"""The customers that somebody opened lately: numbers in a signed cookie, nothing in the database."""

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from customers.models import Customer
from hub.console.access import customers_for, staff_of

KEPT = 8
_SECONDS = 14 * 24 * 3600


def remember(request: HttpRequest, response: HttpResponse, customer: Customer) -> HttpResponse:
    """Put this customer on top of the list; `response` carries the cookie back."""
    opened = {customer.pk: int(timezone.now().timestamp())}
    opened |= {pk: at for pk, at in _opened(request).items() if pk != customer.pk}
    value = ".".join(f"{pk}-{at}" for pk, at in list(opened.items())[:KEPT])
    response.set_signed_cookie(
        _name(request),
        value,
        salt=_name(request),
        max_age=_SECONDS,
        path="/console/",
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


def customers(request: HttpRequest) -> list[tuple[Customer, datetime]]:
    """Return whom this person opened and when, the latest first: only those they may still see."""
    opened = _opened(request)
    found = customers_for(staff_of(request)).in_bulk(opened)
    return [(found[pk], datetime.fromtimestamp(at, tz=UTC)) for pk, at in opened.items() if pk in found]


def _opened(request: HttpRequest) -> dict[int, int]:
    value = request.get_signed_cookie(_name(request), "", salt=_name(request), max_age=_SECONDS) or ""
    pairs = (each.partition("-") for each in value.split(".") if each)
    return {int(pk): int(at) for pk, _, at in pairs}


def _name(request: HttpRequest) -> str:
    """One cookie a person: the next one at the same till does not see it."""
    return f"lately{staff_of(request).pk}"
