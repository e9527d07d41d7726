"""The headers of a webhook by the Standard Webhooks specification. Pure."""

import base64
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

_MARK = "whsec_"


def new_secret() -> str:
    """Return a secret as its receiver keeps it: whsec_ and 32 bytes in base64."""
    return _MARK + base64.b64encode(secrets.token_bytes(32)).decode()


def headers(message_id: str, at: datetime, body: bytes, known: Sequence[str]) -> dict[str, str]:
    """Sign a body with every secret that is good now: one, or two while a new one is taken over."""
    stamp = str(int(at.timestamp()))
    said = b".".join((message_id.encode(), stamp.encode(), body))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(_signature(secret, said) for secret in known),
    }


def _signature(secret: str, said: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(_MARK))
    return f"v1,{base64.b64encode(hmac.digest(key, said, 'sha256')).decode()}"
