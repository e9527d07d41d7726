"""A row of the history as a line to read: its words, its look, runs of the same told as one. Pure."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils import timezone

from channels.models import MessageState
from customers import kinds
from customers.event import EventType
from customers.events import EVENT_TYPES
from hub.console import evidence, words
from hub.console.ledger import Row
from hub.templatetags.look import is_old, money


@dataclass(slots=True)
class Line:
    """What `timeline` of look.py draws; `at` is in the reader's time zone."""

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
    words_url: str = ""
    """Where a message is shown exactly as they got it."""
    is_struck: bool = False
    """Whether whoever wrote it took it back."""
    inside: list["Line"] = field(default_factory=list)
    """What a collapsed line opens to."""


Day = tuple[str, list[Line]]
Timed = tuple[datetime, Row]

_WISHES = frozenset({"consent_changed", "dial_turned"})
# These say in their summary what happened; the others say it in the label of their kind.
_SUMMARY_IS_TITLE = _WISHES | {"message_accepted", "visit"}
_MAIL = frozenset({"message_accepted", "message_delivered"})
SHORTEST_RUN = 3
"""So many messages in a row that nobody answered are told as one."""
# These carry words of a person, and the summary only repeats their beginning.
_QUOTED = frozenset({"message_replied", "message_auto_replied", "note"})
_TOLD_ONCE = frozenset({"message_refused"}) | {key for key, kind in EVENT_TYPES.items() if kind.is_machine}
_UNKNOWN = EventType(key="", label="", icon="stop-circle", direction="")


def tell(rows: Sequence[Row], *, now: datetime) -> list[Line]:
    """Put rows into words; a run of the same quiet thing becomes one line with its count."""
    zone = now.tzinfo
    teller, shown = _Teller(rows), {row.id for row in rows}
    # What was taken back says so itself, where it is on the same page.
    timed = [(row.occurred_at.astimezone(zone), row) for row in rows if _target(row) not in shown]
    return [line for run in _runs(timed) for line in teller.lines(run)]


def by_day(lines: Iterable[Line], *, now: datetime) -> list[Day]:
    """Group lines under the days they happened on; old ones under their months."""

    def heading(line: Line) -> date:
        return line.at.date().replace(day=1) if is_old(line.at, now) else line.at.date()

    return [
        (_heading(day, is_month=is_old(group[0].at, now), today=now.date()), group)
        for day, group in ((day, list(group)) for day, group in groupby(lines, heading))
    ]


def outcome(row: Row) -> str:
    """Say the furthest that a row's message got, in a word or two; nothing for one that only left."""
    if end := _ENDS.get(row.state or ""):
        return end
    if row.replied_at:
        return "answered"
    if row.clicked_at:
        return f"link followed {_short(row.clicked_at)}"
    if row.opened_at:
        return f"opened {_short(row.opened_at)}"
    return "delivered, no sign yet" if row.state == MessageState.DELIVERED else ""


_ENDS: Mapping[str, str] = {
    MessageState.BOUNCED: "came back",
    MessageState.COMPLAINED: "reported as unwanted",
}


