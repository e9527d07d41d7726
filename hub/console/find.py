"""The one search box: results while typing, a page of its own, and straight on for the one exact hit."""

from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from customers import finding
from customers.finding import Found
from customers.models import Ownership
from hub.console.access import customers_for, staff_of, staff_page

MOST = 20


@staff_page()
@vary_on_headers("HX-Request")
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()[: finding.LONGEST_QUERY]
    found = finding.find(query, customers_for(staff_of(request)), limit=MOST + 1)
    exact = [each for each in found if each.score == 1]
    if not request.htmx and len(exact) == 1:  # type: ignore[attr-defined]
        return redirect("console:customer", customer_id=exact[0].customer.pk)
    context = {
        "query": query,
        "matches": matches(found[:MOST]),
        "has_more": len(found) > MOST,
    }
    return render(request, "console/_found.html" if request.htmx else "console/find.html", context)  # type: ignore[attr-defined]


def matches(found: Sequence[Found]) -> list[dict[str, object]]:
    """Return what a page shows of the customers that were found."""
    addresses = _addresses(found)
    return [_match(each, addresses.get(each.customer.pk, "")) for each in found]


def _addresses(found: Iterable[Found]) -> dict[int, str]:
    """Return where each is reached first, which tells two of one name apart; one statement."""
    owned = Ownership.objects.filter(customer__in=[each.customer.pk for each in found])
    first_last = owned.order_by("-pk").values_list("customer_id", "contact_point__address")
    return dict(first_last)


def _match(found: Found, address: str) -> dict[str, object]:
    customer = found.customer
    profile = getattr(customer, "profile", None)
    return {
        "pk": customer.pk,
        "name": str(customer),
        "url": reverse("console:customer", args=[customer.pk]),
        "number": customer.number,
        "why": " · ".join(part for part in (address, found.why if found.why != "by name" else "") if part),
        "seen_at": profile.last_at if profile else None,
        "pills": [],
    }
