"""Say what a person who answers us wants: rules first, the operator's model where the rules are unsure."""

import re
from collections.abc import Callable, Sequence

from channels.intents.folding import Clause, clauses
from channels.intents.grammar import Rules, rules
from channels.intents.intent import Intent, Name
from channels.intents.languages import LANGUAGES
from channels.intents.model import Model

LEARNED = "learned from how answers were sorted before"
LEAST_CONFIDENCE = 0.7  # what was learned speaks up from here on; below it a person looks
_LONGEST_REQUEST = 150  # words; in a longer letter a phrase may be about anything, so a person reads it
_LONGEST_KEYWORD = 40
_SIGNATURE_WORDS = 4
_ONLY_SMS = frozenset(("end", "cancel", "quit", "revoke", "halt", "stopit", "cancel all", "end all"))

Sight = Callable[[Rules, Clause, int], bool]  # does this clause, the so-many-th of the message, show it

# What is said about a keyword, by us or by any bulk mail: no wish of the person who sends or forwards it.
_INSTRUCTION = re.compile(
    r"(?<!\S)(?:"
    r"(?:reply|text|txt|send|sms|type|press|click|enter|respond|answer|svar|antworten sie mit|envoyez"
    r"|repondez|responda|responde|envia|invia|rispondi|stuur|skicka|odpowiedz|wyslij|отправьте) "
    r"(?:\S+ ){0,3}?"
    r"(?:stop\w*|unsubscribe|remove|end|cancel|optout|opt out|help|here|baja|sair|стоп) "
    r"|\A(?:to|2) (?:unsubscribe|opt out|optout|stop|be removed|end|cancel) "
    r"|if you (?:no longer|do not|dont|would|wish|want) |unsubscribe (?:here|url|link)|privacy policy|t&?c s"
    r"|terms and conditions|view in browser|(?:was|is) sent to (?:you|url)"
    r"|receiving this (?:email|message|mail) because|zum abmelden|um sich abzumelden"
    r"|pour (?:se |vous )?desabonner|para darse de baja|per cancellarti)"
)
_ANSWERING = re.compile(r"\s*(?:re|aw|sv|vs|antw|rif|odp|ynt|res?|fwd?|wg)\s*:", re.IGNORECASE)


def read_intent(text: str, *, channel: str, language: str = "", model: Model | None = None) -> Intent:
    """Say what a human answer wants, whatever the text; never raises.

    `text` is the person's own words without quotation. `language` (ISO 639, maybe with a region) adds words
    that mean something else in other languages. STOP is named only where a machine may obey it; what might
    be one but is not clear comes back as `other` with a low confidence, for a person to read.
    """
    said = clauses(text)
    tables = _tables(said, language)
    return _stop(said, tables, channel, language) or _rest(text, said, tables, language, model)


def read_mail(subject: str, words: str, *, language: str = "", model: Model | None = None) -> Intent:
    """Say what a mail wants; its subject counts where the sender chose it and the words are not sure."""
    found = read_intent(words, channel="email", language=language, model=model)
    if found.is_sure or _ANSWERING.match(subject):
        return found
    asked = read_intent(subject, channel="email", language=language)
    return asked if asked.name == Name.STOP or not words.strip() else found


def _tables(said: Sequence[Clause], language: str) -> list[Rules]:
    """The languages whose letters are used, the customer's own first."""
    own = language[:2].lower()
    words = "".join(clause.words for clause in said)
    written = [table for table in LANGUAGES if not table.letters or re.search(f"[{table.letters}]", words)]
    return [rules(table) for table in sorted(written, key=lambda table: table.key != own)]


def _rest(
    text: str, said: Sequence[Clause], tables: Sequence[Rules], language: str, model: Model | None
) -> Intent:
    found = _keyword_answer(said, tables, language) or _by_rules(said, tables)
    if found.is_sure or model is None:
        return found
    guess = model.guess(text)
    if guess is None or guess[1] <= max(found.confidence, LEAST_CONFIDENCE):
        return found
    return Intent(guess[0], guess[1], LEARNED)


def _stop(said: Sequence[Clause], tables: Sequence[Rules], channel: str, language: str) -> Intent | None:
    words = sum(clause.count for clause in said)
    if not said or words > _LONGEST_REQUEST:
        return None
    is_instruction = any(_INSTRUCTION.search(clause.words) for clause in said)
    own = language[:2].lower()
    for table in tables:
        if keyword := _keyword_stop(said, table, channel, is_own=table.language.key == own):
            return Intent(Name.STOP, 0.99, f"the keyword {keyword!r}")
    if is_instruction:
        return None
    for table in tables:
        if words <= _LONGEST_KEYWORD and (keyword := _strong_keyword(said, table)):
            return Intent(Name.STOP, 0.95, f"the words {keyword!r}")
        if phrase := _phrase(said, table):
            return Intent(Name.STOP, 0.9, f"asks to be left alone: {phrase!r}")
    return None


