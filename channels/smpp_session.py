"""One bound SMPP session: a window of submits on their way, and a thread that reads what comes.

It knows no tables: what is accepted and what is delivered to us goes to `heard`, and only what that has kept
is acknowledged. Its life ends with its connection; who holds it opens another.
"""

import logging
import select
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from channels import smpp
from channels.smpp import Account, Part, Pdu

log = logging.getLogger(__name__)
CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 20.0
"""Shorter, with the time to start, than the dispatcher's lease: or a sweep would take it for lost."""
QUIET_SECONDS = 30.0
"""After so long without a word we ask whether anybody is there; after half as much again, nobody is."""
TICK_SECONDS = 0.5
REST_SECONDS = 0.5
"""Shorter than the time a message may take to start: a window that was throttled goes on more slowly."""
LONGEST_GAP = 1.0
_LAST_SEQUENCE = 0x7FFFFFFF
_LATE = 1000
THROTTLED = frozenset({0x58, 0x14})  # ESME_RTHROTTLED, ESME_RMSGQFUL

Accepted = tuple[Part, str]
Heard = Callable[[Sequence[Accepted], Sequence[bytes]], bool]
"""Keeps the numbers of accepted parts, and what was delivered; False if it could not."""


class LinkDown(Exception):
    """There is no session: the words say why."""


@dataclass
class Submit:
    """One part on its way: begun if it has a sequence; answered if it has a status."""

    part: Part
    sequence: int = 0
    status: int | None = None
    provider_id: str = ""


@dataclass
class Pace:
    """How fast the other side lets us: twice as slow at each complaint, a little faster at each yes."""

    gap: float = 0.0
    next_at: float = 0.0
    complained_at: float = 0.0

    def taken(self) -> None:
        self.gap = self.gap * 0.98 if self.gap > 0.0005 else 0.0

    def complained(self, now: float) -> None:
        self.next_at = max(self.next_at, now + REST_SECONDS)
        if now - self.complained_at > REST_SECONDS / 2:  # a whole window complains at once
            self.gap = min(max(self.gap * 2, 0.01), LONGEST_GAP)
            self.complained_at = now


