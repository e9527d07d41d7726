"""Customers: made and brought up to date by their key elsewhere, found, read, and what is known of them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import msgspec
from django.conf import settings

from customers import finding, identity, learning, postal
from customers.errors import BadAddress, CustomersError
from customers.learning import Learned
from customers.models import ContactPoint, Customer, Fact, Identity, ProfileField
from hub.api import problems, who
from hub.api.interactions import BulkQuery, Verdict, refused
from hub.api.operation import Call, Done
from hub.api.problems import Flaw
from hub.api.who import Number, Source
from hub.intake.customers import Customers, Draft
from hub.intake.records import Record
from hub.intake.values import Refused

FactValue = str | int | float | bool
_DETAILS = ("name", "email", "phone", "language", "timezone", "country")
_NOT_FACTS = {*_DETAILS, "customer", "consent", "consent_at", "consent_evidence"}


_Line = Annotated[str, msgspec.Meta(max_length=postal.LONGEST_LINE)]


class Address(msgspec.Struct, forbid_unknown_fields=True):
    """Where post goes: the lines above the city, from the street on, and the country in two letters."""

    lines: Annotated[list[_Line], msgspec.Meta(min_length=1, max_length=postal.MOST_LINES)]
    city: _Line
    postcode: _Line = ""
    country: Annotated[str, msgspec.Meta(max_length=2)] = ""


class Upsert(msgspec.Struct, forbid_unknown_fields=True):
    """What a source says about one of its customers; an empty text says nothing and changes nothing."""

    source: Source
    key: Annotated[str, msgspec.Meta(min_length=1, max_length=200, examples=["A-1007"])]
    name: Annotated[str, msgspec.Meta(max_length=200)] = ""
    email: Annotated[str, msgspec.Meta(max_length=320)] = ""
    phone: Annotated[str, msgspec.Meta(max_length=40)] = ""
    language: Annotated[str, msgspec.Meta(max_length=12)] = ""
    timezone: Annotated[str, msgspec.Meta(max_length=64)] = ""
    country: Annotated[str, msgspec.Meta(max_length=2)] = ""
    address: Address | None = None
    facts: Annotated[dict[str, FactValue], msgspec.Meta(max_length=200)] = {}


class Upserted(msgspec.Struct):
    """For how many items something changed, and for how many all was known."""

    changed: int
    unchanged: int
    refused: int
    items: list[Verdict]


def upsert_customers(call: Call) -> Done:
    """Make customers or bring them up to date; what they narrowed themselves is never widened."""
    takers = _takers(call)
    drafts = [_draft(place, each, takers) for place, each in enumerate(call.body)]
    flaws = [each for each in drafts if isinstance(each, Flaw)]
    query: BulkQuery = call.query
    if flaws and (query.atomic or not call.is_list):
        raise refused(flaws, call)
    changed = unchanged = 0
    ids: dict[tuple[str, str], int] = {}
    for source, taker in sorted(takers.items()):
        of_source = [
            draft
            for item, draft in zip(call.body, drafts, strict=True)
            if isinstance(draft, Draft) and item.source == source
        ]
        taken = taker.take(of_source)
        changed, unchanged = changed + taken.new, unchanged + taken.repeated
        found = identity.find(source, {draft.key for draft in of_source})
        ids |= {(source, key): customer_id for key, customer_id in found.items()}
    verdicts = [
        Verdict("refused", errors=[draft])
        if isinstance(draft, Flaw)
        else Verdict("accepted", who.number(ids[item.source, draft.key]))
        for item, draft in zip(call.body, drafts, strict=True)
    ]
    return Done(Upserted(changed, unchanged, len(flaws), verdicts))


def _takers(call: Call) -> Mapping[str, Customers]:
    declared = ProfileField.objects.in_bulk()
    sources = {each.source for each in call.body if isinstance(each, Upsert)}
    return {
        source: Customers(source=source, zone=ZoneInfo(settings.TIME_ZONE), now=call.now, declared=declared)
        for source in sources
    }


def _draft(place: int, item: Upsert | Flaw, takers: Mapping[str, Customers]) -> Draft | Flaw:
    """Read one item as the import reads a line."""
    if isinstance(item, Flaw):
        return item
    taker = takers[item.source]
    for name in item.facts:
        if name not in taker.declared or name in _NOT_FACTS:
            return Flaw(f"/{place}/facts", f"{name[:60]!r} is no declared field")
    fields = {**item.facts, "customer": item.key} | {name: getattr(item, name) for name in _DETAILS}
    try:
        draft = taker.draft(Record(place, fields, ""))
        return replace(draft, addresses=[*draft.addresses, *_postal(item)])
    except BadAddress as error:
        return Flaw(f"/{place}/address", str(error))
    except Refused as error:
        words = str(error)
        field = words.split(" ", 1)[0]
        pointer = f"/{field}" if field in _DETAILS else "/key" if field == "customer" else "/facts"
        return Flaw(f"/{place}{pointer}", words)


def _postal(item: Upsert) -> list[tuple[str, str]]:
    if item.address is None:
        return []
    where = item.address
    found = postal.of(where.lines, where.postcode, where.city, where.country or item.country)
    return [(ContactPoint.Kind.POSTAL.value, found.text())]


class Hit(msgspec.Struct):
    """A customer who fits, why, and how well, from 0 to 1."""

    customer: Number
    name: str
    why: str
    score: float


class Hits(msgspec.Struct):
    items: list[Hit]


class FindQuery(msgspec.Struct, forbid_unknown_fields=True):
    q: Annotated[str, msgspec.Meta(max_length=100, description="A name, address, number or key.")] = ""
    source: Annotated[str, msgspec.Meta(max_length=60, description="With `key`: who that is.")] = ""
    key: Annotated[str, msgspec.Meta(max_length=200)] = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 20


def find_customers(call: Call) -> Done:
    """Find customers by what is typed, or the one whom a source knows by a key; the best first."""
    query: FindQuery = call.query
    if query.source or query.key:
        ids = identity.find(query.source, [query.key]).values()
        rows = Customer.objects.present().filter(pk__in=ids)
        return Done(Hits([Hit(row.number, row.name, f"by number at {query.source}", 1.0) for row in rows]))
    found = finding.find(query.q, Customer.objects.present(), query.limit)
    return Done(Hits([Hit(each.customer.number, each.customer.name, each.why, each.score) for each in found]))


class Key(msgspec.Struct):
    source: str
    key: str


class Sums(msgspec.Struct):
    """The always-current summary of the history; amounts in minor units of the hub's currency."""

    interactions: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    purchases: int = 0
    spent_minor: int = 0
    last_purchase_at: datetime | None = None
    visits: int = 0
    messages: int = 0
    opens: int = 0
    clicks: int = 0
    replies: int = 0


