"""Visits: a browser that came in by a link of its own. Apart from the staff's sessions, and short.

The cookie carries the visit's number and the end of its idle time under our signature, so that staying
needs no write. A new visit begins at every entry, so there is nothing to fix on somebody beforehand.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from channels import addresses
from customers.models import ContactPoint, Customer
from hub.models import PortalVisit
from hub.portal.guests import Guest, person

COOKIE = "portal_visit"
PATH = "/portal/"
IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)


def begin(
    request: HttpRequest,
    response: HttpResponse,
    point: ContactPoint,
    customer: Customer | None,
    *,
    now: datetime,
) -> None:
    """Let this browser in and end the visit it was on, if any. Without a customer it may only choose one."""
    end(request, response)
    PortalVisit.objects.filter(began_at__lt=now - LONGEST).delete()
    visit = PortalVisit.objects.create(contact_point=point, customer=customer, began_at=now)
    _write(response, visit, now)


def of(request: HttpRequest) -> PortalVisit | None:
    """Return the visit that this browser is on, unless it has ended, idled or lasted too long."""
    now = timezone.now()
    opened = addresses.sealer().open("visit", request.COOKIES.get(COOKIE, ""), now=now)
    if opened is None:
        return None
    visits = PortalVisit.objects.select_related("customer__merged_into", "contact_point")
    return visits.filter(pk=opened[0], began_at__gt=now - LONGEST).first()


def guest_of(request: HttpRequest) -> Guest | None:
    """Return the customer who is visiting in this browser."""
    visit = of(request)
    customer = person(visit.customer) if visit and visit.customer else None
    return Guest(customer) if customer else None


def stay(request: HttpRequest, response: HttpResponse) -> None:
    """Begin the idle time anew, unless the answer itself has changed the visit."""
    opened = addresses.sealer().open("visit", request.COOKIES.get(COOKIE, ""), now=timezone.now())
    if opened and COOKIE not in response.cookies:
        _write(response, PortalVisit(pk=opened[0]), timezone.now())


def end(request: HttpRequest, response: HttpResponse) -> None:
    """End the visit of this browser."""
    if visit := of(request):
        visit.delete()
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")


def end_all(customer: Customer) -> None:
    """End every visit of a customer, in whatever browser."""
    whose = [customer.pk, *customer.aliases.values_list("pk", flat=True)]
    PortalVisit.objects.filter(customer__in=whose).delete()


def _write(response: HttpResponse, visit: PortalVisit, now: datetime) -> None:
    response.set_cookie(
        COOKIE,
        addresses.sealer().seal("visit", visit.pk, expires_at=now + IDLE),
        max_age=int(IDLE.total_seconds()),
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
