"""Give a hostile file to its parser in a fresh process, and measure what it cost."""

from __future__ import annotations

import resource
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.hostile.seeds import HostileFile
from servanda.sources.documents import extractor
from servanda.sources.documents.extractor import Extractor, UnreadFileError
from servanda.sources.files.problems import UnreadableError

__all__ = ["Trial", "ask", "try_file"]


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one file."""

    seed: int
    parser: str
    family: str
    outcome: str  # answered, refused, or killed: beyond a limit, or the process broke
    says: str  # what was wrong, on one line; "" of a file that was answered for
    cpu_seconds: float  # of the process
    memory_mb: float  # of the largest process so far


def try_file(file: HostileFile) -> Trial:
    """The trial of a file. Any error beside UnreadableError is a crash of ours: it is raised."""
    extractor._stop_waiting()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    outcome, says = "answered", ""
    try:
        with Extractor() as asked:
            ask(asked, file)
    except UnreadFileError as error:
        outcome, says = "killed", str(error)
    except UnreadableError as error:
        outcome, says = "refused", str(error)
    extractor._stop_waiting()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    memory = after.ru_maxrss / 1024
    return Trial(file.seed, file.parser, file.family, outcome, says, round(cpu, 2), round(memory))


def ask(asked: Extractor, file: HostileFile) -> dict[str, Any]:
    """What the parser makes of the file; raises UnreadableError."""
    sample = file.sample
    if sample.kind != "raster":
        return asked.ask("f", sample.kind, file.data, **sample.options)
    with tempfile.NamedTemporaryFile(suffix=".tif") as place:
        Path(place.name).write_bytes(file.data)
        return asked.ask("f", sample.kind, b"", path=place.name, **sample.options)
