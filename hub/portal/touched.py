"""Every touch of a customer: what we sent, what we held back, and what people of ours said in person."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from hub.paging import Key
from hub.portal import spoken
from hub.portal.people import rows

PAGE = 20
YEAR = timedelta(days=365)
_LARGEST_ID = 2**63 - 1


class Touched(NamedTuple):
    """One message or one offer in person; `number` tells both kinds apart in the order of a page."""

    at: datetime
    number: int
    message_id: int | None
    """None where a person spoke."""
    channel: str
    topic: str
    purpose: str
    state: str
    reason: str
    cause: str
    campaign: str
    arm: str
    """The wording, where there were several."""
    due_at: datetime | None
    content_id: int | None
    counted_at: datetime
    """When the gate judged and counted it."""
    words: str
    """What a person of ours said."""
    carrier: int | None
    """The message that this one went out within, as part of a digest."""
    allowed_by: str
    """What let it through, as customers.why wrote it then; empty for what people said in person."""
    stage: str
    """How far people of ours have come with it (spoken.Stage); empty for what they do not carry."""

    @property
    def key(self) -> Key:
        return Key(self.at, self.number)


def page(customer_ids: Sequence[int], *, before: Key | None, now: datetime) -> list[Touched]:
    """Return a page and one more, newest first, of the last year; one statement."""
    values = {
        "ids": list(customer_ids),
        "since": now - YEAR,
        "at": before.at if before else now + YEAR,
        "number": before.id if before else 0,
        "size": PAGE + 1,
        "spoken": spoken.CHANNELS,
    }
    return [Touched(*row) for row in rows(_PAGE, values)]


def one(customer_ids: Sequence[int], message_id: int) -> Touched | None:
    """Return one message of these customers."""
    values = {"message": min(message_id, _LARGEST_ID), "spoken": spoken.CHANNELS}
    found = rows(_ONE, {"ids": list(customer_ids), **values})
    return Touched(*found[0]) if found else None


_MESSAGE = f"""
SELECT coalesce({spoken.STAGE_AT}, m.accepted_at, m.created_at) AS at, 2 * m.id + 1 AS number, m.id,
    m.channel, m.topic, m.purpose, m.state, m.reason, m.cause, coalesce(c.name, ''),
    CASE WHEN jsonb_array_length(f.arms) > 1 THEN m.arm ELSE '' END, m.due_at, m.content_id,
    coalesce(t.touched_at, m.accepted_at, m.state_at), '', nullif(m.digest_id, m.id),
    m.allowed_by, {spoken.STAGE}
FROM channels_message m
LEFT JOIN campaigns_campaign c ON c.id = m.campaign_id
LEFT JOIN campaigns_flight f ON f.id = m.flight_id
LEFT JOIN customers_touch t ON t.message_id = m.id
WHERE m.customer_id = ANY(%(ids)s)
"""
_PAGE = f"""
SELECT * FROM (
    {_MESSAGE} AND m.created_at > %(since)s
    UNION ALL
    SELECT t.touched_at, 2 * t.id, NULL, t.channel, t.topic, t.purpose, '', '', t.actor, '', '', NULL, NULL,
        t.touched_at, coalesce(i.summary, ''), NULL, '', ''
    FROM customers_touch t
    LEFT JOIN customers_interaction i ON i.customer_id = t.customer_id AND i.occurred_at = t.touched_at
        AND i.kind = 'offer_made'
    WHERE t.customer_id = ANY(%(ids)s) AND t.message_id IS NULL AND t.state <> 'returned'
    AND t.touched_at > %(since)s
) touched
WHERE (at, number) < (%(at)s, %(number)s)
ORDER BY at DESC, number DESC LIMIT %(size)s
"""
_ONE = f"{_MESSAGE} AND m.id = %(message)s"
