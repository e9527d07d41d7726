"""Decide what a bounce says about an address, from its status code (RFC 3463) and the words beside it."""

import re

from channels.mailreading import phrases
from channels.mailreading.reading import BounceClass

_CODE = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)")
_REPLY_CODE = re.compile(r"(?<![\d.#-])([245][0-5]\d)(?=[ -])")

# Codes that servers use for anything at all: the words beside them know better.
_VAGUE = re.compile(r"[245]\.0\.0|5\.1\.0|5\.2\.[01]|5\.3\.0|5\.4\.[01]|5\.5\.\d+|5\.7\.[01]")

_BY_CODE = tuple(
    (re.compile(pattern), bounce_class)
    for pattern, bounce_class in (
        (r"2\.", BounceClass.OTHER),
        (r"5\.1\.[78]$", BounceClass.BLOCK),  # about the sender's address, that is ours
        (r"5\.1\.", BounceClass.HARD),
        (r"5\.2\.1$", BounceClass.HARD),  # mailbox disabled
        (r"5\.2\.2$", BounceClass.SOFT),  # mailbox full
        (r"5\.2\.[34]$", BounceClass.OTHER),  # too long for it; a list that does not expand
        (r"5\.3\.4$", BounceClass.OTHER),  # too big for the system
        (r"5\.4\.4$|5\.4\.310$", BounceClass.HARD),  # no such domain
        (r"5\.4\.(?:6|14)$", BounceClass.OTHER),  # a mail loop
        (r"5\.6\.", BounceClass.OTHER),  # content or conversion
        (r"5\.7\.", BounceClass.BLOCK),
    )
)

_THING = "user|recipients?|receiver|mailbox|address|account|alias|domain|host|person|e-?mail|subscriber"
_GONE = r"""
    (?:THING) (?:.{1,120}? )?(?:unknown|invalid|not (?:known|found|exist)|does(?: not|n't) exist)
    (?:THING) (?:.{1,120}? )?(?:disabled|discontinued|closed|suspended|terminated|inactive|not (?:be )?valid)
    (?:unknown|invalid|no such|illegal|bad|non-?existent|inactive|unroute?able) (?:\w{1,20} ){0,3}(?:THING)
    no mailbox here|no mailbox by that name|(?:couldn't|could not) be found|wasn't found
    recip(?:ient)?notfound|not (?:listed|recogni[sz]ed|registered) (?:in|at|on|by)? ?|unrecogni[sz]ed-orname
    no valid recipients?|bad destination|mailbox name not allowed|unknown or illegal|not known at this site
    recipient name is not recogni[sz]ed|possibly incorrect|suppression list|(?:has|have) moved|opted out
    doesn't have an? |not our customer|mailbox unavailable|recipient (?:address )?(?:rejected|refused)
    does not like recipient|no longer (?:active|available|valid|with|employed|accept|on|in use)
    name service error|not a (?:valid|known) (?:user|mail)|user not (?:local|found)|null mx
    empfänger unbekannt|unbekannter empfänger|existiert nicht|nicht gefunden|n'existe pas|introuvable
    destinataire (?:invalide|inconnu)|inexistante?|d[ée]sactiv[ée]e
    no existe|inexistente|desconocid[oa]|no se (?:encontr|pudo encontrar)|non esiste
    sconosciut[oa]|bestaat niet|onbekende? |não existe|não encontrad|desconhecid|nie istnieje|nieznany
    neexistuje|не существует|не найден|不存在|查无此|無此|存在しません|見つかりません|존재하지
    """.replace("THING", _THING)

