"""How every channel and each of its routes does, in words and figures, for the channels' page."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection

from channels import breaker, rates, ways
from channels.breaker import Standing
from channels.models import Lane, Provider, Traffic
from channels.protocol import Adapter, Route
from channels.registry import ADAPTERS
from hub.console import words

DAY = timedelta(days=1)
SLICES = 48
"""Half an hour each: what a small drawing can show of a day."""
TESTABLE = frozenset({"email", "sms"})
"""Channels that reach an address of which nothing else has to be known."""
LOOKED_AT = 20_000
"""Waiting messages of each lane, and messages sent last, that are counted; beyond, it is "or more"."""


class Receipts(NamedTuple):
    """How soon we hear what became of what was sent, of the messages sent last."""

    sent: int
    told: int
    median: timedelta | None

    @property
    def after(self) -> str:
        """Say the usual time until we hear, as roughly as it is of use."""
        seconds = self.median.total_seconds() if self.median else 0
        for size, unit in ((86400, "days"), (3600, "hours"), (60, "minutes")):
            if seconds >= 2 * size:
                return f"{seconds / size:.0f} {unit}"
        return f"{max(seconds, 1):.0f} s"


class Backlog(NamedTuple):
    waiting: int
    due: int
    oldest_at: datetime | None
    is_more: bool = False


@dataclass(frozen=True, slots=True)
class RouteHealth:
    """One route as the page shows it."""

    key: str
    name: str
    tone: str
    health: str
    detail: str
    is_paused: bool
    sent_last_minute: int
    allowed: str
    last_error: str
    last_error_at: datetime | None
    last_success_at: datetime | None
    sent: int
    refused: int
    """Turned away for good by the other side: a few speak of the recipients, not of the route."""
    held_up: int
    bars: list[dict[str, float]]
    can_test: bool
    is_used: bool

    @property
    def is_silent(self) -> bool:
        """Whether it has a process of its own, which does not run."""
        return self.health == _NOT_RUNNING


@dataclass(frozen=True, slots=True)
class ChannelHealth:
    key: str
    label: str
    is_ready: bool
    problem: str
    pause: Provider | None
    routes: list[RouteHealth]
    backlog: Backlog
    receipts: Receipts
    unread: int
    """What came back and waits to be read."""


class _Known(NamedTuple):
    """What one look at the tables brought."""

    providers: dict[str, Provider]
    standings: dict[str, Standing]
    traffic: dict[str, list[Traffic]]
    open_keys: frozenset[str]
    now: datetime


def channels(*, now: datetime) -> list[ChannelHealth]:
    """Return all channels that messages are handed to, those that are configured first."""
    traffic: dict[str, list[Traffic]] = defaultdict(list)
    for row in Traffic.objects.filter(minute_at__gt=now - DAY).order_by("minute_at"):
        traffic[row.key].append(row)
    standing = ways.roads(now=now).ways.values()
    known = _Known(
        Provider.objects.in_bulk(),
        breaker.standings(now=now),
        traffic,
        frozenset(way.key for those in standing for way in those),
        now,
    )
    backlogs, receipts, unread = _backlogs(now), _receipts(), _unread()
    found = [
        ChannelHealth(
            key,
            words.channel(key),
            adapter.is_ready(),
            problem,
            _pause(known, key),
            [_route(adapter, route, known) for route in routes if route.is_ready()],
            backlogs.get(key, Backlog(0, 0, None)),
            receipts.get(key, Receipts(0, 0, None)),
            unread.get(key, 0),
        )
        for key, adapter in ADAPTERS.items()
        for routes, problem in [_routes(adapter)]
    ]
    return sorted(found, key=lambda channel: not channel.is_ready)


def _routes(adapter: Adapter) -> tuple[Sequence[Route], str]:
    try:
        return (adapter.routes() if adapter.is_ready() else ()), ""
    except ValueError as error:
        return (), str(error)


def _pause(known: _Known, channel: str) -> Provider | None:
    provider = known.providers.get(ways.key_of(channel, ""))
    return provider if provider and provider.paused_at else None


def _route(adapter: Adapter, route: Route, known: _Known) -> RouteHealth:
    key = ways.key_of(adapter.key, route.provider)
    provider = known.providers.get(key) or Provider(key=key)
    lines = known.traffic.get(key, [])
    tone, health, detail = _health(key, route, provider, known)
    rate = rates.rate_of_route(route.provider)
    return RouteHealth(
        key=key,
        name=route.provider,
        tone=tone,
        health=health,
        detail=detail,
        is_paused=provider.paused_at is not None,
        sent_last_minute=_last_minute(lines, known.now),
        allowed=f"at most {rate}" if rate else "as fast as it goes",
        last_error=provider.last_error,
        last_error_at=provider.last_error_at,
        last_success_at=provider.last_success_at,
        sent=sum(line.sent for line in lines),
        refused=sum(line.failed for line in lines),
        held_up=sum(line.held_up for line in lines),
        bars=_bars(lines, known.now),
        can_test=not route.link and adapter.key in TESTABLE,
        is_used=bool(lines or provider.last_success_at or provider.last_error_at),
    )


def _health(key: str, route: Route, provider: Provider, known: _Known) -> tuple[str, str, str]:
    """Return a tone, a word or two, and a sentence on what happens now."""
    standing = known.standings.get(key)
    if standing == Standing.PAUSED:
        by = words.actor(provider.paused_by) or "by hand"
        return "warn", "Stopped", f"Stopped {by}: {provider.paused_why}"
    if standing == Standing.RESTING and provider.failures:
        return (
            "bad",
            "Resting",
            f"After {provider.failures} failures in a row it is left alone{_until(provider)}.",
        )
    if standing == Standing.RESTING:
        return "warn", "Asked to wait", f"The provider asked to be left alone{_until(provider)}."
    if standing == Standing.HALF_OPEN:
        return (
            "warn",
            "On trial",
            f"Its rest is over: {breaker.PROBE_SIZE} messages try it, and a success opens it.",
        )
    if key not in known.open_keys and route.link:
        return "bad", _NOT_RUNNING, f"Its own process ({route.link}) gives no sign of life."
    if provider.failures:
        return (
            "warn",
            "Failing",
            f"{provider.failures} of {breaker.FAILURES_TO_OPEN} failures until it rests.",
        )
    if provider.last_success_at is None:
        return "neutral", "Not used yet", "Nothing has gone by it so far."
    return "good", "Well", ""


def _until(provider: Provider) -> str:
    return f" until {words.moment(provider.open_until)}" if provider.open_until else ""


def _last_minute(lines: Sequence[Traffic], now: datetime) -> int:
    """Return what was sent in the last whole minute."""
    minute_at = now.replace(second=0, microsecond=0) - timedelta(minutes=1)
    return sum(line.sent for line in lines if line.minute_at == minute_at)


def _bars(lines: Sequence[Traffic], now: datetime) -> list[dict[str, float]]:
    """Return what was sent and what failed in each half hour of the last day, as heights of a drawing."""
    sent, failed = [0] * SLICES, [0] * SLICES
    for line in lines:
        place = SLICES - 1 - int((now - line.minute_at) / (DAY / SLICES))
        if 0 <= place < SLICES:
            sent[place] += line.sent
            failed[place] += line.failed + line.held_up
    most = max([*(a + b for a, b in zip(sent, failed, strict=True)), 1])
    return [
        {
            "x": place * 5,
            "sent": round(32 * sent[place] / most, 1),
            "failed": round(32 * failed[place] / most, 1),
            "sent_y": round(34 - 32 * sent[place] / most, 1),
            "failed_y": round(34 - 32 * (sent[place] + failed[place]) / most, 1),
        }
        for place in range(SLICES)
    ]


def _backlogs(now: datetime) -> dict[str, Backlog]:
    found = _rows(_BACKLOG, {"lanes": [lane.value for lane in Lane], "most": LOOKED_AT, "now": now})
    return {
        channel: Backlog(waiting, due, oldest_at, waiting >= LOOKED_AT)
        for channel, waiting, due, oldest_at in found
    }


def _receipts() -> dict[str, Receipts]:
    found = _rows(_RECEIPTS, {"most": LOOKED_AT // 4})
    return {channel: Receipts(sent, told, median) for channel, sent, told, median in found}


def _unread() -> dict[str, int]:
    return dict(_rows(_UNREAD, {}))


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


_NOT_RUNNING = "Not running"
_BACKLOG = """
SELECT channel, count(*), count(*) FILTER (WHERE due_at <= %(now)s), min(created_at) FROM (
    SELECT found.* FROM unnest(%(lanes)s::int[]) AS one (lane), LATERAL (
        SELECT m.channel, m.due_at, m.created_at FROM channels_message m
        WHERE m.lane = one.lane AND m.due_at IS NOT NULL ORDER BY m.due_at, m.id LIMIT %(most)s
    ) found
) waiting GROUP BY channel
"""
_RECEIPTS = """
SELECT channel, count(*), count(*) FILTER (WHERE state IN ('delivered', 'bounced')),
    percentile_disc(0.5) WITHIN GROUP (ORDER BY state_at - accepted_at)
        FILTER (WHERE state IN ('delivered', 'bounced'))
FROM (
    SELECT channel, state, state_at, accepted_at FROM channels_message ORDER BY id DESC LIMIT %(most)s
) lately WHERE accepted_at IS NOT NULL GROUP BY channel
"""
_UNREAD = """
SELECT channel, count(*) FROM (
    SELECT channel FROM channels_callback WHERE state = 'waiting'
    UNION ALL SELECT 'email' FROM channels_inboundmail WHERE state = 'waiting'
) waiting GROUP BY channel
"""
