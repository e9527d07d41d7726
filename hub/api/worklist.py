"""The work list for a dialler or a branch's own system: what comes next, taken in hand, and its outcome."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal

import msgspec

from channels import worklist
from channels.byhand import WorkItem
from channels.worklist import NoTime, NotYours
from customers.models import Customer
from hub.api import problems, who
from hub.api.operation import Call, Done
from hub.api.who import Number

Channel = Literal["call", "branch"]


class ListQuery(msgspec.Struct, forbid_unknown_fields=True):
    channel: Channel | Literal[""] = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=200)] = 50


class Listed(msgspec.Struct):
    """Something to do, as it stands on the list; `held_until` is set while somebody has it in hand."""

    id: int
    customer: Number
    channel: str
    reason: str
    due_at: datetime
    promised_at: datetime | None
    tries: int
    held_until: datetime | None


class WorkList(msgspec.Struct):
    """What is due, in the order of need: promises first, then value, then age."""

    items: list[Listed]


class InHand(msgspec.Struct):
    """An item in your hand for twenty minutes: the words to say, and whom and where."""

    item: Listed
    name: str
    address: str
    language: str
    words: str


class Next(msgspec.Struct):
    """The item that is now in your hand, or null while nothing may be done."""

    taken: InHand | None


class Wish(msgspec.Struct, forbid_unknown_fields=True):
    channel: Channel | Literal[""] = ""


class Take(msgspec.Struct, forbid_unknown_fields=True):
    """Nothing has to be said."""


class CameOfIt(msgspec.Struct, forbid_unknown_fields=True):
    """What came of it, in their words if you like. `not_now` needs `until`: when to come back to it."""

    outcome: Literal["accepted", "declined", "not_now", "asked", "not_reached", "wrong_number", "no_more"]
    words: Annotated[str, msgspec.Meta(max_length=2000)] = ""
    minutes: Annotated[int, msgspec.Meta(ge=0, le=600)] | None = None
    until: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


class WorkDone(msgspec.Struct):
    """What was noted; `again_at` says when it comes back by itself, null for never."""

    id: int
    outcome: str
    again_at: datetime | None


def list_work(call: Call) -> Done:
    """List what is due, the most needed first; what a customer does not allow now is found out at taking."""
    query: ListQuery = call.query
    due = worklist.listed(now=call.now, channel=query.channel)[: query.limit]
    return Done(WorkList([_listed(item) for item in due]))


def take_next_work(call: Call) -> Done:
    """Take the first item that may be carried now into your hand."""
    item = worklist.take_next(call.actor, now=call.now, channel=call.body.channel)
    return Done(Next(_in_hand(item) if item else None))


def take_work(call: Call) -> Done:
    """Take this item into your hand, or keep it there for longer."""
    return Done(_in_hand(_mine(call, lambda number: worklist.take(number, call.actor, now=call.now))))


def tell_work_outcome(call: Call) -> Done:
    """Tell what came of an item in your hand: it is a receipt, and stands on the customer's timeline."""
    said: CameOfIt = call.body
    item = _mine(
        call,
        lambda number: worklist.record(
            number, said.outcome, actor=call.actor, words=said.words.strip(), minutes=said.minutes,
            until=said.until, now=call.now,
        ),
    )  # fmt: skip
    return Done(WorkDone(item.pk, item.outcome, None if item.done_at else item.due_at))


def _mine(call: Call, act: Callable[[int], WorkItem]) -> WorkItem:
    text = call.path["item"]
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else 0
    if not WorkItem.objects.filter(pk=number).exists():
        raise problems.not_found("item on the work list")
    try:
        return act(number)
    except NoTime as error:
        raise problems.invalid(str(error), "/until") from None
    except NotYours as error:
        raise problems.invalid(str(error)) from None


def _listed(item: WorkItem) -> Listed:
    return Listed(
        item.pk, who.number(item.message.customer_id), item.channel, worklist.reason_of(item), item.due_at,
        item.promised_at, item.tries, item.held_until,
    )  # fmt: skip


def _in_hand(item: WorkItem) -> InHand:
    customer = Customer.objects.get(pk=item.message.customer_id)
    point = item.message.contact_point
    address = point.address if point and item.channel == "call" else ""
    _, say = worklist.words_of(item)
    return InHand(_listed(item), customer.name, address, customer.language, say)
