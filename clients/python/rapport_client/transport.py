"""How requests travel: with a key for each write, again after what passes, and problems as exceptions."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar, cast
from urllib.parse import quote
from uuid import uuid4

import requests

from rapport_client.errors import Unreachable, problem_of

_PASSING = frozenset({409, 429, 500, 502, 503, 504})
"""What may be well in a moment: the same request, with the same Idempotency-Key, is done once at most."""
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 30.0
Given = TypeVar("Given")


class Answer(dict[str, Any]):
    """An answer of the API, with the ETag that a change can be made to depend on."""

    etag: str = ""


def etag_of(answer: Mapping[str, Any]) -> str:
    """Return the ETag of what a method answered, for `if_match`."""
    return answer.etag if isinstance(answer, Answer) else ""


def quoted(part: str | int) -> str:
    return quote(str(part), safe="")


class Transport:
    """Speaks to one hub with one key; safe to share between threads as far as `requests` is.

    `key` is an API key, or a function that returns an access token. A request that meets a full hub, a broken
    line or an error of the hub is sent again, as `Retry-After` says, until `patience_seconds` are over.
    """

    def __init__(
        self,
        hub: str,
        key: str | Callable[[], str],
        *,
        timeout_seconds: float = 30,
        patience_seconds: float = 60,
        session: requests.Session | None = None,
    ) -> None:
        self._hub = hub.rstrip("/")
        self._key = key
        self._timeout_seconds = timeout_seconds
        self._patience_seconds = patience_seconds
        self._session = session or requests.Session()

    def _call(
        self,
        gives: type[Given],
        method: str,
        path: str,
        *,
        query: Mapping[str, object] | None = None,
        body: object = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Given:
        """Send a request until it is answered for good. Raises Problem, or Unreachable."""
        sent = {name: value for name, value in (headers or {}).items() if value is not None}
        if method != "GET":
            sent.setdefault("Idempotency-Key", uuid4().hex)
        data = None
        if body is not None:
            sent["Content-Type"] = "application/json"
            data = json.dumps(body).encode()
        asked = {name: _spelled(value) for name, value in (query or {}).items() if value is not None}
        response = self._patiently(method, path, params=asked, data=data, headers=sent)
        if response.status_code >= 300:
            raise problem_of(response)
        answer = Answer(response.json())
        answer.etag = response.headers.get("ETag", "")
        return cast(Given, answer)

    def _patiently(self, method: str, path: str, **said: Any) -> requests.Response:
        until, wait = time.monotonic() + self._patience_seconds, _FIRST_WAIT
        while True:
            response, trouble = self._once(method, path, **said)
            asked = _seconds_of(response) if response is not None else None
            pause = wait if asked is None else asked
            is_last = time.monotonic() + pause > until
            if response is not None and (response.status_code not in _PASSING or is_last):
                return response
            if response is None and is_last:
                raise Unreachable(f"{self._hub} was not reached: {trouble}.") from trouble
            time.sleep(pause)
            wait = min(2 * wait, _LONGEST_WAIT)

    def _once(
        self, method: str, path: str, *, headers: Mapping[str, str], **said: Any
    ) -> tuple[requests.Response | None, Exception | None]:
        key = self._key() if callable(self._key) else self._key
        all_headers = {**headers, "Authorization": f"Bearer {key}"}
        try:
            return self._session.request(
                method, f"{self._hub}{path}", headers=all_headers, timeout=self._timeout_seconds,
                allow_redirects=False, **said,
            ), None  # fmt: skip
        except (requests.ConnectionError, requests.Timeout) as error:
            return None, error

    def _each(self, read: Callable[[str | None], Any]) -> Iterator[Any]:
        cursor: str | None = None
        while True:
            page = read(cursor)
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return


def _spelled(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _seconds_of(response: requests.Response) -> float | None:
    """Read Retry-After, which the hub gives in seconds."""
    said = response.headers.get("Retry-After", "")
    return float(said) if said.isascii() and said.isdecimal() else None
