"""Take due messages to the wire: render, begin, send, settle.

What is promised: nobody is lost; a second copy goes only to what was in flight when a worker died, under
the same Message-ID; no dial is exceeded; nothing starts more than a second after an opt-out was answered.
No lock or transaction is held while the network is spoken to.
"""

import logging
import time
from collections.abc import Sequence
from typing import NamedTuple

from django.utils import timezone

from channels import breaker, claims, digests, lots, pacing, policies, rendering, waits, ways
from channels.claims import Due
from channels.models import Lane
from channels.protocol import Outcome, Outgoing
from channels.rates import Turns
from channels.rendering import Recipient
from channels.settling import settle
from channels.ways import Way
from customers import asking

log = logging.getLogger(__name__)
TASK_SECONDS = 20.0
"""How long one call may go on: what is sent at a slow pace must not keep its worker from everything else."""
BULK_SOON_SECONDS = 0.25
SOON_SECONDS = 0.4
"""How soon a message's turn must come for it to be begun; what is urgent may look further ahead than bulk."""
LONGEST_WAIT_SECONDS = 1.5
START_SECONDS = 0.75
"""How long after `attempting` is written a message may be begun: so an opt-out holds within a second."""
MOST_IN_VAIN = 2
"""Lots of which a route took nothing; then the breaker is asked again before it gets more."""


def send_range(lane: int, low: int, high: int, link: str = "") -> int:
    """Send everything due in this range of message ids; return how many were accepted.

    Safe to call twice, at once, and for a range that is long done: each row is begun by one worker. It goes
    over the range again as long as that brings something and leaves something: a slow server takes a window
    in several goes. A process of its own (`link`) sends what goes by its routes, and nobody else does.
    """
    if link:
        ways.beat(link, now=timezone.now())
    ends_at, accepted, has_more = time.monotonic() + TASK_SECONDS, 0, False
    while time.monotonic() < ends_at:
        passed = _pass(lane, low, high, link, ends_at)
        accepted += passed.accepted
        has_more |= passed.has_more
        if not has_more or (not passed.accepted and not _waited(passed.next_at)):
            break
    return accepted


class _Passed(NamedTuple):
    """What came of going over a range once."""

    accepted: int
    has_more: bool
    """Whether something was left, or waits for its turn or for company, so that more may come up."""
    next_at: float | None
    """When the next of it has its turn, by time.time()."""


def _waited(next_at: float | None) -> bool:
    """Wait for the next turn, by time.time(), if it comes so soon that another task would not be earlier."""
    seconds = next_at - time.time() if next_at else LONGEST_WAIT_SECONDS
    if seconds >= LONGEST_WAIT_SECONDS:
        return False
    time.sleep(max(0.0, seconds))
    return True


def _pass(lane: int, low: int, high: int, link: str, ends_at: float) -> _Passed:
    accepted, total, next_at, has_more = 0, 0, None, False
    while low <= high and time.monotonic() < ends_at:
        now = timezone.now()
        roads = ways.roads(link=link, now=now)
        found = claims.due(lane, low, high, roads.channels(link), now=now)
        if not found:
            break
        total += len(found)
        has_more |= any(message.otherwise == policies.DIGEST for message in found)
        turns = Turns(BULK_SOON_SECONDS if lane == Lane.BULK else SOON_SECONDS)
        shares = ways.share(roads, found, turns)
        has_more |= bool(shares.waiting)
        claims.put_off(waits.of(shares, link, now=now), now=now)
        for way, messages in shares.lots:
            if way.route.link == link and messages:
                accepted += _send(way, messages, ends_at)
        if any(message.is_planned for way, message in shares.waiting if way.route.link == link):
            next_at = min(turns.next_at or 0, next_at or turns.next_at or 0)
        low = found[-1].id + 1
    return _Passed(accepted, has_more or accepted < total, next_at)


def _send(way: Way, found: Sequence[Due], ends_at: float) -> int:
    """Send these lot by lot until it is time, or the route takes none; return how many were accepted."""
    asking.plan_anew()
    now = timezone.now()
    if way.is_half_open and not breaker.may_probe(way.key, now=now):
        return 0
    messages, carried = digests.gather(found, now=now)
    inner = [each.due for companions in carried.values() for each in companions]
    rendered = rendering.render(
        [Recipient(m.id, m.customer_id, m.content_id, m.address, m.name) for m in [*messages, *inner]]
    )
    ready = [
        digests.bind(m, words, carried[m.id], rendered, now=now) if m.id in carried else (m, words)
        for m in messages
        if not isinstance(words := rendered[m.id], str)
    ]
    _fail_unrendered(rendered)
    accepted = in_vain = 0
    while ready and in_vain < MOST_IN_VAIN and time.monotonic() < ends_at:
        size = lots.size_for(way.key, way.route.window)
        went, is_taking = _attempt(way, ready[:size], size)
        accepted, ready = accepted + went, ready[size:]
        in_vain += not is_taking
    return accepted


def _attempt(way: Way, lot: Sequence[tuple[Due, Outgoing]], size: int) -> tuple[int, bool]:
    """Begin, hand over and settle one lot; return how many were accepted, and whether the route took any.

    `size` is how many it might have held.
    """
    start_by = time.monotonic() + START_SECONDS
    begun = claims.begin(lot, way.route.provider, now=timezone.now())
    if not begun.attempts:
        return 0, True
    handed_at = time.monotonic()
    results = pacing.hand_over(way, [words for _, words in begun.attempts], start_by=start_by)
    left = sum(result.outcome == Outcome.UNTOUCHED for result in results)
    lots.learn(way.key, size, begun=len(results), left=left, seconds=time.monotonic() - handed_at)
    is_taking = any(result.outcome not in _NO_WORD for result in results)
    return settle(way.key, begun, results, now=timezone.now()), is_taking


_NO_WORD = frozenset({Outcome.UNTOUCHED, Outcome.UNKNOWN})


def _fail_unrendered(rendered: dict[int, Outgoing | str]) -> None:
    """One broken merge never spoils a batch."""
    broken = [(message_id, words) for message_id, words in rendered.items() if isinstance(words, str)]
    if broken:
        log.warning("%d messages could not be rendered, the first is message %d.", len(broken), broken[0][0])
        claims.fail(broken, now=timezone.now())
