"""The one search box: results while typing, a page of its own, and straight on for the one exact hit.

Telephones and tills open it with what they know, `?phone=`, `?email=`, `?card=` or `?customer=`: one customer
who fits is opened, several are listed.
"""

from collections.abc import Iterable, Sequence
from urllib.parse import unquote, urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from customers import finding
from customers.finding import Found
from customers.models import Customer, Ownership
from hub import viewings
from hub.console import lately, masking
from hub.console.access import customers_for, staff_of, staff_page

MOST = 20
KNOWN_BY = ("phone", "email", "card", "customer")
"""What a telephone or a till may know of whom it opens."""


@staff_page()
@vary_on_headers("HX-Request")
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    given = next((key for key in KNOWN_BY if request.GET.get(key)), "")
    query = _scanned(request.GET.get(given or "q", "").strip())[: finding.LONGEST_QUERY]
    found = finding.find(query, customers_for(staff_of(request)), limit=MOST + 1)
    exact = [each for each in found if each.score == 1]
    only = exact if len(exact) == 1 else found if given and len(found) == 1 else []
    if only and not request.htmx:  # type: ignore[attr-defined]
        return redirect("console:customer", customer_id=only[0].customer.pk)
    context = {
        "query": query,
        "matches": matches(request, found[:MOST]),
        "has_more": len(found) > MOST,
        "recent": [] if query else [_recent(each) for each, _ in lately.customers(request)],
    }
    return render(request, "console/_found.html" if request.htmx else "console/find.html", context)  # type: ignore[attr-defined]


def matches(request: HttpRequest, found: Sequence[Found]) -> list[dict[str, object]]:
    """Return what a page shows of the customers that were found."""
    addresses = _addresses(request, found)
    return [_match(each, addresses.get(each.customer.pk, "")) for each in found]


def _scanned(code: str) -> str:
    """Take what a scanner adds off a code: its symbology (AIM, "]C1"), and the address that a QR code is."""
    if len(code) > 3 and code[0] == "]":
        code = code[3:]
    if code.startswith(("http://", "https://")):
        parts = [part for part in urlsplit(code).path.split("/") if part]
        return unquote(parts[-1]) if parts else ""
    return code


def _addresses(request: HttpRequest, found: Iterable[Found]) -> dict[int, str]:
    """Return where each is reached first, which tells two of one name apart; masked where others are too.

    Two statements.
    """
    ids = [each.customer.pk for each in found]
    owned = Ownership.objects.filter(customer__in=ids).select_related("contact_point").order_by("-pk")
    first = {each.customer_id: each.contact_point for each in owned}
    of_several = shared(point.pk for point in first.values())
    shown = {}
    for customer_id, point in first.items():
        is_masked = masking.is_masked_at(request, customer_id, is_shared=point.pk in of_several)
        shown[customer_id] = masking.masked(point.kind, point.address) if is_masked else point.address
        if not is_masked:
            viewings.saw(request, customer_id, viewings.Door.FOUND)
    return shown


def shared(points: Iterable[int]) -> set[int]:
    """Return which of these contact points several people are reached at."""
    owners: dict[int, set[int]] = {}
    rows = Ownership.objects.filter(contact_point__in=list(points), customer__erased_at=None)
    for point, customer_id, root in rows.values_list(
        "contact_point_id", "customer_id", "customer__merged_into"
    ):
        owners.setdefault(point, set()).add(root or customer_id)
    return {point for point, people in owners.items() if len(people) > 1}


def _match(found: Found, address: str) -> dict[str, object]:
    customer = found.customer
    profile = getattr(customer, "profile", None)
    why = " · ".join(part for part in (address, found.why if found.why != "by name" else "") if part)
    return _recent(customer) | {"why": why, "seen_at": profile.last_at if profile else None}


def _recent(customer: Customer) -> dict[str, object]:
    return {
        "pk": customer.pk,
        "name": str(customer),
        "url": reverse("console:customer", args=[customer.pk]),
        "number": customer.number,
        "why": "",
        "seen_at": None,
        "pills": [],
    }
