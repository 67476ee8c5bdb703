"""A small real server of a language model on this machine, which says what a test has set."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["Answer", "ChatServer", "chat_server", "says", "sends"]

Answer = Callable[[BaseHTTPRequestHandler], None]


class ChatServer(ThreadingHTTPServer):
    """Gives each POST the answer that the test has set, and remembers what was asked."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, answer: Answer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.asked: list[dict[str, Any]] = []
        self.bodies: list[bytes] = []
        self.release = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: ChatServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.bodies.append(body)
        self.server.asked.append(
            {"path": self.path, "key": self.headers["Authorization"], **json.loads(body)}
        )
        self.server.answer(self)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on stderr."""


def sends(body: bytes, status: int = 200) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body)))
        handler.send_header("Location", "http://elsewhere.example/")
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def says(content: object) -> Answer:
    words = content if isinstance(content, str) else json.dumps(content)
    return sends(json.dumps({"choices": [{"message": {"content": words}}]}).encode())


@contextmanager
def chat_server(answer: Answer) -> Iterator[ChatServer]:
    """The server at work."""
    made = ChatServer(answer)
    thread = threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.release.set()
        made.shutdown()
        made.server_close()
        thread.join()
