"""What was said in the queue of a restricted team: other staff see that something was said, and whose it is.

The inbox leaves such conversations out; here their words are taken off whatever else shows a history.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from campaigns.deciding import Action
from channels.talk import Conversation, Turn
from customers.models import OpenLoop
from hub import teams
from hub.console.around import Around
from hub.console.kept import kept
from hub.console.ledger import Row
from hub.models import Staff


@dataclass(frozen=True, slots=True)
class Closed:
    """What is not for somebody, each with the name of the team whose it is."""

    heard: Mapping[tuple[datetime, str], str] = field(default_factory=dict)
    """Customers' words, by their moment and channel."""
    messages: Mapping[int, str] = field(default_factory=dict)
    """Messages that carry our answers."""
    loops: Mapping[int, str] = field(default_factory=dict)

    def rows(self, rows: Sequence[Row]) -> list[Row]:
        """Take the words off rows of the history."""
        return [_silent(row, name) if (name := self._whose(row)) else row for row in rows]

    def open_rows(self, rows: Sequence[Row]) -> list[Row]:
        """Leave out the rows whose words are closed: a search would tell what they say."""
        return [row for row in rows if not self._whose(row)]

    def near(self, near: Around) -> Around:
        """Take the words off what is open."""
        if not self.loops:
            return near
        loops = [
            loop._replace(words=said(name)) if (name := self.loops.get(loop.id)) else loop
            for loop in near.loops
        ]
        return replace(near, loops=tuple(loops))

    def action(self, action: Action) -> Action:
        """Take the words off an action about something open."""
        name = self.loops.get(action.loop_id or 0)
        return replace(action, title=said(name), words="", evidence=()) if name else action

    def _whose(self, row: Row) -> str:
        if name := self.loops.get(row.loop_id or 0) or self.messages.get(row.message_id or 0):
            return name
        return self.heard.get((row.occurred_at, row.channel), "") if row.kind in _HEARD else ""


_HEARD = frozenset({"message_replied", "message_auto_replied"})
_OPEN = Closed()


def said(name: str) -> str:
    """Say it in place of the words."""
    return f"For {name} only"


def closed_to(staff: Staff, customer_ids: Collection[int]) -> Closed:
    """Return what was said with these customers that is not for this person.

    Costs three statements for who stands outside a restricted team, and none for everybody else.
    """
    known = _teams()
    if not customer_ids or not known.shuts_out(staff):
        return _OPEN
    talks = Conversation.objects.filter(customer__in=customer_ids).exclude(known.seen_by(staff))
    names = {talk.pk: team.name for talk in talks if (team := known.team_of(talk))}
    if not names:
        return _OPEN
    heard, messages = _words(names)
    loops = OpenLoop.objects.filter(conversation_id__in=names).values_list("pk", "conversation_id")
    return Closed(heard, messages, {loop: names[talk] for loop, talk in loops if talk})


def messages_closed_to(staff: Staff) -> QuerySet[Turn, Any]:
    """Return a query of the messages whose words are not for this person; empty for almost everybody."""
    known = _teams()
    said_there = Turn.objects.none()
    if known.shuts_out(staff):
        talks = Conversation.objects.exclude(known.seen_by(staff))
        said_there = Turn.objects.filter(kind=Turn.Kind.SAID, conversation__in=talks)
    return said_there.filter(message_id__isnull=False).values("message_id")


def _words(names: Mapping[int, str]) -> tuple[dict[tuple[datetime, str], str], dict[int, str]]:
    turns = Turn.objects.filter(conversation__in=names, kind__in=(Turn.Kind.HEARD, Turn.Kind.SAID))
    heard: dict[tuple[datetime, str], str] = {}
    messages: dict[int, str] = {}
    for talk, kind, at, channel, message in turns.values_list(
        "conversation", "kind", "at", "channel", "message_id"
    ):
        if kind == Turn.Kind.HEARD:
            heard[at, channel] = names[talk]
        elif message:
            messages[message] = names[talk]
    return heard, messages


def _silent(row: Row, name: str) -> Row:
    kept_data = {key: value for key, value in json.loads(row.data).items() if key in _WORDLESS}
    return row._replace(summary=said(name), data=json.dumps(kept_data))


_WORDLESS = frozenset({"interaction", "version", "link", "kind", "due", "owner"})


@kept(seconds=5)
def _teams() -> teams.Roster:
    return teams.roster()
