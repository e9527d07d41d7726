"""The only door out: queue what somebody wants said, hold it back, call it off.

PostgreSQL is the truth; the bell rung after commit may be lost, doubled or late without harm.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from channels import bell, policies, silence
from channels.byhand import WorkItem
from channels.models import CANCELLABLE_STATES, Hold, Lane, Message, MessageState
from channels.registry import ADAPTERS
from channels.silence import Withheld
from customers import asking, gate, merging
from customers.gate import Ask, Outcome, Verdict
from customers.models import Customer
from customers.models.permission import Purpose
from customers.staging import folded, numbers

LANES: dict[str, Lane] = {
    Purpose.MARKETING: Lane.BULK,
    Purpose.SERVICE: Lane.CRITICAL,
    Purpose.REPLY: Lane.CONVERSATIONAL,
}


class Draft(NamedTuple):
    """One thing to say to one customer.

    `cause` and `step` make it unique per customer and channel: asking twice sends once. `is_held` marks a
    hold-out: kept as a row, never sent. `otherwise` says what becomes of it while it may not go: "defer",
    "drop", "digest", or "channel:<key>" with the content to use there (docs/dials.md).
    """

    customer_id: int
    channel: str
    content_id: int
    purpose: str
    topic: str
    cause: str
    due_at: datetime
    step: int = 0
    not_after: datetime | None = None
    campaign_id: int | None = None
    flight_id: int | None = None
    version_id: int | None = None
    arm: str = ""
    is_held: bool = False
    otherwise: str = policies.DEFER
    other_content_id: int | None = None
    contact_point_id: int | None = None
    """Where exactly it must go, for an answer; otherwise the customer's best point for the channel."""
    is_personal: bool = False
    """Somebody of ours says it to one customer: it does not queue behind a mailing, whatever its purpose."""


def queue(drafts: Sequence[Draft], *, now: datetime) -> Counter[str]:
    """Judge and store these drafts in one transaction, and ring for what may go. Set-based.

    Returns how many of them are new, by state; a draft whose (customer, cause, step, channel) exists
    already adds nothing. Refusals are rows with their reason and a line in the history. Raises BadPolicy.
    """
    with transaction.atomic():
        states, withheld = _queue(drafts, now)
        silence.tell(withheld, now=now)
    return +states


def other_ways(withheld: Mapping[int, datetime], *, now: datetime) -> tuple[dict[int, str], list[Withheld]]:
    """Queue on its other channel, for this time, each withheld message whose policy names one.

    Returns which channel took over from which message; those are refused from now on, for what they had to
    say goes there. Where the other channel refuses too, or has had the same step already, nothing changes.
    What is queued there waits if it must: it never comes back here. Also returns what was refused there, to
    be told in one go with the rest: two records in one transaction take profiles in no common order.
    """
    firsts = [m for m in Message.objects.filter(pk__in=withheld) if policies.other_channel(m.otherwise)]
    if not firsts:
        return {}, []
    before = _others(firsts)
    _, refused = _queue([_draft_elsewhere(first, withheld[first.pk]) for first in firsts], now)
    after = _others(firsts)
    ways = {
        first.pk: key.channel
        for first in firsts
        if (key := _key_elsewhere(first)) not in before and after[key] != MessageState.REFUSED
    }
    Message.objects.filter(pk__in=ways).update(state=MessageState.REFUSED, due_at=None, state_at=now)
    return ways, refused


def hold(cause: str, *, now: datetime, reason: str) -> None:
    """Stop sending anything of this cause until it is released; what is on the wire finishes."""
    Hold.objects.get_or_create(cause=cause, defaults={"since_at": now, "reason": reason})


def release(cause: str) -> None:
    """Let a held cause go on; the sweep rings for what is due."""
    Hold.objects.filter(cause=cause).delete()


def cancel(cause: str, *, reason: str, now: datetime) -> int:
    """Call off everything of this cause that has not begun; return how many. In batches, one commit each."""
    total = 0
    while gone := _cancel_batch(cause, reason, now):
        total += gone
    return total


