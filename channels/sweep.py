"""Put right what was left lying: dead leases, unknown ends, late messages, rings that nobody heard."""

from collections import Counter
from datetime import datetime, timedelta

from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import OperationalError

from channels import bell, ways
from channels.models import DUE_STATES, Lane, Pulse, Traffic
from channels.settling import UNKNOWN_GRACE
from customers import gate

MOST_CRASHES = 3
TRAFFIC_KEPT = timedelta(days=2)
RINGS = 12
"""Rings in one sweep: enough to keep every worker busy until the next."""
QUIET_QUEUE = 24
"""With more than this many rings waiting already, ringing again would only make noise."""


def sweep(*, now: datetime) -> dict[str, int]:
    """Do one round and return what it found. Safe to run at any time and anywhere, even twice at once."""
    freed = _release_leases(now)
    found = {
        "unknown": freed["unknown"],
        "quarantined": freed["quarantined"],
        "expired": _expire(now),
        "rung": _ring_for_due(now),
    }
    Traffic.objects.filter(minute_at__lt=now - TRAFFIC_KEPT).delete()
    Pulse.objects.update_or_create(pk="sweep", defaults={"beat_at": now})
    return found


def _release_leases(now: datetime) -> Counter[str]:
    """Call unknown what a dead worker had on the wire; set aside what was in the hands of three of them."""
    states: Counter[str] = Counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM channels_lease WHERE until_at < %s RETURNING low, high, token", [now])
        # One by one: PostgreSQL would join several by going over all messages there are.
        for lease in cursor.fetchall():
            cursor.execute(_RELEASE, [MOST_CRASHES, now, MOST_CRASHES, now + UNKNOWN_GRACE, *lease])
            states.update(state for (state,) in cursor.fetchall())
    return states


def _expire(now: datetime) -> int:
    """End what is too late to send. What was perhaps sent keeps its allowance and is shown to a person."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_EXPIRE, [[state.value for state in DUE_STATES], now, now])
        ended = cursor.fetchall()
        gate.give_back([message_id for message_id, state in ended if state == "expired"])
    return len(ended)


def _ring_for_due(now: datetime) -> int:
    """Ring for the oldest due ranges of each lane whose queue is quiet.

    What a closed channel keeps waiting, a million messages perhaps, must not hide what another could send.
    """
    total = 0
    channels = ways.roads(now=now).channels("")
    for lane in Lane:
        if _waiting_rings(lane) <= QUIET_QUEUE:
            with connection.cursor() as cursor:
                cursor.execute(_DUE_RANGES, [bell.RANGE, lane.value, now, channels, RINGS * bell.RANGE])
                ranges = [(lane.value, low, high) for low, high in cursor.fetchall()]
            bell.ring(ranges)
            total += len(ranges)
    return total


def _waiting_rings(lane: Lane) -> int:
    """Return the length of a lane's queue; 0 when the broker cannot be asked, for then ringing is cheap."""
    try:
        with current_app.connection_or_acquire() as broker:
            return int(broker.default_channel.client.llen(lane.label))
    except (OperationalError, OSError, AttributeError):
        return 0


_RELEASE = """
UPDATE channels_message
SET state = CASE WHEN crashes + 1 >= %s THEN 'quarantined' ELSE 'unknown' END, crashes = crashes + 1,
    reason = 'The worker died while it was on its way', state_at = %s, lease_token = NULL,
    due_at = CASE WHEN crashes + 1 >= %s THEN NULL ELSE %s::timestamptz END
WHERE id BETWEEN %s AND %s AND lease_token = %s AND state = 'attempting'
RETURNING state
"""
_EXPIRE = """
WITH late AS (
    SELECT id, state FROM channels_message
    WHERE due_at IS NOT NULL AND state = ANY(%s) AND not_after < %s LIMIT 5000
    FOR UPDATE SKIP LOCKED
)
UPDATE channels_message m
SET state = CASE WHEN late.state = 'unknown' THEN 'quarantined' ELSE 'expired' END,
    state_at = %s, due_at = NULL, lease_token = NULL,
    reason = CASE WHEN late.state = 'unknown' THEN 'Perhaps sent; too late to try again' ELSE 'expired' END
FROM late WHERE m.id = late.id RETURNING m.id, m.state
"""
_DUE_RANGES = """
SELECT min(id), max(id) FROM (
    SELECT id, (row_number() OVER (ORDER BY id) - 1) / %s AS part FROM (
        SELECT id FROM channels_message m
        WHERE lane = %s AND state IN ('queued', 'deferred', 'unknown') AND due_at <= %s
            AND channel = ANY(%s) AND NOT EXISTS (SELECT 1 FROM channels_hold h WHERE h.cause = m.cause)
        ORDER BY due_at, id LIMIT %s
    ) due
) parts GROUP BY part ORDER BY 1
"""
