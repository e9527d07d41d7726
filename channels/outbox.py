"""The only door out: queue what somebody wants said, hold it back, call it off.

PostgreSQL is the truth; the bell rung after commit may be lost, doubled or late without harm.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction

from channels import bell
from channels.models import CANCELLABLE_STATES, Hold, Lane, Message, MessageState
from channels.registry import ADAPTERS
from customers import gate, history
from customers.gate import Ask, Outcome, Reason, Verdict
from customers.models.permission import Purpose
from customers.staging import stage

LANES = {
    Purpose.MARKETING: Lane.BULK,
    Purpose.SERVICE: Lane.CRITICAL,
    Purpose.REPLY: Lane.CONVERSATIONAL,
}


class Draft(NamedTuple):
    """One thing to say to one customer.

    `cause` and `step` make it unique per customer and channel: asking twice sends once. `is_held` marks a
    hold-out: kept as a row, never sent.
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


def queue(drafts: Sequence[Draft], *, now: datetime) -> Counter[str]:
    """Judge and store these drafts in one transaction, and ring for what may go. Set-based.

    Returns how many new rows there are by state; a draft whose (customer, cause, step, channel) exists
    already adds nothing. Refusals are rows with their reason and a line in the history.
    """
    points = _contact_points(drafts)
    asks = [
        Ask(
            d.customer_id,
            d.channel,
            d.topic,
            d.purpose,
            points.get((d.customer_id, ADAPTERS[d.channel].shape.contact_kind)),
            not_after=d.not_after,
            actor=d.cause,
        )
        for d in drafts
    ]
    with transaction.atomic():
        verdicts = gate.judge(asks, now=now)
        rows = [_row(*each, now) for each in zip(drafts, asks, verdicts, strict=True)]
        inserted = _insert(rows)
        _record_silence(inserted, now)
        due = [
            row for row in inserted if row.state == MessageState.QUEUED and row.due_at and row.due_at <= now
        ]
        bell.ring_on_commit((row.lane, row.id) for row in due)
    return Counter(str(row.state) for row in inserted)


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


def recall(customer_ids: Iterable[int], *, now: datetime) -> int:
    """Judge again what waits for these customers and call off what they no longer allow.

    Runs in the transaction of the opt-out, which has locked the customers. Rows that a worker locks at this
    moment are passed over: the worker waits for our lock on the customer and then judges what we wrote.
    """
    waiting = list(
        Message.objects.filter(customer_id__in=list(customer_ids), state__in=CANCELLABLE_STATES)
        .order_by("pk")
        .select_for_update(skip_locked=True)
    )
    asks = [ask_of(message) for message in waiting]
    verdicts = gate.judge(asks, now=now)
    gone = {
        message.pk: verdict
        for message, verdict in zip(waiting, verdicts, strict=True)
        if verdict.outcome == Outcome.REFUSE
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


class _Inserted(NamedTuple):
    id: int
    customer_id: int
    state: str
    reason: str
    lane: int
    due_at: datetime | None
    channel: str
    topic: str
    campaign_id: int | None


def _contact_points(drafts: Sequence[Draft]) -> dict[tuple[int, str], int]:
    """Choose for each customer and kind the oldest point that is not barred, or failing that the oldest."""
    kinds = sorted({ADAPTERS[draft.channel].shape.contact_kind for draft in drafts})
    with connection.cursor() as cursor:
        cursor.execute(_POINTS, [sorted({draft.customer_id for draft in drafts}), kinds])
        return {(customer_id, kind): point_id for customer_id, kind, point_id in cursor.fetchall()}


def _row(draft: Draft, ask: Ask, verdict: Verdict, now: datetime) -> tuple[object, ...]:
    state, reason = MessageState.QUEUED, ""
    due_at: datetime | None = draft.due_at
    if draft.is_held:
        state, due_at = MessageState.HELD, None
    elif verdict.outcome == Outcome.REFUSE:
        state, reason, due_at = MessageState.REFUSED, verdict.reason.value, None
    elif verdict.outcome == Outcome.DEFER and verdict.until is not None:
        state, reason, due_at = MessageState.DEFERRED, verdict.reason.value, max(draft.due_at, verdict.until)
    return (
        draft.customer_id,
        ask.contact_point_id,
        draft.content_id,
        draft.cause,
        draft.step,
        draft.channel,
        draft.purpose,
        draft.topic,
        LANES[Purpose(draft.purpose)].value,
        draft.campaign_id,
        draft.flight_id,
        draft.version_id,
        draft.arm,
        state.value,
        reason,
        due_at,
        draft.not_after,
        now,
        now,
    )


def _insert(rows: Sequence[tuple[object, ...]]) -> list[_Inserted]:
    with connection.cursor() as cursor:
        stage(cursor, "incoming_message", _STAGED, rows)
        cursor.execute(_INSERT)
        return [_Inserted(*row) for row in cursor.fetchall()]


def _record_silence(inserted: Iterable[_Inserted], now: datetime) -> None:
    refused = [row for row in inserted if row.state == MessageState.REFUSED]
    history.record(
        [
            history.Entry(
                customer_id=row.customer_id,
                occurred_at=now,
                kind="message_refused",
                source="message",
                source_id=f"{row.id}:refused",
                channel=row.channel,
                summary=str(Reason(row.reason).label),
                data={"reason": row.reason, "topic": row.topic},
                message_id=row.id,
                campaign_id=row.campaign_id,
            )
            for row in refused
            if row.reason != Reason.UNKNOWN_CUSTOMER
        ],
        now=now,
    )


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
WHERE o.customer_id = ANY(%s) AND p.kind = ANY(%s)
ORDER BY o.customer_id, p.kind, s.id IS NOT NULL, o.id
"""
_STAGED = {
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
    "state": "text",
    "reason": "text",
    "due_at": "timestamptz",
    "not_after": "timestamptz",
    "state_at": "timestamptz",
    "created_at": "timestamptz",
}
_COLUMNS = ", ".join(_STAGED)
_INSERT = f"""
INSERT INTO channels_message ({_COLUMNS}, attempts, crashes, is_repeat, provider_id)
SELECT {_COLUMNS}, 0, 0, false, '' FROM incoming_message
ON CONFLICT (customer_id, cause, step, channel) DO NOTHING
RETURNING id, customer_id, state, reason, lane, due_at, channel, topic, campaign_id
"""
_CANCEL = """
WITH gone AS (
    SELECT id FROM channels_message WHERE cause = %s AND state = ANY(%s)
    ORDER BY id LIMIT %s FOR UPDATE
)
UPDATE channels_message m
SET state = 'cancelled', reason = %s, state_at = %s, due_at = NULL
FROM gone WHERE m.id = gone.id RETURNING m.id
"""
