"""Conversations: one with each customer about each topic, over all channels, and what we do with them.

A customer's word opens or reopens one in the transaction in which it is taken in. What we answer goes through
answering.py; here nothing leaves.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from channels import sorting
from channels.intents import Intent, Name
from channels.models import Message
from channels.talk import Conversation, Turn
from customers import loops, merging
from customers.models import Customer, OpenLoop, Ownership

State = Conversation.State
CAUSE = "conversation:"
"""How the cause of our answers begins; the conversation's number follows."""
LONGEST_WORDS = 100_000
_BARE_WORDS = 4
_OBEYED = frozenset({Name.STOP, Name.START, Name.HELP})
_HEADER_ID = re.compile(r"[!-;=?A-~]{1,120}@[!-;=?A-~]{1,120}")
"""Such a Message-ID can be written into a header as it is; others are not worth an answer's delivery."""
_MOST_REFERENCES = 15
_REPLY_MARK = re.compile(r"^\s*(?:(?:re|aw|sv|vs|antw|rif|odp|ynt|res?)\s*(?:\[\d+\])?:\s*)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """What a customer said to us, as the channel's reader understood it."""

    customer_id: int
    channel: str
    text: str
    at: datetime
    subject: str = ""
    answered_id: int | None = None
    """Our message that it answers, if it is known."""
    contact_point_id: int | None = None
    mail_id: int | None = None
    header_id: str = ""
    references: Sequence[str] = ()
    """Message-IDs without their angle brackets, the oldest first."""
    attached: Sequence[tuple[str, str, int]] = ()


def heard(word: Word, *, now: datetime) -> int:
    """Take a customer's word into its conversation, and let that wait for us; return the conversation.

    Runs in the caller's transaction. A bare keyword that the machine has obeyed, STOP or HELP and no more
    than a courtesy beside it, waits for nobody; everything else opens the conversation again.
    """
    with transaction.atomic():
        customer = Customer.objects.get(pk=merging.roots([word.customer_id])[word.customer_id])
        conversation = _conversation_of(word, customer)
        intent = sorting.read(word.text, channel=_style(word.channel), language=customer.language)
        Turn.objects.create(
            conversation=conversation,
            kind=Turn.Kind.HEARD,
            at=word.at,
            channel=word.channel,
            actor="customer",
            subject=word.subject[:300],
            words=word.text[:LONGEST_WORDS],
            contact_point_id=word.contact_point_id if _owns(customer.pk, word.contact_point_id) else None,
            mail_id=word.mail_id,
            attached=list(word.attached),
            message_id=word.answered_id,
            header_id=word.header_id if _HEADER_ID.fullmatch(word.header_id) else "",
            references=[each for each in word.references if _HEADER_ID.fullmatch(each)][-_MOST_REFERENCES:],
            intent=intent.name.value,
            confidence=intent.confidence,
            why=intent.why[:200],
        )
        _note_word(conversation, word, intent, needs_person=not _is_obeyed(intent, word.text))
    return conversation.pk


def note(conversation_id: int, words: str, *, actor: str, now: datetime) -> int:
    """Keep a note among ourselves, which the customer never gets; return its turn."""
    turn = Turn.objects.create(
        conversation_id=conversation_id,
        kind=Turn.Kind.NOTE,
        at=now,
        actor=actor,
        words=words[:LONGEST_WORDS],
    )
    return turn.pk


def assign(
    conversation_id: int,
    *,
    assignee_id: int | None,
    team_id: int | None,
    was: int | None,
    words: str,
    actor: str,
    now: datetime,
) -> bool:
    """Give a conversation to a person, or to a team's queue with nobody yet.

    `was` is whose it was when this was decided: of two who take it at once the second changes nothing and
    gets False. `words` say what was done, such as "took it".
    """
    with transaction.atomic():
        same = Conversation.objects.filter(pk=conversation_id, assignee_id=was)
        changed = same.update(assignee_id=assignee_id, team_id=team_id)
        if changed:
            _tell(conversation_id, words, actor, now)
    return bool(changed)


def resolve(conversation_id: int, *, seen: int, actor: str, now: datetime) -> bool:
    """Lay a conversation to rest, and close what it left open.

    `seen` is the revision that whoever resolves it has read: if something was said since, it stays as it is,
    and the answer is False.
    """
    with transaction.atomic():
        known = Conversation.objects.filter(pk=conversation_id, revision=seen).exclude(state=State.RESOLVED)
        changed = known.update(state=State.RESOLVED, waiting_since=None, snoozed_until=None)
        if changed:
            _tell(conversation_id, "resolved it", actor, now)
            close_loops(conversation_id, actor=actor, now=now)
    return bool(changed)


def snooze(
    conversation_id: int, *, until: datetime, seen: int, words: str, actor: str, now: datetime
) -> bool:
    """Put a conversation out of sight until then, or until the customer says something."""
    with transaction.atomic():
        known = Conversation.objects.filter(pk=conversation_id, revision=seen)
        changed = known.update(state=State.SNOOZED, snoozed_until=until)
        if changed:
            _tell(conversation_id, words, actor, now)
    return bool(changed)


def reopen(conversation_id: int, *, actor: str, now: datetime) -> bool:
    """Take a conversation up again that rested; False if it is open."""
    with transaction.atomic():
        resting = Conversation.objects.filter(pk=conversation_id).exclude(state=State.OPEN)
        changed = resting.update(state=State.OPEN, snoozed_until=None)
        if changed:
            _tell(conversation_id, "opened it again", actor, now)
    return bool(changed)


def close_loops(conversation_id: int, *, actor: str, now: datetime) -> None:
    """Close the questions and complaints that the customer's words here left open."""
    conversation = Conversation.objects.get(pk=conversation_id)
    ways = conversation.turns.filter(kind=Turn.Kind.HEARD, at__gte=conversation.opened_at)
    asked = OpenLoop.objects.filter(
        loops.whose(conversation.customer_id),
        closed_at=None,
        opened_by="customer",
        opened_at__gte=conversation.opened_at,
        channel__in=ways.values("channel"),
    )
    for loop_id in asked.values_list("pk", flat=True):
        loops.close(loop_id, actor=actor, words="answered", now=now)


def gist(text: str, length: int = 300) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"


def plain_subject(subject: str) -> str:
    """Return a subject without what mail programs put before it to say that it answers."""
    return gist(_REPLY_MARK.sub("", subject))


def _conversation_of(word: Word, customer: Customer) -> Conversation:
    """Find and lock the conversation that this word belongs to, or begin it."""
    locked = Conversation.objects.select_for_update()
    if (known := _known(word, customer.pk)) is not None:
        return locked.get(pk=known)
    topic = Message.objects.filter(pk=word.answered_id or 0).values_list("topic", flat=True).first() or ""
    Conversation.objects.get_or_create(
        customer=customer,
        topic=topic,
        defaults={
            "state": State.RESOLVED,
            "opened_at": word.at,
            "last_at": word.at,
            "last_channel": word.channel,
        },
    )
    return locked.get(customer=customer, topic=topic)


def _known(word: Word, customer_id: int) -> int | None:
    """Return the conversation of the answer of ours, or of the mail of theirs, that this goes on from."""
    cause = Message.objects.filter(pk=word.answered_id or 0).values_list("cause", flat=True).first() or ""
    number = cause.removeprefix(CAUSE).partition(":")[0] if cause.startswith(CAUSE) else ""
    theirs = Conversation.objects.filter(Q(customer=customer_id) | Q(customer__merged_into=customer_id))
    if number and (found := theirs.filter(pk=int(number)).values_list("pk", flat=True).first()):
        return found
    if word.answered_id or not word.references:
        return None
    earlier = Turn.objects.filter(conversation__in=theirs, header_id__in=list(word.references))
    return earlier.order_by("-pk").values_list("conversation_id", flat=True).first()


def _owns(customer_id: int, contact_point_id: int | None) -> bool:
    """Say whether a point is the customer's own: an answer never goes to where a forwarded mail came from."""
    family = Q(customer=customer_id) | Q(customer__merged_into=customer_id)
    return bool(
        contact_point_id and Ownership.objects.filter(family, contact_point=contact_point_id).exists()
    )


def _style(channel: str) -> str:
    return "sms" if channel == "sms" else "email"


def _is_obeyed(intent: Intent, text: str) -> bool:
    return intent.is_sure and intent.name in _OBEYED and len(text.split()) <= _BARE_WORDS


def _note_word(conversation: Conversation, word: Word, intent: Intent, *, needs_person: bool) -> None:
    changes: dict[str, Any] = {
        "revision": F("revision") + 1,
        "last_at": word.at,
        "last_channel": word.channel,
        "last_words": gist(word.text),
        "is_last_ours": False,
        "intent": intent.name.value,
    }
    if word.subject:
        changes["subject"] = plain_subject(word.subject)
    if needs_person:
        changes |= {"state": State.OPEN, "snoozed_until": None}
        changes["waiting_since"] = conversation.waiting_since or word.at
        if conversation.state == State.RESOLVED:
            changes |= {"opened_at": word.at, "first_answered_at": None}
    Conversation.objects.filter(pk=conversation.pk).update(**changes)


def _tell(conversation_id: int, words: str, actor: str, now: datetime) -> None:
    Turn.objects.create(
        conversation_id=conversation_id, kind=Turn.Kind.ACT, at=now, actor=actor, words=words[:300]
    )
