"""What people of ours carry: who is next, who has it in hand, what came of it. Outcomes are receipts.

The touch is spent when the item comes on the list, and given back if it is called off or too late before
anybody tried. The gate is asked again at the moment somebody takes it: who opted out since is called off,
who is asleep is put off. No GET comes through here.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from channels import bounces, outbox, receipts, rendering, silence, wishes
from channels.byhand import WorkItem, WorkItemQuerySet
from channels.liquid import BrokenTemplate
from channels.mailreading import BounceClass
from channels.models import Message, MessageState
from channels.silence import Withheld
from customers import gate, history, loops
from customers.consent import Evidence
from customers.gate import Reason, Verdict
from customers.models import Ownership

Outcome = WorkItem.Outcome
LEASE = timedelta(minutes=20)
"""So long an item stays in the hands of somebody who gives no sign."""
MOST_TRIES = 4
_AGAIN = (timedelta(hours=5), timedelta(hours=20), timedelta(days=2, hours=7))
"""When to try again who was not reached: each time at another hour of the day."""
_PROMISE_LASTS = timedelta(days=2)
_LOOK, _ROUNDS = 30, 20
REACHED = frozenset({Outcome.ACCEPTED, Outcome.DECLINED, Outcome.ASKED, Outcome.NO_MORE})


class NotYours(ValueError):
    """Somebody else has the item in hand, or it is not on the list any more."""


class NoTime(ValueError):
    """For "not now" it has to be said when to call, in the future."""


def listed(*, now: datetime, channel: str = "") -> WorkItemQuerySet:
    """Return what is on the list, in the order of need: promises that are due, then value, then age."""
    found = WorkItem.objects.waiting().filter(due_at__lte=now)
    if channel:
        found = found.filter(channel=channel)
    value = Coalesce(F("message__customer__profile__spent_minor"), 0)
    return found.select_related("message", "message__customer__profile", "message__contact_point").order_by(
        F("promised_at").asc(nulls_last=True), value.desc(), "created_at", "pk"
    )


def standing(items: Sequence[WorkItem], *, now: datetime) -> dict[int, Verdict]:
    """Return what the gate says of each item now, for showing; nothing is put aside."""
    verdicts = gate.judge([outbox.ask_of(item.message) for item in items], now=now)
    return {item.pk: verdict for item, verdict in zip(items, verdicts, strict=True)}


def words_of(item: WorkItem) -> tuple[str, str]:
    """Return the reason for an item and the words to say; empty where they were erased or are broken."""
    message = item.message
    if message.content_id is None or message.context is None:
        return "", ""
    try:
        reason, words, _ = rendering.show(message.content_id, message.context, message.pk)
    except BrokenTemplate:
        return "", ""
    return reason, words


def reason_of(item: WorkItem) -> str:
    """Return the reason alone, for a list."""
    message = item.message
    if message.content_id is None or message.context is None:
        return ""
    try:
        return rendering.words_of(message.content_id).subject.render(message.context)
    except BrokenTemplate:
        return ""


def take_next(actor: str, *, now: datetime, channel: str = "") -> WorkItem | None:
    """Take the first item that may be carried now; None if there is none. What may not is put aside."""
    mine = listed(now=now, channel=channel).filter(Q(assignee="") | Q(assignee=actor))
    for _ in range(_ROUNDS):
        if not (looked := list(mine.free_at(now)[:_LOOK])):
            return None
        for item in _allowed(looked, now):
            if _take(item, actor, now):
                return item
    return None


def take(item_id: int, actor: str, *, now: datetime) -> WorkItem:
    """Take this item in hand, or keep it there for longer.

    Raises NotYours when another has it, or when it may not be carried now; its words say which.
    """
    item = WorkItem.objects.waiting().filter(pk=item_id).select_related("message").first()
    if item is None:
        raise NotYours("It is not on the list any more.")
    if not _allowed([item], now):
        item.refresh_from_db()
        raise NotYours(_not_now(item))
    if not _take(item, actor, now):
        raise NotYours("Somebody else has it in hand.")
    return item


def put_back(item_id: int, actor: str) -> bool:
    """Let an item go that was in this person's hand; it is first in line again."""
    mine = WorkItem.objects.filter(pk=item_id, held_by=actor, done_at=None)
    return bool(mine.update(held_by="", held_until=None))


