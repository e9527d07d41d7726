"""Offers: listed, read, and brought up to date by the systems that know what there is to offer."""

import re
from datetime import datetime
from typing import Annotated, Any

import msgspec
from django.db import connection

from campaigns import offers as catalogue
from campaigns.models import Offer
from hub.api import problems
from hub.api.decisions import Moment
from hub.api.fields import Sparse
from hub.api.operation import Call, Done
from hub.api.problems import Flaw, Problem

_KEY = re.compile(r"[-a-zA-Z0-9_]{1,60}")
Days = Annotated[int, msgspec.Meta(ge=0, le=3650)]


class Spoken(msgspec.Struct, forbid_unknown_fields=True):
    """What a customer of another language reads."""

    title: Annotated[str, msgspec.Meta(max_length=120)] = ""
    text: Annotated[str, msgspec.Meta(max_length=4000)] = ""


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """A whole offer: what is not named is as for a new one; `audience` as docs/audiences.md writes it."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    topic: Annotated[str, msgspec.Meta(min_length=1, max_length=40, pattern=r"^[-a-zA-Z0-9_]+$(?!\n)")]
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    audience: dict[str, Any] | str = "everyone"
    text: Annotated[str, msgspec.Meta(max_length=4000)] = ""
    link: Annotated[str, msgspec.Meta(max_length=500)] = ""
    words: Annotated[str, msgspec.Meta(max_length=2000, description="What staff say.")] = ""
    translations: dict[Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2,3}$(?!\n)")], Spoken] = {}
    family: Annotated[str, msgspec.Meta(max_length=40, pattern=r"^[-a-zA-Z0-9_]*$(?!\n)")] = ""
    places: Annotated[
        list[Annotated[str, msgspec.Meta(max_length=60)]],
        msgspec.Meta(max_length=50, description="Such as till or web/home; none means everywhere."),
    ] = []
    valid_from: Moment | None = None
    valid_until: Moment | None = None
    stock: Annotated[int, msgspec.Meta(ge=0, le=2_000_000_000)] | None = None
    margin_minor: Annotated[int, msgspec.Meta(ge=-(10**12), le=10**12)] | None = None
    lever: Annotated[int, msgspec.Meta(ge=-100, le=1000)] = 0
    rest_after_no_days: Days = 90
    rest_after_yes_days: Days | None = None
    is_offered: bool = True
    follow_up_subject: Annotated[str, msgspec.Meta(max_length=200)] = ""
    follow_up_text: Annotated[
        str,
        msgspec.Meta(
            max_length=20_000, description="What is sent to who wants to read it at home, in Liquid."
        ),
    ] = ""


class OfferTold(msgspec.Struct):
    """An offer, and how many customers each outcome was recorded for."""

    key: str
    name: str
    topic: str
    title: str
    text: str
    link: str
    words: str
    translations: dict[str, dict[str, str]]
    audience: Any
    family: str
    places: list[str]
    valid_from: datetime | None
    valid_until: datetime | None
    stock: int | None
    margin_minor: int | None
    lever: int
    rest_after_no_days: int
    rest_after_yes_days: int | None
    is_offered: bool
    follow_up_subject: str
    follow_up_text: str
    changed_at: datetime
    became: dict[str, int]


class Offers(msgspec.Struct):
    """A page, the latest first; `next` is the cursor of the page after it, or null."""

    items: list[OfferTold]
    next: str | None


class OfferQuery(Sparse, forbid_unknown_fields=True):
    cursor: Annotated[str, msgspec.Meta(pattern=r"^([1-9][0-9]{0,17})?$(?!\n)")] = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=200)] = 50


def list_offers(call: Call) -> Done:
    """List the offers, also those that are over."""
    query: OfferQuery = call.query
    found = Offer.objects.order_by("-pk")
    if query.cursor:
        found = found.filter(pk__lt=int(query.cursor))
    rows = list(found[: query.limit + 1])
    page = rows[: query.limit]
    became = catalogue.tally([row.pk for row in page])
    following = str(page[-1].pk) if len(rows) > query.limit else None
    return Done(Offers([_told(row, became[row.pk]) for row in page], following))


def read_offer(call: Call) -> Done:
    """Read one offer."""
    found = Offer.objects.filter(key=call.path["offer"].replace("\0", "")).first()
    if found is None:
        raise problems.not_found("offer")
    return Done(_told(found, catalogue.tally([found.pk])[found.pk]))


def write_offer(call: Call) -> Done:
    """Make an offer or bring it up to date; the one with this key is replaced."""
    said: Written = call.body
    key = call.path["offer"]
    hold_offer(call)
    offer, is_new = Offer.objects.select_for_update().get_or_create(key=key)
    for name, value in msgspec.to_builtins(said, builtin_types=(datetime,)).items():
        setattr(offer, name, value)
    try:
        catalogue.save(offer)
    except catalogue.BadOffer as error:
        flaws = [Flaw(f"/{field}", words) for field, words in error.problems.items()]
        raise Problem(422, "invalid", str(error), flaws) from None
    return Done(_told(offer, catalogue.tally([offer.pk])[offer.pk]), 201 if is_new else 200)


def hold_offer(call: Call) -> None:
    """Lock the offer with this key, also where there is none yet. Raises Problem where there can be none."""
    key = call.path["offer"]
    if not _KEY.fullmatch(key):
        raise problems.not_found("offer")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"offer:{key}"])
    Offer.objects.select_for_update().filter(key=key).first()


def _told(row: Offer, became: dict[str, int]) -> OfferTold:
    fields = {name: getattr(row, name) for name in OfferTold.__struct_fields__ if name != "became"}
    return OfferTold(**fields, became=became)
