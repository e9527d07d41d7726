"""What the tests of handing mail over share: mails, and servers in threads, one of them evil to order."""

import asyncio
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from channels.smtp import Accepted, Envelope, Pool, Result, Server, Unknown

STEP = "SIZE 1000000,8BITMIME"
DATA = "PIPELINING,SIZE 1000000,8BITMIME"
BDAT = "PIPELINING,CHUNKING,SIZE 1000000,8BITMIME"
every_way = pytest.mark.parametrize("offer", [STEP, DATA, BDAT], ids=["step", "data", "bdat"])


def mail(recipient: str, words: str = "Hello.") -> Envelope:
    head = f"To: {recipient}\r\nMessage-ID: <{recipient}>\r\n\r\n"
    return Envelope("news@example.org", recipient, f"{head}{words}\r\n".encode(), key=recipient)


def mails(count: int) -> list[Envelope]:
    return [mail(f"c{number}@example.com") for number in range(count)]


def kinds(results: list[Result]) -> list[type]:
    return [type(result) for result in results]


def server(port: int, **changes: Any) -> Server:
    return Server(
        "127.0.0.1", port, **{"reply_timeout": 5, "accept_timeout": 5, "connect_timeout": 5, **changes}
    )


def assert_honest(envelopes: list[Envelope], results: list[Result], arrived: Counter[str]) -> None:
    """The five words mean what they say, judged by what the server received; and nothing went twice."""
    assert len(results) == len(envelopes)
    assert set(arrived.values()) <= {1}
    for envelope, result in zip(envelopes, results, strict=True):
        if isinstance(result, Accepted):
            assert arrived[envelope.recipient] == 1
        elif not isinstance(result, Unknown):
            assert arrived[envelope.recipient] == 0


HANG = "<hang>"
"""In place of an answer: none, ever."""
DROP = "<drop>"
"""In place of an answer: the connection is reset."""
SLOW = "<slow>"
"""Before an answer: half a second passes."""
CLOSE = "<close>"
"""At the end of an answer: the connection is closed right after it."""

Answers = Mapping[str, str | list[str]]
"""What to say to a command (or GREETING, or BODY): always, or the first few times. "" is the usual answer."""


class Nasty:
    """A server that obeys, except for the answers it is given: a set a connection; the last one stays."""

    def __init__(self, *answers: Answers, offer: str = "", drip: tuple[int, float] = (0, 0)) -> None:
        self.port = 0
        self.connections = 0
        self.commands: list[str] = []
        self.bodies: list[bytes] = []
        self.taken: Counter[str] = Counter()
        """Recipients of mail that was taken, whether or not we managed to say so."""
        self.offer = [*offer.split(","), "HELP"] if offer else ["HELP"]
        self.drip = drip
        self._answers = answers or ({},)

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answers = self._answers[min(self.connections, len(self._answers) - 1)]
        self.connections += 1
        try:
            await _Talk(self, answers, reader, writer).run()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()


