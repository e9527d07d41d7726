"""A fast SMTP server that keeps an account of what it received: the judge of every promise about sending.

`python -m bench.sink --port 0 --report FILE` prints its port, and writes its account as JSON when terminated.
Recipients ask for trouble by how their address begins: `refuse-` and `defer-` at RCPT; `hang-` never gets an
answer to RCPT; `drop-` has its mail taken and the connection closed without a word.
"""

import argparse
import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

OFFERS = "PIPELINING,SIZE 33554432,8BITMIME,CHUNKING,ENHANCEDSTATUSCODES"


class Arrival(NamedTuple):
    """A line of the log. Times are on the system's monotonic clock: of MAIL's coming, and of the whole mail.

    MAIL counts from when its bytes came, also if the sink was slow and looked at them later.
    """

    recipient: str
    message_id: str
    begun_at: float
    arrived_at: float
    body: str


@dataclass
class Running:
    """A sink in a process of its own."""

    port: int
    process: subprocess.Popen[str]
    report_path: Path
    log_path: Path

    def report(self) -> dict[str, Any]:
        """Stop the sink and return its account."""
        self.process.terminate()
        self.process.wait(30)
        return dict(json.loads(self.report_path.read_text()))

    def arrivals(self) -> list[Arrival]:
        """Return what has arrived so far, also of a sink that was killed."""
        lines = self.log_path.read_text().splitlines() if self.log_path.exists() else []
        return [Arrival(r, m, float(b), float(a), h) for r, m, b, a, h in (line.split(" ") for line in lines)]


@contextmanager
def running(folder: Path, *options: str, log: bool = True) -> Iterator[Running]:
    """Run a sink for as long as the block lasts, with its report and log in `folder`."""
    report_path, log_path = folder / "sink.json", folder / "sink.log"
    command = [sys.executable, "-m", "bench.sink", "--report", str(report_path), *options]
    command += ["--log", str(log_path)] if log else []
    root = Path(__file__).parent.parent
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        assert process.stdout
        try:
            yield Running(int(process.stdout.readline()), process, report_path, log_path)
        finally:
            process.terminate()


@dataclass
class Account:
    """What has been received so far."""

    log: int | None = None
    mails: Path | None = None
    messages: int = 0
    message_ids: dict[str, dict[str, int]] = field(default_factory=dict)
    bodies: set[bytes] = field(default_factory=set)

    def receive(self, recipient: str, data: bytearray, begun_at: float) -> bytes:
        """Count a mail; return its line for the log."""
        found = _MESSAGE_ID.search(data)
        message_id = found[1].decode("ascii", "replace") if found else "-"
        # A hash of 32 bits would show false duplicates among 100,000 bodies.
        body = blake2b(data[data.find(b"\r\n\r\n") + 4 :], digest_size=8)
        self.messages += 1
        copies = self.message_ids.setdefault(recipient, {})
        copies[message_id] = copies.get(message_id, 0) + 1
        self.bodies.add(body.digest())
        if self.mails is not None:
            (self.mails / f"{self.messages}.eml").write_bytes(data)
        if self.log is None:
            return b""
        return f"{recipient} {message_id} {begun_at:.6f} {time.monotonic():.6f} {body.hexdigest()}\n".encode()

    def summary(self) -> dict[str, Any]:
        return {
            "messages": self.messages,
            "recipients": len(self.message_ids),
            "bodies": len(self.bodies),
            "message_ids": self.message_ids,
        }


_MESSAGE_ID = re.compile(rb"(?:^|\n)(?:Message-ID|Message-Id|message-id): *(\S+)")
_PATH = re.compile(rb"<(.*?)>")
_TROUBLE = (b"refuse-", b"defer-", b"hang-")
_USUAL = re.compile(rb"MAIL FROM:<[^>]*>[^\r]*\r\nRCPT TO:<([^>]*)>\r\nDATA\r\n", re.IGNORECASE)
"""What a pipelining client writes before each body; read in one go, since the sink must not be the brake."""
_RECEIVED = memoryview(bytearray(262_144))


