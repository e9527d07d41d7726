"""The words of a campaign: what is wrong with them, how a customer would get them, and publishing them."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from difflib import get_close_matches

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from campaigns import audience
from campaigns.arms import HOLD_OUT
from campaigns.models import Campaign, Offer, Version
from campaigns.segment import BadRule
from channels import leaving, policies
from channels.liquid import (
    BrokenTemplate,
    Template,
    compile_html,
    compile_text,
    instrument,
    instrument_text,
    text_from_html,
)
from channels.models import Content
from channels.protocol import Shape
from channels.registry import ADAPTERS
from channels.smstext import segments
from customers import learning
from customers.models import Customer
from customers.models.permission import Purpose

TRIED_CUSTOMERS = 5
LONGEST_NAME = 120
LONGEST_ADDRESS = 320
LEAVE, PORTAL, LESS = "unsubscribe_url", "portal_url", "less_url"
TEXT_FOOTER = f"\n\n--\n{leaving.liquid('email')}: {{{{ unsubscribe_url }}}}\n"
SMS_FOOTER = f"\n{leaving.liquid('sms')}"
HTML_FOOTER = (
    '<p style="margin-top:2em;font-size:12px;color:#666666">'
    '<a href="{{ unsubscribe_url }}" style="color:#666666">' + leaving.liquid("email") + "</a></p>"
)
_STOP = re.compile(r"\bSTOP\b", re.IGNORECASE)
_SENDER = re.compile(r"(?P<name>[^<>]*?)\s*<(?P<address>[^<>\s]+)>")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029\ud800-\udfff]")
_ROOTED = re.compile(r"(?P<root>\w+)(?:\.(?P<name>\w+))?")
_is_email = EmailValidator()


class BadSender(ValueError):
    """The sender is no From line that we would write."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with a campaign, in words for its author; `line` counts from 1 where there is one."""

    where: str
    words: str
    version: str = ""
    line: int | None = None

    def __str__(self) -> str:
        return f"{f'Version {self.version}, ' if self.version else ''}{self.where}: {self.words}"


@dataclass(frozen=True, slots=True)
class _Parts:
    """A version as it is sent, but for the tracking: text made from HTML if need be, the way out added."""

    subject: str
    text: str
    html: str

    def compiled(self) -> tuple[Template, Template, Template | None]:
        html = compile_html(self.html) if self.html else None
        return compile_text(self.subject), compile_text(self.text), html


def check_campaign(campaign: Campaign) -> list[Complaint]:
    """Return everything that keeps a campaign from going out, except its audience."""
    complaints = []
    versions = list(campaign.versions.all())
    others = [other for version in versions if (other := elsewhere(campaign, version))]
    try:
        sender_of(campaign)
        for other in others:
            sender_of(other.campaign)
    except BadSender as error:
        complaints.append(Complaint("sender", str(error)))
    if not any(version.weight for version in versions):
        complaints.append(Complaint("versions", "There is no version with a weight above 0."))
    if any(version.name == HOLD_OUT for version in versions):
        complaints.append(Complaint("versions", f"No version may be called {HOLD_OUT!r}."))
    return complaints + [complaint for version in versions + others for complaint in check(version)]


def elsewhere(campaign: Campaign, version: Version) -> Version | None:
    """Return what a version says on the campaign's other channel, as one of its own that is not saved."""
    other = policies.other_channel(campaign.otherwise)
    if other is None:
        return None
    there = copy(campaign)
    there.channel = other
    return Version(
        campaign=there,
        name=f"{version.name} by {other}",
        weight=version.weight,
        subject=version.other_subject,
        text=version.other_text,
        html=version.other_html,
    )


def check(version: Version) -> list[Complaint]:
    """Return what is wrong with a version's words, [] if nothing: Liquid, fields, empty parts.

    Tried on a few customers of the audience too. Works for a version that is not saved.
    """
    complaints = list(_missing(version, _shape(version.campaign)))
    for where in ("subject", "text", "html"):
        complaints += _check_part(where, getattr(version, where), version.name)
    return complaints or list(_try_out(version))


