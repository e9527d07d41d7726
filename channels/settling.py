"""Write down what became of a window of attempts: states, allowance, history, and how the provider fares."""

import logging
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import InterfaceError, InternalError, OperationalError, connection, transaction
from psycopg.errors import ReadOnlySqlTransaction

from channels import bounces, breaker, heirs, sent
from channels.adapters.push import PUSH
from channels.claims import Begun, Due
from channels.mailreading import BounceClass
from channels.models import Device, Message, MessageState
from channels.protocol import Outcome, Outgoing, Result
from customers import asking, gate, history
from customers.staging import folded

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=4)
UNKNOWN_GRACE = timedelta(seconds=10)
"""How long a receipt may still tell us that an unknown message arrived before it is sent once more."""
PATIENCE_SECONDS = 60.0
"""How long results wait for a database that is away; a worker's task may not last much longer. When
it is back after our lease has ended, UNKNOWN_GRACE leaves us time enough to come first.
"""
TRY_AGAIN_SECONDS = 0.5


class _Settled(NamedTuple):
    """Where one message goes now."""

    id: int
    state: MessageState
    reason: str
    due_at: datetime | None
    provider_id: str


def settle(route: str, begun: Begun, results: Sequence[Result], *, now: datetime) -> int:
    """Store the results of a window in one transaction and return how many were newly accepted.

    `route` is the key of its breaker. Fenced: a result counts only while our lease stands, except "accepted",
    which is true whoever holds the message by now. Allowance is given back on a definite no. A notice whose
    device is gone goes on to another device of its customer.
    """
    moved = _insist(begun, results, now)
    breaker.note(route, results, now=now)
    return sum(state == MessageState.ACCEPTED for state in moved.values())


def _insist(begun: Begun, results: Sequence[Result], now: datetime) -> dict[int, str]:
    """Write down what nobody else knows, again while the database is away; return what moved, and where.

    What is not written down is unknown, and sent to the same people once more. Twice does no harm: what
    moved the first time is nobody's any more.
    """
    began = time.monotonic()
    while True:
        waited = time.monotonic() - began
        try:
            settled, moved = _write_down(begun, results, now, timedelta(seconds=waited))
            _note_bounces(settled, now)
            return moved
        except (OperationalError, InterfaceError, InternalError) as error:
            if waited > PATIENCE_SECONDS or not _is_away(error):
                raise
            log.warning("%d results wait for the database: %s", len(results), error)
        connection.close()
        time.sleep(TRY_AGAIN_SECONDS)


def _is_away(error: Exception) -> bool:
    """Say whether there is nobody to write to: also where only a standby answers, before it is promoted."""
    return not isinstance(error, InternalError) or isinstance(error.__cause__, ReadOnlySqlTransaction)