def assign(item_id: int, assignee: str) -> bool:
    """Make an item this person's ("staff:ana"), or anybody's (""), whoever had it in hand."""
    found = WorkItem.objects.filter(pk=item_id, done_at=None)
    return bool(found.update(assignee=assignee, held_by="", held_until=None))


def record(
    item_id: int,
    outcome: str,
    *,
    actor: str,
    words: str = "",
    minutes: int | None = None,
    until: datetime | None = None,
    now: datetime,
) -> WorkItem:
    """Write down what came of an item that this person has in hand, in one transaction.

    Raises NotYours when it is in nobody's or another's hand, NoTime for "not now" without a time to come.
    """
    kind = Outcome(outcome)
    if kind == Outcome.NOT_NOW and (until is None or until <= now):
        raise NoTime("Say when to come back to it, in the future.")
    with transaction.atomic():
        held = WorkItem.objects.filter(pk=item_id, held_by=actor, done_at=None)
        item = held.select_for_update(of=("self",)).select_related("message").first()
        if item is None:
            raise NotYours("It is not in your hand any more; what you noted was not kept.")
        item.tries += 1
        item.outcome, item.held_by, item.held_until = kind, "", None
        item.done_at, item.promised_at = now, None
        history.record([_entry(item, actor, words, minutes, until, now)], now=now)
        _carry_out(item, kind, actor, words, until, now)
        item.save()
    return item


def tidy(*, now: datetime) -> int:
    """Take from the list what is too late, and what was called off meanwhile; return how many."""
    with transaction.atomic():
        open_items = WorkItem.objects.filter(done_at=None).exclude(held_until__gt=now)
        gone = open_items.filter(~Q(message__state=MessageState.ACCEPTED))
        total = gone.update(done_at=now, held_by="", held_until=None)
        late = open_items.filter(message__not_after__lt=now, message__state=MessageState.ACCEPTED)
        for item in late.select_related("message").select_for_update(of=("self",), skip_locked=True)[:500]:
            _end(item, MessageState.EXPIRED, Reason.EXPIRED, now)
            total += 1
    return total


def _allowed(items: Sequence[WorkItem], now: datetime) -> list[WorkItem]:
    """Ask the gate for these; put off or call off what may not be carried now."""
    verdicts = gate.judge([outbox.ask_of(item.message) for item in items], now=now)
    judged = list(zip(items, verdicts, strict=True))
    for item, verdict in judged:
        if not verdict.is_allowed:
            _put_aside(item, verdict, now)
    return [item for item, verdict in judged if verdict.is_allowed]


def _put_aside(item: WorkItem, verdict: Verdict, now: datetime) -> None:
    if verdict.outcome == gate.Outcome.DEFER and verdict.until is not None:
        WorkItem.objects.filter(pk=item.pk, done_at=None).update(due_at=verdict.until)
        return
    with transaction.atomic():
        state = MessageState.EXPIRED if verdict.reason == Reason.EXPIRED else MessageState.CANCELLED
        _end(item, state, verdict.reason, now)


def _take(item: WorkItem, actor: str, now: datetime) -> bool:
    """Take it unless another has it: of two who reach for it, one does."""
    free = WorkItem.objects.filter(pk=item.pk, done_at=None).filter(
        Q(held_until=None) | Q(held_until__lte=now) | Q(held_by=actor)
    )
    item.held_by, item.held_until = actor, now + LEASE
    return free.update(held_by=actor, held_until=item.held_until) == 1


def _not_now(item: WorkItem) -> str:
    return "It was called off." if item.done_at else "It may not be carried now: it comes back by itself."


