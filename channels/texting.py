"""What SMS providers tell us, read, matched and applied: receipts, and the texts that people write.

How callbacks are stored, and that each counts once, is in callbacks.py.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import phonenumbers
from django.db import transaction
from django.db.models import QuerySet

from channels import addresses, bounces, conversations, keywords, receipts, smpp_parts, wishes
from channels.adapters.sms import sources
from channels.carriers import Garbled, Piece, Source, Text, Told
from channels.conversations import Word
from channels.intents import Intent, Name, read_intent
from channels.models import Callback, Message, MessageState
from customers import history, identity, loops
from customers.consent import Evidence
from customers.identity import BadAddress
from customers.models import ContactPoint, Customer

LARGEST_BYTES = 64 * 1024
PIECES_WAIT = timedelta(minutes=2)
"""A part of a text waits so long for the others; then what there is is read."""
PIECES_LAST = timedelta(minutes=15)
"""Phones number their long texts with one octet, which comes round again."""
_PAST_ANSWERING = (MessageState.ACCEPTED, MessageState.DELIVERED, MessageState.UNKNOWN)


class _Texts:
    """Reads what SMS providers tell (callbacks.Reader)."""

    def apply(self, callback: Callback, *, now: datetime) -> None:
        _apply(callback, now)

    def apply_many(self, callbacks: Sequence[Callback], *, now: datetime) -> Sequence[Callback]:
        return callbacks  # people's words among them: each is worth its own transaction


def words_of(callback: Callback) -> Told | Text | None:
    """Read a callback again for showing it; None if nobody can."""
    try:
        said = _carrier(callback).parse(callback.content_type, bytes(callback.raw))
        return _whole(callback, said) if isinstance(said, Text) else said
    except Garbled:
        return None


def place(callback_id: int, customer_id: int, *, actor: str, now: datetime) -> bool:
    """Tell the history of this customer what a text says that we could not place.

    Returns False, having changed nothing, where it does not wait for a person (any more) or is no text.
    """
    with transaction.atomic():
        callback = hold(callback_id)
        text = words_of(callback) if callback else None
        if callback is None or not isinstance(text, Text):
            return False
        customer = Customer.objects.present().get(pk=customer_id)
        intent = read_intent(text.words, channel="sms", language=customer.language)
        _tell(callback, text, intent, customer, now)
        handle(callback, Callback.State.APPLIED, actor, "", now)
    return True


def hold(callback_id: int) -> Callback | None:
    """Lock a callback that waits for a person; None if it does not (any more)."""
    waiting = Callback.objects.filter(pk=callback_id, state=Callback.State.UNPARSED)
    return waiting.select_for_update().first()


def handle(callback: Callback, state: Callback.State, actor: str, why: str, now: datetime) -> None:
    """Note who saw to a callback, and what became of it."""
    callback.state, callback.handled_by = state, actor
    callback.handled_why, callback.handled_at = why[:300], now
    callback.save()


def _carrier(callback: Callback) -> Source:
    """Return the provider that this callback came from; it may have been changed in the meantime."""
    ours = sources(callback.carrier)
    if not ours:
        raise Garbled(f"The provider {callback.carrier} is not ours any more.")
    return ours[0]


def _apply(callback: Callback, now: datetime) -> None:
    try:
        carrier = _carrier(callback)
        said = carrier.parse(callback.content_type, bytes(callback.raw))
    except Garbled as error:
        problem: str | None = str(error)
    else:
        if isinstance(said, Told) and _is_on_its_way(callback, said):
            return
        if isinstance(said, Text) and said.piece and _is_incomplete(callback, said.piece, now):
            return
        problem = (
            _receive(callback, _whole(callback, said), carrier, now)
            if isinstance(said, Text)
            else _told(callback, said, now)
        )
        if callback.reference.startswith("piece:"):  # the others are told with this one
            _others(callback).update(state=Callback.State.APPLIED, **_whose(callback))
    callback.problem = (problem or "")[:300]
    callback.state = Callback.State.UNPARSED if problem else Callback.State.APPLIED
    callback.save()


def _others(callback: Callback) -> QuerySet[Callback]:
    """Return the other parts of the text that this is a part of, as far as they have come in."""
    near = (callback.received_at - PIECES_LAST, callback.received_at + PIECES_LAST)
    same = Callback.objects.filter(channel="sms", carrier=callback.carrier, reference=callback.reference)
    return same.filter(received_at__range=near).exclude(pk=callback.pk).order_by("pk")


def _is_incomplete(callback: Callback, piece: Piece, now: datetime) -> bool:
    """Say whether other parts may still come; then this one waits for them."""
    others = _others(callback)
    came_at = min([callback.received_at, *(each.received_at for each in others)])
    return len(_pieces(callback)) < piece.of and now - came_at < PIECES_WAIT


def _whole(callback: Callback, text: Text) -> Text:
    """Put a text that came in parts together, with a mark where one is missing."""
    if text.piece is None:
        return text
    pieces = _pieces(callback)
    words = "".join(pieces.get(number, " … ") for number in range(1, text.piece.of + 1))
    return replace(text, words=words.strip(), piece=None)


def _pieces(callback: Callback) -> dict[int, str]:
    """Return the words of each part that has come in, by its number."""
    found: dict[int, str] = {}
    for each in [callback, *_others(callback)]:
        said = _carrier(each).parse(each.content_type, bytes(each.raw))
        if isinstance(said, Text) and said.piece:
            found.setdefault(said.piece.number, said.words)
    return found


def _whose(callback: Callback) -> dict[str, Any]:
    """Return whom a callback is about: so its parts are found when that person is erased."""
    return {name: getattr(callback, name) for name in ("kind", "sender", "customer_id", "message_id")}


def _message_id(callback: Callback, told: Told) -> int | None:
    opened = addresses.message_of("s", callback.reference or told.reference)
    return opened[0] if opened else smpp_parts.message_of(told)


def _is_on_its_way(callback: Callback, told: Told) -> bool:
    """Say whether the worker has not yet written down what this is about; then it waits a moment."""
    message = Message.objects.filter(pk=_message_id(callback, told) or 0).values_list("state", flat=True)
    return message.first() == MessageState.ATTEMPTING


def _told(callback: Callback, told: Told, now: datetime) -> str | None:
    """Move the message on; what is too late, told before or of a message that was erased changes nothing."""
    callback.kind = "receipt"
    callback.message_id = message_id = _message_id(callback, told)
    if message_id is None:
        return "It names no message of ours."
    of_all = smpp_parts.noted(told)
    callback.customer_id = Message.objects.filter(pk=message_id).values_list("customer_id", flat=True).first()
    if of_all is None:
        return None
    if of_all.is_delivered:
        receipts.arrived(message_id, now=now)
    elif of_all.bounce_class is not None:
        bounces.note(message_id, of_all.bounce_class, of_all.words, now=now)
    else:
        receipts.prove(taken=[message_id], now=now)
    return None


def _receive(callback: Callback, text: Text, carrier: Source, now: datetime) -> str | None:
    """Take in what somebody wrote: obey STOP wherever it comes from, and tell whose history it is."""
    callback.kind = "text"
    number = normal_number(text.sender, text.recipient or carrier.sender)
    if not text.provider_id:
        return "It has no number of its own, so that we could not tell it from a second copy."
    if number is None:
        return "It comes from a short code or a name, not from somebody's phone."
    if number == normal_number(carrier.sender, text.recipient):
        return "It comes from our own number."
    callback.sender = number
    owners = identity.customer_of_address("phone", number)
    intent = read_intent(text.words, channel="sms", language=owners[0].language if owners else "")
    if len(owners) == 1:
        _tell(callback, text, intent, owners[0], now)
        _obey(callback, text, intent, owners, now)
        return None
    obeyed = _obey(callback, text, intent, owners, now)
    problem = (
        "Several customers share this number; somebody has to say who wrote."
        if owners
        else "We do not know this number."
    )
    return f"{problem} {obeyed}".strip()


def normal_number(number: str, ours: str) -> str | None:
    """Return a sender as +43664123456, read as it is dialled where our own number is; None for no phone."""
    try:
        home = phonenumbers.region_code_for_number(phonenumbers.parse(ours, None)) or ""
    except phonenumbers.NumberParseException:
        home = ""
    try:
        return identity.normalise_phone(number, home)
    except BadAddress:
        return None


def _tell(callback: Callback, text: Text, intent: Intent, customer: Customer, now: datetime) -> None:
    callback.customer_id = customer.pk
    answered = (
        Message.objects.filter(customer=customer, channel="sms", state__in=_PAST_ANSWERING)
        .order_by("-pk")
        .first()
    )
    callback.message_id = answered.pk if answered else None
    words = text.words.strip() or "An empty text"
    line = " ".join(words.split())
    entry = history.Entry(
        customer_id=customer.pk,
        occurred_at=callback.received_at,
        kind="message_replied",
        source="sms",
        source_id=f"{callback.carrier}:{text.provider_id}"[:200],
        channel="sms",
        actor="customer",
        summary=line if len(line) <= 200 else f"{line[:199]}…",
        data={
            "text": words[:5000],
            "intent": intent.name.value,
            "confidence": intent.confidence,
            "why": intent.why,
        },
        message_id=callback.message_id,
        campaign_id=answered.campaign_id if answered else None,
    )
    if not history.record([entry], now=now).new:
        return
    answers, at = callback.message_id, callback.received_at
    point = ContactPoint.objects.filter(kind="phone", address=callback.sender).first()
    word = Word(
        customer.pk, "sms", words, at, answered_id=answers, contact_point_id=point.pk if point else None
    )
    talk_id = conversations.heard(word, now=now)
    asked = {"conversation_id": talk_id, "message_id": answers}
    loops.heard(customer.pk, intent.name.value, words, channel="sms", **asked, now=now)
    if answered:
        receipts.replied(answered.pk, now=now)


def _obey(callback: Callback, text: Text, intent: Intent, owners: Sequence[Customer], now: datetime) -> str:
    """Do what a machine may do by itself, and answer it where the law wants an answer; say what was done.

    What is not sure is left to a person: it stands on the timeline, or waits among the unplaced.
    """
    if not intent.is_sure or intent.name not in (Name.STOP, Name.START, Name.HELP, Name.LESS):
        return ""
    point = ContactPoint.objects.get_or_create(kind="phone", address=callback.sender)[0]
    evidence = Evidence(wording=text.words[:2000], place=keywords.PLACE, actor="customer")
    if intent.name == Name.STOP:
        wishes.stop([owner.pk for owner in owners], [point.pk], "sms", evidence, now=now)
    elif intent.name == Name.START and not keywords.start(point, owners, evidence, now=now):
        return ""
    elif intent.name == Name.LESS:
        answered = Message.objects.filter(pk=callback.message_id or 0).first()
        if answered:
            wishes.fewer(answered.customer_id, "sms", answered.topic, evidence, now=now)
        return ""
    if owners:
        keywords.answer(intent.name, point, owners[0], cause=str(callback.pk), now=now)
    return "No more marketing goes to it." if intent.name == Name.STOP else ""


READER = _Texts()
