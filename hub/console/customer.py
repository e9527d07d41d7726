"""The page of one customer: its timeline in pages and with news, and dials turned on the customer's word."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from customers import gate
from customers.models import Customer, Profile
from hub.console import around, dials, header, lately, timeline
from hub.console.access import customers_for, staff_of, staff_page
from hub.console.pages import Key


@staff_page()
@require_safe
def customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    whom = _find(request, customer_id)
    return lately.remember(request, _page(request, whom), whom)


@staff_page()
@vary_on_headers("HX-Request")
@require_safe
def customer_timeline(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Show the newest page of a chip, the page below `before`, or what is new above the `shown` lines."""
    whom = _find(request, customer_id)
    show, before = _place(request)
    if not request.htmx:  # type: ignore[attr-defined]
        return _page(request, whom, show=show, before=before)
    if "shown" in request.GET:
        shown = timeline.shown_of(request.GET["shown"])
        fresh = timeline.news(request, whom, _profile(whom), show=show, shown=shown)
        return render(request, "console/_timeline_entries.html", fresh) if fresh else HttpResponse(status=204)
    context = timeline.timeline(request, whom, _profile(whom), show=show, before=before)
    template = "console/_timeline_entries.html" if before else "console/_timeline.html"
    return render(request, template, context)


@staff_page()
@vary_on_headers("HX-Request")
@require_http_methods(["GET", "HEAD", "POST"])
def customer_dials(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Show the words to read out for a wished position (GET); turn the dial once they are agreed (POST)."""
    whom, now = _find(request, customer_id), timezone.now()
    near, (settings, touches) = around.look(whom.pk), gate.settings_of(whom.pk, now=now)
    form = dials.TurnForm(request.POST or request.GET or None, settings=settings, near=near)
    if request.method == "POST" and form.is_valid():
        dials.turn(whom, form, near, staff_of(request), now=now)
        if not request.htmx:  # type: ignore[attr-defined]
            messages.success(request, "The dial is turned. What it no longer allows is called off.")
            return redirect("console:customer", customer_id=whom.pk)
        near, (settings, touches) = around.look(whom.pk), gate.settings_of(whom.pk, now=now)
        form = dials.TurnForm(None, settings=settings, near=near)
    if not request.htmx:  # type: ignore[attr-defined]
        return _page(request, whom, form=form)
    context = dials.card(whom, near, settings, touches, now=now, form=form)
    return render(request, "console/_dials.html", context, status=422 if form.errors else 200)


def _page(
    request: HttpRequest,
    whom: Customer,
    *,
    show: str = "",
    before: Key | None = None,
    form: dials.TurnForm | None = None,
) -> HttpResponse:
    now = timezone.now()
    near, (settings, touches) = around.look(whom.pk), gate.settings_of(whom.pk, now=now)
    context: dict[str, Any] = {
        "customer": header.header(whom, _profile(whom), near, now=now),
        "facts": header.facts(near),
        **dials.card(whom, near, settings, touches, now=now, form=form),
        **timeline.timeline(request, whom, _profile(whom), show=show, before=before),
    }
    status = 422 if form and form.errors else 200
    return render(request, "console/customer.html", context, status=status)


def _find(request: HttpRequest, customer_id: int) -> Customer:
    return get_object_or_404(customers_for(staff_of(request)).select_related("profile"), pk=customer_id)


def _profile(whom: Customer) -> Profile | None:
    """Return the profile that `_find` joined; somebody with whom nothing has happened yet has none."""
    return getattr(whom, "profile", None)


def _place(request: HttpRequest) -> tuple[str, Key | None]:
    """Read which chip and which page are asked for; what we do not know is not there."""
    show, before = request.GET.get("show", ""), request.GET.get("before", "")
    key = Key.read(before)
    if show not in timeline.SHOWS or (before and key is None):
        raise Http404
    return show, key