class Whole(msgspec.Struct):
    """One customer."""

    customer: Number
    name: str
    language: str
    timezone: str
    country: str
    since_at: datetime
    emails: list[str]
    phones: list[str]
    addresses: list[Address]
    """Only complete ones; `address` of an upsert makes one."""
    identities: list[Key]
    profile: Sums
    currency: str


def read_customer(call: Call) -> Done:
    """Read one customer; with If-None-Match only if something changed."""
    customer = who.in_address(call.path["customer"])
    points = list(customer.contact_points.order_by("ownerships__pk").values_list("kind", "address"))
    keys = Identity.objects.filter(customer=customer).order_by("source", "key").values_list("source", "key")
    kept = getattr(customer, "profile", None)
    sums = Sums(*(getattr(kept, name) for name in Sums.__struct_fields__)) if kept else Sums()
    return Done(
        Whole(
            customer.number, customer.name, customer.language, customer.timezone, customer.country,
            customer.since_at, [address for kind, address in points if kind == "email"],
            [address for kind, address in points if kind == "phone"],
            [
                Address(list(each.lines), each.city, each.postcode, each.country)
                for kind, address in points if kind == "postal" and (each := postal.read(address)).is_complete
            ], [Key(*each) for each in keys],
            sums, settings.CURRENCY,
        )
    )  # fmt: skip


class Known(msgspec.Struct):
    """One fact: its value, and from whom and how surely we know it."""

    field: str
    label: str
    value: FactValue
    source: str
    confidence: float
    by_customer: bool
    learned_at: datetime


class Facts(msgspec.Struct):
    customer: Number
    items: list[Known]


class Learn(msgspec.Struct, forbid_unknown_fields=True):
    """Facts by declared field; a fact gives way only to one that is neither less certain nor older."""

    facts: Annotated[dict[str, FactValue], msgspec.Meta(min_length=1, max_length=200)]
    source: Source
    learned_at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    confidence: Annotated[float, msgspec.Meta(ge=0, le=1)] = 1.0


def read_facts(call: Call) -> Done:
    """Read what we know about a customer."""
    return Done(_facts(who.in_address(call.path["customer"])))


def learn_facts(call: Call) -> Done:
    """Learn facts about a customer, where they prevail over what we know."""
    customer = who.in_address(call.path["customer"])
    said: Learn = call.body
    at = said.learned_at or call.now
    facts = [
        Learned(customer.pk, name, value, said.source, at, said.confidence)
        for name, value in said.facts.items()
    ]
    try:
        learning.learn(facts, now=call.now)
    except CustomersError as error:
        raise problems.invalid(str(error), "/facts") from None
    return Done(_facts(customer))


def _facts(customer: Customer) -> Facts:
    rows: Any = Fact.objects.filter(customer=customer).select_related("field").order_by("field_id")
    return Facts(
        customer.number,
        [
            Known(
                row.field_id, row.field.label, row.value, row.source, row.confidence, row.by_customer,
                row.learned_at,
            )
            for row in rows
        ],
    )  # fmt: skip
