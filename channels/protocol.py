"""What dispatch and a channel adapter say to each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, NamedTuple, Protocol


class Outcome(StrEnum):
    """What became of one message. The outbox's promise rests on these being exactly right."""

    ACCEPTED = "accepted"
    REFUSED = "refused"  # for good, by the other side
    BOUNCED = "bounced"  # for good, because the address does not exist
    DEFERRED = "deferred"  # not now; try again later
    UNKNOWN = "unknown"  # handed over, but the answer never came
    UNTOUCHED = "untouched"  # never begun; safe to send at any time


class Result(NamedTuple):
    outcome: Outcome
    words: str = ""
    """What the other side said, for staff."""
    provider_id: str = ""
    retry_after: timedelta | None = None
    """How long the other side asks us to wait, with DEFERRED."""
    is_about_route: bool = True
    """Whether that wait is for the whole route; a push service that one browser named speaks for itself."""


class Outgoing(NamedTuple):
    """One message with its words, ready for the wire."""

    message_id: int
    address: str
    name: str
    sender_name: str
    sender_address: str
    subject: str
    text: str
    html: str
    is_marketing: bool
    unsubscribe_url: str
    context: Mapping[str, Any]
    """The merged values, kept with the message so that its words can be shown again."""
    thread: tuple[str, ...] | None = None
    """For what a person wrote in a conversation: the Message-IDs it goes on from, what it answers last."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What fits into a message of this channel."""

    contact_kind: str
    has_subject: bool
    has_html: bool
    max_bytes: int
    is_on_screen: bool = True
    """Whether a link in it can be followed: not on paper, nor where a person says the words."""


class Route(Protocol):
    """One way to one provider; a channel has them in the order it prefers."""

    @property
    def provider(self) -> str:
        """Name its breaker, its rate and its health: "smtp", "postmark", "twilio" …; once in a channel."""

    @property
    def link(self) -> str:
        """Name the process that alone can speak it (`manage.py smpp_link NAME`); "": any worker can."""

    @property
    def window(self) -> int:
        """Say how many messages may be in flight at once: what a crash can at most send twice."""

    def is_ready(self) -> bool:
        """Say whether it is configured at all; what is not ready is not tried."""

    def takes(self, address: str) -> bool:
        """Say whether it can reach this address at all."""

    def send(self, batch: Sequence[Outgoing], *, start_by: float) -> list[Result]:
        """Hand the batch over and return one result each, in order.

        Nothing may be begun after `start_by` (on time.monotonic()); what was not is UNTOUCHED. Never
        raises for a single bad message or a failing provider. A repeat of a message carries the same key.
        """


class Adapter(Protocol):
    """One channel: one file in channels/adapters and one line in channels/registry.py."""

    key: str
    shape: Shape

    def is_ready(self) -> bool:
        """Say whether this channel is configured at all."""

    def routes(self) -> Sequence[Route]:
        """Return its routes, the one it prefers first. Raises ValueError for a setting nobody can read."""
