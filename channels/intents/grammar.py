"""Compile a language's tables into patterns over folded words, each followed by a blank."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from channels.intents.folding import fold
from channels.intents.language import Language

_NOTHING = r"(?!)"
_SIGN = re.compile(r"\]\*|[\[\]()|]|[^\s\[\]()|]+")
_CLASS = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Rules:
    """Patterns to be matched against a whole clause, with `word` for the keyword, or found in it."""

    language: Language
    stop: re.Pattern[str]
    weak: re.Pattern[str]
    local: re.Pattern[str]
    help: re.Pattern[str]
    start: re.Pattern[str]
    yes: re.Pattern[str]
    no: re.Pattern[str]
    thanks: re.Pattern[str]
    courtesy: re.Pattern[str]  # nothing but leads and tails
    opens_yes: re.Pattern[str]
    opens_no: re.Pattern[str]
    asking: re.Pattern[str]
    spoils: re.Pattern[str]
    passing: re.Pattern[str]
    phrases: re.Pattern[str]
    requests: re.Pattern[str]
    less: re.Pattern[str]
    complaint: re.Pattern[str]
    question: re.Pattern[str]


@cache
def rules(language: Language) -> Rules:
    leads = _choice(language, "\n".join((language.leads, language.asking, language.please)))
    tails = _choice(language, "\n".join((language.tails, language.please)))
    keywords = {
        name: _alone(_keywords(getattr(language, name)), leads, tails)
        for name in ("stop", "weak", "local", "help", "start", "yes", "no", "thanks")
    }
    return Rules(
        language,
        **keywords,
        courtesy=re.compile(rf"(?:{leads}|{tails}){{1,10}}"),
        opens_yes=_opening(language.yes),
        opens_no=_opening(language.no),
        asking=_anywhere(language, "\n".join((language.asking, language.please))),
        spoils=_anywhere(language, language.spoils),
        passing=_anywhere(language, language.passing),
        phrases=re.compile(_stopping(language, leads, tails)),
        requests=re.compile(rf"(?:{leads}){{0,4}}{_ended(language, language.requests, tails)}"),
        less=_anywhere(language, language.less),
        complaint=_anywhere(language, language.complaint),
        question=re.compile(rf"(?:{leads}){{0,3}}(?:{_choice(language, language.question)})"),
    )


def _alone(words: list[str], leads: str, tails: str) -> re.Pattern[str]:
    """A keyword with no more than courtesies before and behind it."""
    word = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or _NOTHING
    return re.compile(rf"(?:{leads}){{0,6}}(?P<word>{word}) (?:{tails}){{0,4}}")


def _opening(table: str) -> re.Pattern[str]:
    """The first words of a table of answers are those with which a longer answer begins."""
    words = [re.escape(word) for word in _keywords(table)[:3]]
    return re.compile(rf"(?:{'|'.join(words)}) " if words else _NOTHING)


def _stopping(language: Language, leads: str, tails: str) -> str:
    """A phrase at the head of its clause or behind a "please", up to its end or to where another begins."""
    lines = [line.strip() for line in language.phrases.splitlines()]
    free = _choice(language, "\n".join(line for line in lines if line.endswith("...")))
    last = _choice(language, "\n".join(line for line in lines if line.endswith(" .")))
    closed = _choice(language, "\n".join(line for line in lines if not line.endswith(".")))
    if not language.has_blanks:
        return f"(?P<far>)(?:{free}|{last}|{closed})"
    leads = f"(?:{leads}|{_choice(language, language.urges)})"
    please = _choice(language, f"{language.please}\n{language.joins}")
    continues = _choice(language, language.continues)
    lead = rf"(?:{leads}){{0,8}}|(?P<far>(?:\S+ ){{1,14}}?)(?<!to )(?:{please})(?:{leads}){{0,4}}"
    end = rf"(?:{tails}){{0,6}}"
    return rf"(?:{lead})(?:{free}|{last}{end}\Z|{closed}{end}(?:\Z|(?={continues})))"


def _ended(language: Language, table: str, tails: str) -> str:
    """One of these phrases up to the end of its clause, but for those that let anything follow."""
    lines = [line.strip() for line in table.splitlines()]
    free = _choice(language, "\n".join(line for line in lines if line.endswith("...")))
    closed = _choice(language, "\n".join(line for line in lines if not line.endswith("...")))
    return rf"(?:{free}|{closed}(?:{tails}){{0,6}}\Z)"


def _anywhere(language: Language, table: str) -> re.Pattern[str]:
    start = r"(?<!\S)" if language.has_blanks else ""
    return re.compile(f"{start}(?:{_choice(language, table)})")


def _choice(language: Language, table: str) -> str:
    patterns = [_pattern(language, line) for line in table.splitlines() if line.strip()]
    return "(?:" + "|".join(patterns) + ")" if patterns else _NOTHING


def _pattern(language: Language, line: str) -> str:
    """Turn one line of a table into a pattern; see language.py for its signs."""
    line = re.sub(r" \.(\.\.)?$", "", line.strip())
    for _ in range(4):  # a class may name another one
        line = _CLASS.sub(lambda found: f"({_listed(language.classes[found[1]])})", line)
    if not language.has_blanks:
        return "".join(_signs(re.sub(r"\s+", "~", fold(line)), "")).replace("~", " ?")
    return "".join(_signs(fold(line), " "))


def _listed(words: str) -> str:
    return re.sub(r"\s*\|\s*", "|", " ".join(words.split()))


def _signs(line: str, blank: str) -> Iterator[str]:
    meanings = {"[": "(?:", "(": "(?:", "|": "|", ")": ")", "]": ")?", "]*": "){0,6}"}
    for sign in _SIGN.findall(line):
        yield meanings.get(sign) or _word(sign) + blank


def _word(word: str) -> str:
    return r"\S+" if word == "_" else word.replace("*", r"\w*")


def _keywords(table: str) -> list[str]:
    return [" ".join(fold(word).split()) for word in re.split(r"[|\n]", table) if word.strip()]
