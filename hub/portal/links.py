"""Links in messages: what they open, for how long, and how a customer makes them void."""

from datetime import datetime

from django.utils import timezone

from channels import addresses
from channels.models import Message
from hub.models import VoidedLinks
from hub.portal.guests import Guest, person

DIALS, LESS = "p", "l"
"""The two kinds of link; a token of one kind opens nothing of the other."""


def guest_by(token: str) -> Guest | None:
    """Return whose dials a message's link opens; None for one that is not ours, too old or made void."""
    message = message_by(DIALS, token)
    customer = person(message.customer) if message else None
    return Guest(customer, token) if customer else None


def message_by(kind: str, token: str) -> Message | None:
    """Return the message a link was sent in, if it still opens; the customer comes with it."""
    opened = addresses.dated_message_of(kind, token, now=timezone.now())
    if opened is None:
        return None
    found = Message.objects.select_related("customer__merged_into").filter(pk=opened[0]).first()
    return found if found and not _is_void(found, opened[1]) else None


def void(customer_id: int, *, now: datetime) -> None:
    """Make every link that was sent to this customer until now worth nothing."""
    VoidedLinks.objects.update_or_create(customer_id=customer_id, defaults={"before_at": now})


def _is_void(message: Message, made_at: datetime) -> bool:
    """Ask for who got the message and for who they are now: voiding outlives a merge."""
    whose = [message.customer_id]
    if message.customer.merged_into_id:
        whose.append(message.customer.merged_into_id)
    return VoidedLinks.objects.filter(customer_id__in=whose, before_at__gte=made_at).exists()