def publish(campaign: Campaign, version: Version) -> Content:
    """Store a version's exact words for sending; the same words for the same campaign are stored once.

    Links are counted, and HTML gets its open pixel. A text part is made from the HTML where there is none,
    and marketing without a way out gets a footer with one. Raises BrokenTemplate or BadSender; `check` first.
    """
    parts = _parts(version)
    parts.compiled()
    name, address = sender_of(campaign)
    html, text, links = parts.html, parts.text, list[str]()
    if _shape(campaign).is_on_screen:
        html, links = instrument(html) if html else ("", [])
        text, links = instrument_text(text, links)
    fields = {
        "channel": campaign.channel,
        "purpose": campaign.purpose,
        "topic": campaign.topic,
        "sender_name": name,
        "sender_address": address,
        "subject": parts.subject,
        "text": text,
        "html": html,
        "links": links,
    }
    digest = hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
    return Content.objects.get_or_create(digest=digest, defaults=fields)[0]


def follow_up(offer: Offer, language: str) -> tuple[str, str]:
    """Return subject and text, in Liquid, that an offer sends to who wants to read it at home.

    Where it has none of its own they are what it says on a page, in the customer's language.
    """
    title, text = offer.said_in(language)
    if offer.follow_up_text.strip():
        return offer.follow_up_subject or plain(title), offer.follow_up_text
    return plain(title), "\n\n".join(plain(each) for each in (text or title, offer.link) if each)


def plain(text: str) -> str:
    """Spell a text so that Liquid says it as it stands."""
    return text.replace("{", "{{ '{' }}") if "{{" in text or "{%" in text else text


def preview(campaign: Campaign, version: Version, customer: Customer) -> tuple[str, str, str]:
    """Return (subject, text, html) as this customer would get them, with nothing counted.

    Raises BrokenTemplate where the words cannot be merged.
    """
    subject, text, html = _parts(version).compiled()
    used = subject.variables | text.variables | (html.variables if html else frozenset())
    merged = learning.merge_fields([customer.pk], used)
    ours = {
        LEAVE: f"{settings.BASE_URL}/t/u/preview/",
        PORTAL: f"{settings.BASE_URL}/portal/m/preview/",
        LESS: f"{settings.BASE_URL}/portal/less/preview/",
    }
    context = {**merged.get(customer.pk, {}), **ours}
    line = " ".join(subject.render(context).split())
    return line, text.render(context), html.render(context) if html else ""


def sender_of(campaign: Campaign) -> tuple[str, str]:
    """Return name and address of who writes. Raises BadSender.

    Only mail shows an address. A text shows the number of the SMS provider (SMS_URL), a notice its app or
    page, so that their sender is only a name for staff; a letter and a person carry a name as well.
    """
    shape = _shape(campaign)
    if shape.contact_kind == "email":
        return parse_sender(campaign.sender)
    if _UNPRINTABLE.search(campaign.sender) or not campaign.sender.strip():
        raise BadSender("The sender is empty or holds a character that cannot be printed.")
    return campaign.sender.partition("<")[0].strip()[:LONGEST_NAME], ""


def parse_sender(sender: str) -> tuple[str, str]:
    """Split `Name <address>` or a bare address; raises BadSender for anything else, line breaks above all."""
    if _UNPRINTABLE.search(sender):
        raise BadSender("The sender holds a line break or another character that cannot be printed.")
    match = _SENDER.fullmatch(sender.strip())
    name, address = (match["name"], match["address"]) if match else ("", sender.strip())
    try:
        _is_email(address)
    except ValidationError:
        raise BadSender("The sender must be written like Name <address@example.com>.") from None
    name = name.strip().removeprefix('"').removesuffix('"').strip()
    if len(name) > LONGEST_NAME or len(address) > LONGEST_ADDRESS:
        raise BadSender(
            f"The sender's name may have {LONGEST_NAME} characters, the address {LONGEST_ADDRESS}."
        )
    return name, address


def _parts(version: Version) -> _Parts:
    """Put together what is sent. The link out counts only where it is filled in, so in a marketing mail.

    A letter prints its way out around the words, a notice has it beside them; whom a person speaks to says
    so.
    """
    shape = _shape(version.campaign)
    if not shape.has_subject:
        return _short_parts(version)
    text = version.text if version.text.strip() else text_from_html(version.html)
    html = version.html if version.html.strip() else ""
    if version.campaign.purpose == Purpose.MARKETING and shape.contact_kind == "email":
        if LEAVE not in compile_text(text).variables:
            text = text.rstrip() + TEXT_FOOTER
        if html and LEAVE not in compile_html(html).variables:
            html = _with_footer(html)
    return _Parts(version.subject.strip(), text, html)


