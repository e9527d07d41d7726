"""What every push route needs of a batch: the device behind each address, and how long its words are good."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.utils import timezone

from channels import addresses, pushtext
from channels.models import Device, Lane, Message
from channels.protocol import Outcome, Outgoing, Result
from channels.pushtext import Notice

USUAL_LIFE = timedelta(days=7)
LONGEST_LIFE = timedelta(days=28)
"""No push service keeps anything for longer."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parcel:
    """One notice for one device; a repeat has the same reference, and takes the first one's place."""

    device: Device
    notice: Notice
    message_id: int
    lane: Lane
    life_seconds: int
    leave_url: str

    @property
    def reference(self) -> UUID:
        return UUID(addresses.sealer().keyed_hash("push", self.message_id))

    @property
    def data(self) -> dict[str, str]:
        """Return what goes with the words: where taps lead, and where to say that it was shown."""
        named = {
            "link": self.notice.link or addresses.portal_door(),
            "shown": addresses.shown_url(self.message_id),
            "tag": self.reference.hex,
            "leave": self.leave_url,
        }
        return {name: value for name, value in named.items() if value}


def send(
    batch: Sequence[Outgoing],
    start_by: float,
    build: Callable[[Parcel], T | Result],
    post: Callable[[Sequence[T], float], Sequence[Result]],
) -> list[Result]:
    """Build and post what can be; give one result each, in order. Past `start_by` nothing is looked up."""
    if not batch or time.monotonic() >= start_by:
        return [Result(Outcome.UNTOUCHED) for _ in batch]
    packed = [build(each) if isinstance(each, Parcel) else each for each in _pack(batch)]
    said = iter(post([each for each in packed if not isinstance(each, Result)], start_by))
    return [each if isinstance(each, Result) else next(said) for each in packed]


def _pack(batch: Sequence[Outgoing]) -> list[Parcel | Result]:
    now = timezone.now()
    addressed = Device.objects.filter(
        contact_point__kind="device", contact_point__address__in=[words.address for words in batch]
    ).select_related("contact_point")
    devices = {device.contact_point.address: device for device in addressed}
    rows = Message.objects.filter(pk__in=[words.message_id for words in batch])
    known = {row.pk: row for row in rows.only("lane", "not_after")}
    return [_parcel(words, devices.get(words.address), known.get(words.message_id), now) for words in batch]


def _parcel(
    words: Outgoing, device: Device | None, message: Message | None, now: datetime
) -> "Parcel | Result":
    notice = pushtext.notice(words.subject, words.text)
    if device is None:
        return Result(Outcome.REFUSED, "The device was taken away")
    if not notice.title and not notice.body:
        return Result(Outcome.REFUSED, "There are no words to send")
    if notice.is_too_long:
        return Result(Outcome.REFUSED, "Too long for a push message")
    until = message.not_after if message else None
    life = min(until - now if until else USUAL_LIFE, LONGEST_LIFE)
    lane = Lane(message.lane) if message else Lane.CONVERSATIONAL
    leave = addresses.less_url(words.message_id, now=now) if words.is_marketing else ""
    return Parcel(device, notice, words.message_id, lane, max(0, int(life.total_seconds())), leave)
