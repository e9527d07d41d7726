"""For keys of partners: customers and interactions under the partner's own source, and those alone.

Whatever is read or removed here is found by the partner of the key: its own rows, joined or not.
Nothing tells a partner whether we know the same person.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec

from customers import identity, kinds, partners
from customers.entry import Entry
from customers.errors import BadAddress
from customers.models import Brought, Identity, Interaction, Partner
from customers.partners import Told
from hub.api import cursors, interactions, problems
from hub.api.interactions import BulkQuery, Happened, Verdict, refused
from hub.api.operation import Call, Done
from hub.api.problems import Flaw, Problem
from hub.api.who import Named

PartnerKey = Annotated[
    str, msgspec.Meta(min_length=1, max_length=200, description="Your own key.", examples=["P-1007"])
]
_GONE = "was removed, and nothing about them is taken again"


class Bring(msgspec.Struct, forbid_unknown_fields=True):
    """One of your customers; by address, or by a key of ours that you know, they may be recognised."""

    key: PartnerKey
    name: Annotated[str, msgspec.Meta(max_length=200)] = ""
    email: Annotated[str, msgspec.Meta(max_length=320)] = ""
    phone: Annotated[str, msgspec.Meta(max_length=40, description="With its country code.")] = ""
    known_as: Named | None = None


class Came(msgspec.Struct, forbid_unknown_fields=True):
    """Something that happened with one of your customers, who is made if you name them first."""

    customer: PartnerKey
    kind: Annotated[str, msgspec.Meta(max_length=40, description="One of event-kinds/ that is from_outside.")]
    occurred_at: Annotated[datetime, msgspec.Meta(tz=True)]
    source_id: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    channel: Annotated[str, msgspec.Meta(pattern=r"^([a-z][a-z0-9_-]{0,19})?$(?!\n)")] = ""
    direction: Literal["", "in", "out", "within"] = ""
    summary: Annotated[str, msgspec.Meta(max_length=300)] = ""
    data: dict[str, Any] = {}
    amount_minor: Annotated[int, msgspec.Meta(ge=-(10**15), le=10**15)] | None = None
    currency: Annotated[str, msgspec.Meta(pattern=r"^([A-Z]{3})?$(?!\n)")] = ""


class Brings(msgspec.Struct):
    """`new` and `repeated` count interactions; verdicts come in the order of the items."""

    new: int
    repeated: int
    refused: int
    items: list[Verdict]


class BroughtQuery(msgspec.Struct, forbid_unknown_fields=True):
    key: PartnerKey
    cursor: Annotated[str, msgspec.Meta(max_length=45)] = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=200)] = 50


class KeyQuery(msgspec.Struct, forbid_unknown_fields=True):
    key: PartnerKey


class BroughtWhole(msgspec.Struct):
    """What you brought about one of your customers; a page of it, `next` is the cursor of the page after."""

    key: str
    name: str
    emails: list[str]
    phones: list[str]
    items: list[interactions.Told]
    next: str | None


class Removed(msgspec.Struct):
    """How many of your customers were removed."""

    removed: int


def bring_customers(call: Call) -> Done:
    """Tell us of customers of yours; nothing is joined to ours without their permission."""
    partner = _partner(call)
    gone = partners.removed(partner, {each.key for each in call.body if type(each) is Bring})
    told = [_told(place, each, gone) for place, each in enumerate(call.body)]
    flaws = _flaws(told, call)
    partners.bring(partner, [each for each in told if isinstance(each, Told)], now=call.now)
    return Done(Brings(0, 0, len(flaws), _verdicts(told)))


def bring_interactions(call: Call) -> Done:
    """Tell us what happened with customers of yours; what was recorded before adds nothing."""
    partner = _partner(call)
    items = [each for each in call.body if type(each) is Came]
    known = kinds.among({each.kind for each in items})
    gone = partners.removed(partner, {each.customer for each in items})
    entries = [
        _came(place, each, partner, gone, known, call) if type(each) is Came else each
        for place, each in enumerate(call.body)
    ]
    flaws = _flaws(entries, call)
    by_key: dict[str, list[Entry]] = {}
    for item, entry in zip(call.body, entries, strict=True):
        if isinstance(entry, Entry):
            by_key.setdefault(item.customer, []).append(entry)
    recorded = partners.record(partner, by_key, now=call.now)
    return Done(Brings(recorded.new, recorded.repeated, len(flaws), _verdicts(entries)))


def read_brought(call: Call) -> Done:
    """Read what you brought about one of your customers."""
    partner, query = _partner(call), call.query
    row = _row(partner, query.key)
    before = cursors.read(query.cursor) if query.cursor else None
    found = Interaction.objects.filter(customer_id=row.pk, source=partner.source)
    page, following = interactions.page(found, [row.pk], before, query.limit)
    points = list(row.points.order_by("pk").values_list("kind", "address"))
    return Done(
        BroughtWhole(
            query.key, row.customer.name, [at for kind, at in points if kind == "email"],
            [at for kind, at in points if kind == "phone"], page, following,
        )
    )  # fmt: skip


def remove_brought(call: Call) -> Done:
    """Remove all that you brought about one of your customers, for good; the key is taken no more."""
    row = _row(_partner(call), call.query.key)
    return Done(Removed(partners.remove([row.pk], actor=call.actor, now=call.now)))


def _partner(call: Call) -> Partner:
    partner = call.key.partner
    if partner is None or partner.ended_at is not None:
        raise Problem(403, "not-allowed", "This needs a key of a partner who has not been ended.")
    return partner


def _row(partner: Partner, key: str) -> Brought:
    """Return the row that this partner's key stands for. Raises Problem."""
    ids = Identity.objects.filter(source=partner.source, key=key).values("customer_id")
    row = Brought.objects.select_related("customer").filter(partner=partner, pk__in=ids).first()
    if row is None:
        raise problems.not_found("customer of yours")
    return row


