"""Make one spelling of the many in which people type the same words, and cut a text into clauses."""

import re
import unicodedata
from dataclasses import dataclass

TEXT_LIMIT = 4_000  # characters of a message that are read: who wants something says it at the top
_CLAUSE_LIMIT = 300
_CLAUSES_LIMIT = 80

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "æ": "ae", "œ": "oe"})
_ACCENTS = re.compile("[\u0300-\u036f]+")
_APOSTROPHES = re.compile("[’‘‛ʼ′´`＇]")
_CONTRACTION = re.compile(r"'(?=(?:t|m|ll|ve|re|s|d|all)\b)")
_LONG_DRAWN = re.compile(r"([^\W\d_])\1{2,}")
_DIGRAPH = re.compile(r"(?<=[aou])e")  # ä typed as ae, and so on; the tables are folded likewise
_EMAIL_WORD = re.compile(r"\be[\s-]{1,2}mail")
_STOP_SIGN = "\N{OCTAGONAL SIGN}"
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S{1,500}|[^\s@]{1,64}@[^\s@]{1,255}")
_SPELLED = re.compile(r"(?<!\w)(?:[^\W\d_][.\s*_-]){2,12}[^\W\d_](?!\w)")
_QUOTES = re.compile("[\"'“”„«»‹›*_#~:/\\\\=]+")
_BREAK = re.compile(r"(?<!\d)[.,](?!\d)|[.,](?=\s|$)|[!?;…\n|()<>\[\]。、，؟،।·•¡¿]|(?<=\s)-{1,3}(?=\s)|[–—]")
_NON_STOP = re.compile(r"\bnon[\s-]?stop\b")
_HYPHEN = re.compile(r"(?<=\w)[-‐‑](?=\w)")
_REPEATED = re.compile(r"(?<!\S)((?:\S+ ){0,2}[^\W\d]\S*)(?: \1)+(?!\S)")
_WORD = re.compile("[\\w%\u0900-\u0dff\u0e00-\u0eff]+")  # with the vowel signs that are no letters to Python
_MARKS = frozenset("?؟")


@dataclass(frozen=True, slots=True)
class Clause:
    words: str  # each word with one blank behind it: "stop texting me "
    is_question: bool
    begins_line: bool

    @property
    def count(self) -> int:
        return self.words.count(" ")


def fold(text: str) -> str:
    """Return the text in small letters without accents, apostrophes of contractions or drawn-out letters."""
    text = unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).casefold().translate(_LETTERS)
    text = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", text)))
    text = _CONTRACTION.sub("", _APOSTROPHES.sub("'", text))
    return _DIGRAPH.sub("", _LONG_DRAWN.sub(r"\1", _EMAIL_WORD.sub("email", text)))


def clauses(text: str) -> list[Clause]:
    """Cut a message where a reader would draw breath; what is left between are words and blanks."""
    folded = _ADDRESS.sub(" url ", fold(text[:TEXT_LIMIT])).replace(_STOP_SIGN, "|stop|")
    folded = _SPELLED.sub(_joined, "".join(_plain(char) for char in folded))
    folded = _HYPHEN.sub(" ", _NON_STOP.sub("nonstop", _QUOTES.sub(" ", folded)))
    found: list[Clause] = []
    at, begins_line = 0, True
    for mark in [*_BREAK.finditer(folded), None]:
        end = mark.start() if mark else len(folded)
        sign = mark[0] if mark else ""
        if words := _REPEATED.sub(r"\1", " ".join(_WORD.findall(folded[at:end]))[:_CLAUSE_LIMIT]):
            found.append(Clause(f"{words} ", sign in _MARKS and bool(sign), begins_line))
            begins_line = False
        elif sign in _MARKS and sign and found:  # "really?!", "stop !?"
            found[-1] = Clause(found[-1].words, True, found[-1].begins_line)
        begins_line = begins_line or sign == "\n"
        at = mark.end() if mark else end
    return found[:_CLAUSES_LIMIT]


def _plain(char: str) -> str:
    """Let a picture end a clause; other signs are only in the way."""
    return "|" if unicodedata.category(char) in ("So", "Sk") else char


def _joined(spelled: re.Match[str]) -> str:
    return re.sub(r"[.\s*_-]", "", spelled[0])
