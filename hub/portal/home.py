"""My page: what waits for the customer, what we sent lately, and what happened between us in figures."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from customers.models import Customer
from hub.portal import chosen, inbox, knowledge, people, said, shell, spending, spoken, words
from hub.portal.access import full_page
from hub.portal.guests import Guest
from hub.portal.people import Person
from hub.portal.spoken import Stage

_RECENT = timedelta(days=30)
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Card:
    """One of the latest offers and news that this customer got."""

    subject: str
    when: str
    how: str
    url: str


@full_page
@require_safe
def page(request: HttpRequest, guest: Guest) -> HttpResponse:
    now, customer = timezone.now(), guest.customer
    person, zone = people.of(customer), words.zone_of(customer)
    waiting = inbox.of(customer, person.ids)
    context = {
        "first_name": customer.first_name,
        "question": _question(person, zone, now),
        "inbox": waiting,
        "unread": [item for item in waiting if not item.is_read][:_SHOWN],
        "cards": _cards(person, zone, now),
        "chosen": chosen.of(customer, now=now),
        "answered": chosen.said(request),
        "spending": spending.of(customer, person.ids, zone, now=now),
        "together": _together(customer, person, zone),
        "has_questions": bool(knowledge.open_fields(knowledge.facts(person.ids, zone))),
    }
    return shell.page(request, guest, "portal/page.html", context)


def _question(person: Person, zone: ZoneInfo, now: datetime) -> dict[str, str] | None:
    """Return the last thing the customer wrote that nothing of ours has answered yet."""
    values = {"ids": person.ids, "since": now - _RECENT, "spoken": spoken.CHANNELS}
    found = people.rows(_QUESTION, values)
    if not found:
        return None
    (at, text) = found[0]
    return {"when": words.day(at, zone), "words": text}


def _cards(person: Person, zone: ZoneInfo, now: datetime) -> list[Card]:
    """Return the latest offers and news that came within a month."""
    values = {"ids": person.ids, "since": now - _RECENT, "size": _SHOWN, "spoken": spoken.CHANNELS}
    return [
        Card(
            spoken.told(channel, Stage.SPOKE) if channel in spoken.CHANNELS else subject,
            said.on(at, zone),
            words.by_channel(channel),
            reverse("portal:why-message", args=[message_id]),
        )
        for message_id, at, channel, subject in people.rows(_CARDS, values)
    ]


def _together(customer: Customer, person: Person, zone: ZoneInfo) -> list[tuple[str, str]]:
    """Return what there has been between us as (what, figure), without what there has not been."""
    ((unsaid,),) = people.rows(_UNSAID, {"ids": person.ids, "spoken": spoken.CHANNELS})
    figures = [
        (_("Customer since"), said.on(customer.since_at, zone)),
        (_("Purchases"), person.total("purchases")),
        (_("Visits"), person.total("visits")),
        (_("Messages from us"), max(0, person.total("messages") - unsaid)),
        (_("Times you wrote to us"), person.total("replies")),
    ]
    return [(what, str(figure)) for what, figure in figures if figure]


_QUESTION = f"""
SELECT i.occurred_at, i.summary FROM customers_interaction i
WHERE i.customer_id = ANY(%(ids)s) AND i.occurred_at > %(since)s AND i.kind = 'message_replied'
AND NOT EXISTS (
    SELECT FROM channels_message m
    WHERE m.customer_id = ANY(%(ids)s) AND m.purpose = 'reply' AND m.accepted_at > i.occurred_at
    AND {spoken.CAME}
) AND NOT EXISTS (
    SELECT FROM customers_interaction c
    WHERE c.customer_id = ANY(%(ids)s) AND c.kind = 'call' AND c.occurred_at > i.occurred_at
)
ORDER BY i.occurred_at DESC LIMIT 1
"""
_UNSAID = f"""
SELECT count(*) FROM channels_message m
WHERE m.customer_id = ANY(%(ids)s) AND m.accepted_at IS NOT NULL AND NOT {spoken.CAME}
"""
_CARDS = f"""
SELECT m.id, {spoken.CAME_AT} AS at, m.channel, i.summary
FROM channels_message m
JOIN customers_interaction i ON i.customer_id = m.customer_id AND i.message_id = m.id
    AND i.kind = 'message_accepted' AND i.occurred_at > %(since)s
WHERE m.customer_id = ANY(%(ids)s) AND m.purpose = 'marketing' AND m.state IN ('accepted', 'delivered')
AND m.accepted_at > %(since)s AND {spoken.CAME}
ORDER BY at DESC LIMIT %(size)s
"""
