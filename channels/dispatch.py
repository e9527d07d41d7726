"""Take due messages to the wire: claim, gate again, render, attempt, send, settle.

What is promised: nobody is lost; a second copy goes only to what was in flight when a worker died, under
the same Message-ID; no dial is exceeded; nothing starts more than a second after an opt-out was answered.
No lock or transaction is held while the network is spoken to.
"""

import json
import logging
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.db import connection, transaction
from django.utils import timezone

from channels import breaker, rendering
from channels.models import DUE_STATES
from channels.protocol import Adapter, Outgoing
from channels.registry import ADAPTERS
from channels.rendering import Recipient
from channels.settling import Claimed, settle
from customers import gate
from customers.gate import Ask, Outcome, Verdict

log = logging.getLogger(__name__)
BATCH = 500
LEASE = timedelta(seconds=30)
"""Longer than any adapter waits for an answer; a dead worker's messages are free again after it."""
START_SECONDS = 0.75
"""How long after `attempting` is written a message may still be begun: so an opt-out holds within a second."""


def send_range(lane: int, low: int, high: int) -> int:
    """Send everything due in this range of message ids; return how many were accepted.

    Safe to call twice, at once, and for a range that is long done: rows are claimed one worker each. When
    a message arrives twice, its worker died between handing it over and writing that down.
    """
    accepted = 0
    while batch := _claim(lane, low, high):
        for channel in sorted({claimed.channel for claimed in batch}):
            accepted += _send_batch(ADAPTERS[channel], [c for c in batch if c.channel == channel])
    return accepted


def _send_batch(adapter: Adapter, batch: Sequence[Claimed]) -> int:
    rendered = rendering.render([_recipient(claimed) for claimed in batch])
    ready = [(c, words) for c in batch if not isinstance(words := rendered[c.id], str)]
    _fail_unrendered(batch, rendered)
    accepted, rest = 0, iter(ready)
    while window := list(islice(rest, adapter.window)):
        begun = _begin(window)
        if begun.attempts:
            results = adapter.send([words for _, words in begun.attempts], start_by=begun.start_by)
            accepted += settle(adapter, begun.attempts, results, now=timezone.now())
    return accepted


@dataclass(frozen=True, slots=True)
class _Begun:
    attempts: list[tuple[Claimed, Outgoing]]
    start_by: float


def _claim(lane: int, low: int, high: int) -> list[Claimed]:
    """Lease up to a batch of due rows, after the gate has reserved their allowance; [] when none are left.

    What the gate no longer allows is refused or deferred here and does not count as claimed; the loop goes
    on until nothing due remains.
    """
    while True:
        now, token = timezone.now(), secrets.randbits(62)
        with transaction.atomic():
            rows = _lock_due(lane, low, high, now)
            if not rows:
                return []
            verdicts = gate.reserve([_ask(row) for row in rows], now=now)
            judged = list(zip(rows, verdicts, strict=True))
            allowed = [(row, verdict) for row, verdict in judged if verdict.is_allowed]
            _lease(allowed, token, now)
            _set_aside([(row, verdict) for row, verdict in judged if not verdict.is_allowed], now)
        if allowed:
            return [row.leased(token, verdict.epoch) for row, verdict in allowed]


def _lock_due(lane: int, low: int, high: int, now: datetime) -> list[Claimed]:
    resting = breaker.resting_channels(now=now)
    channels = [key for key, adapter in ADAPTERS.items() if adapter.is_ready() and key not in resting]
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_DUE, [low, high, lane, [s.value for s in DUE_STATES], now, channels, BATCH])
        return [Claimed(*row) for row in cursor.fetchall()]


def _lease(allowed: Sequence[tuple[Claimed, Verdict]], token: int, now: datetime) -> None:
    if allowed:
        ids, epochs = [row.id for row, _ in allowed], [verdict.epoch for _, verdict in allowed]
        with connection.cursor() as cursor:
            cursor.execute(_LEASE, [token, now + LEASE, now, ids, epochs])


def _set_aside(judged: Sequence[tuple[Claimed, Verdict]], now: datetime) -> None:
    """Write down what the gate refused or put off, and give back what an earlier attempt had reserved.

    What was perhaps sent and may not be sent again goes to a person, its allowance stays spent.
    """
    if not judged:
        return
    ids = [row.id for row, _ in judged]
    states = [_state_of(row, verdict) for row, verdict in judged]
    reasons, untils = [v.reason.value for _, v in judged], [v.until or now for _, v in judged]
    with connection.cursor() as cursor:
        cursor.execute(_SET_ASIDE, [now, ids, states, reasons, untils])
    gate.give_back([row.id for row, _ in judged if not row.was_unknown], now=now)


