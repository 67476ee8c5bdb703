"""The properties that hold the numbers together, on a thousand random cases each.

`python -m benchmarks.coherence` runs the property tests of the assessment with ten times the cases
of `make test`: coherence of tied duties, monotone support, closed periods, acts that stay, order,
copies, silence, rates and schedules.
"""

from __future__ import annotations

import re
import subprocess  # the test runner in its own process
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bars import Figure, print_figures

__all__ = ["figures"]

ROOT = Path(__file__).resolve().parents[1]
FOLDER = Path("tests/assessment/properties")
CASES = 1_000  # of each property: the profile `coherence` of tests/conftest.py


def figures() -> Iterator[Figure]:
    """How many properties hold, file by file."""
    for path in sorted((ROOT / FOLDER).glob("test_*.py")):
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        command += ["--hypothesis-profile=coherence", str(path.relative_to(ROOT))]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        last = (done.stdout.strip().splitlines() or [""])[-1]
        told = re.sub(r" in .*", "", last.strip("= "))
        name = path.stem.removeprefix("test_").replace("_", " ")
        measure = f"{name}: properties on {CASES:,} cases each"
        yield Figure(measure, "all hold", told, done.returncode == 0)


if __name__ == "__main__":
    raise SystemExit(0 if print_figures("Coherence", figures()) else 1)
