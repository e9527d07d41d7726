"""Doing something on the customer page: the form of an act, sending again, settling, confirming, undoing."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from campaigns import decisions
from campaigns.decisions import BadOutcome
from campaigns.models import Decision, Outcome
from channels import followup
from channels.models import Message, MessageState
from customers import loops
from customers.errors import OverAllowance
from customers.models import OpenLoop
from hub.console import family, masking
from hub.console import undo as undoing
from hub.console.access import staff_of, staff_page
from hub.console.acts import ACTS
from hub.console.acts.act import ActForm
from hub.console.acts.write import WriteForm, went
from hub.console.customer_page import page
from hub.console.desk import Desk, desk_of
from hub.console.pressure import why
from hub.models import Staff


@staff_page()
@vary_on_headers("HX-Request")
@require_http_methods(["GET", "HEAD", "POST"])
def customer_do(request: HttpRequest, customer_id: int, act: str) -> HttpResponse:
    """Show the form of an act (GET), look at what it would send (POST with `look`), or do it (POST)."""
    if act not in ACTS:
        raise Http404
    desk, staff = desk_of(request, customer_id), staff_of(request)
    form = ACTS[act](request.POST or None, desk=desk, staff=staff, asked=request.GET.dict())
    if request.method != "POST":
        return _form(request, desk, act, form)
    if isinstance(form, WriteForm) and "look" in request.POST:
        return _look(request, desk, act, form)
    done = form.carry_out() if form.is_valid() else None
    if done is None:
        return _form(request, desk, act, form, status=422)
    undoing.offer(request, done.words, staff, done.undo, customer=customer_id, **done.what)
    return redirect("console:customer", customer_id=customer_id)


@staff_page()
@require_POST
def customer_loop_close(request: HttpRequest, customer_id: int, loop_id: int) -> HttpResponse:
    """Settle what is open; undone by opening it again."""
    person, staff = family.person_or_404(staff_of(request), customer_id), staff_of(request)
    loop = get_object_or_404(OpenLoop, pk=loop_id, customer_id__in=person.ids)
    words = request.POST.get("words", "")
    if loops.close(loop.pk, actor=f"staff:{staff.username}", words=words, now=timezone.now()):
        undoing.offer(request, "Settled.", staff, "closed", customer=customer_id, loop=loop.pk)
    else:
        messages.info(request, "Somebody has settled it already.")
    return redirect("console:customer", customer_id=customer_id)


@staff_page()
@require_POST
def customer_send_again(request: HttpRequest, customer_id: int, message_id: int) -> HttpResponse:
    """Send a message once more whose first copy nobody opened; from the card that is what they were told."""
    staff = staff_of(request)
    person = family.person_or_404(staff, customer_id)
    first = get_object_or_404(Message, pk=message_id, customer_id__in=person.ids, content__isnull=False)
    if first.opened_at or first.clicked_at or first.replied_at:
        messages.info(request, "They have opened it meanwhile; nothing was sent.")
        return redirect("console:customer", customer_id=customer_id)
    again = followup.send_again(first, once=request.POST.get("once", ""), now=timezone.now())
    if again.state == MessageState.REFUSED:
        messages.warning(request, f"It may not go again: {why(again.reason)}.")
    else:
        _told(request.POST.get("decision", ""), person.ids, staff)
        undoing.offer(request, went(again), staff, "message", customer=customer_id, message=again.pk)
    return redirect("console:customer", customer_id=customer_id)


def _told(number: str, customer_ids: list[int], staff: Staff) -> None:
    """Note that they were told of the offer in person; without room for that the sending is what counts."""
    is_number = number.isascii() and number.isdecimal() and len(number) < 19
    decision = Decision.objects.filter(
        pk=int(number) if is_number else 0, customer_id__in=customer_ids
    ).first()
    if decision is None:
        return
    with suppress(OverAllowance, BadOutcome):
        decisions.record_outcome(
            decision.pk, Outcome.Kind.SHOWN, actor=f"staff:{staff.username}", now=timezone.now()
        )


@staff_page()
@require_POST
def customer_confirm(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Note that the person in front is who they say, and show where they are reached."""
    family.person_or_404(staff_of(request), customer_id)
    if masking.may_confirm(request):
        masking.confirm(request, customer_id)
    return redirect("console:customer", customer_id=customer_id)


@staff_page()
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    is_done, words, page_url = undoing.undo(
        request.POST.get("token", ""), staff_of(request), now=timezone.now()
    )
    (messages.success if is_done else messages.warning)(request, words)
    return redirect(page_url or "console:home")


def _form(request: HttpRequest, desk: Desk, act: str, form: ActForm, *, status: int = 200) -> HttpResponse:
    context = _context(desk, act, form)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "console/_do.html", context, status=status)
    return page(request, desk, act=context, status=status)


def _look(request: HttpRequest, desk: Desk, act: str, form: WriteForm) -> HttpResponse:
    """Show the words as they will arrive and what the gate says to each way; nothing is kept."""
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "console/_do_look.html", form.look())
    return page(request, desk, act=_context(desk, act, form) | form.look())


def _context(desk: Desk, act: str, form: ActForm) -> dict[str, Any]:
    return {
        "act": act,
        "act_form": form,
        "act_url": reverse("console:customer-do", args=[desk.whom.pk, act]),
        "customer_url": reverse("console:customer", args=[desk.whom.pk]),
        "has_look": isinstance(form, WriteForm),
    }
