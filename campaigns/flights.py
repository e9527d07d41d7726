"""Carry a flight out: choose and split its audience range by range, and see when it is over."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from campaigns import arms, audience, rule
from campaigns.models import FLIGHT_MOVES, Chunk, Flight
from channels import outbox
from channels.models import Content, Message, MessageState
from channels.outbox import Draft
from customers import asking

MOST_RUNG = 100
"""Open ranges that workers are told of at a time: seconds of work, so that a queue never fills with them."""
RING_AGAIN = timedelta(seconds=20)
S = MessageState
_OPEN_STATES = (S.PLANNED, S.QUEUED, S.ATTEMPTING, S.DEFERRED, S.UNKNOWN)
"""What still moves by itself; a flight ends when none of its messages does."""


def plan_chunk(chunk_id: int, *, now: datetime) -> Counter[str]:
    """Decide what everybody in one range gets, and queue it; return how many messages by state.

    One transaction: a range is planned once or not at all, however often and wherever this is called. The
    audience is what the rule meant at launch. About 15 statements for any number of customers.
    """
    asking.plan_anew()
    with transaction.atomic():
        chunk = _claim(chunk_id)
        if chunk is None:
            return Counter()
        counts = outbox.queue(list(_drafts(chunk, now)), now=now)
        Chunk.objects.filter(pk=chunk_id).update(planned_at=now)
    _begin_sending(chunk.flight_id)
    return counts


def move(
    flight: Flight, to: str, *, standing: Collection[str] = tuple(FLIGHT_MOVES), **changes: object
) -> bool:
    """Move a flight if it stands (in one of `standing`) where it may go there from; compare-and-set."""
    sources = [state for state in standing if to in FLIGHT_MOVES[state]]
    return Flight.objects.filter(pk=flight.pk, state__in=sources).update(state=to, **changes) == 1


def waiting_chunks(*, now: datetime) -> list[int]:
    """Return open ranges that no worker was told of lately, and note that they are told now."""
    with transaction.atomic():
        oldest = Chunk.objects.filter(planned_at=None, flight__state=Flight.State.PLANNING).order_by("pk")
        told_lately = Q(rung_at__gt=now - RING_AGAIN)
        waiting = list(
            Chunk.objects.filter(pk__in=oldest.values("pk")[:MOST_RUNG])
            .exclude(told_lately)
            .order_by("pk")
            .select_for_update(skip_locked=True)
            .values_list("pk", flat=True)
        )
        Chunk.objects.filter(pk__in=waiting).update(rung_at=now)
    return waiting


def settle_finished(*, now: datetime) -> int:
    """End the flights that have nothing left to do; put right what a crash left half moved.

    Returns how many have ended. A flight whose last messages wait for their time ends with them.
    """
    for flight_id in Flight.objects.filter(state=Flight.State.PLANNING).values_list("pk", flat=True):
        _begin_sending(flight_id)
    sending = Flight.objects.filter(state=Flight.State.SENDING)
    ended = [flight for flight in sending if not _still_waits(flight)]
    stopped = Flight.objects.filter(state=Flight.State.STOPPED, ended_at=None)
    return sum(move(flight, Flight.State.ENDED, ended_at=now) for flight in ended) + sum(
        finish_stopping(flight, now=now) for flight in stopped
    )


def finish_stopping(flight: Flight, *, now: datetime) -> bool:
    """Call off what has not begun; when nothing is on the wire any more, let go of the hold.

    What comes back from the wire to be tried again is called off at the next tick. What was perhaps sent
    stays held, so that a stopped flight never sends it a second time.
    """
    outbox.cancel(flight.cause, reason="The campaign was stopped", now=now)
    if _last_open(flight, but_not=S.UNKNOWN):
        return False
    if not _last_open(flight):
        outbox.release(flight.cause)
    return Flight.objects.filter(pk=flight.pk, ended_at=None).update(ended_at=now) == 1


def _claim(chunk_id: int) -> Chunk | None:
    """Lock an open range of a flight that is still planning; None if there is nothing to do.

    The shared lock on the flight makes stopping wait for ranges under way, so that none of their messages
    can appear after everything was called off.
    """
    chunk = (
        Chunk.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("flight")
        .filter(pk=chunk_id, planned_at=None)
        .first()
    )
    if chunk is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM campaigns_flight WHERE id = %s AND state = 'planning' FOR SHARE", [chunk.flight_id]
        )
        return chunk if cursor.fetchone() else None


def _drafts(chunk: Chunk, now: datetime) -> Iterator[Draft]:
    flight = chunk.flight
    split = arms.read(flight.arms)
    draw = arms.splitter(flight.salt, flight.holdout, [arm.weight for arm in split])
    contents = Content.objects.in_bulk([arm.content_id for arm in split])
    cause = flight.cause
    for customer_id in _members(chunk):
        is_held_out, index = draw(customer_id)
        arm = split[index]
        content = contents[arm.content_id]
        yield Draft(
            customer_id,
            content.channel,
            arm.content_id,
            content.purpose,
            content.topic,
            cause,
            due_at=now,
            not_after=flight.not_after,
            otherwise=flight.otherwise,
            other_content_id=arm.other_content_id,
            campaign_id=flight.campaign_id,
            flight_id=flight.pk,
            version_id=None if is_held_out else arm.version_id,
            arm=arms.HOLD_OUT if is_held_out else arm.name,
            is_held=is_held_out,
        )


def _members(chunk: Chunk) -> Iterable[int]:
    flight = chunk.flight
    frozen = rule.parse(flight.audience)
    members = audience.members(frozen, now=flight.started_at, low=chunk.low, high=chunk.high)
    return members.order_by("pk").values_list("pk", flat=True)


def _begin_sending(flight_id: int) -> None:
    """Move a flight on when its last range is planned.

    A statement of its own, after the range is committed: of two last ranges, the later one sees both done.
    """
    is_open = Exists(Chunk.objects.filter(flight=OuterRef("pk"), planned_at=None))
    planned = Flight.objects.filter(~is_open, pk=flight_id, state=Flight.State.PLANNING)
    planned.update(state=Flight.State.SENDING)


def _still_waits(flight: Flight) -> bool:
    """Say whether a message of the flight has yet to come to its end.

    Looks at the one it waited for last time before it searches; that one is the last in line, so a flight
    of millions is searched a few times in all and not at every tick.
    """
    if Message.objects.filter(pk=flight.waits_for_id or 0, state__in=_OPEN_STATES).exists():
        return True
    found = _last_open(flight)
    Flight.objects.filter(pk=flight.pk).update(waits_for_id=found)
    return found is not None


def _last_open(flight: Flight, but_not: MessageState | None = None) -> int | None:
    states = [state.value for state in _OPEN_STATES if state != but_not]
    with connection.cursor() as cursor:
        cursor.execute(_LAST_OPEN, [flight.cause, states])
        (found,) = cursor.fetchone()
    return int(found) if found else None


# OFFSET 0 keeps PostgreSQL from walking the whole table backwards for a largest id that is not there.
_LAST_OPEN = """
SELECT max(id) FROM (
    SELECT id FROM channels_message WHERE cause = %s AND state = ANY(%s) OFFSET 0
) still_open
"""
