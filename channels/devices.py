"""The devices that take push messages: turned on, taken away, and which of them was used last.

A device belongs to who was the last to turn it on: whoever signs in on a phone after somebody else must
not read what that person is told.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from ipaddress import ip_address
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from channels import heirs, publicweb, receipts, vapid, wishes
from channels.models import Device, Message, MessageState
from customers import history, identity
from customers.consent import Answer, Evidence
from customers.identity import Reach
from customers.models import Consent, ContactPoint, Ownership, Suppression
from customers.models.permission import Purpose

MOST = 10
"""For each customer; the one not used for longest gives way."""
LONGEST = 2000
_POINT_BYTES, _SECRET_BYTES = 65, 16


class Browser(NamedTuple):
    """A subscription as a browser gives it, and what its owner knows it by."""

    endpoint: str
    p256dh: str
    auth: str
    label: str


class BadDevice(ValueError):
    """It cannot be a device; the words say why."""


def add(
    customer_id: int,
    kind: str,
    endpoint: str,
    *,
    p256dh: str = "",
    auth: str = "",
    label: str = "",
    now: datetime,
) -> Device:
    """Let this customer be reached on a device, and nobody else; twice is as good as once. Raises BadDevice.

    `endpoint` is the push service's address of a browser, which comes with its keys, or the token of an app.
    """
    check(kind, endpoint, p256dh, auth)
    address = f"{kind}:{sha256(endpoint.encode()).hexdigest()[:40]}"
    with transaction.atomic():
        identity.hold([customer_id])
        identity.attach([Reach(customer_id, ContactPoint.Kind.DEVICE, address)])
        point = ContactPoint.objects.get(kind=ContactPoint.Kind.DEVICE, address=address)
        Ownership.objects.filter(contact_point=point).exclude(customer=customer_id).delete()
        Suppression.objects.filter(
            contact_point=point, reason=Suppression.Reason.INVALID, lifted_at=None
        ).update(lifted_at=now)
        device, _ = Device.objects.update_or_create(
            contact_point=point,
            defaults={
                "kind": kind, "endpoint": endpoint, "p256dh": p256dh, "auth": auth, "label": label[:80],
                "used_at": now,
            },
            create_defaults={
                "kind": kind, "endpoint": endpoint, "p256dh": p256dh, "auth": auth, "label": label[:80],
                "used_at": now, "added_at": now,
            },
        )  # fmt: skip
        for old in of([customer_id])[MOST:]:
            _forget(old)
    return device


def turn_on(customer_id: int, browser: Browser, evidence: Evidence, *, now: datetime) -> Device:
    """Add a browser in which the customer tapped yes, and keep that yes. Raises BadDevice."""
    with transaction.atomic():
        device = add(customer_id, Device.Kind.WEB, **browser._asdict(), now=now)
        wishes.take_answers([_answer(customer_id, True, evidence, now)], now=now)
    return device


def remove(customer_ids: Sequence[int], device_id: int, evidence: Evidence, *, now: datetime) -> bool:
    """Take a device of this person away; False if they have none such. Without any, the yes is taken back."""
    with transaction.atomic():
        identity.hold(customer_ids)
        device = next((each for each in of(customer_ids) if each.pk == device_id), None)
        if device is None:
            return False
        _forget(device)
        if not of(customer_ids):
            agreed = Consent.objects.filter(
                customer__in=customer_ids, channel="push", purpose=Purpose.MARKETING, is_granted=True
            )
            people = list(agreed.values_list("customer", flat=True))
            wishes.take_answers([_answer(each, False, evidence, now) for each in people], now=now)
    return True


def of(customer_ids: Sequence[int]) -> list[Device]:
    """Return a person's devices, the one used last first."""
    mine = Ownership.objects.filter(customer__in=customer_ids).values("contact_point")
    found = Device.objects.filter(contact_point__in=mine).select_related("contact_point")
    return list(found.order_by("-used_at", "pk"))


