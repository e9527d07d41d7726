"""Whether a callback comes from the provider that it names, judged over the very bytes; pure.

Each provider signs in its own way, or not at all: then its address must carry a user and password of ours
(WEBHOOK_SECRET), as anymail asks too. Without a key and without a secret nobody is believed.
Sources: the "webhook security" pages of each provider; Standard Webhooks for Resend.
"""

import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from hashlib import md5, sha1, sha256
from io import BytesIO
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.handlers.wsgi import WSGIRequest
from django.http.multipartparser import MultiPartParserError

from channels.adapters.esp_kinds import Account

REPLAY_SECONDS = 300
NOT_A_FORM = (MultiPartParserError, SuspiciousOperation, BadRequest, ValueError, OSError)


class Knock(NamedTuple):
    """A request at the door, before anybody believes it."""

    url: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def content_type(self) -> str:
        return self.headers.get("Content-Type", "")


def is_genuine(account: Account, door: str, knock: Knock, secrets: Sequence[str], *, now: float) -> bool:
    """Say whether a callback to this door ("events", "inbound") comes from the provider of this account.

    With a key its signature must hold; else it must know one of our secrets, each "user:password".
    """
    key = account.inbound_key if door == "inbound" else account.webhook_key
    if account.esp.is_signed and key:
        return _SIGNED[account.key](key, knock, now)
    if account.key == "ses" and not _is_from_sns(knock):
        return False
    return _knows_a_secret(knock, secrets)


def as_request(content_type: str, body: bytes) -> WSGIRequest:
    """Dress stored bytes as the request that they came in."""
    environ = {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
    }
    return WSGIRequest(environ)


def _knows_a_secret(knock: Knock, secrets: Sequence[str]) -> bool:
    kind, _, given = knock.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return False
    try:
        told = b64decode(given.strip(), validate=True)
    except ValueError:
        return False
    return any(hmac.compare_digest(told, secret.encode()) for secret in secrets if ":" in secret)


def _is_from_sns(knock: Knock) -> bool:
    said = _object(knock.body)
    pairs = (("x-amz-sns-message-type", "Type"), ("x-amz-sns-message-id", "MessageId"))
    return all(said.get(name) and knock.headers.get(header) == said[name] for header, name in pairs)


def _mailgun(key: str, knock: Knock, now: float) -> bool:
    """The signature covers a token and a time, not the event: so is Mailgun's way."""
    if knock.content_type.partition(";")[0].strip().lower() == "application/json":
        block = _object(knock.body).get("signature")
        fields = block if isinstance(block, dict) else {}
    else:
        try:
            fields = as_request(knock.content_type, knock.body).POST.dict()
        except NOT_A_FORM:
            return False
    stamp, token = str(fields.get("timestamp", "")), str(fields.get("token", ""))
    return bool(stamp and token) and _same(_hex(key, f"{stamp}{token}".encode()), fields.get("signature"))


def _sendgrid(key: str, knock: Knock, now: float) -> bool:
    stamp = knock.headers.get("X-Twilio-Email-Event-Webhook-Timestamp", "")
    signature = _decoded(knock.headers.get("X-Twilio-Email-Event-Webhook-Signature", ""))
    public = _public_key(key)
    if not (stamp and signature and isinstance(public, ec.EllipticCurvePublicKey)):
        return False
    try:
        public.verify(signature, stamp.encode() + knock.body, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def _postal(key: str, knock: Knock, now: float) -> bool:
    signature, public = _decoded(knock.headers.get("X-Postal-Signature", "")), _public_key(key)
    if not (signature and isinstance(public, rsa.RSAPublicKey)):
        return False
    try:
        public.verify(signature, knock.body, padding.PKCS1v15(), hashes.SHA1())  # noqa: S303  # as it signs
    except InvalidSignature:
        return False
    return True


def _resend(key: str, knock: Knock, now: float) -> bool:
    """Compare the signature of Standard Webhooks; what is older than five minutes is a replay."""
    secret = _decoded(key.removeprefix("whsec_"))
    name, stamp = knock.headers.get("svix-id", ""), knock.headers.get("svix-timestamp", "")
    if not (secret and name and stamp.isascii() and stamp.isdigit() and len(stamp) < 12):
        return False
    wanted = b64encode(hmac.digest(secret, f"{name}.{stamp}.".encode() + knock.body, sha256)).decode()
    given = knock.headers.get("svix-signature", "").split()
    is_signed = any(_same(f"v1,{wanted}", each) for each in given[:20])
    return is_signed and abs(now - int(stamp)) <= REPLAY_SECONDS


def _mandrill(key: str, knock: Knock, now: float) -> bool:
    try:
        form = as_request(knock.content_type, knock.body).POST.dict()
    except NOT_A_FORM:
        return False
    signed = knock.url + "".join(f"{name}{form[name]}" for name in sorted(form))
    wanted = b64encode(hmac.digest(key.encode(), signed.encode("utf-8", "replace"), sha1)).decode()
    return bool(form) and _same(wanted, knock.headers.get("X-Mandrill-Signature"))


def _unisender(key: str, knock: Knock, now: float) -> bool:
    auth = _object(knock.body).get("auth")
    if not isinstance(auth, str) or len(auth) != 32 or not auth.isascii():
        return False
    signed = knock.body.replace(auth.encode(), key.encode())
    return _same(md5(signed).hexdigest(), auth)  # noqa: S324  # as it signs


def _by_header(header: str) -> Callable[[str, Knock, float], bool]:
    return lambda key, knock, now: _same(_hex(key, knock.body), knock.headers.get(header))


_SIGNED: dict[str, Callable[[str, Knock, float], bool]] = {
    "mailersend": _by_header("Signature"),
    "mailgun": _mailgun,
    "mailtrap": _by_header("Mailtrap-Signature"),
    "mandrill": _mandrill,
    "postal": _postal,
    "resend": _resend,
    "sendgrid": _sendgrid,
    "unisender": _unisender,
}


def _hex(key: str, signed: bytes) -> str:
    return hmac.digest(key.encode(), signed, sha256).hex()


def _same(wanted: str, given: object) -> bool:
    return isinstance(given, str) and hmac.compare_digest(wanted.encode(), given.encode("utf-8", "replace"))


def _decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return b""


def _public_key(key: str) -> object:
    """Read a public key written as the one line that providers show; None if it is none."""
    try:
        return serialization.load_der_public_key(b64decode(key))
    except (ValueError, TypeError):
        return None


def _object(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
