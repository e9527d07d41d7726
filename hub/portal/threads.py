"""Conversations: what we sent and what the customer answered, put together by the message that began it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from channels.models import Message
from hub.paging import Key
from hub.portal import spoken
from hub.portal.people import rows
from hub.portal.reasons import SENT

PAGE = 10


class Said(NamedTuple):
    """What a customer, or a machine of theirs, wrote to us."""

    at: datetime
    channel: str
    subject: str
    text: str
    is_machine: bool


@dataclass(slots=True)
class Thread:
    """One conversation, as old as its latest word; without a message the customer began it."""

    at: datetime
    number: int
    message: Message | None = None
    said: list[Said] = field(default_factory=list)

    @property
    def key(self) -> Key:
        return Key(self.at, self.number)


def page(customer_ids: Sequence[int], *, before: Key | None) -> list[Thread]:
    """Return a page of conversations and one more, the one with the latest word first. Three statements."""
    values = {
        "ids": list(customer_ids),
        "sent": [state.value for state in SENT],
        "at": before.at if before else None,
        "number": before.id if before else 0,
        "size": PAGE + 1,
        "spoken": spoken.CHANNELS,
    }
    threads = {number: Thread(at, number) for at, number in rows(_THREADS, values)}
    messages = Message.objects.filter(customer__in=customer_ids)
    sent = messages.in_bulk([number // 2 for number in threads if number % 2])
    for number, *words in rows(_SAID, {**values, "numbers": list(threads)}):
        threads[number].said.append(Said(*words))
    for thread in threads.values():
        thread.message = sent.get(thread.number // 2) if thread.number % 2 else None
    return list(threads.values())


# A thread's number is odd and made of its message's, or even and made of the first word the customer wrote.
_NUMBER = """
CASE WHEN i.message_id IS NULL OR m.id IS NULL THEN 2 * i.id ELSE 2 * i.message_id + 1 END
"""
_WORDS = f"""
FROM customers_interaction i LEFT JOIN channels_message m
    ON m.id = i.message_id AND m.customer_id = ANY(%(ids)s) AND {spoken.CAME}
WHERE i.customer_id = ANY(%(ids)s) AND i.kind IN ('message_replied', 'message_auto_replied')
"""
_THREADS = f"""
SELECT max(at), number FROM (
    SELECT {spoken.CAME_AT} AS at, 2 * m.id + 1 AS number FROM channels_message m
    WHERE m.customer_id = ANY(%(ids)s) AND m.state = ANY(%(sent)s) AND m.accepted_at IS NOT NULL
    AND {spoken.CAME}
    UNION ALL
    SELECT i.occurred_at, {_NUMBER} {_WORDS}
) said
GROUP BY number
HAVING %(at)s::timestamptz IS NULL OR (max(at), number) < (%(at)s, %(number)s)
ORDER BY max(at) DESC, number DESC LIMIT %(size)s
"""
_SAID = f"""
SELECT {_NUMBER} AS number, i.occurred_at, i.channel, coalesce(i.data->>'subject', ''),
    coalesce(nullif(i.data->>'text', ''), i.summary), i.kind = 'message_auto_replied'
{_WORDS} AND {_NUMBER} = ANY(%(numbers)s::bigint[])
ORDER BY i.occurred_at, i.id
"""
