"""What a push message shows: a title, a few words, and where a tap leads. Pure."""

import re
from typing import NamedTuple

LARGEST_BYTES = 2500
"""Of title, words and link together: what we add and what encrypting adds fits into 4,096 with them."""
_LINK = re.compile(r"https?://[^\s<>\"]+")


class Notice(NamedTuple):
    title: str
    body: str
    link: str

    @property
    def is_too_long(self) -> bool:
        return sum(len(part.encode()) for part in self) > LARGEST_BYTES


def notice(subject: str, text: str) -> Notice:
    """Make a notice of a subject and a text: a tap follows its first link, which is not shown if it ends it.

    Without a link a tap leads to the customer's own page.
    """
    body = text.strip()
    found = _LINK.search(body)
    link = found[0] if found else ""
    if found and found.end() == len(body):
        body = body[: found.start()].rstrip()
    return Notice(subject.strip(), body, link)
