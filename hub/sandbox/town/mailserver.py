"""The town's mail server: takes mail for townspeople as their mailboxes are, and hands each to its person.

SMTP as large providers speak it: PIPELINING (RFC 2920), CHUNKING (RFC 3030), enhanced status codes. It looks
at every mail for a moment, as they do, so that a mailing takes its time.
"""

import asyncio
import re
from asyncio import StreamReader, StreamWriter
from collections.abc import Callable
from contextlib import suppress

from hub.sandbox.town.people import Mailbox, Person

OFFERS = ("town.example", "PIPELINING", "SIZE 33554432", "8BITMIME", "CHUNKING", "ENHANCEDSTATUSCODES")
LARGEST_BYTES = 33_554_432
MOST_CONNECTIONS = 64
IDLE_SECONDS = 300
PARTING_SECONDS = 2
_PATH = re.compile(rb"<([^<>]*)>")

Resident = Callable[[str], Person | None]
Receive = Callable[[Person, bytes, str], None]
"""Takes the person, the mail, and its return path."""


class MailServer:
    """Listens until closed; `thinking_seconds` is how long it looks at each mail."""

    def __init__(self, resident: Resident, receive: Receive, *, thinking_seconds: float = 0.0) -> None:
        self.resident = resident
        self.receive = receive
        self.thinking_seconds = thinking_seconds
        self._seen: set[int] = set()
        """Who has been sent away once and may come in now; a wary mailbox is wary of strangers only."""
        self._sessions: dict[asyncio.Task[None], StreamWriter] = {}
        self._listener: asyncio.Server

    async def listen(self, host: str, port: int) -> int:
        """Start, and return the port."""
        self._listener = await asyncio.start_server(self._welcome, host, port, limit=2**20, backlog=256)
        return int(self._listener.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Let nobody in any more, and take what is on the wire without further thought."""
        self._listener.close()
        self.thinking_seconds = 0
        if self._sessions:
            await asyncio.wait(self._sessions, timeout=PARTING_SECONDS)
        for writer in self._sessions.values():
            writer.transport.abort()
        await asyncio.gather(*self._sessions)

    def refusal(self, person: Person | None) -> bytes | None:
        """Say why mail is not taken for this person, or None if it is."""
        if person is None or person.mailbox == Mailbox.DEAD:
            return b"550 5.1.1 No such mailbox here\r\n"
        if person.mailbox == Mailbox.FULL:
            return b"452 4.2.2 This mailbox is full\r\n"
        if person.mailbox == Mailbox.WARY and person.number not in self._seen:
            self._seen.add(person.number)
            return b"451 4.7.1 Greylisted, please come back in a minute\r\n"
        return None

    async def _welcome(self, reader: StreamReader, writer: StreamWriter) -> None:
        session = asyncio.current_task()
        assert session
        self._sessions[session] = writer
        try:
            if len(self._sessions) > MOST_CONNECTIONS:
                writer.write(b"421 4.7.0 Too many connections\r\n")
            else:
                await _Session(self, reader, writer).run()
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            pass  # whoever speaks no SMTP, goes silent or leaves mid-sentence is simply gone
        finally:
            del self._sessions[session]
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()


class _Session:
    """One client's connection."""

    def __init__(self, server: MailServer, reader: StreamReader, writer: StreamWriter) -> None:
        self._server = server
        self._reader = reader
        self._writer = writer
        self._return_path: str | None = None
        self._recipients: list[Person] = []
        self._chunks: list[bytes] = []

    async def run(self) -> None:
        self._writer.write(b"220 town.example ESMTP\r\n")
        while True:
            await self._writer.drain()
            line = await asyncio.wait_for(self._reader.readuntil(b"\r\n"), IDLE_SECONDS)
            verb = line[:4].upper()
            if verb == b"QUIT":
                self._writer.write(b"221 2.0.0 Goodbye\r\n")
                return
            if verb == b"BDAT":
                await self._chunk(line)
            elif verb == b"DATA":
                await self._data()
            else:
                self._writer.write(self._answer(verb, line))

    def _answer(self, verb: bytes, line: bytes) -> bytes:
        match verb:
            case b"EHLO" | b"HELO":
                self._reset()
                *first, last = OFFERS if verb == b"EHLO" else OFFERS[:1]
                return "".join([*(f"250-{offer}\r\n" for offer in first), f"250 {last}\r\n"]).encode()
            case b"MAIL":
                return self._mail(line)
            case b"RCPT":
                return self._rcpt(line)
            case b"RSET":
                self._reset()
                return b"250 2.0.0 Forgotten\r\n"
            case b"NOOP":
                return b"250 2.0.0 Here\r\n"
        return b"500 5.5.2 I do not understand\r\n"

    def _mail(self, line: bytes) -> bytes:
        found = _PATH.search(line)
        if not found or self._return_path is not None:
            return b"503 5.5.1 Not now\r\n"
        self._return_path = found[1].decode("ascii", "replace")
        return b"250 2.1.0 Go on\r\n"

    def _rcpt(self, line: bytes) -> bytes:
        found = _PATH.search(line)
        if not found or self._return_path is None:
            return b"503 5.5.1 MAIL first\r\n"
        person = self._server.resident(found[1].decode("ascii", "replace"))
        if refusal := self._server.refusal(person):
            return refusal
        assert person
        self._recipients.append(person)
        return b"250 2.1.5 Go on\r\n"

    async def _data(self) -> None:
        if not self._recipients:
            self._writer.write(b"503 5.5.1 No valid recipient\r\n")
            return
        self._writer.write(b"354 Go on\r\n")
        await self._writer.drain()
        raw = bytearray()
        while (line := await self._reader.readuntil(b"\r\n")) != b".\r\n":
            raw += line[1:] if line.startswith(b".") else line
            if len(raw) > LARGEST_BYTES:
                raise ValueError("a mail without end")
        await self._take(bytes(raw))

    async def _chunk(self, line: bytes) -> None:
        """Read one BDAT chunk, also where it will not be taken: its bytes are on the wire already."""
        words = line.upper().split()
        size = int(words[1])
        if size + sum(map(len, self._chunks)) > LARGEST_BYTES:
            raise ValueError("a mail without end")
        self._chunks.append(await self._reader.readexactly(size))
        if not self._recipients:
            self._writer.write(b"503 5.5.1 No valid recipient\r\n")
        elif words[-1] == b"LAST":
            await self._take(b"".join(self._chunks))
        else:
            self._writer.write(b"250 2.0.0 Go on\r\n")

    async def _take(self, raw: bytes) -> None:
        if self._server.thinking_seconds:
            await asyncio.sleep(self._server.thinking_seconds)
        for person in self._recipients:
            self._server.receive(person, raw, self._return_path or "")
        self._writer.write(b"250 2.0.0 Taken\r\n")
        self._reset()

    def _reset(self) -> None:
        self._return_path, self._recipients, self._chunks = None, [], []
