"""Read what an email provider calls back about: anymail takes it apart, we say what it means for us.

Nothing here believes or changes anything; what was opened by whom is weighed later (receipts.py).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

import requests
from anymail.exceptions import AnymailError
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from channels.adapters.esp import REFERENCE
from channels.adapters.esp_doors import NOT_A_FORM, as_request
from channels.adapters.esp_kinds import Account
from channels.carriers import Garbled
from channels.mailreading import BounceClass
from channels.mailreading.statuses import bounce_class, class_by_words, enhanced_code

EVENTS_LIMIT = 5000
_SURPRISES = (
    *NOT_A_FORM,
    AnymailError,
    ImproperlyConfigured,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    ImportError,  # a provider that takes in no mail
    RecursionError,
    OverflowError,
)
"""What anymail's readers raise for a callback that is not as documented."""


class Later(Exception):
    """The provider keeps the mail itself and could not be asked for it now."""


class What(StrEnum):
    """What happened to a mail of ours, in an order that says nothing."""

    ARRIVED = "arrived"
    ON_ITS_WAY = "on_its_way"  # the provider has it, and perhaps tries again
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    UNSUBSCRIBED = "unsubscribed"
    OPENED = "opened"
    CLICKED = "clicked"
    NOTHING = "nothing"  # an answering machine, or news of something else


