"""Read notices of non-delivery in free text, as qmail, Exim, Exchange, sendmail and others write them."""

import re
from collections.abc import Sequence

from channels.mailreading import headers as fields
from channels.mailreading import phrases
from channels.mailreading.charsets import one_line
from channels.mailreading.headers import Headers
from channels.mailreading.reading import BounceClass, Report
from channels.mailreading.statuses import bounce_class, class_by_words, enhanced_code

_TEXT_LIMIT = 30_000
_RECIPIENTS_LIMIT = 100

# What each program says first; the list of recipients follows.
_OPENINGS = re.compile(
    phrases.words(
        """
        this is the qmail-send program|i'm afraid i wasn't able to deliver your message
        could not be delivered|the following address(?:\\(es\\)|es)? failed
        this is the mail system at host|the following addresses had (?:permanent|transient|delivery|fatal)
        transcript of session follows
        did not reach (?:some or all of )?the (?:intended|following) recipient
        recipient\\(s\\) could not be reached
        delivery has failed to these recipients|couldn't be delivered|wasn't able to be delivered
        delivery to the following recipients? (?:failed|has been delayed)|your message wasn't delivered
        unable to deliver (?:your )?message to|was not delivered to|(?:is|was) undeliverable|delivery failure
        message has not been delivered|failed to deliver
        permanent (?:fatal )?error|message .{0,60}has been delayed|warning message only
        einige oder alle empfänger nicht erreicht|nicht zugestellt werden|n'a pas pu être (?:remis|délivré)
        no se (?:ha podido|pudo) entregar|non è stato possibile (?:recapitare|consegnare)
        (?:mail|message|delivery) (?:delivery )?failed|did not receive this message|non-delivery report
        i wasn't able to deliver|unable to deliver|failed (?:addresses|recipients)
        has been (?:returned|postponed)|failure reasons|had delivery problems|was automatically rejected
        error (?:has )?occurred while (?:trying|attempting) to deliver
        error delivering your mail|not delivered
        recipients were affected|unable to deliver|could not be sent|cannot be delivered|delivery problems
        rejected for the following|echec de la remise|échec de la remise|fehler bei der nachrichtenzustellung
        error de entrega|falha na entrega|recapito non riuscito
        nie została dostarczona|не (?:доставлено|может быть)
        退回|无法送达|無法送達|配信できませんでした
        """
    ),
    re.IGNORECASE,
)

# Where the copy of the returned mail begins: what follows are our own words.
_COPY = re.compile(
    r"^\s{0,8}(?:-{2,80}\s{0,4}(?:"
    + phrases.words(
        """
        below this line is a copy|this is a copy of|(?:the )?(?:original|returned|unsent) message
        message header|the (?:header|body) of the|returned mail|start of returned|message text follows
        """
    )
    + ")|original message (?:headers|follows|details)|message headers follow|received: from|return-path:)",
    re.IGNORECASE | re.MULTILINE,
)

_DELAY = re.compile(
    phrases.words(
        """
        has been (?:delayed|postponed)|attempts will continue|will continue to try
        warning message only|not yet been delivered|do not need to resend|delayed mail
        will (?:continue to )?(?:be retried|retry)|still (?:being|be) (?:tried|retried)
        delivery (?:is|was) delayed|could not send message for past
        """
    ),
    re.IGNORECASE,
)

# A line that names a recipient: "<a@b>:", " * a@b", "a@b (reason: ...", "a@b on 3/1/2026 4:05 PM",
# "Unknown user: a@b", "a@b... User unknown", "Recipient: [SMTP:a@b]", Outlook's "a@b<mailto:a@b>".
_NOT_LABELS = (
    r"(?!(?:from|to|cc|sender|reply-to|return-path|subject|message-id|date|references|in-reply-to)\b"
    r"|[^:]{0,30}(?:contact|sender|from:))"
)
_RECIPIENT_LINE = re.compile(
    rf"\W{{0,12}}(?:{_NOT_LABELS}[a-z][\w'/ -]{{1,40}}:\W{{0,6}})?(?:mailto:|smtp:)?"
    rf"({fields.ADDRESS})[>\]\"';]{{0,3}}\s*(?:<mailto:[^>]{{1,300}}>)?"
    r"\s*(?:(?::|\.\.\.|\(| - )(.*)| on .{5,40}|$)",
    re.IGNORECASE,
)
_COPIED_TO = re.compile(rf"^[>\s]{{0,8}}to:[^\n@]{{0,200}}?({fields.ADDRESS})", re.IGNORECASE | re.MULTILINE)
_IN_SENTENCE = re.compile(
    r"(?:(?:deliver(?:ed|ing|y)?|message|rcpt|addressed) to:?|for|address|recipient:?|mailbox|smtp[=:])"
    rf"[\s'\"<\[]{{0,4}}(?:mailto:)?({fields.ADDRESS})",
    re.IGNORECASE,
)
_HELPERS = re.compile(r"(?:postmaster|abuse|support|help|helpdesk|admin|security)@", re.IGNORECASE)
# What a server said: "550 5.1.1 ...", "#5.1.1 ...", "SMTP error ...".
_SERVER_WORDS = re.compile(
    r"(?<![\d.])(?:[45][0-5]\d[ -]|#?[45]\.\d{1,3}\.\d{1,3}\b|smtp error).{0,400}", re.IGNORECASE
)
_REPLY_CODE = re.compile(r"(?<![\d.])(?:421|45[0-2]|55[0-6])[ -]|(?<![\d.])[45]\.\d\.\d{1,3}(?![\d.])")


