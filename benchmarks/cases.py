"""The eight further cases against what turned out true, and how fast "what if" is answered.

`python -m benchmarks.cases` prints the table. Each case is judged as of every day on which one of
its notes became public, about that day.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from statistics import fmean, median

from benchmarks.backtest import read_example
from benchmarks.bars import Figure, print_figures
from servanda.assessment import DEFAULT_PRIORS, BetaSampler, score_card, scored_days
from servanda.evidence import collect_evidence
from servanda.pipeline import AssessmentQuestion, assess_case, what_if
from servanda.pipeline.assessing import DRAWS, SEED
from servanda.records import ScoreCard, WhatIfChanges

__all__ = ["figures"]

CASES = (
    "colombia-2016", "aceh-2005", "inf-1987", "jcpoa-2015",
    "syria-cw-2013", "minsk-2015", "bougainville-2001", "ni-decommissioning-1998",
)  # fmt: skip
RUNS = 7
# No two runs ask the same, so that nothing is answered from memory.
WHAT_IFS = {
    "a source distrusted": [
        WhatIfChanges(distrust=(one,)) for one in ("rok", "us", "un", "journalists")
    ],
    "an assumption changed": [
        WhatIfChanges(priors=(("late", 0.02 * n),)) for n in range(6, 6 + RUNS)
    ],
}


def figures() -> Iterator[Figure]:
    """Each case's mean Brier score beside the baselines, all together, then the times."""
    ours: list[float] = []
    for case_id in CASES:
        scores = _card(case_id).total.scores
        beside = " / ".join(_shown(one.brier) for _, one in scores.baselines)
        brier = scores.ours.brier
        if brier is not None:
            ours.append(brier)
        shown = f"{_shown(brier)} ({beside})"
        yield Figure(f"{case_id}: Brier (half / last / majority)", "published", shown, True)
    yield Figure("mean of the eight cases", "published", _shown(fmean(ours)), True)
    yield from _what_if()


def _card(case_id: str) -> ScoreCard:
    case, reads, truths = read_example(case_id)
    days = sorted({read.document.publication.public_on for read in reads})
    scored = [
        one
        for day in days
        for one in scored_days(collect_evidence(case, reads, day, day), truths, DEFAULT_PRIORS)
    ]
    return score_card(case_id, days[0], days[-1], scored, truths)


def _what_if() -> Iterator[Figure]:
    case, reads, _ = read_example("korea-2018")
    end = date(2018, 12, 31)
    found, draws = assess_case(case, reads, AssessmentQuestion(end, end)), BetaSampler(DRAWS, SEED)
    for name, asked in WHAT_IFS.items():
        times = []
        for changes in asked:
            begun = time.process_time()
            what_if(found, changes, draws)
            times.append(time.process_time() - begun)
        took = median(times)
        yield Figure(
            f"what if, Korea: {name}", "< 200 ms of CPU", f"{took * 1e3:.0f} ms", took < 0.2
        )


def _shown(value: float | None) -> str:
    return "none" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    raise SystemExit(0 if print_figures("Eight cases, and what if", figures()) else 1)
