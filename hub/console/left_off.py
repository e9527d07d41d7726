"""Where we left off with one customer: what is open, their last words, our last message, and their mood."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.safestring import SafeString

from channels.models import MessageState
from customers.models import OpenLoop
from hub.console import ledger, words
from hub.console.around import Around, Loop
from hub.console.closed import Closed
from hub.console.family import Person
from hub.console.ledger import COLUMNS, Row
from hub.console.lines import outcome
from hub.templatetags.look import when

MOOD_HOLDS = timedelta(days=90)
_TONES = {
    OpenLoop.Kind.COMPLAINT: "bad",
    OpenLoop.Kind.PROMISE: "warn",
    OpenLoop.Kind.QUESTION: "info",
    OpenLoop.Kind.UNFINISHED: "warn",
}
_MOODS = (
    ({"complaint"}, "Complained lately", "bad"),
    ({"stop", "less"}, "Asked for less lately", "warn"),
    ({"thanks", "yes"}, "Content lately", "good"),
)
"""The gravest of their last words counts."""


def lines(
    person: Person, near: Around, closed: Closed, *, now: datetime
) -> tuple[list[dict[str, Any]], dict[str, str] | None]:
    """Return what _left_off.html shows, the open ones first, and the mood as a pill, if their words tell.

    One statement where we have written to each other, none otherwise.
    """
    replies, ours = _last_words(person, closed)
    found = [_loop(each, person.whom.pk, now) for each in near.loops]
    said = replies[0] if replies else None
    if said and not any(_holds(loop, said) for loop in near.loops):
        found.append(_last("their words", "info", f"“{said.summary}”", said))
    if ours:
        found.append(_ours(ours, person.whom.pk))
    return found, _mood(replies, now)


def may_go_again(row: Row) -> bool:
    """Say whether a message went out and nobody has looked at it since, as far as can be told."""
    has_sign = row.opened_at or row.clicked_at or row.replied_at
    return row.state in (MessageState.ACCEPTED, MessageState.DELIVERED) and not has_sign


def _last_words(person: Person, closed: Closed) -> tuple[Sequence[Row], Row | None]:
    profile = person.profile
    if profile is None or not (profile.last_reply_at or profile.last_message_at):
        return [], None
    values = {"ids": person.ids, "reply": profile.last_reply_at, "message": profile.last_message_at}
    rows = closed.rows(ledger.rows(_LAST_WORDS, values))
    ours = [row for row in rows if row.kind == "message_accepted"]
    return [row for row in rows if row.kind == "message_replied"], ours[0] if ours else None


def _loop(loop: Loop, customer_id: int, now: datetime) -> dict[str, Any]:
    kind, due_at = OpenLoop.Kind(loop.kind), parse_datetime(loop.due_at or "")
    is_theirs = loop.opened_by == "customer"
    return {
        "label": kind.label.lower(),
        "tone": _TONES[kind],
        "words": f"“{loop.words}”" if is_theirs else loop.words,
        "note": _note(loop, is_theirs),
        "due": due_at,
        "is_late": due_at is not None and due_at < now,
        "is_call": loop.channel == "call" and not is_theirs,
        "close_url": reverse("console:customer-loop-close", args=[customer_id, loop.id]),
        "hand_url": f"{reverse('console:customer-do', args=[customer_id, 'hand-over'])}?loop={loop.id}",
    }


def _note(loop: Loop, is_theirs: bool) -> SafeString | str:
    """Say who sees to it, or else who opened it, and since when."""
    who = words.somebody(loop.owner) or ("" if is_theirs else words.somebody(loop.opened_by))
    how = words.by_channel(loop.channel) if is_theirs and loop.channel else ""
    since = when(parse_datetime(loop.opened_at))
    named = ", ".join(part for part in (who, how) if part)
    return format_html("{}, {}", named, since) if named else since


def _holds(loop: Loop, said: Row) -> bool:
    """Say whether an open question or complaint already says these words."""
    opened_at = parse_datetime(loop.opened_at)
    return bool(
        loop.opened_by == "customer"
        and loop.channel == said.channel
        and opened_at
        and opened_at <= said.occurred_at + timedelta(seconds=1)
    )


def _ours(row: Row, customer_id: int) -> dict[str, Any]:
    line = _last("last from us", "neutral", row.summary, row, outcome(row))
    if may_go_again(row) and row.message_id:
        line["again_url"] = reverse("console:customer-send-again", args=[customer_id, row.message_id])
        line["again_by"] = words.by_channel(row.channel)
    return line


def _last(label: str, tone: str, text: str, row: Row, became: str = "") -> dict[str, Any]:
    note: SafeString | str = when(row.occurred_at)
    if row.channel:
        note = format_html("{}, {}", words.by_channel(row.channel), note)
    if became:
        note = format_html("{}, {}", note, became)
    return {"label": label, "tone": tone, "words": text, "note": note}


def _mood(replies: Sequence[Row], now: datetime) -> dict[str, str] | None:
    """Read the mood off what their last words wanted; no words, no mood."""
    fresh = [json.loads(row.data) for row in replies if row.occurred_at > now - MOOD_HOLDS]
    wanted = {str(data.get("intent") or "") for data in fresh}
    return next(({"words": says, "tone": tone} for intents, says, tone in _MOODS if wanted & intents), None)


_LAST_WORDS = f"""
(SELECT {COLUMNS} FROM customers_interaction
    WHERE customer_id = ANY(%(ids)s) AND kind = 'message_replied'
    AND occurred_at BETWEEN %(reply)s::timestamptz - interval '{MOOD_HOLDS.days} days' AND %(reply)s
    ORDER BY occurred_at DESC, id DESC LIMIT 3)
UNION ALL
(SELECT {COLUMNS} FROM customers_interaction
    WHERE customer_id = ANY(%(ids)s) AND kind = 'message_accepted' AND occurred_at = %(message)s LIMIT 1)
"""
