"""What customers wish, from whatever door: written down and obeyed in one transaction.

Narrowing a consent or dial raises the opt-out epoch and calls off what is queued; hub and campaigns come
through here, so that neither half can be forgotten.
"""

from datetime import datetime

from django.db import transaction

from channels import outbox
from channels.models import Message
from customers import consent
from customers.consent import Evidence
from customers.models import Dial

ONE_CLICK_WORDING = "Stop these emails: one click in the mail program (List-Unsubscribe)."
PAGE_WORDING = "No more emails with offers and news from us."


def unsubscribe(message_id: int, evidence: Evidence, *, now: datetime) -> bool:
    """Withdraw consent to marketing on the channel of this message, for whom it was sent to.

    True if the message exists; asking twice is as good as once.
    """
    message = Message.objects.filter(pk=message_id).only("customer_id", "channel").first()
    if message is None:
        return False
    with transaction.atomic():
        consent.withdraw(message.customer_id, [message.channel], evidence=evidence, now=now)
        outbox.recall([message.customer_id], now=now)
    return True


def turn_dial(
    customer_id: int,
    position: int,
    *,
    channel: str = "",
    topic: str = "",
    until: datetime | None = None,
    evidence: Evidence,
    now: datetime,
) -> Dial:
    """Turn a dial and call off what it no longer allows. Raises BadPosition outside 0 to 10."""
    with transaction.atomic():
        dial = consent.turn_dial(
            customer_id, position, channel=channel, topic=topic, until=until, evidence=evidence, now=now
        )
        outbox.recall([customer_id], now=now)
    return dial
