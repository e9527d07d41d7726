"""What had to wait goes out together: who carries whom, and how many mails become one.

A digest is no message of its own. The one among those that waited which expires last carries the others:
its Message-ID, its touch and its attempts are those of the mail, and the others end as "in message N".
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import NamedTuple

from channels import claims, policies
from channels.claims import Due, Part
from channels.protocol import Outgoing

_LONGEST_TOPICS = 40
"""As many letters as a touch has for its topics; what does not fit waits for the next digest."""
_LONGEST_SUBJECT = 150


class Companion(NamedTuple):
    """What goes out within another message; `is_joining` unless it did so at an earlier attempt already."""

    due: Due
    is_joining: bool


def gather(found: Sequence[Due], *, now: datetime) -> tuple[list[Due], dict[int, list[Companion]]]:
    """Return the messages, digests knowing all their topics, and what each digest carries."""
    digests = [each for each in found if each.otherwise == policies.DIGEST]
    if not digests:
        return list(found), {}
    carried: dict[int, list[Companion]] = defaultdict(list)
    topics = {each.id: {each.topic} for each in digests}
    for carrier, is_joining, due in claims.companions(digests, now=now):
        together = topics[carrier] | {due.topic}
        if not is_joining or len(" ".join(together)) <= _LONGEST_TOPICS:
            topics[carrier] = together
            carried[carrier].append(Companion(due, is_joining))
    named = [each._replace(topics=" ".join(sorted(topics.get(each.id, ())))) for each in found]
    return named, dict(carried)


def bind(
    message: Due,
    words: Outgoing,
    companions: Sequence[Companion],
    rendered: Mapping[int, Outgoing | str],
    *,
    now: datetime,
) -> tuple[Due, Outgoing]:
    """Return the message as a digest of itself and its companions, without those that are late or broken."""
    said = [
        (each, inner)
        for each in companions
        if not isinstance(inner := rendered[each.due.id], str)
        and (each.due.not_after is None or now <= each.due.not_after)
    ]
    if not said:
        return message, words
    parts = [(one.subject, one.text, one.html) for one in (words, *(inner for _, inner in said))]
    subject, text, html = compose(parts)
    joining = tuple(Part(each.due, inner.context) for each, inner in said if each.is_joining)
    return message._replace(parts=joining), words._replace(subject=subject, text=text, html=html)


def compose(parts: Sequence[tuple[str, str, str]]) -> tuple[str, str, str]:
    """Make one (subject, text, html) of several, with their subjects as headings.

    It has HTML if any part has; a part without it is shown as its text.
    """
    subject = " · ".join(subject for subject, _, _ in parts)
    if len(subject) > _LONGEST_SUBJECT:
        subject = f"{subject[: _LONGEST_SUBJECT - 1]}…"
    text = "\n\n\n".join(f"{title}\n{'=' * len(title)}\n\n{body.strip()}" for title, body, _ in parts) + "\n"
    if not any(html for _, _, html in parts):
        return subject, text, ""
    styles = "".join(style for _, _, html in parts for style in _STYLE.findall(_head(html)))
    sections = "\n".join(
        f"<h2>{escape(title)}</h2>\n{_inside(html) if html else _shown(body)}" for title, body, html in parts
    )
    return subject, text, f"<!DOCTYPE html><html><head>{styles}</head><body>\n{sections}\n</body></html>\n"


_BODY = re.compile(r"<body\b([^>]*)>(.*?)(?:</body\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_STYLE = re.compile(r"<style\b.*?</style\s*>", re.IGNORECASE | re.DOTALL)


def _head(html: str) -> str:
    body = _BODY.search(html)
    return html[: body.start()] if body else ""


def _inside(html: str) -> str:
    """Return what a page shows, its body's own looks kept."""
    body = _BODY.search(html)
    return f"<div{body[1]}>{body[2]}</div>" if body else html


def _shown(text: str) -> str:
    return f'<div style="white-space:pre-wrap">{escape(text.strip())}</div>'
