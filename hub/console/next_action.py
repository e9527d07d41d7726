"""The next best action on the customer page: what to say, why, what is left, and the answer in one key."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from campaigns import advice, decisions
from campaigns.advice import Advice
from campaigns.deciding import Action, Step
from campaigns.decisions import BadOutcome, Kind
from campaigns.models import STAFFED, Decision, Touchpoint
from hub.console import dials, family, masking, words
from hub.console.access import staff_of, staff_page
from hub.console.customer_page import page
from hub.console.desk import Desk, desk_of
from hub.models import Staff

OUTCOMES = (
    (Kind.ACCEPTED, "Accepted", "1"),
    (Kind.NOT_NOW, "Not now", "2"),
    (Kind.DECLINED, "Declined", "3"),
    (Kind.ASKED, "Has a question", "4"),
    (Kind.NOT_OFFERED, "Not offered", "5"),
)
WAITS = (("7", "for a week"), ("30", "for a month"), ("90", "for three months"))
CHANGEABLE = timedelta(minutes=5)
"""So long the answer just noted stays in sight, to be put right."""
_PLACE, _NOTED = "touchpoint", "noted_outcome"


@staff_page()
@vary_on_headers("HX-Request")
@require_safe
def customer_next(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Ask what to say here and now, and keep the decision; asking again within minutes is the same one."""
    desk, staff = desk_of(request, customer_id), staff_of(request)
    touchpoint = _touchpoint(request, staff)
    asked = advice.advise(customer_id, touchpoint, actor=f"staff:{staff.username}", now=desk.now)
    card = _card(request, desk, asked)
    if not request.htmx:  # type: ignore[attr-defined]
        return page(request, desk, advice=card)
    return render(request, "console/_next.html", {"advice": card})


@staff_page()
@require_POST
def customer_outcome(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Note what they answered; another answer to the same takes its place."""
    staff, now = staff_of(request), timezone.now()
    person = family.person_or_404(staff, customer_id)
    number = request.POST.get("decision", "")
    decision = get_object_or_404(
        Decision, pk=int(number) if number.isdecimal() and len(number) < 19 else 0, customer_id__in=person.ids
    )
    outcome, offer = request.POST.get("outcome", ""), request.POST.get("offer", "")
    days = request.POST.get("days", "")
    until = now + timedelta(days=int(days)) if outcome == Kind.NOT_NOW and days in dict(WAITS) else None
    try:
        noted = decisions.record_outcome(
            decision.pk,
            outcome,
            offer=offer,
            until=until,
            words=request.POST.get("words", "")[:300],
            actor=f"staff:{staff.username}",
            now=now,
        )
    except BadOutcome as error:
        messages.warning(request, str(error))
    else:
        says = {key: label for key, label, _ in OUTCOMES}.get(Kind(outcome), outcome)
        request.session[_NOTED] = {
            "customer": customer_id,
            "decision": decision.pk,
            "offer": noted.offer,
            "says": says,
            "at": now.timestamp(),
        }
        short = " None are left, so tell them it may take a while." if noted.is_short else ""
        messages.success(request, f"Noted: {says.lower()}.{short} If it was another answer, say so below.")
    return redirect("console:customer", customer_id=customer_id)


def left(request: HttpRequest, desk: Desk) -> str:
    """Say what their dials leave for the next touch where we speak."""
    return _left(desk, _touchpoint(request, staff_of(request)))


def _touchpoint(request: HttpRequest, staff: Staff) -> str:
    """Return where we speak: as chosen in this session, or else as the workplace's name suggests."""
    chosen = request.GET.get("at", "")
    if chosen in STAFFED:
        request.session[_PLACE] = chosen
    known = str(request.session.get(_PLACE, ""))
    if known in STAFFED:
        return known
    place = staff.workplace.lower()
    return "till" if "till" in place else "branch" if "branch" in place else "call"


def _card(request: HttpRequest, desk: Desk, asked: Advice) -> dict[str, Any]:
    """Return what _next.html shows."""
    best, runner_up, customer_id = desk.closed.action(asked.best), asked.runner_up, desk.whom.pk
    url = reverse("console:customer-next", args=[customer_id])
    card = {
        "kind": best.kind,
        "title": best.title,
        "words": best.words,
        "why": best.why,
        "evidence": best.evidence,
        "runner_up": runner_up.title if runner_up and runner_up.offer else "",
        "passed": [
            {"name": each.offer.name, "why": each.words(desk.now)} for each in asked.passed[:_MOST_PASSED]
        ],
        "left": _left(desk, asked.touchpoint),
        "decision": asked.decision_id,
        "offer": best.offer,
        "outcomes": _outcomes() if best.offer else [],
        "waits": WAITS,
        "outcome_url": reverse("console:customer-outcome", args=[customer_id]),
        "places": [
            {"label": Touchpoint(key).label, "url": f"{url}?at={key}", "active": key == asked.touchpoint}
            for key in sorted(STAFFED)
        ],
        "noted": _noted(request, customer_id),
        **_buttons(best, customer_id),
    }
    masking.blot_words(staff_of(request), [card], "title", "words")
    return card


_MOST_PASSED = 6


def _buttons(best: Action, customer_id: int) -> dict[str, str]:
    """Return where else the action leads: to sending it again or otherwise, to answering, to settling."""
    links = {}
    write = reverse("console:customer-do", args=[customer_id, "write"])
    if best.step == Step.AGAIN and best.message_id:
        links["again_url"] = reverse("console:customer-send-again", args=[customer_id, best.message_id])
        links["reword_url"] = f"{write}?{urlencode({'offer': best.offer})}"
    if best.step == Step.ELSEWHERE:
        links["elsewhere_url"] = f"{write}?{urlencode({'offer': best.offer, 'channel': best.by})}"
        links["elsewhere"] = words.by_channel(best.by)
    if best.loop_id:
        links["close_url"] = reverse("console:customer-loop-close", args=[customer_id, best.loop_id])
        links["write_url"] = write
    return links


def _outcomes() -> Sequence[Mapping[str, str]]:
    return [{"key": str(key), "label": label, "shortcut": shortcut} for key, label, shortcut in OUTCOMES]


def _left(desk: Desk, touchpoint: str) -> str:
    """Say what their dials leave for the next touch here."""
    label = words.channel(touchpoint)
    for line in dials.allowance(desk.near, desk.standing, desk.rules, now=desk.now):
        if label in line.label.split(", "):
            return f"{label} · {line.words}"
    return ""


def _noted(request: HttpRequest, customer_id: int) -> dict[str, Any] | None:
    """Return the answer that was just noted here, while it can be put right in place."""
    noted = request.session.get(_NOTED)
    if not noted or noted["customer"] != customer_id:
        return None
    is_fresh = timezone.now().timestamp() - noted["at"] < CHANGEABLE.total_seconds()
    return {**noted, "outcomes": _outcomes()} if is_fresh else None
