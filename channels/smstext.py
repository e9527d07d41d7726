"""Count, cut and encode the text of an SMS exactly as telephones do; knows no gateway and no price.

Source: 3GPP TS 23.038 sections 6.2.1 (default alphabet), 6.2.1.1 (extension table), 6.2.3 (UCS-2); TS 23.040
section 9.2.3.24.1 (concatenation by a user data header of 6 octets). National shift tables are not used.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

MOST_PARTS = 255  # the header counts parts in one octet

_ALPHABET = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""Each letter at its own number; the escape leads to the other table."""
_ESCAPE = 0x1B
_EXTENDED = dict(zip(b"\x0a\x14\x28\x29\x2f\x3c\x3d\x3e\x40\x65", "\f^{}\\[~]|€", strict=True))
_BASIC = frozenset(_ALPHABET) - {"\x1b"}
_EXTENSION = frozenset(_EXTENDED.values())  # an escape and a septet each
_CODES = {char: bytes([code]) for code, char in enumerate(_ALPHABET) if char in _BASIC}
_CODES |= {char: bytes([_ESCAPE, code]) for code, char in _EXTENDED.items()}


class Encoding(StrEnum):
    GSM_7 = "GSM-7"
    UCS_2 = "UCS-2"


# Units (septets, or 16-bit code units) in a message of one part, and in each part of several.
_ROOM = {Encoding.GSM_7: (160, 153), Encoding.UCS_2: (70, 67)}

# What people type or paste without knowing that it makes an SMS cost twice as much.
_PLAINER = {
    **dict.fromkeys("‘’‚‛′´`ʼ‹›", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\t", " "),
    **dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""),
    **dict.fromkeys("•·", "-"),
    "…": "...",
    "\u2028": "\n",
    "\u2029": "\n",
}


_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


@dataclass(frozen=True, slots=True)
class Segments:
    encoding: Encoding
    units: int  # of the whole text, without the headers of concatenation
    parts: tuple[str, ...]  # joined they are the text; an empty text is one empty part
    remaining: int  # units still free in the last part

    @property
    def is_too_long(self) -> bool:
        return len(self.parts) > MOST_PARTS


@dataclass(frozen=True, slots=True)
class Change:
    was: str
    becomes: str
    count: int


def segments(text: str) -> Segments:
    """Say how this text goes over the air, each part as full as a pair that must not be cut allows."""
    encoding = Encoding.GSM_7 if is_gsm_7(text) else Encoding.UCS_2
    single, several = _ROOM[encoding]
    sizes = _sizes(text, encoding)
    units = sum(sizes)
    if units <= single:
        return Segments(encoding, units, (text,), single - units)
    cuts = [0, *_cuts(sizes, several), len(text)]
    parts = tuple(text[start:end] for start, end in pairwise(cuts))
    return Segments(encoding, units, parts, several - sum(sizes[cuts[-2] :]))


def is_gsm_7(text: str) -> bool:
    return all(char in _BASIC or char in _EXTENSION for char in text)


def encoded(text: str, encoding: Encoding) -> bytes:
    """Return the text as it goes over a wire: a septet in an octet each, or 16 bits a unit.

    Half of a surrogate pair without its other half means nothing to a phone: it goes as U+FFFD.
    """
    if encoding == Encoding.GSM_7:
        return b"".join(_CODES.get(char, b"?") for char in text)
    return text.encode("utf-16-be", "surrogatepass").decode("utf-16-be", "replace").encode("utf-16-be")


def decoded_gsm_7(octets: bytes) -> str:
    """Read septets in octets; an escape with no meaning shows the basic letter behind it, as phones do."""
    text, at = [], 0
    while at < len(octets):
        code = octets[at] & 0x7F
        at += 1
        if code == _ESCAPE and at < len(octets):
            code = octets[at] & 0x7F
            at += 1
            text.append(_EXTENDED.get(code) or _ALPHABET[code].replace("\x1b", " "))
        else:
            text.append(_ALPHABET[code].replace("\x1b", " "))
    return "".join(text)


def plainer(text: str) -> tuple[str, tuple[Change, ...]]:
    """Replace typographic characters where that makes the text GSM-7, and say what was replaced.

    A text that needs UCS-2 all the same keeps its characters: nothing would be gained.
    """
    if is_gsm_7(text):
        return text, ()
    changed = "".join(_PLAINER.get(char, char) for char in text)
    if not is_gsm_7(changed):
        return text, ()
    counts = Counter(char for char in text if char in _PLAINER)
    return changed, tuple(Change(char, _PLAINER[char], count) for char, count in counts.items())


def _sizes(text: str, encoding: Encoding) -> list[int]:
    """Return the units of each character; a pair of surrogates counts with its first."""
    if encoding == Encoding.GSM_7:
        return [2 if char in _EXTENSION else 1 for char in text]
    sizes = [2 if char > "\uffff" else 1 for char in text]
    for found in _PAIR.finditer(text):
        sizes[found.start()], sizes[found.start() + 1] = 2, 0
    return sizes


def _cuts(sizes: list[int], room: int) -> Iterator[int]:
    """Yield the index at which each part but the first begins."""
    used = 0
    for index, size in enumerate(sizes):
        if used + size > room:
            yield index
            used = 0
        used += size