def shown(message_id: int, *, now: datetime) -> bool:
    """Note that a device showed this message: it has arrived.

    False while its window is still on the way: the first is shown before the last is handed over, and only
    then is it written down that they went. The device should tell us again.
    """
    message = Message.objects.filter(pk=message_id).first()
    if message is not None and message.state == MessageState.ATTEMPTING:
        return False
    if message is not None and receipts.arrived(message_id, now=now):
        entry = history.Entry(
            customer_id=message.customer_id,
            occurred_at=now,
            kind="message_delivered",
            source="message",
            source_id=f"{message.pk}:message_delivered",
            channel=message.channel,
            message_id=message.pk,
            campaign_id=message.campaign_id,
        )
        history.record([entry], now=now)
    return True


def named(address: str) -> str:
    """Say for staff what kind of device an address names."""
    kind = address.partition(":")[0]
    return str(Device.Kind(kind).label) if kind in Device.Kind.values else "Device"


def tapped(message_id: int, *, now: datetime) -> bool:
    """Note that the device which showed this message is in somebody's hand; False as for `shown`."""
    its = Message.objects.filter(pk=message_id).values("contact_point")
    Device.objects.filter(contact_point__in=its, used_at__lt=now).update(used_at=now)
    return shown(message_id, now=now)


def check(kind: str, endpoint: str, p256dh: str, auth: str) -> None:
    """Raise BadDevice for what no browser or app would send us."""
    if kind not in Device.Kind.values:
        raise BadDevice(f"kind must be one of {', '.join(Device.Kind.values)}.")
    if not endpoint or len(endpoint) > LONGEST or not endpoint.isascii() or not endpoint.isprintable():
        raise BadDevice("The endpoint or token is empty, too long, or holds odd characters.")
    if kind == Device.Kind.APNS and not _is_hexadecimal(endpoint):
        raise BadDevice("A token of Apple's is hexadecimal.")
    if kind == Device.Kind.WEB:
        _check_browser(endpoint, p256dh, auth)


def _check_browser(endpoint: str, p256dh: str, auth: str) -> None:
    """Refuse what leads inside by its very words; names are looked at each time something is sent."""
    try:
        origin = publicweb.origin_of(endpoint)
    except ValueError:
        raise BadDevice("The endpoint is no address.") from None
    if origin not in settings.PUSH_TRUSTED_ORIGINS:
        host = origin.partition("://")[2]
        if not endpoint.startswith("https://") or _is_number(host) or "." not in host:
            raise BadDevice("The endpoint must be an https:// address of a public push service.")
    try:
        point, secret = vapid.bytes_of(p256dh), vapid.bytes_of(auth)
    except ValueError:
        point = secret = b""
    if len(point) != _POINT_BYTES or point[0] != 4 or len(secret) != _SECRET_BYTES:
        raise BadDevice("The keys must be p256dh and auth as a browser gives them.")


def _is_number(host: str) -> bool:
    """Say whether a host is an address instead of a name, in whatever spelling."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return host.rpartition(".")[2][:1].isdigit()
    return True


def _is_hexadecimal(text: str) -> bool:
    try:
        return len(bytes.fromhex(text)) >= 8
    except ValueError:
        return False


def _forget(device: Device) -> None:
    """Take a device away; what waits for it goes to another of the same customer, if there is one."""
    owned = Ownership.objects.filter(contact_point=device.pk)
    heirs.take_over(heirs.of(dict(owned.values_list("contact_point_id", "customer_id"))))
    owned.delete()
    Device.objects.filter(pk=device.pk).delete()


def _answer(customer_id: int, is_granted: bool, evidence: Evidence, now: datetime) -> Answer:
    return Answer(
        customer_id,
        "push",
        Purpose.MARKETING,
        is_granted,
        now,
        evidence.wording,
        evidence.place,
        evidence.actor,
        evidence.wording_version,
    )
