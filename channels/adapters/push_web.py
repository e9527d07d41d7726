"""Web Push: encrypted for a browser (RFC 8291), signed (RFC 8292), posted to its push service (RFC 8030).

The push service's address comes from the browser, so from anybody: only public hosts over https are spoken
to, besides those that the owner trusts. Each host rests, fails and waits by itself.
"""

import json
from collections.abc import Sequence
from datetime import timedelta
from functools import cache

from django.conf import settings

from channels import posting, publicweb, vapid
from channels.adapters import push_parcels
from channels.adapters.push_parcels import Parcel
from channels.models import Device, Lane
from channels.posting import Answer, Call, NoAnswer, NotBegun, Said
from channels.protocol import Outcome, Outgoing, Result

ANSWER_SECONDS = 10.0
URGENCY = {Lane.CRITICAL: "high", Lane.CONVERSATIONAL: "normal", Lane.BULK: "low"}
_GONE = frozenset({404, 410})
_ABOUT_US = frozenset({401, 403, 408, 425, 429})


class WebPush:
    """All push services of all browsers."""

    provider = "webpush"
    link = ""
    window = 100

    def is_ready(self) -> bool:
        return bool(settings.PUSH_VAPID_KEY)

    def takes(self, address: str) -> bool:
        return address.startswith(f"{Device.Kind.WEB.value}:")

    def send(self, batch: Sequence[Outgoing], *, start_by: float) -> list[Result]:
        return push_parcels.send(batch, start_by, _call, _post)


def _call(parcel: Parcel) -> Call | Result:
    from py_vapid import VapidException
    from pywebpush import WebPusher, WebPushException  # a dear import: only who sends pays for it

    keys = {"p256dh": parcel.device.p256dh, "auth": parcel.device.auth}
    said = {"title": parcel.notice.title, "body": parcel.notice.body, **parcel.data}
    try:
        pusher = WebPusher({"endpoint": parcel.device.endpoint, "keys": keys})
        body = pusher.encode(json.dumps(said, ensure_ascii=False).encode())["body"]
        origin = publicweb.origin_of(parcel.device.endpoint)
        signed = vapid.authorization(settings.PUSH_VAPID_KEY, origin)
    except (WebPushException, VapidException, ValueError):
        return Result(Outcome.REFUSED, "The browser's address or keys cannot be used")
    headers = {
        "Authorization": signed,
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(parcel.life_seconds),
        "Topic": parcel.reference.hex,
        "Urgency": URGENCY[parcel.lane],
    }
    return Call("POST", parcel.device.endpoint, headers, body)


def _post(calls: Sequence[Call], start_by: float) -> list[Result]:
    trusted = frozenset(settings.PUSH_TRUSTED_ORIGINS)
    inside = [publicweb.origin_of(call.url) in trusted for call in calls]
    said = {
        is_trusted: iter(
            _line(settings.PUSH_CONNECTIONS, is_trusted).send(
                [call for call, each in zip(calls, inside, strict=True) if each == is_trusted], start_by
            )
        )
        for is_trusted in set(inside)
    }
    return [_result(next(said[is_trusted])) for is_trusted in inside]


@cache
def _line(connections: int, is_trusted: bool) -> posting.Line:
    """Keep connections per process."""
    return posting.Line(connections, ANSWER_SECONDS, None if is_trusted else publicweb.session())


def _result(said: Said) -> Result:
    match said:
        case NoAnswer():
            return Result(Outcome.UNKNOWN, said.words)
        case NotBegun() if said.words:
            # One host of many, named by whoever subscribed: it may hold up nobody else.
            return _later(said.words, said.retry_after)
        case NotBegun():
            return Result(Outcome.UNTOUCHED)
        case Answer():
            return _judged(said)


def _judged(answer: Answer) -> Result:
    words = f"{answer.status} {answer.body[:150].decode('utf-8', 'replace')}".strip()
    if 200 <= answer.status < 300:
        return Result(Outcome.ACCEPTED)
    if answer.status in _GONE:
        return Result(Outcome.BOUNCED, words)
    if answer.status == 413:
        return Result(Outcome.REFUSED, words)
    if answer.status in _ABOUT_US or answer.status == 503 or answer.retry_after is not None:
        return _later(words, answer.retry_after)
    if answer.status >= 500:
        return Result(Outcome.UNKNOWN, words)
    return Result(Outcome.REFUSED, words)


def _later(words: str, wait: timedelta | None) -> Result:
    return Result(Outcome.DEFERRED, words, retry_after=wait, is_about_route=False)
