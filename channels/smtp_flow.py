"""Which SMTP command may be written next, and what each reply means for which message, without doing either.

Replies come in the order of the commands (RFC 2920), so the oldest message under way owns the next reply. How
many are under way depends on what the server offers:
- PIPELINING and CHUNKING: whole transactions, as many as the server has answered lately, up to a window;
- PIPELINING alone: one body, and behind it the next message's commands as far as DATA;
- neither: one command at a time.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
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
    quoted,
    transaction,
    verdict,
    words,
)

PACE_SECONDS = 0.5
"""A server is handed no more at a time than it answered within this and the same time before: it will have
answered that soon, whether it takes a second over a mail or a thousand mails a second. Twice the round trip
comes on top: how far away a server is says nothing of how fast it is.
"""
LONGEST_TRIP_SECONDS = 1.0
"""What takes longer than this is no journey."""
ENOUGH_BYTES = 65_536
"""What is written at once, so that back pressure is felt before a whole window of big mails is in memory."""


class Unexpected(Exception):
    """A reply that makes no sense where it came; the connection is of no more use."""


class Batch(Protocol):
    """Where work comes from and results go. `take` returns None when nothing may start any more."""

    answer_by: float
    """When the server must have answered for everything (loop.time)."""

    def take(self, *, eight_bit: bool) -> tuple[int, Envelope] | None: ...
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


_NEXT = {Stage.RSET: Stage.MAIL, Stage.MAIL: Stage.RCPT}


@dataclass(slots=True)
class _Flight:
    """A message under way."""

    index: int
    envelope: Envelope
    stage: Stage = Stage.MAIL
    unsent: Sequence[bytes] = ()
    """Commands still to be written, one by one, to a server without PIPELINING."""
    verdict: Refused | Deferred | None = None
    has_recipient: bool = False
    is_body_sent: bool = False


class Flow:
    """The transactions of one connection: `begin` a batch, then alternate `output` and `hear`.

    Times are in seconds, on any clock that only goes forward.
    """

    def __init__(self, features: Features, *, window: int, may_chunk: bool, round_trip: float = 0.0) -> None:
        self.judged = 0
        self.unknown = 0
        """How many messages of the batch the server gave its word on, and how many it left in doubt."""
        self.is_leaving = False
        """The server has ended the session: nothing more may start, but what it still answers counts."""
        self._batch: Batch
        self._features = features
        self._window = window
        self._pipelines = features.pipelining
        self._chunks = features.pipelining and features.chunking and may_chunk
        self._after_rcpt = Stage.BODY if self._chunks else Stage.DATA
        self._flights: deque[_Flight] = deque()
        self._room = 1
        """How many messages may be under way."""
        self._answered = self._answered_before = 0
        """How many the server has answered since `_since`, and in the time of `_pace` before."""
        self._since = 0.0
        self._pace = PACE_SECONDS + 2 * min(round_trip, LONGEST_TRIP_SECONDS)
        self._needs_reset = False
        self._out: list[bytes] = []

    @property
    def is_resting(self) -> bool:
        return not self._flights

    @property
    def awaits_acceptance(self) -> bool:
        return bool(self._flights) and self._flights[0].is_body_sent

    def begin(self, batch: Batch, *, at: float) -> None:
        self._batch, self.judged, self.unknown = batch, 0, 0
        self._keep_pace(at)

    def output(self, *, may_start: bool) -> bytes:
        """Return what to write now, starting messages if it may; there is more if it fills ENOUGH_BYTES."""
        size = 0
        while may_start and not self.is_leaving and size < ENOUGH_BYTES and self._has_room():
            work = self._batch.take(eight_bit=self._features.eight_bit)
            if work is None:
                break
            size += self._start(*work)
        out = b"".join(self._out)
        self._out.clear()
        return out

    def hear(self, replies: Sequence[tuple[int, bytes]], *, at: float) -> None:
        """Apply each reply, heard at this time, to the oldest message under way. Raises Unexpected."""
        for code, reply in replies:
            if not self._flights:
                raise Unexpected(f"unasked: {quoted(code, reply)}")
            flight = self._flights[0]
            if flight.stage < Stage.DATA:
                if 200 <= code < 300:
                    self._pass(flight, is_good=True)
                else:
                    self._doubt(flight, code, reply)
            elif flight.stage == Stage.DATA:
                self._go_on(flight, code, reply)
            else:
                self._end(flight, code, reply)
        self._keep_pace(at)

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
            return len(self._flights) < self._room
        return self._pipelines and len(self._flights) == 1 and self._flights[0].is_body_sent

    def _keep_pace(self, at: float) -> None:
        """Let as many be under way as the server has answered lately, one at least."""
        if at - self._since >= self._pace:
            is_next = at - self._since < 2 * self._pace
            self._answered_before = self._answered if is_next else 0
            self._answered, self._since = 0, at
        self._room = max(1, min(self._window, self._answered_before + self._answered))

    def _start(self, index: int, envelope: Envelope) -> int:
        """Begin a message's transaction; return the bytes it adds to the output."""
        commands = transaction(envelope, self._features)
        if isinstance(commands, Refused):
            self._batch.settle(index, commands)
            return 0
        flight = _Flight(index, envelope)
        self._flights.append(flight)
        # With whole transactions in the pipe, one that fails must not stay open under the next.
        if self._needs_reset or self._chunks:
            flight.stage, self._needs_reset = Stage.RSET, False
            commands = b"RSET\r\n" + commands
        if self._chunks:
            flight.is_body_sent = True
            self._out += [commands, chunk(envelope.data)]
            return len(commands) + len(envelope.data)
        commands += b"DATA\r\n"
        if not self._pipelines:
            commands, *flight.unsent = commands.splitlines(keepends=True)
        self._out.append(commands)
        return len(commands)

    def _doubt(self, flight: _Flight, code: int, reply: bytes) -> None:
        """The server did not say yes to RSET, MAIL or RCPT."""
        self._heed(code)
        if code < 400 or (flight.stage == Stage.RSET and not self.is_leaving):
            raise Unexpected(f"{flight.stage.name}: {quoted(code, reply)}")
        flight.verdict = flight.verdict or verdict(code, reply)
        if flight.unsent:
            self._turn_down(flight)
        else:
            self._pass(flight, is_good=False)

    def _pass(self, flight: _Flight, *, is_good: bool) -> None:
        """The server has answered RSET, MAIL or RCPT; the next reply is to what follows."""
        if flight.stage == Stage.RCPT:
            flight.has_recipient = is_good
            flight.stage = self._after_rcpt
        else:
            flight.stage = _NEXT[flight.stage]
        if flight.unsent:
            command, *flight.unsent = flight.unsent
            self._out.append(command)

    def _go_on(self, flight: _Flight, code: int, reply: bytes) -> None:
        """The server has answered DATA."""
        if code == 354:
            return self._send_body(flight)
        self._heed(code)
        if code < 400:
            raise Unexpected(f"DATA: {quoted(code, reply)}")
        flight.verdict = flight.verdict or verdict(code, reply)
        self._turn_down(flight)

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
        """The server has answered the body."""
        self._heed(code)
        if code < 200 or 300 <= code < 400:
            raise Unexpected(f"after the body: {quoted(code, reply)}")
        self._flights.popleft()
        self._answered += 1
        if code < 300 and flight.has_recipient:
            self.judged += 1
            self._batch.settle(flight.index, Accepted(words(reply)))
        elif flight.verdict:
            self._judge(flight.index, flight.verdict)
        else:
            self.judged += 1
            self._batch.settle(flight.index, verdict(code, reply))

    def _heed(self, code: int) -> None:
        if code in SESSION_ENDS:
            self.is_leaving = True

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
