"""A mail as one customer would get it, in a frame of its own that runs nothing and fetches nothing."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from campaigns import audience, content
from campaigns.models import Campaign, Version
from campaigns.segment import BadRule
from channels import letterpaper, policies, pushtext
from channels.liquid import BrokenTemplate
from channels.smstext import Segments, segments
from customers.models import Customer
from customers.models.people import CustomerQuerySet
from hub import viewings
from hub.console import letter_preview, masking, words
from hub.console.access import customers_for, staff_of
from hub.framing import framed

SHOWN = 12
_NOTICES = ("push", "inapp")
_ELSEWHERE = "elsewhere"


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


class Wanted(NamedTuple):
    """Which version a preview is asked for, None where none is named, and whether its words elsewhere."""

    number: int | None
    is_elsewhere: bool

    def said(self, campaign: Campaign, version: Version) -> Version:
        """Return the version, or what it says on the campaign's other channel."""
        return (self.is_elsewhere and content.elsewhere(campaign, version)) or version


def wanted(asked: QueryDict) -> Wanted:
    number, _, where = asked.get("preview_version", "").partition("-")
    is_written = number.isdecimal() and len(number) < 19
    return Wanted(int(number) if is_written else None, where == _ELSEWHERE)


def choices(otherwise: str, versions: Iterable[tuple[int, str]]) -> list[dict[str, Any]]:
    """Return what can be chosen for a preview: each version, and each as it is on the other channel."""
    shown = [{"value": number, "name": name} for number, name in versions]
    other = policies.other_channel(otherwise)
    if other is None:
        return shown
    by = f"as {words.channel(other)}"
    elsewhere = [{"value": f"{e['value']}-{_ELSEWHERE}", "name": f"{e['name']}, {by}"} for e in shown]
    return shown + elsewhere


def answer(request: HttpRequest, version: Version | None, customer: Customer | None) -> HttpResponse:
    """Answer the preview's document: the mail, or what is wrong with its words; a letter's PDF if asked."""
    if customer is not None:
        viewings.saw(request, customer.pk, viewings.Door.PREVIEW)
    is_masked = masking.is_masked_for(staff_of(request))
    if version is None:
        context = {"problems": ["There is no version to show yet."]}
    elif customer is None:
        context = {"problems": ["There is nobody to show it for."]}
    elif version.campaign.channel == "letter" and "pdf" in (request.POST or request.GET):
        return _pdf(version.campaign, version, customer, is_masked=is_masked)
    else:
        context = _mail(version.campaign, version, customer, is_masked=is_masked)
    return framed(render(request, "console/preview.html", context))


def _pdf(campaign: Campaign, version: Version, customer: Customer, *, is_masked: bool) -> HttpResponse:
    try:
        words = content.preview(campaign, version, customer)
        return letter_preview.pdf(letter_preview.draft(campaign, customer, words, is_masked=is_masked))
    except BrokenTemplate as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")


def _mail(campaign: Campaign, version: Version, customer: Customer, *, is_masked: bool) -> dict[str, Any]:
    try:
        subject, text, html = content.preview(campaign, version, customer)
    except BrokenTemplate as error:
        return {"problems": [str(error)], "subject": version.subject}
    if not html and campaign.channel == "sms":
        return {"recipient": customer, "subject": subject, "text": text, "size": shown(segments(text))}
    if not html and campaign.channel in _NOTICES:
        return {"recipient": customer, "subject": subject, "notice": pushtext.notice(subject, text)}
    if campaign.channel == "letter":
        letter = letter_preview.draft(campaign, customer, (subject, text, html), is_masked=is_masked)
        html = letterpaper.on_screen(letter)
    return {"sender": campaign.sender, "recipient": customer, "subject": subject, "text": text, "html": html}


def shown(size: Segments) -> dict[str, Any]:
    """Return what a page says of a text's size."""
    return {
        "parts": len(size.parts),
        "units": size.units,
        "remaining": size.remaining,
        "encoding": size.encoding.value,
        "is_too_long": size.is_too_long,
    }
