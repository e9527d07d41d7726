"""Conversations: who waits for an answer, what was said, an answer of yours, and putting one to rest."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import uuid4

import msgspec

from channels import answering, conversations
from channels.answering import Became
from channels.talk import Conversation, Turn
from hub.api import problems, who
from hub.api.fields import Sparse
from hub.api.operation import Call, Done
from hub.api.who import Number

_TURNS = 200
_CHANGED = "Something was said since the revision that you name. Read the conversation, then send again."


class ConversationQuery(Sparse, forbid_unknown_fields=True):
    state: Literal["open", "pending", "snoozed", "resolved"] = "open"
    customer: Number | None = None
    cursor: Annotated[str, msgspec.Meta(pattern=r"^([1-9][0-9]{0,17})?$(?!\n)")] = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=200)] = 50


class Talk(msgspec.Struct):
    """A conversation; `revision` grows with every word from either side."""

    id: int
    customer: Number
    topic: str
    subject: str
    state: str
    revision: int
    intent: str
    waiting_since: datetime | None
    opened_at: datetime
    first_answered_at: datetime | None
    snoozed_until: datetime | None
    last_at: datetime
    last_channel: str


class Talks(msgspec.Struct):
    """A page, in the order of their numbers; `next` is the cursor of the page after it, or null."""

    items: list[Talk]
    next: str | None


class SaidOnce(msgspec.Struct):
    """One thing in it: `heard` from the customer, `said` by us, or a `note` or an `act` among ourselves."""

    id: int
    kind: str
    at: datetime
    channel: str
    actor: str
    subject: str
    text: str
    intent: str
    message: int | None


class WholeTalk(msgspec.Struct):
    """A conversation with what was said last in it, at most 200 turns, the oldest first."""

    conversation: Talk
    turns: list[SaidOnce]


class TalkAnswer(msgspec.Struct, forbid_unknown_fields=True):
    """An answer to the customer. `revision` is the one that you have read: nobody answers past another."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=50_000)]
    revision: Annotated[int, msgspec.Meta(ge=0, lt=2**31)]
    channel: Literal["email", "sms"] = "email"
    resolve: bool = False


class Rest(msgspec.Struct, forbid_unknown_fields=True):
    revision: Annotated[int, msgspec.Meta(ge=0, lt=2**31)]


def list_conversations(call: Call) -> Done:
    """List conversations in a state, a page at a time, in the order of their numbers."""
    query: ConversationQuery = call.query
    found = Conversation.objects.filter(pk__gt=int(query.cursor or 0), customer__erased_at=None)
    match query.state:
        case "open":
            found = found.open_at(call.now)
        case "snoozed":
            found = found.snoozed_at(call.now)
        case _:
            found = found.filter(state=query.state)
    if query.customer is not None:
        found = found.filter(customer=who.by_number({query.customer}).get(query.customer))
    rows = list(found.order_by("pk")[: query.limit + 1])
    following = str(rows[query.limit - 1].pk) if len(rows) > query.limit else None
    return Done(Talks([_told(row, call.now) for row in rows[: query.limit]], following))


def read_conversation(call: Call) -> Done:
    """Read what was said in a conversation, on every channel."""
    talk = _find(call)
    turns = list(talk.turns.order_by("-pk")[:_TURNS])[::-1]
    return Done(WholeTalk(_told(talk, call.now), [_turn(turn) for turn in turns]))


def reply_to_conversation(call: Call) -> Done:
    """Answer a customer in their conversation, if nothing was said since you read it."""
    said: TalkAnswer = call.body
    talk = _find(call)
    if len(said.text.strip()) == 0 or len(said.text) > answering.LONGEST[said.channel]:
        raise problems.invalid(f"An answer has 1 to {answering.LONGEST[said.channel]} characters.", "/text")
    answered = answering.reply(
        talk.pk,
        said.text.strip(),
        channel=said.channel,
        seen=said.revision,
        once=uuid4().hex,
        actor=call.actor,
        resolve=said.resolve,
        now=call.now,
    )
    if answered.became == Became.CHANGED:
        raise problems.invalid(_CHANGED, "/revision")
    if answered.became == Became.REFUSED:
        raise problems.invalid(f"It may not go: {answered.why}. It was kept and not sent.")
    return Done(_told(_find(call), call.now))


def resolve_conversation(call: Call) -> Done:
    """Put a conversation to rest, if nothing was said since you read it."""
    said: Rest = call.body
    talk = _find(call)
    is_done = conversations.resolve(talk.pk, seen=said.revision, actor=call.actor, now=call.now)
    if not is_done and talk.state != Conversation.State.RESOLVED:
        raise problems.invalid(_CHANGED, "/revision")
    return Done(_told(_find(call), call.now))


def _find(call: Call) -> Conversation:
    number = call.path["conversation"]
    found = None
    if number.isascii() and number.isdecimal() and len(number) <= 18:
        found = Conversation.objects.filter(pk=int(number), customer__erased_at=None).first()
    if found is None:
        raise problems.not_found("conversation")
    return found


def _told(talk: Conversation, now: datetime) -> Talk:
    return Talk(
        talk.pk, who.number(talk.customer_id), talk.topic, talk.subject, talk.state_at(now).value,
        talk.revision, talk.intent, talk.waiting_since, talk.opened_at, talk.first_answered_at,
        talk.snoozed_until, talk.last_at, talk.last_channel,
    )  # fmt: skip


def _turn(turn: Turn) -> SaidOnce:
    return SaidOnce(
        turn.pk, turn.kind, turn.at, turn.channel, turn.actor, turn.subject, turn.words, turn.intent,
        turn.message_id,
    )  # fmt: skip
