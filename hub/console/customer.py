"""The page of one customer and its parts: timeline, dials, what people offered, why something may not go."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from customers import receipt
from customers.models import ConsentEvidence
from hub.console import dials, explained, family, lately, left_off, masking, next_action, offered, timeline
from hub.console.access import staff_of, staff_page
from hub.console.closed import closed_to
from hub.console.customer_page import page, standing
from hub.console.desk import Desk, desk_of, person_near
from hub.paging import Key


@staff_page()
@require_safe
def customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    desk = desk_of(request, customer_id)
    return lately.remember(request, page(request, desk), desk.whom)


@staff_page()
@vary_on_headers("HX-Request")
@require_safe
def customer_timeline(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Show the newest page of a chip, the page below `before`, or what is new above the `shown` lines."""
    show, before = _place(request)
    sought = request.GET.get("inside", "").strip()[: timeline.LONGEST_SOUGHT]
    if not request.htmx:  # type: ignore[attr-defined]
        return page(request, desk_of(request, customer_id), show=show, sought=sought, before=before)
    staff = staff_of(request)
    life = family.life_or_404(staff, customer_id)
    closed = closed_to(staff, life.ids)
    if "shown" in request.GET:
        fresh = timeline.news(request, life, closed, show=show, shown=timeline.shown_of(request.GET["shown"]))
        return render(request, "console/_timeline_entries.html", fresh) if fresh else HttpResponse(status=204)
    context = timeline.timeline(request, life, closed, show=show, sought=sought, before=before)
    template = "console/_timeline_entries.html" if before else "console/_timeline.html"
    return render(request, template, context)


@staff_page()
@require_safe
def customer_left_off(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Answer where we left off afresh, for a page that has heard of news."""
    staff = staff_of(request)
    person, near, closed = person_near(staff, customer_id)
    lines, _ = left_off.lines(person, near, closed, now=timezone.now())
    masking.blot_words(staff, lines, "words")
    return render(request, "console/_left_off.html", {"customer": {"left_off": lines}, "once": uuid4().hex})


@staff_page()
@require_safe
def customer_standing(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Answer afresh how much we may ask of them, for a page that has heard of news."""
    desk = desk_of(request, customer_id)
    context = standing(request, desk) | {"left": next_action.left(request, desk)}
    return render(request, "console/_standing.html", context)


@staff_page()
@vary_on_headers("HX-Request")
@require_http_methods(["GET", "HEAD", "POST"])
def customer_dials(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Show the form, and the words to read out for what it says (GET); turn once they are agreed (POST)."""
    desk = desk_of(request, customer_id)
    form = dials.TurnForm(
        request.POST or request.GET or None,
        settings=desk.standing.settings(desk.rules),
        topics=desk.near.topics,
    )
    if request.method == "POST" and form.is_valid():
        dials.turn(desk.whom, form, desk.near, staff_of(request), now=desk.now)
        return _done(
            request,
            customer_id,
            "The dial is turned. What it no longer allows is called off; turn it back the same way.",
        )
    return _dials(request, desk, turn_form=form, status=422 if form.errors else 200)


@staff_page()
@vary_on_headers("HX-Request")
@require_http_methods(["GET", "HEAD", "POST"])
def customer_offer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Show the form for what a person offered (GET); note it, if there is room or a reason (POST)."""
    desk = desk_of(request, customer_id)
    form = offered.OfferForm(request.POST or None, topics=desk.near.topics)
    if request.method != "POST":
        return _dials(request, desk, offer_form=form)
    if form.is_valid() and offered.note(desk.whom, form, staff_of(request), now=desk.now):
        return _done(
            request,
            customer_id,
            "Noted. It counts in their dials and stays: they have heard it.",
        )
    return _dials(request, desk, offer_form=form, status=422)


@staff_page()
@vary_on_headers("HX-Request")
@require_safe
def customer_explain(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Say what the gate would say to a planned touch; nothing is reserved."""
    desk = desk_of(request, customer_id)
    form = explained.ExplainForm(request.GET or None, topics=desk.near.topics, now=desk.now)
    status = 422 if form.errors else 200
    if not request.htmx:  # type: ignore[attr-defined]
        return page(request, desk, explain_form=form, status=status)
    context = explained.card(desk.whom, desk.near, form)
    return render(request, "console/_dials_explain.html", context, status=status)


@staff_page()
@require_safe
def customer_receipt(request: HttpRequest, customer_id: int, evidence_id: int) -> HttpResponse:
    """Hand out one act of consent as a receipt, a JSON document."""
    person = family.person_or_404(staff_of(request), customer_id)
    act = get_object_or_404(ConsentEvidence, pk=evidence_id, customer_id__in=person.ids)
    name = f"consent-{person.whom.number}-{act.pk}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return JsonResponse(
        receipt.of(act.pk), headers=headers, json_dumps_params={"ensure_ascii": False, "indent": 2}
    )


def _done(request: HttpRequest, customer_id: int, words: str) -> HttpResponse:
    """Answer the fresh card, or lead back to the page with words on what was done."""
    if request.htmx:  # type: ignore[attr-defined]
        return _dials(request, desk_of(request, customer_id))
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
        return page(request, desk, turn_form=turn_form, offer_form=offer_form, status=status)
    context = dials.card(
        desk.whom,
        desk.near,
        desk.standing,
        desk.rules,
        now=desk.now,
        turn_form=turn_form,
        offer_form=offer_form,
    )
    return render(request, "console/_dials.html", context, status=status)


def _place(request: HttpRequest) -> tuple[str, Key | None]:
    """Read which chip and which page are asked for; what we do not know is not there."""
    show, before = request.GET.get("show", ""), request.GET.get("before", "")
    key = Key.read(before)
    if show not in timeline.SHOWS or (before and key is None):
        raise Http404
    return show, key
