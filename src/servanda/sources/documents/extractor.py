"""The text of a file that could be hostile, from a worker process."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any

from servanda.sources.files.limits import TEXT_BYTES, WORKER_CPU_SECONDS, WORKER_WALL_SECONDS
from servanda.sources.files.problems import printable, unreadable_error

__all__ = ["Extractor"]

# -P: a file in the current folder cannot take a module's place.
COMMAND = [sys.executable, "-P", "-m", "servanda.sources.documents.extraction_worker"]
LARGEST_ANSWER_BYTES = 13 * TEXT_BYTES  # a character outside the BMP is 12 bytes in JSON
GONE_SECONDS = 5.0  # for a worker that hung up to end, before it is killed [limit]
INSTEAD = "save its text as .txt"


class _DiedError(Exception):
    """The worker gave no answer; the text says why."""


class Extractor:
    """A worker that is started when first asked; use it in a `with` block."""

    def __init__(self, wall_seconds: float = WORKER_WALL_SECONDS) -> None:
        self._wall_seconds = wall_seconds
        self._worker: tuple[subprocess.Popen[bytes], Connection[Any, Any]] | None = None

    def __enter__(self) -> Extractor:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stop()

    def ask(self, label: str, kind: str, data: bytes, **options: Any) -> dict[str, Any]:
        """What the extractor of that kind found; raises UnreadableError.

        A worker that has read other files before is not blamed on this one: it gets another try
        in a fresh process, so that the answer does not depend on what came before.
        """
        used = self._worker is not None
        answer = self._answer(kind, data, options)
        if "died" in answer and used:
            answer = self._answer(kind, data, options)
        if "died" in answer:
            raise unreadable_error(label, 0, answer["died"], INSTEAD)
        if "error" in answer:
            message, advice = (printable(part, 200) for part in answer["error"])
            raise unreadable_error(label, 0, message, advice)
        return answer

    def _answer(self, kind: str, data: bytes, options: dict[str, Any]) -> dict[str, Any]:
        process, connection = self._worker = self._worker or _start()
        try:
            connection.send_bytes(json.dumps({"kind": kind, "options": options}).encode())
            connection.send_bytes(data)
            if not connection.poll(self._wall_seconds):
                raise _DiedError(f"takes more than {self._wall_seconds:g} s to read")
            answer: dict[str, Any] = json.loads(connection.recv_bytes(LARGEST_ANSWER_BYTES))
            return answer
        except _DiedError as error:
            self._stop()
            return {"died": str(error)}
        except (EOFError, OSError):
            with suppress(subprocess.TimeoutExpired):
                process.wait(
                    GONE_SECONDS
                )  # so that the message has its own exit code, not our kill
            self._stop()
            return {"died": _exit_reason(process.returncode)}

    def _stop(self) -> None:
        if self._worker is not None:
            process, connection = self._worker
            self._worker = None
            connection.close()
            process.kill()
            process.wait()


def _start() -> tuple[subprocess.Popen[bytes], Connection[Any, Any]]:
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [*COMMAND, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    return process, Connection(ours.detach())


def _exit_reason(code: int) -> str:
    if code == -signal.SIGXCPU:
        return f"takes more than {WORKER_CPU_SECONDS} s of processor time to read"
    return f"makes the reader of such files fail (exit {code})"
