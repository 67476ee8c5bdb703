"""How exact, honest and fast assessments are: `make bench-assessment` prints this table.

Truth sets lie in the shared folder (SERVANDA_SHARED, by default ../shared).
Each part can be run alone: `python -m benchmarks.assessment truth scale`.
"""

from __future__ import annotations

from benchmarks import backtest, calendar_truth, calibration, cases, coherence, scale, truth
from benchmarks.bars import Parts, run_parts

PARTS: Parts = {
    "truth": ("Reliability of sources, on sets with known truth", truth.figures),
    "scale": ("Speed of sums over thousands of sites", scale.figures),
    "calibration": ("Calibration on simulated cases", calibration.figures),
    "coherence": ("Properties on a thousand random cases each", coherence.figures),
    "cases": ("Eight further cases, and what if", cases.figures),
    "calendar": (
        "Nine cases on a fixed calendar, against other pages than their notes",
        calendar_truth.figures,
    ),
    "backtest": ("The Korea case, day by day on what was public then", backtest.figures),
}


if __name__ == "__main__":
    raise SystemExit(run_parts(PARTS, __doc__))
