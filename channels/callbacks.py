"""What providers tell us, whatever the channel: stored raw first, then read and applied, once each.

Duplicates, late ones and replays are normal: each counts once and a message only moves forward. What cannot
be read or placed is kept and shown to staff. How a channel's callbacks are read is in its own module.
"""

import logging
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from django.db import transaction
from django.db.models import F

from channels import bell, mailhooks, texting
from channels.models import Callback

log = logging.getLogger(__name__)
MOST_TRIES = 3
ROUND_SECONDS = 60.0
_BATCH = 200


class Reader(Protocol):
    """How the callbacks of one channel are read and applied."""

    def apply(self, callback: Callback, *, now: datetime) -> None:
        """Apply one callback, which is locked, and save it; one that must wait a moment is left as it is."""

    def apply_many(self, callbacks: Sequence[Callback], *, now: datetime) -> Sequence[Callback]:
        """Apply those that can be applied together; return the others, to be applied one by one.

        Called outside any transaction: it may speak to the provider.
        """


READERS: Mapping[str, Reader] = {"sms": texting.READER, "email": mailhooks.READER}
_URGENT = ("", mailhooks.INBOUND)
"""Most likely somebody's words, and perhaps STOP; receipts wait for the next round."""


def take(
    channel: str, carrier: str, reference: str, content_type: str, body: bytes, *, now: datetime
) -> None:
    """Store a callback as it came, once, in one insert. When this returns, the door may say so.

    `reference` is the rest of the path it came by: what we asked to be told about, or nothing.
    """
    digest = sha256(f"{carrier}\0{reference}\0".encode() + body).hexdigest()
    row = Callback(
        channel=channel,
        carrier=carrier,
        digest=digest,
        reference=reference[:100],
        content_type=content_type[:200],
        raw=body,
        received_at=now,
    )
    Callback.objects.bulk_create([row], ignore_conflicts=True)
    if reference in _URGENT:
        bell.ring_for_callbacks()


def apply_waiting(*, now: datetime) -> int:
    """Read and apply what waits, in the order of its coming; return how many were looked at."""
    ends_at, last, total = time.monotonic() + ROUND_SECONDS, 0, 0
    waiting = Callback.objects.filter(state=Callback.State.WAITING).order_by("pk")
    while (batch := list(waiting.filter(pk__gt=last)[:_BATCH])) and time.monotonic() < ends_at:
        last, total = batch[-1].pk, total + len(batch)
        for channel, reader in READERS.items():
            ours = [each for each in batch if each.channel == channel]
            for callback in _apply_many(reader, ours, now) if ours else ():
                apply(callback.pk, now=now)
    return total


def apply(callback_id: int, *, now: datetime) -> None:
    """Apply one stored callback, once. One that makes us stumble three times goes to a person."""
    try:
        with transaction.atomic():
            waiting = Callback.objects.filter(pk=callback_id, state=Callback.State.WAITING)
            callback = waiting.select_for_update(skip_locked=True).first()
            if callback is not None:
                READERS[callback.channel].apply(callback, now=now)
    except Exception as error:  # whatever a provider can provoke: it is kept and shown, not lost
        log.exception("Callback %d could not be applied.", callback_id)
        waiting = Callback.objects.filter(pk=callback_id, state=Callback.State.WAITING)
        waiting.update(tries=F("tries") + 1, problem=f"{type(error).__name__} while reading")
        waiting.filter(tries__gte=MOST_TRIES).update(state=Callback.State.UNPARSED)


def put_away(callback_id: int, *, actor: str, why: str, now: datetime) -> bool:
    """Let a callback that is nobody's wait no longer; False where it does not wait (any more)."""
    with transaction.atomic():
        callback = texting.hold(callback_id)
        if callback is not None:
            texting.handle(callback, Callback.State.PUT_AWAY, actor, why, now)
    return callback is not None


def _apply_many(reader: Reader, callbacks: Sequence[Callback], now: datetime) -> Sequence[Callback]:
    """Apply what can be applied together; if one spoils that, all of them go one by one."""
    try:
        return reader.apply_many(callbacks, now=now)
    except Exception:
        log.exception("%d callbacks could not be applied together.", len(callbacks))
        return callbacks
