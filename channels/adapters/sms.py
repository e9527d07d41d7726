"""SMS through whoever SMS_URL names: one channel, one file for each kind of provider."""

from collections.abc import Callable, Sequence
from functools import cache

from django.conf import settings

from channels import addresses, posting
from channels.adapters import sms_gateway, sms_twilio
from channels.carriers import BadSetting, Carrier
from channels.protocol import Outcome, Outgoing, Result, Shape
from channels.smstext import segments

WINDOW = 100
ANSWER_SECONDS = 20.0
"""Shorter, with the time to start, than the dispatcher's lease: or a sweep would take it for lost."""
CARRIERS: dict[str, Callable[[str, str], Carrier]] = {
    "twilio": sms_twilio.from_url,
    "gateway": sms_gateway.from_url,
}


class Sms:
    """Texts leave through SMS_URL; their number is the provider's `from`."""

    key = "sms"
    provider = "sms:http"
    shape = Shape(contact_kind="phone", has_subject=False, has_html=False, max_bytes=4000)
    window = WINDOW

    def is_ready(self) -> bool:
        return bool(settings.SMS_URL)

    def send(self, batch: Sequence[Outgoing], *, start_by: float) -> list[Result]:
        """Hand each text over; one that cannot be sent at all is refused, the others go."""
        carrier = carrier_of(settings.SMS_URL, settings.SMS_GATEWAY)
        built = [_built(carrier, words) for words in batch]
        calls = [each for each in built if isinstance(each, posting.Call)]
        said = iter(_line(settings.SMS_URL, settings.SMS_CONNECTIONS).send(calls, start_by))
        return [_result(carrier, next(said)) if isinstance(each, posting.Call) else each for each in built]


@cache
def carrier_of(url: str, details: str = "") -> Carrier:
    """Return the provider that an address names. Raises BadSetting."""
    kind = url.partition("://")[0].partition("+")[0]
    if kind not in CARRIERS:
        raise BadSetting(f"SMS_URL begins with {kind!r}; it must begin with one of {', '.join(CARRIERS)}.")
    return CARRIERS[kind](url, details)


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