def _flaws(read: Sequence[object], call: Call) -> list[Flaw]:
    """Return what was refused. Raises Problem where that refuses the whole."""
    flaws = [each for each in read if isinstance(each, Flaw)]
    query: BulkQuery = call.query
    if flaws and (query.atomic or not call.is_list):
        raise refused(flaws, call)
    return flaws


def _verdicts(read: Sequence[object]) -> list[Verdict]:
    return [
        Verdict("refused", errors=[each]) if isinstance(each, Flaw) else Verdict("accepted") for each in read
    ]


def _told(place: int, item: Bring | Flaw, gone: set[str]) -> Told | Flaw:
    if isinstance(item, Flaw):
        return item
    if words := _GONE if item.key in gone else identity.key_complaint(item.key):
        return Flaw(f"/{place}/key", words)
    points = []
    for kind, address in (("email", item.email), ("phone", item.phone)):
        try:
            points += [(kind, "", identity.normalise(kind, address))] if address else []
        except BadAddress as error:
            return Flaw(f"/{place}/{kind}", str(error))
    if item.known_as:
        points.append((partners.BY_KEY, item.known_as.source, item.known_as.key))
    return Told(item.key, " ".join(item.name.split()), points)


def _came(
    place: int, item: Came, partner: Partner, gone: set[str], known: interactions.Known, call: Call
) -> Entry | Flaw:
    """Read one item as the house's own door does, under the partner's source."""
    if item.customer in gone:
        return Flaw(f"/{place}/customer", _GONE)
    if words := identity.key_complaint(item.customer):
        return Flaw(f"/{place}/customer", words)
    happened = Happened(
        Named(partner.source, item.customer), item.kind, item.occurred_at, partner.source, item.source_id,
        item.channel, item.direction, item.summary, item.data, item.amount_minor, item.currency,
    )  # fmt: skip
    entry = interactions.entry_of(place, happened, 0, known, call)
    return entry._replace(actor=_actor(partner)) if isinstance(entry, Entry) else entry


def _actor(partner: Partner) -> str:
    """Name a partner as timelines tell them: from whom a line came is part of the line."""
    return f"partner:{partner.name}"
