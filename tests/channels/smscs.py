"""Message centres for tests of SMPP: a real one (smpp34, another house's stack), and one that misbehaves."""

import asyncio
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import smpp34

from hub.sandbox import ports

THROTTLED, QUEUE_FULL, NO_SUCH_PHONE = 0x58, 0x14, 0x0B


@dataclass(frozen=True)
class Got:
    """One submit_sm as it came in."""

    to: str
    sender: str
    octets: bytes
    coding: int
    has_header: bool
    at: float

    @property
    def text(self) -> str:
        body = self.octets[1 + self.octets[0] :] if self.has_header else self.octets
        return body.decode("utf-16-be") if self.coding == 8 else body.decode("latin-1")

    @property
    def piece(self) -> tuple[int, int, int]:
        """(reference, parts, number)"""
        return self.octets[3], self.octets[4], self.octets[5]


def take(got: Got, number: int) -> int | str | None:
    """The usual answer: a number; an int is a status, None is silence."""
    return f"m{number}"


@dataclass
class Centre:
    """A message centre on a port of its own that can be stopped and started again."""

    port: int
    reply: Callable[[Got, int], int | str | None] = take
    got: list[Got] = field(default_factory=list)
    given: list[tuple[str, Got]] = field(default_factory=list)
    """What was accepted: (our number, what)."""
    binds: int = 0
    kept: list[Any] = field(default_factory=list)
    _sessions: dict[str, Any] = field(default_factory=dict)
    _ready: threading.Event = field(default_factory=threading.Event)
    _loop: asyncio.AbstractEventLoop | None = None
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self._ready.clear()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._thread.start()
        assert self._ready.wait(10)

    def stop(self) -> None:
        if self._loop and self._thread:
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(20)
            self._loop = None

    def deliver(self, **fields: Any) -> int:
        """Send a deliver_sm to whoever is bound and return the status of the answer."""
        session = list(self._sessions.values())[-1]

        async def send() -> int:
            return int((await session.deliver_sm(**fields)).command_status)

        assert self._loop
        return asyncio.run_coroutine_threadsafe(send(), self._loop).result(15)

    def receipt(
        self, number: str, state: str = "DELIVRD", *, of: str = "436601234567", error: str = "000"
    ) -> int:
        words = (
            f"id:{number} sub:001 dlvrd:001 submit date:2611220300 done date:2611220301 "
            f"stat:{state} err:{error} text:Hello"
        )
        return self.deliver(
            source_addr=of,
            source_addr_ton=1,
            destination_addr="43600111222",
            esm_class=4,
            short_message=words.encode(),
        )

    def write(self, octets: bytes, *, of: str = "436601234567", coding: int = 0, **fields: Any) -> int:
        """Let a phone write to us."""
        return self.deliver(
            source_addr=of,
            source_addr_ton=1,
            destination_addr="43600111222",
            dest_addr_ton=1,
            data_coding=coding,
            short_message=octets,
            **fields,
        )

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        server = smpp34.Server("127.0.0.1", self.port, system_id="centre", inbound_capacity=5000)
        await server.start()
        self._ready.set()
        serving = asyncio.create_task(self._take_all(server))
        await self._stop.wait()
        serving.cancel()
        for session in list(self._sessions.values()):
            with suppress(Exception):
                await asyncio.wait_for(session.unbind(), 1)
        self._sessions.clear()
        await server.stop()

    async def _take_all(self, server: Any) -> None:
        while True:
            event = await server.next()
            if isinstance(event, smpp34.Esme):
                self._sessions[event.session_id] = event
                self.binds += 1
            elif isinstance(event, smpp34.SubmitSmEvent):
                self._take(event)
            else:
                self._sessions.pop(event.session_id, None)

    def _take(self, event: Any) -> None:
        got = Got(
            event.destination_addr,
            event.source_addr,
            event.short_message,
            event.data_coding,
            bool(event.esm_class & 0x40),
            time.monotonic(),
        )
        self.got.append(got)
        answer = self.reply(got, len(self.got))
        if isinstance(answer, str):
            self.given.append((answer, got))
            event.accept(answer)
        elif answer is None:
            self.kept.append(event)  # dropping it would be an answer
        else:
            event.reject(answer)


@contextmanager
def running() -> Iterator[Centre]:
    centre = Centre(ports.reserve())
    centre.start()
    try:
        yield centre
    finally:
        centre.stop()


def frame(command: int, sequence: int, body: bytes = b"", status: int = 0) -> bytes:
    return struct.pack(">LLLL", 16 + len(body), command, status, sequence) + body


Manners = Callable[[socket.socket], None]


@contextmanager
def rude(manners: Manners) -> Iterator[int]:
    """Take one caller after the other and treat each of them so; yields the port."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            while True:
                caller, _ = server.accept()
                caller.settimeout(5)
                with suppress(OSError), caller:
                    manners(caller)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(10)


def let_in(caller: socket.socket) -> None:
    """Answer a bind."""
    asked = caller.recv(4096)
    (sequence,) = struct.unpack(">L", asked[12:16])
    caller.sendall(frame(0x80000009, sequence, b"centre\0"))
