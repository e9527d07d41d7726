"""The timeline of one customer: pages by key that only touch the months they need, and the news on top."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from customers.models import Customer, Profile
from hub.console.lines import COLUMNS, Row, Sent, by_day, tell
from hub.console.pages import Key, cut, is_number
from hub.console.shell import live_origin

PAGE = 50
_SHORTEST_LOOK = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Show:
    """A chip over the timeline: which channels or kinds it lets through; none of both means all."""

    label: str
    channels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


SHOWS: Mapping[str, Show] = {
    "": Show("Everything"),
    "email": Show("Email", channels=("email",)),
    "calls": Show("Calls", channels=("call",)),
    "store": Show("Store", channels=("till", "branch", "atm")),
    "web": Show("Web", channels=("web", "portal")),
    "money": Show("Money", kinds=("purchase",)),
    "wishes": Show("Wishes", kinds=("dial_turned", "consent_changed")),
}


def timeline(
    request: HttpRequest,
    customer: Customer,
    profile: Profile | None,
    *,
    show: str = "",
    before: Key | None = None,
) -> dict[str, Any]:
    """Return what _timeline.html shows: the page below `before`, or the newest one with live news."""
    page, last = cut(read(customer.pk, profile, show=SHOWS[show], before=before), PAGE)
    context = _entries(page)
    if last is not None:
        context["older_url"] = _url(customer, show=show, before=Key(last.occurred_at, last.id))
    if before is None:
        context["newer_url"] = _url(customer, show=show, shown=_numbers(row.id for row in page))
        context["live_url"] = f"{live_origin(request)}/live/customers/{customer.pk}/"
    context["filters"] = [
        {"label": each.label, "url": _url(customer, show=key), "active": key == show}
        for key, each in SHOWS.items()
    ]
    return context


def news(
    request: HttpRequest, customer: Customer, profile: Profile | None, *, show: str, shown: Collection[int]
) -> dict[str, Any] | None:
    """Return what has come in above a page that shows these interactions, or None.

    News is what a fresh first page has and the shown one has not. A cursor would lose some: opens are told
    seconds after they happened, and numbers are drawn in order but committed out of order.
    """
    rows = read(customer.pk, profile, show=SHOWS[show])[:PAGE]
    fresh = [row for row in rows if row.id not in shown]
    if not fresh:
        return None
    newer_url = _url(customer, show=show, shown=_numbers(row.id for row in rows))
    live_url = f"{live_origin(request)}/live/customers/{customer.pk}/"
    return _entries(fresh) | {"is_news": True, "newer_url": newer_url, "live_url": live_url}


def shown_of(text: str) -> frozenset[int]:
    """Read the numbers of shown interactions from an address; what is no number is passed over."""
    return frozenset(int(number) for number in text.split(".") if is_number(number))


def read(customer_id: int, profile: Profile | None, *, show: Show, before: Key | None = None) -> list[Row]:
    """Return a page and one more row, newest first.

    Planning over every month of the history costs more than reading a page, so the first look reaches only
    as far back as this customer's pace promises; if that was too short, the second takes the whole life.
    """
    if profile is None or profile.first_at is None or profile.last_at is None:
        return []
    top = before.at if before else profile.last_at
    near = top - _look(profile.interactions, profile.last_at - profile.first_at)
    rows = _select(customer_id, show, before, max(near, profile.first_at), top)
    if len(rows) <= PAGE and near > profile.first_at:
        rows = _select(customer_id, show, before, profile.first_at, top)
    return rows


def _look(interactions: int, life: timedelta) -> timedelta:
    """Return the span in which three pages lie at the pace of so many interactions in a life."""
    return max(_SHORTEST_LOOK, life * (3 * PAGE) / max(interactions, 1))


def _select(customer_id: int, show: Show, before: Key | None, low: datetime, high: datetime) -> list[Row]:
    where = "customer_id = %s AND occurred_at BETWEEN %s AND %s"
    values: list[Any] = [customer_id, low, high]
    if before:
        where += " AND (occurred_at, id) < (%s, %s)"
        values += [before.at, before.id]
    for column, keys in (("channel", show.channels), ("kind", show.kinds)):
        if keys:
            where += f" AND {column} = ANY(%s)"
            values.append(list(keys))
    statement = (
        f"SELECT {COLUMNS} FROM customers_interaction WHERE {where}"
        f" ORDER BY occurred_at DESC, id DESC LIMIT {PAGE + 1}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [Row(*row) for row in cursor.fetchall()]


def sent_of(rows: Iterable[Row]) -> dict[int, Sent]:
    """Return what became of the messages that these rows speak of; one statement, or none."""
    ids = sorted({row.message_id for row in rows if row.message_id is not None})
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_SENT, [ids])
        return {message_id: Sent(*row) for message_id, *row in cursor.fetchall()}


def _entries(rows: Sequence[Row]) -> dict[str, Any]:
    return {"groups": by_day(tell(rows, sent_of(rows)), now=timezone.localtime())}


def _url(customer: Customer, **query: object) -> str:
    url = reverse("console:customer-timeline", args=[customer.pk])
    said = {name: value for name, value in query.items() if value != ""}
    return f"{url}?{urlencode(said)}" if said else url


def _numbers(ids: Iterable[int]) -> str:
    return ".".join(map(str, ids)) or "0"


_SENT = """
SELECT m.id, m.state, m.opened_at, m.clicked_at, m.replied_at, campaign.name, content.links::text
FROM channels_message m
LEFT JOIN campaigns_campaign campaign ON campaign.id = m.campaign_id
LEFT JOIN channels_content content ON content.id = m.content_id
WHERE m.id = ANY(%s)
"""
