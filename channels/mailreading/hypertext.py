"""Turn a mail's HTML into text that reads like a text mail: quotations get "> ", paragraphs blank lines.

Not html.parser, which takes quadratic time on hostile input (18 s for 64 kB of `<a b='`, 3.11). The result is
text to be escaped like any other; this is no sanitiser.
"""

import re
from html import unescape

CUT_LINE = "-----Original Message-----"  # replies.py cuts here, as it does for old Outlook

_TOKEN = re.compile(r"<!--|<(/?)([a-zA-Z][\w:-]{0,40}+)([^<>]*+)>|<[!?][^<>]*+>")
_UNSEEN = ("head", "style", "script", "title", "template", "svg", "math", "iframe")
_PARAGRAPHS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "ul", "ol", "pre", "hr")
_LINES = ("div", "tr", "li", "dt", "dd", "section", "article", "header", "footer", "center")
_QUOTING = re.compile(
    r"""\btype\s*=\s*["']?cite|border-left|\b(?:class|name|id)\s*=\s*["']?[^"'>]{0,200}quote""", re.IGNORECASE
)
# Containers that hold nothing but quotation, or the line that introduces it, whatever their tag.
_QUOTATION = re.compile(
    r"""\b(?:class|name|id)\s*=\s*["']?[^"'>]{0,200}"""
    r"""(?:moz-cite-prefix|yahoo_quoted|protonmail_quote|front-blockquote|tutanota_quote)|\bname\s*=\s*["']?quote\b""",
    re.IGNORECASE,
)
# From here on all is quotation, though not inside the element.
_CUTTING = re.compile(
    r"""\b(?:id|class)\s*=\s*["']?(?:x_)*"""
    r"""(?:divRplyFwdMsg|appendonsend|OutlookMessageHeader|zwchr|mail-editor-reference-message-container)\b""",
    re.IGNORECASE,
)


def as_text(html: str) -> str:
    """Return the words a reader would see; linear in the length of the HTML."""
    page = _Page()
    at = 0
    while token := _TOKEN.search(html, at):
        page.write(html[at : token.start()])
        at = token.end()
        if token[0] == "<!--":
            at = _after("-->", html, at)
        elif token[2] and token[1]:
            page.close(token[2].lower())
        elif token[2]:
            name = token[2].lower()
            if name in _UNSEEN and not token[3].endswith("/"):
                at = _after_element(name, html, at)
            else:
                page.open(name, token[3][:500])
    page.write(html[at:])
    return page.text()


def _after(mark: str, html: str, at: int) -> int:
    found = html.find(mark, at)
    return len(html) if found < 0 else found + len(mark)


def _after_element(name: str, html: str, at: int) -> int:
    """Skip to behind the closing tag; a head that is never closed ends where the body begins."""
    closing = re.compile(
        rf"</{name}\b[^<>]{{0,100}}>" + (r"|(?=<body\b)" if name == "head" else ""), re.IGNORECASE
    )
    found = closing.search(html, at)
    return found.end() if found else len(html)


class _Page:
    """Lines written so far, and the elements whose content is quotation."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._quotes: list[tuple[str, int]] = []  # the tag, and how many of it are open inside
        self._preformatted = 0

    def write(self, html: str) -> None:
        if not html:
            return
        text = unescape(html).replace("\xa0", " ")
        if not self._preformatted:
            self._line.append(re.sub(r"\s+", " ", text))
            return
        *whole, rest = text.split("\n")
        for line in whole:
            self._line.append(line)
            self._break()
        self._line.append(rest)

    def open(self, tag: str, attributes: str) -> None:
        self._separate(tag)
        if tag == "br":
            self._break()
        elif tag == "pre":
            self._preformatted += 1
        elif tag in ("td", "th", "img"):
            self._line.append(" ")
        if _CUTTING.search(attributes):
            self._flush()
            self._lines.append(self._prefix() + CUT_LINE)
        self._count(tag, _is_quote(tag, attributes))

    def close(self, tag: str) -> None:
        self._separate(tag)
        if tag == "pre":
            self._preformatted = max(0, self._preformatted - 1)
        if self._quotes and self._quotes[-1][0] == tag:
            self._flush()
            _, inside = self._quotes.pop()
            if inside > 1:
                self._quotes.append((tag, inside - 1))

    def text(self) -> str:
        self._flush()
        return "\n".join(self._lines).strip()

    def _count(self, tag: str, is_quote: bool) -> None:
        if self._quotes and self._quotes[-1][0] == tag:
            self._quotes[-1] = (tag, self._quotes[-1][1] + 1)
        elif is_quote:
            self._flush()
            self._quotes.append((tag, 1))

    def _separate(self, tag: str) -> None:
        if tag in _PARAGRAPHS or tag in _LINES:
            self._flush()
        if tag in _PARAGRAPHS and self._lines and self._lines[-1].strip("> "):
            self._lines.append(self._prefix().rstrip())

    def _flush(self) -> None:
        if "".join(self._line).strip():
            self._break()
        self._line.clear()

    def _break(self) -> None:
        line = "".join(self._line)
        line = line if self._preformatted else line.strip()
        self._lines.append((self._prefix() + line).rstrip())
        self._line.clear()

    def _prefix(self) -> str:
        return "> " if self._quotes else ""


def _is_quote(tag: str, attributes: str) -> bool:
    return bool(_QUOTATION.search(attributes) or (tag == "blockquote" and _QUOTING.search(attributes)))
