"""What customers and mail systems send us: stored raw first, then read, matched and applied.

A mail that cannot be read or matched is kept and shown to staff; nothing that came in is ever dropped.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import F

from channels import addresses, bell, bounces, conversations, receipts, wishes
from channels.conversations import Word
from channels.intents import Intent, Name, read_intent
from channels.mailreading import BounceClass, Kind, Reading, Report, read
from channels.models import InboundMail, Message
from customers import history, identity, loops
from customers.consent import Evidence
from customers.identity import BadAddress
from customers.models import ContactPoint, Customer

log = logging.getLogger(__name__)
LARGEST_BYTES = 25 * 1024 * 1024
MOST_TRIES = 3
AT_ONCE_BYTES = 1024 * 1024
"""A mail no larger is read before we answer for it; nobody needs more to say STOP."""
_BATCH = 100


class TooLarge(ValueError):
    """A mail over the limit; the door answers so that the sender learns it."""


def take(raw: bytes, envelope_from: str, envelope_to: Sequence[str], *, door: str, now: datetime) -> int:
    """Store a mail as it came and return its number; the same mail handed over twice is stored once.

    When this returns, the mail is committed and the door may say so. Raises TooLarge over 25 MB.
    """
    if len(raw) > LARGEST_BYTES:
        raise TooLarge(f"This mail has {len(raw)} bytes; at most {LARGEST_BYTES} are taken.")
    recipients = sorted({_storable(address) for address in envelope_to})
    digest = sha256("\0".join([_storable(envelope_from), *recipients]).encode() + b"\0" + raw).hexdigest()
    mail, _ = InboundMail.objects.get_or_create(
        digest=digest,
        defaults={
            "envelope_from": _storable(envelope_from),
            "envelope_to": recipients,
            "raw": raw,
            "door": door,
            "received_at": now,
        },
    )
    return mail.pk


def receive(raw: bytes, envelope_from: str, envelope_to: Sequence[str], *, door: str, now: datetime) -> int:
    """Take a mail at a door that answers for it, and obey at once what may be somebody's wish.

    What has no return path comes from a machine, and what is large is no STOP: those are rung for and read a
    moment later, so that a storm of bounces does not keep the door shut. Raises TooLarge.
    """
    mail_id = take(raw, envelope_from, envelope_to, door=door, now=now)
    if envelope_from and len(raw) <= AT_ONCE_BYTES:
        apply(mail_id, now=now)
    else:
        bell.ring_for_mail(mail_id)
    return mail_id


def read_waiting(*, now: datetime) -> int:
    """Read and apply what waits, oldest first; return how many mails were looked at."""
    ids = (
        InboundMail.objects.filter(state=InboundMail.State.WAITING)
        .order_by("received_at")
        .values_list("pk", flat=True)
    )
    waiting = list(ids[:_BATCH])
    for mail_id in waiting:
        apply(mail_id, now=now)
    return len(waiting)


def apply(mail_id: int, *, now: datetime) -> None:
    """Read one stored mail and apply it, once. A mail that makes us stumble three times goes to a person."""
    try:
        with transaction.atomic():
            mail = _claim(mail_id)
            if mail is not None:
                _apply(mail, _read(mail), now)
    except Exception as error:  # whatever a stranger's mail can provoke: it is kept and shown, not lost
        log.exception("Mail %d could not be applied.", mail_id)
        _stumble(mail_id, error)


def place(mail_id: int, customer_id: int, *, actor: str, now: datetime) -> bool:
    """Tell the history of this customer what a mail says that we could not place, as a match would have.

    Returns False, having changed nothing, where the mail does not wait for a person (any more).
    Raises Customer.DoesNotExist for somebody we do not have.
    """
    Customer.objects.present().get(pk=customer_id)
    with transaction.atomic():
        mail = _hold(mail_id, InboundMail.State.UNPARSED)
        if mail is None:
            return False
        reading = _read(mail)
        answered = _answered_message(reading)
        mail.customer_id = customer_id
        mail.message_id = answered if answered and _customer_of(answered) == customer_id else None
        _tell(mail, reading, now)
        _handle(mail, InboundMail.State.APPLIED, actor, "", now)
    return True


def put_away(mail_id: int, *, actor: str, why: str, now: datetime) -> bool:
    """Keep a mail that is nobody's, and let it wait no longer; False where it does not wait (any more)."""
    with transaction.atomic():
        mail = _hold(mail_id, InboundMail.State.UNPARSED)
        if mail is not None:
            _handle(mail, InboundMail.State.PUT_AWAY, actor, why, now)
    return mail is not None


def take_out(mail_id: int, *, actor: str, now: datetime) -> bool:
    """Let a mail that was put away wait for a person again; False where it was not put away."""
    with transaction.atomic():
        mail = _hold(mail_id, InboundMail.State.PUT_AWAY)
        if mail is not None:
            _handle(mail, InboundMail.State.UNPARSED, actor, "", now)
    return mail is not None