# Order matters: "mailbox full" and "blocked" are said beside "mailbox unavailable", not the other way round.
_BY_WORDS = tuple(
    (re.compile(phrases.words(table), re.IGNORECASE), bounce_class)
    for bounce_class, table in (
        (
            BounceClass.HARD,
            r"due to inactivity|(?:mailbox|account) (?:is |has been )?(?:inactive|deactivated)",
        ),
        (
            BounceClass.SOFT,
            r"""
            (?:mailbox|inbox|account|space) (?:is )?full|quota (?:is |has been )?(?:exceeded|full)
            full mailbox
            over ?quota|over (?:its|the|their|disk) quota|would exceed|exceeded the local limit|disk quota
            mailbox exceed|exceeds allowed size|mailbox size limit|quotaexceeded|shutoffquota
            exceeded storage|at a rate that
            (?:over|exceed\w*|out of) ?(?:the |its |their |his )?(?:\w{1,20} )?(?:quota|storage)
            insufficient (?:system |disk )?(?:storage|space)|not enough space|no space left
            postfach (?:ist )?voll
            (?:boîte|casella|caixa|buzón|skrzynka) .{0,60}(?:pleine|piena|cheia|lleno|pełna)
            переполнен|已满|已滿|満杯|容量(?:不足|超过)
            """,
        ),
        (
            BounceClass.OTHER,
            r"""
            too (?:large|big|long)|message size|size (?:limit )?exceeds|exceeds (?:the )?(?:maximum )?size
            size limit exceeded|too many hops|mail loop|loops? back|invalid (?:mime|header|message)
            """,
        ),
        (
            BounceClass.BLOCK,
            r"""
            spam|blocked|black ?list|block ?list|reputation|dmarc|\bspf\b|\bdkim\b|unsolicited|policy reasons
            (?:local|security|due to|violat\w+|against) (?:our |local |site )?policy|not authori[sz]ed
            authentication required|relay(?:ing)? (?:access )?(?:denied|not)|unable to relay|access to this
            attachments? (?:type|not|is not)|virus|malware|content (?:reject|filter|violat)
            administrative prohibition|violat\w+ (?:\w{1,20} ){0,4}polic|rules\.reject
            unauthenticated|complaints
            authentication (?:failed|check)|not permitted|bulk (?:e-?mail|mail)|max emails per hour|low trust
            sender (?:address )?(?:rejected|denied)|reverse dns|ptr record|banned|refused by
            """,
        ),
        (
            BounceClass.SOFT,
            r"""
            gr[ae]y-?list|try (?:again|later)|temporar|timed? ?out|retry time|not yet been|no route to host
            connection (?:refused|reset|lost|dropped)|could not (?:connect|be reached)
            too many (?:connections|messages|recipients)|delivery time expired|message expired
            server (?:busy|unavailable)|slow down|host down|not (?:reachable|responding)|unreachable|deferred
            delivery failed \d{1,3} attempts|system (?:problem|resources)|rate limit|throttl|retry timeout
            still (?:be )?(?:trying|retried)|will (?:keep trying|be retried|retry)
            """,
        ),
        (BounceClass.HARD, _GONE),
        (BounceClass.BLOCK, r"message (?:was |has been )?(?:rejected|refused|not accepted)|abuse|filtered"),
    )
)
_BY_REPLY_CODE = {"551": BounceClass.HARD, "553": BounceClass.HARD}


def enhanced_code(*texts: str) -> str:
    """Return the first status code in these texts that says something; else the first; else ''."""
    codes = [code for text in texts for code in _CODE.findall(text)]
    return next((code for code in codes if not _VAGUE.fullmatch(code)), codes[0] if codes else "")


def bounce_class(action: str, code: str, diagnostic: str) -> BounceClass:
    """Classify one report; what is unknown counts as soft, since only repetition over days makes it worse."""
    if action == "delayed" or code.startswith("4."):
        return BounceClass.SOFT
    if action != "failed":
        return BounceClass.OTHER
    is_vague = not code or bool(_VAGUE.fullmatch(code))
    return (
        (is_vague and class_by_words(diagnostic))
        or _by_code(code)
        or class_by_words(diagnostic)
        or _by_reply(diagnostic)
    )


def class_by_words(diagnostic: str) -> BounceClass | None:
    """Return what the words of a diagnostic or notice say; None if nothing known."""
    return next((found for pattern, found in _BY_WORDS if pattern.search(diagnostic)), None)


def _by_code(code: str) -> BounceClass | None:
    return next((found for pattern, found in _BY_CODE if pattern.match(code)), None)


def _by_reply(diagnostic: str) -> BounceClass:
    reply = _REPLY_CODE.search(diagnostic)
    return _BY_REPLY_CODE.get(reply[1], BounceClass.SOFT) if reply else BounceClass.SOFT
