"""One interaction on its way into the history."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

_NOTHING: Mapping[str, Any] = MappingProxyType({})
_FURTHEST = timedelta(hours=16)


class Entry(NamedTuple):
    """One interaction to record; `source` and `source_id` make it idempotent.

    Channel, direction and summary come from the kind when left empty. Amounts are minor units.
    """

    customer_id: int
    occurred_at: datetime
    kind: str
    source: str
    source_id: str
    channel: str = ""
    direction: str = ""
    actor: str = ""
    summary: str = ""
    data: Mapping[str, Any] = _NOTHING
    amount_minor: int | None = None
    currency: str = ""
    message_id: int | None = None
    campaign_id: int | None = None
    offer_id: int | None = None
    decision_id: int | None = None
    loop_id: int | None = None


def has_offset(at: datetime) -> bool:
    """Say whether a time has an offset of less than 16 hours, as PostgreSQL and all places do."""
    if at.tzinfo is UTC:
        return True
    offset = at.utcoffset()
    return offset is not None and abs(offset) < _FURTHEST
