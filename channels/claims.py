"""Begin messages: the one transaction between "due" and the wire.

It locks the rows and their customers, asks the gate, spends the allowance and writes `attempting` under a
lease. Before it nothing has changed, so a worker that dies there leaves nothing to put right; what it had
begun is known by the lease, whose token also fences whatever the worker writes later.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction

from channels.models import MessageState
from channels.protocol import Outgoing
from customers import gate
from customers.gate import Ask, Outcome, Verdict
from customers.staging import SPLIT, numbers, texts, times

SIZE = 500
"""Messages looked at together: enough that the statements cost little each."""
LEASE = timedelta(seconds=30)
"""Longer than any adapter waits for an answer; what a dead worker had begun is unknown after it."""


class Due(NamedTuple):
    """A message whose time has come, as it was read without a lock."""

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


@dataclass(frozen=True, slots=True)
class Begun:
    """The messages that a worker may now send, under its token."""

    token: int
    attempts: list[tuple[Due, Outgoing]]


def due(lane: int, low: int, high: int, channels: Sequence[str], *, now: datetime) -> list[Due]:
    """Read up to SIZE due messages of this id range. Locks nothing; `begin` looks again."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [low, high, lane, now, list(channels), SIZE])
        return [Due._make(row) for row in cursor.fetchall()]


def begin(window: Sequence[tuple[Due, Outgoing]], *, now: datetime) -> Begun:
    """Commit `attempting` for those of the window that are still due and that the gate allows now.

    What the gate refuses or puts off is written down so; rows in another worker's hands are passed over.
    """
    token = secrets.randbits(62)
    with transaction.atomic():
        was_unknown = _lock([message.id for message, _ in window], now)
        locked = [pair for pair in window if pair[0].id in was_unknown]
        verdicts = gate.spend([_ask(message) for message, _ in locked], now=now)
        judged = list(zip(locked, verdicts, strict=True))
        attempts = [pair for pair, verdict in judged if verdict.is_allowed]
        _attempt(token, attempts, now)
        _set_aside([(p[0], v) for p, v in judged if not v.is_allowed], was_unknown, now)
    return Begun(token, attempts)


def fail(broken: Sequence[tuple[int, str]], *, now: datetime) -> None:
    """Set aside for good, with their reasons, messages that cannot be put into words.

    An earlier attempt that was put off has spent allowance and reached nobody: it is given back.
    """
    if broken:
        ids = [message_id for message_id, _ in broken]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_FAIL, [now, numbers(ids), texts(words[:300] for _, words in broken)])
            gate.give_back([message_id for (message_id,) in cursor.fetchall()])


def _lock(ids: Sequence[int], now: datetime) -> dict[int, bool]:
    """Lock what is still due; return for each whether an earlier attempt ended unknown."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [numbers(ids), now])
        return dict(cursor.fetchall())


def _attempt(token: int, attempts: Sequence[tuple[Due, Outgoing]], now: datetime) -> None:
    if attempts:
        ids = [message.id for message, _ in attempts]
        contexts = texts(_encode(words.context) for _, words in attempts)
        with connection.cursor() as cursor:
            cursor.execute(_NEW_LEASE, [token, min(ids), max(ids), now + LEASE])
            cursor.execute(_ATTEMPT, [token, now, numbers(ids), contexts])


def _set_aside(judged: Sequence[tuple[Due, Verdict]], was_unknown: Mapping[int, bool], now: datetime) -> None:
    """Write down what the gate refused or put off, and give back what an earlier attempt had spent.

    What was perhaps sent and may not be sent again goes to a person, its allowance stays spent.
    """
    if not judged:
        return
    states = [_state_of(verdict, was_unknown[message.id]) for message, verdict in judged]
    columns = (
        numbers(message.id for message, _ in judged),
        texts(state.value for state in states),
        texts(verdict.reason.value for _, verdict in judged),
        times(v.until if s in _WAITING else None for s, (_, v) in zip(states, judged, strict=True)),
    )
    with connection.cursor() as cursor:
        cursor.execute(_SET_ASIDE, [now, *columns])
    gate.give_back([message.id for message, _ in judged if not was_unknown[message.id]])


_encode = json.JSONEncoder(default=str, check_circular=False).encode
_WAITING = (MessageState.DEFERRED, MessageState.UNKNOWN)


def _state_of(verdict: Verdict, was_unknown: bool) -> MessageState:
    if verdict.outcome == Outcome.DEFER:
        return MessageState.UNKNOWN if was_unknown else MessageState.DEFERRED
    if was_unknown:
        return MessageState.QUARANTINED
    return MessageState.EXPIRED if verdict.reason == gate.Reason.EXPIRED else MessageState.REFUSED


def _ask(message: Due) -> Ask:
    return Ask(
        message.customer_id,
        message.channel,
        message.topic,
        message.purpose,
        message.contact_point_id,
        message.id,
        message.not_after,
        message.cause,
    )


_NOT_HELD = "NOT EXISTS (SELECT 1 FROM channels_hold h WHERE h.cause = m.cause)"
_DUE = f"""
SELECT m.id, m.customer_id, m.contact_point_id, m.content_id, coalesce(p.address, ''), coalesce(c.name, ''),
    m.channel, m.purpose, m.topic, m.cause, m.campaign_id, m.arm, m.attempts, m.not_after
FROM channels_message m
LEFT JOIN customers_contactpoint p ON p.id = m.contact_point_id
LEFT JOIN customers_customer c ON c.id = m.customer_id
WHERE m.id BETWEEN %s AND %s AND m.lane = %s AND m.due_at <= %s AND m.channel = ANY(%s) AND {_NOT_HELD}
ORDER BY m.id LIMIT %s
"""
_LOCK = f"""
SELECT m.id, m.state = 'unknown' FROM channels_message m
WHERE m.id = ANY(%s::bigint[]) AND m.due_at <= %s AND m.state IN ('queued', 'deferred', 'unknown')
    AND {_NOT_HELD}
ORDER BY m.id FOR UPDATE OF m SKIP LOCKED
"""
_NEW_LEASE = "INSERT INTO channels_lease (token, low, high, until_at) VALUES (%s, %s, %s, %s)"
_ATTEMPT = f"""
UPDATE channels_message m
SET state = 'attempting', lease_token = %s, due_at = NULL, state_at = %s, attempts = m.attempts + 1,
    reason = '', context = w.context::jsonb, is_repeat = m.is_repeat OR m.state = 'unknown'
FROM unnest(%s::bigint[], {SPLIT}) AS w (id, context) WHERE m.id = w.id
"""
_SET_ASIDE = f"""
UPDATE channels_message m SET state = a.state, reason = a.reason, due_at = a.until, state_at = %s
FROM unnest(%s::bigint[], {SPLIT}, {SPLIT}, %s::timestamptz[]) AS a (id, state, reason, until)
WHERE m.id = a.id
"""
_FAIL = f"""
UPDATE channels_message m SET state = 'failed', due_at = NULL, state_at = %s, reason = b.reason
FROM unnest(%s::bigint[], {SPLIT}) AS b (id, reason)
WHERE m.id = b.id AND m.state IN ('queued', 'deferred')
RETURNING m.id
"""
