"""The day at a glance: what needs a person, what customers just did, which campaigns are at work."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.models import RUNNING, Flight
from channels.models import Callback, InboundMail, Message, MessageState
from customers.events import EVENT_TYPES
from hub.console import lately, ledger, masking, my_day
from hub.console.access import CAMPAIGNERS, CARRIERS, WATCHERS, customers_for, staff_of, staff_page
from hub.console.closed import closed_to
from hub.console.kept import kept
from hub.console.ledger import COLUMNS
from hub.console.lines import Line, tell
from hub.console.shell import live_origin
from hub.models import Staff

NEWS = 15
_NEWS_KINDS = [key for key, kind in EVENT_TYPES.items() if kind.direction == "in" and not kind.is_machine]
_FRESH = timedelta(days=2)
_ANSWERS_COME = timedelta(days=1)


@staff_page()
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    staff = staff_of(request)
    context = {
        "greeting": _greeting(staff, timezone.localtime()),
        "may_watch": staff.role in WATCHERS,
        "needs_person": _needs_person(request),
        **my_day.my_day(request),
        "running": _running() if staff.role in CAMPAIGNERS else [],
        "may_campaign": staff.role in CAMPAIGNERS,
        "live_url": f"{live_origin(request)}/live/home/",
        "recent": [_recent(*each) for each in lately.customers(request)],
        **_news(staff),
    }
    return render(request, "console/home.html", context)


@staff_page()
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """Answer what customers just did, for a page that has heard that there is something new."""
    return render(request, "console/_news.html", _news(staff_of(request)))


def _greeting(staff: Staff, local: datetime) -> str:
    part = "morning" if local.hour < 12 else "afternoon" if local.hour < 18 else "evening"
    return f"Good {part}, {staff.first_name or staff.username}"


def _needs_person(request: HttpRequest) -> list[dict[str, Any]]:
    staff = staff_of(request)
    items = my_day.waiting(request)
    if staff.role in CARRIERS:
        mails = InboundMail.objects.filter(state=InboundMail.State.UNPARSED).count()
        texts = Callback.objects.filter(state=Callback.State.UNPARSED).count()
        items += [
            (mails, "mail to read and place", "mails to read and place", reverse("console:inbound")),
            (texts, "text to read and place", "texts to read and place", reverse("console:inbound-texts")),
        ]
    if staff.role in WATCHERS:
        url = f"{reverse('console:outbox')}?show=trouble"
        items.append((_quarantined(), "message set aside", "messages set aside", url))
    return [
        {"count": count, "words": one if count == 1 else many, "url": url}
        for count, one, many, url in items
        if count
    ]


@kept(seconds=10)
def _quarantined() -> int:
    return Message.objects.filter(state=MessageState.QUARANTINED).count()


@kept(seconds=5)
def _running() -> list[dict[str, Any]]:
    """Return the flights under way, or ended today while the answers come in; counts over their messages."""
    at_work = Q(state__in=RUNNING) | Q(ended_at__gt=timezone.now() - _ANSWERS_COME)
    flights = Flight.objects.filter(at_work).select_related("campaign")[:5]
    with connection.cursor() as cursor:
        cursor.execute(_PROGRESS, [[flight.cause for flight in flights]])
        progress = {cause: (planned, left) for cause, planned, left in cursor.fetchall()}
    return [_campaign(flight, *progress.get(flight.cause, (0, 0))) for flight in flights]


def _campaign(flight: Flight, planned: int, left: int) -> dict[str, Any]:
    done = planned - left
    return {
        "name": flight.campaign.name,
        "url": reverse("console:campaign", args=[flight.campaign.key]),
        "state": flight.state,
        "words": f"{done:,} of {planned:,} decided and done" if planned else "choosing the audience",
        "share": 100 * done / planned if planned else 0,
    }


def _recent(customer: Any, opened_at: datetime) -> dict[str, Any]:
    url = reverse("console:customer", args=[customer.pk])
    return {"name": str(customer), "url": url, "number": customer.number, "seen_at": opened_at}


def _news(staff: Staff) -> dict[str, Any]:
    """Return the latest words and acts of customers that this person may see."""
    rows = ledger.rows(_NEWS, [timezone.now() - _FRESH, _NEWS_KINDS, NEWS])
    names = dict(
        customers_for(staff).filter(pk__in={row.customer_id for row in rows}).values_list("pk", "name")
    )
    rows = closed_to(staff, names).rows([row for row in rows if row.customer_id in names])
    lines = tell(rows, now=timezone.localtime())
    masking.blot(staff, lines)
    return {"news": [_entry(line, names) for line in lines]}


def _entry(line: Line, names: dict[int, str]) -> dict[str, Any]:
    return {
        "at": line.at,
        "icon": line.icon,
        "tone": line.tone,
        "title": line.title,
        "amount": line.amount,
        "detail": line.detail,
        "quote": line.quote,
        "customer_name": names[line.customer_id] or f"C{line.customer_id:06d}",
        "customer_url": reverse("console:customer", args=[line.customer_id]),
    }


# Only the newest lines are looked at, however many of them are ours: a mailing writes a million.
_NEWS = f"""
SELECT {COLUMNS} FROM (
    SELECT {COLUMNS} FROM customers_interaction WHERE occurred_at > %s ORDER BY id DESC LIMIT 3000
) newest
WHERE kind = ANY(%s) ORDER BY id DESC LIMIT %s
"""
_PROGRESS = """
SELECT cause, count(*),
    count(*) FILTER (WHERE state IN ('planned', 'queued', 'attempting', 'deferred', 'unknown'))
FROM channels_message WHERE cause = ANY(%s) GROUP BY cause
"""
