"""A gate for libraries with a client of their own (GDAL): a SOCKS 5 proxy behind the guard.

The library asks for a name and a port (socks5h: it looks up nothing itself); the gate connects to
an address that the guard has checked and passes the bytes on, those of TLS unread. Redirects that
the library follows come through here as well.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from servanda.sources.network.guard import NetworkGuard, RefusedAddressError

__all__ = ["GuardedGate", "guarded_gate"]

# Of RFC 1928. [definition]
_VERSION, _NO_LOGIN, _CONNECT = 5, 0, 1
_V4, _NAME, _V6 = 1, 3, 4
_DONE, _REFUSED, _UNREACHABLE = 0, 2, 4
# Passed on at a time, and on their way to the library: of a file that it hangs up on after the
# first bytes, no more than these are fetched for nothing. [limit]
_PIECE_BYTES = 65_536


class GuardedGate:
    """A gate at work."""

    def __init__(self, guard: NetworkGuard, connect_seconds: float) -> None:
        self.refusals: list[RefusedAddressError] = []
        self._guard, self._seconds = guard, connect_seconds
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lines: list[socket.socket] = []
        self._is_over = False
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def proxy(self) -> str:
        """The address for libcurl."""
        return f"socks5h://127.0.0.1:{self._listener.getsockname()[1]}"

    def close(self) -> None:
        """Hang up every line."""
        self._is_over = True
        for line in (self._listener, *self._lines):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()

    def _accept(self) -> None:
        with suppress(OSError):  # the listener is closed
            while True:
                near, _ = self._listener.accept()
                near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _PIECE_BYTES)
                self._keep(near)
                threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        with near, suppress(OSError, EOFError):
            far = self._far_line(near)
            if far is not None:
                with far:
                    back = threading.Thread(target=_pass_on, args=(far, near), daemon=True)
                    back.start()
                    _pass_on(near, far)
                    back.join()

    def _far_line(self, near: socket.socket) -> socket.socket | None:
        """The line to where the library wants to go; None where it may not, or nobody answers."""
        _, methods = _take(near, 2)
        _take(near, methods)
        near.sendall(bytes([_VERSION, _NO_LOGIN]))
        _, command, _, kind = _take(near, 4)
        host = _host(near, kind)
        (port,) = struct.unpack("!H", _take(near, 2))
        far = None
        answer = _REFUSED
        if command == _CONNECT and host is not None:
            answer, far = self._connect(host, port)
        near.sendall(bytes([_VERSION, answer, 0, _V4, 0, 0, 0, 0, 0, 0]))
        return far

    def _connect(self, host: str, port: int) -> tuple[int, socket.socket | None]:
        label = f"{host}:{port}"
        try:
            self._guard.check_form("https" if port == 443 else "http", False, host, port, label)
            addresses = self._guard.addresses(host, port, label)
        except RefusedAddressError as error:
            self.refusals.append(error)
            return _REFUSED, None
        except OSError:
            return _UNREACHABLE, None
        for address in addresses:
            with suppress(OSError):
                far = socket.create_connection((address, port), self._seconds)
                far.settimeout(None)
                self._keep(far)
                return _DONE, far
        return _UNREACHABLE, None

    def _keep(self, line: socket.socket) -> None:
        self._lines.append(line)
        if self._is_over:
            self.close()


@contextmanager
def guarded_gate(guard: NetworkGuard, connect_seconds: float) -> Iterator[GuardedGate]:
    """A gate that is open inside the block."""
    gate = GuardedGate(guard, connect_seconds)
    try:
        yield gate
    finally:
        gate.close()


def _host(near: socket.socket, kind: int) -> str | None:
    if kind == _NAME:
        (length,) = _take(near, 1)
        return _take(near, length).decode("ascii", "replace")
    if kind in (_V4, _V6):
        family, size = (socket.AF_INET, 4) if kind == _V4 else (socket.AF_INET6, 16)
        return socket.inet_ntop(family, _take(near, size))
    return None


def _take(line: socket.socket, count: int) -> bytes:
    """Exactly so many bytes; raises EOFError where the line ends before."""
    data = b""
    while len(data) < count:
        more = line.recv(count - len(data))
        if not more:
            raise EOFError
        data += more
    return data


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(_PIECE_BYTES):
            target.sendall(piece)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
