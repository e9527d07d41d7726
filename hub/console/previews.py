"""A mail as one customer would get it, in a frame of its own that runs nothing and fetches nothing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from campaigns import audience, content
from campaigns.models import Campaign, Version
from campaigns.segment import BadRule
from channels.liquid import BrokenTemplate
from customers.models import Customer
from customers.models.people import CustomerQuerySet
from hub.console.access import customers_for, staff_of

SHOWN = 12
# Mails carry styles of their own and ours allows none, so the frame has a policy of its own: no script, no
# picture from elsewhere, no form, no way out of its sandbox.
POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self';"
    " frame-src 'self'; frame-ancestors 'self'; sandbox"
)


def some(shape: Any, visible: CustomerQuerySet) -> list[dict[str, Any]]:
    """Return a few customers of this audience, or of any where the rule is broken or means nobody."""
    try:
        found = list(audience.members(audience.read(shape)).order_by("pk")[:SHOWN])
    except BadRule:
        found = []
    shown = visible.filter(pk__in=[each.pk for each in found]) if found else visible.order_by("pk")[:SHOWN]
    return [{"pk": each.pk, "name": str(each)} for each in shown]


def chosen(request: HttpRequest, campaign: Campaign, wanted: str) -> Customer | None:
    """Return the customer asked for, if this person may see them, or else the first of the audience."""
    visible = customers_for(staff_of(request))
    if wanted.isdecimal() and len(wanted) < 19:
        return visible.filter(pk=int(wanted)).first()
    first = some(campaign.audience, visible)
    return visible.filter(pk=first[0]["pk"]).first() if first else None


def answer(
    request: HttpRequest, campaign: Campaign, version: Version | None, customer: Customer | None
) -> HttpResponse:
    """Answer the preview's document: the mail, or what is wrong with its words."""
    return framed(render(request, "console/preview.html", _mail(campaign, version, customer)))


def framed(response: HttpResponse) -> HttpResponse:
    """Let our own pages, and no others, show this document in a frame."""
    response["Content-Security-Policy"] = POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _mail(campaign: Campaign, version: Version | None, customer: Customer | None) -> dict[str, Any]:
    if version is None:
        return {"problems": ["There is no version to show yet."]}
    if customer is None:
        return {"problems": ["There is nobody to show it for."]}
    try:
        subject, text, html = content.preview(campaign, version, customer)
    except BrokenTemplate as error:
        return {"problems": [str(error)], "subject": version.subject}
    return {"sender": campaign.sender, "recipient": customer, "subject": subject, "text": text, "html": html}
