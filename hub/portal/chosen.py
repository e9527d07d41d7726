"""Offers chosen for the customer who looks at their page: shown by the rules, answered by a button.

Looking keeps nothing and counts in no dial; the decision is kept with the answer.
"""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from campaigns import advice, decisions
from campaigns.models import Outcome, Touchpoint
from customers.models import Customer
from hub.portal.access import full_page
from hub.portal.guests import Guest

MOST = 2
PLACE = "page"
_ANSWERS = (Outcome.Kind.ACCEPTED, Outcome.Kind.NOT_NOW, Outcome.Kind.DECLINED)


@dataclass(frozen=True, slots=True)
class Chosen:
    """An offer as the customer reads it, in their language."""

    key: str
    title: str
    text: str
    link: str


def of(customer: Customer, *, now: datetime) -> list[Chosen]:
    """Return the offers for this customer here, the best first; five statements."""
    found = advice.consider(customer.pk, Touchpoint.PORTAL, PLACE, now=now)
    offers = [action for action in found.actions if action.offer]
    return [Chosen(each.offer, each.title, each.text, each.link) for each in offers[:MOST]]


def said(request: HttpRequest) -> str:
    """Return the words for what was just answered; nothing for what is not of our making."""
    words = {
        "accepted": _("Thank you. We have written it down and see to it."),
        "not_now": _("Understood. We come back to it in a month at the earliest."),
        "declined": _("Understood. We leave it at that."),
        "gone": _("That is not on offer any more."),
    }
    return words.get(request.GET.get("answered", ""), "")


@full_page
@require_POST
def answer(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Take a yes, a no or a "not now" to an offer of this page."""
    outcome, key, now = request.POST.get("answer", ""), request.POST.get("offer", ""), timezone.now()
    is_taken = outcome in _ANSWERS and _take(guest.customer, key, outcome, now)
    return HttpResponseRedirect(f"{reverse('portal:page')}?answered={outcome if is_taken else 'gone'}")


def _take(customer: Customer, key: str, outcome: str, now: datetime) -> bool:
    """Keep the decision that put it there, that it was shown, and the answer."""
    found = advice.advise(customer.pk, Touchpoint.PORTAL, PLACE, actor="customer", now=now)
    assert found.decision_id
    if key not in {action.offer for action in found.actions if action.offer}:
        return False
    for kind in (Outcome.Kind.SHOWN, outcome):
        decisions.record_outcome(found.decision_id, kind, offer=key, actor="customer", now=now)
    return True
