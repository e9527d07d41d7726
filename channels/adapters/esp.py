"""Email through a provider's HTTP API: django-anymail says what to send and what its answers mean.

The request itself goes over channels/posting, so that "never begun" and "no answer" stay two things; anymail
alone would call both an error, and a mail would be sent twice.
"""

import json
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.utils import formataddr
from functools import cache
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import requests
from anymail.exceptions import AnymailError, AnymailWarning
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.module_loading import import_string

from channels import addresses, mime, posting
from channels.adapters import esp_ses
from channels.adapters.email_words import letter
from channels.adapters.esp_kinds import ESPS, Account, account
from channels.adapters.sms_answers import by_status
from channels.protocol import Outcome, Outgoing, Result, Route

WINDOW = 100
ANSWER_SECONDS = 20.0
"""Shorter, with the time to start, than the dispatcher's lease: or a sweep would take it for lost."""
REFERENCE = "rapport"
"""What our name for a message is called among a provider's metadata."""

Read = Callable[[posting.Answer], Result]


@dataclass(frozen=True, slots=True)
class EspRoute:
    """One account at one provider."""

    provider: str
    account: Account
    connections: int
    link: str = ""
    window: int = WINDOW

    def is_ready(self) -> bool:
        return True

    def takes(self, address: str) -> bool:
        return True

    def send(self, batch: Sequence[Outgoing], *, start_by: float) -> list[Result]:
        """Hand each mail over; one that cannot be written is refused, the others go."""
        built = [self._built(words) for words in batch]
        calls = [each[0] for each in built if not isinstance(each, Result)]
        said = iter(_line(self.provider, self.connections).send(calls, start_by))
        return [each if isinstance(each, Result) else _result(next(said), each[1]) for each in built]

    def _built(self, words: Outgoing) -> tuple[posting.Call, Read] | Result:
        try:
            mail = letter(words, addresses.names(words.message_id))
            raw = mime.build(mail)  # what must not stand in a header must not reach a provider either
            mime.address(words.address)
            if self.account.key == "ses":
                return esp_ses.call(self.account.settings, words.address, raw), esp_ses.result
            return _call(self.account, mail, words.message_id)
        except (mime.UnsafeHeader, AnymailError) as error:
            return Result(Outcome.REFUSED, str(error)[:300])


def route(name: str, url: str) -> Route:
    """Return the route that an address of EMAIL_URL names. Raises BadSetting."""
    return EspRoute(name, account(url), settings.MAIL_CONNECTIONS)


KINDS: dict[str, Callable[[str, str], Route]] = dict.fromkeys(ESPS, route)


@cache
def _line(provider: str, connections: int) -> posting.Line:
    """Keep connections per process and provider."""
    return posting.Line(connections, ANSWER_SECONDS)


_backends: dict[tuple[str, str], Any] = {}


def _backend(account: Account) -> Any:
    """Return anymail's backend for an account: asked only what to send, never to send it."""
    key = (account.key, json.dumps(account.settings))
    if key not in _backends:
        backend = import_string(f"anymail.backends.{account.esp.backend}.EmailBackend")
        with (
            warnings.catch_warnings()
        ):  # anymail has no account to test SendGrid with any more; we have a peer
            warnings.simplefilter("ignore", AnymailWarning)
            _backends[key] = backend(**account.settings, ignore_unsupported_features=True)
    return _backends[key]


def _call(account: Account, mail: mime.Letter, message_id: int) -> tuple[posting.Call, Read]:
    """Let anymail write the request; what a provider cannot take, such as metadata, is left out."""
    backend, message = _backend(account), _message(account, mail, message_id)
    payload = backend.build_message_payload(message, backend.send_defaults)
    wanted = payload.get_request_params(backend.api_url)
    parts = {name: wanted[name] for name in ("method", "url", "params", "data", "headers", "files", "auth")}
    request = requests.Request(**parts).prepare()
    body = request.body or b""
    headers = {name: str(value) for name, value in request.headers.items() if name != "Content-Length"}
    headers["Idempotency-Key"] = addresses.mail_reference(message_id)
    call = posting.Call(
        str(request.method), str(request.url), headers, body.encode() if isinstance(body, str) else body
    )
    return call, lambda answer: _judged(backend, payload, message, answer)


