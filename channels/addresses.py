"""The signed names by which we know a message when something comes back: Message-ID, addresses, links."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings

from customers.tokens import Sealer


@cache
def sealer() -> Sealer:
    return Sealer(settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS)


@dataclass(frozen=True, slots=True)
class Names:
    """What one mail is called: in its Message-ID, where answers go, and where reports go.

    All three carry the same token, made of the message's number: the same at every attempt, and nobody
    else can make it.
    """

    message_id: str
    reply_address: str
    bounce_address: str


def names(message: int) -> Names:
    token, domain = sealer().seal("m", message), settings.MAIL_DOMAIN
    return Names(f"<{token}@{domain}>", f"reply+{token}@{domain}", f"bounce+{token}@{domain}")


def pixel_url(message: int) -> str:
    return f"{settings.BASE_URL}/t/o/{sealer().seal('o', message)}/"


def link_url(message: int, link: int) -> str:
    return f"{settings.BASE_URL}/t/c/{sealer().seal('c', message, link)}/"


def unsubscribe_url(message: int) -> str:
    return f"{settings.BASE_URL}/t/u/{sealer().seal('u', message)}/"


def message_of(kind: str, token: str) -> tuple[int, ...] | None:
    """Return what a token of this kind names, or None if it is not one of ours."""
    return sealer().open(kind, token)


def message_of_address(address: str) -> tuple[str, int] | None:
    """Return ("reply" or "bounce", message) for one of our signed addresses."""
    local, _, domain = address.strip().lower().rpartition("@")
    kind, _, token = local.partition("+")
    if domain != settings.MAIL_DOMAIN.lower() or kind not in ("reply", "bounce"):
        return None
    opened = message_of("m", token)
    return (kind, opened[0]) if opened else None


def message_of_id(value: str) -> int | None:
    """Return the message whose Message-ID this is."""
    token, _, domain = value.strip().strip("<>").rpartition("@")
    opened = message_of("m", token) if domain.lower() == settings.MAIL_DOMAIN.lower() else None
    return opened[0] if opened else None


def is_our_domain(address: str) -> bool:
    return address.strip().lower().endswith(f"@{settings.MAIL_DOMAIN.lower()}")
