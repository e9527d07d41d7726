"""Hand requests to an HTTP provider and know of each whether it was begun; knows no provider.

What matters is the difference between "never begun", which may be sent again at any time, and "no answer",
which may have been taken: everything is counted as begun from the moment a connection stands.
"""

import socket
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from ssl import SSLCertVerificationError

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

LARGEST_ANSWER = 64 * 1024
LONGEST_REST = timedelta(hours=1)
_ASKS_TO_WAIT = (429, 503)
_NEVER_BEGUN = (
    NewConnectionError,
    ConnectTimeoutError,
    NameResolutionError,
    SSLCertVerificationError,
    socket.gaierror,
)
_MOST_RESTING = 1000


@dataclass(frozen=True, slots=True)
class Call:
    """One request, complete: no redirect is followed and nothing is added but its length."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    retry_after: timedelta | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotBegun:
    """No byte of the request left us."""

    words: str
    retry_after: timedelta | None = None
    """How long the other side has asked us to wait, if that is why."""


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The request may have been taken; what the other side thinks of it is not known."""

    words: str


Said = Answer | NotBegun | NoAnswer


@dataclass
class Line:
    """Connections to one provider, kept alive, used by a few threads at once.

    With a `session` of its own it may speak to many hosts: each rests by itself.
    """

    connections: int
    answer_seconds: float
    session: requests.Session | None = None
    _session: requests.Session = field(init=False)
    _threads: ThreadPoolExecutor = field(init=False)
    _rests_until: dict[str, float] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._session = self.session or _plain_session(self.connections)
        self._threads = ThreadPoolExecutor(self.connections, thread_name_prefix="posting")

    def send(self, calls: Sequence[Call], start_by: float) -> list[Said]:
        """Make these calls and return what was said to each, in order; nothing begins after `start_by`.

        It ends `answer_seconds` after that at the latest, however slowly the other side drips its answers.
        Once it asks us to wait, nothing more begins until that time is over.
        """
        going = [self._threads.submit(self._one, call, start_by) for call in calls]
        wait(going, timeout=max(0.0, start_by - time.monotonic()) + self.answer_seconds)
        return [_outcome(each) for each in going]

    def _one(self, call: Call, start_by: float) -> Said:
        left = min(start_by, time.monotonic() + self.answer_seconds) - time.monotonic()
        if left <= 0:
            return NotBegun("")
        host = host_of(call.url)
        rests = self._rests_until.get(host, 0.0) - time.monotonic()
        if rests > 0:
            return NotBegun("The provider asked us to wait", timedelta(seconds=rests))
        said = self._exchange(call, left)
        if isinstance(said, Answer) and said.retry_after is not None and said.status in _ASKS_TO_WAIT:
            if len(self._rests_until) >= _MOST_RESTING:
                self._rests_until.clear()
            self._rests_until[host] = time.monotonic() + said.retry_after.total_seconds()
        return said

    def _exchange(self, call: Call, connect_seconds: float) -> Said:
        deadline = time.monotonic() + self.answer_seconds
        try:
            with self._session.request(
                call.method,
                call.url,
                headers=call.headers,
                data=call.body,
                timeout=(connect_seconds, self.answer_seconds),
                allow_redirects=False,
                stream=True,
            ) as response:
                body = _read(response, deadline)
        except (requests.RequestException, OSError, ValueError) as error:
            words = f"{type(error).__name__} from {host_of(call.url)}"
            return NotBegun(words) if _was_never_begun(error) else NoAnswer(words)
        if body is None:
            return NoAnswer(f"The answer of {host_of(call.url)} did not end")
        rest = retry_after(response.headers.get("Retry-After", ""))
        return Answer(response.status_code, body, rest, response.headers)


def retry_after(value: str, *, now: datetime | None = None) -> timedelta | None:
    """Read a Retry-After header (RFC 9110, 10.2.3); None if it says nothing, an hour at most."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=min(int(text[:9]), 10**6)), LONGEST_REST)
    try:
        at = parsedate_to_datetime(text)
        left = at - (now or datetime.now(at.tzinfo))
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(left, timedelta()), LONGEST_REST)


def host_of(url: str) -> str:
    """Name a provider for staff without its path, where tokens may stand."""
    return url.partition("://")[2].partition("/")[0].rpartition("@")[2]


def _plain_session(connections: int) -> requests.Session:
    session = requests.Session()
    session.trust_env = False  # no proxy, no netrc: they would change what we sign in with
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    pool = HTTPAdapter(pool_connections=1, pool_maxsize=connections, max_retries=0)
    session.mount("https://", pool)
    session.mount("http://", pool)
    return session


def _read(response: requests.Response, deadline: float) -> bytes | None:
    """Read an answer, no more than is of use; None if it does not come to an end in time."""
    body = b""
    for piece in response.iter_content(8192):
        body += piece
        if len(body) >= LARGEST_ANSWER:
            return body[:LARGEST_ANSWER]
        if time.monotonic() > deadline:
            return None
    return body


def _was_never_begun(error: BaseException) -> bool:
    """Look through what is wrapped in what for a failure to connect at all, or an address nobody can use."""
    seen: BaseException | None = error
    if isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema):
        return True
    for _ in range(6):
        if isinstance(seen, _NEVER_BEGUN):
            return True
        inner = getattr(seen, "reason", None) or (seen.args[0] if seen and seen.args else None)
        seen = (
            inner
            if isinstance(inner, BaseException)
            else seen.__cause__ or seen.__context__
            if seen
            else None
        )
    return False


def _outcome(going: "Future[Said]") -> Said:
    if going.done() and not going.cancelled():
        return going.result()
    return NotBegun("") if going.cancel() else NoAnswer("No answer in time")
