"""Rows of the history for the screen, with what became of the messages they speak of, in one statement."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection


class Row(NamedTuple):
    """One interaction, and what became of its message; the last six are empty where there is none."""

    id: int
    customer_id: int
    occurred_at: datetime
    kind: str
    channel: str
    actor: str
    summary: str
    data: str
    """JSON, as text: most lines never look into it."""
    amount_minor: int | None
    currency: str
    message_id: int | None
    loop_id: int | None
    campaign: str | None
    state: str | None
    opened_at: datetime | None
    clicked_at: datetime | None
    replied_at: datetime | None
    links: str | None
    """JSON: the targets of the message's links by number, as Liquid; only where one was followed."""


def rows(page: str, parameters: Sequence[Any] | Mapping[str, Any]) -> list[Row]:
    """Return the rows that `page` selects from the history, the latest first.

    `page` is a whole SELECT of COLUMNS with its own limit, so that it is read before anything is joined to
    it: what became of fifty messages is fifty look-ups by key.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(page=page), parameters)
        return [Row._make(row) for row in cursor.fetchall()]


COLUMNS = (
    "id, customer_id, occurred_at, kind, channel, actor, summary, data, amount_minor, currency, message_id,"
    " loop_id, campaign_id"
)
_ROWS = """
SELECT i.id, i.customer_id, i.occurred_at, i.kind, i.channel, i.actor, i.summary, i.data, i.amount_minor,
    i.currency, i.message_id, i.loop_id, campaign.name, m.state, m.opened_at, m.clicked_at, m.replied_at,
    CASE WHEN i.kind = 'message_clicked' THEN content.links::text END
FROM ({page}) i
LEFT JOIN channels_message m ON m.id = i.message_id
LEFT JOIN campaigns_campaign campaign ON campaign.id = i.campaign_id
LEFT JOIN channels_content content ON content.id = m.content_id
ORDER BY i.occurred_at DESC, i.id DESC
"""
