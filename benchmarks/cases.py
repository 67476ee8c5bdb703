"""The eight further cases against what turned out true, and how fast "what if" is answered.

`python -m benchmarks.cases` prints the table. Each case is judged as of every day on which one of
its notes became public, about that day, and again as of the last day of each month, so that the
days between reports count too.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from statistics import fmean, median

from benchmarks.backtest import read_example
from benchmarks.bars import Figure, print_figures
from servanda.assessment import BetaSampler, score_card, scored_days
from servanda.pipeline import (
    AssessmentQuestion,
    DaysToScore,
    assess_case,
    evidence_by_day,
    score_case,
    what_if,
)
from servanda.pipeline.assessing import DRAWS, SEED
from servanda.records import Interval, ScoreCard, WhatIfChanges
from servanda.records.choices import ScoreStep

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
    for name, walk in WALKS.items():
        ours: list[float] = []
        for case_id in CASES:
            card = walk(case_id)
            brier = card.total.scores.ours.brier
            if brier is not None:
                ours.append(brier)
            yield Figure(f"{case_id}, {name}", "published", _shown_scores(card), True)
        yield Figure(f"mean of the eight cases, {name}", "published", _shown(fmean(ours)), True)
    yield from _what_if()


def _shown_scores(card: ScoreCard) -> str:
    """Our mean Brier with its interval over obligations, and each baseline's."""
    scores = card.total.scores
    beside = ", ".join(f"{name} {_shown(baseline.brier)}" for name, baseline in scores.baselines)
    return f"Brier {_shown(scores.ours.brier)} [{_shown_interval(scores.interval90)}] ({beside})"


def _report_days(case_id: str) -> ScoreCard:
    case, reads, truth = read_example(case_id)
    days = sorted({read.document.publication.public_on for read in reads})
    scored = scored_days(evidence_by_day(case, reads, days), truth.truths)
    return score_card(case_id, days[0], days[-1], scored, truth)


def _month_ends(case_id: str) -> ScoreCard:
    case, reads, truth = read_example(case_id)
    return score_case(case, reads, truth, DaysToScore(every=ScoreStep.MONTH))


WALKS = {"days of reports": _report_days, "ends of months": _month_ends}


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


def _shown_interval(interval: Interval | None) -> str:
    return "none" if interval is None else f"{interval.low:.3f} to {interval.high:.3f}"


def _shown(value: float | None) -> str:
    return "none" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    raise SystemExit(0 if print_figures("Eight cases, and what if", figures()) else 1)
