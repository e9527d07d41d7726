"""Letters that the post brings back: what that means for the message, its address and its customer."""

from datetime import datetime
from enum import StrEnum

from django.db import transaction

from channels import bounces
from channels.mailreading import BounceClass
from channels.models import Message
from customers import loops
from customers.models import Ownership
from customers.postal import Postal

ACTOR = "post"


class Reason(StrEnum):
    """Why the post could not deliver it."""

    NO_SUCH_ADDRESS = "no_such_address"
    VACANT = "vacant"
    MOVED = "moved"
    UNKNOWN = "unknown"
    DECEASED = "deceased"
    REFUSED = "refused"
    UNCLAIMED = "unclaimed"
    OTHER = "other"


_OF_THE_PERSON = frozenset({Reason.MOVED, Reason.UNKNOWN, Reason.DECEASED})
"""Nobody else at the address is meant by these."""
_CLASSES = {
    Reason.REFUSED: BounceClass.BLOCK,
    Reason.UNCLAIMED: BounceClass.SOFT,
    Reason.OTHER: BounceClass.OTHER,
}


def apply(message_id: int, reason: Reason, words: str, moved_to: Postal | None, *, now: datetime) -> bool:
    """Note that a letter came back; False if it changes nothing any more (told before, or erased since).

    The address is barred for every sender of ours, unless the reason is about one person and others live
    there. A new address is a suggestion for a person: nobody is written to on the post's word alone.
    """
    said = ": ".join(filter(None, (reason.value.replace("_", " "), words)))
    with transaction.atomic():
        message = Message.objects.filter(pk=message_id, channel="letter").first()
        if message is None or not bounces.note(message_id, _class(message, reason), said, now=now):
            return False
        if moved_to or (reason in _OF_THE_PERSON and _is_shared(message)):
            loops.open(
                message.customer_id,
                loops.Kind.UNFINISHED,
                f"A letter came back, the post says: {said}{_moved(moved_to)}. Ask for the address.",
                actor=ACTOR,
                channel="letter",
                message_id=message_id,
                now=now,
            )
    return True


def _moved(to: Postal | None) -> str:
    return f", moved to {', '.join((*to.lines, *to.place_lines()))}" if to else ""


def _class(message: Message, reason: Reason) -> BounceClass:
    if reason in _OF_THE_PERSON and _is_shared(message):
        return BounceClass.OTHER
    return _CLASSES.get(reason, BounceClass.HARD)


def _is_shared(message: Message) -> bool:
    owners = Ownership.objects.filter(contact_point=message.contact_point_id or 0)
    return owners.exclude(customer=message.customer_id).exists()
