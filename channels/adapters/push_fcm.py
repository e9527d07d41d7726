"""Firebase Cloud Messaging, HTTP v1: JSON to Google, under the token of a service account.

Source: Firebase, "Send messages with the HTTP v1 API", "FCM error codes".
"""

import json
import threading
from collections.abc import Sequence
from functools import cache, partial
from typing import Any

from django.conf import settings

from channels import posting
from channels.adapters import push_parcels
from channels.adapters.push_parcels import Parcel
from channels.models import Device, Lane
from channels.posting import Answer, Call, NoAnswer, NotBegun, Said
from channels.protocol import Outcome, Outgoing, Result

ANSWER_SECONDS = 15.0
TOKEN_SECONDS = 3.0
SCOPE = "https://www.googleapis.com/auth/firebase.messaging"
_GONE = frozenset({"UNREGISTERED", "NOT_FOUND"})
_LATER = frozenset(
    {"QUOTA_EXCEEDED", "RESOURCE_EXHAUSTED", "UNAVAILABLE", "INTERNAL", "UNAUTHENTICATED"}
    | {"THIRD_PARTY_AUTH_ERROR", "PERMISSION_DENIED"}
)
"""The moment, our account or our credentials: nothing a message could be failed for."""


class BadAccount(ValueError):
    """The service account cannot be used; the words say why."""


class Fcm:
    """One Firebase project."""

    provider = "fcm"
    link = ""
    window = 100

    def is_ready(self) -> bool:
        return bool(settings.PUSH_FCM_ACCOUNT)

    def takes(self, address: str) -> bool:
        return address.startswith(f"{Device.Kind.FCM.value}:")

    def send(self, batch: Sequence[Outgoing], *, start_by: float) -> list[Result]:
        return push_parcels.send(batch, start_by, _message, _post)


def _message(parcel: Parcel) -> dict[str, Any]:
    is_urgent = parcel.lane != Lane.BULK
    return {
        "token": parcel.device.endpoint,
        "notification": {"title": parcel.notice.title, "body": parcel.notice.body},
        "data": parcel.data,
        "android": {
            "ttl": f"{parcel.life_seconds}s",
            "priority": "HIGH" if is_urgent else "NORMAL",
            "notification": {"tag": parcel.reference.hex},
        },
    }


def _post(messages: Sequence[dict[str, Any]], start_by: float) -> list[Result]:
    if not messages:
        return []
    try:
        account = _account(settings.PUSH_FCM_ACCOUNT)
        token = account.token()
    except BadAccount as error:
        return [Result(Outcome.DEFERRED, str(error)) for _ in messages]
    url = f"{settings.PUSH_FCM_URL.rstrip('/')}/v1/projects/{account.project}/messages:send"
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json; charset=utf-8"}
    calls = [Call("POST", url, headers, json.dumps({"message": message}).encode()) for message in messages]
    results = [_result(said) for said in _line(settings.PUSH_CONNECTIONS).send(calls, start_by)]
    if any(result.words.startswith("401") for result in results):
        account.forget()
    return results


@cache
def _line(connections: int) -> posting.Line:
    """Keep connections per process."""
    return posting.Line(connections, ANSWER_SECONDS)


class _Account:
    """A service account, and the token by which Google knows it for an hour."""

    def __init__(self, text: str) -> None:
        from google.oauth2.service_account import Credentials  # a dear import: only who sends pays for it

        try:
            known = json.loads(text)
            self.project = str(known["project_id"])
            self._credentials = Credentials.from_service_account_info(known, scopes=[SCOPE])
        except (ValueError, KeyError, TypeError):
            raise BadAccount("PUSH_FCM_ACCOUNT is no service account") from None
        self._lock = threading.Lock()

    def token(self) -> str:
        """Return a token that is good. Raises BadAccount where Google gives none."""
        from google.auth.exceptions import GoogleAuthError
        from google.auth.transport.requests import Request

        with self._lock:
            try:
                if not self._credentials.valid:
                    self._credentials.refresh(partial(Request(), timeout=TOKEN_SECONDS))
            except GoogleAuthError as error:
                raise BadAccount(f"No token for Firebase: {type(error).__name__}") from None
            return str(self._credentials.token)

    def forget(self) -> None:
        """Ask for a new token next time."""
        with self._lock:
            self._credentials.token = None


@cache
def _account(text: str) -> _Account:
    """Read the setting once. Raises BadAccount."""
    return _Account(text)


def _result(said: Said) -> Result:
    match said:
        case NotBegun():
            return Result(Outcome.UNTOUCHED, said.words)
        case NoAnswer():
            return Result(Outcome.UNKNOWN, said.words)
        case Answer():
            return _judged(said)


def _judged(answer: Answer) -> Result:
    body = _object(answer.body)
    if 200 <= answer.status < 300:
        name = body.get("name")
        if isinstance(name, str) and name:
            return Result(Outcome.ACCEPTED, "", name[:200])
        return Result(Outcome.UNKNOWN, "The answer could not be read")
    error = body.get("error")
    error = error if isinstance(error, dict) else {}
    codes = _codes(error)
    words = f"{answer.status} {' '.join(sorted(codes))} {str(error.get('message') or '')[:150]}".strip()
    if codes & _GONE or _is_about_token(error):
        return Result(Outcome.BOUNCED, words)
    if codes & _LATER or answer.status in (401, 403, 404, 429, 503) or answer.retry_after is not None:
        return Result(Outcome.DEFERRED, words, retry_after=answer.retry_after)
    return Result(Outcome.UNKNOWN if answer.status >= 500 else Outcome.REFUSED, words)


def _codes(error: dict[str, Any]) -> set[str]:
    """Return the status and what Firebase adds to it; the latter alone where it says more."""
    details = error.get("details")
    said = [each for each in details if isinstance(each, dict)] if isinstance(details, list) else []
    finer = {str(each["errorCode"]) for each in said if "errorCode" in each}
    return finer or ({str(error["status"])} if "status" in error else set())


def _is_about_token(error: dict[str, Any]) -> bool:
    """Say whether what is invalid is the token itself, as one of another service or cut short."""
    return error.get("status") == "INVALID_ARGUMENT" and "registration token" in str(error.get("message"))


def _object(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
