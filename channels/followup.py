"""What one of ours says to one customer: in a conversation, through the outbox, held back for a breath.

For some seconds it can be taken back; a worker that has begun it is not called back. The gate judges it like
everything else, by its purpose.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef

from channels import leaving, outbox
from channels.answering import references_of
from channels.conversations import CAUSE, gist
from channels.models import Content, Message
from channels.outbox import Draft
from channels.registry import ADAPTERS
from channels.talk import Conversation, Turn
from customers import gate, loops, merging
from customers.gate import Ask, Outcome, Verdict
from customers.models import ContactPoint, Suppression
from customers.models.permission import Purpose

CHANNELS = ("email", "sms", "push", "inapp", "letter", "call")
"""What somebody of ours can say something by; a call is put on the list of whoever makes them."""
_WAIT = frozenset({"email", "sms"})
LONGEST = {"email": 20_000, "sms": 1_000, "push": 500, "inapp": 5_000, "letter": 20_000, "call": 2_000}
SERVICE_TOPIC = "service"
HELD_BACK = timedelta(seconds=5)
"""So long it waits before it goes, and can be taken back for sure."""
_WAYS_OUT = {"email": "\n\n--\n%s: {{ unsubscribe_url }}\n", "sms": "\n%s"}
_State = Conversation.State


@dataclass(frozen=True, slots=True)
class Words:
    """What is to be said, and why we may: the purpose says by which rules the gate judges."""

    channel: str
    purpose: str
    topic: str
    text: str
    subject: str = ""
    campaign_id: int | None = None
    """Which campaign it goes on from: what they answer to that calls it off too."""


def ways() -> list[str]:
    """Return by what something can be said: mail and texts wait where nothing carries them yet."""
    return [key for key in CHANNELS if key in _WAIT or ADAPTERS[key].is_ready()]


def open_ways(customer_id: int, topics: Iterable[str], *, now: datetime) -> dict[str, tuple[str, ...]]:
    """Return for each topic the channels on which an offer may go to them, those open at this moment first.

    Without where they are reached, or where it would be refused, a channel is none. A handful of statements.
    """
    points, wanted = _best_points(customer_id), sorted(topics)
    usable = [
        key
        for key in CHANNELS
        if ADAPTERS[key].is_ready() and ADAPTERS[key].shape.contact_kind in ("", *points)
    ]
    asked = [(key, Purpose.MARKETING.value, topic) for topic in wanted for key in usable]
    found = [(way, each) for way, each in verdicts(customer_id, asked, now=now).items()
             if each.outcome != Outcome.REFUSE]  # fmt: skip
    found.sort(key=lambda pair: not pair[1].is_allowed)
    return {topic: tuple(way[0] for way, _ in found if way[2] == topic) for topic in wanted}


def verdicts(
    customer_id: int, asked: Iterable[tuple[str, str, str]], *, now: datetime
) -> dict[tuple[str, str, str], Verdict]:
    """Say for each (channel, purpose, topic) whether it may go now; a handful of statements for all."""
    ways = list(asked)
    points = _best_points(customer_id)
    asks = [
        Ask(customer_id, channel, topic, purpose, points.get(ADAPTERS[channel].shape.contact_kind))
        for channel, purpose, topic in ways
    ]
    return dict(zip(ways, gate.judge(asks, now=now), strict=True))


def as_sent(words: Words, language: str) -> str:
    """Return the text as it arrives: what is marketing says how to stop it, in the customer's language."""
    way_out = _way_out(words, language)
    return words.text + way_out.replace("{{ unsubscribe_url }}", f"{settings.BASE_URL}/t/u/…")


def _way_out(words: Words, language: str) -> str:
    if words.purpose != Purpose.MARKETING or words.channel not in _WAYS_OUT:
        return ""
    return _WAYS_OUT[words.channel] % leaving.line(words.channel, language)


def say(customer_id: int, words: Words, *, once: str, actor: str, now: datetime) -> Message:
    """Queue it and return its message, which says in its state and reason whether it may go.

    `once` names the attempt, so that a form sent twice sends once. A reply ends their waiting; service and
    marketing leave a question open that is open.
    """
    with transaction.atomic():
        conversation = _conversation(merging.roots([customer_id])[customer_id], words, now)
        cause = f"{CAUSE}{conversation.pk}:{sha256(once.encode()).hexdigest()[:32]}"
        sent = Message.objects.filter(customer=conversation.customer_id, cause=cause)
        if known := sent.first():
            return known
        outbox.queue([_draft(conversation, words, cause, now)], now=now)
        message = sent.get()
        _keep(conversation, message, words, actor, now)
    return message


def send_again(message: Message, *, once: str, now: datetime) -> Message:
    """Queue the same words once more, ahead of any mailing; the gate judges it as it did the first."""
    cause = f"again:{message.pk}:{sha256(once.encode()).hexdigest()[:32]}"
    assert message.content_id is not None
    draft = Draft(
        message.customer_id,
        message.channel,
        message.content_id,
        message.purpose,
        message.topic,
        cause,
        now + HELD_BACK,
        campaign_id=message.campaign_id,
        version_id=message.version_id,
        arm=message.arm,
        contact_point_id=message.contact_point_id,
        is_personal=True,
    )
    outbox.queue([draft], now=now)
    return Message.objects.get(customer=message.customer_id, cause=cause)


