"""Rebuild a stranger's HTML mail from what is harmless: words, tables, colours; nothing runs or is fetched.

Everything is written anew from a list of what may stay, so that what we do not know is left out. The page
that shows it stands in a sandboxed frame besides (hub/framing.py): neither rests on the other.
"""

import re
from html import escape, unescape

from channels.mailreading.parts import TEXT_LIMIT, split

_TOKEN = re.compile(r"<!--|<(/?)([a-zA-Z][\w:-]{0,40}+)([^<>]*+)>|<[!?][^<>]*+>")
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]{1,20})\s{0,3}=\s{0,3}("[^"]*+"|'[^']*+'|[^\s"'>]++)""")
_GONE: tuple[str, ...] = (
    "head",
    "style",
    "script",
    "title",
    "template",
    "svg",
    "math",
    "iframe",
    "object",
    "noscript",
)
_GONE += ("textarea", "select", "option", "audio", "video", "frameset", "xmp", "plaintext", "noembed")
_TAGS = re.compile(
    r"a|abbr|b|big|blockquote|br|caption|center|cite|code|col|colgroup|dd|del|div|dl|dt|em|font|h[1-6]|hr|i|ins"
    r"|li|ol|p|pre|q|s|small|span|strike|strong|su[bp]|table|tbody|td|tfoot|th|thead|tr|u|ul"
)
_VOID = ("br", "col", "hr")
_ATTRIBUTES = re.compile(
    r"align|bgcolor|border|cell(?:padding|spacing)|color|(?:col|row)span|dir|face|height|lang|size|style|title"
    r"|valign|width"
)
_STYLE_RISKS = re.compile(r"url|expression|import|behavio|binding|position|[\\@<>{}]|/\*", re.IGNORECASE)
_ATTRIBUTES_LENGTH = 3_000
_TAGS_LIMIT = 60_000


def shown_html(raw: bytes) -> str:
    """Return the mail's HTML as it may be shown in a frame; empty for a mail that has none."""
    mail, _ = split(raw)
    for part in mail.leaves():
        if part.content_type == "text/html" and not part.is_attachment:
            return clean(part.text(TEXT_LIMIT))
    return ""


def clean(html: str) -> str:
    """Return the harmless part of some HTML. Linear; what links to is said in a title and never followed."""
    written: list[str] = []
    at = tags = 0
    while (token := _TOKEN.search(html, at)) and tags < _TAGS_LIMIT:
        written.append(_words(html[at : token.start()]))
        at, tags = token.end(), tags + 1
        name = (token[2] or "").lower()
        if token[0] == "<!--":
            at = _after("-->", html, at)
        elif name in _GONE and not token[1]:
            at = _after_element(name, html, at)
        elif name == "img" and not token[1]:
            written.append(_picture(token[3]))
        elif _TAGS.fullmatch(name):
            written.append(_tag(name, bool(token[1]), token[3]))
    if token is None:
        written.append(_words(html[at:]))
    return "".join(written)


def _words(html: str) -> str:
    return escape(unescape(html).replace("\0", ""))


def _tag(name: str, is_closing: bool, attributes: str) -> str:
    if is_closing:
        return "" if name in _VOID else f"</{name}>"
    kept = [
        f' {key}="{escape(value)}"'
        for key, value in _attributes(attributes).items()
        if _ATTRIBUTES.fullmatch(key) and (key != "style" or not _STYLE_RISKS.search(value))
    ]
    if name == "a" and (href := _attributes(attributes).get("href", "")):
        kept.append(f' title="{escape(href[:300])}"')
    return f"<{name}{''.join(kept)}>"


def _picture(attributes: str) -> str:
    """Say that there was a picture: fetching one would tell the sender that we read."""
    words = " ".join(_attributes(attributes).get("alt", "").split())[:200]
    return f"[{escape(words)}]" if words else ""


def _attributes(attributes: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(attributes[:_ATTRIBUTES_LENGTH]):
        found.setdefault(match[1].lower(), unescape(match[2].strip("\"'")).replace("\0", ""))
    return found


def _after(mark: str, html: str, at: int) -> int:
    found = html.find(mark, at)
    return len(html) if found < 0 else found + len(mark)


def _after_element(name: str, html: str, at: int) -> int:
    """Skip to behind the closing tag; a head that is never closed ends where the body begins."""
    end = rf"</{name}\b[^<>]{{0,100}}>" + (r"|(?=<body\b)" if name == "head" else "")
    found = re.compile(end, re.IGNORECASE).search(html, at)
    return found.end() if found else len(html)