def failures(
    headers: Headers,
    subject: str,
    text: str,
    own_addresses: frozenset[str],
    *,
    is_named_system: bool,
    written_to: Sequence[str] = (),
) -> list[Report]:
    """Return one report per recipient that a notice of non-delivery names; empty if it is no such notice.

    Without machine-readable parts it takes a mail system by name or a null sender, and words that say so.
    A notice that names nobody is about `written_to`, the recipients of the mail it gives back; without these
    it gives one report without address: the return path may still say whom it was.
    `own_addresses` (lower case) are the notice's own sender and recipients, never the failed ones.
    """
    text = text[:_TEXT_LIMIT]
    copy = _COPY.search(text)
    notice = text[: copy.start()] if copy else text
    stated = [
        (found, "") for field in headers.all("x-failed-recipients") for found in fields.addresses(field)
    ]
    is_sure = bool(stated or phrases.FAILURE_SUBJECT.match(subject)) or (
        is_named_system and bool(_OPENINGS.search(notice) or class_by_words(notice))
    )
    if not stated and (phrases.AUTOMATIC_SUBJECT.match(subject) or not (is_sure or _OPENINGS.search(notice))):
        return []
    named = _distinct(_named(notice) + stated, own_addresses) or _mentioned(notice, own_addresses)
    if not named and not is_sure:
        return []
    copied = _COPIED_TO.findall(text[copy.start() :]) if copy else []
    named = named or _distinct([(found, "") for found in (*written_to, *copied)][:1], own_addresses)
    action = "delayed" if _DELAY.search(f"{subject}\n{notice}") else "failed"
    reason = _reason(notice, subject)
    is_lone = len(named) <= 1
    return [
        _report(
            address, words if words and not (is_lone and _says_little(words)) else reason or words, action
        )
        for address, words in named or [("", "")]
    ]


def is_unmistakable(headers: Headers, subject: str, text: str) -> bool:
    """Say whether this is a notice whoever sent it: it has the subject, the opening, a code and a recipient.

    It takes them all, since people write of parcels that could not be delivered to unknown addresses, too.
    """
    if "in-reply-to" in headers or not phrases.FAILURE_SUBJECT.match(subject):
        return False
    notice = text[:_TEXT_LIMIT]
    return bool(_OPENINGS.search(notice) and _REPLY_CODE.search(notice) and _named(notice))


def _reason(notice: str, subject: str) -> str:
    """Return what says why: the server's words, a line that tells, the subject, or how the notice begins."""
    if words := _server_words(notice):
        return words
    lines = (*notice.split("\n"), subject)
    return one_line(next(filter(class_by_words, (line[:600] for line in lines)), notice), 300)


def _says_little(words: str) -> bool:
    return not enhanced_code(words) and class_by_words(words) is None


def _mentioned(notice: str, own_addresses: frozenset[str]) -> list[tuple[str, str]]:
    """Return the addresses a sentence speaks of; else the only address there is."""
    spoken_of = [
        (found.rstrip("."), "") for found in _IN_SENTENCE.findall(notice) if not _HELPERS.match(found)
    ]
    any_at_all = [(found, "") for found in fields.addresses(notice) if not _HELPERS.match(found)]
    lone = _distinct(any_at_all, own_addresses)
    return _distinct(spoken_of, own_addresses) or (lone if len(lone) == 1 else [])


def words_about(text: str) -> dict[str, str]:
    """Return what a notice says about each address it lists, by address in lower case."""
    return {address.lower(): words for address, words in reversed(_named(text[:_TEXT_LIMIT]))}


def _distinct(found: list[tuple[str, str]], own_addresses: frozenset[str]) -> list[tuple[str, str]]:
    """Keep each failed address once, with the first words about it."""
    kept: dict[str, tuple[str, str]] = {}
    for address, words in found:
        if address.lower() not in own_addresses:
            kept.setdefault(address.lower(), (one_line(address, 320), words))
    return list(kept.values())[:_RECIPIENTS_LIMIT]


def _named(notice: str) -> list[tuple[str, str]]:
    """Return each recipient that opens a line, with the words up to the next one or the next blank line.

    Wrapped words may open a line with the same recipient again.
    """
    found: list[tuple[str, list[str]]] = []
    is_open = False
    for line in notice.split("\n"):
        recipient = _RECIPIENT_LINE.fullmatch(line[:600])
        if recipient and not (is_open and found[-1][0] == recipient[1].rstrip(".")):
            found.append((recipient[1].rstrip("."), [recipient[2] or ""]))
            is_open = True
        elif not line.strip():
            is_open = is_open and not "".join(found[-1][1]).strip()
        elif is_open and len(found[-1][1]) < 20:
            found[-1][1].append(line)
    return [(address, one_line(" ".join(words))) for address, words in found]


def _server_words(notice: str) -> str:
    found = _SERVER_WORDS.search(notice)
    return one_line(found[0]) if found else ""


def _report(address: str, diagnostic: str, action: str) -> Report:
    code = enhanced_code(diagnostic)
    found = bounce_class(action, code, diagnostic)
    return Report(
        address, code, action, found if address or action == "delayed" else BounceClass.SOFT, diagnostic
    )
