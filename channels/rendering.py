"""Turn claimed messages into words: one look-up a batch, one compiled template a content."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils import timezone

from channels import addresses, digests, shortlinks
from channels.liquid import BrokenTemplate, Template, compile_html, compile_text
from channels.models import Content, Message
from channels.protocol import Outgoing
from channels.talk import Turn
from customers import learning
from customers.models.permission import Purpose

_PORTAL = {"portal_url": addresses.portal_url, "less_url": addresses.less_url}
OURS = frozenset({"links", "pixel", "unsubscribe_url", *_PORTAL})
"""Variables that every template may use and that come from the message itself."""
ANSWER = "answer.text"


@dataclass(frozen=True, slots=True)
class Words:
    """A content ready to be merged, and the variables it uses."""

    subject: Template
    text: Template
    html: Template | None
    links: tuple[str, ...]
    sender_name: str
    sender_address: str
    is_marketing: bool
    variables: frozenset[str]
    is_short: bool
    """A text message: its links are short."""
    portal_links: frozenset[str]
    """Which of the portal's links it names: only those are made."""

    @property
    def is_answer(self) -> bool:
        """Whether its words are those that somebody wrote in a conversation."""
        return ANSWER in self.variables


class Recipient(NamedTuple):
    """Whom a message goes to, as it was read when due."""

    message_id: int
    customer_id: int
    content_id: int
    address: str
    name: str


def render(recipients: Sequence[Recipient]) -> dict[int, Outgoing | str]:
    """Return, for each message id, its words; or, for one that cannot be rendered, why not."""
    words = {content_id: words_of(content_id) for content_id in {r.content_id for r in recipients}}
    names = frozenset().union(*(each.variables for each in words.values()))
    merged = learning.merge_fields([r.customer_id for r in recipients], names)
    answers = _answers([r.message_id for r in recipients if words[r.content_id].is_answer])
    now = timezone.now()
    return {
        r.message_id: _render_one(r, words[r.content_id], merged.get(r.customer_id, {}), now)
        if not words[r.content_id].is_answer
        else _render_answer(r, words[r.content_id], answers.get(r.message_id), now)
        for r in recipients
    }


def show(content_id: int, context: Mapping[str, Any], message_id: int) -> tuple[str, str, str]:
    """Return (subject, text, html) exactly as this message's customer got them, without the tracking.

    Links to the portal lead to its door: whoever looks at a message does not act for its customer. A digest
    shows all that was in it.
    """
    inner = Message.objects.filter(digest=message_id).exclude(pk=message_id).order_by("pk")
    parts = [(each.content_id, each.context or {}, each.pk) for each in inner if each.content_id]
    shown = [show_one(*each) for each in ((content_id, context, message_id), *parts)]
    return digests.compose(shown) if parts else shown[0]


def sent_text(content_id: int, context: Mapping[str, Any], message_id: int) -> str:
    """Return the text of a message as it went over the wire, links counted: what its parts are counted on."""
    words = words_of(content_id)
    data = {
        **context,
        "links": _counted_links(words, message_id),
        "unsubscribe_url": addresses.unsubscribe_url(message_id),
        **_portal_links(words, message_id, timezone.now()),
    }
    return words.text.render(data)


def target_of(content_id: int, link: int, context: Mapping[str, Any]) -> str | None:
    """Return where link number `link` of a content leads for this customer, or None if there is none."""
    links = words_of(content_id).links
    return compile_text(links[link]).render(context) if link < len(links) else None


@lru_cache(maxsize=256)
def words_of(content_id: int) -> Words:
    """Compile a content; contents never change, so this is kept for the life of the process."""
    content = Content.objects.get(pk=content_id)
    subject, text = compile_text(content.subject), compile_text(content.text)
    html = compile_html(content.html) if content.html else None
    templates = [subject, text, *([html] if html else []), *(compile_text(link) for link in content.links)]
    variables: frozenset[str] = frozenset().union(*(template.variables for template in templates))
    return Words(
        subject,
        text,
        html,
        tuple(content.links),
        content.sender_name,
        content.sender_address,
        content.purpose == Purpose.MARKETING,
        variables - OURS,
        content.channel == "sms",
        variables & _PORTAL.keys(),
    )


def show_one(content_id: int, context: Mapping[str, Any], message_id: int) -> tuple[str, str, str]:
    """Return the same of one message alone, whatever else went out within it. No statement."""
    words = words_of(content_id)
    data = {
        **context,
        "links": [target_of(content_id, number, context) for number in range(len(words.links))],
        "pixel": "",
        "unsubscribe_url": addresses.unsubscribe_url(message_id),
        **dict.fromkeys(words.portal_links, addresses.portal_door()),
    }
    return words.subject.render(data), words.text.render(data), words.html.render(data) if words.html else ""


def _answers(message_ids: Sequence[int]) -> dict[int, Turn]:
    """Return what was written in conversations, by the message that carries it; nothing for no ids."""
    if not message_ids:
        return {}
    return {
        turn.message_id: turn
        for turn in Turn.objects.filter(message_id__in=message_ids, kind=Turn.Kind.SAID)
        if turn.message_id is not None
    }


def _render_answer(recipient: Recipient, words: Words, turn: Turn | None, now: datetime) -> Outgoing | str:
    if turn is None:
        return "What was written here is gone: its customer was forgotten."
    context = {"answer": {"subject": turn.subject, "text": turn.words}}
    rendered = _render_one(recipient, words, context, now)
    return rendered if isinstance(rendered, str) else rendered._replace(thread=tuple(turn.references))


def _counted_links(words: Words, message_id: int) -> list[str]:
    """Return the addresses of the links, short ones where every character costs."""
    count = len(words.links)
    make = shortlinks.url if words.is_short and count <= shortlinks.MOST_LINKS else addresses.link_url
    return [make(message_id, number) for number in range(count)]


def _portal_links(words: Words, message_id: int, now: datetime) -> dict[str, str]:
    return {name: _PORTAL[name](message_id, now=now) for name in words.portal_links}


def _render_one(
    recipient: Recipient, words: Words, context: Mapping[str, Any], now: datetime
) -> Outgoing | str:
    links = _counted_links(words, recipient.message_id)
    pixel = addresses.pixel_url(recipient.message_id) if words.html else ""
    leave = addresses.unsubscribe_url(recipient.message_id)
    data = {**context, "links": links, "pixel": pixel, "unsubscribe_url": leave}
    if words.portal_links:
        data |= _portal_links(words, recipient.message_id, now)
    try:
        subject = " ".join(words.subject.render(data).split())
        text = words.text.render(data)
        html = words.html.render(data) if words.html else ""
    except BrokenTemplate as error:
        return str(error)
    return Outgoing(
        recipient.message_id,
        recipient.address,
        recipient.name,
        words.sender_name,
        words.sender_address,
        subject,
        text,
        html,
        words.is_marketing,
        leave,
        context,
    )
