"""Who was shown which customer, by which door, when: the answer leaves us only after that is written.

What is shown to the same again within ten minutes is the same viewing, so that a page that keeps itself fresh
writes once. Lists that name customers without an address open none and are not written down.
docs/decisions/0005-every-viewing-is-written.md
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from channels.receipts import network_of
from hub.models import Staff, Viewing

Door = Viewing.Door
AGAIN = timedelta(minutes=10)
BATCH = 5_000
_SHOWS = frozenset({200, 422})
"""Answers with something on them; the others lead elsewhere, or say that there is nothing."""
_NUMBER = re.compile(rb'"customer":"C([0-9]{6,18})"')


class Shown(NamedTuple):
    customer_id: int
    door: str
    subject_id: int | None = None


def saw(request: HttpRequest, customer_id: int, door: Door, subject_id: int | None = None) -> None:
    """Remember that the answer to this request will show this customer; `written` keeps it."""
    _of(request).append(Shown(customer_id, door, subject_id))


def written(request: HttpRequest, response: HttpResponseBase, staff: Staff) -> None:
    """Keep what this answer shows, in one statement; none if it shows nobody. It raises what goes wrong."""
    shown = _of(request)
    if shown and response.status_code in _SHOWS:
        note(shown, f"staff:{staff.username}", role=staff.role, address=_address(request), now=timezone.now())


def opened(request: HttpRequest, customer_id: int, staff: Staff) -> None:
    """Keep that somebody opened contact data which others share, before they see it."""
    shown = [Shown(customer_id, Door.CONFIRMED)]
    note(shown, f"staff:{staff.username}", role=staff.role, address=_address(request), now=timezone.now())


def answered(request: HttpRequest, body: bytes, actor: str, *, whose: str, now: datetime) -> None:
    """Keep whose numbers stand in what the API answers, and in the address that was asked for (`whose`)."""
    numbers = {int(each) for each in (*_NUMBER.findall(body), *([whose[1:]] if whose else []))}
    if shown := [Shown(number, Door.API) for number in sorted(numbers)]:
        note(shown, actor, address=_address(request), now=now)


def note(shown: Sequence[Shown], actor: str, *, role: str = "", address: str = "", now: datetime) -> None:
    """Append what was not shown to the same by the same door just now; one statement."""
    values: dict[str, Any] = {
        "customers": [each.customer_id for each in shown],
        "doors": [str(each.door) for each in shown],
        "subjects": [each.subject_id for each in shown],
        "actor": actor,
        "role": role,
        "network": network_of(address) if address else "",
        "now": now,
        "since": now - AGAIN,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, values)


def forget_old(days: int, *, now: datetime) -> int:
    """Forget what is older than so many days, the oldest first, a batch a transaction; return how many."""
    total = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL rapport.forgetting = 'on'")
            cursor.execute(_FORGET, [now - timedelta(days=days), BATCH])
            total += (gone := cursor.rowcount)
        if gone < BATCH:
            return total


def taken_along(customer_ids: Iterable[int]) -> Iterable[dict[str, Any]]:
    """Yield to whom we showed them, for their own copy: by role, for who it was is our staff's own data."""
    rows = Viewing.objects.filter(customer_id__in=list(customer_ids)).order_by("viewed_at", "pk")
    for row in rows.iterator(chunk_size=500):
        yield {"viewed_at": row.viewed_at.isoformat(), "role": row.role or "system", "door": row.door}


def _of(request: HttpRequest) -> list[Shown]:
    if not hasattr(request, "viewings"):
        request.viewings = []  # type: ignore[attr-defined]
    return request.viewings  # type: ignore[attr-defined]


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


_NOTE = """
INSERT INTO hub_viewing (viewed_at, customer_id, actor, role, door, subject_id, network)
SELECT %(now)s, shown.customer_id, %(actor)s, %(role)s, shown.door, shown.subject_id, %(network)s
FROM (
    SELECT DISTINCT * FROM unnest(%(customers)s::bigint[], %(doors)s::text[], %(subjects)s::bigint[])
        AS each (customer_id, door, subject_id)
) shown
WHERE NOT EXISTS (
    SELECT FROM hub_viewing v
    WHERE v.customer_id = shown.customer_id AND v.viewed_at > %(since)s AND v.actor = %(actor)s
    AND v.role = %(role)s AND v.door = shown.door AND v.subject_id IS NOT DISTINCT FROM shown.subject_id
)
"""
_FORGET = """
DELETE FROM hub_viewing WHERE id IN (
    SELECT id FROM hub_viewing WHERE viewed_at < %s ORDER BY viewed_at LIMIT %s
)
"""
