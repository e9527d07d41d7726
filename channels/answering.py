"""Our answers in a conversation: through the outbox like everything, on the thread that they go on from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import F

from channels import addresses, conversations, outbox
from channels.conversations import CAUSE, gist
from channels.models import Content, Message, MessageState
from channels.outbox import Draft
from channels.talk import Conversation, Turn
from customers.gate import Reason
from customers.models.permission import Purpose

CHANNELS = ("email", "sms")
"""What a conversation can be answered by; the others are pulled, or carried by a person."""
TOPIC = "service"
"""What an answer is about where the customer began and it is about nothing we wrote."""
LONGEST = {"email": 50_000, "sms": 1_000}
_MOST_REFERENCES = 15


class Became(StrEnum):
    SENT = "sent"
    CHANGED = "changed"  # something was said since; nothing was sent
    REFUSED = "refused"  # it may not go; it is kept with its reason and not sent


@dataclass(frozen=True, slots=True)
class Answered:
    became: Became
    why: str = ""
    """Why it was refused, for staff."""


def reply(
    conversation_id: int,
    text: str,
    *,
    channel: str,
    seen: int,
    once: str,
    actor: str,
    resolve: bool = False,
    now: datetime,
) -> Answered:
    """Answer a conversation, if nothing was said since revision `seen`.

    Of two who answer at once one is sent and the other gets CHANGED, to look first; `once` names the attempt,
    so that a form sent twice answers once. The conversation then waits for the customer, or rests if
    `resolve`. The words are Liquid to nobody: they go out as they were written.
    """
    with transaction.atomic():
        conversation = Conversation.objects.select_for_update().get(pk=conversation_id)
        cause = f"{CAUSE}{conversation.pk}:{sha256(once.encode()).hexdigest()[:32]}"
        if Message.objects.filter(customer=conversation.customer_id, cause=cause, channel=channel).exists():
            return Answered(Became.SENT)
        if conversation.revision != seen:
            return Answered(Became.CHANGED)
        message = _queue(conversation, channel, cause, now)
        is_refused = message.state == MessageState.REFUSED
        _keep(conversation, message, text, actor, now)
        if not is_refused:
            _note_answer(conversation, channel, text, actor, resolve=resolve, now=now)
    return (
        Answered(Became.REFUSED, str(Reason(message.reason).label)) if is_refused else Answered(Became.SENT)
    )


def ways(conversation: Conversation, channels: Sequence[str]) -> list[str]:
    """Return by what it can be answered, the way of their last word first; `channels` are those in reach."""
    heard = conversation.turns.filter(kind=Turn.Kind.HEARD).order_by("-pk")
    last = heard.values_list("channel", flat=True).first() or ""
    return sorted((each for each in CHANNELS if each in channels), key=lambda each: each != last)


def _queue(conversation: Conversation, channel: str, cause: str, now: datetime) -> Message:
    draft = Draft(
        conversation.customer_id,
        channel,
        _content(channel, conversation.topic or TOPIC).pk,
        Purpose.REPLY,
        conversation.topic or TOPIC,
        cause,
        now,
        contact_point_id=_point(conversation, channel),
    )
    outbox.queue([draft], now=now)
    return Message.objects.get(customer=conversation.customer_id, cause=cause, step=0, channel=channel)


def _point(conversation: Conversation, channel: str) -> int | None:
    """Answer to where they wrote from; without a word by this channel, to the customer's best point."""
    heard = conversation.turns.filter(kind=Turn.Kind.HEARD, channel=channel, contact_point__isnull=False)
    return heard.order_by("-pk").values_list("contact_point_id", flat=True).first()


def _content(channel: str, topic: str) -> Content:
    """Return the frame of all answers: their words are merged in, and go when their customer is forgotten."""
    fields = {
        "channel": channel,
        "purpose": Purpose.REPLY.value,
        "topic": topic,
        "sender_name": settings.ORGANISATION,
        "sender_address": f"hello@{settings.MAIL_DOMAIN}" if channel == "email" else "",
        "subject": "{{ answer.subject }}",
        "text": "{{ answer.text }}",
        "html": "",
        "links": [],
    }
    digest = sha256(repr(sorted(fields.items())).encode()).hexdigest()
    return Content.objects.get_or_create(digest=digest, defaults=fields)[0]


def _keep(conversation: Conversation, message: Message, text: str, actor: str, now: datetime) -> None:
    subject = f"Re: {conversation.subject}" if conversation.subject else settings.ORGANISATION
    Turn.objects.create(
        conversation=conversation,
        kind=Turn.Kind.SAID,
        at=now,
        channel=message.channel,
        actor=actor,
        subject=subject[:300] if message.channel == "email" else gist(text),
        words=text,
        message_id=message.pk,
        references=references_of(conversation) if message.channel == "email" else [],
    )


def references_of(conversation: Conversation) -> list[str]:
    """Return the thread that an answer goes on from (RFC 5322, 3.6.4): theirs, and what we said since."""
    mails = conversation.turns.filter(channel="email").exclude(kind=Turn.Kind.NOTE)
    theirs = mails.filter(kind=Turn.Kind.HEARD).exclude(header_id="").order_by("-pk").first()
    chain = [*theirs.references, theirs.header_id] if theirs else []
    ours = mails.filter(kind=Turn.Kind.SAID, pk__gt=theirs.pk if theirs else 0).order_by("pk")
    chain += [_header_id(number) for number in ours.values_list("message_id", flat=True) if number]
    if theirs and chain[-1] != theirs.header_id:  # what answers stands last: their mail, not our afterthought
        chain = [each for each in chain if each != theirs.header_id] + [theirs.header_id]
    return chain[-_MOST_REFERENCES:]


def _header_id(message_id: int) -> str:
    return addresses.names(message_id).message_id.strip("<>")


def _note_answer(
    conversation: Conversation, channel: str, text: str, actor: str, *, resolve: bool, now: datetime
) -> None:
    state = Conversation.State.RESOLVED if resolve else Conversation.State.PENDING
    Conversation.objects.filter(pk=conversation.pk).update(
        revision=F("revision") + 1,
        state=state,
        snoozed_until=None,
        waiting_since=None,
        first_answered_at=conversation.first_answered_at or now,
        last_at=now,
        last_channel=channel,
        last_words=gist(text),
        is_last_ours=True,
    )
    if resolve:
        conversations.close_loops(conversation.pk, actor=actor, now=now)
