"""Take due messages under a lease, begin them, and let go of them: the states before the wire.

A lease is one row for a whole batch; its token stands on every message of the batch and fences whatever the
worker writes. Allowance is reserved in the transaction of the claim, under a lock on every customer.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction

from channels.models import Lease, MessageState
from channels.protocol import Outgoing
from customers import gate
from customers.gate import Ask, Outcome, Verdict
from customers.staging import SPLIT, numbers, texts, times

SIZE = 500
"""Messages in a batch: enough that its statements cost little each, few enough to end within a lease."""
LEASE = timedelta(seconds=30)
"""Longer than any adapter waits for an answer; a dead worker's messages are free again after it."""


class Claimed(NamedTuple):
    """A message in a worker's hands."""

    id: int
    customer_id: int
    contact_point_id: int | None
    content_id: int
    address: str
    name: str
    channel: str
    purpose: str
    topic: str
    cause: str
    campaign_id: int | None
    arm: str
    attempts: int
    not_after: datetime | None
    was_unknown: bool


@dataclass(frozen=True, slots=True)
class Batch:
    token: int
    messages: list[Claimed]


def claim(lane: int, low: int, high: int, channels: Sequence[str], *, now: datetime) -> Batch | None:
    """Lease up to SIZE due messages of this id range, or None when nothing is due there.

    What the gate no longer allows is refused or put off on the way; a batch of nothing else is an empty one.
    """
    token = secrets.randbits(62)
    with transaction.atomic():
        rows = _lock_due(lane, low, high, channels, now)
        if not rows:
            return None
        verdicts = gate.reserve([_ask(row) for row in rows], now=now)
        judged = list(zip(rows, verdicts, strict=True))
        allowed = [(row, verdict) for row, verdict in judged if verdict.is_allowed]
        _lease(allowed, token, now)
        _set_aside([(row, verdict) for row, verdict in judged if not verdict.is_allowed], now)
    return Batch(token, [row for row, _ in allowed])


def begin(token: int, window: Sequence[tuple[Claimed, Outgoing]], *, now: datetime) -> set[int]:
    """Commit `attempting`, and the allowance as spent, for what nobody has called back; return those ids.

    A customer whose opt-out epoch has moved since the claim, a held cause or a lost lease is not begun; such
    messages are queued again and judged anew. The lease is renewed.
    """
    ids = [claimed.id for claimed, _ in window]
    contexts = [json.dumps(words.context, default=str) for _, words in window]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_RENEW, [now + LEASE, token])
        cursor.execute(_BEGIN, [now, numbers(ids), texts(contexts), token])
        begun = {message_id for (message_id,) in cursor.fetchall()}
        gate.spend(sorted(begun))
        if len(begun) < len(ids):
            cursor.execute(_LET_GO, [now, now, numbers(i for i in ids if i not in begun), token])
    return begun


def fail(token: int, broken: Sequence[tuple[int, str]], *, now: datetime) -> None:
    """Set aside for good, with their reasons, messages that cannot be put into words."""
    if broken:
        ids = [message_id for message_id, _ in broken]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_FAIL, [now, numbers(ids), texts(words[:300] for _, words in broken), token])
            gate.give_back(ids)


def finish(batch: Batch) -> None:
    """End the lease. A worker that dies before it is found out by the sweep."""
    Lease.objects.filter(pk=batch.token).delete()


def _lock_due(lane: int, low: int, high: int, channels: Sequence[str], now: datetime) -> list[Claimed]:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_DUE, [low, high, lane, now, list(channels), SIZE])
        return [Claimed._make(row) for row in cursor.fetchall()]


def _lease(allowed: Sequence[tuple[Claimed, Verdict]], token: int, now: datetime) -> None:
    if allowed:
        ids, epochs = [row.id for row, _ in allowed], [verdict.epoch for _, verdict in allowed]
        with connection.cursor() as cursor:
            cursor.execute(_NEW_LEASE, [token, ids[0], ids[-1], now + LEASE])
            cursor.execute(_LEASE, [token, now, numbers(ids), numbers(epochs)])


