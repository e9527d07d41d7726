"""Interactions: what happened, by the thousand, into the history; and one customer's timeline out of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from django.db.models import Max, Min, Q, QuerySet

from customers import checking, history, identity, kinds, merging
from customers.entry import Entry
from customers.event import EventType
from customers.models import Interaction, Profile
from hub.api import cursors, who
from hub.api.fields import Sparse
from hub.api.operation import Call, Done
from hub.api.problems import Flaw, Problem
from hub.api.who import Named, Number, OneOfMany, Who

FROM_OUTSIDE = ("call", "note", "purchase", "visit")
"""Kinds that other systems may tell us of; what we did ourselves only we record."""
_LARGEST_DATA = 16_384
_DEEPEST_DATA = 20
_encode, _encode_lines = msgspec.json.Encoder().encode, msgspec.json.Encoder().encode_lines
Known = Mapping[str, EventType]


class Happened(msgspec.Struct, forbid_unknown_fields=True):
    """Something that happened with a customer; a customer whom the source names first is made."""

    customer: Who
    kind: Annotated[str, msgspec.Meta(max_length=40, description="One of event-kinds/ that is from_outside.")]
    occurred_at: Annotated[datetime, msgspec.Meta(tz=True)]
    source: OneOfMany
    source_id: Annotated[
        str,
        msgspec.Meta(
            min_length=1, max_length=200, description="Its key there: recorded once, however often sent."
        ),
    ]
    channel: Annotated[str, msgspec.Meta(pattern=r"^([a-z][a-z0-9_-]{0,19})?$(?!\n)")] = ""
    direction: Literal["", "in", "out", "within"] = ""
    summary: Annotated[str, msgspec.Meta(max_length=300)] = ""
    data: dict[str, Any] = {}
    amount_minor: Annotated[int, msgspec.Meta(ge=-(10**15), le=10**15)] | None = None
    currency: Annotated[str, msgspec.Meta(pattern=r"^([A-Z]{3})?$(?!\n)")] = ""


class Verdict(msgspec.Struct, omit_defaults=True):
    """What became of one item, in the order in which they were sent."""

    status: Literal["accepted", "refused"]
    customer: str = ""
    errors: list[Flaw] = []


class Verdicts(msgspec.Struct):
    """`new` and `repeated` add up to what was accepted."""

    new: int
    repeated: int
    refused: int
    items: list[Verdict]


class BulkQuery(msgspec.Struct, forbid_unknown_fields=True):
    atomic: Annotated[bool, msgspec.Meta(description="All of them or none.")] = False


def record_interactions(call: Call) -> Done:
    """Record one interaction or many; what was recorded before adds nothing."""
    items = [each for each in call.body if type(each) is Happened]
    ids = who.known([each.customer for each in items])
    known = kinds.among({each.kind for each in items})
    entries = _together(ids, known, call) or _one_by_one(ids, known, call)
    flaws = [each for each in entries if isinstance(each, Flaw)]
    if flaws and (call.query.atomic or not call.is_list):
        raise refused(flaws, call)
    _make_named(call.body, entries)
    ready = [entry for entry in entries if isinstance(entry, Entry)]
    recorded = history.record(ready, now=call.now, checked=known)
    verdicts = [
        Verdict("refused", errors=[entry])
        if isinstance(entry, Flaw)
        else Verdict("accepted", who.number(entry.customer_id))
        for entry in entries
    ]
    return Done(Verdicts(recorded.new, recorded.repeated, len(flaws), verdicts))


def _make_named(items: Sequence[Happened], entries: list[Entry | Flaw]) -> None:
    """Make the customers whom a source names here for the first time, and put their ids in."""
    new = {
        place: entry
        for place, entry in enumerate(entries)
        if isinstance(entry, Entry) and not entry.customer_id
    }
    ids = who.by_key({items[place].customer for place in new})
    for place, entry in new.items():
        entries[place] = entry._replace(customer_id=ids[items[place].customer])


def refused(flaws: Sequence[Flaw], call: Call) -> Problem:
    """Say that nothing was taken; of a single body the pointers begin at the body itself."""
    if not call.is_list:
        flaws = [Flaw(flaw.pointer.removeprefix("/0"), flaw.detail) for flaw in flaws]
    return Problem(422, "invalid", "Nothing was taken.", flaws[:100])


def _together(ids: Sequence[int], known: Known, call: Call) -> list[Entry | Flaw] | None:
    """Read all items at once, or nothing where they must be looked at one by one: hardly ever."""
    items: Sequence[Happened] = call.body
    if len(ids) < len(items) or not all(ids) or not _may_tell({item.kind for item in items}, known):
        return None
    if not all(map(who.is_source, {item.source for item in items})):
        return None
    data = [item.data for item in items]
    if not identity.are_keys([item.source_id for item in items]) or not _are_small(data):
        return None
    actor = call.actor
    entries = [
        Entry(
            customer_id, item.occurred_at, item.kind, item.source, item.source_id, item.channel,
            item.direction, actor, item.summary, item.data, item.amount_minor, item.currency,
        )
        for item, customer_id in zip(items, ids, strict=True)
    ]  # fmt: skip
    return list(entries) if checking.are_sound(entries, now=call.now, known=known) else None


def _one_by_one(ids: Iterable[int], known: Known, call: Call) -> list[Entry | Flaw]:
    """Read each item; the ids are those of the customers of all that have the right shape."""
    left = iter(ids)
    return [
        item if isinstance(item, Flaw) else _one(place, item, next(left), known, call)
        for place, item in enumerate(call.body)
    ]


def _one(place: int, item: Happened, customer_id: int, known: Known, call: Call) -> Entry | Flaw:
    if not who.is_source(item.source):
        return Flaw(f"/{place}/source", "is not printable ASCII, or one of partners, which they alone use")
    return entry_of(place, item, customer_id, known, call)


def entry_of(place: int, item: Happened, customer_id: int, known: Known, call: Call) -> Entry | Flaw:
    """Read one item; its customer is 0 while its source names them for the first time."""
    if not customer_id and type(item.customer) is str:
        return Flaw(f"/{place}/customer", "There is no such customer.")
    if not _may_tell({item.kind}, known):
        allowed = f"{', '.join(FROM_OUTSIDE)}, nor declared at event-kinds/"
        return Flaw(f"/{place}/kind", f"is none of {allowed}")
    if item.data and (words := _data_complaint(item.data)):
        return Flaw(f"/{place}/data", words)
    if words := identity.key_complaint(item.source_id):
        return Flaw(f"/{place}/source_id", words)
    named = item.customer if not customer_id and isinstance(item.customer, Named) else None
    if named and (words := identity.key_complaint(named.key)):
        return Flaw(f"/{place}/customer/key", words)
    entry = Entry(
        customer_id, item.occurred_at, item.kind, item.source, item.source_id, item.channel, item.direction,
        call.actor, item.summary, item.data, item.amount_minor, item.currency,
    )  # fmt: skip
    complaint = checking.complaint(entry, now=call.now, known=known)
    return Flaw(f"/{place}{complaint.pointer}", complaint.words) if complaint else entry


def _may_tell(keys: Collection[str], known: Known) -> bool:
    return all(key in FROM_OUTSIDE or (key in known and known[key].is_declared) for key in keys)


def _are_small(data: Sequence[dict[str, Any]]) -> bool:
    """Say whether there is no complaint about any of these; what is flat is not deep."""
    written = _encode_lines(data)
    if max(map(len, written.split(b"\n"))) > _LARGEST_DATA:
        return False
    is_flat = b"[" not in written and written.count(b"{") == len(data)
    return is_flat or not any(map(_data_complaint, data))


def _data_complaint(data: dict[str, Any]) -> str | None:
    if len(_encode(data)) > _LARGEST_DATA:
        return f"is larger than {_LARGEST_DATA} bytes"
    for value in data.values():
        if type(value) in (dict, list) and _depth(value) > _DEEPEST_DATA:
            return f"is nested more than {_DEEPEST_DATA} deep"
    return None


def _depth(value: Any) -> int:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_depth, inside), default=0)


class Told(msgspec.Struct):
    """One line of the timeline."""

    id: int
    occurred_at: datetime
    recorded_at: datetime
    kind: str
    label: str
    channel: str
    direction: str
    actor: str
    summary: str
    data: dict[str, Any]
    amount_minor: int | None
    currency: str
    message: int | None
    campaign: int | None


class Timeline(msgspec.Struct):
    """A page, newest first; `next` is the cursor of the page after it, or null."""

    customer: Number
    items: list[Told]
    next: str | None


class TimelineQuery(Sparse, forbid_unknown_fields=True):
    cursor: Annotated[str, msgspec.Meta(max_length=45)] = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=200)] = 50
    kind: Annotated[str, msgspec.Meta(max_length=40)] = ""
    channel: Annotated[str, msgspec.Meta(max_length=20)] = ""


def read_timeline(call: Call) -> Done:
    """Read a customer's history, a page at a time; who was merged into them is in it."""
    customer = who.in_address(call.path["customer"])
    query: TimelineQuery = call.query
    family = merging.family(customer.pk)
    found = Interaction.objects.filter(customer_id__in=family)
    if query.kind:
        found = found.filter(kind=query.kind)
    if query.channel:
        found = found.filter(channel=query.channel)
    before = cursors.read(query.cursor) if query.cursor else None
    return Done(Timeline(customer.number, *page(found, family, before, query.limit)))


