"""The page of one customer: its timeline, its dials, what people offered, and why something may not go."""

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from customers import gate, receipt
from customers.house import House
from customers.models import ConsentEvidence, Customer, Profile
from customers.standing import Standing
from hub.console import around, dials, evidence, explained, header, lately, offered, pressure, timeline
from hub.console.access import customer_or_404, customers_for, staff_of, staff_page
from hub.console.around import Around
from hub.console.timeline import Life
from hub.paging import Key


@staff_page()
@require_safe
def customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    desk = _desk(request, customer_id)
    return lately.remember(request, _page(request, desk), desk.whom)


@staff_page()
@vary_on_headers("HX-Request")
@require_safe
def customer_timeline(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Show the newest page of a chip, the page below `before`, or what is new above the `shown` lines."""
    show, before = _place(request)
    if not request.htmx:  # type: ignore[attr-defined]
        return _page(request, _desk(request, customer_id), show=show, before=before)
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
    desk = _desk(request, customer_id)
    form = dials.TurnForm(
        request.POST or request.GET or None,
        settings=desk.person.settings(desk.rules),
        topics=desk.near.topics,
    )
    if request.method == "POST" and form.is_valid():
        dials.turn(desk.whom, form, desk.near, staff_of(request), now=desk.now)
        return _done(request, customer_id, "The dial is turned. What it no longer allows is called off.")
    return _dials(request, desk, turn_form=form, status=422 if form.errors else 200)


@staff_page()
@vary_on_headers("HX-Request")
@require_http_methods(["GET", "HEAD", "POST"])
def customer_offer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Show the form for what a person offered (GET); note it, if there is room or a reason (POST)."""
    desk = _desk(request, customer_id)
    form = offered.OfferForm(request.POST or None, topics=desk.near.topics)
    if request.method != "POST":
        return _dials(request, desk, offer_form=form)
    if form.is_valid() and offered.note(desk.whom, form, staff_of(request), now=desk.now):
        return _done(request, customer_id, "Noted. It counts in their dials.")
    return _dials(request, desk, offer_form=form, status=422)


@staff_page()
@vary_on_headers("HX-Request")
@require_safe
def customer_explain(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Say what the gate would say to a planned touch; nothing is reserved."""
    desk = _desk(request, customer_id)
    form = explained.ExplainForm(request.GET or None, topics=desk.near.topics, now=desk.now)
    status = 422 if form.errors else 200
    if not request.htmx:  # type: ignore[attr-defined]
        return _page(request, desk, explain_form=form, status=status)
    context = explained.card(desk.whom, desk.near, form)
    return render(request, "console/_dials_explain.html", context, status=status)


@staff_page()
@require_safe
def customer_receipt(request: HttpRequest, customer_id: int, evidence_id: int) -> HttpResponse:
    """Hand out one act of consent as a receipt, a JSON document."""
    whom = customer_or_404(request, customer_id)
    act = get_object_or_404(ConsentEvidence, pk=evidence_id, customer_id=whom.pk)
    name = f"consent-{whom.number}-{act.pk}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return JsonResponse(
        receipt.of(act.pk), headers=headers, json_dumps_params={"ensure_ascii": False, "indent": 2}
    )


class Desk(NamedTuple):
    """One customer as they lie on the desk: who, what is around them, what the gate knows, at this moment."""

    whom: Customer
    near: Around
    person: Standing
    rules: House
    now: datetime


def _desk(request: HttpRequest, customer_id: int) -> Desk:
    whom, now = _find(request, customer_id), timezone.now()
    return Desk(whom, around.look(whom.pk), *gate.standing_of(whom.pk, now=now), now)


def _done(request: HttpRequest, customer_id: int, words: str) -> HttpResponse:
    """Answer the fresh card, or lead back to the page with words on what was done."""
    if request.htmx:  # type: ignore[attr-defined]
        return _dials(request, _desk(request, customer_id))
    messages.success(request, words)
    return redirect("console:customer", customer_id=customer_id)


def _dials(
    request: HttpRequest,
    desk: Desk,
    *,
    turn_form: dials.TurnForm | None = None,
    offer_form: offered.OfferForm | None = None,
    status: int = 200,
) -> HttpResponse:
    if not request.htmx:  # type: ignore[attr-defined]
        return _page(request, desk, turn_form=turn_form, offer_form=offer_form, status=status)
    context = dials.card(
        desk.whom,
        desk.near,
        desk.person,
        desk.rules,
        now=desk.now,
        turn_form=turn_form,
        offer_form=offer_form,
    )
    return render(request, "console/_dials.html", context, status=status)


def _page(
    request: HttpRequest,
    desk: Desk,
    *,
    show: str = "",
    before: Key | None = None,
    turn_form: dials.TurnForm | None = None,
    offer_form: offered.OfferForm | None = None,
    explain_form: explained.ExplainForm | None = None,
    status: int = 200,
) -> HttpResponse:
    whom, near, person, rules, now = desk
    profile: Profile | None = getattr(whom, "profile", None)
    explain_form = explain_form or explained.ExplainForm(None, topics=near.topics, now=now)
    context: dict[str, Any] = {
        "customer": header.header(whom, profile, near, now=now),
        "facts": header.facts(near),
        "evidences": evidence.lines(whom, near),
        **dials.card(whom, near, person, rules, now=now, turn_form=turn_form, offer_form=offer_form),
        **pressure.card(near, person, rules, now=now),
        **explained.card(whom, near, explain_form),
        **timeline.timeline(request, _life(whom.pk, profile), show=show, before=before),
    }
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
