"""Our key for Web Push: made, shown to browsers, and signed with (RFC 8292)."""

import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02

_LASTS_SECONDS = 12 * 3600
"""A push service takes a signature for a day at most."""
_RENEWED_SECONDS = 3600


class BadKey(ValueError):
    """PUSH_VAPID_KEY is no private key of P-256."""


def new_key() -> str:
    """Return a new private key: 32 bytes, unpadded base64url."""
    vapid = Vapid02()
    vapid.generate_keys()
    return text_of(vapid.private_key.private_numbers().private_value.to_bytes(32, "big"))


def public_key(private: str) -> str:
    """Return what browsers subscribe with (`applicationServerKey`). Raises BadKey."""
    point = _vapid(private).public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return text_of(point)


def authorization(private: str, origin: str) -> str:
    """Return the header by which a push service knows us; the same for an hour. Raises BadKey."""
    return _authorization(private, origin, int(time.time()) // _RENEWED_SECONDS)


def text_of(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def bytes_of(text: str) -> bytes:
    """Undo `text_of`, padded or not. Raises ValueError."""
    bare = text.rstrip("=")
    return urlsafe_b64decode(bare + "=" * (-len(bare) % 4))


@lru_cache(maxsize=4)
def _vapid(private: str) -> Vapid02:
    try:
        if len(bytes_of(private)) != 32:
            raise ValueError
        return Vapid02.from_raw(private.encode())
    except ValueError:
        raise BadKey("PUSH_VAPID_KEY must be a key as `manage.py make_vapid_key` prints it.") from None


@lru_cache(maxsize=256)
def _authorization(private: str, origin: str, hour: int) -> str:
    claims = {
        "aud": origin,
        "exp": hour * _RENEWED_SECONDS + _LASTS_SECONDS,
        "sub": f"mailto:postmaster@{settings.MAIL_DOMAIN}",
    }
    return str(_vapid(private).sign(claims)["Authorization"])
