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
from hub.console.timeline import Life


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
    show, before = _place(request)
    if not request.htmx:  # type: ignore[attr-defined]
        return _page(request, _find(request, customer_id), show=show, before=before)
    life = _find_life(request, customer_id)
    if "shown" in request.GET:
        fresh = timeline.news(request, life, show=show, shown=timeline.shown_of(request.GET["shown"]))
        return render(request, "console/_timeline_entries.html", fresh) if fresh else HttpResponse(status=204)
    context = timeline.timeline(request, life, show=show, before=before)
    template = "console/_timeline_entries.html" if before else "console/_timeline.html"
    return render(request, template, context)


@staff_page()
@vary_on_headers("HX-Request")
@require_http_methods(["GET", "HEAD", "POST"])
def customer_dials(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Show the form, and the words to read out for what it says (GET); turn once they are agreed (POST)."""
    whom, now = _find(request, customer_id), timezone.now()
    near, (settings, touches) = around.look(whom.pk), gate.settings_of(whom.pk, now=now)
    form: dials.TurnForm | None
    form = dials.TurnForm(request.POST or request.GET or None, settings=settings, near=near)
    if request.method == "POST" and form.is_valid():
        dials.turn(whom, form, near, staff_of(request), now=now)
        if not request.htmx:  # type: ignore[attr-defined]
            messages.success(request, "The dial is turned. What it no longer allows is called off.")
            return redirect("console:customer", customer_id=whom.pk)
        near, (settings, touches) = around.look(whom.pk), gate.settings_of(whom.pk, now=now)
        form = None
    if not request.htmx:  # type: ignore[attr-defined]
        return _page(request, whom, form=form)
    context = dials.card(whom, near, settings, touches, now=now, form=form)
    return render(request, "console/_dials.html", context, status=422 if form and form.errors else 200)


def _page(
    request: HttpRequest,
    whom: Customer,
    *,
    show: str = "",
    before: Key | None = None,
    form: dials.TurnForm | None = None,
) -> HttpResponse:
    now = timezone.now()
    profile: Profile | None = getattr(whom, "profile", None)
    near, (settings, touches) = around.look(whom.pk), gate.settings_of(whom.pk, now=now)
    context: dict[str, Any] = {
        "customer": header.header(whom, profile, near, now=now),
        "facts": header.facts(near),
        **dials.card(whom, near, settings, touches, now=now, form=form),
        **timeline.timeline(request, _life(whom.pk, profile), show=show, before=before),
    }
    status = 422 if form and form.errors else 200
    return render(request, "console/customer.html", context, status=status)


def _find(request: HttpRequest, customer_id: int) -> Customer:
    customers = customers_for(staff_of(request)).select_related("profile").defer("search_text")
    return get_object_or_404(customers, pk=customer_id)


def _find_life(request: HttpRequest, customer_id: int) -> Life:
    """Return what a part of the timeline needs to know of its customer, and no more."""
    found = customers_for(staff_of(request)).filter(pk=customer_id).values_list("pk", *_LIFE).first()
    if found is None:
        raise Http404
    return Life(*found)


def _life(customer_id: int, profile: Profile | None) -> Life:
    if profile is None:
        return Life(customer_id, None, None, None)
    return Life(customer_id, profile.interactions, profile.first_at, profile.last_at)


_LIFE = ("profile__interactions", "profile__first_at", "profile__last_at")


def _place(request: HttpRequest) -> tuple[str, Key | None]:
    """Read which chip and which page are asked for; what we do not know is not there."""
    show, before = request.GET.get("show", ""), request.GET.get("before", "")
    key = Key.read(before)
    if show not in timeline.SHOWS or (before and key is None):
        raise Http404
    return show, key
