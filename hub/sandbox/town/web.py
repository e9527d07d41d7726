"""What the town's providers answer with: a small HTTP server, a thread for each caller."""

import threading
from collections.abc import Callable, Mapping
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

MOST_BYTES = 2_000_000


class Request(NamedTuple):
    path: str
    headers: Message
    body: bytes


class Answer(NamedTuple):
    status: int
    body: bytes = b""
    headers: Mapping[str, str] = {}


class Web:
    """Hands every POST to `take`, from `listen` until `close`."""

    def __init__(self, take: Callable[[Request], Answer]) -> None:
        self._take = take

    def listen(self, host: str, port: int) -> int:
        """Start, and return the port."""
        self._server = _Server((host, port), _handler(self._take))
        threading.Thread(target=self._server.serve_forever, name="provider", daemon=True).start()
        return int(self._server.server_address[1])

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever leaves mid-sentence is simply gone."""


def _handler(take: Callable[[Request], Answer]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            if size > MOST_BYTES:
                self.close_connection = True
                self._answer(Answer(413))
            else:
                self._answer(take(Request(self.path, self.headers, self.rfile.read(size))))

        def _answer(self, answer: Answer) -> None:
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *arguments: Any) -> None:
            """Nobody reads a provider's journal."""

    return Handler
