"""The timeline of one customer: pages by key that only touch the months they need, and the news on top."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from hub.console import ledger, masking
from hub.console.access import staff_of
from hub.console.closed import Closed
from hub.console.family import Life
from hub.console.ledger import COLUMNS, Row
from hub.console.lines import by_day, tell
from hub.paging import Key, cut, is_number

PAGE = 50
LONGEST_SOUGHT = 100
_SHORTEST_LOOK = timedelta(days=31)
_SAYS = ("summary", "data->>'text'", "data->>'subject'", "actor")
"""Where a line keeps words."""


@dataclass(frozen=True, slots=True)
class Show:
    """A chip over the timeline: which channels or kinds it lets through; none of both means all."""

    label: str
    channels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


SHOWS: Mapping[str, Show] = {
    "": Show("Everything"),
    "email": Show("Email", channels=("email",)),
    "sms": Show("SMS", channels=("sms",)),
    "calls": Show("Calls", channels=("call",)),
    "store": Show("Store", channels=("till", "branch", "atm")),
    "web": Show("Web", channels=("web", "portal")),
    "money": Show("Money", kinds=("purchase",)),
    "notes": Show("Notes", kinds=("note", "loop_opened", "loop_closed", "loop_handed_over")),
    "wishes": Show("Wishes", kinds=("dial_turned", "consent_changed")),
}


def timeline(
    request: HttpRequest, life: Life, closed: Closed, *, show: str, sought: str = "", before: Key | None
) -> dict[str, Any]:
    """Return what _timeline.html shows: the page below `before`, or the newest one with live news.

    With words that are `sought` only lines that say them are there, and no news comes by itself.
    """
    url = reverse("console:customer-timeline", args=[life.customer_id])
    page, last = cut(read(life, show=SHOWS[show], sought=sought, before=before), PAGE)
    context = _groups(request, closed.open_rows(page) if sought else closed.rows(page))
    if last is not None:
        context["older_url"] = _with(
            url, show=show, inside=sought, before=str(Key(last.occurred_at, last.id))
        )
    if before is None and not sought:
        context |= _watch(url, show, page)
    context["filters"] = [
        {"label": each.label, "url": _with(url, show=key, inside=sought), "active": key == show}
        for key, each in SHOWS.items()
    ]
    return context | {"timeline_url": url, "show": show, "sought": sought}


def news(
    request: HttpRequest, life: Life, closed: Closed, *, show: str, shown: Collection[int]
) -> dict[str, Any] | None:
    """Return what has come in above a page that shows these interactions, or None.

    News is what a fresh first page has and the shown one has not. A cursor would lose some: opens are told
    seconds after they happened, and numbers are drawn in order but committed out of order.
    """
    page = read(life, show=SHOWS[show])[:PAGE]
    fresh = [row for row in page if row.id not in shown]
    if not fresh:
        return None
    url = reverse("console:customer-timeline", args=[life.customer_id])
    return _groups(request, closed.rows(fresh)) | _watch(url, show, page) | {"is_news": True}


def shown_of(text: str) -> frozenset[int]:
    """Read the numbers of shown interactions from an address; what is no number is passed over."""
    return frozenset(int(number) for number in text.split(".") if is_number(number))


def read(life: Life, *, show: Show, sought: str = "", before: Key | None = None) -> list[Row]:
    """Return a page and one more row, newest first.

    Planning over every month of the history costs more than reading a page, so the first look reaches only
    as far back as this customer's pace promises; if that was too short, the second takes the whole life.
    """
    if life.first_at is None or life.last_at is None:
        return []
    top = before.at if before else life.last_at
    near = top - _look(life.interactions or 1, life.last_at - life.first_at)
    if sought or near <= life.first_at:  # what is sought may be anywhere
        return _select(life.ids, show, sought, before, life.first_at, top)
    rows = _select(life.ids, show, sought, before, near, top)
    return rows if len(rows) > PAGE else _select(life.ids, show, sought, before, life.first_at, top)


def _look(interactions: int, span: timedelta) -> timedelta:
    """Return how far back three pages reach, at the pace of so many interactions in such a span."""
    return max(_SHORTEST_LOOK, span * (3 * PAGE) / interactions)


def _select(
    ids: Sequence[int], show: Show, sought: str, before: Key | None, low: datetime, high: datetime
) -> list[Row]:
    # The index gives the lines of one customer in their order; those of several have to be sorted.
    where, whose = ("= ANY(%s)", list(ids)) if len(ids) > 1 else ("= %s", ids[0])
    where = f"customer_id {where} AND occurred_at BETWEEN %s AND %s"
    values: list[Any] = [whose, low, high]
    if sought:
        where += f" AND ({' OR '.join(f'{column} ILIKE %s' for column in _SAYS)})"
        values += [f"%{_literally(sought)}%"] * len(_SAYS)
    if before:
        where += " AND (occurred_at, id) < (%s, %s)"
        values += [before.at, before.id]
    for column, keys in (("channel", show.channels), ("kind", show.kinds)):
        if keys:
            where += f" AND {column} = ANY(%s)"
            values.append(list(keys))
    return ledger.rows(
        f"SELECT {COLUMNS} FROM customers_interaction WHERE {where}"
        f" ORDER BY occurred_at DESC, id DESC LIMIT {PAGE + 1}",
        values,
    )


def _literally(sought: str) -> str:
    return sought.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


def _groups(request: HttpRequest, rows: Sequence[Row]) -> dict[str, Any]:
    now = timezone.localtime()
    lines = tell(rows, now=now)
    masking.blot(staff_of(request), lines)
    return {"groups": by_day(lines, now=now)}


def _watch(url: str, show: str, page: Iterable[Row]) -> dict[str, str]:
    """Return where the page fetches news, and what it has already."""
    shown = ".".join(str(row.id) for row in page) or "0"
    return {
        "shown": shown,
        "newer_url": _with(url, show=show),
    }


def _with(url: str, **query: str) -> str:
    said = {name: value for name, value in query.items() if value}
    return f"{url}?{urlencode(said)}" if said else url
