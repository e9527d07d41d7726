"""Campaigns and how they went, and how many customers a rule means; all of it for reading."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from django.db import DataError, OperationalError, connection, transaction

from campaigns import audience, launch
from campaigns.models import Campaign, Flight
from campaigns.segment import BadRule
from hub.analytics.funnel import funnel
from hub.api import problems
from hub.api.operation import Call, Done
from hub.api.problems import Problem

_MOST_SECONDS = 10


class Brief(msgspec.Struct):
    """A campaign; `state` is that of its latest run, empty before the first."""

    key: str
    name: str
    purpose: str
    topic: str
    channel: str
    state: str
    holdout: float
    changed_at: datetime


class Briefs(msgspec.Struct):
    """A page, the latest first; `next` is the cursor of the page after it, or null."""

    items: list[Brief]
    next: str | None


class ListQuery(msgspec.Struct, forbid_unknown_fields=True):
    cursor: Annotated[str, msgspec.Meta(pattern=r"^([1-9][0-9]{0,17})?$(?!\n)")] = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=200)] = 50


class Arm(msgspec.Struct):
    """The people of one version: what became of their message, and what they did then."""

    name: str
    planned: int
    held_out: int
    refused: int
    waiting: int
    unknown: int
    sent: int
    bounced: int
    failed: int
    expired: int
    cancelled: int
    quarantined: int
    accepted: int
    delivered: int
    opened: int
    clicked: int
    replied: int
    complained: int
    bought: int
    buyers: int
    refused_by_reason: dict[str, int]
    waiting_by_reason: dict[str, int]


class Side(msgspec.Struct):
    """One side of the comparison by intention to treat."""

    people: int
    buyers: int
    rate: float | None


class Results(msgspec.Struct):
    """How the latest run went: everybody, each version, and those written to beside those held out."""

    campaign: str
    flight: int
    state: str
    started_at: datetime
    ended_at: datetime | None
    total: Arm
    versions: list[Arm]
    treated: Side
    untreated: Side


def list_campaigns(call: Call) -> Done:
    """List the campaigns."""
    query: ListQuery = call.query
    found = Campaign.objects.order_by("-pk")
    if query.cursor:
        found = found.filter(pk__lt=int(query.cursor))
    rows = list(found[: query.limit + 1])
    page = rows[: query.limit]
    flights = Flight.objects.filter(campaign__in=page).order_by("campaign_id", "-pk").distinct("campaign_id")
    states = {flight.campaign_id: flight.state for flight in flights}
    following = str(page[-1].pk) if len(rows) > query.limit else None
    return Done(Briefs([_brief(row, states.get(row.pk, "")) for row in page], following))


def read_campaign(call: Call) -> Done:
    """Read one campaign."""
    campaign = _campaign(call)
    flight = launch.latest_flight(campaign)
    return Done(_brief(campaign, flight.state if flight else ""))


def read_results(call: Call) -> Done:
    """Read how the latest run of a campaign went."""
    flight = launch.latest_flight(_campaign(call))
    if flight is None:
        raise Problem(404, "not-found", "The campaign has not been launched.")
    figures = funnel(flight).as_dict()
    total = {"name": "everybody"} | {name: figures[name] for name in Arm.__struct_fields__ if name != "name"}
    return Done(msgspec.convert(figures | {"total": total}, Results))


class Count(msgspec.Struct, forbid_unknown_fields=True):
    """A rule tree, as docs/audiences.md writes it."""

    audience: dict[str, Any]


class Counted(msgspec.Struct):
    """How many customers it means now, and the rule in words."""

    customers: int
    words: str


def count_segment(call: Call) -> Done:
    """Count the customers that a rule means, in at most ten seconds."""
    said: Count = call.body
    try:
        rule = audience.read(said.audience)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {_MOST_SECONDS * 1000}")
            customers = audience.count(rule, now=call.now)
    except BadRule as error:
        raise problems.invalid(error.words, problems.pointer_of(f".{error.path}")) from None
    except OperationalError:
        raise problems.invalid("To count this takes too long.", "/audience") from None
    except (DataError, OverflowError):
        raise problems.invalid("It holds a number or date that is out of range.", "/audience") from None
    return Done(Counted(customers, rule.words()))


def _campaign(call: Call) -> Campaign:
    found = Campaign.objects.filter(key=call.path["campaign"].replace("\0", "")).first()
    if found is None:
        raise problems.not_found("campaign")
    return found


def _brief(row: Campaign, state: str) -> Brief:
    return Brief(row.key, row.name, row.purpose, row.topic, row.channel, state, row.holdout, row.changed_at)
