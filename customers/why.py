"""What let a touch through, kept as one short text beside it: a dial, a default, a limit of ours, or consent.

It is written when the touch is spent and not worked out later: defaults, limits and snoozes of that hour
are in no history.
"""

from typing import NamedTuple

DIAL, DEFAULT, HOUSE, CONSENT = "dial", "default", "house", "consent"


class Why(NamedTuple):
    """The tightest rule that a touch passed; `position` is None for a consent, which has no dial.

    An empty channel or topic means all of them. `source` is empty where nothing limited the touch.
    """

    source: str = ""
    channel: str = ""
    topic: str = ""
    position: int | None = None

    def __str__(self) -> str:
        """Return the text to keep, such as "dial:email:offers:4"; the topic of a consent is its purpose."""
        position = "" if self.position is None else self.position
        return f"{self.source}:{self.channel}:{self.topic}:{position}" if self.source else ""


def read(text: str) -> Why:
    """Return what a kept text says; nothing known for one that is empty."""
    if not text:
        return Why()
    source, channel, topic, position = text.split(":")
    return Why(source, channel, topic, int(position) if position else None)
