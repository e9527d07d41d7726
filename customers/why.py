"""What let a touch through, kept as one short text beside it: a dial, a default, a limit of ours, or consent.

It is written when the touch is spent and not worked out later: defaults, limits and snoozes of that hour
are in no history.
"""

from functools import lru_cache
from typing import NamedTuple

DIAL, DEFAULT, HOUSE, CONSENT = "dial", "default", "house", "consent"


class Why(NamedTuple):
    """The strictest rule that a touch passed; an empty channel or topic means all of them.

    A consent has no position, and its purpose stands where others have their topic. `source` is empty where
    nothing at all spoke to the touch.
    """

    source: str = ""
    channel: str = ""
    topic: str = ""
    position: int | None = None


@lru_cache(maxsize=4096)
def put(source: str, channel: str, topic: str, position: int | None = None) -> str:
    """Return the text to keep, such as "dial:email:offers:4"."""
    return f"{source}:{channel}:{topic}:{'' if position is None else position}"


def read(text: str) -> Why:
    """Return what a kept text says; nothing known for one that is empty."""
    if not text:
        return Why()
    source, channel, topic, position = text.split(":")
    return Why(source, channel, topic, int(position) if position else None)