def _carry_out(
    item: WorkItem, outcome: Outcome, actor: str, words: str, until: datetime | None, now: datetime
) -> None:
    message = item.message
    if outcome in REACHED:
        receipts.replied(message.pk, now=now)
    if outcome == Outcome.NOT_NOW:
        _promise(item, until or now, now)
    elif outcome == Outcome.NOT_REACHED:
        _try_again(item, now)
    elif outcome == Outcome.WRONG_NUMBER:
        bounces.note(message.pk, BounceClass.HARD, f"Wrong number. {words}".strip(), now=now)
    elif outcome == Outcome.ASKED:
        said = words or f"A question about: {reason_of(item)}"
        loops.open(
            message.customer_id, loops.Kind.QUESTION, said, actor=actor,
            channel=item.channel, message_id=message.pk, now=now,
        )  # fmt: skip
    elif outcome == Outcome.NO_MORE:
        said = words or "No more of these, said to a person of ours"
        wishes.stop(
            _sharing(message), [], item.channel, Evidence(said, f"{item.channel}, spoken", actor), now=now
        )


def _promise(item: WorkItem, until: datetime, now: datetime) -> None:
    """Keep it on the list for the moment they named: our word outlives the campaign's."""
    item.done_at, item.due_at, item.promised_at = None, until, until
    lasts = until + _PROMISE_LASTS
    Message.objects.filter(pk=item.message_id, replied_at=None).update(replied_at=now)
    Message.objects.filter(pk=item.message_id, not_after__lt=lasts).update(not_after=lasts)
    gate.answered([item.message_id], now=now)


def _try_again(item: WorkItem, now: datetime) -> None:
    """Try later, at another hour; give up after MOST_TRIES. They may have heard it ring: it stays spent."""
    due_at = now + _AGAIN[min(item.tries, len(_AGAIN)) - 1]
    not_after = item.message.not_after
    if item.tries < MOST_TRIES and (not_after is None or due_at <= not_after):
        item.done_at, item.due_at = None, due_at
    else:
        _move(item, MessageState.EXPIRED, "not reached", now)


def _end(item: WorkItem, state: MessageState, reason: Reason, now: datetime) -> None:
    """Take an item from the list that nobody will carry, and say why in the history."""
    message = item.message
    WorkItem.objects.filter(pk=item.pk).update(done_at=now, held_by="", held_until=None)
    if _move(item, state, reason.value, now):
        if not item.tries:
            gate.give_back([message.pk])
        told = Withheld(
            message.pk, message.customer_id, message.channel, message.topic, message.campaign_id, reason.value
        )
        silence.tell([told], now=now)


def _move(item: WorkItem, state: MessageState, reason: str, now: datetime) -> bool:
    standing = Message.objects.filter(pk=item.message_id, state=MessageState.ACCEPTED)
    return bool(standing.update(state=state, reason=reason, state_at=now))


def _sharing(message: Message) -> list[int]:
    """Return the customer and all who share the number: we do not know which of them spoke."""
    sharing = Ownership.objects.filter(contact_point=message.contact_point_id or 0)
    return sorted({message.customer_id, *sharing.values_list("customer_id", flat=True)})


def _entry(
    item: WorkItem,
    actor: str,
    words: str,
    minutes: int | None,
    until: datetime | None,
    now: datetime,
) -> history.Entry:
    message = item.message
    label = Outcome(item.outcome).label.lower()
    data: dict[str, str | int] = {"about": reason_of(item), "outcome": label, "text": words[:2000]}
    if minutes:
        data["minutes"] = minutes
    if until:
        data["until"] = until.isoformat()
    return history.Entry(
        customer_id=message.customer_id,
        occurred_at=now,
        kind="call" if item.channel == "call" else "task_done",
        source="worklist",
        source_id=f"{item.pk}:{item.tries}",
        channel=item.channel,
        direction="out",
        actor=actor,
        data={name: value for name, value in data.items() if value},
        message_id=message.pk,
        campaign_id=message.campaign_id,
    )
