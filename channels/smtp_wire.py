"""The words of SMTP without any network: servers, envelopes, results, commands and replies."""

import re
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

Tls = Literal["plain", "starttls", "ssl"]
_SCHEMES: dict[str, tuple[Tls, int]] = {
    "smtp": ("plain", 25),
    "smtp+tls": ("starttls", 587),
    "smtp+starttls": ("starttls", 587),
    "smtp+ssl": ("ssl", 465),
    "smtps": ("ssl", 465),
}


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over, and how long to wait for it (seconds).

    `accept_timeout` is the wait for the answer to a whole message, long because giving up there leaves it
    Unknown (RFC 5321, 4.5.3.2, asks for ten minutes).
    """

    host: str
    port: int = 25
    user: str = ""
    password: str = field(default="", repr=False)
    tls: Tls = "plain"
    ca_file: str = ""
    local_hostname: str = ""
    may_chunk: bool = True
    connect_timeout: float = 15
    reply_timeout: float = 60
    accept_timeout: float = 300

    @classmethod
    def from_url(cls, url: str) -> "Server":
        """Read smtp://user:password@host:port, smtp+tls:// (STARTTLS) or smtps:// (TLS from the start).

        The query may name local_hostname and ca_file. Raises ValueError for any other scheme or name.
        """
        parts = urlsplit(url)
        if parts.scheme not in _SCHEMES or not parts.hostname:
            raise ValueError(f"a mail server's URL starts with one of {', '.join(_SCHEMES)} and names a host")
        extra = dict(parse_qsl(parts.query))
        if extra.keys() - {"local_hostname", "ca_file"}:
            raise ValueError("a mail server's URL takes only local_hostname and ca_file")
        tls, port = _SCHEMES[parts.scheme]
        return cls(
            host=parts.hostname,
            port=parts.port or port,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            tls=tls,
            ca_file=extra.get("ca_file", ""),
            local_hostname=extra.get("local_hostname", ""),
        )


class Envelope(NamedTuple):
    """One message to one recipient: ASCII addresses, CRLF bytes, and a key of the caller's own."""

    sender: str
    recipient: str
    data: bytes
    key: Hashable = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The server has taken responsibility for it."""

    text: str


@dataclass(frozen=True, slots=True)
class Refused:
    """It was not taken and never will be."""

    code: int
    status: str
    text: str


@dataclass(frozen=True, slots=True)
class Deferred:
    """It was certainly not taken but may be later; code 0: the connection failed before its body was sent."""

    code: int
    status: str
    text: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Its last byte was written and no answer came: it may have been taken."""

    text: str


@dataclass(frozen=True, slots=True)
class Untouched:
    """It was not tried, or swept away by another's failure; certainly not taken, and as good as unsent."""

    text: str


Result = Accepted | Refused | Deferred | Unknown | Untouched

SESSION_ENDS = frozenset({421, 530, 534, 535, 538})
"""Replies about the session (closing; log in or encrypt first): nobody's mail is to be judged by them."""

_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}(?= |$)")
_PATH = re.compile(r"[!-;=?-~]{1,254}")
_COMMANDS = re.compile(r"MAIL FROM:<[!-;=?-~]{0,254}>[ A-Z0-9=]*\r\nRCPT TO:<[!-;=?-~]{1,254}>\r\n")
_CODES = {b"%d%b" % (code, mark): code for code in range(200, 560) for mark in (b" ", b"\r", b"")}
_LONGEST_REPLY = 65_536


def verdict(code: int, reply: bytes) -> Refused | Deferred:
    """Judge a reply of 400 or more: 5xx is for good, 4xx for now."""
    text = words(reply)
    status = _STATUS.match(text)
    return (Refused if code >= 500 else Deferred)(code, status[0] if status else "", text)


def words(reply: bytes) -> str:
    """Return what a reply says without its codes, as one printable line of at most 300 characters."""
    text = reply[:2000].decode("ascii", "replace")
    text = " ".join(line[4:].strip() for line in text.split("\n")) if "\n" in text else text[4:].strip()
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    return text[:300]


