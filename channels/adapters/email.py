"""Email over SMTP, by persistent, pipelined connections, or through a provider's API (esp.py)."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from django.conf import settings

from channels import addresses, mime, smtp
from channels.adapters import esp
from channels.adapters.email_words import letter
from channels.protocol import Outcome, Outgoing, Result, Route, Shape
from channels.routenames import kind_of, named

WINDOW, WINDOW_OF_ONE = 500, 125
"""At most so many are begun at once, and by one connection; on a slow server far fewer (lots.py)."""
ANSWER_SECONDS = 25
"""How long a server may take over a mail, and over all that it is handed at once; shorter than the
dispatcher's lease, or a sweep would take it for lost while we still wait."""


@dataclass(frozen=True, slots=True)
class Smtp:
    """One mail server."""

    provider: str
    server: smtp.Server
    connections: int
    link: str = ""

    @property
    def window(self) -> int:
        return min(WINDOW, WINDOW_OF_ONE * self.connections)

    def is_ready(self) -> bool:
        return True

    def takes(self, address: str) -> bool:
        return True

    def send(self, batch: Sequence[Outgoing], *, start_by: float) -> list[Result]:
        """Build each mail as its turn comes: those that are large or many take no time from the others."""
        pool = _pool(self.server, self.connections)

        def build(at: int, eight_bit: bool) -> smtp.Envelope | smtp.Refused:
            return _built(batch[at], eight_bit)

        answer_by = time.monotonic() + ANSWER_SECONDS
        return [_result(answer) for answer in pool.send_each(len(batch), build, start_by, answer_by)]


def _built(words: Outgoing, eight_bit: bool) -> smtp.Envelope | smtp.Refused:
    names = addresses.names(words.message_id)
    try:
        data = mime.build(letter(words, names), eight_bit=eight_bit)
        recipient = mime.address(words.address)
    except mime.UnsafeHeader as error:
        return smtp.Refused(0, "", str(error))
    return smtp.Envelope(names.bounce_address, recipient, data)


def _smtp(provider: str, url: str) -> Route:
    server = replace(smtp.Server.from_url(url), reply_timeout=10, accept_timeout=ANSWER_SECONDS)
    return Smtp(provider, server, settings.MAIL_CONNECTIONS)


KINDS: dict[str, Callable[[str, str], Route]] = {"smtp": _smtp, **esp.KINDS}
"""What makes a route of (name, address), by the kind that the address begins with."""


class Email:
    """Mail leaves through EMAIL_URL, by the first of its servers that is well."""

    key = "email"
    shape = Shape(contact_kind="email", has_subject=True, has_html=True, max_bytes=10_000_000)

    def is_ready(self) -> bool:
        return bool(settings.EMAIL_URL)

    def routes(self) -> Sequence[Route]:
        return _routes(settings.EMAIL_URL, settings.MAIL_CONNECTIONS)


@cache
def _routes(setting: str, connections: int) -> tuple[Route, ...]:
    """Read the setting once; `connections` is only there because another number makes other routes."""
    for _, url in named(setting):
        if kind_of(url) not in KINDS:
            kinds = ", ".join(KINDS)
            raise ValueError(f"EMAIL_URL begins with {kind_of(url)!r}; it must begin with one of {kinds}.")
    return tuple(KINDS[kind_of(url)](name, url) for name, url in named(setting))


@cache
def _pool(server: smtp.Server, connections: int) -> smtp.Pool:
    """Keep connections per process and server."""
    return smtp.Pool(server, connections=connections, window=min(WINDOW // connections, WINDOW_OF_ONE))


_NO_SUCH_ADDRESS = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"})
"""Other refusals, 5.1.7 and 5.1.8 among them, speak of us, the content or the server's rules (RFC 3463)."""


def _result(answer: smtp.Result) -> Result:
    match answer:
        case smtp.Accepted():
            return Result(Outcome.ACCEPTED, answer.text)
        case smtp.Refused():
            is_theirs = answer.status in _NO_SUCH_ADDRESS
            return Result(Outcome.BOUNCED if is_theirs else Outcome.REFUSED, _said(answer))
        case smtp.Deferred():
            return Result(Outcome.DEFERRED, _said(answer))
        case smtp.Unknown():
            return Result(Outcome.UNKNOWN, answer.text)
        case smtp.Untouched():
            return Result(Outcome.UNTOUCHED, "" if answer.text == smtp.TOO_LATE else answer.text)


def _said(answer: "smtp.Refused | smtp.Deferred") -> str:
    return f"{answer.code} {answer.text}" if answer.code else answer.text


EMAIL = Email()