def _write_down(
    begun: Begun, results: Sequence[Result], now: datetime, waited: timedelta
) -> tuple[list[_Settled], dict[int, str]]:
    """Store what came of these attempts, which was known at `now`; what rests, rests from `waited` later."""
    attempts = begun.attempts
    other_devices = heirs.of(_gone(attempts, results))
    until = now + waited
    settled = [
        _next(message, _passed_on(message, result, other_devices), until)
        for (message, _), result in zip(attempts, results, strict=True)
    ]
    with transaction.atomic():
        moved = _write(settled, begun.token, now)
        accepted = [pair for pair in attempts if moved.get(pair[0].id) == MessageState.ACCEPTED]
        refused = [s.id for s in settled if moved.get(s.id) in (MessageState.FAILED, MessageState.BOUNCED)]
        gate.give_back(refused)
        heirs.take_over(other_devices)
        _drop_devices([m.contact_point_id for m, _ in attempts if moved.get(m.id) == MessageState.BOUNCED])
        told = [sent.entry(message, words.subject, now) for message, words in accepted]
        history.record(told, now=now, are_new=True)
    return settled, moved


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait before the next attempt: four times longer each time, up to four hours."""
    return min(FIRST_WAIT * 4 ** max(0, attempts - 1), LONGEST_WAIT)


def _gone(attempts: Sequence[tuple[Due, Outgoing]], results: Sequence[Result]) -> dict[int, int]:
    """Return the devices that do not exist any more, and whose they were."""
    return {
        message.contact_point_id: message.customer_id
        for (message, _), result in zip(attempts, results, strict=True)
        if result.outcome == Outcome.BOUNCED and message.channel == PUSH.key and message.contact_point_id
    }


def _passed_on(message: Due, result: Result, other_devices: Mapping[int, int]) -> Result:
    if result.outcome == Outcome.BOUNCED and message.contact_point_id in other_devices:
        return Result(Outcome.UNTOUCHED, "Its device is gone; it goes to another")
    return result


def _next(message: Due, result: Result, now: datetime) -> _Settled:
    if result.outcome == Outcome.ACCEPTED:
        return _Settled(message.id, MessageState.ACCEPTED, "", None, result.provider_id)
    state, due_at = _STATES[result.outcome], None
    if result.outcome == Outcome.DEFERRED:
        state, due_at = _put_off(message, result.retry_after, now)
    elif result.outcome == Outcome.UNKNOWN:
        due_at = now + UNKNOWN_GRACE
    elif result.outcome == Outcome.UNTOUCHED:
        due_at = now
    return _Settled(message.id, state, result.words[:300], due_at, result.provider_id)


def _put_off(message: Due, asked: timedelta | None, now: datetime) -> tuple[MessageState, datetime | None]:
    """Wait for the next attempt, or for the end of its time, whichever comes first; or give up.

    Where the other side asked for more time (Retry-After), it gets it.
    """
    if message.attempts + 1 >= MOST_ATTEMPTS:
        return MessageState.FAILED, None
    due_at = now + max(wait_after(message.attempts + 1), asked or timedelta())
    return MessageState.DEFERRED, min(due_at, message.not_after) if message.not_after else due_at


_STATES = {
    Outcome.ACCEPTED: MessageState.ACCEPTED,
    Outcome.REFUSED: MessageState.FAILED,
    Outcome.BOUNCED: MessageState.BOUNCED,
    Outcome.DEFERRED: MessageState.DEFERRED,
    Outcome.UNKNOWN: MessageState.UNKNOWN,
    Outcome.UNTOUCHED: MessageState.QUEUED,
}


def _write(settled: Sequence[_Settled], token: int, now: datetime) -> dict[int, str]:
    """Give back the lease and return the new state of each row that was moved."""
    source, parameters = folded(_TYPES, settled)
    moved = asking.ask(_SETTLE.format(source=source), [token, now, now, *parameters, token])
    return dict(moved.fetchall())


def _drop_devices(point_ids: Sequence[int | None]) -> None:
    """Forget keys and tokens of devices that are gone."""
    if point_ids:
        Device.objects.filter(contact_point__in=point_ids).delete()


def _note_bounces(settled: Sequence[_Settled], now: datetime) -> None:
    """Bar the addresses that do not exist; what was noted before stays as it is."""
    if came_back := {each.id: each.reason for each in settled if each.state == MessageState.BOUNCED}:
        stand_so = Message.objects.filter(pk__in=came_back, state=MessageState.BOUNCED)
        for message_id in sorted(stand_so.values_list("pk", flat=True)):
            bounces.note(message_id, BounceClass.HARD, came_back[message_id], now=now)


_TYPES = {
    "id": "bigint",
    "state": "text",
    "reason": "text",
    "due_at": "timestamptz",
    "provider_id": "text",
}
_SETTLE = """
WITH lease AS (DELETE FROM channels_lease WHERE token = %s)
UPDATE channels_message m
SET state = r.state, reason = r.reason, due_at = r.due_at, state_at = %s, lease_token = NULL,
    attempts = m.attempts - (r.state = 'queued')::int,
    provider_id = CASE WHEN r.provider_id = '' THEN m.provider_id ELSE r.provider_id END,
    accepted_at = CASE WHEN r.state = 'accepted' THEN %s ELSE m.accepted_at END
FROM ({source}) AS r
WHERE m.id = r.id AND (
    (m.lease_token = %s AND m.state = 'attempting')
    OR (r.state = 'accepted' AND m.state IN ('unknown', 'queued', 'deferred', 'quarantined'))
)
RETURNING m.id, m.state
"""
