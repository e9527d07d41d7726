"""Choose for each message the first route of its channel that takes its address and is well.

What perhaps went by a route goes again only by that one, so that its provider can tell a second copy. It
waits for it while the route rests; a route that was stopped by hand or taken away is waited for by nobody.
"""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from channels import breaker
from channels.breaker import Standing
from channels.claims import Due
from channels.models import Pulse
from channels.protocol import Adapter, Route
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
    """What is open now, the preferred way first, and what only rests."""

    ways: dict[str, list[Way]]
    resting: frozenset[str]

    def channels(self, link: str) -> list[str]:
        """Return the channels of which some messages may go by a route of this process."""
        return [key for key, ways in self.ways.items() if any(way.route.link == link for way in ways)]

    def way_of(self, message: Due) -> Way | None:
        """Return the way of a message, `None` if it has to wait."""
        ways = self.ways.get(message.channel, [])
        if message.provider:
            own = [way for way in ways if way.route.provider == message.provider]
            if own or key_of(message.channel, message.provider) in self.resting:
                return own[0] if own else None
        return next((way for way in ways if way.route.takes(message.address)), None)


def key_of(channel: str, provider: str) -> str:
    """Return what a route's breaker, rate and figures are kept under; of the whole channel, without one."""
    return f"{channel}:{provider}"


def roads(*, link: str = "", now: datetime) -> Roads:
    """Return which ways are open now, as a worker (or the process of this `link`) sees it."""
    standings = breaker.standings(now=now)
    ways: dict[str, list[Way]] = {}
    resting: set[str] = set()
    for channel, adapter in ADAPTERS.items():
        is_paused = key_of(channel, "") in standings
        ready = [] if is_paused else [route for route in routes_of(adapter) if route.is_ready()]
        silent = _silent_links(ready, link, now)
        ways[channel] = []
        for route in ready:
            key = key_of(channel, route.provider)
            standing = standings.get(key)
            if standing == Standing.RESTING or route.link in silent:
                resting.add(key)
            elif standing != Standing.PAUSED:
                ways[channel].append(Way(channel, route, standing == Standing.HALF_OPEN))
    return Roads(ways, frozenset(resting))


def share(roads: Roads, found: Sequence[Due]) -> list[tuple[Way, list[Due]]]:
    """Give every message its way; what has none now is left out. A half-open way gets a few only."""
    lots: defaultdict[Way, list[Due]] = defaultdict(list)
    for message in found:
        way = roads.way_of(message)
        if way is None:
            continue
        lots[way].append(message)
        if way.is_half_open and len(lots[way]) == breaker.PROBE_SIZE:
            roads = _without(roads, way)
    return list(lots.items())


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


def _without(roads: Roads, full: Way) -> Roads:
    """Take a way out that has what it may have: of its own it has to wait for, as for one that rests."""
    ways = {channel: [way for way in those if way is not full] for channel, those in roads.ways.items()}
    return Roads(ways, roads.resting | {full.key})


def _silent_links(routes: Sequence[Route], ours: str, now: datetime) -> set[str]:
    """Return the processes of these routes that do not run; costs nothing where no route needs one."""
    needed = {route.link for route in routes} - {"", ours}
    if not needed:
        return set()
    names = [f"link:{link}" for link in needed]
    alive = Pulse.objects.filter(name__in=names, beat_at__gte=now - LINK_SILENCE)
    return needed - {name.removeprefix("link:") for name in alive.values_list("name", flat=True)}
