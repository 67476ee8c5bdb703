"""How the bench of decisions scores: by hand on few rows, and where there is something to learn."""

from __future__ import annotations

import numpy as np

from benchmarks.labelled_readings import LabelledReading
from benchmarks.taught import SplitScores, score_split
from servanda.claims import OffsetSpread
from servanda.records import Label, ObligationKind

SPREAD = OffsetSpread(0.7, 0.7)


def readings() -> list[LabelledReading]:
    """Two duties that read alike, of which one is never borne on."""
    rng = np.random.default_rng(1)
    rows = []
    for number in range(200):
        bears = rng.uniform(0.3, 0.7)
        duty, label = ("right", Label.DONE) if number % 2 else ("wrong", Label.UNRELATED)
        known = {Label.DONE: bears * 0.6, Label.NOT_DONE: bears * 0.4, Label.UNRELATED: 1 - bears}
        rows.append(
            LabelledReading(
                f"report {number % 8}", f"sentence {number}", duty, ObligationKind.ACT, label,
                tuple(known.get(other, 0.0) for other in Label),
            )
        )  # fmt: skip
    return rows


def split(rows: list[LabelledReading]) -> SplitScores:
    return score_split(rows, SPREAD, np.random.default_rng(2))


def test_what_differs_by_duty_is_learnt_and_ranks_the_other_half_better() -> None:
    scores = split(readings())
    assert scores.after > scores.before + 0.2
    assert len(scores.drawn_before) == len(scores.drawn_after) > 0


def test_a_near_copy_of_a_decided_sentence_is_not_scored() -> None:
    same = [
        LabelledReading(row.document, "the very same words", row.duty, row.kind, row.label, row.p)
        for row in readings()
    ]
    assert split(same).rows_before == ()
