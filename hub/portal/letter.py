"""The mail that carries a link into the portal: a service message through the outbox like any other.

The link holds the token of the message itself, which is made while the mail is put into words and kept
nowhere: whoever looks at the message in the console sees a link that opens nothing.
"""

import hashlib
import json
from datetime import datetime

from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from channels import outbox
from channels.models import Content, Message
from channels.outbox import Draft
from customers.models import ContactPoint, Customer
from hub import languages

TOKEN_KIND = "c"  # noqa: S105  # the kind of a message's first link
TOPIC = "portal"
_CAUSE = "portal-entry:"
_LINK = '{{ links[0] | replace: "/t/c/", "/portal/open/" }}'


def send(entry: int, point: ContactPoint, owner: Customer, *, now: datetime, not_after: datetime) -> None:
    """Queue the mail for an entry to the very address that was asked about."""
    cause = f"{_CAUSE}{entry}"
    content = _content(languages.ours(owner.language) or get_language() or settings.LANGUAGE_CODE)
    draft = Draft(owner.pk, "email", content.pk, content.purpose, TOPIC, cause, now, not_after=not_after)
    outbox.queue([draft], now=now)
    # The outbox would write to the customer's first address; nothing begins before our transaction ends.
    Message.objects.filter(cause=cause).update(contact_point=point)


def entry_of(cause: str) -> int | None:
    """Return the entry that a message was sent for, or None if it was sent for anything else."""
    number = cause.removeprefix(_CAUSE)
    return int(number) if number != cause and number.isdecimal() else None


def _content(language: str) -> Content:
    with override(language):
        fields = {
            "channel": "email",
            "purpose": "service",
            "topic": TOPIC,
            "sender_name": settings.ORGANISATION,
            "sender_address": f"portal@{settings.MAIL_DOMAIN}",
            "subject": _("Your link to your pages at %(organisation)s") % {"organisation": _ours()},
            "text": "\n\n".join([*_words(), _LINK, _footer()]) + "\n",
            "html": _html(),
            "links": [f"{settings.BASE_URL}/portal/open/only-the-mail-knows/"],
        }
    digest = hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
    return Content.objects.get_or_create(digest=digest, defaults=fields)[0]


def _words() -> list[str]:
    return [
        _("Good day,"),
        _("with this link you open your pages at %(organisation)s: your dials, and what is yours to decide.")
        % {"organisation": _ours()},
        _("It works once, and for 30 minutes."),
    ]


def _footer() -> str:
    return _("You did not ask for it? Then nothing happens, and nobody gets in. You need not do anything.")


def _html() -> str:
    paragraphs = format_html("{}", "")
    for words in _words():
        paragraphs += format_html('<p style="margin:0 0 16px">{}</p>', words)
    return (
        '<div style="max-width:520px;margin:0 auto;padding:24px;color:#1b2430;font:16px/1.5 sans-serif">'
        f'{paragraphs}<p style="margin:24px 0"><a href="{_LINK.replace(chr(34), chr(39))}"'
        ' style="padding:12px 20px;border-radius:8px;background:#0f5e5c;color:#ffffff;'
        f'text-decoration:none">{_("Open my pages")}</a></p>'
        + format_html('<p style="margin:0;font-size:13px;color:#5b6672">{}</p></div>', _footer())
    )


def _ours() -> str:
    """Return our name, which is no template even if it has braces in it."""
    return settings.ORGANISATION.replace("{", "(").replace("}", ")")
