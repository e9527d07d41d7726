"""Notice when a route calls more addresses dead, or brings more complaints, than can be true.

Pure counting: what is done about it is in bounces.py. Compared are the verdicts on what was sent lately with
how much was sent lately, so that the late bounces of a large mailing are no spike.
"""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Sum

from channels.models import Message, Traffic
from channels.verdicts import Spike, Verdict
from customers.models import Suppression

WINDOW = timedelta(hours=6)
LIMITS = {Suppression.Reason.INVALID: (25, 0.10), Suppression.Reason.COMPLAINT: (10, 0.02)}
"""How many verdicts it takes at least, and which share of what was sent; both are far above any good list."""


def key_of(message: Message) -> str:
    return f"{message.channel}:{message.provider}"


def under_way(key: str, reason: Suppression.Reason, *, now: datetime) -> Spike | None:
    """Return the spike that lasts on this route, or begin one; None while all is well.

    What a person has confirmed is believed for a while: the same mailing does not ask twice.
    """
    lately = Spike.objects.filter(key=key, reason=reason)
    if spike := lately.filter(state=Spike.State.OPEN).first():
        return spike
    if lately.filter(state=Spike.State.CONFIRMED, decided_at__gt=now - WINDOW).exists():
        return None
    least, share = LIMITS[reason]
    if (
        Verdict.objects.filter(key=key, reason=reason, noted_at__gt=now - WINDOW)[: least - 1].count()
        < least - 1
    ):
        return None
    verdicts, sent = _verdicts(key, reason, now) + 1, _sent(key, now)
    if verdicts < least or verdicts <= share * sent:
        return None
    begun, _ = Spike.objects.get_or_create(
        key=key,
        reason=reason,
        state=Spike.State.OPEN,
        defaults={"verdicts": verdicts, "sent": max(sent, verdicts), "began_at": now},
    )
    return begun


def _verdicts(key: str, reason: str, now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_ON_WHAT_WAS_SENT_LATELY, [key, reason, now - WINDOW, now - WINDOW])
        return int(cursor.fetchone()[0])


def _sent(key: str, now: datetime) -> int:
    minutes = Traffic.objects.filter(key=key, minute_at__gt=now - WINDOW)
    return int(minutes.aggregate(total=Sum("sent"))["total"] or 0)


_ON_WHAT_WAS_SENT_LATELY = """
SELECT count(*) FROM channels_verdict v JOIN channels_message m ON m.id = v.message_id
WHERE v.key = %s AND v.reason = %s AND v.state <> 'taken_back' AND v.noted_at > %s AND m.accepted_at > %s
"""
