"""Walk HTML as people write it, Liquid and all, by its places in the source; no tree is built.

Liquid is opaque: quotes and angle brackets inside it mean nothing to HTML. What is in comments, scripts, raw
blocks and other tags' attributes is passed over as a browser would. Source: the tokenization chapter of the
WHATWG HTML standard.
"""

import html.entities
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Final

from channels.liquid.language import markups

OUTPUT: Final = "\ue000"
"""Stands for each character of an output in `masked`, so that places stay the same."""
TAG: Final = "\ue001"
_FILLER = OUTPUT + TAG
_VERBATIM: Final = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
_OPENING = re.compile(
    rf"<!--(?:-?>|.*?(?:--!?>|\Z))|</>|<(?:[!?]|/[^a-zA-Z])[^>]*>?"
    rf"|<(?P<slash>/?)(?P<name>[a-zA-Z][^\s/>{_FILLER}]*)",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    rf"[\s/{_FILLER}]*(?P<name>[^\s/>{_FILLER}][^\s/>={_FILLER}]*)"
    r"""(?:\s*=\s*(?P<value>"[^"]*(?:"|\Z)|'[^']*(?:'|\Z)|[^\s>]+))?"""
)
_CLOSING = re.compile(rf"[\s/{_FILLER}]*>")
_REFERENCE = re.compile(r"&(?:#\d+;?|#[xX][\da-fA-F]+;?|[a-zA-Z][a-zA-Z\d]*(?:;|(?![a-zA-Z\d=;])))")
"""Without its semicolon, &copy is a sign of its own, but not in ?a=1&copy=2 nor in &copying."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """`value` as it stands in the source, without its quotes, which `start` and `end` include."""

    name: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag; or a comment, whose name is "!"; or a script and its like together with all that it holds."""

    name: str
    start: int
    end: int
    attributes: tuple[Attribute, ...] = ()
    is_closing: bool = False

    def get(self, name: str) -> str | None:
        """Return the first attribute of that name, decoded, or None."""
        return next((decoded(each.value) for each in self.attributes if each.name == name), None)


def tags(source: str) -> Iterator[Tag]:
    """Find the tags from left to right; between them is text. Raises BrokenTemplate for open Liquid."""
    hidden = masked(source)
    place = 0
    while opening := _OPENING.search(hidden, place):
        start, name = opening.start(), (opening["name"] or "!").lower()
        attributes: list[Attribute] = []
        place = opening.end()
        if name != "!":
            end = _attributes(source, hidden, place, attributes)
            if end is None:
                return  # a browser drops a tag that never ends
            place = end
        if name in _VERBATIM and not opening["slash"]:
            closing = re.compile(rf"</{name}(?=[\s/>])[^>]*>", re.IGNORECASE).search(hidden, place)
            place = closing.end() if closing else len(source)
        yield Tag(name, start, place, tuple(attributes), opening["slash"] == "/")


def masked(source: str) -> str:
    """Return the source with OUTPUT for each character of an output and TAG for each of other Liquid."""
    parts: list[str] = []
    place = comment_start = 0
    depth = 0
    for start, end, name in markups(source):
        if name == "comment":
            comment_start = comment_start if depth else start
            depth += 1
        elif name == "endcomment" and depth:
            depth -= 1
            start = comment_start
        if not depth:
            parts += [
                source[place:start],
                (TAG if name or source[start + 1] == "%" else OUTPUT) * (end - start),
            ]
            place = end
    return "".join([*parts, source[place:]])


def decoded(value: str) -> str:
    """Undo the entities of an attribute's value, as a browser does there, but not inside Liquid."""
    return outside_liquid(value, lambda text: _REFERENCE.sub(_meant, text))


def outside_liquid(source: str, change: Callable[[str], str], liquid: Callable[[str], str] = str) -> str:
    """Apply `change` to what is not Liquid, and `liquid` to what is."""
    parts: list[str] = []
    place = 0
    for start, end, _ in markups(source):
        parts += [change(source[place:start]), liquid(source[start:end])]
        place = end
    return "".join([*parts, change(source[place:])])


def _attributes(source: str, hidden: str, place: int, found: list[Attribute]) -> int | None:
    """Collect the attributes of the tag whose name ends at `place`; return where it ends, None if nowhere."""
    while not (closing := _CLOSING.match(hidden, place)):
        match = _ATTRIBUTE.match(hidden, place)
        if not match:
            return None
        place = match.end()
        start, end = match.span("value") if match["value"] else (place, place)
        value = source[start:end]
        if value[:1] in ("'", '"'):
            value = value[1:-1]
        found.append(Attribute(match["name"].lower(), value, start, end))
    return closing.end()


def _meant(reference: re.Match[str]) -> str:
    name = reference[0]
    return unescape(name) if name.startswith("&#") or name[1:] in html.entities.html5 else name
