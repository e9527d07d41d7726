"""What a customer agreed to and took back, as the customer page lists it: a line and a receipt an act."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_datetime

from customers.consent import PARTNER
from customers.models import Customer
from customers.models.permission import Purpose
from hub.console import words
from hub.console.around import Around


def lines(customer: Customer, near: Around) -> list[dict[str, Any]]:
    """Return what _dials_evidence.html shows, the newest first. No statement."""
    return [
        {
            "id": each.id,
            "title": said(each.purpose, each.channel, is_granted=each.is_granted),
            "is_granted": each.is_granted,
            "at": parse_datetime(each.happened_at),
            "where": " ".join(part for part in (each.place, words.actor(each.actor)) if part),
            "wording": each.wording,
            "url": reverse("console:customer-receipt", args=[customer.pk, each.id]),
        }
        for each in near.evidences
    ]


def told(channel: str, data: Mapping[str, Any]) -> str:
    """Say an act as the history keeps it; empty for one that was imported in words of its own."""
    purpose, is_granted = data.get("purpose"), data.get("is_granted")
    if purpose not in (PARTNER, *Purpose.values) or not isinstance(is_granted, bool):
        return ""
    return said(purpose, channel, is_granted=is_granted)


def said(purpose: str, channel: str, *, is_granted: bool) -> str:
    """Say one act; of what a partner tells us `channel` is the partner's key."""
    verb = "Agreed to" if is_granted else "Took back the agreement to"
    if purpose == PARTNER:
        return f"{verb} joining what the partner {channel} tells us"
    return f"{verb} {Purpose(purpose).label.lower()} {words.by_channel(channel)}"
