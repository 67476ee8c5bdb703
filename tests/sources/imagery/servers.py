"""Small web servers on this machine: one with ranges, and those that fail in each known way."""

import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class Server(ThreadingHTTPServer):
    """Serves a folder, and counts what it is asked for."""

    daemon_threads = True

    def __init__(self, folder: Path, *, ranges: bool = True) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder = folder
        self.ranges = ranges
        self.requests: list[str] = []
        self.sent = 0
        self.closing = threading.Event()
        self.items: list[dict[str, Any]] = []  # of the STAC API
        self.same_page = False
        self.busy_times = 0  # how often it still answers that it is busy

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.requests.append(self.path)
        path = self.path.partition("?")[0]
        if path == "/hang" or path.startswith("/hang/"):
            self.server.closing.wait(20)
        elif path.startswith("/500"):
            self.answer(500, b"out of order")
        elif path.startswith("/stac"):
            self.stac(path, {})
        else:
            self.file(self.server.folder / path.lstrip("/"))

    def do_POST(self) -> None:
        self.server.requests.append(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.stac(self.path, json.loads(body or b"{}"))

    def file(self, path: Path) -> None:
        if not path.is_file():
            self.answer(404, b"gone")
            return
        data = path.read_bytes()
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if not (asked and self.server.ranges):
            self.answer(200, data)
            return
        start, end = int(asked[1]), int(asked[2] or len(data) - 1)
        if start >= len(data):
            self.answer(416, b"")
            return
        part = data[start : end + 1]
        span = f"bytes {start}-{start + len(part) - 1}/{len(data)}"
        self.answer(206, part, {"Content-Range": span, "Accept-Ranges": "bytes"})

    def answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for key, value in (headers or {}).items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
            self.server.sent += len(body)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def stac(self, path: str, asked: dict[str, Any]) -> None:
        """A STAC API of two items a page."""
        if self.server.busy_times > 0:
            self.server.busy_times -= 1
            self.answer(503, b"later")
            return
        root = f"{self.server.url}/stac"
        if path == "/stac":
            core = "https://api.stacspec.org/v1.0.0/"
            self.json(
                {
                    "type": "Catalog", "id": "tiny", "description": "tiny", "stac_version": "1.0.0",
                    "conformsTo": [f"{core}core", f"{core}item-search"],
                    "links": [
                        {"rel": "root", "href": root, "type": "application/json"},
                        {"rel": "search", "href": f"{root}/search", "method": "POST",
                         "type": "application/geo+json"},
                    ],
                }
            )  # fmt: skip
            return
        west, south, east, north = asked["bbox"]
        first, last = asked["datetime"].split("/")
        hits = [
            item
            for item in self.server.items
            if item.get("collection") in (asked.get("collections") or [item.get("collection")])
            and first <= str(item["properties"].get("datetime") or first) <= last
            and item["bbox"][0] <= east and item["bbox"][2] >= west
            and item["bbox"][1] <= north and item["bbox"][3] >= south
        ]  # fmt: skip
        start = int(asked.get("token", 0))
        after = start if self.server.same_page else start + 2
        following = {
            "rel": "next",
            "href": f"{root}/search",
            "method": "POST",
            "body": asked | {"token": str(after)},
        }
        self.json(
            {
                "type": "FeatureCollection",
                "features": hits[start : start + 2],
                "links": [following] if after < len(hits) else [],
            }
        )

    def json(self, value: dict[str, Any]) -> None:
        self.answer(200, json.dumps(value).encode(), {"Content-Type": "application/json"})

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: what was asked for is in `requests`."""


@contextmanager
def serving(folder: Path, *, ranges: bool = True) -> Iterator[Server]:
    server = Server(folder, ranges=ranges)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()


def wait_for(port_answers: Any, seconds: float) -> bool:
    """Whether the callable came true within the time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if port_answers():
            return True
        time.sleep(0.2)
    return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
