"""All that channels keep of one person: every message with the exact words, and what was seen of it."""

from collections.abc import Iterator, Sequence

from channels import rendering
from channels.liquid import BrokenTemplate
from channels.models import Content, Device, Hit, Message
from channels.talk import Turn
from customers.takeout import CHUNK, Row, Section, moment


def sections(customer_ids: Sequence[int]) -> Iterator[Section]:
    """Yield each section's name and its rows, which are read when they are asked for."""
    yield "messages", _messages(customer_ids)
    yield "hits", _hits(customer_ids)
    yield "devices", _devices(customer_ids)
    yield "conversations", _turns(customer_ids)


def _messages(ids: Sequence[int]) -> Iterator[Row]:
    found = Message.objects.filter(customer__in=ids).select_related("contact_point").order_by("pk")
    for each in found.iterator(chunk_size=CHUNK):
        subject, text, html = _words(each)
        yield {
            "id": each.pk,
            "created_at": moment(each.created_at),
            "channel": each.channel,
            "purpose": each.purpose,
            "topic": each.topic,
            "address": each.contact_point.address if each.contact_point else None,
            "state": each.state,
            "reason": each.reason,
            "accepted_at": moment(each.accepted_at),
            "opened_at": moment(each.opened_at),
            "clicked_at": moment(each.clicked_at),
            "replied_at": moment(each.replied_at),
            "version": each.arm,
            "subject": subject,
            "text": text,
            "html": html,
        }


def _words(message: Message) -> tuple[str, str, str]:
    """Return the words as they went; none for what never went."""
    if message.content_id is None or message.context is None:
        return "", "", ""
    try:
        return rendering.show(message.content_id, message.context, message.pk)
    except (BrokenTemplate, Content.DoesNotExist):
        return "", "", ""


def _devices(ids: Sequence[int]) -> Iterator[Row]:
    found = Device.objects.filter(contact_point__ownerships__customer__in=ids).order_by("pk").distinct()
    for each in found.iterator(chunk_size=CHUNK):
        yield {
            "kind": each.kind,
            "label": each.label,
            "endpoint": each.endpoint,
            "added_at": moment(each.added_at),
            "used_at": moment(each.used_at),
        }


def _hits(ids: Sequence[int]) -> Iterator[Row]:
    found = Hit.objects.filter(message__customer__in=ids).order_by("pk")
    for each in found.iterator(chunk_size=CHUNK):
        yield {
            "message": each.message_id,
            "kind": each.kind,
            "at": moment(each.hit_at),
            "link": each.link,
            "agent": each.agent,
            "network": each.network,
            "verdict": each.verdict,
            "why": each.why,
        }


def _turns(ids: Sequence[int]) -> Iterator[Row]:
    """What was said in conversations, and what our people noted about them there."""
    found = Turn.objects.filter(conversation__customer__in=ids).order_by("pk")
    for each in found.iterator(chunk_size=CHUNK):
        yield {
            "conversation": each.conversation_id,
            "at": moment(each.at),
            "kind": each.kind,
            "channel": each.channel,
            "by": "customer" if each.actor == "customer" else "us",
            "subject": each.subject,
            "text": each.words,
            "sorted_as": each.intent,
            "sorted_why": each.why,
        }
