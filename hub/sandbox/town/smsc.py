"""The town's message centre: the same phones as the HTTP gateway's, reached by SMPP 3.4.

Who is bound is told what became of each part, and what people write back; what they do is in phones.py.
"""

import socket
import socketserver
import threading
from collections import Counter
from contextlib import suppress
from random import Random
from typing import Any, NamedTuple, cast

from smpplib import command
from smpplib.client import SimpleSequenceGenerator

from hub.sandbox.town import phones, smppwire
from hub.sandbox.town.phones import Account, PhoneNetwork
from hub.sandbox.town.smppwire import Pdu

WRONG_PASSWORD, THROTTLED, NO_SUCH_PHONE = 0x0E, 0x58, 0x0B
_LONGEST_ANSWER = 120
_BY_DATA = 4
"""Every so many-th delivery comes as data_sm, as some houses do with all."""


class _Taken(NamedTuple):
    """One submit_sm, read."""

    to: str
    sender: str
    reference: str
    """The same for all parts of a text."""
    is_first: bool


class MessageCentre:
    """Listens until closed; who was bound last is told the news."""

    def __init__(self, account: Account, network: PhoneNetwork) -> None:
        self.counts: Counter[str] = Counter()
        self._account, self._network = account, network
        self._turn = threading.Lock()
        self._bound: socket.socket | None = None
        self._number = 0

    def listen(self, host: str, port: int) -> int:
        """Start, and return the port."""
        self._server = _Server((host, port), _Caller)
        self._server.centre = self
        threading.Thread(target=self._server.serve_forever, name="smsc", daemon=True).start()
        return int(self._server.server_address[1])

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        with self._turn:
            if self._bound:
                with suppress(OSError):
                    self._bound.shutdown(socket.SHUT_RDWR)

    def take(self, pdu: Pdu, caller: socket.socket) -> None:
        """Answer one PDU."""
        if pdu.command == smppwire.BIND:
            self._bind(pdu, caller)
        elif pdu.command == smppwire.SUBMIT and caller is self._bound:
            self._submit(pdu, caller)
        elif pdu.command == smppwire.ENQUIRE:
            self._send(caller, smppwire.frame("enquire_link_resp", pdu.sequence))
        elif pdu.command == smppwire.UNBIND:
            self._send(caller, smppwire.frame("unbind_resp", pdu.sequence))
        elif not pdu.command & smppwire.IS_ANSWER:
            self._send(caller, smppwire.frame("generic_nack", pdu.sequence, smppwire.UNKNOWN_COMMAND))

    def gone(self, caller: socket.socket) -> None:
        with self._turn:
            if self._bound is caller:
                self._bound = None

    def _bind(self, pdu: Pdu, caller: socket.socket) -> None:
        asked = command.BindTransceiver("bind_transceiver", client=SimpleSequenceGenerator())
        asked.parse(pdu.raw)
        is_known = (asked.system_id, asked.password) == tuple(each.encode() for each in self._account)
        if is_known:
            with self._turn:
                self._bound = caller
        status = 0 if is_known else WRONG_PASSWORD
        self._send(caller, smppwire.frame("bind_transceiver_resp", pdu.sequence, status, system_id="town"))

    def _submit(self, pdu: Pdu, caller: socket.socket) -> None:
        taken = _read(pdu)
        with self._turn:
            self._number += 1
            number = self._number
        owner, fate, rng = self._network.fate(taken.to, taken.reference)
        status = 0
        if fate < phones.BUSY and number % 2:
            status = THROTTLED
        elif owner is None or fate < phones.DEAD:
            self.counts["texts to dead numbers"] += taken.is_first
            status = NO_SUCH_PHONE
        name = f"{number:08x}"
        self._send(caller, smppwire.frame("submit_sm_resp", pdu.sequence, status, message_id=name))
        if status or owner is None:
            return
        self.counts["texts"] += taken.is_first
        self._receipt(name, taken, is_off=fate < phones.OFF, rng=rng)
        words = phones.answer(owner, rng) if taken.is_first and fate >= phones.OFF else ""
        if words:
            self.counts["texts answered"] += 1
            self._network.plan_answer(lambda: self._deliver(taken, words), rng)

    def _receipt(self, name: str, taken: _Taken, *, is_off: bool, rng: Random) -> None:
        state = "UNDELIV" if is_off else "DELIVRD"
        words = f"id:{name} sub:001 dlvrd:001 stat:{state} err:000 text:"
        self._network.plan(2.0 * rng.uniform(0.5, 2), lambda: self._deliver(taken, words, kind=4))

    def _deliver(self, taken: _Taken, words: str, *, kind: int = 0) -> bool:
        """Tell whoever is bound; False if nobody is."""
        with self._turn:
            bound, self._number = self._bound, self._number + 1
            sequence = self._number
        octets = words.encode("ascii") if kind else words[:_LONGEST_ANSWER].encode("utf-16-be")
        by_data = sequence % _BY_DATA == 0
        said: dict[str, Any] = {"message_payload" if by_data else "short_message": octets}
        delivered = smppwire.frame(
            "data_sm" if by_data else "deliver_sm",
            sequence,
            source_addr_ton=1,
            source_addr=taken.to.lstrip("+"),
            dest_addr_ton=1,
            destination_addr=taken.sender,
            esm_class=kind,
            data_coding=0 if kind else 8,
            **said,
        )
        return bound is not None and self._send(bound, delivered)

    def _send(self, caller: socket.socket, octets: bytes) -> bool:
        with self._turn:
            try:
                caller.sendall(octets)
            except OSError:
                return False
        return True


def _read(pdu: Pdu) -> _Taken:
    sm = command.SubmitSM("submit_sm", client=SimpleSequenceGenerator())
    sm.parse(pdu.raw)
    octets: bytes = sm.short_message or b""
    header = octets[: 1 + octets[0]] if sm.esm_class & 0x40 and octets else b""
    to = f"+{sm.destination_addr.decode('latin-1')}"
    reference = f"{header[3]} of {header[4]}" if len(header) == 6 else octets.hex()
    is_first = not header or header[-1] == 1
    return _Taken(to, sm.source_addr.decode("latin-1"), reference, is_first)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    centre: MessageCentre

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever leaves mid-sentence is simply gone."""


class _Caller(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        centre, buffer = cast(_Server, self.server).centre, bytearray()
        with suppress(OSError, smppwire.BadFrame):
            while received := self.request.recv(65536):
                buffer += received
                for pdu in smppwire.frames(buffer):
                    centre.take(pdu, self.request)
                    if pdu.command == smppwire.UNBIND:
                        return

    def finish(self) -> None:
        cast(_Server, self.server).centre.gone(self.request)
