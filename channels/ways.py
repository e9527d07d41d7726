"""Choose for each message the first route of its channel that takes its address and is well.

What perhaps went by a route goes again only by that one, so that its provider can tell a second copy. It
waits for it while the route rests; a route that was stopped by hand or taken away is waited for by nobody.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from channels import breaker, rates
from channels.breaker import Standing
from channels.claims import Due
from channels.models import Pulse
from channels.protocol import Adapter, Route
from channels.rates import Turns
from channels.registry import ADAPTERS

log = logging.getLogger(__name__)
LINK_SILENCE = timedelta(seconds=20)
"""With no sign of life for longer than this, a process of its own counts as not running."""


class Way(NamedTuple):
    """An open route of a channel; half open, it gets only a few messages."""

    channel: str
    route: Route
    is_half_open: bool = False

    @property
    def key(self) -> str:
        return key_of(self.channel, self.route.provider)


@dataclass(frozen=True, slots=True)
class Roads:
    """What is open now, the preferred way first, and every route that a message may wait for."""

    ways: dict[str, list[Way]]
    known: dict[str, dict[str, Route]]

    def channels(self, link: str) -> list[str]:
        """Return the channels of which some messages may go by a route of this process."""
        return [key for key, ways in self.ways.items() if any(way.route.link == link for way in ways)]

    def leads(self, way: Way, message: Due) -> bool:
        """Say whether this way is one for this message."""
        if message.provider in self.known[message.channel]:
            return message.provider == way.route.provider
        return way.route.takes(message.address)


@dataclass(slots=True)
class Shares:
    """Which way each message goes, and why the others do not go now."""

    lots: list[tuple[Way, list[Due]]] = field(default_factory=list)
    waiting: list[tuple[Way, Due]] = field(default_factory=list)
    """For their turn: the pace of the way, or of their domain, does not let them go yet."""
    stalled: list[Due] = field(default_factory=list)
    """Their route rests."""
    stranded: list[Due] = field(default_factory=list)
    """No route of ours takes their address."""


def key_of(channel: str, provider: str) -> str:
    """Return what a route's breaker, rate and figures are kept under; of the whole channel, without one."""
    return f"{channel}:{provider}"


def roads(*, link: str = "", now: datetime) -> Roads:
    """Return which ways are open now, as a worker (or the process of this `link`) sees it."""
    standings = breaker.standings(now=now)
    roads = Roads({}, {})
    for channel, adapter in ADAPTERS.items():
        is_paused = key_of(channel, "") in standings
        ready = [] if is_paused else [route for route in routes_of(adapter) if route.is_ready()]
        stands = {route.provider: standings.get(key_of(channel, route.provider)) for route in ready}
        running = [route for route in ready if stands[route.provider] != Standing.PAUSED]
        silent = _silent_links(running, link, now)
        roads.known[channel] = {route.provider: route for route in running}
        roads.ways[channel] = [
            Way(channel, route, stands[route.provider] == Standing.HALF_OPEN)
            for route in running
            if stands[route.provider] != Standing.RESTING and route.link not in silent
        ]
    return roads


def share(roads: Roads, found: Sequence[Due], turns: Turns) -> Shares:
    """Give every message the first way that leads to it and has room. A half-open way gets a few only."""
    shares = Shares()
    for channel in sorted({message.channel for message in found}):
        pending = [message for message in found if message.channel == channel]
        first: dict[int, Way] = {}
        for way in roads.ways[channel]:
            mine = [message for message in pending if roads.leads(way, message)]
            first = {message.id: way for message in mine} | first
            going = _going(way, mine, turns)
            shares.lots.append((way, going))
            gone = {message.id for message in going}
            pending = [message for message in pending if message.id not in gone]
        _sort_waiting(roads, pending, first, shares)
    return shares


def _going(way: Way, mine: list[Due], turns: Turns) -> list[Due]:
    """Return who of these may go by this way now."""
    if way.is_half_open:
        mine = mine[: breaker.PROBE_SIZE]
    route = rates.route_bucket(way.channel, way.route.provider)
    domains = [rates.domain_bucket(message.address) for message in mine]
    if not route and not any(domains):
        return mine
    admitted = turns.admit(route, domains)
    return [message for message, is_admitted in zip(mine, admitted, strict=True) if is_admitted]


def _sort_waiting(roads: Roads, pending: Sequence[Due], first: Mapping[int, Way], shares: Shares) -> None:
    for message in pending:
        way = first.get(message.id)
        known = roads.known[message.channel].values()
        if way is None:
            can_wait = any(route.takes(message.address) for route in known)
            (shares.stalled if can_wait else shares.stranded).append(message)
        elif not way.is_half_open:  # where it is, all the others may go a moment later
            shares.waiting.append((way, message))


def routes_of(adapter: Adapter) -> Sequence[Route]:
    """Return the routes of a channel; none while its setting cannot be read."""
    if not adapter.is_ready():
        return ()
    try:
        return adapter.routes()
    except ValueError as error:
        log.error("The channel %s cannot be used: %s", adapter.key, error)
        return ()


def beat(link: str, *, now: datetime) -> None:
    """Say that the process of a link lives; it is told with every round of its work."""
    Pulse.objects.update_or_create(pk=f"link:{link}", defaults={"beat_at": now})


def _silent_links(routes: Sequence[Route], ours: str, now: datetime) -> set[str]:
    """Return the processes of these routes that do not run; costs nothing where no route needs one."""
    needed = {route.link for route in routes} - {"", ours}
    if not needed:
        return set()
    names = [f"link:{link}" for link in needed]
    alive = Pulse.objects.filter(name__in=names, beat_at__gte=now - LINK_SILENCE)
    return needed - {name.removeprefix("link:") for name in alive.values_list("name", flat=True)}
