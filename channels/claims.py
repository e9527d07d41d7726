"""Begin messages: the one transaction between "due" and the wire.

It locks the rows and their customers, asks the gate, spends the allowance and writes `attempting` under a
lease. Before it nothing has changed, so a worker that dies there leaves nothing to put right; what it had
begun is known by the lease, whose token also fences whatever the worker writes later.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec
from django.db import connection, transaction

from channels import outbox, policies, silence
from channels.models import MessageState
from channels.protocol import Outgoing
from channels.silence import Withheld
from customers import asking, gate
from customers.gate import Ask, Outcome, Verdict
from customers.models.permission import Purpose
from customers.staging import SPLIT, numbers, texts, times

SIZE = 500
"""Messages looked at together: enough that the statements cost little each."""
IN_TURN = "Waits for its turn"
"""The reason of a message whose route or domain is written to at a set pace."""
LEASE = timedelta(seconds=30)
"""Longer than any adapter waits for an answer; what a dead worker had begun is unknown after it."""


class Part(NamedTuple):
    """What goes out within another message, with the values merged into it."""

    due: "Due"
    context: Mapping[str, Any]


class Due(NamedTuple):
    """A message whose time has come, as it was read without a lock.

    For a digest, `topics` names the topics of all in it, between blanks, and `parts` what joins it now.
    """

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
    otherwise: str
    provider: str
    """The route that it perhaps went by already; empty unless its last attempt ended unknown."""
    is_planned: bool
    """It has been told when its turn comes (put_off), and that has come not long ago."""
    topics: str = ""
    parts: tuple[Part, ...] = ()


class Wait(NamedTuple):
    """Until when a message waits, and why; without a reason it keeps the one it has."""

    message_id: int
    until_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """The messages that a worker may now send, under its token."""

    token: int
    attempts: list[tuple[Due, Outgoing]]


def due(lane: int, low: int, high: int, channels: Sequence[str], *, now: datetime) -> list[Due]:
    """Read up to SIZE due messages of this id range. Locks nothing; `begin` looks again.

    Of those that wait to go out together only the one that will carry the others is read.
    """
    span: dict[str, Any] = {
        "low": low,
        "high": high,
        "lane": lane,
        "now": now,
        "channels": list(channels),
        "size": SIZE,
        "in_turn": IN_TURN,
    }
    with connection.cursor() as cursor:
        cursor.execute(_DUE, span)
        return [Due(*row) for row in cursor.fetchall()]


def companions(digests: Sequence[Due], *, now: datetime) -> list[tuple[int, bool, Due]]:
    """Return what goes out within these messages: (which of them, whether it joins only now, what).

    Who has been begun once keeps the parts it was begun with.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COMPANIONS, {"ids": [each.id for each in digests], "now": now, "in_turn": IN_TURN})
        return [(carrier, is_joining, Due(*row)) for carrier, is_joining, *row in cursor.fetchall()]


def begin(window: Sequence[tuple[Due, Outgoing]], provider: str = "", *, now: datetime) -> Begun:
    """Commit `attempting` by this provider for those of the window that are still due and allowed now.

    What the gate refuses or puts off is written down so; rows in another worker's hands are passed over.
    """
    token = secrets.randbits(62)
    with transaction.atomic():
        with asking.together():
            was_unknown = _lock([each for message, _ in window for each in _ids(message)], now)
            locked = [pair for pair in window if was_unknown.keys() >= set(_ids(pair[0]))]
            perhaps_sent = {message_id for message_id, was in was_unknown.items() if was}
            verdicts = gate.spend([_ask(message) for message, _ in locked], kept=perhaps_sent, now=now)
            judged = list(zip(locked, verdicts, strict=True))
            attempts = [pair for pair, verdict in judged if verdict.is_allowed]
            _attempt(token, attempts, [v.detail for v in verdicts if v.is_allowed], provider, now)
            _bind([message for message, _ in attempts if message.parts], now)
        not_now = [(pair[0], verdict) for pair, verdict in judged if not verdict.is_allowed]
        _set_aside(_each_alone(not_now, now), was_unknown, now)
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


def put_off(waits: Sequence[Wait], *, now: datetime) -> None:
    """Let messages wait that are still due; rows in another worker's hands are passed over."""
    if waits:
        columns = (
            numbers(wait.message_id for wait in waits),
            times(wait.until_at for wait in waits),
            texts(wait.reason for wait in waits),
        )
        with connection.cursor() as cursor:
            cursor.execute(_PUT_OFF, [*columns, now])


def _ids(message: Due) -> list[int]:
    return [message.id, *[part.due.id for part in message.parts]]


def _lock(ids: Sequence[int], now: datetime) -> dict[int, bool]:
    """Lock what is still due; return for each whether an earlier attempt ended unknown."""
    return dict(asking.ask(_LOCK, [numbers(ids), now]).fetchall())