def _hold(mail_id: int, state: InboundMail.State) -> InboundMail | None:
    """Lock a mail if it is in this state; of two people who act at once the second finds it moved on."""
    return InboundMail.objects.filter(pk=mail_id, state=state).select_for_update().first()


def _handle(mail: InboundMail, state: InboundMail.State, actor: str, why: str, now: datetime) -> None:
    mail.state, mail.handled_by, mail.handled_why, mail.handled_at = state, actor, why[:300], now
    mail.save(update_fields=["state", "customer_id", "message_id", "handled_by", "handled_why", "handled_at"])


def _claim(mail_id: int) -> InboundMail | None:
    waiting = InboundMail.objects.filter(pk=mail_id, state=InboundMail.State.WAITING)
    return waiting.select_for_update(skip_locked=True).first()


def _read(mail: InboundMail) -> Reading:
    # Only where we speak SMTP ourselves an empty sender is a null return path; others may not know it.
    sender = mail.envelope_from if mail.envelope_from or mail.door == "smtp" else None
    return read(bytes(mail.raw), mail.envelope_to, envelope_from=sender)


def _apply(mail: InboundMail, reading: Reading, now: datetime) -> None:
    mail.kind = reading.kind.value
    problem = _APPLIERS[reading.kind](mail, reading, now)
    mail.problem = (problem or "")[:300]
    mail.state = InboundMail.State.UNPARSED if problem else InboundMail.State.APPLIED
    mail.save(update_fields=["kind", "problem", "state", "customer_id", "message_id"])


def _stumble(mail_id: int, error: Exception) -> None:
    waiting = InboundMail.objects.filter(pk=mail_id, state=InboundMail.State.WAITING)
    waiting.update(tries=F("tries") + 1, problem=f"{type(error).__name__} while reading"[:300])
    waiting.filter(tries__gte=MOST_TRIES).update(state=InboundMail.State.UNPARSED)


def _apply_reply(mail: InboundMail, reading: Reading, now: datetime) -> str | None:
    problem = _match(mail, reading)
    if problem is None:
        _tell(mail, reading, now)
    elif (stop := _intent(reading, "")).name == Name.STOP and stop.is_sure:
        # We cannot say who wrote, but we know from where: it binds the address.
        _obey(mail, stop, reading, now)
        return f"{problem} No more marketing goes to it: {stop.why}."
    return problem


def _apply_auto_reply(mail: InboundMail, reading: Reading, now: datetime) -> str | None:
    if _match(mail, reading) is None:
        _tell(mail, reading, now)
    return None


def _tell(mail: InboundMail, reading: Reading, now: datetime) -> None:
    """Tell the history of the mail's customer what it says: in a person's words, or that a machine wrote."""
    if reading.machine_reason:
        data = {
            "subject": reading.subject,
            "why": reading.machine_reason,
            "text": reading.visible_text[:2000],
        }
        _record(mail, "message_auto_replied", _gist(reading.subject or "Automatic answer"), data, now)
        return
    words = reading.visible_text or "An empty answer"
    language = Customer.objects.filter(pk=mail.customer_id or 0).values_list("language", flat=True).first()
    intent = _intent(reading, language or "")
    said: dict[str, str | float] = {
        "text": words,
        "subject": reading.subject,
        "intent": intent.name.value,
        "confidence": intent.confidence,
        "why": intent.why,
    }
    _record(mail, "message_replied", _gist(words), said, now)
    if mail.customer_id is not None:
        talk_id = conversations.heard(_word(mail, mail.customer_id, reading, words), now=now)
        asked = {"conversation_id": talk_id, "message_id": mail.message_id}
        loops.heard(mail.customer_id, intent.name.value, words, channel="email", **asked, now=now)
    if mail.message_id is not None:
        receipts.replied(mail.message_id, now=now)
    if intent.is_sure:
        _obey(mail, intent, reading, now)


def _word(mail: InboundMail, customer_id: int, reading: Reading, words: str) -> Word:
    return Word(
        customer_id,
        "email",
        words,
        mail.received_at,
        subject=reading.subject,
        answered_id=mail.message_id,
        contact_point_id=next(iter(_points(reading.from_address)), None),
        mail_id=mail.pk,
        header_id=reading.message_id,
        references=tuple(dict.fromkeys((*reading.references, *filter(None, [reading.in_reply_to])))),
        attached=[(each.name, each.content_type, each.size_bytes) for each in reading.attachments],
    )


def _intent(reading: Reading, language: str) -> Intent:
    """Say what the words want; those of a subject count where there is nothing else and they are not ours."""
    subject = "" if reading.in_reply_to else reading.subject
    return read_intent(reading.visible_text or subject, channel="email", language=language)


