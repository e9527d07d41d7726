"""Remember the parts that went over SMPP: what need not go again, and when all of a text has arrived."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from channels.carriers import Told
from channels.models import Message
from channels.smpp import Part
from channels.textparts import TextPart

SAME_DIGITS = 7
"""Networks write the number of a phone in their own ways; the end of it is always the same."""


class Sent(NamedTuple):
    of: int
    digest: str
    provider_id: str


def remember(link: str, accepted: Sequence[tuple[Part, str]], *, now: datetime) -> None:
    """Keep what the network calls these parts, in one statement."""
    rows = {
        (part.message_id, part.number): TextPart(
            message_id=part.message_id,
            number=part.number,
            of=part.of,
            digest=part.digest,
            link=link,
            provider_id=provider_id[:65],
            sent_at=now,
        )
        for part, provider_id in accepted
    }
    TextPart.objects.bulk_create(
        [rows[key] for key in sorted(rows)],
        update_conflicts=True,
        unique_fields=["message_id", "number"],
        update_fields=["of", "digest", "link", "provider_id", "state", "sent_at"],
    )


def sent_before(message_ids: Iterable[int]) -> dict[tuple[int, int], Sent]:
    """Return what the network has of these messages, by message and part."""
    rows = TextPart.objects.filter(message_id__in=list(message_ids))
    return {(row.message_id, row.number): Sent(row.of, row.digest, row.provider_id) for row in rows}


def message_of(told: Told) -> int | None:
    """Return the message that a receipt is about; None if we know no such part."""
    part = _named(told)
    return part.message_id if part else None


def noted(told: Told) -> Told | None:
    """Note what became of a part, and return what that means for its whole message; None if nothing yet.

    It has arrived when its last part has; it came back when any of them did; it is on its way when the
    network has all of it. What was told once about a part is not untold by what comes later. A receipt that
    is about no part is returned as it is.
    """
    named = _named(told)
    if named is None:
        return told
    with transaction.atomic():
        of_message = TextPart.objects.filter(message_id=named.message_id).order_by("number")
        parts = list(of_message.select_for_update())
        part = next(each for each in parts if each.pk == named.pk)
        if part.state == TextPart.State.SENT and (told.is_delivered or told.bounce_class is not None):
            part.state = TextPart.State.ARRIVED if told.is_delivered else TextPart.State.LOST
            part.save(update_fields=["state"])
    arrived = sum(each.state == TextPart.State.ARRIVED for each in parts)
    if told.bounce_class is not None and part.state == TextPart.State.LOST:
        return told
    whole = replace(told, is_delivered=arrived == part.of, bounce_class=None)
    return whole if len(parts) >= part.of else None


def _named(told: Told) -> TextPart | None:
    """Find the part, newest first: numbers come round, and some houses say them in hex and in decimal."""
    if not told.provider_id:
        return None
    found = list(
        TextPart.objects.filter(provider_id__in=_spellings(told.provider_id)).order_by("-sent_at")[:20]
    )
    exact = [part for part in found if part.provider_id == told.provider_id]
    if len(exact) == 1:
        return exact[0]
    points = Message.objects.filter(pk__in=[part.message_id for part in found])
    addresses = dict(points.values_list("pk", "contact_point__address"))
    end = told.address[-SAME_DIGITS:]
    for part in [*exact, *found]:
        if end and (addresses.get(part.message_id) or "").endswith(end):
            return part
    return None


def _spellings(number: str) -> set[str]:
    plain = number.strip().lower()
    spellings = {number, plain, plain.upper(), plain.lstrip("0")}
    if plain.isascii() and plain.isdigit():
        spellings |= {f"{int(plain):{form}}" for form in ("x", "X", "08x", "08X", "010d")}
    if plain.isascii() and plain.isalnum() and not plain.strip("0123456789abcdef"):
        spellings |= {str(int(plain, 16)), f"{int(plain, 16):010d}"}
    return spellings
