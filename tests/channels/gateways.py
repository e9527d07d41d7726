"""A real HTTP peer for tests of SMS: it answers as it is told to, well or badly, and keeps what it got."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

Reply = Callable[[BaseHTTPRequestHandler, "Got"], None]


@dataclass(frozen=True)
class Got:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Peer:
    port: int
    got: list[Got] = field(default_factory=list)
    connections: set[tuple[str, int]] = field(default_factory=set)
    reply: Reply = field(
        default=lambda handler, got: answer(handler, 201, {"sid": "SM1", "status": "queued"})
    )


def answer(handler: BaseHTTPRequestHandler, status: int, said: Any, **headers: str) -> None:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def hang_up(handler: BaseHTTPRequestHandler, got: Got) -> None:
    """Reset the connection once the request has come in whole."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    handler.connection.close()
    handler.close_connection = True


def fall_silent(seconds: float) -> Reply:
    def silent(handler: BaseHTTPRequestHandler, got: Got) -> None:
        time.sleep(seconds)
        handler.close_connection = True

    return silent


def drip(handler: BaseHTTPRequestHandler, got: Got) -> None:
    """Begin an answer that never ends."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    try:
        for _ in range(200):
            handler.wfile.write(b" ")
            time.sleep(0.1)
    except OSError:
        pass
    handler.close_connection = True


@contextmanager
def running() -> Iterator[Peer]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _take(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            got = Got(self.path, dict(self.headers.items()), body)
            peer.got.append(got)
            peer.connections.add(self.client_address)
            try:
                peer.reply(self, got)
            except OSError:
                self.close_connection = True

        do_GET = do_POST = _take

        def log_message(self, *arguments: Any) -> None:
            pass

        def finish(self) -> None:
            with suppress(OSError, ValueError):
                super().finish()

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64

        def handle_error(self, request: Any, client_address: Any) -> None:
            pass

        def shutdown_request(self, request: Any) -> None:
            with suppress(OSError):
                super().shutdown_request(request)

    server = Server(("127.0.0.1", 0), Handler)
    peer = Peer(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield peer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