def _shape(campaign: Campaign) -> Shape:
    """Return what fits into a message of the campaign's channel; one that we do not know is like email."""
    return ADAPTERS[campaign.channel if campaign.channel in ADAPTERS else "email"].shape


def _short_parts(version: Version) -> _Parts:
    """Put together a text message: its words stand for it in lists and in the history, as a subject would.

    Marketing names the way out that phones have: the word STOP.
    """
    text = version.text.strip()
    if version.campaign.purpose == Purpose.MARKETING and not _STOP.search(text):
        text += SMS_FOOTER
    return _Parts(text, text, "")


def _with_footer(html: str) -> str:
    """Add the way out before the body ends, or at the very end of a fragment."""
    at = html.lower().rfind("</body")
    return html + HTML_FOOTER if at < 0 else html[:at] + HTML_FOOTER + html[at:]


def _missing(version: Version, shape: Shape) -> Iterator[Complaint]:
    if shape.has_subject and not version.subject.strip():
        yield Complaint("subject", "There is no subject.", version.name)
    if version.html.strip() and not shape.has_html:
        yield Complaint("html", "This channel carries plain text only: leave the HTML empty.", version.name)
    if not shape.has_html and not version.text.strip():
        yield Complaint("text", "There are no words.", version.name)
    elif not version.text.strip() and not version.html.strip():
        yield Complaint("text", "There are no words: write a text, or HTML, or both.", version.name)


def _check_part(where: str, source: str, name: str) -> Iterator[Complaint]:
    try:
        template = compile_html(source) if where == "html" else compile_text(source)
    except BrokenTemplate as error:
        yield Complaint(where, str(error), name, error.line)
        return
    known = {*learning.merge_names(), LEAVE, PORTAL, LESS}
    for variable in sorted(template.variables):
        if words := _unknown(variable, known):
            line = _line_of(variable, source)
            yield Complaint(where, f"Line {line}: {words}" if line else words, name, line)


def _unknown(variable: str, known: Iterable[str]) -> str | None:
    """Say that there is no such field, and which was meant. A whole group, such as facts, is fine."""
    match = _ROOTED.match(variable)
    root = match["root"] if match else variable
    field = f"{root}.{match['name']}" if match and match["name"] else root
    roots = {each.partition(".")[0] for each in known}
    if field in known or (field == root and root in roots):
        return None
    nearest = get_close_matches(field, sorted(known), n=1)
    advice = f"Did you mean {nearest[0]}?" if nearest else f"There are {', '.join(sorted(known))}."
    return f"There is no field {field}. {advice}"


def _line_of(variable: str, source: str) -> int | None:
    lines = enumerate(source.splitlines(), 1)
    return next((number for number, line in lines if variable in line), None)


def _try_out(version: Version) -> Iterator[Complaint]:
    for customer in _some_customers(version.campaign):
        try:
            subject, text, html = preview(version.campaign, version, customer)
        except BrokenTemplate as error:
            yield Complaint("words", f"For customer {customer.number}: {error}", version.name, error.line)
            return
        if not subject or not text.strip() or (version.html.strip() and not html.strip()):
            empty = "The subject" if not subject else "A part"
            yield Complaint("words", f"{empty} comes out empty for customer {customer.number}.", version.name)
            return
        if too_long := _too_long(version.campaign, subject, text):
            yield Complaint("words", f"{too_long} for customer {customer.number}.", version.name)
            return


def _too_long(campaign: Campaign, subject: str, text: str) -> str:
    """Say for which channel the words are too long, if they are."""
    shape = _shape(campaign)
    if not shape.has_subject:
        return "Too long for an SMS" if segments(text).is_too_long else ""
    is_too_long = not shape.has_html and len(f"{subject}{text}".encode()) > shape.max_bytes
    return f"Longer than the {shape.max_bytes:,} bytes that this channel carries" if is_too_long else ""


def _some_customers(campaign: Campaign) -> Sequence[Customer]:
    """Pick a few of the audience; of everybody while the rule cannot be read, which launching refuses."""
    try:
        found = audience.members(audience.read(campaign.audience))
    except BadRule:
        found = Customer.objects.present()
    return list(found.order_by("pk")[:TRIED_CUSTOMERS])
