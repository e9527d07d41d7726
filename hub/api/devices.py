"""What an app needs for its customer: the device registered for push messages, and the inbox to show."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from channels import devices, inbox
from channels.devices import BadDevice
from customers import merging
from customers.consent import Evidence
from customers.models import Customer
from hub.api import problems, who
from hub.api.operation import Call, Done
from hub.api.who import Number

_APP = Evidence("The app took the device away.", "app", "customer")


class Register(msgspec.Struct, forbid_unknown_fields=True):
    """A device that its customer uses now; call it at each start of the app, twice is as good as once.

    `endpoint` is the token of an app (`fcm`, `apns`), or the address that a browser gave with its keys.
    Whether we may use it for marketing is a consent, to be told as such.
    """

    kind: Literal["webpush", "fcm", "apns"]
    endpoint: Annotated[str, msgspec.Meta(min_length=1, max_length=devices.LONGEST)]
    p256dh: Annotated[str, msgspec.Meta(max_length=100)] = ""
    auth: Annotated[str, msgspec.Meta(max_length=40)] = ""
    label: Annotated[
        str, msgspec.Meta(max_length=80, description="What its owner calls it.", examples=["Pixel 9"])
    ] = ""


class Registered(msgspec.Struct):
    """A device; its address and keys are not given out again."""

    id: int
    kind: str
    label: str
    added_at: datetime
    used_at: datetime


class Devices(msgspec.Struct):
    """A customer's devices, the one used last first: that one gets what we push."""

    customer: Number
    items: list[Registered]


def read_devices(call: Call) -> Done:
    """Read on which devices a customer takes push messages."""
    return Done(_devices(who.in_address(call.path["customer"])))


def register_device(call: Call) -> Done:
    """Register a device for a customer; whoever had it before has it no more."""
    customer, said = who.in_address(call.path["customer"]), call.body
    try:
        devices.add(
            customer.pk, said.kind, said.endpoint, p256dh=said.p256dh, auth=said.auth, label=said.label,
            now=call.now,
        )  # fmt: skip
    except BadDevice as error:
        raise problems.invalid(str(error), "/endpoint") from None
    return Done(_devices(customer))


def remove_device(call: Call) -> Done:
    """Take a device away, as at signing out; with the last one goes the consent to push."""
    customer = who.in_address(call.path["customer"])
    number = _number(call.path["device"])
    if number is None or not devices.remove(merging.family(customer.pk), number, _APP, now=call.now):
        raise problems.not_found("device")
    return Done(_devices(customer))


class Waiting(msgspec.Struct):
    """A message of the inbox; `link` counts who follows it."""

    id: int
    topic: str
    subject: str
    text: str
    link: str
    sent_at: datetime | None
    not_after: datetime | None
    is_read: bool


class Inbox(msgspec.Struct):
    customer: Number
    items: list[Waiting]


class Mark(msgspec.Struct, forbid_unknown_fields=True):
    """What the customer did with a message of their inbox."""

    did: Literal["read", "dismissed"]


def read_inbox(call: Call) -> Done:
    """Pull what waits in a customer's inbox, the newest first; what is pulled counts as delivered."""
    customer = who.in_address(call.path["customer"])
    items = inbox.waiting(merging.family(customer.pk), now=call.now)
    inbox.pulled([item.message for item in items], now=call.now)
    return Done(_inbox(customer, items))


def mark_message(call: Call) -> Done:
    """Tell that the customer read a message of their inbox, or put it away."""
    customer = who.in_address(call.path["customer"])
    family, number = merging.family(customer.pk), _number(call.path["message"])
    act = inbox.read if call.body.did == "read" else inbox.dismiss
    if number is None or not act(family, number, now=call.now):
        raise problems.not_found("message in this inbox")
    return Done(_inbox(customer, inbox.waiting(family, now=call.now)))


def _devices(customer: Customer) -> Devices:
    rows = devices.of(merging.family(customer.pk))
    return Devices(
        customer.number, [Registered(row.pk, row.kind, row.label, row.added_at, row.used_at) for row in rows]
    )


def _inbox(customer: Customer, items: list[inbox.Item]) -> Inbox:
    return Inbox(
        customer.number,
        [
            Waiting(
                item.message.pk, item.message.topic, item.subject, item.text, item.link,
                item.message.accepted_at, item.message.not_after, item.is_read,
            )
            for item in items
        ],
    )  # fmt: skip


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None
