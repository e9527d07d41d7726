"""SMS over the Messages resource that Twilio made and others copied: form in, JSON out, signed callbacks.

Source: Twilio, "Messages resource", "Error and warning dictionary", "Webhooks security"; no SDK is used.
"""

import hmac
import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha1, sha256
from typing import Any
from urllib.parse import parse_qs, parse_qsl, quote, unquote, urlencode, urlsplit

from channels.adapters.sms_answers import by_status
from channels.carriers import BadSetting, Garbled, Text, Told
from channels.mailreading import BounceClass
from channels.posting import Answer, Call
from channels.protocol import Outcome, Outgoing, Result

NO_SUCH_NUMBER = frozenset({21211, 21214, 21217, 21401, 21614, 30005, 30006, 30011})
"""No phone, a landline, not a number: it will not work tomorrow either."""
TURNED_AWAY = frozenset({21610, 30004, 30007, 30018, 30019, 30022, 30023, 30032, 30034, 30035, 30038, 63018})
"""The phone works; it, its network or a rule does not want this from us."""
ABOUT_US = frozenset({20001, 20003, 20004, 20005, 20006, 20008, 20403, 20404, 20429, 21611, 30001, 30002})
"""Our account, our sender's queue, our credentials: nothing a message could be failed for."""
ON_ITS_WAY = frozenset({"accepted", "scheduled", "queued", "sending", "sent"})
_LONGEST_FORM = 500


@dataclass(frozen=True, slots=True)
class Twilio:
    url: str
    account: str
    token: str
    sender: str
    key: str = "twilio"

    def call(self, words: Outgoing, *, reference: str, callback: str) -> Call:
        service = "MessagingServiceSid" if self.sender.startswith("MG") else "From"
        form = {"To": words.address, service: self.sender, "Body": words.text, "StatusCallback": callback}
        secret = b64encode(f"{self.account}:{self.token}".encode()).decode()
        headers = {
            "Authorization": f"Basic {secret}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
            "Idempotency-Key": reference,
        }
        return Call("POST", self.url, headers, urlencode(form).encode())

    def result(self, answer: Answer) -> Result:
        said = _object(answer.body)
        code, words = _number(said.get("code")), str(said.get("message") or "")[:200]
        if 200 <= answer.status < 300:
            return _taken(said)
        if code in NO_SUCH_NUMBER and answer.status < 500:
            return Result(Outcome.BOUNCED, f"{code} {words}".strip())
        if code in ABOUT_US:
            return Result(Outcome.DEFERRED, f"{code} {words}".strip(), retry_after=answer.retry_after)
        return by_status(answer, f"{code or ''} {words}".strip(), is_definite=code is not None)

    def is_genuine(self, url: str, headers: Mapping[str, str], body: bytes, *, now: float) -> bool:
        given = headers.get("X-Twilio-Signature", "")
        signed = signed_text(url, headers.get("Content-Type", ""), body)
        if signed is None:
            return False
        wanted = [signature(self.token, address + signed).encode() for address in _spellings(url)]
        return any(hmac.compare_digest(each, given.encode("utf-8", "replace")) for each in wanted)

    def parse(self, content_type: str, body: bytes) -> Told | Text:
        form = _form(body)
        provider_id = form.get("MessageSid") or form.get("SmsSid") or form.get("SmsMessageSid") or ""
        status = (form.get("MessageStatus") or form.get("SmsStatus") or "").lower()
        if "Body" in form and status in ("", "received", "receiving"):
            return Text(provider_id, form.get("From", ""), form.get("To", ""), form["Body"])
        if not status:
            raise Garbled("It names no status.")
        return _told(provider_id, status, _number(form.get("ErrorCode")), form.get("ErrorMessage", ""))


