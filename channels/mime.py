"""Build outgoing mail as bytes: the one audited place where header and body text meets the wire.

It sends nothing. The standard library's message classes cost 0.6-2 ms a mail; splicing checked strings into a
fixed skeleton costs about 20 us. Sources: RFC 5322 (headers, folding), 2045 (quoted-printable), 2046
(multipart), 2047 (encoded-words), 5890 (international domains).
"""

import re
import unicodedata
from binascii import b2a_base64, b2a_qp, crc32
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import NamedTuple

WIDTH = 78
"""Where header lines fold (RFC 5322, 2.1.1)."""
LIMIT = 998
"""What no line may exceed, its ending not counted."""


class UnsafeHeader(ValueError):
    """A header that must not be written: says which and why, but not its value, which may be personal."""

    def __init__(self, header: str, why: str) -> None:
        super().__init__(f"{header}: {why}")
        self.header = header
        self.why = why


class Letter(NamedTuple):
    """One mail to one person, in words.

    `sender` and `to` are (name, address) name perhaps empty; `message_id` stands in angle brackets; `date`
    is aware; `headers` are further (name, value) pairs in ASCII, such as List-Unsubscribe or References.
    """

    message_id: str
    sender: tuple[str, str]
    to: tuple[str, str]
    subject: str
    text: str
    date: datetime
    html: str = ""
    reply_to: str = ""
    headers: tuple[tuple[str, str], ...] = ()


def build(letter: Letter, *, eight_bit: bool = False) -> bytes:
    """Write the letter as CRLF bytes in pure ASCII, which every server takes; dots are stuffed by the sender.

    Text and HTML become multipart/alternative, one alone a single part. Bodies are UTF-8, 7bit where that is
    safe and else quoted-printable, and end with a line break. Half characters (lone surrogates) become "?".
    With `eight_bit`, for a server that offers 8BITMIME (RFC 6152), letters beyond ASCII stay as they are.
    Raises UnsafeHeader for a line break or NUL in a header value, an address that is not a plain one, and a
    further header that is malformed or ours to write.
    """
    lines = [
        _date(letter.date.replace(microsecond=0)),
        _sender(*letter.sender),
        _mailbox("To", *letter.to),
        _subject(letter.subject),
        _message_id(letter.message_id),
    ]
    if letter.reply_to:
        lines.append(_mailbox("Reply-To", "", letter.reply_to))
    for name, value in letter.headers:
        lines.append(_further(name, value))
    lines.append("MIME-Version: 1.0\r\n")
    return "".join(lines).encode("ascii") + _content(letter, eight_bit)


def address(text: str, header: str = "address") -> str:
    """Return an address as it goes on the wire, an international domain in its ASCII form.

    Raises UnsafeHeader for anything but local-part@domain. Refused on purpose: quoted local parts, letters
    beyond ASCII before the @, IP literals, comments, lists.
    """
    local, _, domain = text.rpartition("@")
    if _is_local(local) and len(local) <= 64 and len(text) <= 254 and _is_domain(domain):
        return text
    if domain.isascii():
        raise UnsafeHeader(header, "not an address we can write to")
    return address(f"{local}@{_ascii_domain(domain, header)}", header)


_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_MESSAGE_ID = re.compile(r"<[!-;=?A-~]{1,120}@[!-;=?A-~]{1,120}>")
_NAME = re.compile(r"[!-9;-~]{1,60}")
_BREAK = re.compile(r"[\r\n\0]")
_OURS = {"bcc", "cc", "content-transfer-encoding", "content-type", "date", "from"}
_OURS |= {"message-id", "mime-version", "reply-to", "subject", "to"}


def _is_local(text: str) -> bool:
    """Whether it is what stands before an @; most are letters and digits, perhaps with one plus."""
    return (text.isascii() and text.replace("+", "0", 1).isalnum()) or _LOCAL.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def _is_domain(text: str) -> bool:
    return _DOMAIN.fullmatch(text) is not None


def _ascii_domain(domain: str, header: str) -> str:
    # Not the "idna" codec: it is IDNA 2003 and turns straße.example into strasse.example, somebody else's.
    # Letters go to lower case one by one, since a Greek word as a whole changes its last sigma.
    labels = "".join(c.lower() for c in unicodedata.normalize("NFKC", domain)).split(".")
    if not all(c == "-" or unicodedata.category(c)[0] in "LMN" for label in labels for c in label):
        raise UnsafeHeader(header, "not a domain name")
    return ".".join(x if x.isascii() else "xn--" + x.encode("punycode").decode("ascii") for x in labels)


@lru_cache(maxsize=256)
def _date(date: datetime) -> str:
    if date.tzinfo is None:
        raise ValueError("Date: the time has no zone")
    return f"Date: {format_datetime(date)}\r\n"


@lru_cache(maxsize=256)
def _sender(name: str, mail_address: str) -> str:
    return _mailbox("From", name, mail_address)


def _mailbox(header: str, name: str, mail_address: str) -> str:
    mail_address = address(mail_address, header)
    name = _safe(header, name)
    if not name:
        return f"{header}: {mail_address}\r\n"
    if _is_plain(name) and len(name) <= 60:
        phrase = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    else:
        phrase = _encoded_words(name, WIDTH - 4 - len(header))
    fits = len(header) + len(phrase) + len(mail_address) + 5 <= WIDTH
    return f"{header}: {phrase}{' ' if fits else _FOLD}<{mail_address}>\r\n"


