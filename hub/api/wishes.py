"""What customers allow, as they told it to another system: dials and consents, always with the evidence."""

from datetime import datetime, timedelta
from typing import Annotated, Literal

import msgspec

from channels import wishes
from customers import checking, gate, identity
from customers.consent import Answer, Evidence
from customers.dials import PROMISES
from customers.models import Consent, Customer, Topic
from hub.api import problems, who
from hub.api.operation import Call, Done
from hub.api.who import Number

Channel = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,19}$(?!\n)", examples=["email"])]
AnyChannel = Annotated[
    str, msgspec.Meta(pattern=r"^([a-z][a-z0-9_]{0,19})?$(?!\n)", description="Empty means all of them.")
]
Wording = Annotated[
    str, msgspec.Meta(min_length=1, max_length=4000, description="The words that the customer was shown.")
]
Place = Annotated[str, msgspec.Meta(min_length=1, max_length=120, examples=["till 4, Hauptplatz"])]
Actor = Annotated[str, msgspec.Meta(max_length=30, description="Who took it down, beside the key's name.")]
_EARLY = timedelta(minutes=5)
"""Clocks of other systems may be ahead by so much."""


class Dial(msgspec.Struct):
    """A dial in force: what it is about, where it stands now, and where it springs back to after a snooze."""

    channel: str
    topic: str
    position: int
    means: str
    is_default: bool
    snoozed_until: datetime | None = None
    position_after: int | None = None


class Dials(msgspec.Struct):
    customer: Number
    items: list[Dial]


class Turn(msgspec.Struct, forbid_unknown_fields=True):
    """Where a dial goes, 0 (never) to 10 (as they come), and how the customer said so."""

    position: Annotated[int, msgspec.Meta(ge=0, le=10)]
    wording: Wording
    place: Place
    channel: AnyChannel = ""
    topic: Annotated[str, msgspec.Meta(max_length=40, description="Empty means all of them.")] = ""
    until: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    wording_version: Annotated[str, msgspec.Meta(max_length=40)] = ""
    actor: Actor = ""


def read_dials(call: Call) -> Done:
    """Read the dials in force: the customer's own, and the house's defaults where they set none."""
    return Done(_dials(who.in_address(call.path["customer"]), call.now))


def turn_dial(call: Call) -> Done:
    """Turn a dial as the customer wishes; what it no longer allows is called off at once."""
    customer = who.in_address(call.path["customer"])
    said: Turn = call.body
    if said.topic and not Topic.objects.filter(pk=said.topic).exists():
        raise problems.invalid("There is no such topic.", "/topic")
    if said.until and said.until <= call.now:
        raise problems.invalid("It is over already.", "/until")
    wishes.turn_dial(
        customer.pk,
        said.position,
        channel=said.channel,
        topic=said.topic,
        until=said.until,
        evidence=Evidence(said.wording, said.place, _actor(call, said.actor), said.wording_version),
        now=call.now,
    )
    return Done(_dials(customer, call.now))


def hold_dials(call: Call) -> None:
    identity.hold([who.in_address(call.path["customer"]).pk])


class Allowed(msgspec.Struct):
    """Whether a channel may be used for a purpose; without an entry nobody has answered."""

    channel: str
    purpose: str
    is_granted: bool
    changed_at: datetime


class Consents(msgspec.Struct):
    customer: Number
    items: list[Allowed]


class Say(msgspec.Struct, forbid_unknown_fields=True):
    """A yes or no to one channel and purpose; a newer answer wins over an older one."""

    channel: Channel
    purpose: Literal["marketing", "service"]
    is_granted: bool
    wording: Wording
    place: Place
    happened_at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    wording_version: Annotated[str, msgspec.Meta(max_length=40)] = ""
    actor: Actor = ""


def read_consents(call: Call) -> Done:
    """Read what a customer has answered."""
    return Done(_consents(who.in_address(call.path["customer"])))


def take_consent(call: Call) -> Done:
    """Take down a consent or its withdrawal, with the evidence."""
    customer = who.in_address(call.path["customer"])
    said: Say = call.body
    at = said.happened_at or call.now
    if not checking.EARLIEST <= at <= call.now + _EARLY:
        raise problems.invalid("It is before 1980 or in the future.", "/happened_at")
    answer = Answer(
        customer.pk, said.channel, said.purpose, said.is_granted, at, said.wording, said.place,
        _actor(call, said.actor), said.wording_version,
    )  # fmt: skip
    wishes.take_answers([answer], now=call.now)
    return Done(_consents(customer))


def _actor(call: Call, person: str) -> str:
    return f"{call.actor}:{person}" if person else call.actor


def _dials(customer: Customer, now: datetime) -> Dials:
    person, house = gate.standing_of(customer.pk, now=now)
    own = {(each.channel, each.topic) for each in person.dials}
    items = []
    for each in sorted(person.settings(house), key=lambda setting: (setting.topic, setting.channel)):
        position = each.position_at(now)
        is_snoozed = each.snoozed_until is not None and now < each.snoozed_until
        items.append(
            Dial(
                each.channel, each.topic, position, PROMISES[position].words,
                (each.channel, each.topic) not in own,
                each.snoozed_until if is_snoozed else None, each.position if is_snoozed else None,
            )
        )  # fmt: skip
    return Dials(customer.number, items)


def _consents(customer: Customer) -> Consents:
    rows = Consent.objects.filter(customer=customer).order_by("channel", "purpose")
    return Consents(
        customer.number, [Allowed(row.channel, row.purpose, row.is_granted, row.changed_at) for row in rows]
    )
