"""Take back what staff wrote down by mistake: the line stays, another says so, the profile forgets it."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from customers import history, identity
from customers.events import EVENT_TYPES
from customers.models import Interaction

KINDS = ("call", "visit", "note")
"""What people write down by hand. Everything else has a way of its own to be undone, or none."""
WITHIN = timedelta(minutes=1)


def take_back(interaction_id: int, *, actor: str, now: datetime) -> bool:
    """Take back a line that `actor` wrote within the last minute; False if it is not theirs, too old or gone.

    The history is append-only, so that what was taken back can still be read, crossed out.
    """
    line = Interaction.objects.filter(
        id=interaction_id,
        occurred_at__range=(now - WITHIN, now + WITHIN),
        kind__in=KINDS,
        actor=actor,
    ).first()
    if line is None:
        return False
    entry = history.Entry(
        customer_id=line.customer_id,
        occurred_at=now,
        kind="taken_back",
        source="takeback",
        source_id=str(line.id),
        channel=line.channel,
        actor=actor,
        summary=EVENT_TYPES[line.kind].label,
        data={"interaction": line.id, "kind": line.kind},
    )
    with transaction.atomic():
        identity.hold([line.customer_id])
        is_new = bool(history.record([entry], now=now).new)
        if is_new and (tally := EVENT_TYPES[line.kind].tally):
            _forget(line, tally.count, tally.last)
    return is_new


def _forget(line: Interaction, count: str, last: str) -> None:
    """Take one out of the profile's count, and find the last that stands."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET.format(count=count, last=last), [line.kind, line.customer_id])


_FORGET = """
UPDATE customers_profile p SET {count} = greatest(p.{count} - 1, 0), {last} = (
    SELECT max(i.occurred_at) FROM customers_interaction i
    WHERE i.customer_id = p.customer_id AND i.kind = %s AND NOT EXISTS (
        SELECT FROM customers_interaction t
        WHERE t.customer_id = i.customer_id AND t.kind = 'taken_back' AND t.occurred_at >= i.occurred_at
        AND (t.data->>'interaction')::bigint = i.id
    )
) WHERE p.customer_id = %s
"""