def take_back(message_id: int, *, actor: str, now: datetime) -> bool:
    """Call off what has not gone yet and take its words out of the conversation; False if it has gone."""
    message = Message.objects.get(pk=message_id)
    with transaction.atomic():
        if not outbox.cancel(message.cause, reason="Taken back before it went", now=now):
            return False
        for turn in Turn.objects.filter(message_id=message.pk, kind=Turn.Kind.SAID):
            conversation_id = turn.conversation_id
            turn.delete()
            _look_again(Conversation.objects.select_for_update().get(pk=conversation_id), turn)
    return True


def _conversation(customer_id: int, words: Words, now: datetime) -> Conversation:
    """Find and lock where it belongs: a reply to who waits, else the topic's own; or begin one."""
    theirs = Conversation.objects.select_for_update().filter(customer=customer_id)
    if words.purpose == Purpose.REPLY:
        waits = theirs.filter(waiting_since__isnull=False).order_by("-last_at").first()
        if waits:
            return waits
    topic = words.topic if words.purpose == Purpose.MARKETING else ""
    Conversation.objects.get_or_create(
        customer_id=customer_id,
        topic=topic,
        defaults={
            "state": _State.RESOLVED,
            "opened_at": now,
            "last_at": now,
            "last_channel": words.channel,
        },
    )
    return theirs.get(topic=topic)


def _draft(conversation: Conversation, words: Words, cause: str, now: datetime) -> Draft:
    return Draft(
        conversation.customer_id,
        words.channel,
        _frame(words, conversation.customer.language).pk,
        words.purpose,
        words.topic or SERVICE_TOPIC,
        cause,
        now + HELD_BACK,
        campaign_id=words.campaign_id,
        contact_point_id=_where_from(conversation, words),
        is_personal=True,
    )


def _frame(words: Words, language: str) -> Content:
    """Return the frame of what is said like this: the words are merged in, and go when who they are for is
    forgotten."""
    is_mail = words.channel == "email"
    fields = {
        "channel": words.channel,
        "purpose": str(Purpose(words.purpose)),
        "topic": words.topic or SERVICE_TOPIC,
        "sender_name": settings.ORGANISATION,
        "sender_address": f"hello@{settings.MAIL_DOMAIN}" if is_mail else "",
        "subject": "{{ answer.subject }}",
        "text": "{{ answer.text }}" + _way_out(words, language),
        "html": "",
        "links": [],
    }
    digest = sha256(repr(sorted(fields.items())).encode()).hexdigest()
    return Content.objects.get_or_create(digest=digest, defaults=fields)[0]


def _where_from(conversation: Conversation, words: Words) -> int | None:
    """A reply goes to where they wrote from."""
    if words.purpose != Purpose.REPLY:
        return None
    heard = conversation.turns.filter(
        kind=Turn.Kind.HEARD, channel=words.channel, contact_point__isnull=False
    )
    return heard.order_by("-pk").values_list("contact_point_id", flat=True).first()


def _best_points(customer_id: int) -> dict[str, int]:
    """Return by kind the oldest point that nothing bars, or else the oldest, as the outbox chooses."""
    bars = Suppression.objects.filter(contact_point=OuterRef("pk"), lifted_at=None)
    points = ContactPoint.objects.filter(ownerships__customer=customer_id)
    worst_first = points.order_by(~Exists(bars), "-ownerships__pk").values_list("kind", "pk")
    return dict(worst_first)


def _keep(conversation: Conversation, message: Message, words: Words, actor: str, now: datetime) -> None:
    is_mail, has_subject = words.channel == "email", ADAPTERS[words.channel].shape.has_subject
    Turn.objects.create(
        conversation=conversation,
        kind=Turn.Kind.SAID,
        at=now,
        channel=words.channel,
        actor=actor,
        subject=(words.subject or settings.ORGANISATION)[:300] if has_subject else gist(words.text),
        words=words.text,
        message_id=message.pk,
        references=references_of(conversation) if is_mail and words.purpose == Purpose.REPLY else [],
    )
    changes: dict[str, object] = {
        "revision": F("revision") + 1,
        "last_at": now,
        "last_channel": words.channel,
        "last_words": gist(words.text),
        "is_last_ours": True,
    }
    if words.subject and not conversation.subject:
        changes["subject"] = words.subject[:300]
    if words.purpose == Purpose.REPLY:
        changes |= {
            "state": _State.PENDING,
            "snoozed_until": None,
            "waiting_since": None,
            "first_answered_at": conversation.first_answered_at or now,
        }
    Conversation.objects.filter(pk=conversation.pk).update(**changes)


def _look_again(conversation: Conversation, gone: Turn) -> None:
    """Put a conversation to where its turns say it stands, without the one that was taken back."""
    turns = conversation.turns.filter(kind__in=[Turn.Kind.HEARD, Turn.Kind.SAID]).order_by("pk")
    last = turns.last()
    if last is None:
        conversation.delete()
        return
    said = turns.filter(kind=Turn.Kind.SAID).last()
    unanswered = turns.filter(kind=Turn.Kind.HEARD, pk__gt=said.pk if said else 0).first()
    if unanswered:
        conversation.state, conversation.waiting_since = _State.OPEN, unanswered.at
    if conversation.first_answered_at == gone.at:
        conversation.first_answered_at = None
    conversation.last_at, conversation.last_channel = last.at, last.channel
    conversation.last_words, conversation.is_last_ours = gist(last.words), last.kind == Turn.Kind.SAID
    conversation.revision += 1
    conversation.save()


def asks(customer_id: int) -> bool:
    """Say whether this person waits for an answer: they asked, complained, or wrote and nobody answered."""
    theirs = any(loop.opened_by == "customer" for loop in loops.of(customer_id))
    return theirs or Conversation.objects.filter(customer=customer_id, waiting_since__isnull=False).exists()
