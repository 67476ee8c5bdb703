"""The nine cases on a fixed calendar, against truth from other and later pages than their notes.

`python -m benchmarks.calendar_truth` prints the scores; `read`, `corrected` and `truths` after it
print one part each. Each case is judged as of the last day of each month, about that day, from
the first day of its truth to the end of its record (examples/truth-calendar). What nobody else was
found to tell is left out.

Means are over rows, each with the mean of its days, so that the case with the longest record does
not outweigh the others; so are the intervals, which draw obligations of all cases together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from benchmarks.backtest import EXAMPLES, read_example
from benchmarks.bars import Figure, Parts, run_parts
from benchmarks.cases import CASES
from benchmarks.corrected_readings import corrected
from servanda.assessment import days_to_score, scorable_days, score_card, scored_days
from servanda.assessment.scoring.bootstrap import SEED, cluster_intervals
from servanda.assessment.scoring.scope import duty_of
from servanda.pipeline import evidence_by_day, truth_of
from servanda.records import (
    Case,
    CaseEvidence,
    DocumentClaims,
    Interval,
    ScoreCard,
    ScoredRow,
    TruthFile,
)
from servanda.records.choices import ScoreStep

__all__ = ["figures", "truths_that_differ"]

ALL = (*CASES, "korea-2018")
OURS = "servanda"
Mend = Callable[[CaseEvidence, tuple[DocumentClaims, ...]], CaseEvidence]


@dataclass(frozen=True, slots=True)
class ScoredDuty:
    """The mean Brier score of one row over its days, ours and each baseline's."""

    row: str
    duty: str  # case and obligation; what it says to keep is the same duty
    days: int
    brier: dict[str, float]


def calendar_truth(case: Case) -> TruthFile:
    """What other pages than the notes tell of a case."""
    return truth_of(EXAMPLES / "truth-calendar" / f"{case.id}.json", case)


def month_ends(case_id: str, mend: Mend | None = None) -> ScoreCard:
    """A case on the last day of each month, with its readings as they are or mended."""
    case, reads, _ = read_example(case_id)
    truth = calendar_truth(case)
    first, last = scorable_days(truth.truths, ())
    days = days_to_score(first, last, ScoreStep.MONTH)
    known = evidence_by_day(case, reads, days)
    if mend is not None:
        known = (mend(day, reads) for day in known)
    scored = tuple(scored_days(known, truth.truths))
    return score_card(case_id, first, last, scored, truth, ScoreStep.MONTH)


def scored_duties(card: ScoreCard) -> list[ScoredDuty]:
    """The rows of a case that have a scored day."""
    return [_duty(card.case, row) for row in card.rows if row.scores.ours.days]


def _duty(case_id: str, row: ScoredRow) -> ScoredDuty:
    named = ((OURS, row.scores.ours), *row.scores.baselines)
    brier = {name: score.brier for name, score in named if score.brier is not None}
    named_row = f"{case_id}/{row.obligation}"
    return ScoredDuty(named_row, duty_of(named_row), row.scores.ours.days, brier)


def figures(mend: Mend | None = None) -> Iterator[Figure]:
    """Each case's mean Brier score beside the baselines, then all together with intervals."""
    duties: list[ScoredDuty] = []
    for case_id in ALL:
        card = month_ends(case_id, mend)
        found = scored_duties(card)
        duties += found
        unknown, silent = card.total.days_left_out, card.total.days_without_number
        counted = f"{sum(one.days for one in found)} days of {len(found)} rows"
        yield Figure(
            f"{case_id}: {counted} ({unknown} unknown, {silent} without a number)",
            "published",
            _beside(found),
            True,
        )
        for one in found:
            yield Figure(f"{one.row}: {one.days} days", "published", _beside([one]), True)
    yield from _together(duties)


def _together(duties: Sequence[ScoredDuty]) -> Iterator[Figure]:
    """The mean over rows and the paired difference to each baseline."""
    names = tuple(duties[0].brier)
    scores = np.array([[one.brier[name] for name in names] for one in duties])
    apart = scores[:, :1] - scores[:, 1:]
    intervals = cluster_intervals(
        np.hstack([scores[:, :1], apart]),
        [one.duty for one in duties],
        np.random.default_rng(SEED),
    )
    means = dict(zip(names, scores.mean(axis=0), strict=True))
    best = min(names[1:], key=lambda name: means[name])
    obligations = len({one.duty for one in duties})
    yield Figure(
        f"all nine, mean Brier of {len(duties)} rows of {obligations} obligations",
        "published",
        f"{means[OURS]:.4f} [{_shown(intervals[0])}] ({_named(means)})",
        True,
    )
    for name, less, interval in zip(names[1:], apart.mean(axis=0), intervals[1:], strict=True):
        mark = " (the best baseline)" if name == best else ""
        below = interval is not None and interval.high < 0.0
        yield Figure(
            f"all nine, less {name}{mark}, 90 % over obligations",
            "below 0" if name == best else "published",
            f"{less:+.4f} [{_shown(interval)}]",
            below or name != best,
        )


def _beside(duties: Sequence[ScoredDuty]) -> str:
    if not duties:
        return "none"
    names = duties[0].brier
    means = {name: float(np.mean([one.brier[name] for one in duties])) for name in names}
    return f"{means[OURS]:.4f} ({_named(means)})"


def _named(means: dict[str, float]) -> str:
    return ", ".join(f"{name} {mean:.4f}" for name, mean in means.items() if name != OURS)


def _shown(interval: Interval | None) -> str:
    return "none" if interval is None else f"{interval.low:+.4f} to {interval.high:+.4f}"


def truths_that_differ() -> Iterator[Figure]:
    """Where the truth of the notes and that of other pages say otherwise of a month's end."""
    for case_id in ALL:
        case, _, notes = read_example(case_id)
        others = calendar_truth(case)
        first, last = scorable_days(others.truths, ())
        days = days_to_score(first, last, ScoreStep.MONTH)
        of_notes = {truth.obligation: truth for truth in notes.truths}
        both = agreed = 0
        for truth in others.truths:
            if truth.obligation not in of_notes:
                continue
            for day in days:
                here, there = truth.state_on(day), of_notes[truth.obligation].state_on(day)
                if here is None or there is None or None in (here.met, there.met):
                    continue
                both += 1
                agreed += here.met == there.met
                if here.met != there.met:
                    said = f"other pages {here.met}, notes {there.met}: {here.source}"
                    yield Figure(f"{case_id}/{truth.obligation} on {day}", "published", said, True)
        yield Figure(f"{case_id}: months that both know", "published", f"{agreed} of {both}", True)


PARTS: Parts = {
    "read": ("Nine cases on a fixed calendar, as read", figures),
    "corrected": ("The same with readings put right", partial(figures, corrected)),
    "truths": ("Where the two truths of a case differ", truths_that_differ),
}


if __name__ == "__main__":
    raise SystemExit(run_parts(PARTS, __doc__))