def _attempt(
    token: int,
    attempts: Sequence[tuple[Due, Outgoing]],
    allowed_by: Sequence[str],
    provider: str,
    now: datetime,
) -> None:
    if attempts:
        ids = [message.id for message, _ in attempts]
        contexts = texts(_encode(words.context).decode() for _, words in attempts)
        lease = [token, min(ids), max(ids), now + LEASE]
        asking.ask(_ATTEMPT, [*lease, token, now, provider, numbers(ids), contexts, texts(allowed_by)])


def _bind(digests: Sequence[Due], now: datetime) -> None:
    """Let the parts go with the message that carries them; from here on they have no way of their own."""
    if digests:
        parts = [
            (part.due.id, each.id, _encode(part.context).decode()) for each in digests for part in each.parts
        ]
        part_ids, carriers, contexts = zip(*parts, strict=True)
        with connection.cursor() as cursor:
            cursor.execute(_CARRY, [numbers(set(carriers))])
            cursor.execute(_BIND, [now, numbers(part_ids), numbers(carriers), texts(contexts)])


def _each_alone(not_now: Sequence[tuple[Due, Verdict]], now: datetime) -> list[tuple[Due, Verdict]]:
    """Judge what wanted to go together one by one, so that a no to one of them holds up no other.

    What may go alone is left as it is: still due, for the next digest.
    """
    apart = [part.due for message, _ in not_now if message.parts for part in message.parts]
    apart += [message._replace(topics="") for message, _ in not_now if message.parts]
    verdicts = gate.judge([_ask(message) for message in apart], now=now) if apart else []
    alone = [pair for pair in zip(apart, verdicts, strict=True) if not pair[1].is_allowed]
    return [(message, verdict) for message, verdict in not_now if not message.parts] + alone


def _set_aside(judged: Sequence[tuple[Due, Verdict]], was_unknown: Mapping[int, bool], now: datetime) -> None:
    """Write down what the gate refused or put off, give back what an earlier attempt had spent, and let
    another channel take over where the message says so.

    What was perhaps sent and may not be sent again goes to a person, its allowance stays spent.
    """
    if not judged:
        return
    settled = [_settled(message, verdict, was_unknown=was_unknown[message.id]) for message, verdict in judged]
    columns = (
        numbers(message.id for message, _ in judged),
        texts(state.value for state, _ in settled),
        texts(verdict.reason.value for _, verdict in judged),
        times(until for _, until in settled),
    )
    with connection.cursor() as cursor:
        cursor.execute(_SET_ASIDE, [now, *columns])
    gate.give_back([message.id for message, _ in judged if not was_unknown[message.id]])
    withheld = [
        (message, state, verdict.reason)
        for (message, verdict), (state, _) in zip(judged, settled, strict=True)
        if state in (MessageState.REFUSED, MessageState.DEFERRED)
    ]
    ways, refused = outbox.other_ways({message.id: now for message, *_ in withheld}, now=now)
    refused += [
        Withheld(m.id, m.customer_id, m.channel, m.topic, m.campaign_id, reason, ways.get(m.id, ""))
        for m, state, reason in withheld
        if state == MessageState.REFUSED or m.id in ways
    ]
    silence.tell(refused, now=now)


_encode = msgspec.json.Encoder(enc_hook=str, decimal_format="string").encode


def _settled(message: Due, verdict: Verdict, *, was_unknown: bool) -> tuple[MessageState, datetime | None]:
    """Return where a message goes that may not go out now, and when to ask again."""
    if not was_unknown:
        verdict = policies.applied(verdict, message.otherwise)
    if verdict.outcome == Outcome.DEFER:
        is_bulk = message.purpose == Purpose.MARKETING
        until = policies.due_at(verdict, message.customer_id, message.not_after, is_bulk=is_bulk)
        return MessageState.UNKNOWN if was_unknown else MessageState.DEFERRED, until
    if was_unknown:
        return MessageState.QUARANTINED, None
    is_late = verdict.reason == gate.Reason.EXPIRED
    return MessageState.EXPIRED if is_late else MessageState.REFUSED, None


def _ask(message: Due) -> Ask:
    return Ask(
        message.customer_id,
        message.channel,
        message.topics or message.topic,
        message.purpose,
        message.contact_point_id,
        message.id,
        message.not_after,
        message.cause,
    )


