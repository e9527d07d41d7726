"""The words of one message: given with the request, stored before, or an offer's; tried before they go."""

from typing import Annotated

import msgspec
from django.conf import settings

from campaigns import content
from campaigns.content import BadSender
from campaigns.models import Campaign, Offer, Version
from channels.liquid import BrokenTemplate, Template, compile_html, compile_text
from channels.models import Content
from channels.protocol import Shape
from channels.registry import ADAPTERS
from channels.smstext import segments
from customers import learning
from customers.models import Customer
from hub.api import problems

_LARGEST = 200_000


class Words(msgspec.Struct, forbid_unknown_fields=True):
    """What is said, in Liquid (see the names for merging in the console's editor), or which offer says it."""

    text: Annotated[str, msgspec.Meta(max_length=_LARGEST)] = ""
    subject: Annotated[str, msgspec.Meta(max_length=500)] = ""
    html: Annotated[str, msgspec.Meta(max_length=_LARGEST)] = ""
    sender: Annotated[
        str, msgspec.Meta(max_length=450, description="Name <address>; the house's if empty.")
    ] = ""
    offer: Annotated[
        str,
        msgspec.Meta(
            max_length=60,
            description=(
                "An offer's key, instead of words: its `follow_up_text`, or else what it says on a page, in"
                " the customer's language."
            ),
        ),
    ] = ""


def stored(number: int, channel: str, purpose: str, topic: str) -> Content:
    """Return words that were stored before. Raises Problem."""
    found = None
    if 0 < number < 2**63:
        found = Content.objects.filter(pk=number, channel=channel, purpose=purpose, topic=topic).first()
    if found is None:
        raise problems.invalid("There are no such words for this channel, purpose and topic.", "/content")
    return found


def publish(words: Words, customer: Customer, channel: str, purpose: str, topic: str) -> Content:
    """Store words, tried on this customer first. Raises Problem."""
    shape = ADAPTERS[channel].shape
    said = _of_offer(words, customer) if words.offer else words
    _check(said, shape)
    sender = said.sender or f"{settings.ORGANISATION} <hello@{settings.MAIL_DOMAIN}>"
    campaign = Campaign(channel=channel, purpose=purpose, topic=topic, sender=sender)
    version = Version(campaign=campaign, name="api", subject=said.subject, text=said.text, html=said.html)
    try:
        subject, text, _ = content.preview(campaign, version, customer)
        if not text.strip() or (shape.has_subject and not subject):
            raise problems.invalid("It comes out empty for this customer.", "/content")
        if _is_too_long(subject, text, channel, shape):
            raise problems.invalid("It is longer than this channel carries.", "/content/text")
        return content.publish(campaign, version)
    except BadSender as error:
        raise problems.invalid(str(error), "/content/sender") from None
    except BrokenTemplate as error:
        raise problems.invalid(str(error), "/content") from None


def _of_offer(words: Words, customer: Customer) -> Words:
    """Take an offer's words: Liquid where they are kept to be sent, plain where they are kept for pages."""
    if words.text or words.subject or words.html:
        raise problems.invalid("Give words or an offer, not both.", "/content/offer")
    offer = Offer.objects.filter(key=words.offer).first()
    if offer is None:
        raise problems.invalid("There is no such offer.", "/content/offer")
    subject, text = content.follow_up(offer, customer.language)
    return Words(text, subject, sender=words.sender)


def _check(words: Words, shape: Shape) -> None:
    """Refuse words that cannot be read, that do not fit, or that name what we cannot fill in."""
    if shape.has_subject and not words.subject.strip():
        raise problems.invalid("There is no subject.", "/content/subject")
    if words.html.strip() and not shape.has_html:
        raise problems.invalid("This channel carries plain text only.", "/content/html")
    if not words.text.strip() and not words.html.strip():
        raise problems.invalid("There are no words: give a text, or HTML, or both.", "/content/text")
    known = {*learning.merge_names(), content.LEAVE, content.PORTAL, content.LESS}
    roots = {name.partition(".")[0] for name in known}
    for part in ("subject", "text", "html"):
        template = _compiled(part, getattr(words, part))
        for variable in sorted(template.variables):
            if ".".join(variable.split(".")[:2]) not in known and variable not in roots:
                raise problems.invalid(f"There is no field {variable[:80]}.", f"/content/{part}")


def _compiled(part: str, source: str) -> Template:
    try:
        return compile_html(source) if part == "html" else compile_text(source)
    except BrokenTemplate as error:
        raise problems.invalid(str(error), f"/content/{part}") from None


def _is_too_long(subject: str, text: str, channel: str, shape: Shape) -> bool:
    if channel == "sms":
        return segments(text).is_too_long
    return not shape.has_html and len(f"{subject}{text}".encode()) > shape.max_bytes