def call_off(customer_id: int, campaign_ids: Iterable[int], *, reason: str, now: datetime) -> int:
    """Call off what waits for a person of these campaigns: they have answered what it is about.

    Runs in the transaction of the answer. What a worker has in hand at this moment is on the wire already.
    """
    if not (campaigns := list(campaign_ids)):
        return 0
    people = _people([customer_id])
    with connection.cursor() as cursor:
        states = [state.value for state in CANCELLABLE_STATES]
        cursor.execute(_CALL_OFF, [list(people), campaigns, states, reason, now])
        ids = [message_id for (message_id,) in cursor.fetchall()]
    gate.give_back(ids)
    return len(ids)


def recall(customer_ids: Iterable[int], *, now: datetime) -> int:
    """Judge again what waits for these people, under whichever of their merged names, and call off what they
    no longer allow.

    Runs in the transaction of the opt-out, which has locked the customers. Rows that a worker locks at this
    moment are passed over: the worker waits for our lock on the customer and then judges what we wrote.
    """
    if not (people := _people(customer_ids)):
        return 0
    waiting = list(
        Message.objects.filter(_may_be_called_off(), customer_id__in=people)
        .order_by("pk")
        .select_for_update(skip_locked=True)
    )
    asks = [ask_of(message) for message in waiting]
    verdicts = gate.judge(asks, now=now)
    gone = {
        message.pk: verdict
        for message, verdict in zip(waiting, verdicts, strict=True)
        if policies.applied(verdict, message.otherwise).outcome == Outcome.REFUSE
    }
    for message in waiting:
        if message.pk in gone:
            message.state, message.reason = MessageState.CANCELLED, gone[message.pk].reason
            message.state_at, message.due_at = now, None
    Message.objects.bulk_update(
        [m for m in waiting if m.pk in gone],
        ["state", "reason", "state_at", "due_at"],
        batch_size=500,
    )
    gate.give_back(list(gone))
    return len(gone)


def ask_of(message: Message) -> Ask:
    """Return the question that the gate answers for this message."""
    return Ask(
        message.customer_id,
        message.channel,
        message.topic,
        message.purpose,
        message.contact_point_id,
        message.pk,
        message.not_after,
        message.cause,
    )


def _may_be_called_off() -> Q:
    """What has not begun, and what a person has on the list and has not carried yet."""
    on_the_list = Exists(WorkItem.objects.filter(message=OuterRef("pk"), done_at=None))
    return Q(state__in=CANCELLABLE_STATES) | (Q(state=MessageState.ACCEPTED) & Q(on_the_list))


class _Key(NamedTuple):
    """What makes a message unique."""

    customer_id: int
    cause: str
    step: int
    channel: str


class _Stored(NamedTuple):
    """A new row; `lane` is set if it may go at once."""

    id: int
    state: str
    lane: int | None


class _KeptBack(NamedTuple):
    """A new row that the gate refused or put off."""

    id: int
    customer_id: int
    state: str
    reason: str
    channel: str
    topic: str
    campaign_id: int | None
    cause: str
    step: int

    @property
    def key(self) -> _Key:
        return _Key(self.customer_id, self.cause, self.step, self.channel)

    def withheld(self, instead: str) -> Withheld:
        return Withheld(
            self.id, self.customer_id, self.channel, self.topic, self.campaign_id, self.reason, instead
        )


_QUEUED = MessageState.QUEUED.value
_WITHHELD = (MessageState.REFUSED, MessageState.DEFERRED)


def _queue(drafts: Sequence[Draft], now: datetime) -> tuple[Counter[str], list[Withheld]]:
    """Judge and store these drafts; return how many are new, by state, and which refusals are to be told."""
    stored = _store(drafts, now)
    states = Counter(state for _, state, _ in stored)
    kept_back = _kept_back([message_id for message_id, state, _ in stored if state in _WITHHELD])
    ways, withheld = other_ways(_when(kept_back, drafts), now=now)
    for each in kept_back:
        if each.id in ways:
            states[each.state] -= 1
            states[MessageState.REFUSED.value] += 1
    refused = [each for each in kept_back if each.state == MessageState.REFUSED or each.id in ways]
    bell.ring_on_commit((lane, message_id) for message_id, _, lane in stored if lane is not None)
    return states, [*withheld, *(each.withheld(ways.get(each.id, "")) for each in refused)]