@dataclass(frozen=True, slots=True)
class News:
    what: What
    reference: str
    """Our name for the mail, if the provider gave it back."""
    provider_id: str
    event: str
    """What this event is called, the same however often it is told."""
    at: datetime | None = None
    bounce_class: BounceClass = BounceClass.OTHER
    words: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that somebody wrote to us, with its envelope as far as the provider knows it."""

    raw: bytes
    sender: str
    recipients: tuple[str, ...]


def read(account: Account, door: str, content_type: str, body: bytes) -> list[News | Mail]:
    """Read a callback. Raises Garbled for what nobody can read, Later for what cannot be fetched now."""
    try:
        events = list(_events(account, door, content_type, body))
        if len(events) > EVENTS_LIMIT:
            raise Garbled(f"It holds more than {EVENTS_LIMIT} events.")
        return [_mail(each) if hasattr(each, "message") else _news(account, each) for each in events]
    except Garbled:
        raise
    except requests.RequestException as error:
        raise Later(type(error).__name__) from error
    except _SURPRISES as error:
        raise Garbled(f"{account.key} does not call back like this ({type(error).__name__}).") from error


def _events(account: Account, door: str, content_type: str, body: bytes) -> Iterator[Any]:
    """Let anymail read it; its view is not initialised, for that wants settings that are not ours."""
    if account.key == "ses":
        yield from _amazon(account, door, json.loads(body))
        return
    view = _view(account, door)
    yield from view.parse_events(as_request(content_type, body))


def _view(account: Account, door: str) -> Any:
    kind = "Combined" if account.key == "mandrill" else "Inbound" if door == "inbound" else "Tracking"
    found = import_string(f"anymail.webhooks.{account.esp.webhooks}{kind}WebhookView")
    view = found.__new__(found)
    usual = _INBOUND_API.get(account.key, "")
    view.__dict__ |= {"chunk_size": 65536, **account.settings}
    view.__dict__.setdefault("api_url", usual)
    return view


_INBOUND_API = {
    "brevo": "https://api.brevo.com/v3/",
    "mailtrap": "https://mailtrap.io/api/",
    "resend": "https://api.resend.com/",
}


def _amazon(account: Account, door: str, said: Any) -> Iterator[Any]:
    if said["Type"] == "SubscriptionConfirmation":
        raise Garbled(f"Amazon asks to confirm the topic {said.get('TopicArn')}: open its SubscribeURL.")
    words = said.get("Message", "")
    if said["Type"] == "Notification" and not words.startswith("Successfully validated SNS topic"):
        yield from _view(account, door).esp_to_anymail_events(json.loads(words), said)


def _mail(event: Any) -> Mail:
    message = event.message
    recipient = message.envelope_recipient
    return Mail(
        message.as_bytes(),
        str(message.envelope_sender or ""),
        (str(recipient),) if recipient else (),
    )


def _news(account: Account, event: Any) -> News:
    raw = _flat(event.esp_event)
    words = _line(event.mta_response or event.description or "")
    what = _WHAT.get(event.event_type, What.NOTHING)
    if event.event_type == "rejected" and event.reject_reason == "unsubscribed":
        what = What.UNSUBSCRIBED
    return News(
        what,
        str((event.metadata or {}).get(REFERENCE) or ""),
        str(event.message_id or "")[:200],
        _key(account, event),
        _moment(event.timestamp),
        _class(account, raw, words, event) if what == What.BOUNCED else BounceClass.OTHER,
        words,
        _agent(raw, event.user_agent or ""),
    )


_WHAT = {
    "queued": What.ON_ITS_WAY,
    "sent": What.ON_ITS_WAY,
    "deferred": What.ON_ITS_WAY,
    "delivered": What.ARRIVED,
    "bounced": What.BOUNCED,
    "rejected": What.BOUNCED,
    "failed": What.BOUNCED,
    "complained": What.COMPLAINED,
    "unsubscribed": What.UNSUBSCRIBED,
    "opened": What.OPENED,
    "clicked": What.CLICKED,
}


def _key(account: Account, event: Any) -> str:
    name = event.event_id or json.dumps(event.esp_event, sort_keys=True, default=str)
    return sha256(f"{account.key}\0{event.event_type}\0{event.recipient}\0{name}".encode()).hexdigest()


def _moment(at: datetime | None) -> datetime | None:
    return at.astimezone(UTC) if at is not None and at.tzinfo is not None else None


_H, _S, _B, _O = BounceClass.HARD, BounceClass.SOFT, BounceClass.BLOCK, BounceClass.OTHER
# Which of a provider's own fields says what kind of bounce it was, and what its values begin with.
_FIELDS: dict[str, tuple[str, dict[str, BounceClass]]] = {
    "brevo": ("event", {"hard": _H, "invalid": _H, "soft": _S, "blocked": _B}),
    "mailersend": ("type", {"activity.hard": _H, "hard": _H, "activity.soft": _S, "soft": _S}),
    "mailgun": ("reason", {"suppress-bounce": _H, "bounce": _H, "suppress": _B}),
    "mailjet": ("hard_bounce", {"true": _H, "false": _S}),
    "mailtrap": ("event", {"bounce": _H, "soft bounce": _S, "reject": _B}),
    "mandrill": ("event", {"hard": _H, "soft": _S, "reject": _B}),
    "postmark": (
        "Type",
        {"Hard": _H, "BadEmail": _H, "Soft": _S, "Transient": _S, "Dns": _S, "Unknown": _S}
        | dict.fromkeys(("Spam", "Blocked", "DMARC", "Virus", "ManuallyDeactivated", "OpenRelay"), _B),
    ),
    "resend": ("type", {"Permanent": _H, "Transient": _S, "Undetermined": _S}),
    "sendgrid": ("type", {"bounce": _H, "blocked": _B, "expired": _S}),
    "ses": ("bounceType", {"Permanent": _H, "Transient": _S, "Undetermined": _S}),
    "sparkpost": (
        "bounce_class",
        dict.fromkeys(("10", "30"), _H)
        | dict.fromkeys(("25", "50", "51", "52", "53", "54"), _B)
        | dict.fromkeys(("20", "21", "22", "24", "40", "70", "1"), _S)
        | {"23": _O},
    ),
    "unisender": (
        "delivery_status",
        {"err_user": _H, "err_domain_inactive": _H, "err_mailbox_discarded": _H, "err_mailbox_full": _S}
        | {"err_spam": _B, "err_blacklisted": _B, "err_too_large": _O, "err_unreachable": _S},
    ),
}


def _class(account: Account, raw: dict[str, str], words: str, event: Any) -> BounceClass:
    """Say what a bounce means for the address: what the provider says of it, unless the words know better.

    Providers call a mail that was refused for its reputation a hard bounce, too; that bars nobody with us.
    """
    code = enhanced_code(words)
    by_words = class_by_words(words)
    told = _told(account, raw)
    if told == BounceClass.HARD:
        is_ours = by_words in (BounceClass.BLOCK, BounceClass.OTHER) or code.startswith("5.7.")
        return (by_words or BounceClass.BLOCK) if is_ours else BounceClass.HARD
    if told is not None:
        return told
    if words and (by_words or code):
        return bounce_class("failed", code, words)
    return _BY_REASON.get(event.reject_reason or "", BounceClass.SOFT)


_BY_REASON = {"invalid": _H, "bounced": _S, "timed_out": _S, "blocked": _B, "spam": _B, "other": _O}


def _told(account: Account, raw: dict[str, str]) -> BounceClass | None:
    name, meanings = _FIELDS.get(account.key, ("", {}))
    values = [value for path, value in raw.items() if path.rpartition(".")[2] == name]
    longest_first = sorted(meanings, key=len, reverse=True)
    exact = account.key == "sparkpost"
    for value in values:
        for start in longest_first:
            if value == start or (not exact and value.startswith(start)):
                return meanings[start]
    return None


_MACHINE_FIELDS = {
    "sg_machine_open": "true",
    "is_prefetched": "true",
    "bot": "",
}


def _agent(raw: dict[str, str], agent: str) -> str:
    """Return what opened or clicked; a machine where the provider knows that it was one."""
    for path, value in raw.items():
        name = path.rpartition(".")[2]
        wanted = _MACHINE_FIELDS.get(name)
        if (wanted is not None and value and wanted in ("", value)) or value in _PROXY_EVENTS:
            return f"bot (as the provider says) {agent}".strip()
    return agent


_PROXY_EVENTS = ("proxy_open", "unique_proxy_open")


def _flat(said: Any, path: str = "", depth: int = 0) -> dict[str, str]:
    """Return the leaves of a callback by their path, as text."""
    if depth > 6:
        return {}
    if isinstance(said, dict):
        pairs = [(f"{path}.{key}" if path else str(key), value) for key, value in list(said.items())[:200]]
    elif isinstance(said, list):
        pairs = [(f"{path}.{number}", value) for number, value in enumerate(said[:20])]
    else:
        text = str(said).lower() if isinstance(said, bool) else str(said)
        return {path: text} if isinstance(said, str | int | float) else {}
    return {name: text for key, value in pairs for name, text in _flat(value, key, depth + 1).items()}


def _line(text: object) -> str:
    return " ".join(str(text).replace("\0", "").split()).encode("utf-8", "replace").decode()[:500]