@dataclass
class Session:
    account: Account
    heard: Heard
    ended: Callable[[], None] = lambda: None
    """Called by the reading thread as the last thing that it does."""
    pace: Pace = field(default_factory=Pace)
    why_closed: str = ""
    _socket: socket.socket = field(init=False)
    _turn: threading.Condition = field(default_factory=threading.Condition)
    _wire: threading.Lock = field(default_factory=threading.Lock)
    _waiting: dict[int, Submit] = field(default_factory=dict)
    _late: dict[int, Submit] = field(default_factory=dict)
    _sequence: int = 0
    _heard_at: float = field(default_factory=time.monotonic)
    _asked_at: float = 0.0

    def open(self) -> None:
        """Connect and bind, and begin to listen. Raises LinkDown."""
        try:
            self._socket = _connected(self.account)
        except OSError as error:
            raise LinkDown(f"{type(error).__name__}: {error}"[:200]) from None
        buffer = bytearray()
        try:
            self._bind(buffer)
        except (OSError, smpp.BadFrame) as error:
            self._socket.close()
            raise LinkDown(f"{type(error).__name__}: {error}"[:200]) from None
        except LinkDown:
            self._socket.close()
            raise
        threading.Thread(target=self._listen, args=(buffer,), name="smpp", daemon=True).start()

    @property
    def is_open(self) -> bool:
        return not self.why_closed

    @property
    def is_resting(self) -> bool:
        return time.monotonic() < self.pace.next_at - REST_SECONDS / 4

    def submit(self, messages: Sequence[Sequence[Submit]], *, start_by: float) -> None:
        """Hand over these messages, each a few parts, and wait for the answers.

        No message begins after `start_by`; one that has begun is finished. What was begun and is not
        answered in time may have been taken: its answer is still kept when it comes.
        """
        give_up_at = start_by + ANSWER_SECONDS
        for parts in messages:
            for number, each in enumerate(parts):
                if not self._send(each, by=give_up_at if number else start_by):
                    break
        ours = [each for parts in messages for each in parts if each.sequence]
        with self._turn:
            self._turn.wait_for(
                lambda: not self.is_open or all(each.status is not None for each in ours),
                max(0.0, give_up_at - time.monotonic()),
            )
            for each in ours:
                if self._waiting.pop(each.sequence, None):
                    self._late[each.sequence] = each
            while len(self._late) > _LATE:
                self._late.pop(next(iter(self._late)))

    def close(self) -> None:
        """Take leave, in two seconds at most; what is on its way then stays unanswered."""
        with self._turn:
            if self.is_open:
                self._write(smpp.frame("unbind", self._next()))
            self._turn.wait_for(lambda: not self.is_open, 2.0)
        self._end("We took our leave")

    def _send(self, submit: Submit, *, by: float) -> bool:
        """Send one part as soon as the window and the pace allow; False if that is not before `by`."""
        with self._turn:
            while self.is_open and (wait := self._wait_seconds()):
                if time.monotonic() + min(wait, TICK_SECONDS) > by:
                    return False
                self._turn.wait(min(wait, TICK_SECONDS))
            if not self.is_open or time.monotonic() > by:
                return False
            self.pace.next_at = max(self.pace.next_at, time.monotonic()) + self.pace.gap
            submit.sequence = self._next()
            self._waiting[submit.sequence] = submit
        self._write(smpp.submit(submit.part, self.account.sender, submit.sequence))
        return True

    def _wait_seconds(self) -> float:
        if len(self._waiting) >= self.account.window:
            return TICK_SECONDS  # an answer wakes us sooner
        return max(0.0, self.pace.next_at - time.monotonic())

    def _next(self) -> int:
        self._sequence = self._sequence % _LAST_SEQUENCE + 1
        return self._sequence

    def _bind(self, buffer: bytearray) -> None:
        ours = self.account
        asked = smpp.frame(
            "bind_transceiver",
            self._next(),
            system_id=ours.system_id,
            password=ours.password,
            system_type=ours.system_type,
        )
        self._socket.sendall(asked)
        until = time.monotonic() + CONNECT_SECONDS
        while time.monotonic() < until:
            if not (received := self._socket.recv(65536)):
                break
            buffer += received
            for pdu in smpp.frames(buffer):
                if pdu.status:
                    raise LinkDown(f"It refused us: {words_of(pdu.status)}")
                if pdu.command == smpp.BIND_RESP:
                    return
        raise LinkDown("It does not answer our bind")

    def _listen(self, buffer: bytearray) -> None:
        try:
            while self.is_open:
                pdus = list(smpp.frames(buffer))
                if pdus:
                    self._take(pdus)
                elif not self._receive(buffer):
                    self._end("It hung up")
        except (OSError, smpp.BadFrame, ValueError) as error:
            self._end(f"{type(error).__name__}: {error}"[:200])
        except BaseException:
            self._end("We stumbled over what it said")
            raise
        finally:
            self._socket.close()
            self.ended()

    def _receive(self, buffer: bytearray) -> bool:
        """Read what there is; False if the other side has hung up. Between words, see that it is there."""
        pending = self._socket.pending() if isinstance(self._socket, ssl.SSLSocket) else 0
        if not pending and not select.select([self._socket], [], [], TICK_SECONDS)[0]:
            self._ask_after_it()
            return True
        with self._wire:
            received = self._socket.recv(65536)
        buffer += received
        self._heard_at = time.monotonic()
        return bool(received)

    def _ask_after_it(self) -> None:
        now = time.monotonic()
        if now - self._heard_at > QUIET_SECONDS * 1.5:
            self._end(f"Not a word in {QUIET_SECONDS * 1.5:.0f} seconds")
        elif now - max(self._heard_at, self._asked_at) > QUIET_SECONDS:
            self._asked_at = now
            with self._turn:
                sequence = self._next()
            self._write(smpp.frame("enquire_link", sequence))

    def _take(self, pdus: Sequence[Pdu]) -> None:
        """Keep what these PDUs say before anybody is told so."""
        answers, delivered = [], []
        for pdu in pdus:
            if pdu.command in (smpp.SUBMIT_RESP, smpp.GENERIC_NACK):
                answers.append(pdu)
            elif pdu.command in smpp.DELIVERIES:
                delivered.append(pdu)
            else:
                self._reply(pdu)
        with self._turn:
            told = [(self._waiting.get(p.sequence) or self._late.pop(p.sequence, None), p) for p in answers]
        accepted = [
            (submit.part, pdu.message_id)
            for submit, pdu in told
            if submit and pdu.command == smpp.SUBMIT_RESP and not pdu.status
        ]
        is_kept = self.heard(accepted, [pdu.raw for pdu in delivered])
        for pdu in delivered:
            status = 0 if is_kept else smpp.COME_AGAIN
            self._write(smpp.frame(smpp.DELIVERIES[pdu.command], pdu.sequence, status))
        with self._turn:
            for submit, pdu in told:
                self._answered(submit, pdu)
            self._turn.notify_all()

    def _answered(self, submit: Submit | None, pdu: Pdu) -> None:
        if submit is None:
            return
        self._waiting.pop(submit.sequence, None)
        is_yes = pdu.command == smpp.SUBMIT_RESP and not pdu.status
        submit.provider_id = pdu.message_id if is_yes else ""
        submit.status = pdu.status if is_yes or pdu.status else smpp.UNKNOWN_COMMAND
        if is_yes:
            self.pace.taken()
        elif pdu.status in THROTTLED:
            self.pace.complained(time.monotonic())

    def _reply(self, pdu: Pdu) -> None:
        if pdu.command == smpp.ENQUIRE:
            self._write(smpp.frame("enquire_link_resp", pdu.sequence))
        elif pdu.command == smpp.UNBIND:
            self._write(smpp.frame("unbind_resp", pdu.sequence))
            self._end("It took its leave")
        elif pdu.command == smpp.UNBIND_RESP:
            self._end("We took our leave")
        elif not pdu.command & smpp.IS_ANSWER:
            self._write(smpp.frame("generic_nack", pdu.sequence, smpp.UNKNOWN_COMMAND))

    def _write(self, octets: bytes) -> None:
        try:
            with self._wire:
                self._socket.sendall(octets)
        except OSError as error:
            self._end(f"{type(error).__name__} while sending")

    def _end(self, why: str) -> None:
        with self._turn:
            if self.is_open:
                self.why_closed = why or "It ended"
                log.info("The SMPP link %s ended: %s.", self.account.name, self.why_closed)
            self._turn.notify_all()


def words_of(status: int) -> str:
    """Say a status for staff: the protocol's own words where it has some."""
    said = smpp.DESCRIPTIONS.get(status, "")
    return f"{said} (0x{status:02x})" if said else f"status 0x{status:08x}"


def _connected(account: Account) -> socket.socket:
    plain = socket.create_connection((account.host, account.port), timeout=CONNECT_SECONDS)
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if not account.is_tls:
        return plain
    return ssl.create_default_context().wrap_socket(plain, server_hostname=account.host)
