"""Signed tokens for links and mail addresses: small numbers in, one unguessable word out.

A token is hexadecimal: its numbers, then a keyed BLAKE2b of 128 bits (RFC 7693). Hexadecimal, because mail
programs fold the case of addresses, and because a mail carries ten tokens, which Python writes in 0.1 us
each, in base32 in 9 us; it is 8 characters longer. The kind is part of the signature: a token for one thing
opens no other.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from hmac import compare_digest

_MAC_BYTES = 16
_LONGEST = 256
"""Characters; nothing we seal comes near."""


class Sealer:
    """Seals with a key made from `secret`; opens what `old_secrets` sealed too, so that keys can rotate."""

    def __init__(self, secret: str, old_secrets: Sequence[str] = ()) -> None:
        self._keys = [_key(each, for_=b"tokens") for each in (secret, *old_secrets)]
        self._hash_key = _key(secret, for_=b"hashes")
        self._macs: dict[str, list[blake2b]] = {}

    def seal(self, kind: str, *numbers: int, expires_at: datetime | None = None) -> str:
        """Return a token of this kind (up to 16 ASCII letters) for these non-negative numbers.

        One number, however large a row id, makes 52 characters at most, which an address has room for.
        An expiry counts in whole minutes, rounded down.
        """
        minute = 0 if expires_at is None else int(expires_at.timestamp()) // 60
        body = _pack((minute, *numbers))
        mac = self._macs_of(kind)[0].copy()
        mac.update(body)
        return (body + mac.digest()).hex()

    def open(self, kind: str, token: str, *, now: datetime | None = None) -> tuple[int, ...] | None:
        """Return the numbers of a token; None if it is not ours, altered, of another kind or expired.

        A token that expires opens only if `now` is given. Upper and lower case are the same.
        """
        sealed = _decoded(token)
        if sealed is None:
            return None
        body, signature = sealed[:-_MAC_BYTES], sealed[-_MAC_BYTES:]
        if not any(compare_digest(signature, _digest(mac, body)) for mac in self._macs_of(kind)):
            return None
        minute, *numbers = _unpack(body)
        if minute and (now is None or now.timestamp() >= minute * 60):
            return None
        return tuple(numbers)

    def keyed_hash(self, kind: str, *numbers: int) -> str:
        """Return 32 hexadecimal digits that only we can make for these numbers, such as for a Message-ID.

        It is no token, cannot be opened, and changes when the secret does: keep it where it must not.
        """
        return blake2b(
            _pack(numbers), digest_size=_MAC_BYTES, key=self._hash_key, person=kind.encode("ascii")
        ).hexdigest()

    def _macs_of(self, kind: str) -> list[blake2b]:
        """Keep the hash with its key taken in, which is a third of the work."""
        macs = self._macs.get(kind)
        if macs is None:
            person = kind.encode("ascii")
            macs = [blake2b(digest_size=_MAC_BYTES, key=key, person=person) for key in self._keys]
            self._macs[kind] = macs
        return macs


def _key(secret: str, *, for_: bytes) -> bytes:
    return blake2b(secret.encode(), digest_size=32, person=b"rapport " + for_).digest()


def _digest(mac: blake2b, body: bytes) -> bytes:
    mac = mac.copy()
    mac.update(body)
    return mac.digest()


def _pack(numbers: Iterable[int]) -> bytes:
    """Write numbers one after the other in groups of seven bits, all but the last with the high bit set."""
    return b"".join(map(_packed, numbers))


@lru_cache(maxsize=1024)
def _packed(number: int) -> bytes:
    """A mail's tokens all name one message, and small numbers besides."""
    body = bytearray()
    while number > 127:
        body.append(number & 127 | 128)
        number >>= 7
    body.append(number)
    return bytes(body)


def _unpack(body: bytes) -> list[int]:
    numbers: list[int] = []
    number, shift = 0, 0
    for byte in body:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            numbers.append(number)
            number, shift = 0, 0
    return numbers


def _decoded(token: str) -> bytes | None:
    """Undo the hexadecimal; None for what no `seal` writes, such as another spelling of the same bytes."""
    if not 2 * _MAC_BYTES < len(token) <= _LONGEST:
        return None
    try:
        sealed = bytes.fromhex(token)
    except ValueError:
        return None
    return sealed if len(sealed) * 2 == len(token) else None
