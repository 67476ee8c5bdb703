"""What it costs to start: CPU and memory of every command's help, and of one whole assessment.

`python -m benchmarks.start`; each figure is the median of several fresh processes. The bars are
those of `--help`; the other rows are there to be watched.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence

from benchmarks.bars import Figure, Parts, run_parts
from scripts.docs_options import commands

RUNS = 5
HELP_CPU_S, HELP_MB = 0.35, 45.0  # a person notices a command that takes longer to say what it does
PIPELINE_CPU_S = 1.0
SERVANDA = ("-c", "from servanda.cli import main; main()")


def cost(arguments: Sequence[str], runs: int = RUNS) -> tuple[float, float]:
    """Median CPU seconds and largest resident memory in MB of a fresh Python with arguments."""
    seconds, megabytes = zip(*(_once(arguments) for _ in range(runs)), strict=True)
    return statistics.median(seconds), max(megabytes)


def _once(arguments: Sequence[str]) -> tuple[float, float]:
    started = subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)  # reaped here, not by Popen
    if started.returncode:
        raise SystemExit(f"{' '.join(arguments)}: exit status {started.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024.0


def _figure(measure: str, arguments: Sequence[str], cpu_s: float, mb: float) -> Figure:
    seconds, megabytes = cost(arguments)
    bar = f"{cpu_s:g} s" + (f", {mb:g} MB" if mb != float("inf") else "")
    holds = seconds <= cpu_s and megabytes <= mb
    return Figure(measure, bar, f"{seconds:.2f} s, {megabytes:.0f} MB", holds)


def _starts() -> Iterator[Figure]:
    for word in ("--help", "--version"):
        yield _figure(f"servanda {word}", (*SERVANDA, word), HELP_CPU_S, HELP_MB)
    yield _figure(
        "import servanda.pipeline", ("-c", "import servanda.pipeline"), PIPELINE_CPU_S, float("inf")
    )


def _watched() -> Iterator[Figure]:
    for words, _ in commands():
        yield _watch(f"servanda {' '.join(words)} --help", (*SERVANDA, *words, "--help"))
    with tempfile.TemporaryDirectory() as data:
        assess = (*SERVANDA, "assess", "korea-2018", "--as-of", "2018-12-31", "--data", data)
        yield _watch("servanda assess korea-2018, with reading", assess, 1)
        yield _watch("servanda assess korea-2018, read before", assess, 3)


def _watch(measure: str, arguments: Sequence[str], runs: int = RUNS) -> Figure:
    seconds, megabytes = cost(arguments, runs)
    return Figure(measure, "watched", f"{seconds:.2f} s, {megabytes:.0f} MB", True)


PARTS: Parts = {
    "start": ("Starting", _starts),
    "commands": ("Every command", _watched),
}

if __name__ == "__main__":
    raise SystemExit(run_parts(PARTS, __doc__))
