"""Which SMTP command may be written next, and what each reply means for which message, without doing either.

Replies come in the order of the commands (RFC 2920), so the oldest message under way owns the next reply. How
many are under way depends on what the server offers:
- PIPELINING and CHUNKING: whole transactions, one until the server has proven itself, then a window of them;
- PIPELINING alone: one body, and behind it the next message's commands as far as DATA;
- neither: one command at a time.
"""

from collections import deque
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Protocol

from channels.smtp_wire import (
    SESSION_ENDS,
    Accepted,
    Deferred,
    Envelope,
    Features,
    Refused,
    Result,
    Unknown,
    chunk,
    dotted,
    mail_and_rcpt,
    objection,
    verdict,
    words,
)

_ENOUGH_BYTES = 65_536
"""What is written at once, so that back pressure is felt before a whole window of big mails is in memory."""


class Unexpected(Exception):
    """A reply that makes no sense where it came; the connection is of no more use."""


class Batch(Protocol):
    """Where work comes from and results go. `take` returns None when nothing may start any more."""

    def take(self) -> int | None: ...
    def envelope(self, index: int) -> Envelope: ...
    def is_late(self) -> bool: ...
    def settle(self, index: int, result: Result) -> None: ...
    def give_back(self, index: int, blame: Deferred | Refused | None) -> None: ...


class Stage(IntEnum):
    """Which reply a message under way waits for."""

    RSET = 0
    MAIL = 1
    RCPT = 2
    DATA = 3
    BODY = 4


@dataclass(slots=True)
class _Flight:
    """A message under way."""

    index: int
    envelope: Envelope
    stage: Stage = Stage.MAIL
    unsent: deque[bytes] = field(default_factory=deque)
    """Commands still to be written, one by one, to a server without PIPELINING."""
    verdict: Refused | Deferred | None = None
    has_recipient: bool = False
    is_body_sent: bool = False


