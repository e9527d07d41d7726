"""Read header fields from bytes: unfolding, encoded words, addresses, message ids and dates.

Not the stdlib's header classes: those raise, recurse or take quadratic time on hostile input. Every pattern
here is linear, and a field is read to `FIELD_LIMIT` bytes only.
"""

import binascii
import re
import string
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from channels.mailreading.charsets import decode, one_line

FIELD_LIMIT = 64_000
BLOCK_LIMIT = 512_000
FIELDS_LIMIT = 2_000
LIST_LIMIT = 200  # addresses or ids kept from one field

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:(.*)", re.DOTALL)
# A word ends before the next "=?", so that a thousand openings without an end are still read in one pass.
_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?((?:[^?=]|\?(?!=)|=(?!\?))*+=?)\?=")
_BETWEEN_WORDS = re.compile(r"(?<=\?=)\s+(?==\?)")
_WIDE = "（）：，。；、「」【】"  # what stands around an address in Chinese and Japanese
_ATOM = rf"[^\s<>,;:\"()\[\]\\@{_WIDE}]"
ADDRESS = rf"{_ATOM}{{1,200}}+@[^\s<>,;:\"'`()\[\]\\@{_WIDE}]{{1,255}}"
_ADDRESS = re.compile(rf"(?<!{_ATOM}){ADDRESS}")
_IN_BRACKETS = re.compile(r"<([^<>]{1,400}+)>")
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,500}+)>")
_NOT_BASE64 = bytes(set(range(256)) - set(string.ascii_letters.encode() + string.digits.encode() + b"+/"))
_RECIPIENT_FIELDS = (
    *("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to", "x-rcpt-to"),
    *("x-forwarded-to", "to", "cc", "resent-to"),
)


@dataclass(frozen=True, slots=True)
class Headers:
    fields: tuple[tuple[str, str], ...]  # lower-case name, unfolded raw value

    def __contains__(self, name: str) -> bool:
        return any(field == name for field, _ in self.fields)

    def all(self, name: str) -> list[str]:
        return [value for field, value in self.fields if field == name]

    def first(self, name: str) -> str:
        return next((value for field, value in self.fields if field == name), "")

    def text(self, name: str, limit: int = 998) -> str:
        """Return the first such field, encoded words decoded, as one storable line."""
        return one_line(decoded(self.first(name)[: limit * 8]), limit)


def parse(data: bytes, start: int = 0, end: int | None = None) -> tuple[Headers, int]:
    """Read the header block at `start`; return it and the offset of the body. Line ends must be \\n.

    The block ends at an empty line or at the first line that is no field; beyond the limits it is skipped.
    """
    end = len(data) if end is None else end
    fields: list[list[bytes]] = []
    at, stop = start, min(end, start + BLOCK_LIMIT)
    while at < stop and len(fields) < FIELDS_LIMIT:
        newline = data.find(b"\n", at, end)
        after = end if newline < 0 else newline + 1
        line = data[at : min(after, at + FIELD_LIMIT)].rstrip(b"\n")
        if not line.strip():
            return _decoded_fields(fields), after
        if line[:1] in b" \t" and fields:
            fields[-1].append(line)
        elif _FIELD.match(line):
            fields.append([line])
        elif not line.startswith((b"From ", b">From ")):  # mbox leaves such lines in front
            return _decoded_fields(fields), at
        at = after
    skipped = data.find(b"\n\n", at, end)
    return _decoded_fields(fields), end if at >= end or skipped < 0 else skipped + 2


def decoded(value: str) -> str:
    """Decode the RFC 2047 words in a raw field value; what is malformed stays as it is."""
    if "=?" not in value:
        return value
    value = _BETWEEN_WORDS.sub("", value)
    pieces: list[str] = []
    pending, charset, at = b"", "", 0
    for word in _ENCODED_WORD.finditer(value):
        claimed = word[1].split("*")[0].lower()
        # Senders split one character over two words: join the bytes before decoding them.
        if pending and (word.start() > at or claimed != charset):
            pieces.append(decode(pending, charset))
            pending = b""
        pieces.append(value[at : word.start()])
        pending, charset, at = pending + _word_bytes(word), claimed, word.end()
    if pending:
        pieces.append(decode(pending, charset))
    return "".join(pieces) + value[at:]


def mailbox(value: str) -> tuple[str, str]:
    """Return (address, display name) of the first mailbox in a From-like field; both may be empty."""
    value = value[:4000]
    for text in dict.fromkeys((value, decoded(value))):  # some senders encode the address too
        if bracketed := _IN_BRACKETS.search(_unquoted(text)):
            name = text[: text.find("<" + bracketed[1])].strip(" \t\"',")
            found = "".join(bracketed[1].split())
            return one_line(found, 320), one_line(decoded(name).replace('\\"', '"'), 200)
        if found_plain := _ADDRESS.search(text):
            comment = text[found_plain.end() :].strip(" ()\t")
            return one_line(found_plain[0], 320), one_line(decoded(comment), 200)
    return "", one_line(decoded(value).strip("<> "), 200)


def addresses(value: str) -> list[str]:
    """Return every address in a field or text, in order, as written."""
    found = (one_line(match[0], 320).rstrip(".") for match in _ADDRESS.finditer(value[:FIELD_LIMIT]))
    return list(dict.fromkeys(found))[:LIST_LIMIT]


def recipients(headers: Headers) -> list[str]:
    """Return every address the mail says it was sent or delivered to, envelope-like fields first."""
    return [
        found
        for name in _RECIPIENT_FIELDS
        for value in headers.all(name)[:20]
        for found in addresses(_unquoted(value))
    ]


def message_ids(value: str) -> list[str]:
    """Return the message ids in a field, without angle brackets; a bare id counts where there is no other."""
    value = decoded(value)
    found = _MESSAGE_ID.findall(value) or [
        word.strip("<>;,") for word in value.split()[:LIST_LIMIT] if "@" in word
    ]
    return list(dict.fromkeys(one_line(message_id) for message_id in found[-LIST_LIMIT:]))


def moment(value: str) -> datetime | None:
    """Read a Date field as aware UTC; None for anything that is no date."""
    try:
        parsed = parsedate_to_datetime(value[:200])
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _decoded_fields(fields: list[list[bytes]]) -> Headers:
    """Unfold; raw 8-bit bytes are UTF-8 where they can be, else western."""
    found = []
    for lines in fields:
        match = _FIELD.match(b" ".join(line.strip() for line in lines)[:FIELD_LIMIT])
        if match:
            found.append((match[1].decode("ascii").lower(), decode(match[2].strip())))
    return Headers(tuple(found))


def _word_bytes(word: re.Match[str]) -> bytes:
    encoded = word[3].encode("utf-8", "replace")
    return binascii.a2b_qp(encoded, header=True) if word[2] in "qQ" else from_base64(encoded)


def from_base64(data: bytes) -> bytes:
    """Decode base64 whatever is wrong with its padding or line ends."""
    clean = data.translate(None, _NOT_BASE64)
    clean = clean[:-1] if len(clean) % 4 == 1 else clean
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


def _unquoted(value: str) -> str:
    """Drop quoted strings, which may hold an address that is only a display name."""
    without = "".join(value.split('"')[::2])
    return without if "@" in without else value
