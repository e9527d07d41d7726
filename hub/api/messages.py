"""Messages: one thing to say to one customer, through the outbox like any other; and what became of it."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from django.conf import settings

from campaigns import content
from campaigns.content import BadSender
from campaigns.models import Campaign, Version
from channels import outbox
from channels.liquid import BrokenTemplate, Template, compile_html, compile_text
from channels.models import Content, Message, MessageState
from channels.outbox import Draft
from channels.registry import ADAPTERS
from customers import learning
from customers.gate import Reason
from customers.models import Customer, Topic
from hub.api import problems, who
from hub.api.operation import Call, Done
from hub.api.who import Number, Who

_LARGEST = 200_000


class Words(msgspec.Struct, forbid_unknown_fields=True):
    """What is said, in Liquid; see the names for merging in the console's editor."""

    text: Annotated[str, msgspec.Meta(max_length=_LARGEST)] = ""
    subject: Annotated[str, msgspec.Meta(max_length=500)] = ""
    html: Annotated[str, msgspec.Meta(max_length=_LARGEST)] = ""
    sender: Annotated[
        str, msgspec.Meta(max_length=450, description="Name <address>; the house's if empty.")
    ] = ""


class Send(msgspec.Struct, forbid_unknown_fields=True):
    """A message to one customer; the same `key` to the same customer and channel is sent once."""

    customer: Who
    key: Annotated[str, msgspec.Meta(pattern=r"^[\x21-\x7e]{1,70}$(?!\n)", examples=["receipt-55121"])]
    purpose: Literal["service", "marketing", "reply"]
    topic: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    content: Words | int
    """The words, or the number of words stored before."""
    channel: Literal["email", "sms", "push", "inapp"] = "email"
    not_before: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    not_after: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


class Sent(msgspec.Struct):
    """A message: what the gate said (`verdict`, `reason`, `why`), and how far it came (`state`)."""

    id: int
    key: str
    customer: Number
    channel: str
    purpose: str
    topic: str
    content: int | None
    verdict: Literal["allow", "defer", "refuse"]
    reason: str
    why: str
    state: str
    due_at: datetime | None
    not_after: datetime | None
    created_at: datetime
    accepted_at: datetime | None
    opened_at: datetime | None
    clicked_at: datetime | None
    replied_at: datetime | None


class Sents(msgspec.Struct):
    items: list[Sent]


class KeyQuery(msgspec.Struct, forbid_unknown_fields=True):
    key: Annotated[str, msgspec.Meta(min_length=1, max_length=70)]


def send_message(call: Call) -> Done:
    """Send a message if the customer allows it; the answer tells the verdict and why."""
    said: Send = call.body
    customer = Customer.objects.get(pk=who.one(said.customer))
    if not Topic.objects.filter(pk=said.topic).exists():
        raise problems.invalid("There is no such topic.", "/topic")
    words = _stored(said) if isinstance(said.content, int) else _published(said, said.content, customer)
    draft = Draft(
        customer.pk, said.channel, words.pk, said.purpose, said.topic, _cause(said.key),
        said.not_before or call.now, not_after=said.not_after,
    )  # fmt: skip
    is_new = bool(outbox.queue([draft], now=call.now).total())
    message = Message.objects.get(customer=customer, cause=_cause(said.key), step=0, channel=said.channel)
    return Done(_sent(message), 201 if is_new else 200)


def read_message(call: Call) -> Done:
    """See what became of a message."""
    number = call.path["message"]
    found = None
    if number.isascii() and number.isdecimal() and len(number) <= 18:
        found = Message.objects.filter(pk=int(number)).first()
    if found is None:
        raise problems.not_found("message")
    return Done(_sent(found))


def find_messages(call: Call) -> Done:
    """Find the messages that were sent through the API under a key of yours; at most 100."""
    query: KeyQuery = call.query
    rows = Message.objects.filter(cause=_cause(query.key)).order_by("pk")[:100]
    return Done(Sents([_sent(row) for row in rows]))


def _cause(key: str) -> str:
    return f"api:{key}"


def _stored(said: Send) -> Content:
    found = None
    if isinstance(said.content, int) and 0 < said.content < 2**63:
        found = Content.objects.filter(
            pk=said.content, channel=said.channel, purpose=said.purpose, topic=said.topic
        ).first()
    if found is None:
        raise problems.invalid("There are no such words for this channel, purpose and topic.", "/content")
    return found


def _published(said: Send, words: Words, customer: Customer) -> Content:
    """Store the words, tried on this customer first."""
    sender = words.sender or f"{settings.ORGANISATION} <hello@{settings.MAIL_DOMAIN}>"
    campaign = Campaign(channel=said.channel, purpose=said.purpose, topic=said.topic, sender=sender)
    version = Version(campaign=campaign, name="api", subject=words.subject, text=words.text, html=words.html)
    _check(said, words)
    try:
        subject, text, _ = content.preview(campaign, version, customer)
        if not text.strip() or (_has_subject(said) and not subject):
            raise problems.invalid("It comes out empty for this customer.", "/content")
        return content.publish(campaign, version)
    except BadSender as error:
        raise problems.invalid(str(error), "/content/sender") from None
    except BrokenTemplate as error:
        raise problems.invalid(str(error), "/content") from None


def _check(said: Send, words: Words) -> None:
    """Refuse words that cannot be read, or that name what we cannot fill in."""
    if _has_subject(said) and not words.subject.strip():
        raise problems.invalid("There is no subject.", "/content/subject")
    if not words.text.strip() and not words.html.strip():
        raise problems.invalid("There are no words: give a text, or HTML, or both.", "/content/text")
    known = {*learning.merge_names(), content.LEAVE, content.PORTAL}
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


def _has_subject(said: Send) -> bool:
    return ADAPTERS[said.channel].shape.has_subject


def _sent(row: Message) -> Sent:
    verdict: Literal["allow", "defer", "refuse"] = "allow"
    if row.state in (MessageState.REFUSED, MessageState.CANCELLED):
        verdict = "refuse"
    elif row.state == MessageState.DEFERRED and row.reason in Reason.values:
        verdict = "defer"
    why = Reason(row.reason).label if row.reason in Reason.values else row.reason
    return Sent(
        row.pk, row.cause.removeprefix("api:"), who.number(row.customer_id), row.channel, row.purpose,
        row.topic, row.content_id, verdict, row.reason, str(why), row.state, row.due_at, row.not_after,
        row.created_at, row.accepted_at, row.opened_at, row.clicked_at, row.replied_at,
    )  # fmt: skip