class Flow:
    """The transactions of one connection: `begin` a batch, then alternate `output` and `answer`."""

    def __init__(self, features: Features, *, window: int, may_chunk: bool) -> None:
        self.judged = 0
        self.unknown = 0
        """How many messages of the batch the server gave its word on, and how many it left in doubt."""
        self.is_leaving = False
        """The server has ended the session: nothing more may start, but what it still answers counts."""
        self._batch: Batch
        self._features = features
        self._window = window
        self._chunks = features.pipelining and features.chunking and may_chunk
        self._flights: deque[_Flight] = deque()
        self._is_proven = False
        self._needs_reset = False
        self._out: list[bytes] = []

    @property
    def is_resting(self) -> bool:
        return not self._flights

    @property
    def awaits_acceptance(self) -> bool:
        return bool(self._flights) and self._flights[0].is_body_sent

    def begin(self, batch: Batch) -> None:
        self._batch, self.judged, self.unknown = batch, 0, 0

    def output(self, *, may_start: bool) -> bytes:
        """Return what to write now, starting messages if it may; call it again until it returns nothing."""
        size = 0
        while may_start and not self.is_leaving and size < _ENOUGH_BYTES and self._has_room():
            index = self._batch.take()
            if index is None:
                break
            size += self._start(index)
        out = b"".join(self._out)
        self._out.clear()
        return out

    def answer(self, code: int, reply: bytes) -> None:
        """Apply a reply to the oldest message under way. Raises Unexpected."""
        flight = self._flights[0]
        if code in SESSION_ENDS:
            self.is_leaving = True
        if flight.stage == Stage.BODY:
            return self._end(flight, code, reply)
        if flight.stage == Stage.DATA and code == 354:
            return self._send_body(flight)
        is_good = 200 <= code < 300 and flight.stage != Stage.DATA
        if not is_good and (code < 400 or (flight.stage == Stage.RSET and not self.is_leaving)):
            raise Unexpected(f"{flight.stage.name}: {code or ''} {words(reply)}")
        if not is_good:
            flight.verdict = flight.verdict or verdict(code, reply)
        elif flight.stage == Stage.RCPT:
            flight.has_recipient = True
        if flight.stage == Stage.DATA or (flight.verdict and flight.unsent):
            return self._turn_down(flight)
        flight.stage = Stage.BODY if flight.stage == Stage.RCPT and self._chunks else Stage(flight.stage + 1)
        if flight.unsent:
            self._out.append(flight.unsent.popleft())

    def lose(self, why: str, *, may_retry: bool) -> None:
        """Say of each message under way what the loss of the connection leaves of it.

        A body that was sent may have been taken, unless the server had ended the session before. The oldest
        message without one may be the cause: it gets another try if it may. The others are innocent.
        """
        flights, self._flights = list(self._flights), deque()
        for flight in reversed(flights):
            blame = Deferred(0, "", why) if flight is flights[0] and not self.is_leaving else None
            if flight.verdict:
                self._judge(flight.index, flight.verdict)
            elif flight.is_body_sent and not self.is_leaving:
                self.unknown += 1
                self._batch.settle(flight.index, Unknown(why))
            elif blame and not may_retry:
                self._batch.settle(flight.index, blame)
            else:
                self._batch.give_back(flight.index, blame)

    def _has_room(self) -> bool:
        if not self._flights:
            return True
        if self._chunks:
            return self._is_proven and len(self._flights) < self._window
        return self._features.pipelining and len(self._flights) == 1 and self._flights[0].is_body_sent

    def _start(self, index: int) -> int:
        """Begin a message's transaction; return the bytes it adds to the output."""
        envelope = self._batch.envelope(index)
        refusal = objection(envelope, self._features)
        if refusal:
            self._batch.settle(index, refusal)
            return 0
        flight = _Flight(index, envelope)
        self._flights.append(flight)
        commands = list(mail_and_rcpt(envelope, self._features))
        # With whole transactions in the pipe, one that fails must not stay open under the next.
        if self._needs_reset or self._chunks:
            flight.stage, self._needs_reset = Stage.RSET, False
            commands.insert(0, b"RSET\r\n")
        flight.is_body_sent = self._chunks
        commands.append(chunk(envelope.data) if self._chunks else b"DATA\r\n")
        if not self._features.pipelining:
            flight.unsent.extend(commands[1:])
            del commands[1:]
        self._out.extend(commands)
        return sum(map(len, commands))

    def _send_body(self, flight: _Flight) -> None:
        if flight.verdict and flight.has_recipient:
            raise Unexpected("the server would take a mail without its sender")
        if not flight.verdict and self._batch.is_late():
            raise Unexpected("too late to send the body")
        flight.stage = Stage.BODY
        if flight.verdict:
            # RFC 2920, 3.1: a server may say 354 although it refused the recipient; it gets the dot alone.
            self._out.append(b".\r\n")
        else:
            flight.is_body_sent = True
            self._out.append(dotted(flight.envelope.data))

    def _end(self, flight: _Flight, code: int, reply: bytes) -> None:
        if code < 200 or 300 <= code < 400:
            raise Unexpected(f"after the body: {code or ''} {words(reply)}")
        self._flights.popleft()
        self._is_proven = True
        if code < 300 and flight.has_recipient:
            self.judged += 1
            self._batch.settle(flight.index, Accepted(words(reply)))
        elif flight.verdict:
            self._judge(flight.index, flight.verdict)
        else:
            self.judged += 1
            self._batch.settle(flight.index, verdict(code, reply))

    def _turn_down(self, flight: _Flight) -> None:
        assert flight.verdict
        self._flights.popleft()
        self._needs_reset = True
        self._judge(flight.index, flight.verdict)

    def _judge(self, index: int, judgement: Refused | Deferred) -> None:
        if judgement.code in SESSION_ENDS:
            self._batch.give_back(index, judgement)
        else:
            self.judged += 1
            self._batch.settle(index, judgement)
