"""How much a text message takes, counted as phones do on the words that real customers would get."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from campaigns import content
from campaigns.models import Campaign, Version
from campaigns.segment import BadRule
from channels import shortlinks
from channels.carriers import BadSetting
from channels.liquid import BrokenTemplate, instrument_text
from channels.smsprice import Prices, prices_of
from channels.smstext import Segments, plainer, segments
from customers.models import Customer, Ownership
from hub.console import previews
from hub.console.access import EDITORS, customers_for, staff_of, staff_page
from hub.console.rule_editor import Editor


@staff_page(EDITORS)
@require_POST
def campaign_text_size(request: HttpRequest) -> HttpResponse:
    """Answer how many parts the text in the form takes; nothing is saved."""
    wanted = request.POST.get("version", "0")
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 3 else 0
    part = "other_text" if request.POST.get("part") == "other_text" else "text"
    text = request.POST.get(f"form-{number}-{part}", "")
    campaign = Campaign(channel="sms", purpose=request.POST.get("purpose", ""))
    context = _size(Version(campaign=campaign, text=text), _some(request)) if text.strip() else {}
    return render(request, "console/_text_size.html", context)


def _some(request: HttpRequest) -> Sequence[Customer]:
    """Return a few of the audience under edit whom this person may see."""
    visible = customers_for(staff_of(request))
    try:
        shape = Editor.of_form(request.POST).shape()
    except BadRule:
        shape = "everyone"
    return list(visible.filter(pk__in=[each["pk"] for each in previews.some(shape, visible)]).order_by("pk"))


def _size(version: Version, customers: Sequence[Customer]) -> dict[str, Any]:
    """Count the text for each of these customers and tell the longest; say what would make it shorter."""
    try:
        said = [(_sent(content.preview(version.campaign, version, each)[1]), each) for each in customers]
    except BrokenTemplate as error:
        return {"problem": str(error)}
    if not said:
        return {"problem": "There is nobody to count it for."}
    sizes = sorted(((segments(text), text, each) for text, each in said), key=lambda one: _weight(one[0]))
    longest, text, customer = sizes[-1]
    changed, changes = plainer(text)
    return {
        "size": previews.shown(longest),
        "customer": customer,
        "fewest": len(sizes[0][0].parts),
        "counted": len(sizes),
        "odd": sorted({char for char in text if not _is_plain(char)}) if not changes else [],
        "changes": changes,
        "plainer": previews.shown(segments(changed)) if changes else None,
        "cost": _cost([(size, each) for size, _, each in sizes]),
    }


def _sent(text: str) -> str:
    """Put short tracked links in the place of those that are written out, as publishing does."""
    try:
        counted, targets = instrument_text(text)
    except BrokenTemplate:  # braces of the customer's own; they are sent as they are
        return text
    for number in range(min(len(targets), shortlinks.MOST_LINKS)):
        link = shortlinks.url(shortlinks.EXAMPLE_MESSAGE, number)
        counted = counted.replace(f"{{{{ links[{number}] }}}}", link)
    return counted


def _cost(sizes: Sequence[tuple[Segments, Customer]]) -> dict[str, Any] | None:
    """Return what the dearest of these texts costs, and a thousand like all of them; None with no prices."""
    try:
        prices = prices_of(settings.SMS_COST)
    except BadSetting as error:
        return {"problem": str(error)}
    if prices is None:
        return None
    numbers = dict(
        Ownership.objects.filter(customer__in=[each.pk for _, each in sizes], contact_point__kind="phone")
        .order_by("-pk")
        .values_list("customer_id", "contact_point__address")
    )
    costs = [_price(prices, len(size.parts), numbers.get(each.pk, "")) for size, each in sizes]
    return {
        "currency": prices.currency,
        "most": f"{max(costs):.3f}" if max(costs) % Decimal("0.01") else f"{max(costs):,.2f}",
        "thousand": f"{1000 * sum(costs) / len(costs):,.2f}",
    }


def _price(prices: Prices, parts: int, number: str) -> Decimal:
    return parts * prices.of_part(number)


def _weight(size: Segments) -> tuple[int, int]:
    return len(size.parts), size.units


def _is_plain(char: str) -> bool:
    return segments(char).encoding.value == "GSM-7"
