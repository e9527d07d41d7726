"""What is left open: promises, questions, complaints and half-done things, opened, handed over and closed.

What we change is a line of the history in the same transaction. Loops of a merged person are read together.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet

from customers import history
from customers.models import OpenLoop

Kind = OpenLoop.Kind
HEARD = (Kind.QUESTION, Kind.COMPLAINT)
"""What a customer's own words open by themselves; promises are made by us."""
LONGEST = 300


def open(
    customer_id: int,
    kind: str,
    words: str,
    *,
    actor: str,
    due_at: datetime | None = None,
    channel: str = "",
    owner: str = "",
    conversation_id: int | None = None,
    message_id: int | None = None,
    now: datetime,
) -> int:
    """Open a loop, tell the history, and return its number. `owner` is "staff:name", "team:key" or nobody."""
    loop = OpenLoop(
        customer_id=customer_id,
        kind=Kind(kind),
        words=_gist(words),
        channel=channel,
        owner=owner,
        opened_by=actor,
        opened_at=now,
        due_at=due_at,
        conversation_id=conversation_id,
        message_id=message_id,
    )
    with transaction.atomic():
        loop.save()
        _tell(loop, "loop_opened", loop.words, actor, now)
    return loop.pk


def heard(
    customer_id: int,
    intent: str,
    words: str,
    *,
    channel: str,
    conversation_id: int | None = None,
    message_id: int | None = None,
    now: datetime,
) -> int | None:
    """Open what a customer's words leave open, if they ask or complain; call it where they are recorded.

    The history has the words already and gets no second line. Who goes on about the same by the same channel
    adds to what is open: it says their latest words and keeps its age. Returns the loop's number, or None for
    words that ask nothing of us.
    """
    if intent not in HEARD:
        return None
    with transaction.atomic():
        known = OpenLoop.objects.select_for_update().filter(
            customer_id=customer_id, kind=intent, channel=channel, opened_by="customer", closed_at=None
        )
        if loop := known.first():
            OpenLoop.objects.filter(pk=loop.pk).update(words=_gist(words), message_id=message_id)
            return loop.pk
        loop = OpenLoop.objects.create(
            customer_id=customer_id,
            kind=intent,
            words=_gist(words),
            channel=channel,
            opened_by="customer",
            opened_at=now,
            conversation_id=conversation_id,
            message_id=message_id,
        )
    return loop.pk


def close(loop_id: int, *, actor: str, words: str = "", now: datetime) -> bool:
    """Close a loop, with words on how it ended; False, having changed nothing, if it is closed already."""
    with transaction.atomic():
        changed = OpenLoop.objects.filter(pk=loop_id, closed_at=None).update(
            closed_at=now, closed_by=actor, closed_words=_gist(words)
        )
        if changed:
            loop = OpenLoop.objects.get(pk=loop_id)
            _tell(loop, "loop_closed", loop.closed_words or loop.words, actor, now)
    return bool(changed)


def reopen(loop_id: int, *, actor: str, now: datetime) -> bool:
    """Open a closed loop again, as old as it was; False if it is open."""
    with transaction.atomic():
        changed = OpenLoop.objects.filter(pk=loop_id, closed_at__isnull=False).update(
            closed_at=None, closed_by="", closed_words=""
        )
        if changed:
            loop = OpenLoop.objects.get(pk=loop_id)
            _tell(loop, "loop_opened", f"Open again: {loop.words}", actor, now)
    return bool(changed)


def hand_over(loop_id: int, owner: str, *, actor: str, words: str = "", now: datetime) -> bool:
    """Give an open loop to somebody else to see to; False if it is closed, or theirs already."""
    with transaction.atomic():
        given = OpenLoop.objects.filter(pk=loop_id, closed_at=None).exclude(owner=owner).update(owner=owner)
        if given:
            loop = OpenLoop.objects.get(pk=loop_id)
            _tell(loop, "loop_handed_over", _gist(words) or loop.words, actor, now)
    return bool(given)


def of(customer_id: int) -> list[OpenLoop]:
    """Return what is open with this person, under all their names: what is due first, then the oldest."""
    return list(_in_order(_open().filter(whose(customer_id))))


def waiting(
    owners: Collection[str] | None = None,
    *,
    kinds: Collection[str] | None = None,
    due_by: datetime | None = None,
    limit: int = 50,
) -> list[OpenLoop]:
    """Return what waits for these owners ("" is nobody's yet; None is everybody's), what is due first.

    `due_by` leaves out what has a later day and what has none. Each comes with its customer.
    """
    rows = _open().select_related("customer").defer("customer__search_text")
    if owners is not None:
        rows = rows.filter(owner__in=owners)
    if kinds is not None:
        rows = rows.filter(kind__in=kinds)
    if due_by is not None:
        rows = rows.filter(due_at__lte=due_by)
    return list(_in_order(rows)[:limit])


def whose(customer_id: int) -> Q:
    """Match what belongs to a person, whichever of their merged names it was kept under."""
    return Q(customer_id=customer_id) | Q(customer__merged_into=customer_id)


def _open() -> QuerySet[OpenLoop]:
    return OpenLoop.objects.filter(closed_at=None)


def _in_order(loops: QuerySet[OpenLoop]) -> QuerySet[OpenLoop]:
    return loops.order_by(F("due_at").asc(nulls_last=True), "opened_at", "pk")


def _gist(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _tell(loop: OpenLoop, kind: str, words: str, actor: str, now: datetime) -> None:
    data: dict[str, str] = {"kind": loop.kind}
    if loop.due_at:
        data["due"] = loop.due_at.isoformat()
    if loop.owner:
        data["owner"] = loop.owner
    entry = history.Entry(
        customer_id=loop.customer_id,
        occurred_at=now,
        kind=kind,
        source="loop",
        source_id=f"{loop.pk}:{kind}:{now.isoformat()}",
        channel=loop.channel,
        actor=actor,
        summary=f"{Kind(loop.kind).label}: {words}",
        data=data,
        message_id=loop.message_id,
        loop_id=loop.pk,
    )
    history.record([entry], now=now)
