"""How fast a route, and a domain that we write to, may be written to: every message gets its moment.

Each limit is a bucket that fills evenly. Of a bucket only the time is known from which it is free, in Valkey,
moved by compare-and-set; who takes a block of moments moves it by as many spacings. No Valkey, no storm: then
each process goes on by what it knows itself, as slowly as if it were one of eight.
"""

import heapq
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger(__name__)
OTHERS = 8
"""For how many a process keeps room while it cannot ask what the others do."""
PLAN_SECONDS = 1800.0
"""How far ahead messages are planned; what is later than that asks again."""
_SILENT_SECONDS = 2.0
_TRIES = 6


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `count` within any `seconds`."""

    count: int
    seconds: int

    @property
    def late_seconds(self) -> float:
        """How much later than its moment a message may be handed over; after that it gives it up."""
        return 0.1 if self.seconds == 1 else 0.75

    @property
    def spacing(self) -> float:
        """Wider by that much, so that even then no second (minute, hour) holds more than it may."""
        return (self.seconds + self.late_seconds) / self.count

    def __str__(self) -> str:
        unit = {1: "second", 60: "minute", 3600: "hour"}[self.seconds]
        return f"{self.count:,} a {unit}"


def route_bucket(channel: str, provider: str) -> str:
    """Return the bucket of a route; "" if it may go as fast as it can. A rate for its kind is for each."""
    return f"route:{channel}:{provider}" if rate_of_route(provider) else ""


def domain_bucket(address: str) -> str:
    """Return the bucket of a mail address's domain; "" if nothing limits it."""
    if not settings.DOMAIN_RATES:
        return ""
    _, _, domain = address.rpartition("@")
    domain = domain.lower()
    is_limited = "@" in address and (domain in settings.DOMAIN_RATES or "*" in settings.DOMAIN_RATES)
    return f"domain:{domain}" if is_limited else ""


def rate_of_route(provider: str) -> Rate | None:
    known = settings.PROVIDER_RATES
    said = known.get(provider) or known.get(provider.partition("@")[0].partition("#")[0])
    return Rate(*said) if said else None


def rate_of(bucket: str) -> Rate:
    kind, _, name = bucket.removeprefix(_PLAN).partition(":")
    if kind == "domain":
        return Rate(*(settings.DOMAIN_RATES.get(name) or settings.DOMAIN_RATES["*"]))
    rate = rate_of_route(name.partition(":")[2])
    assert rate is not None, bucket
    return rate


class Turns:
    """One look at the buckets, to see who could go soon. Promises nothing: that is for `take`."""

    def __init__(self, within_seconds: float) -> None:
        self._now = time.time()
        self._until = self._now + within_seconds
        self._free: dict[str, float] = {}
        self.next_at: float | None = None
        """The earliest moment of those who could not go, by time.time()."""

    def admit(self, route: str, domains: Sequence[str]) -> list[bool]:
        """Say of each message, by its domain's bucket, whether its moment comes soon."""
        wanted = sorted({route, *domains} - {""} - self._free.keys())
        self._free |= _known(wanted, self._now)
        at = allot(route, domains, self._free, now=self._now, until=self._until)
        if None in at:
            late = [bucket for bucket, when in zip(domains, at, strict=True) if when is None]
            soonest = min(max(self._free.get(route, 0), self._free.get(bucket, 0)) for bucket in late)
            self.next_at = min(soonest, self.next_at or soonest)
        return [when is not None for when in at]


def take(route: str, domains: Sequence[str], *, within_seconds: float) -> list[float | None]:
    """Take a moment for each message, by time.time(), where one is free in time. It is theirs alone."""
    now = time.time()
    return _take(route, domains, now, now + within_seconds)


def plan(route: str, domains: Sequence[str]) -> list[float]:
    """Return when each message may expect to go, behind all who were planned before it."""
    now = time.time()
    named = ["" if not bucket else _PLAN + bucket for bucket in domains]
    at = _take(_PLAN + route if route else "", named, now, now + PLAN_SECONDS)
    return [now + PLAN_SECONDS if when is None else when for when in at]


