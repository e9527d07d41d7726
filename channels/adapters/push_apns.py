"""Apple's push notification service: HTTP/2, one connection a window, signed with the team's key.

Source: Apple, "Sending notification requests to APNs", "Handling notification responses from APNs".
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

from channels.adapters import push_parcels
from channels.adapters.push_parcels import Parcel
from channels.models import Device, Lane
from channels.posting import Answer, NoAnswer, NotBegun, Said
from channels.protocol import Outcome, Outgoing, Result

ANSWER_SECONDS = 10.0
_GONE = frozenset({"BadDeviceToken", "Unregistered", "ExpiredToken"})
_LATER = frozenset({403, 429, 500, 503})
"""Our key, or the moment: nothing a message could be failed for. Apple says each in its own words."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where Apple listens, and who we are to it."""

    host: str
    port: int
    key_id: str
    team_id: str
    topic: str


@dataclass(frozen=True, slots=True)
class Note:
    """One notification as Apple takes it; `reference` is a UUID, the same at every attempt."""

    token: str
    reference: str
    payload: dict[str, Any]
    life_seconds: int
    priority: int


class Apns:
    """One app of one team."""

    provider = "apns"
    link = ""
    window = 100

    def is_ready(self) -> bool:
        return bool(settings.PUSH_APNS_URL and settings.PUSH_APNS_KEY)

    def takes(self, address: str) -> bool:
        return address.startswith(f"{Device.Kind.APNS.value}:")

    def send(self, batch: Sequence[Outgoing], *, start_by: float) -> list[Result]:
        return push_parcels.send(batch, start_by, lambda parcel: parcel, _post)


def server_of(url: str) -> Server:
    """Read apns://KEY_ID:TEAM_ID@api.push.apple.com/?topic=com.example.app. Raises ValueError."""
    parts = urlsplit(url)
    topic = parse_qs(parts.query).get("topic", [""])[0]
    if parts.scheme != "apns" or not (parts.hostname and parts.username and parts.password and topic):
        raise ValueError(
            "PUSH_APNS_URL must be like apns://KEY_ID:TEAM_ID@api.push.apple.com/?topic=com.example.app."
        )
    return Server(parts.hostname, parts.port or 443, unquote(parts.username), unquote(parts.password), topic)


def _post(parcels: Sequence[Parcel], start_by: float) -> list[Result]:
    if not parcels:
        return []
    return asyncio.run(_exchange(server_of(settings.PUSH_APNS_URL), parcels, start_by))


async def _exchange(server: Server, parcels: Sequence[Parcel], start_by: float) -> list[Result]:
    """Send all at once over one connection; what has no answer in time may have been taken."""
    from channels.adapters import apns_wire  # a dear import: only who sends pays for it

    def all_of(outcome: Outcome, words: str) -> list[Result]:
        return [Result(outcome, words)] * len(parcels)

    try:
        connection = await apns_wire.connect(server, settings.PUSH_APNS_KEY, start_by)
    except (OSError, TimeoutError) as error:
        return all_of(Outcome.UNTOUCHED, f"{type(error).__name__} from {server.host}")
    except apns_wire.BadKey:
        return all_of(Outcome.DEFERRED, "PUSH_APNS_KEY is no key that Apple made")
    said = await connection.exchange([_note(parcel) for parcel in parcels], ANSWER_SECONDS)
    return [_result(each) for each in said]


def _note(parcel: Parcel) -> Note:
    alert = {"title": parcel.notice.title, "body": parcel.notice.body}
    return Note(
        parcel.device.endpoint,
        str(parcel.reference),
        {"aps": {"alert": alert, "sound": "default"}, **parcel.data},
        parcel.life_seconds,
        5 if parcel.lane == Lane.BULK else 10,
    )


def _result(said: Said) -> Result:
    match said:
        case NotBegun():
            return Result(Outcome.UNTOUCHED, said.words)
        case NoAnswer():
            return Result(Outcome.UNKNOWN, said.words)
        case Answer(status=200):
            return Result(Outcome.ACCEPTED, "", said.body.decode())
        case Answer():
            return _judged(said.status, said.body.decode("utf-8", "replace"))


def _judged(status: int, reason: str) -> Result:
    words = f"{status} {reason}".strip()
    if status == 410 or reason in _GONE:
        return Result(Outcome.BOUNCED, words)
    if status in _LATER:
        return Result(Outcome.DEFERRED, words)
    return Result(Outcome.UNKNOWN if status > 500 else Outcome.REFUSED, words)