def _subject(value: str) -> str:
    value = _safe("Subject", value)
    line = _folded("Subject", value) if _is_plain(value) else None
    return line or f"Subject: {_encoded_words(value, WIDTH - 11)}\r\n"


def _message_id(value: str) -> str:
    if not _MESSAGE_ID.fullmatch(value):
        raise UnsafeHeader("Message-ID", "must look like <left@right>")
    return f"Message-ID: {value}\r\n"


def _further(name: str, value: str) -> str:
    _check_name(name)
    value = _safe(name, value)
    line = _folded(name, value) if value.isascii() and value.isprintable() else None
    if not line:
        raise UnsafeHeader(name, "must be printable ASCII that can be folded")
    return line


@lru_cache(maxsize=256)
def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name) or name.lower() in _OURS:
        # The name itself may carry the attack, so it is not repeated.
        raise UnsafeHeader("further header", "its name is malformed or written by the builder")


def _safe(header: str, value: str) -> str:
    if not value.isprintable() and _BREAK.search(value):
        raise UnsafeHeader(header, "holds a line break or NUL")
    return value.strip()


def _is_plain(value: str) -> bool:
    """Whether it can stand as it is: no controls, and nothing that readers would take for an encoded-word."""
    return value.isascii() and value.isprintable() and "=?" not in value


_FOLD = "\r\n "


def _folded(name: str, value: str) -> str | None:
    """Fold between words so that unfolding gives the same value; None if a line would still be too long."""
    if len(name) + len(value) <= WIDTH - 2 or (" " not in value and len(value) < 900):
        return f"{name}: {value}\r\n"
    lines, line = [], f"{name}: "
    for at, word in enumerate(re.findall(r"\S+ *", value)):
        if at and len(line) + len(word.rstrip()) > WIDTH and not line.endswith("  "):
            lines.append(line[:-1])
            line = " "
        line += word
    lines.append(line)
    return "\r\n".join([*lines, ""]) if max(map(len, lines)) <= LIMIT else None


def _encoded_words(value: str, room: int) -> str:
    """Encode in words of at most 75 characters, cut between characters; the first has only `room`."""
    raw = value.encode("utf-8", "replace")
    words, at = [], 0
    while at < len(raw):
        end = min(len(raw), at + (room - 12) // 4 * 3)
        while end < len(raw) and raw[end] & 0xC0 == 0x80:
            end -= 1
        words.append(f"=?utf-8?b?{b2a_base64(raw[at:end], newline=False).decode('ascii')}?=")
        at, room = end, 75
    return _FOLD.join(words)


def _content(letter: Letter, eight_bit: bool) -> bytes:
    if not letter.html:
        return _part(b"plain", letter.text, eight_bit)
    if not letter.text:
        return _part(b"html", letter.html, eight_bit)
    # "=_" never occurs in quoted-printable, and _part sends it as nothing else: no body can end its part.
    edge = b"=_%08x" % crc32(letter.message_id.encode("ascii"))
    text, html = _part(b"plain", letter.text, eight_bit), _part(b"html", letter.html, eight_bit)
    parts = _ALTERNATIVE % (edge, edge, text, edge, html, edge)
    return parts if parts.isascii() else _HOLDS_8BIT + parts


_HOLDS_8BIT = b"Content-Transfer-Encoding: 8bit\r\n"
"""A whole must own up to what its parts are (RFC 2045, 6.4)."""
_ALTERNATIVE = (
    b'Content-Type: multipart/alternative; boundary="%b"\r\n\r\n--%b\r\n%b\r\n--%b\r\n%b\r\n--%b--\r\n'
)
_PART = b"Content-Type: text/%b; charset=utf-8\r\nContent-Transfer-Encoding: %b\r\n\r\n%b"


def _part(subtype: bytes, words: str, eight_bit: bool) -> bytes:
    if "\r" in words:
        words = words.replace("\r\n", "\n").replace("\r", "\n")
    if not words.endswith("\n"):
        words += "\n"
    raw = _utf8(words)
    is_narrow = _is_narrow(raw)
    is_ascii = words.isascii()
    if is_narrow and (is_ascii or eight_bit) and "\0" not in words and not _has_edge(words):
        return _PART % (subtype, b"7bit" if is_ascii else b"8bit", raw.replace(b"\n", b"\r\n"))
    quote = _quoted_before if is_narrow else _quoted
    return _PART % (subtype, b"quoted-printable", b"\r\n".join(map(quote, raw.split(b"\n"))))


def _is_narrow(raw: bytes) -> bool:
    """Whether each line is within the LIMIT; goes from one line break to the last that is within reach."""
    at = 0
    while len(raw) - at > LIMIT + 1:
        at = raw.rfind(b"\n", at, at + LIMIT + 1) + 1
        if not at:
            return False
    return True


def _utf8(words: str) -> bytes:
    try:
        return words.encode()
    except UnicodeEncodeError:
        return words.encode("utf-8", "replace")


def _has_edge(words: str) -> bool:
    """Whether a line could end a part; a single character is found ten times as fast as two."""
    return "_" in words and "=_" in words


def _quoted(line: bytes) -> bytes:
    # One line at a time, since over several b2a_qp does not count the blanks it encodes at a line's end, and
    # passes its limit of 76. Within one line its only breaks are soft ones, written without CR.
    return b2a_qp(line).replace(b"\n", b"\r\n")


_quoted_before = lru_cache(maxsize=2048)(_quoted)
"""The mails of one campaign share most of their lines, and b2a_qp is the dearest step (15 ns a byte)."""
