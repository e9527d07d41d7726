"""The offer pages: the list, and one offer with what became of it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns import audience
from campaigns import offers as catalogue
from campaigns.models import Campaign, Offer, Outcome, Touchpoint
from campaigns.segment import BadRule
from customers import money
from customers.models import Topic
from hub.console import words
from hub.console.access import CAMPAIGNERS, EDITORS, staff_of, staff_page

LISTED = 50
Kind = Outcome.Kind
FIGURES = (Kind.SHOWN, Kind.ACCEPTED, Kind.DECLINED)
COLUMNS = (Kind.SHOWN, Kind.ACCEPTED, Kind.ASKED, Kind.NOT_NOW, Kind.DECLINED, Kind.NOT_OFFERED)


@staff_page(CAMPAIGNERS)
@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    """List the offers, the newest first, each with what became of it."""
    before, now = request.GET.get("before", ""), timezone.now()
    found = Offer.objects.order_by("-pk")
    is_place = before.isdecimal() and len(before) < 19
    page = list((found.filter(pk__lt=int(before)) if is_place else found)[: LISTED + 1])
    shown, topics = page[:LISTED], dict(Topic.objects.values_list("key", "label"))
    became = catalogue.tally([offer.pk for offer in shown])
    context = {
        "offers": [_listed(offer, became[offer.pk], topics, now) for offer in shown],
        "may_edit": staff_of(request).role in EDITORS,
        "new_url": reverse("console:offer-new"),
        "older_url": f"?before={shown[-1].pk}" if len(page) > LISTED else "",
    }
    return render(request, "console/offers.html", context)


@staff_page(CAMPAIGNERS)
@require_safe
def offer(request: HttpRequest, key: str) -> HttpResponse:
    """Show one offer: its words for staff and for customers, for whom and where, and what became of it."""
    found, now = get_object_or_404(Offer, key=key), timezone.now()
    topics = dict(Topic.objects.values_list("key", "label"))
    relatives = Offer.objects.filter(family=found.family).exclude(pk=found.pk) if found.family else ()
    context = {
        "offer": found,
        "state": state(found, now),
        "places": places(found.places),
        "topic": topics.get(found.topic, found.topic),
        "period": _period(found),
        "audience_words": _audience_words(found.audience),
        "margin": _margin(found),
        "relatives": [(each.name, _url(each)) for each in relatives],
        "campaigns": [
            (each.name, reverse("console:campaign", args=[each.key]))
            for each in Campaign.objects.filter(offers=found)
        ],
        "translations": [
            (name, *found.said_in(code)) for code, name in settings.LANGUAGES if code in found.translations
        ],
        "columns": [kind.label for kind in COLUMNS],
        "by_place": _by_place(found),
        "edit_url": reverse("console:offer-edit", args=[key]),
        "may_edit": staff_of(request).role in EDITORS,
    }
    return render(request, "console/offer.html", context)


def state(offer: Offer, now: datetime) -> tuple[str, str]:
    """Say in words and tone whether an offer is made at this moment."""
    if not offer.is_offered:
        return "Withdrawn", "muted"
    if offer.valid_from and offer.valid_from > now:
        return f"From {words.day(offer.valid_from)}", "info"
    if offer.valid_until and offer.valid_until <= now:
        return "Over", "muted"
    if offer.stock == 0:
        return "None left", "warn"
    return "On offer", "good"


def places(keys: list[str]) -> str:
    """Say where an offer is made: At the till, on the web (home)."""
    said = []
    for key in keys:
        touchpoint, _, placement = key.partition("/")
        said.append(words.by_channel(touchpoint) + (f" ({placement})" if placement else ""))
    together = ", ".join(said) or "everywhere"
    return together[:1].upper() + together[1:]


def _listed(offer: Offer, became: dict[str, int], topics: dict[str, str], now: datetime) -> dict[str, Any]:
    met = became.get(Kind.SHOWN, 0)
    words_, tone = state(offer, now)
    return {
        "name": offer.name,
        "url": _url(offer),
        "topic": topics.get(offer.topic, offer.topic),
        "places": places(offer.places),
        "state": words_,
        "tone": tone,
        "left": f"{offer.stock} left" if offer.stock else "",
        "figures": [
            {
                "label": kind.label,
                "count": became.get(kind, 0),
                "share": 100 * became.get(kind, 0) / met if kind != Kind.SHOWN and met else None,
            }
            for kind in FIGURES
        ],
    }


def _by_place(offer: Offer) -> list[tuple[str, list[int]]]:
    """Return for each touchpoint, and each channel of a message, how many people said or did what."""
    rows = Outcome.objects.filter(offer=offer).values_list("touchpoint", "kind")
    counted: dict[str, dict[str, int]] = {}
    for touchpoint, kind, people in rows.annotate(people=Count("customer_id", distinct=True)).order_by():
        counted.setdefault(touchpoint, {})[kind] = people
    order = [*Touchpoint.values, *sorted(counted.keys() - set(Touchpoint.values))]
    labels = dict(Touchpoint.choices)
    return [
        (str(labels.get(key) or words.channel(key)), [counted[key].get(kind, 0) for kind in COLUMNS])
        for key in order
        if key in counted
    ]


def _period(offer: Offer) -> str:
    begins = f"from {words.day(offer.valid_from)}" if offer.valid_from else ""
    ends = f"until {words.day(offer.valid_until)}" if offer.valid_until else ""
    together = " ".join(filter(None, (begins, ends))) or "always"
    return together[:1].upper() + together[1:]


def _margin(offer: Offer) -> str:
    if offer.margin_minor is None:
        return "Not said"
    return f"{money.to_major(offer.margin_minor, settings.CURRENCY)} {settings.CURRENCY}"


def _audience_words(shape: object) -> str:
    try:
        said = audience.read(shape).words()
    except BadRule as error:
        return f"The rule cannot be read, so it means nobody: {error}"
    return f"{said[:1].upper()}{said[1:]}."


def _url(offer: Offer) -> str:
    return reverse("console:offer", args=[offer.key])