def _obey(mail: InboundMail, intent: Intent, reading: Reading, now: datetime) -> None:
    """Do what a machine may do by itself: be silent, or speak less. It never widens and never answers.

    A sender's address can be forged; all that a forger could reach here is that we write less.
    """
    words = (reading.visible_text or reading.subject)[:2000]
    evidence = Evidence(wording=words, place="email reply", actor="customer")
    message = Message.objects.filter(pk=mail.message_id or 0).first()
    if intent.name == Name.STOP:
        points = [*_points(reading.from_address), *([message.contact_point_id] if message else [])]
        wishes.stop([mail.customer_id] if mail.customer_id else [], points, "email", evidence, now=now)
    elif intent.name == Name.LESS and message is not None:
        wishes.fewer(message.customer_id, message.channel, message.topic, evidence, now=now)


def _points(address: str) -> list[int]:
    try:
        normal = identity.normalise("email", address)
    except BadAddress:
        return []
    return list(ContactPoint.objects.filter(kind="email", address=normal).values_list("pk", flat=True))


def _apply_reports(mail: InboundMail, reading: Reading, now: datetime) -> str | None:
    """Apply each report that carries our signature; one that carries none could be anybody's."""
    signed = [(report, _reported_message(report, reading)) for report in reading.reports]
    ours = [(report, message_id) for report, message_id in signed if message_id is not None]
    if not ours:
        return "A delivery report without our signature: it may be forged."
    for report, message_id in ours:
        mail.message_id = message_id
        _apply_report(reading.kind, report, message_id, now)
    mail.customer_id = _customer_of(ours[-1][1])
    return None


def _apply_report(kind: Kind, report: Report, message_id: int, now: datetime) -> None:
    words = " ".join(part for part in (report.status, report.diagnostic) if part)
    if kind == Kind.COMPLAINT:
        bounces.complain(message_id, words, now=now)
    elif kind == Kind.RECEIPT:
        receipts.arrived(message_id, now=now)
    elif report.action in ("failed", ""):
        bounces.note(message_id, BounceClass(report.bounce_class), words, now=now)


def _apply_other(mail: InboundMail, reading: Reading, now: datetime) -> str | None:
    return reading.problem or "Not a mail that we know what to do with."


_APPLIERS = {
    Kind.REPLY: _apply_reply,
    Kind.AUTO_REPLY: _apply_auto_reply,
    Kind.BOUNCE: _apply_reports,
    Kind.COMPLAINT: _apply_reports,
    Kind.RECEIPT: _apply_reports,
    Kind.OTHER: _apply_other,
}


def _match(mail: InboundMail, reading: Reading) -> str | None:
    """Find the message and customer: by signed reply address, then thread, then address; else say why not."""
    mail.message_id = _answered_message(reading)
    if mail.message_id is not None:
        mail.customer_id = _customer_of(mail.message_id)
        return None if mail.customer_id is not None else "It answers a message that we no longer have."
    owners = identity.customer_of_address("email", reading.from_address)
    if len(owners) == 1:
        mail.customer_id = owners[0].pk
        return None
    if owners:
        return "Several customers share this address; somebody has to say who wrote."
    return "We do not know this address."


def _customer_of(message_id: int) -> int | None:
    """Return whom we wrote to; nobody once they are erased: what they say now is no part of what was."""
    found = Message.objects.filter(pk=message_id, customer__erased_at=None)
    return found.values_list("customer_id", flat=True).first()


def _answered_message(reading: Reading) -> int | None:
    for address in reading.to_addresses:
        named = addresses.message_of_address(address)
        if named and named[0] == "reply":
            return named[1]
    for message_id in (reading.in_reply_to, *reversed(reading.references)):
        if (message := addresses.message_of_id(message_id)) is not None:
            return message
    return None


def _reported_message(report: Report, reading: Reading) -> int | None:
    message = addresses.message_of_id(report.original_message_id)
    if message is not None:
        return message
    for address in reading.to_addresses:
        named = addresses.message_of_address(address)
        if named and named[0] == "bounce":
            return named[1]
    return None


def _record(
    mail: InboundMail, kind: str, summary: str, data: Mapping[str, str | float], now: datetime
) -> None:
    assert mail.customer_id is not None
    answered = Message.objects.filter(pk=mail.message_id or 0)
    campaign_id = answered.values_list("campaign_id", flat=True).first()
    entry = history.Entry(
        customer_id=mail.customer_id,
        occurred_at=mail.received_at,
        kind=kind,
        source="mail",
        source_id=mail.digest,
        channel="email",
        actor="customer",
        summary=summary,
        data=data,
        message_id=mail.message_id,
        campaign_id=campaign_id,
    )
    history.record([entry], now=now)


def _gist(text: str, length: int = 200) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"


def _storable(text: str) -> str:
    return text.replace("\0", "").encode(errors="replace").decode()[:320]
