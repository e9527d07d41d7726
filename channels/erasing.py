"""To be forgotten, in what channels keep: the wish obeyed at once, and carried out on its day.

Messages and hits stay as rows, for what campaigns count; what was said, to which address and by which
machine goes. Everything works in batches and may break off anywhere: the next run goes on.
"""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import connection, transaction

from channels import outbox
from channels.models import Device, Message, MessageState, Provider
from channels.talk import Conversation
from customers import erasing, shredding
from customers.consent import Evidence
from customers.models import Erasure
from customers.staging import numbers

log = logging.getLogger(__name__)
BATCH = 1000


def ask(customer_id: int, evidence: Evidence, *, now: datetime) -> Erasure:
    """Note the wish to be erased and call off what is queued, in one transaction."""
    with transaction.atomic():
        wish = erasing.ask(customer_id, evidence, now=now)
        outbox.recall([customer_id], now=now)
    return wish


def carry_out(*, now: datetime, batch: int = BATCH) -> int:
    """Erase everybody whose day has come; return how many. One that fails is logged and tried again.

    Then shred what came in late about who was erased before: a receipt, a bounce, an answer.
    """
    done = sum(_erase(wish, now, batch) for wish in erasing.due(now=now))
    if late := erasing.lately_erased(now=now):
        _forget(late, (), batch)
        shredding.shred(late)
    return done


def _erase(wish: Erasure, now: datetime, batch: int) -> bool:
    try:
        with transaction.atomic():
            ids = erasing.close(wish, now=now)
            outbox.recall(ids, now=now)
        if Message.objects.filter(customer__in=ids, state=MessageState.ATTEMPTING).exists():
            return False  # a worker has its words in hand and writes down soon what became of them
        _forget(ids, erasing.addresses_of(ids), batch)
        erasing.finish(wish, ids, now=now)
    except Exception:
        log.exception("Erasure %d could not be carried out; it is tried again.", wish.pk)
        return False
    return True


def _forget(customer_ids: Sequence[int], addresses: Collection[str], batch: int) -> None:
    Conversation.objects.filter(customer__in=customer_ids).delete()
    Device.objects.filter(contact_point__ownerships__customer__in=customer_ids).delete()
    for statement in (_MESSAGES, _HITS, _MAIL, _TEXTS):
        while _run(statement, [numbers(customer_ids), batch]):
            pass
    for address in addresses:
        for stray in (_STRAY_MAIL, _STRAY_TEXTS):
            while _run(stray, [address, batch]):
                pass
        Provider.objects.filter(last_error__icontains=address).update(last_error="")


def _run(statement: str, parameters: Sequence[str | int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount


# A reason of ours is a short key; anything else is what the other side said, and may name the address.
_MESSAGES = """
UPDATE channels_message SET context = NULL, contact_point_id = NULL, provider_id = '',
    reason = CASE WHEN reason ~ '^([a-z_]*|in message [0-9]+)$' THEN reason ELSE '' END
WHERE id IN (
    SELECT id FROM channels_message WHERE customer_id = ANY(%s::bigint[]) AND (
        context IS NOT NULL OR contact_point_id IS NOT NULL OR provider_id <> ''
        OR reason !~ '^([a-z_]*|in message [0-9]+)$'
    ) LIMIT %s
)
"""
_HITS = """
UPDATE channels_hit SET agent = '', network = ''
WHERE id IN (
    SELECT h.id FROM channels_hit h JOIN channels_message m ON m.id = h.message_id
    WHERE m.customer_id = ANY(%s::bigint[]) AND (h.agent <> '' OR h.network <> '')
    AND h.verdict <> 'waiting' LIMIT %s
)
"""
_EMPTY_MAIL = """
UPDATE channels_inboundmail SET raw = '', envelope_from = '', envelope_to = '[]', problem = '',
    handled_why = '', state = CASE WHEN state = 'unparsed' THEN 'put_away' ELSE state END
"""
_MAIL = f"""
{_EMPTY_MAIL} WHERE id IN (
    SELECT id FROM channels_inboundmail WHERE customer_id = ANY(%s::bigint[])
    AND state <> 'waiting' AND raw <> '' LIMIT %s
)
"""
# Mail that was never placed with anybody, from an address that was theirs alone.
_STRAY_MAIL = f"""
{_EMPTY_MAIL} WHERE id IN (
    SELECT id FROM channels_inboundmail WHERE customer_id IS NULL AND lower(envelope_from) = %s
    AND state <> 'waiting' AND raw <> '' LIMIT %s
)
"""
_EMPTY_TEXT = """
UPDATE channels_callback SET raw = '', sender = '', problem = '', handled_why = '',
    state = CASE WHEN state = 'unparsed' THEN 'put_away' ELSE state END
"""
_TEXTS = f"""
{_EMPTY_TEXT} WHERE id IN (
    SELECT id FROM channels_callback WHERE customer_id = ANY(%s::bigint[])
    AND state <> 'waiting' AND raw <> '' LIMIT %s
)
"""
_STRAY_TEXTS = f"""
{_EMPTY_TEXT} WHERE id IN (
    SELECT id FROM channels_callback WHERE customer_id IS NULL AND sender = %s
    AND state <> 'waiting' AND raw <> '' LIMIT %s
)
"""
