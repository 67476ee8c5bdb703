"""How exact, honest and fast assessments are: `make bench-assessment` prints this table.

Truth sets lie in the shared folder (SERVANDA_SHARED, by default ../shared).
Each part can be run alone: `python -m benchmarks.assessment truth scale`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable

from benchmarks import backtest, calibration, cases, scale, truth
from benchmarks.bars import Figure, print_figures

PARTS: dict[str, tuple[str, Callable[[], Iterable[Figure]]]] = {
    "truth": ("Reliability of sources, on sets with known truth", truth.figures),
    "scale": ("Exactness, and speed beside hmmlearn", scale.figures),
    "calibration": ("Calibration on simulated cases", calibration.figures),
    "cases": ("Eight further cases, and what if", cases.figures),
    "backtest": ("The Korea case, day by day on what was public then", backtest.figures),
}


def main() -> int:
    """Print the wanted parts; 1 if a bar is not reached."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("parts", nargs="*", choices=[*PARTS, []], help="all of them, if none")
    chosen = wanted.parse_args().parts or list(PARTS)
    held = [print_figures(*_part(name)) for name in chosen]
    return 0 if all(held) else 1


def _part(name: str) -> tuple[str, Iterable[Figure]]:
    title, figures = PARTS[name]
    return title, figures()


if __name__ == "__main__":
    raise SystemExit(main())
