"""Real peers for tests of push: a browser that decrypts, and a server that speaks HTTP/2 as Apple's does."""

import asyncio
import datetime
import ipaddress
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import http_ece
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from django.utils import timezone
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import DataReceived, RequestReceived, StreamEnded
from h2.settings import SettingCodes, Settings

from channels import dispatch
from channels.models import Lane, Message
from channels.vapid import text_of


def send_all(lane: Lane = Lane.BULK) -> None:
    """Dispatch until nothing is due: on a busy machine a lot may be too late to begin."""
    until = time.monotonic() + 30
    due = Message.objects.filter(state="queued", lane=lane)
    while due.filter(due_at__lte=timezone.now()).exists() and time.monotonic() < until:
        dispatch.send_range(lane, 0, 2**62)


class Browser:
    """A subscription as a browser makes it, and what reads the messages for it."""

    def __init__(self, endpoint: str) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self._secret = b"sixteen secrets!"
        self.endpoint, self.p256dh, self.auth = endpoint, text_of(point), text_of(self._secret)

    @property
    def subscription(self) -> dict[str, Any]:
        return {"endpoint": self.endpoint, "keys": {"p256dh": self.p256dh, "auth": self.auth}}

    def read(self, body: bytes) -> dict[str, str]:
        said = http_ece.decrypt(body, private_key=self._key, auth_secret=self._secret, version="aes128gcm")
        return dict(json.loads(said))


def private_pem() -> str:
    """Return an EC key as Apple hands it out (.p8)."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@dataclass(frozen=True)
class Pushed:
    """One request that Apple's server got."""

    headers: dict[str, str]
    payload: Any

    @property
    def token(self) -> str:
        return self.headers[":path"].removeprefix("/3/device/")


Verdict = tuple[int, str]
HANG_UP: Verdict = (-1, "")
SILENCE: Verdict = (0, "")


@dataclass
class Apple:
    port: int = 0
    got: list[Pushed] = field(default_factory=list)
    connections: int = 0
    most_streams: int = 100
    answer: Callable[[Pushed], Verdict] = lambda pushed: (200, "")


@contextmanager
def apple(folder: Path) -> Iterator[tuple[Apple, Path]]:
    """Serve over TLS on loopback; yields the server and the certificate to trust."""
    certificate = _certificate(folder)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, folder / "key.pem")
    context.set_alpn_protocols(["h2"])
    state, loop = Apple(), asyncio.new_event_loop()
    ready = threading.Event()
    stop = asyncio.Event()

    async def serve() -> None:
        server = await asyncio.start_server(lambda r, w: _converse(state, r, w), "127.0.0.1", 0, ssl=context)
        state.port = server.sockets[0].getsockname()[1]
        ready.set()
        await stop.wait()
        server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0)

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield state, certificate
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()


async def _converse(state: Apple, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    state.connections += 1
    connection = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
    allowed = {SettingCodes.MAX_CONCURRENT_STREAMS: state.most_streams}
    connection.local_settings = Settings(client=False, initial_values=allowed)
    connection.initiate_connection()
    requests: dict[int, tuple[dict[str, str], bytearray]] = {}
    try:
        while True:
            writer.write(connection.data_to_send())
            await writer.drain()
            data = await reader.read(65536)
            if not data:
                return
            for event in connection.receive_data(data):
                if isinstance(event, RequestReceived):
                    headers = {str(name): str(value) for name, value in event.headers or ()}
                    requests[event.stream_id or 0] = (headers, bytearray())
                elif isinstance(event, DataReceived):
                    requests[event.stream_id or 0][1].extend(event.data or b"")
                    connection.acknowledge_received_data(event.flow_controlled_length, event.stream_id or 0)
                elif isinstance(event, StreamEnded):
                    headers, body = requests.pop(event.stream_id or 0)
                    pushed = Pushed(headers, json.loads(body))
                    state.got.append(pushed)
                    verdict = state.answer(pushed)
                    if verdict == HANG_UP:
                        writer.transport.abort()
                        return
                    if verdict != SILENCE:
                        _answer(connection, event.stream_id or 0, headers["apns-id"], verdict)
    except (ConnectionError, ssl.SSLError):
        pass
    finally:
        writer.transport.abort()


def _answer(connection: H2Connection, stream: int, apns_id: str, verdict: Verdict) -> None:
    status, reason = verdict
    headers = [(":status", str(status)), ("apns-id", apns_id)]
    connection.send_headers(stream, headers, end_stream=not reason)
    if status == 200:  # who has signed well may do more at once
        connection.update_settings({SettingCodes.MAX_CONCURRENT_STREAMS: 1000})
    if reason:
        connection.send_data(stream, json.dumps({"reason": reason}).encode(), end_stream=True)


def _certificate(folder: Path) -> Path:
    """Make a certificate for loopback that is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "apple.test")])
    now = datetime.datetime.now(datetime.UTC)
    day = datetime.timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    path = folder / "certificate.pem"
    path.write_bytes(made.public_bytes(Encoding.PEM))
    return path