def quoted(code: int, reply: bytes) -> str:
    """Return a reply as it may be shown; code 0 is not one."""
    return f"{code} {words(reply)}" if code else words(reply)


class Replies:
    """Cut a stream of bytes into (code, reply) pairs; code 0 stands for what is not an SMTP reply."""

    def __init__(self) -> None:
        self._tail = b""
        self._begun = b""

    def feed(self, received: bytes | memoryview) -> list[tuple[int, bytes]]:
        lines = (self._tail + received).split(b"\n")
        self._tail = lines.pop()
        replies = []
        for line in lines:
            code = _CODES.get(line[:4], 0)
            if self._begun or not code:
                code, line = self._join(line)
                if not line:
                    continue
            replies.append((code, line))
        if len(self._tail) + len(self._begun) > _LONGEST_REPLY:
            replies.append((0, b"xxx a reply without end"))
        return replies

    def _join(self, line: bytes) -> tuple[int, bytes]:
        """Collect the lines of a reply; the line is empty while more are to come."""
        code = _CODES.get(line[:3] + b" ", 0)
        if self._begun and self._begun[:3] != line[:3]:
            code = 0
        if code and line[3:4] == b"-":
            self._begun += line + b"\n"
            return 0, b""
        line, self._begun = self._begun + line, b""
        return (code if line[3:4] in b" -\r" else 0), line or b"?"


@dataclass(frozen=True, slots=True)
class Features:
    """What the server's EHLO offers."""

    pipelining: bool = False
    chunking: bool = False
    eight_bit: bool = False
    starttls: bool = False
    size: int | None = None
    """The largest message; 0 if it has no limit, None if the server does not say."""
    auth: frozenset[str] = frozenset()

    @classmethod
    def of(cls, reply: bytes) -> "Features":
        lines = [line[4:].upper().split() for line in reply.decode("ascii", "replace").splitlines()[1:]]
        offers = {line[0]: line[1:] for line in lines if line}
        size = offers.get("SIZE")
        return cls(
            pipelining="PIPELINING" in offers,
            chunking="CHUNKING" in offers,
            eight_bit="8BITMIME" in offers,
            starttls="STARTTLS" in offers,
            size=None if size is None else int(size[0]) if size and size[0].isdigit() else 0,
            auth=frozenset(offers.get("AUTH", [])),
        )


def transaction(envelope: Envelope, features: Features) -> bytes | Refused:
    """Return the MAIL and RCPT commands, or why this must not go to this server at all."""
    data = envelope.data
    options = "" if features.size is None else f" SIZE={len(data)}"
    if not data.isascii():
        if not features.eight_bit:
            return Refused(554, "5.6.3", "not sent: the server takes 7-bit mail only")
        options += " BODY=8BITMIME"
    commands = f"MAIL FROM:<{envelope.sender}>{options}\r\nRCPT TO:<{envelope.recipient}>\r\n"
    if not _COMMANDS.fullmatch(commands):
        whose, status = ("sender", "5.1.7") if _PATH.fullmatch(envelope.recipient) else ("recipient", "5.1.3")
        return Refused(501, status, f"not sent: the {whose}'s address is malformed")
    if data.replace(b"\r", b"").replace(b"\n", b"\r\n") != data:
        # A lone CR or LF is how one mail is smuggled inside another: servers disagree about where it ends.
        return Refused(554, "5.6.0", "not sent: lines must end with CRLF")
    if features.size and len(data) > features.size:
        return Refused(552, "5.3.4", f"not sent: the server takes at most {features.size} bytes")
    return commands.encode("ascii")


def dotted(data: bytes) -> bytes:
    """Return a body as DATA wants it: leading dots doubled, and the lone dot at the end."""
    if b"\r\n." in data or data.startswith(b"."):
        data = (b"\r\n" + data).replace(b"\r\n.", b"\r\n..")[2:]
    return data + (b".\r\n" if data.endswith(b"\r\n") or not data else b"\r\n.\r\n")


def chunk(data: bytes) -> bytes:
    """Return a body as one last BDAT chunk (RFC 3030)."""
    return b"BDAT %d LAST\r\n%b" % (len(data), data)
