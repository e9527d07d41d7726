"""STOP, START and HELP by SMS: what they change beyond silence, and the answers that the law wants."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import dropwhile

from django.conf import settings
from django.db import transaction

from channels import outbox
from channels.intents import Name
from channels.keywordtexts import ANSWERS
from channels.models import Content, Message
from channels.outbox import Draft
from customers import consent
from customers.consent import Answer, Evidence
from customers.models import ConsentEvidence, ContactPoint, Customer, Suppression
from customers.models.permission import Purpose

ONCE_IN = timedelta(hours=24)
"""Two machines that answer each other are silent after one round."""
TOPIC = "service"
PLACE = "text message"
"""Where STOP by SMS is said, as its evidence keeps it."""
_KIN = {"nb": "no", "nn": "no"}


def start(point: ContactPoint, owners: Sequence[Customer], evidence: Evidence, *, now: datetime) -> bool:
    """Take back a STOP that was said from this phone; True if there was one.

    Consent comes back only to a sole owner, and only if nothing but that STOP had taken it: for several we do
    not know who wrote, START is no first consent, and what was withdrawn elsewhere stays so.
    """
    with transaction.atomic():
        lifted = Suppression.objects.filter(
            contact_point=point, reason=Suppression.Reason.STOP, is_marketing_only=True, lifted_at=None
        ).update(lifted_at=now)
        if lifted and len(owners) == 1 and _lost_it_by_stop(owners[0]):
            yes = Answer(
                owners[0].pk,
                "sms",
                Purpose.MARKETING,
                True,
                now,
                evidence.wording,
                evidence.place,
                evidence.actor,
            )
            consent.take_answers([yes], now=now)
    return bool(lifted)


def answer(name: Name, point: ContactPoint, customer: Customer, *, cause: str, now: datetime) -> bool:
    """Queue our answer to a keyword, to the phone it came from; not twice in a day for the same keyword."""
    kind = f"sms:{name.value}:{point.pk}:"
    recent = Message.objects.filter(
        customer=customer, channel="sms", cause__startswith=kind, created_at__gt=now - ONCE_IN
    )
    if recent.exists():
        return False
    content = _content(words(name, customer.language))
    draft = Draft(
        customer.pk,
        "sms",
        content.pk,
        Purpose.REPLY,
        TOPIC,
        f"{kind}{cause}",
        now,
        not_after=now + ONCE_IN,
        contact_point_id=point.pk,
    )
    return bool(outbox.queue([draft], now=now)["queued"])


def words(name: Name, language: str) -> str:
    """Return what we answer to a keyword; the house may have words of its own for HELP."""
    if name == Name.HELP and settings.SMS_HELP:
        return str(settings.SMS_HELP)
    texts = ANSWERS.get(_KIN.get(language[:2].lower(), language[:2].lower()), ANSWERS["en"])
    return texts[name].format(house=settings.ORGANISATION)


def _lost_it_by_stop(customer: Customer) -> bool:
    """Say whether the last thing before STOP by SMS, said once or more often, was a yes."""
    acts = ConsentEvidence.objects.filter(customer_id=customer.pk, channel="sms", purpose=Purpose.MARKETING)
    latest = list(acts.order_by("-happened_at", "-pk").values_list("is_granted", "place")[:50])
    before = list(dropwhile(lambda act: act == (False, PLACE), latest))
    return len(before) < len(latest) and bool(before) and before[0][0]


def _content(text: str) -> Content:
    fields = {
        "channel": "sms",
        "purpose": Purpose.REPLY.value,
        "topic": TOPIC,
        "sender_name": settings.ORGANISATION,
        "sender_address": "",
        "subject": text,
        "text": text,
        "html": "",
        "links": [],
    }
    digest = sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
    return Content.objects.get_or_create(digest=digest, defaults=fields)[0]
