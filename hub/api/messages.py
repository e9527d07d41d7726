"""Messages: one thing to say to one customer, through the outbox like any other; and what became of each."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from django.db import OperationalError, connection, transaction
from django.db.models import Q

from channels import outbox
from channels.byhand import WorkItem
from channels.models import Message, MessageState
from channels.outbox import Draft
from channels.registry import ADAPTERS
from customers import merging
from customers.gate import Reason
from customers.models import Customer, Topic
from hub.api import problems, saying, who
from hub.api.fields import Sparse
from hub.api.operation import Call, Done
from hub.api.problems import Problem
from hub.api.saying import Words
from hub.api.who import Number, Who

_MOST_SECONDS = 5
Channel = Annotated[
    str,
    msgspec.Meta(
        pattern=f"^({'|'.join(ADAPTERS)})$(?!\n)",
        description="See docs/channels.md; what goes by one that is not set up waits for it.",
        examples=["email"],
    ),
]
State = Annotated[
    str,
    msgspec.Meta(pattern=f"^({'|'.join(MessageState.values)})$(?!\n)", examples=["delivered"]),
]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class Send(msgspec.Struct, forbid_unknown_fields=True):
    """A message to one customer; the same `key` to the same customer and channel is sent once."""

    customer: Who
    key: Annotated[str, msgspec.Meta(pattern=r"^[\x21-\x7e]{1,70}$(?!\n)", examples=["receipt-55121"])]
    purpose: Literal["service", "marketing", "reply"]
    topic: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    content: Words | int
    """The words, or the number of words stored before."""
    channel: Channel = "email"
    not_before: Moment | None = None
    not_after: Moment | None = None


class Work(msgspec.Struct):
    """How far people of ours came with a call or a branch task; `outcome` is empty before the first try."""

    due_at: datetime
    promised_at: datetime | None
    tries: int
    outcome: str
    done_at: datetime | None


class Sent(msgspec.Struct):
    """A message: what the gate said (`verdict`, `reason`, `why`), and how far it came (`state`)."""

    id: int
    key: str
    customer: Number
    channel: str
    purpose: str
    topic: str
    content: int | None
    verdict: Literal["allow", "defer", "refuse"]
    reason: str
    why: str
    state: State
    state_at: datetime
    due_at: datetime | None
    not_after: datetime | None
    attempts: int
    work: Work | None
    """For what people carry, once it is on their list."""
    created_at: datetime
    accepted_at: datetime | None
    opened_at: datetime | None
    clicked_at: datetime | None
    replied_at: datetime | None


class Sents(msgspec.Struct):
    """A page, the latest first; `next` is the cursor of the page after it, or null."""

    items: list[Sent]
    next: str | None


class MessageQuery(Sparse, forbid_unknown_fields=True):
    key: Annotated[str, msgspec.Meta(max_length=70, description="The key that its sender chose.")] = ""
    customer: Number | None = None
    channel: Channel | None = None
    state: State | None = None
    since: Annotated[datetime, msgspec.Meta(tz=True, description="Made then or later.")] | None = None
    cursor: Annotated[str, msgspec.Meta(pattern=r"^([1-9][0-9]{0,17})?$(?!\n)")] = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=200)] = 50


def send_message(call: Call) -> Done:
    """Send a message if the customer allows it; the answer tells the verdict and why."""
    said: Send = call.body
    customer = Customer.objects.get(pk=who.one(said.customer))
    if not Topic.objects.filter(pk=said.topic).exists():
        raise problems.invalid("There is no such topic.", "/topic")
    due_at = said.not_before or call.now
    if said.not_after is not None and said.not_after < due_at:
        raise problems.invalid("It ends before it begins.", "/not_after")
    kind = (said.channel, said.purpose, said.topic)
    words = (
        saying.publish(said.content, customer, *kind)
        if isinstance(said.content, Words)
        else saying.stored(said.content, *kind)
    )
    draft = Draft(
        customer.pk, said.channel, words.pk, said.purpose, said.topic, _cause(said.key), due_at,
        not_after=said.not_after,
    )  # fmt: skip
    is_new = bool(outbox.queue([draft], now=call.now).total())
    message = Message.objects.get(customer=customer, cause=_cause(said.key), step=0, channel=said.channel)
    return Done(_sents([message])[0], 201 if is_new else 200)


def read_message(call: Call) -> Done:
    """See what became of a message."""
    number = call.path["message"]
    found = None
    if number.isascii() and number.isdecimal() and len(number) <= 18:
        found = Message.objects.filter(pk=int(number)).first()
    if found is None:
        raise problems.not_found("message")
    return Done(_sents([found])[0])


def list_messages(call: Call) -> Done:
    """List messages of every channel: by key, customer, channel, state, or since when."""
    query: MessageQuery = call.query
    rows = _found(query)
    page = rows[: query.limit]
    following = str(page[-1].pk) if len(rows) > query.limit else None
    return Done(Sents(_sents(page), following))


def _cause(key: str) -> str:
    return f"api:{key}"


def _found(query: MessageQuery) -> list[Message]:
    """Read a page and one more row, in at most _MOST_SECONDS: no index knows the state of a message."""
    wanted = Q()
    if query.key:
        wanted &= Q(cause=_cause(query.key))
    if query.customer:
        person = who.by_number({query.customer}).get(query.customer)
        wanted &= Q(customer__in=merging.family(person) if person else [])
    if query.channel:
        wanted &= Q(channel=query.channel)
    if query.state:
        wanted &= Q(state=query.state)
    if query.since:
        wanted &= Q(created_at__gte=query.since)
    if query.cursor:
        wanted &= Q(pk__lt=int(query.cursor))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {_MOST_SECONDS * 1000}")
            return list(Message.objects.filter(wanted).defer("context").order_by("-pk")[: query.limit + 1])
    except OperationalError:
        words = "To find these takes too long: name a key, a customer or a later `since` too."
        raise Problem(400, "malformed", words) from None


def _sents(rows: Sequence[Message]) -> list[Sent]:
    items = WorkItem.objects.filter(message__in=[row.pk for row in rows])
    carried: Mapping[int, WorkItem] = {item.message_id: item for item in items} if rows else {}
    return [_sent(row, carried.get(row.pk)) for row in rows]


def _sent(row: Message, item: WorkItem | None) -> Sent:
    verdict: Literal["allow", "defer", "refuse"] = "allow"
    if row.state in (MessageState.REFUSED, MessageState.CANCELLED, MessageState.HELD):
        verdict = "refuse"
    elif row.state == MessageState.DEFERRED and row.reason in Reason.values:
        verdict = "defer"
    why = Reason(row.reason).label if row.reason in Reason.values else row.reason
    if row.state == MessageState.HELD:
        why = "Kept out, to compare with"
    work = Work(item.due_at, item.promised_at, item.tries, item.outcome, item.done_at) if item else None
    return Sent(
        row.pk, row.cause.removeprefix("api:"), who.number(row.customer_id), row.channel, row.purpose,
        row.topic, row.content_id, verdict, row.reason, str(why), row.state, row.state_at,
        row.due_at, row.not_after, row.attempts, work, row.created_at, row.accepted_at, row.opened_at,
        row.clicked_at, row.replied_at,
    )  # fmt: skip
