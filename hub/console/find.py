"""The one search box: results while typing, a page of its own, and straight on for the one exact hit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from customers import finding
from customers.finding import Found
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
        "matches": [_match(each) for each in found[:MOST]],
        "has_more": len(found) > MOST,
    }
    return render(request, "console/_found.html" if request.htmx else "console/find.html", context)  # type: ignore[attr-defined]


def _match(found: Found) -> dict[str, object]:
    customer = found.customer
    profile = getattr(customer, "profile", None)
    return {
        "name": str(customer),
        "url": reverse("console:customer", args=[customer.pk]),
        "number": customer.number,
        "why": found.why,
        "seen_at": profile.last_at if profile else None,
        "pills": [],
    }
