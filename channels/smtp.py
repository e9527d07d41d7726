"""Hand batches of mail to one SMTP server over a few persistent, pipelined connections.

The five results are the outbox's ground truth: Accepted, Refused and Deferred are the server's word, Unknown
may or may not have been taken, Untouched certainly was not. Nothing here knows what a message is about. The
words of the protocol are in smtp_wire, its order in smtp_flow, one connection in smtp_link.
"""

import asyncio
import os
import selectors
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Sequence

from channels.smtp_link import Link, NoConnection
from channels.smtp_wire import (
    Accepted,
    Deferred,
    Envelope,
    Refused,
    Result,
    Server,
    Unknown,
    Untouched,
)

__all__ = ["Accepted", "Deferred", "Envelope", "Pool", "Refused", "Result", "Server", "Unknown", "Untouched"]
TOO_LATE = "not started in time"
"""The words of an Untouched for which nothing is to blame on the server's side."""
NEVER = float("inf")
Build = Callable[[int, bool], Envelope | Refused]
"""Makes the message of this number, for a server that takes 8-bit bodies or not, or says why it cannot."""


class Pool:
    """Connections to one server (or its URL), kept from call to call, made anew in a forked process.

    `window` is how many messages a connection may have handed over without an answer where the server takes
    BDAT (one otherwise): connections x window bounds what a crash leaves Unknown.
    """

    def __init__(self, server: Server | str, *, connections: int = 4, window: int = 50) -> None:
        self._server = Server.from_url(server) if isinstance(server, str) else server
        self._connections = connections
        self._window = window
        self._session = _Session()
        _pools.add(self)

    def send(
        self, envelopes: Sequence[Envelope], start_by: float = NEVER, answer_by: float = NEVER
    ) -> list[Result]:
        """Hand the messages over and return their results in the same order.

        No message starts after `start_by` (on the clock of time.monotonic), nor does a body; what the server
        has not answered for by `answer_by`, however slowly it goes on answering, is Unknown. One message's
        failure is its own. Blocks; several threads may call it and take turns.
        """
        return self.send_each(len(envelopes), lambda at, _: envelopes[at], start_by, answer_by)

    def send_each(
        self, count: int, build: Build, start_by: float = NEVER, answer_by: float = NEVER
    ) -> list[Result]:
        """Hand so many messages over, each made when its turn comes, while the server reads those before.

        One that is given back by a server that ended the session is made again.
        """
        session = self._session
        with session.lock:
            return session.runner.run(self._deliver(session, _Batch(count, build, start_by, answer_by)))

    def close(self) -> None:
        """Say goodbye on idle connections."""
        session, self._session = self._session, _Session()
        with session.lock:
            session.close()

    def start_over(self) -> None:
        """Leave the connections to the process this one was forked from."""
        self._session.abandon()
        self._session = _Session()

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    async def _deliver(self, session: "_Session", batch: "_Batch") -> list[Result]:
        await asyncio.sleep(0)  # lets idle connections notice that they were closed
        async with asyncio.TaskGroup() as lanes:
            for _ in range(min(self._connections, len(batch.queue))):
                lanes.create_task(self._lane(session, batch))
        return batch.finish()

    async def _lane(self, session: "_Session", batch: "_Batch") -> None:
        """Carry messages over one connection at a time, until two in a row were not worth it."""
        failures = 0
        while batch.is_open() and failures < 2:
            try:
                link = await self._connected(session, batch)
            except NoConnection as error:
                batch.trouble = str(error)
                return
            try:
                was_worth_it = await link.carry(batch)
            except BaseException:
                link.abort("given up")
                raise
            if link.is_usable:
                session.idle.append(link)
            else:
                batch.trouble = link.ended or "the server ended the session"
                link.abort("no longer usable")
                failures = 0 if was_worth_it else failures + 1

    async def _connected(self, session: "_Session", batch: "_Batch") -> Link:
        while session.idle:
            link = session.idle.pop()
            if await link.is_alive():
                return link
        patience = min(self._server.connect_timeout, batch.seconds_left())
        return await Link.open(self._server, window=self._window, timeout=patience)


class _Batch:
    """What is left to send of one call, and what came of the rest."""

    def __init__(self, count: int, build: Build, start_by: float, answer_by: float) -> None:
        self.queue = deque(range(count))
        self.trouble = ""
        self.answer_by = answer_by
        self._build = build
        self._start_by = start_by
        self._results: list[Result | None] = [None] * count
        self._given_back: set[int] = set()

    def is_open(self) -> bool:
        return bool(self.queue) and not self.is_late()

    def is_late(self) -> bool:
        return time.monotonic() >= self._start_by

    def seconds_left(self) -> float:
        return self._start_by - time.monotonic()

    def take(self, *, eight_bit: bool) -> tuple[int, Envelope] | None:
        while self.queue and not self.is_late():
            index = self.queue.popleft()
            built = self._build(index, eight_bit)
            if isinstance(built, Envelope):
                return index, built
            self.settle(index, built)
        return None

    def settle(self, index: int, result: Result) -> None:
        self._results[index] = result

    def give_back(self, index: int, blame: Deferred | Refused | None) -> None:
        """Queue a message again that was certainly not taken; blamed a second time, that is its result."""
        if not blame:
            self.queue.appendleft(index)
        elif index not in self._given_back:
            self._given_back.add(index)
            self.queue.appendleft(index)
        else:
            self.settle(index, Deferred(blame.code, blame.status, blame.text))

    def finish(self) -> list[Result]:
        return [result or Untouched(self.trouble or TOO_LATE) for result in self._results]


class _Session:
    """One process's event loop and idle connections."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.idle: list[Link] = []
        self.runner = asyncio.Runner(loop_factory=self._loop)
        self._selector: selectors.BaseSelector | None = None

    def close(self) -> None:
        async def part() -> None:
            await asyncio.gather(*(link.quit() for link in self.idle))

        if self.idle:
            self.runner.run(part())
        self.runner.close()

    def abandon(self) -> None:
        """Forget a parent's session, still open: closing its loop here would deafen the parent's."""
        if self._selector:
            self._selector.close()
        _abandoned.append(self)

    def _loop(self) -> asyncio.AbstractEventLoop:
        self._selector = selectors.DefaultSelector()
        return asyncio.SelectorEventLoop(self._selector)


_pools: weakref.WeakSet[Pool] = weakref.WeakSet()
_abandoned: list[_Session] = []


def _start_over() -> None:
    for pool in _pools:
        pool.start_over()


os.register_at_fork(after_in_child=_start_over)