class Session(asyncio.BufferedProtocol):
    """One client's connection."""

    def __init__(self, account: Account, offers: list[str], delay_seconds: float) -> None:
        self._account = account
        self._greeting = "".join(f"250-{offer}\r\n" for offer in ["sink.example", *offers[:-1]]).encode()
        self._greeting += f"250 {offers[-1]}\r\n".encode() if offers else b"250 HELP\r\n"
        self._delay_seconds = delay_seconds
        self._buffer = bytearray()
        self._at = 0
        self._gone = 0  # bytes that have left the buffer
        self._came: deque[tuple[int, float]] = deque()  # up to which byte it had come, and when
        self._replies: list[bytes] = []
        self._arrivals: list[bytes] = []
        self._is_waiting = False
        self._is_in_data = False
        self._is_ending = False
        self._reset(b"")

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(b"220 sink.example ESMTP\r\n")

    def get_buffer(self, sizehint: int) -> memoryview:
        # A plain Protocol is given a new buffer of 256 KB each time, which costs more than all the rest.
        return _RECEIVED

    def buffer_updated(self, size: int) -> None:
        self._buffer += _RECEIVED[:size]
        self._came.append((self._gone + len(self._buffer), time.monotonic()))
        self._work()

    def _work(self) -> None:
        """Do all that the buffer holds; then log it, and only then answer it, each in one go."""
        while not self._is_waiting and (self._take_body() if self._is_in_data else self._take_command()):
            pass
        del self._buffer[: self._at]
        self._gone += self._at
        self._at = 0
        if self._account.log is not None and self._arrivals:
            os.write(self._account.log, b"".join(self._arrivals))
        if self._replies and not self._transport.is_closing():  # a killed client hears nothing any more
            self._transport.write(b"".join(self._replies))
        self._arrivals.clear()
        self._replies.clear()
        if self._is_ending:
            self._transport.close()

    def _came_at(self, at: int) -> float:
        """Return when this byte of the buffer came; asked for in their order."""
        while self._came[0][0] <= self._gone + at:
            self._came.popleft()
        return self._came[0][1]

    def _take_command(self) -> bool:
        if self._take_usual():
            return True
        end = self._buffer.find(b"\r\n", self._at)
        if end < 0:
            return False
        line = bytes(self._buffer[self._at : end])
        verb = line[:4].upper()
        if verb == b"BDAT":
            return self._take_chunk(line, end + 2)
        self._at = end + 2
        reply = _COMMANDS[verb](self, line) if verb in _COMMANDS else b"500 5.5.2 What?\r\n"
        self._replies.append(reply)
        return True

    def _take_usual(self) -> bool:
        usual = _USUAL.match(self._buffer, self._at)
        if not usual or self._begun_at or usual[1].startswith(_TROUBLE):
            return False
        self._begun_at = self._came_at(self._at)
        self._recipient = usual[1].decode("ascii", "replace")
        self._at, self._is_in_data = usual.end(), True
        self._replies.append(b"250 2.1.0 Go on\r\n250 2.1.5 Go on\r\n354 Go on\r\n")
        return True

    def _take_body(self) -> bool:
        if self._buffer.startswith(b".\r\n", self._at):
            end, after = self._at, self._at + 3
        else:
            dot = self._buffer.find(b"\r\n.\r\n", self._at)
            if dot < 0:
                return False
            end, after = dot + 2, dot + 5
        data = self._buffer[self._at : end]
        self._at, self._is_in_data = after, False
        self._receive(data.replace(b"\r\n..", b"\r\n.") if b"\r\n.." in data else data)
        return True

    def _take_chunk(self, line: bytes, start: int) -> bool:
        words = line.upper().split()
        end = start + int(words[1])
        if len(self._buffer) < end:
            return False
        self._chunks += self._buffer[start:end]
        self._at = end
        if not self._recipient:
            self._replies.append(b"503 5.5.1 No valid recipient\r\n")
        elif words[-1] == b"LAST":
            self._receive(self._chunks)
        else:
            self._replies.append(b"250 2.0.0 Go on\r\n")
        return True

    def _receive(self, data: bytearray) -> None:
        recipient = self._recipient
        self._arrivals.append(self._account.receive(recipient, data, self._begun_at))
        self._reset(b"")
        if recipient.startswith("drop-"):
            self._is_waiting = self._is_ending = True
        elif self._delay_seconds:
            self._is_waiting = True
            asyncio.get_running_loop().call_later(self._delay_seconds, self._resume)
        else:
            self._replies.append(b"250 2.0.0 Taken\r\n")

    def _resume(self) -> None:
        self._is_waiting = False
        self._replies.append(b"250 2.0.0 Taken\r\n")
        self._work()

    def _hello(self, line: bytes) -> bytes:
        return self._greeting

    def _mail(self, line: bytes) -> bytes:
        if self._begun_at:
            return b"503 5.5.1 Nested MAIL\r\n"
        self._begun_at = self._came_at(self._at - 1)
        return b"250 2.1.0 Go on\r\n"

    def _rcpt(self, line: bytes) -> bytes:
        found = _PATH.search(line)
        if not self._begun_at or not found:
            return b"503 5.5.1 MAIL first\r\n"
        recipient = found[1].decode("ascii", "replace")
        if recipient.startswith("refuse-"):
            return b"550 5.1.1 No such mailbox\r\n"
        if recipient.startswith("defer-"):
            return b"451 4.2.1 Come back later\r\n"
        if recipient.startswith("hang-"):
            self._is_waiting = True
            return b""
        self._recipient = recipient
        return b"250 2.1.5 Go on\r\n"

    def _data(self, line: bytes) -> bytes:
        if not self._recipient:
            return b"503 5.5.1 No valid recipient\r\n"
        self._is_in_data = True
        return b"354 Go on\r\n"

    def _reset(self, line: bytes) -> bytes:
        self._begun_at = 0.0
        self._recipient = ""
        self._chunks = bytearray()
        return b"250 2.0.0 Forgotten\r\n"

    def _noop(self, line: bytes) -> bytes:
        return b"250 2.0.0 Here\r\n"

    def _quit(self, line: bytes) -> bytes:
        self._is_waiting = self._is_ending = True
        return b"221 2.0.0 Goodbye\r\n"


_COMMANDS: dict[bytes, Callable[[Session, bytes], bytes]] = {
    b"EHLO": Session._hello,
    b"HELO": Session._hello,
    b"MAIL": Session._mail,
    b"RCPT": Session._rcpt,
    b"DATA": Session._data,
    b"RSET": Session._reset,
    b"NOOP": Session._noop,
    b"QUIT": Session._quit,
}


async def serve(options: argparse.Namespace) -> None:
    """Receive until told to stop; then write the report."""
    log = os.open(options.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND) if options.log else None
    account = Account(log, Path(options.mails) if options.mails else None)
    offers = [offer for offer in options.offer.split(",") if offer]
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    server = await loop.create_server(
        lambda: Session(account, offers, options.delay_ms / 1000), options.host, options.port, backlog=1024
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await stop.wait()
    if options.report:
        Path(options.report).write_text(json.dumps(account.summary()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--report", help="write the account here when terminated")
    parser.add_argument("--log", help="append every arrival here at once")
    parser.add_argument("--mails", help="keep every mail in this folder, as 1.eml and so on")
    parser.add_argument("--delay-ms", type=float, default=0, help="take this long over every mail")
    parser.add_argument("--offer", default=OFFERS, help="what EHLO offers, separated by commas")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
