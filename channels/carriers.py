"""What the SMS channel and a provider of it say to each other, in plain types."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from channels.mailreading import BounceClass
from channels.posting import Answer, Call
from channels.protocol import Outgoing, Result


class BadSetting(ValueError):
    """SMS_URL or SMS_GATEWAY cannot be used; the words say what is missing."""


class Garbled(ValueError):
    """A callback that says nothing we can read; it is kept and shown to a person."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a provider says became of a message of ours; `reference` is ours, given back in the callback."""

    reference: str
    provider_id: str
    is_delivered: bool
    bounce_class: BounceClass | None
    """Set if it was not delivered for good; neither means that it is still on its way."""
    words: str
    address: str = ""
    """Whom it was sent to, where a provider's number may come round again."""


class Piece(NamedTuple):
    """Which part this is of a text that came in several."""

    reference: int
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Text:
    """An SMS that somebody sent us, to the number `recipient`."""

    provider_id: str
    sender: str
    recipient: str
    words: str
    piece: Piece | None = None


class Source(Protocol):
    """Who tells us what became of our SMS and what people write."""

    @property
    def key(self) -> str:
        """Name its callbacks."""

    @property
    def sender(self) -> str:
        """Return the number or word that people see."""

    def parse(self, content_type: str, body: bytes) -> Told | Text:
        """Read a callback. Raises Garbled, and nothing else, whatever the bytes."""


class Carrier(Source, Protocol):
    """Who carries our SMS over HTTP: one file in channels/adapters, one line in channels/adapters/sms.py.

    Its callbacks come to /hooks/sms/<key>/.
    """

    def call(self, words: Outgoing, *, reference: str, callback: str) -> Call:
        """Return the request that sends this SMS; the same at every attempt."""

    def result(self, answer: Answer) -> Result:
        """Say what an answer means. In doubt between "refused" and "unknown" it is unknown."""

    def is_genuine(self, url: str, headers: Mapping[str, str], body: bytes, *, now: float) -> bool:
        """Say whether a callback comes from this provider, judged over the very bytes."""
