"""Take due messages to the wire: claim, render, begin, send, settle.

What is promised: nobody is lost; a second copy goes only to what was in flight when a worker died, under
the same Message-ID; no dial is exceeded; nothing starts more than a second after an opt-out was answered.
No lock or transaction is held while the network is spoken to.
"""

import logging
import time
from collections.abc import Sequence

from django.utils import timezone

from channels import breaker, claims, rendering
from channels.claims import Claimed
from channels.protocol import Adapter, Outgoing
from channels.registry import ADAPTERS
from channels.rendering import Recipient
from channels.settling import settle

log = logging.getLogger(__name__)
START_SECONDS = 0.75
"""How long after `attempting` is written a message may be begun: so an opt-out holds within a second."""


def send_range(lane: int, low: int, high: int) -> int:
    """Send everything due in this range of message ids; return how many were accepted.

    Safe to call twice, at once, and for a range that is long done: rows are claimed by one worker each.
    """
    accepted = 0
    while batch := claims.claim(lane, low, high, _open_channels(), now=timezone.now()):
        for channel in sorted({claimed.channel for claimed in batch.messages}):
            messages = [claimed for claimed in batch.messages if claimed.channel == channel]
            accepted += _send(ADAPTERS[channel], batch.token, messages)
        claims.finish(batch)
    return accepted


def _open_channels() -> list[str]:
    resting = breaker.resting_channels(now=timezone.now())
    return [key for key, adapter in ADAPTERS.items() if adapter.is_ready() and key not in resting]


def _send(adapter: Adapter, token: int, messages: Sequence[Claimed]) -> int:
    rendered = rendering.render(
        [Recipient(c.id, c.customer_id, c.content_id, c.address, c.name) for c in messages]
    )
    ready = [(c, words) for c in messages if not isinstance(words := rendered[c.id], str)]
    _fail_unrendered(token, rendered)
    windows = [ready[at : at + adapter.window] for at in range(0, len(ready), adapter.window)]
    return sum(_attempt(adapter, token, window) for window in windows)


def _attempt(adapter: Adapter, token: int, window: Sequence[tuple[Claimed, Outgoing]]) -> int:
    """Begin, hand over and settle one window; return how many were accepted."""
    start_by = time.monotonic() + START_SECONDS
    begun = claims.begin(token, window, now=timezone.now())
    attempts = [pair for pair in window if pair[0].id in begun]
    if not attempts:
        return 0
    results = adapter.send([words for _, words in attempts], start_by=start_by)
    return settle(adapter, token, attempts, results, now=timezone.now())


def _fail_unrendered(token: int, rendered: dict[int, Outgoing | str]) -> None:
    """One broken merge never spoils a batch."""
    broken = [(message_id, words) for message_id, words in rendered.items() if isinstance(words, str)]
    if broken:
        log.warning("%d messages could not be rendered, the first is message %d.", len(broken), broken[0][0])
        claims.fail(token, broken, now=timezone.now())