def page(
    found: QuerySet[Interaction], family: Sequence[int], before: tuple[datetime, int] | None, limit: int
) -> tuple[list[Told], str | None]:
    """Return a page of these lines, newest first, and the next cursor; over no month outside their life."""
    lives = Profile.objects.filter(pk__in=family).aggregate(first=Min("first_at"), last=Max("last_at"))
    if lives["first"] is None or lives["last"] is None:
        return [], None
    top = min(before[0], lives["last"]) if before else lives["last"]
    found = found.filter(occurred_at__range=(lives["first"], top))
    if before:
        found = found.filter(Q(occurred_at__lt=before[0]) | Q(occurred_at=before[0], id__lt=before[1]))
    rows = list(found.order_by("-occurred_at", "-id")[: limit + 1])
    known = kinds.among({row.kind for row in rows}, retired=True)
    following = cursors.after(rows[limit - 1]) if len(rows) > limit else None
    return [_told(row, known.get(row.kind)) for row in rows[:limit]], following


def _told(row: Interaction, kind: EventType | None) -> Told:
    return Told(
        row.id, row.occurred_at, row.recorded_at, row.kind, kind.label if kind else row.kind, row.channel,
        row.direction, row.actor, row.summary, row.data, row.amount_minor, row.currency, row.message_id,
        row.campaign_id,
    )  # fmt: skip
