"""A row of the history as a line to read: its words, its look, runs of the same told as one. Pure."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils import timezone

from channels.models import MessageState
from customers.event import EventType
from customers.events import EVENT_TYPES
from hub.console import words
from hub.templatetags.look import is_old, money


class Row(NamedTuple):
    """One interaction as the statements of the console read it."""

    id: int
    customer_id: int
    occurred_at: datetime
    kind: str
    channel: str
    actor: str
    summary: str
    data: str
    """JSON, as text: most lines never look into it."""
    amount_minor: int | None
    currency: str
    message_id: int | None


COLUMNS = ", ".join(Row._fields)


class Sent(NamedTuple):
    """What became of a message that lines speak of."""

    state: str
    opened_at: datetime | None
    clicked_at: datetime | None
    replied_at: datetime | None
    campaign: str | None
    links: str | None
    """JSON: the targets by number, as Liquid."""


@dataclass(slots=True)
class Line:
    """What `timeline` of look.py draws."""

    at: datetime
    icon: str
    tone: str
    title: str
    detail: str
    quote: str
    amount: str
    channel_label: str
    is_machine: bool
    customer_id: int
    url: str


Day = tuple[str, list[Line]]

_WISHES = frozenset({"consent_changed", "dial_turned"})
# These say in their summary what happened; the others say it in the label of their kind.
_SUMMARY_IS_TITLE = _WISHES | {"message_accepted", "visit"}
# These carry words of a person, and the summary only repeats their beginning.
_QUOTED = frozenset({"message_replied", "message_auto_replied", "note"})
_TOLD_ONCE = frozenset({"message_refused"}) | {key for key, kind in EVENT_TYPES.items() if kind.is_machine}
_UNKNOWN = EventType(key="", label="", icon="stop-circle", direction="")


def tell(rows: Sequence[Row], sent: Mapping[int, Sent]) -> list[Line]:
    """Put rows into words; a run of the same quiet thing on one day becomes one line with its count."""
    subjects = {row.message_id: row.summary for row in rows if row.kind == "message_accepted"}
    return [_line_of_run(list(run), sent, subjects) for _, run in groupby(rows, _sameness)]


def by_day(lines: Iterable[Line], *, now: datetime) -> list[Day]:
    """Group lines under the days of the reader's time zone, which is that of `now`; old ones by months."""
    return [(heading, list(group)) for heading, group in groupby(lines, lambda line: _heading(line.at, now))]


def outcome(sent: Sent) -> str:
    """Say the furthest that a message got, in a word or two; nothing for one that only left."""
    if end := _ENDS.get(sent.state):
        return end
    if sent.replied_at:
        return "answered"
    if sent.clicked_at:
        return f"link followed {_short(sent.clicked_at)}"
    if sent.opened_at:
        return f"opened {_short(sent.opened_at)}"
    return "delivered, no sign yet" if sent.state == MessageState.DELIVERED else ""


_ENDS: Mapping[str, str] = {
    MessageState.BOUNCED: "came back",
    MessageState.COMPLAINED: "reported as unwanted",
}


def _sameness(row: Row) -> object:
    """Rows with the same answer, next to each other, are told as one."""
    if row.kind not in _TOLD_ONCE:
        return row.id
    day = timezone.localtime(row.occurred_at).date()
    return row.kind, day, row.message_id if row.kind != "message_refused" else row.summary


def _line_of_run(run: Sequence[Row], sent: Mapping[int, Sent], subjects: Mapping[int | None, str]) -> Line:
    row = run[0]
    kind = EVENT_TYPES.get(row.kind, _UNKNOWN)
    data = json.loads(row.data) if row.data != "{}" else {}
    message = sent.get(row.message_id or 0)
    title = row.summary if row.kind in _SUMMARY_IS_TITLE else kind.label or row.kind.replace("_", " ")
    if len(run) > 1:
        title += f" {len(run)} times" if len(run) > 2 else " twice"
    if row.amount_minor and row.amount_minor > 0 and row.kind == "purchase":
        title = "Bought for"
    channel = words.channel(row.channel) if row.channel else ""
    return Line(
        at=row.occurred_at,
        icon=kind.icon,
        tone=kind.tone,
        title=title,
        detail=_detail(row, data, message, subjects.get(row.message_id, "")),
        quote=str(data.get("text") or row.summary) if row.kind in _QUOTED else "",
        amount=money(row.amount_minor, row.currency),
        channel_label=channel if channel != title else "",
        is_machine=kind.is_machine,
        customer_id=row.customer_id,
        url=reverse("console:message", args=[row.message_id]) if row.message_id in sent else "",
    )


def _detail(row: Row, data: Mapping[str, Any], message: Sent | None, subject: str) -> str:
    """Say what else helps whoever reads it, in the order of use."""
    parts = [words.actor(row.actor)]
    if row.kind == "message_accepted":
        parts += [_campaign(message, data), outcome(message) if message else ""]
    elif row.kind in _QUOTED:
        parts.append(str(data.get("subject") or ""))
    elif row.kind in _WISHES:
        parts.append(str(data.get("place") or ""))
    elif row.kind.startswith("message_"):
        parts += _about_message(row, data, message, subject)
    elif row.kind not in _SUMMARY_IS_TITLE and row.summary != EVENT_TYPES.get(row.kind, _UNKNOWN).label:
        parts.append(row.summary)
    return " · ".join(part for part in parts if part)


def _about_message(row: Row, data: Mapping[str, Any], message: Sent | None, subject: str) -> list[str]:
    label = EVENT_TYPES.get(row.kind, _UNKNOWN).label
    said = row.summary if row.summary != label else ""
    about = f"“{subject}”" if subject else (message.campaign if message else "") or ""
    reason = str(data.get("why") or data.get("words") or "")
    return [said, _link(data, message), about, reason]


def _campaign(message: Sent | None, data: Mapping[str, Any]) -> str:
    name = (message.campaign if message else "") or ""
    version = data.get("version")
    return f"{name}, version {version}" if name and version else name


def _link(data: Mapping[str, Any], message: Sent | None) -> str:
    """Name the target of a followed link without its scheme; templates in it stay unsaid."""
    links = json.loads(message.links) if message and message.links else []
    number = data.get("link")
    if not isinstance(number, int) or not 0 <= number < len(links):
        return ""
    return str(links[number]).split("://")[-1].split("{")[0].split("?")[0].rstrip("/")


def _short(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{local.day} {local:%b %H:%M}"


def _heading(at: datetime, now: datetime) -> str:
    day, today = at.astimezone(now.tzinfo), now.date()
    if day.date() == today:
        return "Today"
    if day.date() == today - timedelta(days=1):
        return "Yesterday"
    year = f" {day.year}" if day.year != today.year else ""
    if is_old(at, now):
        return f"{day:%B}{year}"
    return f"{day:%A}, {day.day} {day:%B}{year}"