def _set_aside(judged: Sequence[tuple[Claimed, Verdict]], now: datetime) -> None:
    """Write down what the gate refused or put off, and give back what an earlier attempt had reserved.

    What was perhaps sent and may not be sent again goes to a person, its allowance stays spent.
    """
    if not judged:
        return
    states = [_state_of(row, verdict) for row, verdict in judged]
    columns = (
        numbers(row.id for row, _ in judged),
        texts(state.value for state in states),
        texts(verdict.reason.value for _, verdict in judged),
        times(v.until if s in _WAITING else None for s, (_, v) in zip(states, judged, strict=True)),
    )
    with connection.cursor() as cursor:
        cursor.execute(_SET_ASIDE, [now, *columns])
    gate.give_back([row.id for row, _ in judged if not row.was_unknown])


_WAITING = (MessageState.DEFERRED, MessageState.UNKNOWN)


def _state_of(row: Claimed, verdict: Verdict) -> MessageState:
    if verdict.outcome == Outcome.DEFER:
        return MessageState.UNKNOWN if row.was_unknown else MessageState.DEFERRED
    if row.was_unknown:
        return MessageState.QUARANTINED
    return MessageState.EXPIRED if verdict.reason == gate.Reason.EXPIRED else MessageState.REFUSED


def _ask(row: Claimed) -> Ask:
    return Ask(
        row.customer_id,
        row.channel,
        row.topic,
        row.purpose,
        row.contact_point_id,
        row.id,
        row.not_after,
        row.cause,
    )


_LOCK_DUE = """
SELECT m.id, m.customer_id, m.contact_point_id, m.content_id, coalesce(p.address, ''), coalesce(c.name, ''),
    m.channel, m.purpose, m.topic, m.cause, m.campaign_id, m.arm, m.attempts, m.not_after,
    m.state = 'unknown'
FROM channels_message m
LEFT JOIN customers_contactpoint p ON p.id = m.contact_point_id
LEFT JOIN customers_customer c ON c.id = m.customer_id
WHERE m.id BETWEEN %s AND %s AND m.lane = %s AND m.due_at <= %s
    AND m.state IN ('queued', 'deferred', 'unknown') AND m.channel = ANY(%s)
    AND NOT EXISTS (SELECT 1 FROM channels_hold h WHERE h.cause = m.cause)
ORDER BY m.id LIMIT %s
FOR UPDATE OF m SKIP LOCKED
"""
_NEW_LEASE = "INSERT INTO channels_lease (token, low, high, until_at) VALUES (%s, %s, %s, %s)"
_RENEW = "UPDATE channels_lease SET until_at = %s WHERE token = %s"
_LEASE = """
UPDATE channels_message m
SET state = 'leased', lease_token = %s, due_at = NULL, state_at = %s, epoch = l.epoch, reason = '',
    is_repeat = m.is_repeat OR m.state = 'unknown'
FROM unnest(%s::bigint[], %s::bigint[]) AS l (id, epoch) WHERE m.id = l.id
"""
_SET_ASIDE = f"""
UPDATE channels_message m SET state = a.state, reason = a.reason, due_at = a.until, state_at = %s
FROM unnest(%s::bigint[], {SPLIT}, {SPLIT}, %s::timestamptz[]) AS a (id, state, reason, until)
WHERE m.id = a.id
"""
_BEGIN = f"""
UPDATE channels_message m
SET state = 'attempting', attempts = m.attempts + 1, context = w.context::jsonb, state_at = %s
FROM unnest(%s::bigint[], {SPLIT}) AS w (id, context), customers_customer c
WHERE m.id = w.id AND m.state = 'leased' AND m.lease_token = %s
    AND c.id = m.customer_id AND c.opt_out_epoch = m.epoch
    AND NOT EXISTS (SELECT 1 FROM channels_hold h WHERE h.cause = m.cause)
RETURNING m.id
"""
_LET_GO = """
UPDATE channels_message SET state = 'queued', lease_token = NULL, due_at = %s, state_at = %s
WHERE id = ANY(%s::bigint[]) AND lease_token = %s AND state = 'leased'
"""
_FAIL = f"""
UPDATE channels_message m SET state = 'failed', state_at = %s, reason = b.reason, lease_token = NULL
FROM unnest(%s::bigint[], {SPLIT}) AS b (id, reason)
WHERE m.id = b.id AND m.lease_token = %s AND m.state = 'leased'
"""
