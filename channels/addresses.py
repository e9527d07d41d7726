"""The signed names by which we know a message when something comes back: Message-ID, addresses, links."""

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple

from django.conf import settings

from customers.tokens import Sealer

PORTAL_LINK_LASTS = timedelta(days=90)


@cache
def sealer() -> Sealer:
    return Sealer(settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS)


@cache
def base_url() -> str:
    """Return BASE_URL, read once: a mail names it six times, and asking Django for it costs a microsecond."""
    return str(settings.BASE_URL)


@cache
def mail_domain() -> str:
    return str(settings.MAIL_DOMAIN)


class Names(NamedTuple):
    """What one mail is called: in its Message-ID, where answers go, and where reports go.

    All three carry the same token, made of the message's number: the same at every attempt, and nobody
    else can make it.
    """

    message_id: str
    reply_address: str
    bounce_address: str


def names(message: int) -> Names:
    token, domain = sealer().seal("m", message), mail_domain()
    return Names(f"<{token}@{domain}>", f"reply+{token}@{domain}", f"bounce+{token}@{domain}")


def pixel_url(message: int) -> str:
    return f"{base_url()}/t/o/{sealer().seal('o', message)}/"


def link_url(message: int, link: int) -> str:
    return f"{base_url()}/t/c/{sealer().seal('c', message, link)}/"


def unsubscribe_url(message: int) -> str:
    return f"{base_url()}/t/u/{sealer().seal('u', message)}/"


def shown_url(message: int) -> str:
    """Return where a device says that it showed a push message, or that it was tapped."""
    return f"{base_url()}/t/s/{sealer().seal('n', message)}/"


def mail_reference(message: int) -> str:
    """Return what an email provider knows a mail by: the left half of its Message-ID."""
    return sealer().seal("m", message)


def sms_reference(message: int) -> str:
    """Return what a gateway knows an SMS by: the same at every attempt, and nobody else can make it."""
    return sealer().seal("s", message)


def sms_callback(carrier: str, reference: str) -> str:
    return f"{base_url()}/hooks/sms/{carrier}/{reference}/"


def portal_url(message: int, *, now: datetime) -> str:
    """Return the address of the dials of whom this message goes to; the portal's links.py opens it."""
    return f"{base_url()}/portal/m/{_dated('p', message, now)}/"


def portal_door() -> str:
    return f"{base_url()}/portal/"


def less_url(message: int, *, now: datetime) -> str:
    """Return the address of "less like this": a page that asks, and acts when it is told to."""
    return f"{base_url()}/portal/less/{_dated('l', message, now)}/"


def dated_message_of(kind: str, token: str, *, now: datetime) -> tuple[int, datetime] | None:
    """Return the message that a portal link names and when it was made; None if it is not ours or too old."""
    opened = sealer().open(kind, token, now=now)
    if opened is None or len(opened) != 2:
        return None
    return opened[0], datetime.fromtimestamp(opened[1] * 60, UTC)


def message_of(kind: str, token: str) -> tuple[int, ...] | None:
    """Return what a token of this kind names, or None if it is not one of ours."""
    return sealer().open(kind, token)


def message_of_address(address: str) -> tuple[str, int] | None:
    """Return ("reply" or "bounce", message) for one of our signed addresses."""
    local, _, domain = address.strip().lower().rpartition("@")
    kind, _, token = local.partition("+")
    if domain != mail_domain().lower() or kind not in ("reply", "bounce"):
        return None
    opened = message_of("m", token)
    return (kind, opened[0]) if opened else None


def message_of_id(value: str) -> int | None:
    """Return the message whose Message-ID this is."""
    token, _, domain = value.strip().strip("<>").rpartition("@")
    opened = message_of("m", token) if domain.lower() == mail_domain().lower() else None
    return opened[0] if opened else None


def is_our_domain(address: str) -> bool:
    return address.strip().lower().endswith(f"@{mail_domain().lower()}")


def _dated(kind: str, message: int, now: datetime) -> str:
    minute = int(now.timestamp()) // 60
    return sealer().seal(kind, message, minute, expires_at=now + PORTAL_LINK_LASTS)