def allot(
    route: str, domains: Sequence[str], free: dict[str, float], *, now: float, until: float, share: int = 1
) -> list[float | None]:
    """Give each message the first moment that is free in its route's and its domain's bucket. Pure.

    Moves `free` accordingly. A message whose domain has to wait lets others go before it; what has no
    moment until `until` has none.
    """
    gaps = {bucket: rate_of(bucket).spacing * share for bucket in {route, *domains} - {""}}
    queues: dict[str, list[int]] = {}
    for index, bucket in enumerate(domains):
        queues.setdefault(bucket, []).append(index)
    soonest = [(free.get(bucket, now), queue[0], bucket) for bucket, queue in queues.items()]
    heapq.heapify(soonest)
    done = dict.fromkeys(queues, 0)
    at: list[float | None] = [None] * len(domains)
    while soonest:
        moment = max(now, soonest[0][0], free.get(route, now) if route else now)
        if moment > until:
            break
        bucket = soonest[0][2]
        at[queues[bucket][done[bucket]]] = moment
        done[bucket] += 1
        for each in {route, bucket} - {""}:
            free[each] = moment + gaps[each]
        if done[bucket] == len(queues[bucket]):
            heapq.heappop(soonest)
        else:
            heapq.heapreplace(soonest, (free.get(bucket, moment), queues[bucket][done[bucket]], bucket))
    return at


_PLAN = "plan:"
_seen: dict[str, float] = {}
"""The latest this process has read or taken, so that a Valkey wiped clean does not open every bucket."""
_silent_until = 0.0


def _take(route: str, domains: Sequence[str], now: float, until: float) -> list[float | None]:
    buckets = sorted({route, *domains} - {""})
    for _ in range(_TRIES if buckets else 0):
        stored = _stored(buckets)
        free = _freed(buckets, stored or {}, now)
        at = allot(route, domains, free, now=now, until=until, share=1 if stored is not None else OTHERS)
        if stored is None or _swap(stored, free, now):
            _remember(free, now)
            return at
    return [None] * len(domains) if buckets else [now] * len(domains)


def _known(buckets: Sequence[str], now: float) -> dict[str, float]:
    return _freed(buckets, (_stored(buckets) if buckets else None) or {}, now)


def _freed(buckets: Sequence[str], stored: Mapping[str, str], now: float) -> dict[str, float]:
    return {each: max(float(stored.get(each) or 0), _seen.get(each, 0.0), now) for each in buckets}


def _remember(free: Mapping[str, float], now: float) -> None:
    _seen.update(free)
    if len(_seen) > 10_000:
        for bucket in [bucket for bucket, at in _seen.items() if at < now]:
            del _seen[bucket]


def _stored(buckets: Sequence[str]) -> dict[str, str] | None:
    """Read the buckets; None while Valkey does not answer, which is found out every two seconds only."""
    if time.monotonic() < _silent_until:
        return None
    try:
        said = _valkey(settings.REDIS_URL).mget([_KEY + bucket for bucket in buckets])
    except (redis.RedisError, OSError) as error:
        _go_on_alone(error)
        return None
    return {bucket: str(value or "") for bucket, value in zip(buckets, said, strict=True)}


def _swap(stored: Mapping[str, str], free: Mapping[str, float], now: float) -> bool:
    """Write the buckets if nobody else has in the meantime. With no answer nothing is taken."""
    lasts = int((max(free.values()) - now + 60) * 1000)
    values = [*stored.values(), *(repr(free[bucket]) for bucket in stored), str(lasts)]
    try:
        keys = [_KEY + bucket for bucket in stored]
        done = _valkey(settings.REDIS_URL).eval(_SWAP, len(keys), *keys, *values)
    except (redis.RedisError, OSError) as error:
        _go_on_alone(error)
        return False
    return bool(done)


def _go_on_alone(error: Exception) -> None:
    global _silent_until
    _silent_until = time.monotonic() + _SILENT_SECONDS
    log.warning("Valkey cannot be asked for rates (%s); going on slowly.", type(error).__name__)


@cache
def _valkey(url: str) -> redis.Redis:
    """Keep a connection per process; it answers at once or not at all."""
    seconds = 0.25
    return redis.Redis.from_url(
        url,
        socket_timeout=seconds,
        socket_connect_timeout=seconds,
        retry=Retry(NoBackoff(), 0),
        decode_responses=True,
    )


_KEY = "rapport:free:"
_SWAP = """
for i = 1, #KEYS do
    if (redis.call('GET', KEYS[i]) or '') ~= ARGV[i] then return 0 end
end
for i = 1, #KEYS do redis.call('SET', KEYS[i], ARGV[#KEYS + i], 'PX', ARGV[2 * #KEYS + 1]) end
return 1
"""
