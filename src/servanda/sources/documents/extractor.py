"""What a file that could be hostile holds, from a worker process with limits.

One worker serves many files: a file that breaks it costs that worker alone, and the next file gets
a fresh one. Between two askings it waits, so that a thousand small files start no thousand workers.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import struct
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from threading import Lock
from types import TracebackType
from typing import Any

from servanda.errors import Problem
from servanda.sources.files.limits import (
    ANSWER_BYTES,
    WORKER_CPU_SECONDS,
    WORKER_WALL_SECONDS,
)
from servanda.sources.files.problems import UnreadableError, printable, unreadable_error

__all__ = ["Extractor", "UnreadFileError", "ask_worker"]

# -P: a file in the current folder cannot take a module's place.
COMMAND = [sys.executable, "-P", "-m", "servanda.sources.documents.extraction_worker"]
GONE_SECONDS = 5.0  # for a worker that hung up to end, before it is killed [limit]
INSTEAD = "save its text as .txt"
# What a worker gets of the environment: where programs and libraries are, how texts are encoded. No
# key or password of ours is in reach of a parser.
PASSED_ON = (
    "PATH", "PYTHONPATH", "PYTHONHOME", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH",
    "TMPDIR", "TZ", "GDAL_DATA", "PROJ_DATA", "PROJ_LIB",
)  # fmt: skip
# A thread for each processor would take address space for work that has none to share.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}


class UnreadFileError(UnreadableError):
    """A file that broke its parser or went beyond the limits: it may be kept, but was not read."""


class _DiedError(Exception):
    """The worker gave no answer; the text says why."""


@dataclass
class _Worker:
    """A process that parses files, and the line to it."""

    process: subprocess.Popen[bytes]
    connection: Connection[Any, Any]
    command: list[str]
    owner: int  # the process that started it
    is_used: bool = False  # it has parsed a file

    def stop(self) -> None:
        self.connection.close()
        if self.owner == os.getpid():
            self.process.kill()
            self.process.wait()


# The worker that waits for the next file, if there is one.
_waiting: list[_Worker] = []
_waiting_lock = Lock()


class Extractor:
    """A worker that is started, or taken over, when first asked; use it in a `with` block."""

    def __init__(self, wall_seconds: float = WORKER_WALL_SECONDS) -> None:
        self._wall_seconds = wall_seconds
        self._worker: _Worker | None = None

    def __enter__(self) -> Extractor:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        worker, self._worker = self._worker, None
        if worker is None:
            return
        if error is None or isinstance(error, UnreadableError):
            _keep_waiting(worker)
        else:  # an answer may still be under way
            worker.stop()

    def ask(
        self, label: str, kind: str, data: bytes, /, *, instead: str = INSTEAD, **options: Any
    ) -> dict[str, Any]:
        """What the parser of that kind found; raises UnreadableError.

        instead: what to do about a file that breaks the parser; options: JSON values for it
        A worker that has read other files before is not blamed on this one: it gets another try
        in a fresh process, so that the answer does not depend on what came before.
        """
        used = self._lease().is_used
        answer = self._answer(kind, data, options)
        if "died" in answer and used:
            answer = self._answer(kind, data, options)
        if "died" in answer:
            raise UnreadFileError(Problem(label, 0, answer["died"], instead))
        if "problem" in answer:
            file, line, message, advice = answer["problem"]
            raise unreadable_error(file, line, message, advice)
        if "error" in answer:
            message, advice = (printable(part, 200) for part in answer["error"])
            if answer.get("is_broken"):
                raise UnreadFileError(Problem(label, 0, message, advice))
            raise unreadable_error(label, 0, message, advice)
        return answer

    def _lease(self) -> _Worker:
        if self._worker is None:
            self._worker = _take_waiting() or _start()
        return self._worker

    def _answer(self, kind: str, data: bytes, options: dict[str, Any]) -> dict[str, Any]:
        if self._worker is None:
            self._worker = _start()
        worker = self._worker
        worker.is_used = True
        try:
            worker.connection.send_bytes(json.dumps({"kind": kind, "options": options}).encode())
            worker.connection.send_bytes(data)
            if not worker.connection.poll(self._wall_seconds):
                raise _DiedError(f"takes more than {self._wall_seconds:g} s to read")
            reply = worker.connection.recv_bytes(ANSWER_BYTES)
            answer: dict[str, Any] = json.loads(reply.decode("utf-8", "surrogatepass"))
        except _DiedError as error:
            answer = {"died": str(error)}
        except (EOFError, OSError):
            with suppress(subprocess.TimeoutExpired):
                worker.process.wait(
                    GONE_SECONDS
                )  # so that the message has its own exit code, not our kill
            answer = {"died": _exit_reason(worker.process.returncode)}
        if "died" in answer:
            worker.stop()
            self._worker = None
        return answer


def ask_worker(
    label: str, kind: str, data: bytes, /, *, instead: str = INSTEAD, **options: Any
) -> dict[str, Any]:
    """What the parser of that kind found in one file; raises UnreadableError."""
    with Extractor() as extractor:
        return extractor.ask(label, kind, data, instead=instead, **options)


def _keep_waiting(worker: _Worker) -> None:
    """Let the worker wait for the next file, unless another waits already."""
    with _waiting_lock:
        if not _waiting:
            _waiting.append(worker)
            return
    worker.stop()


def _take_waiting() -> _Worker | None:
    """The worker that waits, if it is alive, ours and started as one is started now."""
    with _waiting_lock:
        worker = _waiting.pop() if _waiting else None
    if worker is None:
        return None
    ours = worker.owner == os.getpid() and worker.command == COMMAND
    if ours and worker.process.poll() is None:
        return worker
    worker.stop()
    return None


@atexit.register
def _stop_waiting() -> None:
    while _waiting:
        _waiting.pop().stop()


def _start() -> _Worker:
    ours, theirs = socket.socketpair()
    # A worker that reads nothing must not hold us up while we send.
    patience = struct.pack("ll", int(WORKER_WALL_SECONDS), 0)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, patience)
    command = COMMAND
    with theirs:
        process = subprocess.Popen(
            [*command, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={key: os.environ[key] for key in PASSED_ON if key in os.environ} | ONE_THREAD,
        )
    return _Worker(process, Connection(ours.detach()), command, os.getpid())


def _exit_reason(code: int | None) -> str:
    if code == -signal.SIGXCPU:
        return f"takes more than {WORKER_CPU_SECONDS} s of processor time to read"
    return f"makes the reader of such files fail (exit {code})"
