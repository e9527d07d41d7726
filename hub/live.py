"""The live streams: tell open pages that there is news, so that they fetch it; no words travel here.

One listener a process hears PostgreSQL's NOTIFY and reads what is new; each stream is a flag in memory and
holds no database connection. Pages ask again by themselves now and then, so a lost hint loses nothing.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from time import monotonic
from typing import Any

import psycopg
from django.db import InterfaceError, OperationalError, connection

from customers import history, merging
from customers.history import NEWS_CHANNEL, News
from hub import livegate
from hub.livegate import Asked, Topic

log = logging.getLogger(__name__)

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

HEARTBEAT_SECONDS = 15.0
RECHECK_SECONDS = 60.0
POLL_SECONDS = 5.0
GATHER_SECONDS = 0.05
"""News that comes within this of each other is read at once: a mailing notifies a hundred times a second."""
REST_SECONDS = {"customers": 0.2, "campaigns": 1.0, "home": 3.0, "inbox": 0.5}
"""How long a stream rests after a hint, so that a busy one neither fetches without end nor flickers."""
RETRY_SECONDS = 1.0
STAFF_CHANNEL = "rapport_staff"
"""Where the database notifies that somebody's password, role or account changed (migration 0008)."""
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
_HINT = b"event: news\ndata: 1\n\n"
_BEAT = b": still here\n\n"


@dataclass(eq=False, slots=True)
class Stream:
    """One open page: raised when there is news for it, doubted when it may have lost its right to any,
    over when its browser has gone.
    """

    topic: Topic
    raised: asyncio.Event = field(default_factory=asyncio.Event)
    doubted: asyncio.Event = field(default_factory=asyncio.Event)
    is_over: bool = False


class Board:
    """Who listens to what, in this process."""

    def __init__(self) -> None:
        self._streams: defaultdict[Topic, set[Stream]] = defaultdict(set)

    def add(self, stream: Stream) -> None:
        self._streams[stream.topic].add(stream)

    def remove(self, stream: Stream) -> None:
        self._streams[stream.topic].discard(stream)
        if not self._streams[stream.topic]:
            del self._streams[stream.topic]

    def tell(self, news: Iterable[News], persons: Mapping[int, int]) -> None:
        """Raise the flag of every stream that one of these is news for; `persons` says who each now is."""
        topics = {("home", 0)}
        for each in news:
            topics.add(("customers", persons.get(each.customer_id, each.customer_id)))
            if each.kind == "message_replied":
                topics.add(("inbox", 0))
            if each.campaign_id is not None:
                topics.add(("campaigns", each.campaign_id))
        for topic in topics & self._streams.keys():
            for stream in self._streams[topic]:
                stream.raised.set()

    def tell_all(self) -> None:
        """After a gap in listening: everybody looks for themselves."""
        for streams in self._streams.values():
            for stream in streams:
                stream.raised.set()

    def doubt_all(self) -> None:
        """Some account has changed: every stream asks at once whether it may still listen."""
        for streams in self._streams.values():
            for stream in streams:
                stream.doubted.set()
                stream.raised.set()


async def serve(board: Board, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request for a stream: 4xx or 503, or hints until the browser or the session goes."""
    asked = livegate.read(scope)
    status, cors = await asyncio.to_thread(_check, asked)
    if status != HTTPStatus.OK or asked.topic is None:
        await send({"type": "http.response.start", "status": status, "headers": cors})
        await send({"type": "http.response.body", "body": b""})
        return
    stream = Stream(asked.topic)
    stream.raised.set()  # what came in between the page and this stream is fetched at once
    board.add(stream)
    watcher = asyncio.create_task(_watch(stream, receive))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": [*_HEADERS, *cors]})
        await _hint(stream, asked, send)
    finally:
        board.remove(stream)
        watcher.cancel()


class Listener:
    """Hears of news and tells the board, with two connections: one to hear, one in a thread to read."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="news")
        self._cursor_id: int | None = None

    async def run(self) -> None:
        """Go on for ever; a PostgreSQL that goes away is waited for."""
        try:
            while True:
                try:
                    await self._hear()
                except Exception as error:  # whatever a database in trouble raises
                    log.warning("Live news stopped (%s); trying again.", type(error).__name__)
                    await self._read(_close)
                    await asyncio.sleep(RETRY_SECONDS)
        finally:
            self._reader.submit(_close)
            self._reader.shutdown()

    async def _hear(self) -> None:
        async with await psycopg.AsyncConnection.connect(**_address(), autocommit=True) as ears:
            await ears.execute(f"LISTEN {NEWS_CHANNEL}")
            await ears.execute(f"LISTEN {STAFF_CHANNEL}")
            if self._cursor_id is None:
                self._cursor_id = await self._read(history.head)
            self._board.tell_all()
            self._board.doubt_all()
            while True:
                await self._pass_on(self._cursor_id)
                await asyncio.sleep(GATHER_SECONDS)
                async for heard in ears.notifies(timeout=POLL_SECONDS, stop_after=1):
                    if heard.channel == STAFF_CHANNEL:
                        self._board.doubt_all()

    async def _pass_on(self, cursor_id: int) -> None:
        """Tell the board everything after this cursor."""
        while news := await self._read(history.since, cursor_id):
            persons = await self._read(merging.roots, [each.customer_id for each in news])
            self._board.tell(news, persons)
            self._cursor_id = cursor_id = news[-1].id

    async def _read(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Run what asks the database in the one thread that keeps a connection for it."""
        return await asyncio.get_running_loop().run_in_executor(self._reader, function, *arguments)


async def _hint(stream: Stream, asked: Asked, send: Send) -> None:
    checked_at = monotonic()
    while not stream.is_over:
        try:
            await asyncio.wait_for(stream.raised.wait(), HEARTBEAT_SECONDS)
        except TimeoutError:
            await _write(send, _BEAT)
        else:
            stream.raised.clear()
            if not stream.doubted.is_set():
                await _write(send, _HINT)
                with suppress(TimeoutError):
                    await asyncio.wait_for(stream.doubted.wait(), REST_SECONDS[stream.topic[0]])
        if stream.doubted.is_set() or monotonic() - checked_at > RECHECK_SECONDS:
            await _recheck(stream, asked)
            checked_at = monotonic()
    await send({"type": "http.response.body", "body": b""})


async def _recheck(stream: Stream, asked: Asked) -> None:
    """End the stream if it may listen no more; a database that is away is asked again later."""
    is_doubted = stream.doubted.is_set()
    stream.doubted.clear()
    status, _ = await asyncio.to_thread(_check, asked)
    stream.is_over |= status not in (HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE)
    if is_doubted:
        stream.raised.set()  # a hint that came in between is not lost
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            await asyncio.sleep(RETRY_SECONDS)
            stream.doubted.set()


async def _write(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _watch(stream: Stream, receive: Receive) -> None:
    """Wait until the browser has gone, and wake the stream to end."""
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.is_over = True
    stream.raised.set()


def _check(asked: Asked) -> tuple[int, livegate.Headers]:
    """Ask the gate in a thread of the pool, and leave no connection behind in it."""
    try:
        return livegate.check(asked)
    except (OperationalError, InterfaceError):
        return HTTPStatus.SERVICE_UNAVAILABLE, []
    finally:
        connection.close()


def _close() -> None:
    """Close this thread's connection: `connection` means another one in each thread that says it."""
    connection.close()


def _address() -> dict[str, Any]:
    """Return how to connect, as Django would."""
    parameters = connection.get_connection_params()
    return {name: value for name, value in parameters.items() if name not in ("cursor_factory", "context")}
