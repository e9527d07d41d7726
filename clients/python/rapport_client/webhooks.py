"""Whether a webhook is from the hub: the check of the Standard Webhooks specification."""

import hmac
import json
import time
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from rapport_client.errors import BadSignature

TOLERANCE_SECONDS = 300


def verify(secret: str, headers: Mapping[str, str], body: bytes, *, now: float | None = None) -> Any:
    """Return what a webhook says, if the hub signed these very bytes with this secret within five minutes.

    `body` is the raw request body, `now` a Unix time. Keep `webhook-id`: the same news may come twice.
    Raises BadSignature.
    """
    given = {name.lower(): value for name, value in headers.items()}
    message_id, timestamp = given.get("webhook-id", ""), given.get("webhook-timestamp", "")
    if not message_id or not timestamp.isascii() or not timestamp.isdecimal():
        raise BadSignature("It has no id or no time.")
    if abs((time.time() if now is None else now) - int(timestamp)) > TOLERANCE_SECONDS:
        raise BadSignature("It is too old, or the clocks differ.")
    signed = f"{message_id}.{timestamp}.".encode() + body
    expected = b64encode(hmac.new(_key(secret), signed, sha256).digest()).decode()
    signatures = [each.partition(",") for each in given.get("webhook-signature", "").split()]
    if not any(
        version == "v1" and hmac.compare_digest(text.encode(), expected.encode())
        for version, _, text in signatures
    ):
        raise BadSignature("The signature is not of this secret and body.")
    return json.loads(body)


def _key(secret: str) -> bytes:
    try:
        return b64decode(secret.removeprefix("whsec_"), validate=True)
    except Error:
        raise BadSignature("The secret is none that the hub gave.") from None
