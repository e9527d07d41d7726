"""Find a person's own words in the text of a reply: cut what they quote, and what their program adds.

Nothing a person wrote may be lost: only what is surely not theirs is cut, and closing formulas stay. That is
why mail-parser-reply is not used: of "Hi,\\nThank you, but please stop writing to me." it keeps "Hi,".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from channels.mailreading import phrases

_SIGNATURE_LINES = 15  # what follows a bare "--" for longer than this is no signature
_ATTRIBUTION_LINES = 4
_ATTRIBUTION_LENGTH = 400
_HEADER_WINDOW = 8
_RULE = re.compile(r"\s*(?:_{20,}|-{20,})\s*")
_DIGIT_OR_ADDRESS = re.compile(r"[\d@]")
_INVISIBLE = re.compile("[\u200b\u200c\u2060\u00ad]")


@dataclass(frozen=True, slots=True)
class Words:
    text: str
    is_whole: bool = False  # nothing could be cut safely: quoted words may be among them


def own_words(text: str) -> Words:
    """Return what the person wrote in this text; empty only if all of it is marked as quoted.

    Answers between and below quoted lines are kept. Where a mail is quoted without marks and nothing stands
    above it, the words may be anywhere: the whole text is returned and says so.
    """
    lines = [_INVISIBLE.sub("", line).replace("\xa0", " ").rstrip() for line in text.split("\n")]
    end = _end_of_words(lines)
    unquoted = _without_quotes(lines[:end])
    if words := _without_signature(unquoted):
        return Words(words)
    if end < len(lines):
        return Words(_joined(lines), is_whole=True)
    return Words("")


def _end_of_words(lines: list[str]) -> int:
    """Return the index from which everything is an older mail, quoted without marks."""
    for index, line in enumerate(lines):
        if not line or line.startswith(">"):
            continue
        if phrases.SEPARATOR.fullmatch(line[:120]) and _is_marked_or_alone(line, lines, index):
            return index
        if _opens_header_block(lines, index):
            above = next((above for above in range(index - 1, -1, -1)[:2] if lines[above]), index)
            return above if _RULE.fullmatch(lines[above]) else index
        if line.endswith((":", "：")) and not _next_is_quoted(lines, index):
            first = _attribution(lines, index, is_before_quote=False)
            if first is not None:
                return first
    return len(lines)


def _is_marked_or_alone(line: str, lines: list[str], index: int) -> bool:
    """A separator has its dashes, or (Apple's "Begin forwarded message:") its colon."""
    return line.strip()[0] in "-_=*" or line.endswith(":") or _opens_header_block(lines, index + 1)


def _opens_header_block(lines: list[str], index: int) -> bool:
    """Say whether From, Sent, To, Subject follow here in any language: three of them, From among them."""
    if index >= len(lines) or not _label_kind(lines[index]):
        return False
    kinds = {_label_kind(line) for line in lines[index : index + _HEADER_WINDOW]} - {""}
    return len(kinds) >= 3 and "from" in kinds


def _label_kind(line: str) -> str:
    found = phrases.LABEL.match(line)
    return (
        phrases.LABEL_KINDS.get(found[1].lower(), phrases.LABEL_KINDS.get(found[1].replace(" ", ""), ""))
        if found
        else ""
    )


def _next_is_quoted(lines: list[str], index: int) -> bool:
    following = next((line for line in lines[index + 1 : index + 6] if line), "")
    return following.startswith(">")


def _attribution(lines: list[str], last: int, *, is_before_quote: bool) -> int | None:
    """Return where the "On ... wrote:" that ends in line `last` begins; None if it is the person's own line.

    It takes as many lines as it needs to be one, and then more only up to a line that opens with a date.
    """
    window = lines[max(0, last + 1 - _ATTRIBUTION_LINES) : last + 1]
    if not is_before_quote and not phrases.WROTE.search(" ".join(window)[-2 * _ATTRIBUTION_LENGTH :]):
        return None
    joined, first = "", None
    for index in range(last, last - len(window), -1):
        joined = f"{lines[index]} {joined}"
        if not lines[index].strip() or lines[index].startswith(">") or len(joined) > _ATTRIBUTION_LENGTH:
            break
        if first is None and _attributes(joined, is_before_quote=is_before_quote):
            first = index
        if first is not None and _opens_with_date(lines[index]):
            return index
    return first


def _opens_with_date(line: str) -> bool:
    return bool(phrases.OPENS_ATTRIBUTION.match(line) and phrases.YEAR_OR_TIME.search(line))


def _attributes(text: str, *, is_before_quote: bool) -> bool:
    """Above quoted lines the verb and a date or address do, or both of these in a language we do not know;
    elsewhere it takes the verb, and an address or the usual opening with a time of day.
    """
    if not _DIGIT_OR_ADDRESS.search(text):
        return False
    has_verb = bool(phrases.WROTE.search(text))
    if is_before_quote:
        return has_verb or ("@" in text and bool(phrases.TIME_OF_DAY.search(text)))
    opens = phrases.OPENS_ATTRIBUTION.match(text) and phrases.TIME_OF_DAY.search(text)
    return has_verb and bool(opens or "@" in text)


def _without_quotes(lines: list[str]) -> list[str]:
    """Drop quoted lines and the attribution above each run of them."""
    dropped: set[int] = set()
    for index, line in enumerate(lines):
        if line.lstrip().startswith(">"):
            dropped.add(index)
        elif line.endswith((":", "：")) and _next_is_quoted(lines, index):
            first = _attribution(lines, index, is_before_quote=True)
            dropped.update(() if first is None else range(first, index + 1))
    return [line for index, line in enumerate(lines) if index not in dropped]


def _without_signature(lines: list[str]) -> str:
    """Cut the signature and the program's line, unless nothing else would be left of a person's words."""
    for index in islice(_signature_marks(lines), 5):
        if words := _joined(_without_program_lines(lines[:index])):
            return words
    return _joined(_without_program_lines(lines))


def _signature_marks(lines: list[str]) -> Iterator[int]:
    for index, line in enumerate(lines):
        if line.strip() == "--" or _RULE.fullmatch(line):
            below = lines[index + 1 : index + 4 * _SIGNATURE_LINES]
            if sum(1 for line_below in below if line_below) <= _SIGNATURE_LINES:
                yield index


def _without_program_lines(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and (not lines[end - 1].strip() or _is_program_line(lines[end - 1])):
        end -= 1
    return lines[:end]


def _is_program_line(line: str) -> bool:
    if line.strip() in ("--", "__"):
        return True
    return len(line) <= 160 and bool(
        phrases.PROGRAM_NAME.search(line) and phrases.PROGRAM_LINE.fullmatch(line)
    )


def _joined(lines: list[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
