"""Make a plain text out of an HTML template, for authors who wrote none; its Liquid stays in place."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from channels.liquid.language import markups
from channels.liquid.markup import Tag, outside_liquid, tags

_LINE, _PARAGRAPH = "\n", "\n\n"
_LINES = """
    address article aside center dd div dt figcaption figure footer form header li main nav section tr
"""
_PARAGRAPHS = "blockquote body dl h1 h2 h3 h4 h5 h6 ol p pre table ul"
_BREAKS: Final = dict.fromkeys(_LINES.split(), _LINE) | dict.fromkeys(_PARAGRAPHS.split(), _PARAGRAPH)
_HIDEABLE: Final = frozenset({"a", "center", "div", "font", "section", "span", "table"})
"""Elements that always have an end tag, so that hiding one cannot hide the rest."""
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_WRITTEN_TARGET = re.compile(r"https?://|mailto:|\{\{|\{%", re.IGNORECASE)
_FOR_HTML_ONLY = re.compile(r"\s*\|\s*(?:escape|escape_once|newline_to_br)(?=\s*(?:\||-?[%}]\}))")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u034f\u200b\u200c\u2060\ufeff")) | {ord("\u00a0"): " "}


def text_from_html(html: str) -> str:
    """Return a plain text template with the same words: links as `text (address)`, lists, paragraphs.

    Left out: scripts, styles, comments, what is styled not to be displayed. Raises BrokenTemplate.
    """
    writer = _Writer()
    place = 0
    for tag in tags(html):
        writer.write_source(html[place : tag.start])
        writer.meet(tag)
        place = tag.end
    writer.write_source(html[place:])
    return writer.finished()


@dataclass(slots=True)
class _Writer:
    parts: list[str] = field(default_factory=list)
    has_begun: bool = False
    gap: str = ""
    """The break that is due before the next word."""
    carried: str = ""
    """One that was due before a Liquid tag; it goes behind, so that a block left out leaves no gap."""
    links: list[tuple[str, int]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    """The hidden elements that are open, from the outermost in."""

    def write_source(self, source: str) -> None:
        """Write text between tags: words and outputs in line, other Liquid where it stands."""
        place = 0
        for start, end, _ in markups(source):
            self.write(_words(source[place:start]))
            if source[start + 1] == "{":
                self.write(_FOR_HTML_ONLY.sub("", source[start:end]))
            else:
                self.carried, self.gap = max(self.gap, self.carried, key=len), ""
                self.parts.append(_FOR_HTML_ONLY.sub("", source[start:end]))
            place = end
        self.write(_words(source[place:]))

    def write(self, words: str) -> None:
        if self.hidden:
            return
        gap = self.gap or self.carried
        if gap or not self.has_begun or self.parts[-1].endswith(" "):
            words = words.lstrip(" ")
        if words:
            self.parts += [gap, words] if gap else [words]
            self.has_begun, self.gap, self.carried = True, "", ""

    def meet(self, tag: Tag) -> None:
        if self.hidden or _is_hidden(tag):
            self._follow_hidden(tag)
            return
        self._break(_BREAKS.get(tag.name, ""))
        if tag.name == "br":
            self._break(_PARAGRAPH if self.gap else _LINE)
        elif tag.name == "hr":
            self._break(_PARAGRAPH)
            self.write("---")
            self._break(_PARAGRAPH)
        elif tag.name == "li" and not tag.is_closing:
            self.write("- ")
        elif tag.name in ("td", "th"):
            self.write(" ")
        elif tag.name == "img":
            self.write(outside_liquid(tag.get("alt") or "", _safe))
        elif tag.name == "a":
            self._follow_link(tag)

    def finished(self) -> str:
        text = re.sub(r"[ \t]+\n", "\n", "".join(self.parts)).strip()
        return f"{text}\n" if text else ""

    def _break(self, gap: str) -> None:
        if self.has_begun:
            self.gap = max(self.gap, gap, key=len)

    def _follow_hidden(self, tag: Tag) -> None:
        if tag.name in _HIDEABLE and not tag.is_closing:
            self.hidden.append(tag.name)
        elif tag.is_closing and self.hidden[-1:] == [tag.name]:
            self.hidden.pop()

    def _follow_link(self, tag: Tag) -> None:
        """Write where a link leads behind its words, unless they say so."""
        if not tag.is_closing:
            self.links.append((tag.get("href") or "", len(self.parts)))
        elif self.links:
            target, since = self.links.pop()
            target = target.strip()
            is_mail = target.lower().startswith("mailto:")
            address = target[7:].partition("?")[0] if is_mail else target
            words = "".join(self.parts[since:]).strip()
            if _WRITTEN_TARGET.match(target) and words not in (target, address):
                self.write(f" ({address})" if words else address)


def _is_hidden(tag: Tag) -> bool:
    if tag.is_closing or tag.name not in _HIDEABLE:
        return False
    return tag.get("hidden") is not None or bool(_HIDDEN_STYLE.search(tag.get("style") or ""))


def _words(source: str) -> str:
    return _safe(unescape(_BLANKS.sub(" ", source)).translate(_INVISIBLE))


def _safe(text: str) -> str:
    """Keep braces that were written as entities from becoming Liquid."""
    return text.replace("{{", "{{ '{{' }}").replace("{%", "{{ '{%' }}")