def from_url(url: str, details: str) -> Twilio:
    """Read twilio://SID:TOKEN@host/?from=+43…; twilio+http:// without TLS, for a machine of one's own."""
    parts = urlsplit(url)
    sender = parse_qs(parts.query.replace("+", "%2B")).get("from", [""])[0]
    if not (parts.hostname and parts.username and parts.password and sender):
        raise BadSetting("SMS_URL must be written like twilio://SID:TOKEN@host/?from=+4366012345678.")
    scheme = "http" if parts.scheme == "twilio+http" else "https"
    host = parts.netloc.rpartition("@")[2]
    account = unquote(parts.username)
    address = f"{scheme}://{host}/2010-04-01/Accounts/{quote(account, safe='')}/Messages.json"
    return Twilio(address, account, unquote(parts.password), sender)


def signature(token: str, text: str) -> str:
    return b64encode(hmac.digest(token.encode(), text.encode("utf-8", "surrogateescape"), sha1)).decode()


def signed_text(url: str, content_type: str, body: bytes) -> str | None:
    """Return what is signed after the address: each name and value of the form, in order of the names.

    Any other body is signed by its hash, which the address names; None where it is not the body's.
    """
    named = parse_qs(urlsplit(url).query).get("bodySHA256")
    if named is not None:
        return (
            "" if hmac.compare_digest(named[0].lower().encode(), sha256(body).hexdigest().encode()) else None
        )
    if body and "json" in content_type.lower():
        return None  # it would be signed by nothing
    return "".join(f"{name}{value}" for name, value in sorted(set(_fields(body))))


def _fields(body: bytes) -> Iterator[tuple[str, str]]:
    try:
        yield from parse_qsl(
            body.decode("utf-8", "surrogateescape"),
            keep_blank_values=True,
            max_num_fields=_LONGEST_FORM,
            errors="surrogateescape",
        )
    except ValueError:
        return


def _form(body: bytes) -> dict[str, str]:
    return {
        name: value.encode("utf-8", "replace").decode().replace("\0", "") for name, value in _fields(body)
    }


def _spellings(url: str) -> list[str]:
    """Return the address as it is and with its scheme's usual port added or left out: both are signed."""
    parts = urlsplit(url)
    usual = f":{443 if parts.scheme == 'https' else 80}"
    other = parts.netloc.removesuffix(usual) if parts.netloc.endswith(usual) else parts.netloc + usual
    return [url, parts._replace(netloc=other).geturl()]


def _taken(said: Mapping[str, Any]) -> Result:
    """Read a yes: without the message's number in it, whoever answered was not the provider."""
    provider_id, status = said.get("sid"), str(said.get("status") or "").lower()
    if not isinstance(provider_id, str) or not provider_id:
        return Result(Outcome.UNKNOWN, "The answer could not be read")
    if status in ("failed", "undelivered"):
        code = _number(said.get("error_code"))
        words = f"{code or ''} {said.get('error_message') or status}".strip()
        return Result(
            Outcome.BOUNCED if code in NO_SUCH_NUMBER else Outcome.REFUSED, words, provider_id[:200]
        )
    return Result(Outcome.ACCEPTED, "", provider_id[:200])


def _told(provider_id: str, status: str, code: int | None, words: str) -> Told:
    said = " ".join(part for part in (status, str(code or ""), words) if part)[:300]
    if status in ("delivered", "read"):
        return Told("", provider_id, True, None, said)
    if status in ("undelivered", "failed", "canceled"):
        return Told("", provider_id, False, bounce_class(code), said)
    if status in ON_ITS_WAY or status.startswith("partially"):
        return Told("", provider_id, False, None, said)
    raise Garbled(f"We do not know the status {status[:40]!r}.")


def bounce_class(code: int | None) -> BounceClass:
    """Say what an error code means for the number."""
    if code in NO_SUCH_NUMBER:
        return BounceClass.HARD
    if code in TURNED_AWAY:
        return BounceClass.BLOCK
    return BounceClass.SOFT if code is not None and 30000 <= code < 31000 else BounceClass.OTHER


def _object(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _number(value: object) -> int | None:
    text = str(value if value is not None else "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 and int(text) else None
