"""One SMTP connection on the network: connects, encrypts, logs in, keeps time, and carries a flow."""

import asyncio
import re
import ssl
from base64 import b64encode
from functools import lru_cache
from socket import gethostname
from typing import cast

from channels.smtp_flow import ENOUGH_BYTES, Batch, Flow, Unexpected
from channels.smtp_wire import Features, Replies, Server, quoted

_PARTING_SECONDS = 5
"""How long a server that has ended the session may take to answer what it already has."""
_FRESH_SECONDS = 1
"""How long an idle connection is trusted without asking."""


class NoConnection(Exception):
    """The server could not be reached, or will not talk to us; nothing was handed over."""


class Link(asyncio.BufferedProtocol):
    """A connection: `Link.open` one, `carry` batch after batch while it `is_usable`, then `quit`."""

    def __init__(self, server: Server) -> None:
        self.ended = ""
        """Why the connection is gone; empty while it stands."""
        self._server = server
        self._loop = asyncio.get_running_loop()
        self._heard_at = self._loop.time()
        self._transport: asyncio.Transport | None = None
        # A view, since over TLS asyncio reads record by record into slices of it.
        self._received = memoryview(bytearray(16_384))
        self._replies = Replies()
        self._round_trip = 0.0
        """How long the server took to answer EHLO."""
        self._asked: asyncio.Future[tuple[int, bytes]] | None = None
        self._flow: Flow | None = None
        self._carried: asyncio.Future[None] | None = None
        self._gone: asyncio.Future[None] = self._loop.create_future()
        self._is_paused = False

    @classmethod
    async def open(cls, server: Server, *, window: int, timeout: float) -> "Link":
        """Connect and make ready to send within `timeout` seconds. Raises NoConnection."""
        link = cls(server)
        try:
            async with asyncio.timeout(timeout):
                features = await link._introduce()
        except (OSError, NoConnection) as error:
            link.abort("never ready")
            raise NoConnection(str(error) or "no answer in time") from error
        except BaseException:
            link.abort("given up")
            raise
        link._flow = Flow(features, window=window, may_chunk=server.may_chunk, round_trip=link._round_trip)
        return link

    @property
    def is_usable(self) -> bool:
        return not self.ended and self._flow is not None and not self._flow.is_leaving

    async def is_alive(self) -> bool:
        """Ask a connection that has been idle; servers close those without our noticing."""
        if self.is_usable and self._loop.time() - self._heard_at > _FRESH_SECONDS:
            patience = min(5, self._server.reply_timeout)
            alarm = self._loop.call_later(patience, self.abort, "it did not answer after idling")
            try:
                await self._ask("NOOP", 250)
            except NoConnection as error:
                self.abort(str(error))
            finally:
                alarm.cancel()
        return self.is_usable

    async def carry(self, batch: Batch) -> bool:
        """Hand messages over until none may start or the connection ends.

        Returns whether that was worth it: the server answered for more messages than it left in doubt.
        """
        assert self._flow
        self._carried = self._loop.create_future()
        self._heard_at = self._loop.time()
        self._flow.begin(batch, at=self._heard_at)
        self._watch(batch.answer_by)
        self._pump()
        try:
            await self._carried
        finally:
            self._alarm.cancel()
            self._carried = None
        return self._flow.judged > self._flow.unknown

    async def quit(self) -> None:
        """Say goodbye, but do not wait long for the answer."""
        if self._transport and not self.ended:
            self.ended = "we said goodbye"
            self._transport.write(b"QUIT\r\n")
            self._transport.close()
            await asyncio.wait([self._gone], timeout=1)
            self._transport.abort()

    def abort(self, why: str, *, may_retry: bool = True) -> None:
        """Drop the connection and settle what is under way."""
        if self._transport:
            self._transport.abort()
        self._lose(why, may_retry=may_retry)

    # Getting ready

    async def _introduce(self) -> Features:
        server, loop = self._server, self._loop
        tls = _tls_context(server.ca_file) if server.tls != "plain" else None
        self._asked = loop.create_future()
        await loop.create_connection(
            lambda: self, server.host, server.port, ssl=tls if server.tls == "ssl" else None
        )
        await self._hear("greeting", 220)
        features = await self._hello()
        if tls and server.tls == "starttls":
            await self._ask("STARTTLS", 220)
            assert self._transport
            encrypted = await loop.start_tls(self._transport, self, tls, server_hostname=server.host)
            self._transport = cast(asyncio.Transport, encrypted)
            features = await self._hello()
        if server.user:
            await self._log_in(features)
        return features

    async def _hello(self) -> Features:
        name = re.sub(r"[^A-Za-z0-9.:[\]-]", "-", self._server.local_hostname or gethostname())
        asked_at = self._loop.time()
        try:
            features = Features.of(await self._ask(f"EHLO {name}", 250))
            self._round_trip = self._loop.time() - asked_at
            return features
        except NoConnection:
            if self.ended or self._server.tls == "starttls" or self._server.user:
                raise
            await self._ask(f"HELO {name}", 250)
            return Features()

    async def _log_in(self, features: Features) -> None:
        user, password = self._server.user, self._server.password
        if "PLAIN" in features.auth:
            await self._ask("AUTH PLAIN " + _base64(f"\0{user}\0{password}"), 235)
        elif "LOGIN" in features.auth:
            await self._ask("AUTH LOGIN", 334)
            await self._ask(_base64(user), 334, verb="AUTH")
            await self._ask(_base64(password), 235, verb="AUTH")
        else:
            raise NoConnection("AUTH: the server offers neither PLAIN nor LOGIN")

    async def _ask(self, command: str, expected: int, verb: str = "") -> bytes:
        if self.ended or not self._transport:
            raise NoConnection(self.ended)
        self._asked = self._loop.create_future()
        self._transport.write(command.encode("ascii") + b"\r\n")
        # Errors name the verb alone: what follows AUTH is a password.
        return await self._hear(verb or command.split()[0], expected)

    async def _hear(self, verb: str, expected: int) -> bytes:
        assert self._asked
        code, reply = await self._asked
        self._asked = None
        if code != expected:
            raise NoConnection(f"{verb}: {quoted(code, reply)}")
        return reply

    # What happens on the wire

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def get_buffer(self, sizehint: int) -> memoryview:
        return self._received

    def buffer_updated(self, size: int) -> None:
        replies = self._replies.feed(self._received[:size])
        if not replies or self.ended:
            return
        # Time counts from whole replies, so that a server trickling bytes cannot hold us for ever.
        self._heard_at = self._loop.time()
        if self._flow and not self._flow.is_resting:
            try:
                self._flow.hear(replies, at=self._heard_at)
            except Unexpected as error:
                self.abort(str(error))
            self._pump()
        elif self._asked and not self._asked.done() and len(replies) == 1:
            self._asked.set_result(replies[0])
        else:
            self.abort(f"unasked: {quoted(*replies[-1])}")

    def pause_writing(self) -> None:
        self._is_paused = True

    def resume_writing(self) -> None:
        self._is_paused = False
        self._pump()

    def connection_lost(self, error: Exception | None) -> None:
        self._lose(str(error) if error else "the server closed the connection")
        self._gone.set_result(None)

    def _pump(self) -> None:
        """Write what the flow has to say; when it has come to rest, so has the batch."""
        if not self._carried or self._carried.done() or not self._flow or not self._transport:
            return
        while data := self._flow.output(may_start=not self._is_paused):
            self._transport.write(data)
            if len(data) < ENOUGH_BYTES:
                break
        if self._flow.is_resting and not self._is_paused:
            self._carried.set_result(None)

    def _watch(self, answer_by: float) -> None:
        assert self._flow
        patience = self._server.accept_timeout if self._flow.awaits_acceptance else self._server.reply_timeout
        if self._flow.is_leaving:
            patience = min(_PARTING_SECONDS, patience)
        left = min(self._heard_at + patience, answer_by) - self._loop.time()
        if left > 0:
            self._alarm = self._loop.call_later(min(left, 1), self._watch, answer_by)
        else:
            # No second try: it would cost another whole timeout.
            was_silent = self._heard_at + patience <= answer_by
            self.abort(f"no answer within {patience:.0f} s" if was_silent else "too slow", may_retry=False)

    def _lose(self, why: str, *, may_retry: bool = True) -> None:
        if self.ended:
            return
        self.ended = why
        if self._flow and not self._flow.is_resting:
            self._flow.lose(why, may_retry=may_retry)
        if self._asked and not self._asked.done():
            self._asked.set_result((0, b"xxx " + why.encode("ascii", "replace")))
        if self._carried and not self._carried.done():
            self._carried.set_result(None)


@lru_cache
def _tls_context(ca_file: str) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=ca_file or None)


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode("ascii")
