"""Find the links in a template and put counted ones in their place, once, when it is published.

The rest of the source stays as it is, to the byte. A link leads to a target that is itself a template: the
hub keeps it, and fills it in when somebody clicks.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from channels.liquid.errors import BrokenTemplate
from channels.liquid.markup import OUTPUT, TAG, Tag, decoded, masked, outside_liquid, tags
from channels.liquid.template import Template, compile_html, compile_text

UNTRACKED: Final = "data-untracked"
PIXEL: Final = (
    '{% if pixel and pixel != "" %}'
    '<img src="{{ pixel }}" width="1" height="1" alt="" style="border:0">'
    "{% endif %}"
)
"""Fetched when the mail is shown, if the data has an address for it."""
OF_THE_MESSAGE: Final = frozenset({"links", "pixel", "unsubscribe_url", "portal_url", "less_url"})
"""What the hub fills in itself when it sends; a target that asks for one cannot be filled in later."""
_LONGEST: Final = 4_000
_COUNTED = re.compile(r"https?://|\{\{|\{%", re.IGNORECASE)
_WRITTEN = re.compile(rf"(?<![\w{OUTPUT}])https?://(?=[\w{OUTPUT}])[^\s<>\"'{TAG}]+", re.IGNORECASE)
_BRANCH = re.compile(r"\{%-?\s*(?:else|elsif|when)\b|\{%-?\s*end\w+\s*-?%\}(?=\s|\Z)")
_SAFE = re.compile(
    r"https?://(?P<host>\w(?:[\w-]*\w)?(?:\.\w(?:[\w-]*\w)?)*\.?)(?::\d{1,5})?(?:[/?#][^\\]*)?", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def find_links(html: str) -> list[str]:
    """Return where the links of an HTML template lead, mail addresses and anchors too, in order."""
    return [target for tag in tags(html) if _is_link(tag) and (target := tag.get("href")) is not None]


def instrument(html: str) -> tuple[str, list[str]]:
    """Put `{{ links[n] }}` for each target that is counted, and the pixel before the body ends.

    Returns the new template and the targets by number; equal targets share one. Rendering it wants `links`,
    a list of addresses in that order, and `pixel`, an address or "". Left alone: all that is not the web,
    such as mailto and tel, anchors, links marked data-untracked, and targets that ask for what only sending
    knows: the message's own links, a loop variable, a name assigned in the template. Raises BrokenTemplate.
    """
    template = compile_html(html)
    targets: list[str] = []
    changes: list[tuple[int, int, str]] = []
    body_end = len(html)
    for tag in tags(html):
        if tag.name == "body" and tag.is_closing:
            body_end = tag.start
        if not _is_link(tag) or any(each.name == UNTRACKED for each in tag.attributes):
            continue
        for attribute in tag.attributes:
            target = _tidied(decoded(attribute.value))
            if attribute.name == "href" and _is_counted(target, template):
                quote = "'" if html[attribute.start] == "'" else '"'
                changes.append((attribute.start, attribute.end, quote + _numbered(target, targets) + quote))
    return _changed(html, sorted([*changes, (body_end, body_end, PIXEL)])), targets


def instrument_text(text: str, targets: Sequence[str] = ()) -> tuple[str, list[str]]:
    """Do the same for web addresses written out in a plain text; returns `targets` with new ones added."""
    template = compile_text(text)
    targets = list(targets)
    changes: list[tuple[int, int, str]] = []
    for start, end in _written(text):
        if _is_counted(text[start:end], template):
            changes.append((start, end, _numbered(text[start:end], targets)))
    return _changed(text, changes), targets


def is_safe_target(url: str) -> bool:
    """Say whether a click may be sent there: only the web, without a log-in or a look of being elsewhere."""
    if len(url) > _LONGEST or url != url.strip() or _CONTROL.search(url):
        return False
    match = _SAFE.fullmatch(url)
    return match is not None and unicodedata.normalize("NFKC", match["host"]) == match["host"]


def _is_link(tag: Tag) -> bool:
    return tag.name == "a" and not tag.is_closing


def _tidied(target: str) -> str:
    """Drop the line breaks that browsers drop from an address, and write blanks as they do."""
    return outside_liquid(target.strip(), lambda text: re.sub(r"[\t\r\n]+", "", text).replace(" ", "%20"))


def _is_counted(target: str, template: Template) -> bool:
    if not _COUNTED.match(target):
        return False
    try:
        asked = {name.partition(".")[0] for name in compile_text(target).variables}
    except BrokenTemplate:
        return False  # a block that begins in the address and ends behind it
    return not asked & (OF_THE_MESSAGE | template.bound_names)


def _numbered(target: str, targets: list[str]) -> str:
    if target not in targets:
        targets.append(target)
    return f"{{{{ links[{targets.index(target)}] }}}}"


def _changed(source: str, changes: Sequence[tuple[int, int, str]]) -> str:
    parts: list[str] = []
    place = 0
    for start, end, new in changes:
        parts += [source[place:start], new]
        place = end
    return "".join([*parts, source[place:]])


def _written(text: str) -> Iterator[tuple[int, int]]:
    """Find addresses, without the punctuation of the sentence around; not one that a tag may lengthen."""
    hidden = masked(text)
    for match in _WRITTEN.finditer(hidden):
        start, end = match.span()
        if hidden[end : end + 1] == TAG and not _BRANCH.match(text, end):
            continue
        while hidden[end - 1] in ".,;:!?*_" or (hidden[end - 1] in ")]" and not _has_pair(hidden[start:end])):
            end -= 1
        yield start, end


def _has_pair(address: str) -> bool:
    opening = "(" if address.endswith(")") else "["
    return address.count(opening) >= address.count(address[-1])