class _Talk:
    """One connection."""

    def __init__(
        self, seen: Nasty, answers: Answers, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._seen = seen
        self._always = {verb: given for verb, given in answers.items() if isinstance(given, str)}
        self._next = {verb: iter(given) for verb, given in answers.items() if not isinstance(given, str)}
        self._reader = reader
        self._writer = writer
        self._is_open = False
        self._recipient = ""

    async def run(self) -> None:
        await self._answer("GREETING", "220 nasty.example")
        while line := await self._reader.readline():
            command = line.decode("latin-1").rstrip("\r\n")
            self._seen.commands.append(command)
            verb = command.split(" ")[0].upper()
            await {
                "EHLO": self._ehlo,
                "MAIL": self._mail,
                "RCPT": self._rcpt,
                "DATA": self._data,
                "BDAT": self._bdat,
                "RSET": self._rset,
            }.get(verb, self._other)(command)

    async def _answer(self, verb: str, usual: str) -> str:
        reply = self._choose(verb, usual)
        await self._give(reply)
        return reply

    def _choose(self, verb: str, usual: str) -> str:
        return next(self._next.get(verb, iter(())), "") or self._always.get(verb, "") or usual

    async def _give(self, reply: str) -> None:
        if reply == HANG:
            await asyncio.Event().wait()
        if reply == DROP:
            self._writer.transport.abort()
            raise ConnectionAbortedError
        if reply.startswith(SLOW):
            await asyncio.sleep(0.5)
        await self._say(reply.removeprefix(SLOW).removesuffix(CLOSE))
        if reply.endswith(CLOSE):
            await self._leave()
            raise ConnectionAbortedError

    async def _leave(self) -> None:
        """Close as a kind server does: the pipe is read out, or a reset would eat the last answer."""
        self._writer.write_eof()
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                while await self._reader.read(1 << 16):
                    pass

    async def _say(self, reply: str) -> None:
        raw = f"{reply}\r\n".encode()
        size, seconds = self._seen.drip
        for at in range(0, len(raw), size or len(raw)):
            self._writer.write(raw[at : at + (size or len(raw))])
            if size:
                await self._writer.drain()
                await asyncio.sleep(seconds)

    async def _ehlo(self, _command: str) -> None:
        lines = ["nasty.example", *self._seen.offer]
        await self._answer("EHLO", "\r\n".join([*(f"250-{line}" for line in lines[:-1]), f"250 {lines[-1]}"]))

    async def _mail(self, _command: str) -> None:
        reply = await self._answer("MAIL", "503 5.5.1 Nested" if self._is_open else "250 Go on")
        self._is_open = self._is_open or reply.startswith("250")

    async def _rcpt(self, command: str) -> None:
        reply = await self._answer("RCPT", "250 Go on" if self._is_open else "503 5.5.1 MAIL first")
        self._recipient = command.removeprefix("RCPT TO:<").rstrip(">") if reply.startswith("250") else ""

    async def _data(self, _command: str) -> None:
        reply = await self._answer("DATA", "354 Go on" if self._recipient else "554 5.5.1 No valid recipient")
        if not reply.removeprefix(SLOW).startswith("354"):
            return
        lines = []
        while (line := await self._reader.readline()) != b".\r\n":
            if not line:
                raise ConnectionAbortedError
            lines.append(line.removeprefix(b"."))
        await self._end(b"".join(lines))

    async def _bdat(self, command: str) -> None:
        body = await self._reader.readexactly(int(command.split()[1]))
        if self._recipient:
            await self._end(body)
        else:
            await self._say("503 5.5.1 No valid recipient")

    async def _end(self, body: bytes) -> None:
        recipient, self._recipient, self._is_open = self._recipient, "", False
        self._seen.bodies.append(body)
        reply = self._choose("BODY", "250 2.0.0 Taken")
        if recipient and not reply.startswith(("4", "5")):
            self._seen.taken[recipient] += 1
        await self._give(reply)

    async def _rset(self, _command: str) -> None:
        self._recipient, self._is_open = "", False
        await self._answer("RSET", "250 Forgotten")

    async def _other(self, command: str) -> None:
        await self._answer(command.split(" ")[0], "250 Fine")


@contextmanager
def nasty(*answers: Answers, offer: str = "", drip: tuple[int, float] = (0, 0)) -> Iterator[Nasty]:
    """Run a Nasty. `drip` cuts its answers into pieces of so many bytes, so many seconds apart."""
    server = Nasty(*answers, offer=offer, drip=drip)

    def protocol() -> asyncio.Protocol:
        reader = asyncio.StreamReader(limit=2**24)
        return asyncio.StreamReaderProtocol(reader, server.meet)

    with listening(protocol) as port:
        server.port = port
        yield server


@contextmanager
def listening(
    protocol: Callable[[], asyncio.Protocol], context: ssl.SSLContext | None = None
) -> Iterator[int]:
    """Serve a protocol on 127.0.0.1 from a thread; yields the port."""
    port: list[int] = []
    is_up = threading.Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()
    transports: list[asyncio.BaseTransport] = []

    def watched() -> asyncio.Protocol:
        made = protocol()
        introduce = made.connection_made
        made.connection_made = lambda transport: (transports.append(transport), introduce(transport))
        return made

    async def serve() -> None:
        server = await loop.create_server(watched, "127.0.0.1", 0, ssl=context)
        port.append(server.sockets[0].getsockname()[1])
        is_up.set()
        await stop.wait()
        server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        for transport in transports:
            transport.abort()
        await asyncio.sleep(0.01)

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    try:
        assert is_up.wait(5)
        yield port[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(5)
        loop.close()


@contextmanager
def facing(
    *answers: Answers,
    offer: str = DATA,
    drip: tuple[int, float] = (0, 0),
    connections: int = 1,
    window: int = 50,
    **changes: Any,
) -> Iterator[tuple[Nasty, Pool]]:
    """A scripted server, and a pool that hands it mail."""
    with (
        nasty(*answers, offer=offer, drip=drip) as evil,
        Pool(server(evil.port, **changes), connections=connections, window=window) as pool,
    ):
        yield evil, pool