def _message(account: Account, mail: mime.Letter, message_id: int) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        formataddr(mail.sender),
        [formataddr(mail.to)],
        reply_to=[mail.reply_to],
        headers=_headers(account, mail),
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    more = {
        "metadata": {REFERENCE: addresses.mail_reference(message_id)},
        "track_opens": False,  # our own pixel and links do that, and can tell people from machines
        "track_clicks": False,
        "esp_extra": _EXTRA[account.key](mail) if account.key in _EXTRA else {},
    }
    message.__dict__.update(more)  # anymail reads them off the message
    return message


def _headers(account: Account, mail: mime.Letter) -> dict[str, str]:
    if not account.esp.has_headers:
        return {}
    headers = dict(mail.headers)
    if account.esp.keeps_message_id:
        headers["Message-ID"] = mail.message_id
    if account.key == "postmark":
        headers["X-PM-KeepID"] = "true"  # or it writes a Message-ID of its own
    if account.key == "brevo":
        headers["idempotencyKey"] = str(uuid5(NAMESPACE_URL, mail.message_id))
    return headers


def _mailersend_extra(mail: mime.Letter) -> dict[str, Any]:
    """Return by their own names the headers that it takes from everybody."""
    headers = dict(mail.headers)
    said = {
        "list_unsubscribe": headers.get("List-Unsubscribe"),
        "in_reply_to": headers.get("In-Reply-To"),
        "references": headers.get("References", "").split(),
    }
    return {name: value for name, value in said.items() if value}


_EXTRA: dict[str, Callable[[mime.Letter], dict[str, Any]]] = {
    "mailersend": _mailersend_extra,
    "unisender": lambda mail: {"idempotence_key": str(uuid5(NAMESPACE_URL, mail.message_id))},
}


def _result(said: posting.Said, read: Read) -> Result:
    match said:
        case posting.NotBegun():
            return Result(Outcome.UNTOUCHED, said.words)
        case posting.NoAnswer():
            return Result(Outcome.UNKNOWN, said.words)
        case posting.Answer():
            return read(said)


def _judged(backend: Any, payload: Any, message: EmailMultiAlternatives, answer: posting.Answer) -> Result:
    """Say what an answer means; a yes that cannot be read is no proof of anything."""
    is_yes, words = 200 <= answer.status < 300, _words(answer)
    response = _response(answer)
    try:
        if is_yes and answer.body.strip() and _json(answer.body) is None:
            raise ValueError("whoever answered so was not the provider")
        backend.raise_for_status(response, payload, message)
        said = next(iter(backend.parse_recipient_status(response, payload, message).values()))
    except (AnymailError, StopIteration, ValueError, LookupError, TypeError, AttributeError):
        said = None
    status = said.status if said else ""
    provider_id = str(said.message_id or "")[:200] if said else ""
    if status in _NO:
        return Result(_NO[status], f"{answer.status} {words or status}", provider_id)
    if status in ("sent", "queued") or (is_yes and provider_id):
        return Result(Outcome.ACCEPTED, "", provider_id)
    if is_yes:
        return Result(Outcome.UNKNOWN, "The answer could not be read")
    return by_status(answer, words, is_definite=bool(words))


_NO = {"invalid": Outcome.BOUNCED, "rejected": Outcome.REFUSED, "failed": Outcome.REFUSED}


def _response(answer: posting.Answer) -> requests.Response:
    """Dress an answer as what anymail reads."""
    response = requests.Response()
    response.status_code, response._content, response.encoding = answer.status, answer.body, "utf-8"
    response.reason = ""
    response.headers.update(answer.headers)
    return response


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _words(answer: posting.Answer) -> str:
    """Return the provider's own words in a refusal; empty where the answer is not the provider's."""
    said = _json(answer.body)
    found = [text for name, text in _texts(said) if name in _TELLING]
    return " ".join(found)[:250] or (json.dumps(said)[:250] if said else "")


_TELLING = frozenset(
    ("message", "Message", "ErrorMessage", "error", "errors", "description", "detail", "name", "code")
)


def _texts(said: Any, name: str = "", depth: int = 0) -> list[tuple[str, str]]:
    if depth > 5:
        return []
    if isinstance(said, dict):
        return [each for key, value in said.items() for each in _texts(value, str(key), depth + 1)]
    if isinstance(said, list):
        return [each for value in said[:20] for each in _texts(value, name, depth + 1)]
    return [(name, str(said))] if isinstance(said, str | int) and not isinstance(said, bool) else []
