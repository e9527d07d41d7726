"""One HTTP/2 connection to Apple, on aioapns' protocol: nothing begins late, and nothing is sent twice.

aioapns' own pool sends again whatever a lost connection had taken, and signs anew for each connection,
which Apple answers with 429: so a connection is opened here, and the signature is kept.
"""

import asyncio
import ssl
import time
from collections.abc import Sequence
from functools import cache
from typing import Any

from aioapns.common import NotificationRequest, NotificationResult, PushType
from aioapns.connection import APNsTLSClientProtocol, ChannelPool, JWTAuthorizationHeaderProvider
from aioapns.exceptions import ConnectionClosed
from h2.exceptions import H2Error
from h2.settings import SettingCodes
from jwt.exceptions import PyJWTError

from channels.adapters.push_apns import Note, Server
from channels.posting import Answer, NoAnswer, NotBegun, Said

MOST_STREAMS = 100
CLOSING_SECONDS = 1.0


class BadKey(ValueError):
    """The key signs nothing."""


class _TooLate(Exception):
    """No byte of the request left us."""


class _Streams(ChannelPool):
    """Lets one request go until the other side has said how many it takes at once."""

    def __init__(self, connection: "Connection", start_by: float) -> None:
        super().__init__(1)
        self._connection, self._start_by = connection, start_by

    async def acquire(self) -> int:  # type: ignore[override]
        try:
            stream = await super().acquire()
        except ConnectionClosed:
            raise _TooLate from None
        transport = self._connection.transport
        if time.monotonic() >= self._start_by or transport is None or transport.is_closing():
            self.release()
            raise _TooLate
        return stream


class Connection(APNsTLSClientProtocol):
    def __init__(self, server: Server, signer: JWTAuthorizationHeaderProvider, start_by: float) -> None:
        super().__init__(server.topic, asyncio.get_running_loop(), None, signer)
        self.APNS_SERVER = server.host
        self.free_channels = _Streams(self, start_by)
        self._is_settled = False
        self._gone = asyncio.Event()

    async def exchange(self, notes: Sequence[Note], answer_seconds: float) -> list[Said]:
        """Send all and return what was said to each, in order; then hang up."""
        tasks = [asyncio.ensure_future(self.send_notification(_request(note))) for note in notes]
        done, _ = await asyncio.wait(tasks, timeout=answer_seconds)
        said = [_said(task) if task in done else NoAnswer("No answer in time") for task in tasks]
        await self._end(tasks)
        return said

    def on_remote_settings_changed(self, changed_settings: Any) -> None:
        super().on_remote_settings_changed(changed_settings)
        if not self._is_settled and SettingCodes.MAX_CONCURRENT_STREAMS not in changed_settings:
            self.free_channels.bound = MOST_STREAMS
        self._is_settled = True

    def connection_lost(self, exc: Exception | None) -> None:
        self.requests = {key: each for key, each in self.requests.items() if not each.done()}
        super().connection_lost(exc)
        self._gone.set()

    async def _end(self, tasks: Sequence["asyncio.Task[NotificationResult]"]) -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self.transport is not None and not self._gone.is_set():
            self.transport.abort()
            async with asyncio.timeout(CLOSING_SECONDS):
                await self._gone.wait()


async def connect(server: Server, key: str, start_by: float) -> Connection:
    """Connect before `start_by`. Raises OSError, TimeoutError or BadKey."""
    signer = _signer(key, server.key_id, server.team_id)
    try:
        signer.get_header()
    except (PyJWTError, ValueError, TypeError):
        raise BadKey from None
    context = ssl.create_default_context()
    context.set_alpn_protocols(["h2"])
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(max(0.0, start_by - time.monotonic())):
        _, connection = await loop.create_connection(
            lambda: Connection(server, signer, start_by), server.host, server.port, ssl=context
        )
    return connection


@cache
def _signer(key: str, key_id: str, team_id: str) -> JWTAuthorizationHeaderProvider:
    """Keep one signature for half an hour: Apple allows a new one every 20 minutes."""
    return JWTAuthorizationHeaderProvider(key, key_id, team_id)


def _request(note: Note) -> NotificationRequest:
    return NotificationRequest(
        device_token=note.token,
        message=note.payload,
        notification_id=note.reference,
        time_to_live=note.life_seconds,
        priority=note.priority,
        collapse_key=note.reference,
        push_type=PushType.ALERT,
    )


def _said(task: "asyncio.Task[NotificationResult]") -> Said:
    error = task.exception()
    match error:
        case None:
            result = task.result()
            words = result.notification_id if result.is_successful else result.description or ""
            return Answer(int(result.status), words.encode())
        case _TooLate():
            return NotBegun("")
        case H2Error():
            return NotBegun(type(error).__name__)  # the stream was never opened, or never ended
    return NoAnswer(f"{type(error).__name__} from Apple")
