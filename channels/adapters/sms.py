"""SMS through whoever SMS_URL names: one channel, one file for each kind of provider."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings

from channels import addresses, posting
from channels.adapters import sms_gateway, sms_smpp, sms_twilio
from channels.carriers import BadSetting, Carrier, Source
from channels.protocol import Outcome, Outgoing, Result, Route, Shape
from channels.routenames import kind_of, named
from channels.smstext import segments

WINDOW = 100
ANSWER_SECONDS = 20.0
"""Shorter, with the time to start, than the dispatcher's lease: or a sweep would take it for lost."""
CARRIERS: dict[str, Callable[[str, str], Carrier]] = {
    "twilio": sms_twilio.from_url,
    "gateway": sms_gateway.from_url,
}


@dataclass(frozen=True, slots=True)
class HttpLine:
    """One provider that takes texts over HTTP."""

    provider: str
    url: str
    details: str
    connections: int
    link: str = ""
    window: int = WINDOW

    def is_ready(self) -> bool:
        return True

    def takes(self, address: str) -> bool:
        return True

    def send(self, batch: Sequence[Outgoing], *, start_by: float) -> list[Result]:
        """Hand each text over; one that cannot be sent at all is refused, the others go."""
        carrier = carrier_of(self.url, self.details)
        built = [_built(carrier, words) for words in batch]
        calls = [each for each in built if isinstance(each, posting.Call)]
        said = iter(_line(self.url, self.connections).send(calls, start_by))
        return [_result(carrier, next(said)) if isinstance(each, posting.Call) else each for each in built]


def _http(provider: str, url: str) -> Route:
    carrier_of(url, settings.SMS_GATEWAY)  # a setting that nobody can read is told before a text goes
    return HttpLine(provider, url, settings.SMS_GATEWAY, settings.SMS_CONNECTIONS)


KINDS: dict[str, Callable[[str, str], Route]] = {
    **dict.fromkeys(CARRIERS, _http),
    sms_smpp.Smpp.key: sms_smpp.route_of,
}
"""What makes a route of (name, address), by the kind that the address begins with."""


class Sms:
    """Texts leave through SMS_URL, by the first of its providers that is well; their number is its `from`."""

    key = "sms"
    shape = Shape(contact_kind="phone", has_subject=False, has_html=False, max_bytes=4000)

    def is_ready(self) -> bool:
        return bool(settings.SMS_URL)

    def routes(self) -> Sequence[Route]:
        return _routes(settings.SMS_URL, settings.SMS_GATEWAY, settings.SMS_CONNECTIONS)


def carriers(key: str) -> list[Carrier]:
    """Return the HTTP providers of this kind that SMS_URL names; more than one if it has two accounts."""
    return [
        carrier_of(url, settings.SMS_GATEWAY)
        for url in settings.SMS_URL.split()
        if kind_of(url) == key and key in CARRIERS
    ]


def sources(key: str) -> list[Source]:
    """Return who of this kind tells us what became of our texts and what people write."""
    if key == sms_smpp.Smpp.key:
        return [sms_smpp.source_of(url) for url in settings.SMS_URL.split() if kind_of(url) == key]
    return [*carriers(key)]


@cache
def carrier_of(url: str, details: str = "") -> Carrier:
    """Return the HTTP provider that an address names. Raises BadSetting."""
    return CARRIERS[_known(url, CARRIERS)](url, details)


@cache
def _routes(setting: str, details: str, connections: int) -> tuple[Route, ...]:
    """Read the settings once; `details` and `connections` make other routes, too."""
    return tuple(KINDS[_known(url, KINDS)](name, url) for name, url in named(setting))


def _known(url: str, kinds: Mapping[str, Any]) -> str:
    kind = kind_of(url)
    if kind not in kinds:
        raise BadSetting(f"SMS_URL begins with {kind!r}; it must begin with one of {', '.join(kinds)}.")
    return kind


@cache
def _line(url: str, connections: int) -> posting.Line:
    """Keep connections per process and provider."""
    return posting.Line(connections, ANSWER_SECONDS)


def _built(carrier: Carrier, words: Outgoing) -> posting.Call | Result:
    if not words.text.strip():
        return Result(Outcome.REFUSED, "There are no words to send")
    if segments(words.text).is_too_long:
        return Result(Outcome.REFUSED, "Too long for an SMS")
    reference = addresses.sms_reference(words.message_id)
    return carrier.call(words, reference=reference, callback=addresses.sms_callback(carrier.key, reference))


def _result(carrier: Carrier, said: posting.Said) -> Result:
    match said:
        case posting.NotBegun():
            return Result(Outcome.UNTOUCHED, said.words)
        case posting.NoAnswer():
            return Result(Outcome.UNKNOWN, said.words)
        case posting.Answer():
            return carrier.result(said)


SMS = Sms()
