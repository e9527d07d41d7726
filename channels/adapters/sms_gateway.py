"""SMS through any HTTP gateway: what to send and how to read the answers is said in SMS_GATEWAY, as JSON.

docs/channels.md explains every entry. Callbacks are signed with HMAC-SHA256 over `timestamp.body`.
"""

import hmac
import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from channels.adapters.sms_answers import by_status
from channels.carriers import BadSetting, Garbled, Text, Told
from channels.mailreading import BounceClass
from channels.posting import Answer, Call
from channels.protocol import Outcome, Outgoing, Result

REPLAY_SECONDS = 300
_DEFAULT_JSON = {"to": "{to}", "from": "{from}", "text": "{text}", "reference": "{reference}"}
_ENTRIES = "from method headers json form id success error receipt text"
_KNOWN = frozenset(f"{_ENTRIES} secret signature_header timestamp_header".split())


@dataclass(frozen=True, slots=True)
class Codes:
    """Where an answer or callback names its status, and what the values mean."""

    path: str = ""
    delivered: frozenset[str] = frozenset()
    hard: frozenset[str] = frozenset()
    soft: frozenset[str] = frozenset()
    block: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Gateway:
    url: str
    sender: str
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    template: Any = None
    is_form: bool = False
    id_path: str = "id"
    success: tuple[str, frozenset[str]] = ("", frozenset())
    error: Codes = Codes()
    receipt: Codes = Codes("status")
    paths: Mapping[str, str] = field(default_factory=dict)
    secret: str = ""
    signature_header: str = "X-Signature"
    timestamp_header: str = "X-Timestamp"
    key: str = "gateway"

    def call(self, words: Outgoing, *, reference: str, callback: str) -> Call:
        values = {
            "{to}": words.address,
            "{from}": self.sender,
            "{text}": words.text,
            "{reference}": reference,
            "{callback}": callback,
        }
        filled = _filled(self.template, values)
        if self.method == "GET":
            mark = "&" if "?" in self.url else "?"
            return Call("GET", f"{self.url}{mark}{urlencode(filled)}", dict(self.headers), b"")
        body = urlencode(filled) if self.is_form else json.dumps(filled, ensure_ascii=False)
        kind = "application/x-www-form-urlencoded" if self.is_form else "application/json"
        headers = {"Content-Type": kind, "Accept": "application/json", "Idempotency-Key": reference}
        return Call(self.method, self.url, {**headers, **self.headers}, body.encode("utf-8", "replace"))

    def result(self, answer: Answer) -> Result:
        said = _said("json", answer.body)
        code = _at(said, self.error.path).lower() if self.error.path else ""
        if code and (judged := self._judged(code, answer)):
            return judged
        if not 200 <= answer.status < 300:
            return by_status(answer, code, is_definite=bool(code))
        provider_id = _at(said, self.id_path)
        path, values = self.success
        is_success = _at(said, path).lower() in values if path else bool(provider_id)
        if not is_success:
            return Result(Outcome.UNKNOWN, "The answer could not be read")
        return Result(Outcome.ACCEPTED, "", provider_id[:200])

    def is_genuine(self, url: str, headers: Mapping[str, str], body: bytes, *, now: float) -> bool:
        """Compare the signature; what is older than five minutes is a replay and counts for nothing."""
        stamp = headers.get(self.timestamp_header, "")
        given = headers.get(self.signature_header, "").removeprefix("sha256=").lower()
        wanted = hmac.digest(
            self.secret.encode(), stamp.encode("utf-8", "replace") + b"." + body, sha256
        ).hex()
        is_ours = bool(self.secret) and hmac.compare_digest(wanted.encode(), given.encode("utf-8", "replace"))
        is_number = stamp.isascii() and stamp.isdigit() and len(stamp) < 12
        return is_ours and is_number and abs(now - int(stamp)) <= REPLAY_SECONDS

    def parse(self, content_type: str, body: bytes) -> Told | Text:
        said = _said(content_type, body)
        if not isinstance(said, dict):
            raise Garbled("It is neither JSON nor a form.")
        named = {name: _at(said, path) for name, path in self.paths.items()}
        status = _at(said, self.receipt.path).lower()
        if not status and named["sender"] and self._has_words(said):
            return Text(named["id"], named["sender"], named["recipient"], named["words"])
        if not status:
            raise Garbled("It names neither a status nor who wrote.")
        words = " ".join(part for part in (status, named["why"]) if part)[:300]
        return Told(named["reference"], named["id"], *_meaning(self.receipt, status), words)

    def _has_words(self, said: Any) -> bool:
        return _value(said, self.paths["words"]) is not None

    def _judged(self, code: str, answer: Answer) -> Result | None:
        """Say what an error code means that the setting explains; an answer of yes may carry one too."""
        if code in self.error.hard:
            return Result(Outcome.BOUNCED, code)
        if code in self.error.block:
            return Result(Outcome.REFUSED, code)
        if code in self.error.later | self.error.soft:
            return Result(Outcome.DEFERRED, code, retry_after=answer.retry_after)
        return None


