"""What a customer agreed to and took back, as the customer page lists it: a line and a receipt an act."""

from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_datetime

from customers.consent import PARTNER
from customers.models import Customer
from customers.models.permission import Purpose
from hub.console import words
from hub.console.around import Around, Evidence


def lines(customer: Customer, near: Around) -> list[dict[str, Any]]:
    """Return what _dials_evidence.html shows, the newest first. No statement."""
    return [
        {
            "id": each.id,
            "title": f"{'Agreed to' if each.is_granted else 'Took back the agreement to'} {_what(each)}",
            "is_granted": each.is_granted,
            "at": parse_datetime(each.happened_at),
            "where": " ".join(part for part in (each.place, words.actor(each.actor)) if part),
            "wording": each.wording,
            "url": reverse("console:customer-receipt", args=[customer.pk, each.id]),
        }
        for each in near.evidences
    ]


def _what(act: Evidence) -> str:
    if act.purpose == PARTNER:
        return f"joining what the partner {act.channel} tells us"
    return f"{Purpose(act.purpose).label.lower()} {words.by_channel(act.channel)}"
