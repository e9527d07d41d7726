"""Count and cut the text of an SMS exactly as telephones do; knows no gateway and no price.

Source: 3GPP TS 23.038 sections 6.2.1 (default alphabet), 6.2.1.1 (extension table), 6.2.3 (UCS-2); TS 23.040
section 9.2.3.24.1 (concatenation by a user data header of 6 octets). National shift tables are not used.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

MOST_PARTS = 255  # the header counts parts in one octet

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("\f^{}\\[~]|€")  # an escape and a septet each


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
    sizes = [_size(char, encoding) for char in text]
    units = sum(sizes)
    if units <= single:
        return Segments(encoding, units, (text,), single - units)
    cuts = [0, *_cuts(sizes, several), len(text)]
    parts = tuple(text[start:end] for start, end in pairwise(cuts))
    return Segments(encoding, units, parts, several - sum(sizes[cuts[-2] :]))


def is_gsm_7(text: str) -> bool:
    return all(char in _BASIC or char in _EXTENSION for char in text)


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


def _size(char: str, encoding: Encoding) -> int:
    if encoding == Encoding.GSM_7:
        return 2 if char in _EXTENSION else 1
    return 2 if ord(char) > 0xFFFF else 1


def _cuts(sizes: list[int], room: int) -> Iterator[int]:
    """Yield the index at which each part but the first begins."""
    used = 0
    for index, size in enumerate(sizes):
        if used + size > room:
            yield index
            used = 0
        used += size
