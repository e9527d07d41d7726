"""Every address of the API with its verbs: what may be done there, with which scope, by which function."""

from hub.api import interactions
from hub.api.interactions import BulkQuery, Happened
from hub.api.operation import Operation

_PURCHASE = {
    "customer": {"source": "shop", "key": "A-1007"},
    "kind": "purchase",
    "occurred_at": "2026-11-20T09:30:00Z",
    "source": "shop",
    "source_id": "order-55121",
    "channel": "web",
    "data": {"items": 3},
    "amount_minor": 4990,
    "currency": "EUR",
}
OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "POST", "interactions/", "interactions:write", interactions.record_interactions,
        "Record interactions", interactions.Verdicts, Happened, is_bulk=True, query=BulkQuery,
        example=_PURCHASE,
    ),
    Operation(
        "GET", "customers/{customer}/timeline/", "interactions:read", interactions.read_timeline,
        "Read a timeline", interactions.Timeline, query=interactions.TimelineQuery,
    ),
    Operation(
        "GET", "event-kinds/", "", interactions.list_event_kinds, "List the kinds of interactions",
        interactions.Kinds,
    ),
)  # fmt: skip
