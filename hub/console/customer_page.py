"""The customer page put together: who it is, where we left off, what is done, what to say, the timeline."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hub.console import dials, evidence, explained, header, masking, offered, pressure, timeline
from hub.console.access import SUPERVISORS, staff_of
from hub.console.acts import ACTS, ActForm
from hub.console.around import Around
from hub.console.desk import Desk
from hub.console.family import life_of
from hub.console.shell import live_origin
from hub.paging import Key

IN_SIGHT = ("write", "call", "note")
"""Acts with a button; the others lie in a menu."""


def page(
    request: HttpRequest,
    desk: Desk,
    *,
    show: str = "",
    sought: str = "",
    before: Key | None = None,
    turn_form: dials.TurnForm | None = None,
    offer_form: offered.OfferForm | None = None,
    explain_form: explained.ExplainForm | None = None,
    act: dict[str, Any] | None = None,
    advice: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer the page, with the form of an act or the next best action open in it if they were asked for."""
    (whom, _, _), near, _, _, now, closed = desk
    explain_form = explain_form or explained.ExplainForm(None, topics=near.topics, now=now)
    context: dict[str, Any] = {
        **standing(request, desk, turn_form=turn_form, offer_form=offer_form),
        "may_confirm": masking.may_confirm(request),
        "viewings_url": _viewings_url(request, whom.pk),
        "facts": _facts(request, near),
        "advice": advice,
        "once": uuid4().hex,
        "left_off_url": reverse("console:customer-left-off", args=[whom.pk]),
        "next_url": reverse("console:customer-next", args=[whom.pk]),
        "standing_url": reverse("console:customer-standing", args=[whom.pk]),
        "live_url": f"{live_origin(request)}/live/customers/{whom.pk}/",
        **acts(whom.pk),
        **(act or {}),
        **explained.card(whom, near, explain_form),
        **timeline.timeline(request, life_of(desk.person), closed, show=show, sought=sought, before=before),
    }
    masking.blot_words(staff_of(request), context["customer"]["left_off"], "words")
    return render(request, "console/customer.html", context, status=status)


def standing(
    request: HttpRequest,
    desk: Desk,
    *,
    turn_form: dials.TurnForm | None = None,
    offer_form: offered.OfferForm | None = None,
) -> dict[str, Any]:
    """Return who it is and how much we may ask of them now: what changes with a dial, a yes or a touch."""
    (whom, _, _), near, person, rules, now, closed = desk
    card = dials.card(whom, near, person, rules, now=now, turn_form=turn_form, offer_form=offer_form)
    is_masked = masking.is_masked(request, whom.pk, near.points)
    return {
        "customer": header.header(
            desk.person, near, closed, dials=card["dials"], is_masked=is_masked, now=now
        ),
        "evidences": evidence.lines(whom, near),
        **card,
        **pressure.card(near, person, rules, now=now),
    }


def _viewings_url(request: HttpRequest, customer_id: int) -> str:
    """Return where it stands who looked at them, for those who may ask."""
    if staff_of(request).role not in SUPERVISORS:
        return ""
    return reverse("console:customer-viewings", args=[customer_id])


def _facts(request: HttpRequest, near: Around) -> list[dict[str, Any]]:
    """Return what they told us; an address among it is not for everybody."""
    facts = header.facts(near)
    masking.blot_words(staff_of(request), facts, "value")
    return facts


def acts(customer_id: int) -> dict[str, Any]:
    """Return what can be done here, as the header offers it."""
    offered = [_act(customer_id, key, form) for key, form in ACTS.items()]
    return {
        "acts": [each for each in offered if each["key"] in IN_SIGHT],
        "more_acts": [each for each in offered if each["key"] not in IN_SIGHT],
        "confirm_url": reverse("console:customer-confirm", args=[customer_id]),
    }


def _act(customer_id: int, key: str, form: type[ActForm]) -> dict[str, str]:
    return {
        "key": key,
        "title": form.title,
        "icon": form.icon,
        "shortcut": {"write": "r", "note": "n", "call": "c"}.get(key, ""),
        "url": reverse("console:customer-do", args=[customer_id, key]),
    }