class _Teller:
    """Puts runs of rows into lines, with what all rows of a page have in common looked up once."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._subjects = {row.message_id: row.summary for row in rows if row.kind == "message_accepted"}
        # Finding the addresses once is worth it: doing it for fifty lines takes as long as reading them.
        self._url = reverse("console:message", args=[0])
        self._words_url = reverse("console:message-words", args=[0])
        self._kinds = kinds.among({row.kind for row in rows}, retired=True)
        self._struck = {target for row in rows if (target := _target(row))}

    def lines(self, run: Sequence[Timed]) -> list[Line]:
        """Return one line for a run; each by itself where it is a few messages only."""
        sent = [each for each in run if each[1].kind == "message_accepted"]
        if len(sent) >= SHORTEST_RUN:
            return [_collapsed(sent, [self._line(each) for each in sent])]
        if run[0][1].kind in _MAIL:
            return [self._line(each) for each in run]
        line = self._line(run[0])
        if (times := len(run)) > 1:
            line.title += f" {times} times" if times > 2 else " twice"
        return [line]

    def _line(self, timed: Timed) -> Line:
        at, row = timed
        line = _line(row, self._kinds.get(row.kind, _UNKNOWN), at, self._subjects.get(row.message_id, ""))
        if row.state is not None:
            line.url = self._url.replace("/0/", f"/{row.message_id}/")
            if row.kind == "message_accepted":
                line.words_url = self._words_url.replace("/0/", f"/{row.message_id}/")
        line.is_struck = row.id in self._struck
        return line


def _runs(timed: Iterable[Timed]) -> Iterable[list[Timed]]:
    """Cut rows into runs of those that are told together."""
    run: list[Timed] = []
    for each in timed:
        if run and not _goes_on(run[0], each):
            yield run
            run = []
        run.append(each)
    if run:
        yield run


def _goes_on(first: Timed, other: Timed) -> bool:
    if first[1].kind in _MAIL:
        return _is_unanswered(first[1]) and _is_unanswered(other[1]) and first[1].channel == other[1].channel
    return _sameness(first) == _sameness(other)


def _is_unanswered(row: Row) -> bool:
    """Whether a row tells only that a message went, and nothing has come of it."""
    has_sign = row.opened_at or row.clicked_at or row.replied_at
    return row.kind in _MAIL and row.state in _GONE_QUIETLY and not has_sign


_GONE_QUIETLY = frozenset({MessageState.ACCEPTED, MessageState.DELIVERED})


def _collapsed(sent: Sequence[Timed], lines: list[Line]) -> Line:
    (newest, row), (oldest, _) = sent[0], sent[-1]
    one, sign = _CALLED.get(row.channel, ("messages", "answered"))
    about = {each.campaign for _, each in sent if each.campaign}
    since = f"since {oldest.day} {oldest:%B}" if oldest.date() != newest.date() else ""
    return Line(
        at=newest,
        icon=lines[0].icon,
        tone="muted",
        title=f"{len(sent)} {one}, none {sign}",
        detail=" · ".join(part for part in (since, about.pop() if len(about) == 1 else "") if part),
        quote="",
        amount="",
        channel_label="",
        is_machine=False,
        customer_id=row.customer_id,
        url="",
        inside=lines,
    )


_CALLED = {"email": ("emails", "opened"), "sms": ("texts", "answered"), "push": ("push messages", "opened")}


def _target(row: Row) -> int | None:
    """Return which line this one takes back, if it does."""
    return json.loads(row.data).get("interaction") if row.kind == "taken_back" else None


def _sameness(timed: Timed) -> object:
    """Rows with the same answer, next to each other, are told as one."""
    at, row = timed
    if row.kind not in _TOLD_ONCE:
        return row.id
    return row.kind, at.date(), row.summary if row.kind == "message_refused" else row.message_id


def _line(row: Row, kind: EventType, at: datetime, subject: str) -> Line:
    data = json.loads(row.data) if row.data != "{}" else {}
    title = row.summary if row.kind in _SUMMARY_IS_TITLE else kind.label or row.kind.replace("_", " ")
    if row.kind == "consent_changed":
        title = evidence.told(row.channel, data) or title
    if row.amount_minor and row.amount_minor > 0 and row.kind == "purchase":
        title = "Bought for"
    channel = words.channel(row.channel) if row.channel else ""
    return Line(
        at=at,
        icon=kind.icon,
        tone=kind.tone,
        title=title,
        detail=_detail(row, kind, data, subject),
        quote=str(data.get("text") or row.summary) if row.kind in _QUOTED else "",
        amount=money(row.amount_minor, row.currency),
        channel_label=channel if channel != title else "",
        is_machine=kind.is_machine,
        customer_id=row.customer_id,
        url="",
    )


def _detail(row: Row, kind: EventType, data: Mapping[str, Any], subject: str) -> str:
    """Say what else helps whoever reads it, in the order of use."""
    parts = [words.actor(row.actor)]
    if row.kind == "message_accepted":
        parts += [_campaign(row, data), outcome(row)]
    elif row.kind in _QUOTED:
        parts.append(str(data.get("subject") or ""))
    elif row.kind in _WISHES:
        parts.append(str(data.get("place") or ""))
    elif row.kind.startswith("message_"):
        parts += _about_message(row, kind, data, subject)
    elif row.kind not in _SUMMARY_IS_TITLE and row.summary != kind.label:
        parts.append(row.summary)
    return " · ".join(part for part in parts if part)


def _about_message(row: Row, kind: EventType, data: Mapping[str, Any], subject: str) -> list[str]:
    said = row.summary if row.summary != kind.label else ""
    about = f"“{subject}”" if subject else row.campaign or ""
    reason = str(data.get("why") or data.get("words") or "")
    return [said, _link(row, data), about, reason]


def _campaign(row: Row, data: Mapping[str, Any]) -> str:
    version = data.get("version")
    return f"{row.campaign}, version {version}" if row.campaign and version else row.campaign or ""


def _link(row: Row, data: Mapping[str, Any]) -> str:
    """Name the target of a followed link without its scheme; templates in it stay unsaid."""
    links = json.loads(row.links) if row.links else []
    number = data.get("link")
    if not isinstance(number, int) or not 0 <= number < len(links):
        return ""
    return str(links[number]).split("://")[-1].split("{")[0].split("?")[0].rstrip("/")


def _short(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{local:%H:%M}" if local.date() == timezone.localdate() else f"{local.day} {local:%b %H:%M}"


def _heading(day: date, *, is_month: bool, today: date) -> str:
    if day == today:
        return "Today"
    if day == today - timedelta(days=1):
        return "Yesterday"
    year = f" {day.year}" if day.year != today.year else ""
    return f"{day:%B}{year}" if is_month else f"{day:%A}, {day.day} {day:%B}{year}"