def _store(drafts: Sequence[Draft], now: datetime) -> list[_Stored]:
    for each in {(d.otherwise, d.channel, d.other_content_id) for d in drafts}:
        policies.check(*each)
    points = _contact_points(drafts)
    asks = [
        Ask(
            d.customer_id,
            d.channel,
            d.topic,
            d.purpose,
            d.contact_point_id or points.get((d.customer_id, ADAPTERS[d.channel].shape.contact_kind)),
            not_after=d.not_after,
            actor=d.cause,
        )
        for d in drafts
    ]
    verdicts = gate.judge(asks, now=now)
    return _insert([_row(*each, now) for each in zip(drafts, asks, verdicts, strict=True)])


def _kept_back(message_ids: Sequence[int]) -> list[_KeptBack]:
    if not message_ids:
        return []
    rows = Message.objects.filter(pk__in=message_ids).order_by("pk").values_list(*_KeptBack._fields)
    return [_KeptBack._make(row) for row in rows]


def _when(kept_back: Sequence[_KeptBack], drafts: Sequence[Draft]) -> dict[int, datetime]:
    """Return for when each of them was meant."""
    if not kept_back:
        return {}
    due_at = {_Key(d.customer_id, d.cause, d.step, d.channel): d.due_at for d in drafts}
    return {each.id: due_at[each.key] for each in kept_back}


def _people(customer_ids: Iterable[int]) -> set[int]:
    """Return these customers, and all who are one person with any of them."""
    roots = set(merging.roots(customer_ids).values())
    return {*roots, *Customer.objects.filter(merged_into__in=roots).values_list("pk", flat=True)}


def _key_elsewhere(first: Message) -> _Key:
    other = policies.other_channel(first.otherwise)
    assert other is not None
    return _Key(first.customer_id, first.cause, first.step, other)


def _others(firsts: Sequence[Message]) -> dict[_Key, str]:
    """Return the states of the messages on the other channels that stand for the same step."""
    keys = {_key_elsewhere(first) for first in firsts}
    found = Message.objects.filter(
        customer_id__in={key.customer_id for key in keys},
        cause__in={key.cause for key in keys},
        channel__in={key.channel for key in keys},
    ).values_list("customer_id", "cause", "step", "channel", "state")
    return {key: state for *parts, state in found if (key := _Key._make(parts)) in keys}


def _draft_elsewhere(first: Message, due_at: datetime) -> Draft:
    assert first.other_content_id is not None
    return Draft(
        first.customer_id, _key_elsewhere(first).channel, first.other_content_id, first.purpose, first.topic,
        first.cause, due_at, first.step, first.not_after, first.campaign_id, first.flight_id,
        first.version_id, first.arm,
    )  # fmt: skip


def _contact_points(drafts: Sequence[Draft]) -> dict[tuple[int, str], int]:
    """Choose for each customer and kind the oldest point that is not barred, or failing that the oldest.

    Of devices it is the one used last: one notice is one touch, however many devices there are.
    """
    kinds = sorted({ADAPTERS[draft.channel].shape.contact_kind for draft in drafts})
    rows = asking.ask(_POINTS, [numbers(sorted({draft.customer_id for draft in drafts})), kinds]).fetchall()
    return {(customer_id, kind): point_id for customer_id, kind, point_id in rows}


def _row(draft: Draft, ask: Ask, judged: Verdict, now: datetime) -> tuple[object, ...]:
    state, reason = _QUEUED, ""
    due_at: datetime | None = draft.due_at
    lane = LANES[draft.purpose]
    if draft.is_personal:
        lane = min(lane, Lane.CONVERSATIONAL)
    verdict = policies.applied(judged, draft.otherwise)
    if draft.is_held:
        state, due_at = MessageState.HELD.value, None
    elif verdict.outcome == Outcome.REFUSE:
        state, reason, due_at = MessageState.REFUSED.value, verdict.reason.value, None
    elif verdict.outcome == Outcome.DEFER:
        until = policies.due_at(verdict, draft.customer_id, draft.not_after, is_bulk=lane == Lane.BULK)
        state, reason, due_at = MessageState.DEFERRED.value, verdict.reason.value, max(draft.due_at, until)
    return (
        draft.customer_id,
        ask.contact_point_id,
        draft.content_id,
        draft.cause,
        draft.step,
        draft.channel,
        draft.purpose,
        draft.topic,
        int(lane),
        draft.campaign_id,
        draft.flight_id,
        draft.version_id,
        draft.arm,
        draft.otherwise,
        draft.other_content_id,
        state,
        reason,
        due_at,
        draft.not_after,
        now,
        now,
    )