def from_url(url: str, details: str) -> Gateway:
    """Read gateway+https://user:password@host/path and the JSON of SMS_GATEWAY. Raises BadSetting."""
    try:
        said = json.loads(details or "{}")
    except ValueError as error:
        raise BadSetting(f"SMS_GATEWAY is no JSON: {error}.") from None
    if not isinstance(said, dict) or (unknown := said.keys() - _KNOWN):
        raise BadSetting(f"SMS_GATEWAY knows {', '.join(sorted(_KNOWN))}, not {sorted(unknown)}.")
    if "form" in said and "json" in said:
        raise BadSetting("SMS_GATEWAY has both a form and json.")
    parts = urlsplit(url.removeprefix("gateway+"))
    if parts.scheme not in ("https", "http") or not parts.hostname or not said.get("from"):
        raise BadSetting("SMS_URL must be like gateway+https://host/path, and SMS_GATEWAY name a `from`.")
    headers = {str(name): str(value) for name, value in said.get("headers", {}).items()}
    if parts.username is not None:
        secret = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers.setdefault("Authorization", f"Basic {b64encode(secret.encode()).decode()}")
    receipt, text = said.get("receipt", {}), said.get("text", {})
    success = said.get("success", {})
    return Gateway(
        url=urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])),
        sender=str(said["from"]),
        method=str(said.get("method", "POST")).upper(),
        headers=headers,
        template=said.get("form") or said.get("json") or _DEFAULT_JSON,
        is_form="form" in said,
        id_path=str(said.get("id", "id")),
        success=(str(success.get("path", "")), _words(success.get("values"))),
        error=_codes(said.get("error", {}), ""),
        receipt=_codes(receipt, "status"),
        paths={
            "reference": str(receipt.get("reference", "reference")),
            "why": str(receipt.get("why", "error")),
            "id": str(text.get("id", "id")),
            "sender": str(text.get("from", "from")),
            "recipient": str(text.get("to", "to")),
            "words": str(text.get("text", "text")),
        },
        secret=str(said.get("secret", "")),
        signature_header=str(said.get("signature_header", "X-Signature")),
        timestamp_header=str(said.get("timestamp_header", "X-Timestamp")),
    )


def _codes(said: Mapping[str, Any], path: str) -> Codes:
    groups = {name: _words(said.get(name)) for name in ("delivered", "hard", "soft", "block", "later")}
    if path:  # a receipt: what most gateways say, unless the setting says otherwise
        usual = {"delivered": {"delivered", "delivrd", "read"}, "hard": {"invalid", "unknown_subscriber"}}
        usual |= {"soft": {"expired", "undelivered", "undeliv", "failed"}, "block": {"rejected", "rejectd"}}
        groups = {name: group or frozenset(usual.get(name, ())) for name, group in groups.items()}
    return Codes(str(said.get("path", path)), **groups)


def _meaning(codes: Codes, status: str) -> tuple[bool, BounceClass | None]:
    for group, meaning in (
        (codes.hard, BounceClass.HARD),
        (codes.block, BounceClass.BLOCK),
        (codes.soft, BounceClass.SOFT),
    ):
        if status in group:
            return False, meaning
    return status in codes.delivered, None


def _words(values: Any) -> frozenset[str]:
    listed = values if isinstance(values, list) else [] if values is None else [values]
    return frozenset(_plain(each).lower() for each in listed)


def _filled(template: Any, values: Mapping[str, str]) -> Any:
    """Put the values into every text of a template, in one go: a customer's own braces stay braces."""
    if isinstance(template, dict):
        return {name: _filled(each, values) for name, each in template.items()}
    if isinstance(template, list):
        return [_filled(each, values) for each in template]
    if not isinstance(template, str):
        return template
    pieces, rest = "", template
    while rest:
        at, name = min(((rest.find(name), name) for name in values if name in rest), default=(-1, ""))
        if at < 0:
            return pieces + rest
        pieces, rest = pieces + rest[:at] + values[name], rest[at + len(name) :]
    return pieces


def _said(content_type: str, body: bytes) -> Any:
    """Read JSON or a form, whichever it is; None if it is neither."""
    try:
        if "form-urlencoded" in content_type.lower():
            return dict(
                parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=500)
            )
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _value(said: Any, path: str) -> Any:
    """Follow a path such as messages.0.id; None if it leads nowhere."""
    for name in path.split("."):
        if isinstance(said, dict):
            said = said.get(name)
        elif isinstance(said, list) and name.isascii() and name.isdigit() and int(name[:6]) < len(said):
            said = said[int(name[:6])]
        else:
            return None
    return said


def _at(said: Any, path: str) -> str:
    return _plain(_value(said, path))


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str | int | float):
        return ""
    return str(value)[:4000].encode("utf-8", "replace").decode().replace("\0", "")