def _keyword_stop(said: Sequence[Clause], table: Rules, channel: str, *, is_own: bool) -> str | None:
    """Return the keyword if the message is one, with no more than courtesies, a name or an echo beside it."""
    patterns = [table.stop, table.weak, *([table.local] if is_own else [])]
    keywords = [_alone(clause, *patterns) for clause in said]
    keyword = next(filter(None, keywords), None)
    if keyword is None or any(clause.is_question for clause in said):
        return None
    if channel != "sms" and keyword in _ONLY_SMS:
        return None
    at = keywords.index(keyword)
    is_plain = all(
        word or table.courtesy.fullmatch(clause.words) or _is_name(clause, index > at)
        for index, (clause, word) in enumerate(zip(said, keywords, strict=True))
    )
    return keyword if is_plain else None


def _alone(clause: Clause, *patterns: re.Pattern[str]) -> str | None:
    found = next(filter(None, (pattern.fullmatch(clause.words) for pattern in patterns)), None)
    return found["word"] if found else None


def _strong_keyword(said: Sequence[Clause], table: Rules) -> str | None:
    keywords = (_alone(clause, table.stop) for clause in said if not clause.is_question)
    return next(filter(None, keywords), None)


def _phrase(said: Sequence[Clause], table: Rules) -> str | None:
    if any(table.passing.search(clause.words) for clause in said):
        return None
    for clause in said:
        if table.requests.match(clause.words):
            return clause.words.strip()
        found = (
            table.phrases.search(clause.words)
            if not table.language.has_blanks
            else table.phrases.match(clause.words)
        )
        if found is None or table.spoils.search(found["far"] or ""):
            continue
        if not clause.is_question or table.asking.match(clause.words):
            return found[0].strip()
    return None


def _is_name(clause: Clause, is_below: bool) -> bool:
    return is_below and clause.begins_line and clause.count <= _SIGNATURE_WORDS


def _keyword_answer(said: Sequence[Clause], tables: Sequence[Rules], language: str) -> Intent | None:
    """A keyword as the whole message: help, start, yes, no, thanks. Languages may disagree: Danish "tak"."""
    if not said or any(clause.is_question for clause in said):
        return None
    own = language[:2].lower()
    found: dict[Name, str] = {}
    for table in tables:
        name, word = _whole_answer(said, table)
        if name is not None and table.language.key == own:
            return Intent(name, 0.97, f"the word {word!r}")
        if name is not None:
            found.setdefault(name, word)
    if len(found) == 1:
        ((name, word),) = found.items()
        return Intent(name, 0.93, f"the word {word!r}")
    if found:
        return Intent(Name.OTHER, 0.4, f"means different things in different languages: {', '.join(found)}")
    return None


def _whole_answer(said: Sequence[Clause], table: Rules) -> tuple[Name | None, str]:
    for name, pattern in (
        (Name.HELP, table.help),
        (Name.START, table.start),
        (Name.NO, table.no),
        (Name.YES, table.yes),
        (Name.THANKS, table.thanks),
    ):
        keywords = [_alone(clause, pattern) for clause in said]
        keyword = next(filter(None, keywords), None)
        if keyword and all(
            word or table.courtesy.fullmatch(clause.words) or table.thanks.fullmatch(clause.words)
            for clause, word in zip(said, keywords, strict=True)
        ):
            return name, keyword
    return None, ""


def _by_rules(said: Sequence[Clause], tables: Sequence[Rules]) -> Intent:
    for name, confidence, sees in _RULES:
        for table in tables:
            for index, clause in enumerate(said):
                if sees(table, clause, index):
                    return Intent(name, confidence, f"{name.value}: {clause.words.strip()[:80]!r}")
    return Intent(Name.OTHER, 0.3, "no rule fits")


def _opens(pattern: Callable[[Rules], re.Pattern[str]], *, is_whole: bool) -> Sight:
    def opens(table: Rules, clause: Clause, index: int) -> bool:
        words = pattern(table)
        return not index and bool((words.fullmatch if is_whole else words.match)(clause.words))

    return opens


# In this order; the first that sees something decides.
_RULES: tuple[tuple[Name, float, Sight], ...] = (
    (
        Name.LESS,
        0.85,
        lambda table, clause, _: not clause.is_question and bool(table.less.search(clause.words)),
    ),
    (Name.COMPLAINT, 0.8, lambda table, clause, _: bool(table.complaint.search(clause.words))),
    (Name.QUESTION, 0.9, lambda table, clause, _: clause.is_question),
    (Name.NO, 0.85, _opens(lambda table: table.no, is_whole=True)),
    (Name.YES, 0.85, _opens(lambda table: table.yes, is_whole=True)),
    (Name.QUESTION, 0.75, lambda table, clause, _: bool(table.question.match(clause.words))),
    (Name.THANKS, 0.8, lambda table, clause, _: bool(table.thanks.fullmatch(clause.words))),
    (Name.NO, 0.7, _opens(lambda table: table.opens_no, is_whole=False)),
    (Name.YES, 0.7, _opens(lambda table: table.opens_yes, is_whole=False)),
)
