"""What people of ours carry, such as calls: it came only once somebody spoke with the customer.

Such a message is accepted when it is on the work list (channels/worklist.py). Its subject and its text are
for our people: no page of a customer shows them.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from channels.carried import ByPerson
from channels.registry import ADAPTERS
from customers.dials import Counted
from hub.portal.people import rows
from hub.portal.words import Words

CHANNELS = [key for key, adapter in ADAPTERS.items() if isinstance(adapter, ByPerson)]


class Stage(StrEnum):
    """How far our people have come with it."""

    WANTED = "wanted"
    TRIED = "tried"
    SPOKE = "spoke"


# For statements about a message m, with CHANNELS as %(spoken)s.
_TRIES = "coalesce((SELECT w.tries FROM channels_workitem w WHERE w.message_id = m.id), 0)"
CAME = f"(m.channel <> ALL(%(spoken)s) OR (m.replied_at IS NOT NULL AND {_TRIES} > 0))"
CAME_AT = "CASE WHEN m.channel = ANY(%(spoken)s) THEN m.replied_at ELSE m.accepted_at END"
STAGE = f"""
CASE WHEN m.channel <> ALL(%(spoken)s) THEN '' WHEN {_TRIES} = 0 THEN '{Stage.WANTED}'
    WHEN m.replied_at IS NULL THEN '{Stage.TRIED}' ELSE '{Stage.SPOKE}' END
"""
STAGE_AT = f"""
CASE WHEN m.channel = ANY(%(spoken)s) AND {_TRIES} > 0 THEN coalesce(m.replied_at, (
    SELECT max(o.occurred_at) FROM customers_interaction o
    WHERE o.customer_id = m.customer_id AND o.message_id = m.id AND o.kind IN ('call', 'task_done')
)) END
"""


def told(channel: str, stage: Stage) -> str:
    """Say how far we have come, in the language that is spoken."""
    return str((_CALLS if channel == "call" else _TALKS)[stage])


def came(customer_id: int, touches: Sequence[Counted]) -> list[Counted]:
    """Return the touches that reached a customer. One statement, where any are of channels of people."""
    since = min((touch.touched_at for touch in touches if touch.channel in CHANNELS), default=None)
    if since is None:
        return list(touches)
    values: dict[str, Any] = {"customer": customer_id, "since": since, "spoken": CHANNELS}
    unsaid = set(rows(_UNSAID, values))
    return [each for each in touches if (each.channel, each.topic, each.touched_at) not in unsaid]


_UNSAID = f"""
SELECT t.channel, t.topic, t.touched_at
FROM customers_customer c
JOIN customers_touch t ON t.customer_id = c.id AND t.touched_at >= %(since)s
JOIN channels_message m ON m.id = t.message_id
WHERE (c.id = %(customer)s OR c.merged_into_id = %(customer)s)
AND t.channel = ANY(%(spoken)s) AND NOT {CAME}
"""
_CALLS: dict[Stage, Words] = {
    Stage.WANTED: _("We want to call you"),
    Stage.TRIED: _("We tried to call you"),
    Stage.SPOKE: _("We called you"),
}
_TALKS: dict[Stage, Words] = {
    Stage.WANTED: _("We want to speak with you"),
    Stage.TRIED: _("We wanted to speak with you"),
    Stage.SPOKE: _("We spoke with you"),
}
