"""The phones and tablets of the town: the keys with which their browsers read notices. Pure.

Who has the shop's page on a phone follows from the seed like all else, and so do their keys: after a restart
the same device is registered again, not a new one.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import http_ece  # type: ignore[import-untyped]
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from hub.sandbox.town.dice import dice
from hub.sandbox.town.people import Person

_WITH_TABLET = 0.15


@dataclass(frozen=True, slots=True)
class Handset:
    """A browser that has subscribed; `token` ends its address at the push service."""

    owner: Person
    label: str
    token: str
    key: ec.EllipticCurvePrivateKey
    secret: bytes

    @property
    def subscription(self) -> dict[str, str]:
        """What a browser gives to the page that asked."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"p256dh": text_of(point), "auth": text_of(self.secret)}

    def read(self, body: bytes) -> Mapping[str, str]:
        """Decrypt a notice (RFC 8291). Raises ValueError for one that is not for us."""
        try:
            said = http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret, version="aes128gcm")
        except http_ece.ECEException as error:
            raise ValueError(str(error)) from None
        notice = json.loads(said)
        if not isinstance(notice, dict):
            raise ValueError("no notice")
        return notice


def handsets(seed: str, someone: Person) -> Iterator[Handset]:
    """Yield a person's devices: for most who have the page a phone, for a few a tablet as well."""
    if not someone.has_app:
        return
    rng = dice(seed, someone.number, "handsets")
    labels = ("Phone", "Tablet") if rng.random() < _WITH_TABLET else ("Phone",)
    for label in labels:
        token = text_of(rng.randbytes(24))
        key = ec.derive_private_key(rng.getrandbits(255) + 1, ec.SECP256R1())
        yield Handset(someone, label, token, key, rng.randbytes(16))


def text_of(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def bytes_of(text: str) -> bytes:
    """Undo `text_of`. Raises ValueError."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