def _state_of(row: Claimed, verdict: Verdict) -> str:
    if verdict.outcome == Outcome.DEFER:
        return "unknown" if row.was_unknown else "deferred"
    if row.was_unknown:
        return "quarantined"
    return "expired" if verdict.reason == gate.Reason.EXPIRED else "refused"


def _begin(window: Sequence[tuple[Claimed, Outgoing]]) -> _Begun:
    """Commit `attempting` for those of the window that nobody has called back; let go of the others.

    A customer whose epoch has moved since the claim, a held cause or a lost lease is not attempted.
    """
    start_by, now = time.monotonic() + START_SECONDS, timezone.now()
    ids = [claimed.id for claimed, _ in window]
    contexts = [json.dumps(words.context, default=str) for _, words in window]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_BEGIN, [now, now + LEASE, ids, contexts, window[0][0].token])
        begun = {message_id for (message_id,) in cursor.fetchall()}
        gate.spend(sorted(begun), now=now)
        if len(begun) < len(ids):
            cursor.execute(_LET_GO, [now, [i for i in ids if i not in begun], window[0][0].token])
    return _Begun([pair for pair in window if pair[0].id in begun], start_by)


def _fail_unrendered(batch: Sequence[Claimed], rendered: dict[int, Outgoing | str]) -> None:
    """Set aside what cannot be put into words: one broken merge never spoils a batch."""
    broken = [(c, words) for c in batch if isinstance(words := rendered[c.id], str)]
    if broken:
        log.warning("%d messages could not be rendered, first: message %d", len(broken), broken[0][0].id)
        with transaction.atomic(), connection.cursor() as cursor:
            ids = [claimed.id for claimed, _ in broken]
            cursor.execute(
                _FAIL, [timezone.now(), ids, [words[:300] for _, words in broken], broken[0][0].token]
            )
            gate.give_back(ids, now=timezone.now())


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


def _recipient(row: Claimed) -> Recipient:
    return Recipient(row.id, row.customer_id, row.content_id, row.address, row.name)


_LOCK_DUE = """
SELECT m.id, m.customer_id, m.contact_point_id, m.content_id, coalesce(p.address, ''), coalesce(c.name, ''),
    m.channel, m.purpose, m.topic, m.cause, m.campaign_id, m.arm, m.attempts, m.not_after,
    m.state = 'unknown'
FROM channels_message m
LEFT JOIN customers_contactpoint p ON p.id = m.contact_point_id
LEFT JOIN customers_customer c ON c.id = m.customer_id
WHERE m.id BETWEEN %s AND %s AND m.lane = %s AND m.state = ANY(%s) AND m.due_at <= %s
    AND m.channel = ANY(%s)
    AND NOT EXISTS (SELECT 1 FROM channels_hold h WHERE h.cause = m.cause)
ORDER BY m.id LIMIT %s
FOR UPDATE OF m SKIP LOCKED
"""
_LEASE = """
UPDATE channels_message m
SET state = 'leased', lease_token = %s, leased_until = %s, state_at = %s, epoch = l.epoch, reason = '',
    is_repeat = m.is_repeat OR m.state = 'unknown'
FROM unnest(%s::bigint[], %s::bigint[]) AS l (id, epoch) WHERE m.id = l.id
"""
_SET_ASIDE = """
UPDATE channels_message m SET state = a.state, reason = a.reason, due_at = a.until, state_at = %s
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::timestamptz[]) AS a (id, state, reason, until)
WHERE m.id = a.id
"""
_BEGIN = """
UPDATE channels_message m
SET state = 'attempting', attempts = m.attempts + 1, context = w.context::jsonb, state_at = %s,
    leased_until = %s
FROM unnest(%s::bigint[], %s::text[]) AS w (id, context), customers_customer c
WHERE m.id = w.id AND m.state = 'leased' AND m.lease_token = %s
    AND c.id = m.customer_id AND c.opt_out_epoch = m.epoch
    AND NOT EXISTS (SELECT 1 FROM channels_hold h WHERE h.cause = m.cause)
RETURNING m.id
"""
_LET_GO = """
UPDATE channels_message SET state = 'queued', lease_token = NULL, state_at = %s
WHERE id = ANY(%s) AND lease_token = %s AND state = 'leased'
"""
_FAIL = """
UPDATE channels_message m SET state = 'failed', state_at = %s, reason = b.reason, lease_token = NULL
FROM unnest(%s::bigint[], %s::text[]) AS b (id, reason)
WHERE m.id = b.id AND m.lease_token = %s AND m.state = 'leased'
"""