def _insert(rows: Sequence[tuple[object, ...]]) -> list[_Stored]:
    if not rows:
        return []
    source, parameters = folded(_TYPES, rows)
    stored = asking.ask(_INSERT.format(source=source), [len(rows), *parameters])
    return [_Stored._make(row) for row in stored.fetchall()]


def _cancel_batch(cause: str, reason: str, now: datetime, size: int = 5000) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CANCEL, [cause, [s.value for s in CANCELLABLE_STATES], size, reason, now])
        ids = [message_id for (message_id,) in cursor.fetchall()]
        gate.give_back(ids)
    return len(ids)


_POINTS = """
SELECT DISTINCT ON (o.customer_id, p.kind) o.customer_id, p.kind, p.id
FROM customers_ownership o JOIN customers_contactpoint p ON p.id = o.contact_point_id
LEFT JOIN customers_suppression s ON s.contact_point_id = p.id AND s.lifted_at IS NULL
LEFT JOIN channels_device d ON d.contact_point_id = p.id
WHERE o.customer_id = ANY(%s::bigint[]) AND p.kind = ANY(%s)
ORDER BY o.customer_id, p.kind, s.id IS NOT NULL, d.used_at DESC NULLS LAST, o.id
"""
_TYPES = {
    "customer_id": "bigint",
    "contact_point_id": "bigint",
    "content_id": "bigint",
    "cause": "text",
    "step": "smallint",
    "channel": "text",
    "purpose": "text",
    "topic": "text",
    "lane": "smallint",
    "campaign_id": "bigint",
    "flight_id": "bigint",
    "version_id": "bigint",
    "arm": "text",
    "otherwise": "text",
    "other_content_id": "bigint",
    "state": "text",
    "reason": "text",
    "due_at": "timestamptz",
    "not_after": "timestamptz",
    "state_at": "timestamptz",
    "created_at": "timestamptz",
}
_COLUMNS = ", ".join(_TYPES)
# All ids are drawn at once: drawn row by row, those of two plans at work would alternate, their ranges
# overlap, and two workers put the same messages into words.
_INSERT = f"""
WITH drawn AS MATERIALIZED (
    SELECT array_agg(nextval(sequence.name)) AS ids
    FROM generate_series(1, %s),
        (SELECT pg_get_serial_sequence('channels_message', 'id')::regclass AS name OFFSET 0) AS sequence
)
INSERT INTO channels_message (id, {_COLUMNS}, attempts, crashes, is_repeat, provider_id)
SELECT drawn.ids[row_number() OVER ()], given.*, 0, 0, false, '' FROM drawn, ({{source}}) AS given
ON CONFLICT (customer_id, cause, step, channel) DO NOTHING
RETURNING id, state, CASE WHEN state = 'queued' AND due_at <= created_at THEN lane END
"""
_CANCEL = """
WITH gone AS (
    SELECT id FROM channels_message m WHERE cause = %s AND (state = ANY(%s) OR (
        state = 'accepted'
        AND EXISTS (SELECT 1 FROM channels_workitem w WHERE w.message_id = m.id AND w.done_at IS NULL)
    ))
    ORDER BY id LIMIT %s FOR UPDATE
)
UPDATE channels_message m
SET state = 'cancelled', reason = %s, state_at = %s, due_at = NULL
FROM gone WHERE m.id = gone.id RETURNING m.id
"""
_CALL_OFF = """
WITH gone AS (
    SELECT id FROM channels_message
    WHERE customer_id = ANY(%s) AND campaign_id = ANY(%s) AND state = ANY(%s)
    ORDER BY id FOR UPDATE SKIP LOCKED
)
UPDATE channels_message m
SET state = 'cancelled', reason = %s, state_at = %s, due_at = NULL
FROM gone WHERE m.id = gone.id RETURNING m.id
"""