_NOT_HELD = "NOT EXISTS (SELECT 1 FROM channels_hold h WHERE h.cause = {m}.cause)"
_DUE_COLUMNS = """
m.id, m.customer_id, m.contact_point_id, m.content_id, coalesce(p.address, ''), coalesce(c.name, ''),
m.channel, m.purpose, m.topic, m.cause, m.campaign_id, m.arm, m.attempts, m.not_after, m.otherwise,
CASE WHEN m.state = 'unknown' THEN m.provider ELSE '' END,
m.reason = %(in_turn)s AND m.due_at > %(now)s - interval '1 minute'
"""
_PEOPLE = """
LEFT JOIN customers_contactpoint p ON p.id = m.contact_point_id
LEFT JOIN customers_customer c ON c.id = m.customer_id
"""
_JOINS = f"""(
    {{m}}.otherwise = 'digest' AND {{m}}.state = 'deferred' AND {{m}}.attempts = 0
    AND {{m}}.digest_id IS NULL AND {{m}}.due_at <= %(now)s
    AND ({{m}}.not_after IS NULL OR {{m}}.not_after >= %(now)s) AND {_NOT_HELD}
)"""
_TOGETHER = """(
    w.customer_id = m.customer_id AND w.channel = m.channel AND w.purpose = m.purpose
    AND w.contact_point_id IS NOT DISTINCT FROM m.contact_point_id
)"""
# What expires last carries the others, so that none of them is late before it is.
_DUE = f"""
SELECT {_DUE_COLUMNS} FROM channels_message m {_PEOPLE}
WHERE m.id BETWEEN %(low)s AND %(high)s AND m.lane = %(lane)s AND m.due_at <= %(now)s
    AND m.channel = ANY(%(channels)s) AND {_NOT_HELD.format(m="m")}
    AND NOT ({_JOINS.format(m="m")} AND EXISTS (
        SELECT 1 FROM channels_message w WHERE {_TOGETHER} AND {_JOINS.format(m="w")}
            AND (coalesce(w.not_after, 'infinity'), m.id) > (coalesce(m.not_after, 'infinity'), w.id)
    ))
ORDER BY m.id LIMIT %(size)s
"""
_COMPANIONS = f"""
SELECT w.id, w.digest_id IS NULL, {_DUE_COLUMNS}
FROM channels_message w JOIN channels_message m ON {_TOGETHER} AND m.id <> w.id {_PEOPLE}
WHERE w.id = ANY(%(ids)s) AND (
    m.digest_id = w.id OR (w.digest_id IS NULL AND {_JOINS.format(m="w")} AND {_JOINS.format(m="m")})
)
ORDER BY m.id
"""
_LOCK = f"""
SELECT m.id, m.state = 'unknown' FROM channels_message m
WHERE m.id = ANY(%s::bigint[]) AND m.due_at <= %s AND m.state IN ('queued', 'deferred', 'unknown')
    AND {_NOT_HELD.format(m="m")}
ORDER BY m.id FOR UPDATE OF m SKIP LOCKED
"""
_ATTEMPT = f"""
WITH lease AS (INSERT INTO channels_lease (token, low, high, until_at) VALUES (%s, %s, %s, %s))
UPDATE channels_message m
SET state = 'attempting', lease_token = %s, due_at = NULL, state_at = %s, attempts = m.attempts + 1,
    provider = %s, reason = '', context = w.context::jsonb, is_repeat = m.is_repeat OR m.state = 'unknown',
    allowed_by = w.allowed_by
FROM unnest(%s::bigint[], {SPLIT}, {SPLIT}) AS w (id, context, allowed_by) WHERE m.id = w.id
"""
_CARRY = "UPDATE channels_message SET digest_id = id WHERE id = ANY(%s::bigint[])"
_BIND = f"""
UPDATE channels_message m
SET state = 'cancelled', reason = 'in message ' || w.carrier, digest_id = w.carrier, due_at = NULL,
    state_at = %s, context = w.context::jsonb
FROM unnest(%s::bigint[], %s::bigint[], {SPLIT}) AS w (id, carrier, context) WHERE m.id = w.id
"""
_SET_ASIDE = f"""
UPDATE channels_message m SET state = a.state, reason = a.reason, due_at = a.until, state_at = %s
FROM unnest(%s::bigint[], {SPLIT}, {SPLIT}, %s::timestamptz[]) AS a (id, state, reason, until)
WHERE m.id = a.id
"""
_PUT_OFF = f"""
WITH waits AS (
    SELECT m.id, w.until_at, w.reason
    FROM unnest(%s::bigint[], %s::timestamptz[], {SPLIT}) AS w (id, until_at, reason)
    JOIN channels_message m ON m.id = w.id
    WHERE m.due_at <= %s AND m.state IN ('queued', 'deferred', 'unknown')
    FOR UPDATE OF m SKIP LOCKED
)
UPDATE channels_message m SET due_at = waits.until_at,
    reason = CASE WHEN waits.reason = '' THEN m.reason ELSE waits.reason END
FROM waits WHERE m.id = waits.id
"""
_FAIL = f"""
UPDATE channels_message m SET state = 'failed', due_at = NULL, state_at = %s, reason = b.reason
FROM unnest(%s::bigint[], {SPLIT}) AS b (id, reason)
WHERE m.id = b.id AND m.state IN ('queued', 'deferred')
RETURNING m.id
"""
