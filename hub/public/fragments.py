"""An offer as a piece of HTML for somebody else's page: no script, no style, all of it escaped.

The address is a capability for one decision, made by the API for half an hour. Looking changes nothing; the
customer's own yes or no is a POST.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from campaigns import decisions, offers, shelf
from campaigns.models import ANSWERS, Decision, Outcome
from channels import addresses
from customers.models import Customer
from hub import languages

LASTS = timedelta(minutes=30)
_KEPT_SECONDS = 60
_ANSWERS = ("accepted", "declined")
_POLICY = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors *"


def url(decision_id: int, offer_id: int, *, now: datetime) -> str:
    """Return where the offer of a decision is served for LASTS."""
    token = addresses.sealer().seal("f", decision_id, offer_id, expires_at=now + LASTS)
    return f"{settings.BASE_URL}/t/f/{token}/"


@csrf_exempt  # the token is the permission, and the form stands on somebody else's page
@require_http_methods(["GET", "HEAD", "POST"])
def fragment(request: HttpRequest, token: str) -> HttpResponse:
    """Show the offer (GET), nothing at all where it does not stand any more; take the answer (POST)."""
    now = timezone.now()
    opened = addresses.sealer().open("f", token, now=now)
    decision = Decision.objects.filter(pk=opened[0]).first() if opened and len(opened) == 2 else None
    if opened is None or decision is None:
        return _embeddable(HttpResponse(status=404))
    customer = Customer.objects.filter(pk=decision.customer_id).first()
    if customer:
        languages.speak_to(customer)
    if request.method == "POST":
        return _answered(request, decision, opened[1], now)
    context = _standing(decision, opened[1], customer, now)
    if context is None:
        return _embeddable(HttpResponse(status=204))
    context |= {"url": f"{settings.BASE_URL}{request.path}", "placement": decision.placement}
    return _embeddable(render(request, "public/fragment.html", context))


def _standing(
    decision: Decision, offer_id: int, customer: Customer | None, now: datetime
) -> dict[str, str] | None:
    """Return what the offer says to them; None once it was answered, withdrawn or sold out."""
    if customer is None or customer.erased_at:
        return None
    offered = shelf.at(decision.touchpoint, decision.placement, now=now)
    offer = next((each.live for each in offered if each.live.id == offer_id), None)
    is_answered = Outcome.objects.filter(
        customer_id=decision.customer_id,
        offer=offer_id,
        kind__in=ANSWERS,
        happened_at__gte=decision.decided_at,
    ).exists()
    if offer is None or offer.stock == 0 or is_answered:
        return None
    title, text = offer.said_in(customer.language)
    return {"title": title, "text": text, "link": offer.link, "language": translation.get_language() or ""}


def _answered(request: HttpRequest, decision: Decision, offer_id: int, now: datetime) -> HttpResponse:
    outcome = request.POST.get("outcome", "")
    key = offers.key_of(offer_id)
    if outcome not in _ANSWERS or key is None:
        return _embeddable(HttpResponse(status=400))
    decisions.record_outcome(decision.pk, outcome, offer=key, actor="customer", now=now)
    context = {"is_yes": outcome == "accepted", "language": translation.get_language() or ""}
    return _embeddable(render(request, "public/fragment_answered.html", context))


def _embeddable(response: HttpResponse) -> HttpResponse:
    """Let any page show it, and the one browser that asked keep it for a minute."""
    response["Content-Security-Policy"] = _POLICY
    response["Referrer-Policy"] = "no-referrer"
    response.xframe_options_exempt = True
    is_kept = response.status_code in (200, 204)
    patch_cache_control(
        response, private=True, **{"max_age": _KEPT_SECONDS} if is_kept else {"no_store": True}
    )
    return response
