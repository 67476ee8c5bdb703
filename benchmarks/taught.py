"""What fifty decisions on a real accord teach the reader of statements.

    python -m benchmarks.taught            the labelled rows alone, half a minute of CPU
    python -m benchmarks.taught --whole    every report read whole first, as `make bench-reading`

The reports of the shared data folder (`SERVANDA_SHARED`) are split thirty times. On labelled rows
of one half a person decides, each row first predicted, then learnt; on the other half the reader is
scored before and after, without rows whose sentence is nearly one that was decided. The labels
alone teach: no number of the reader was fitted on which half a report is in, though calibration was
fitted on the same rows (seven numbers), so that there is less to learn here than in a new case.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.bars import Figure, print_figures
from benchmarks.labelled_readings import (
    FOLDER,
    LabelledReading,
    readings_by_row,
    readings_of_whole_reports,
)
from benchmarks.likelihood_costs import cost_of_ratios, ratio_of_reading
from servanda.claims import (
    OffsetSpread,
    asking_order,
    fit_offsets,
    lot_of,
    offset_spread,
)
from servanda.claims.statements.fitted import DIRECTION_OF, best_label
from servanda.claims.statements.offsets import TaughtOffsets, moved_chances
from servanda.records import Label, StatementDirection, WhyAsked
from servanda.sources import read_reader_numbers

__all__ = ["SplitScores", "average_precision", "figures", "score_split"]

SPLITS, DECISIONS = 30, 50  # [definition]
BETTER = 25  # of the splits [definition]
SEED = 2018  # of the splits [definition]
# Share of words, of all that two sentences have, from which they are nearly the same.
# [judgement; here]
NEARLY = 0.7
# Chance to speak of what is so from which a reading of no relation is asked about, as in `review`.
_NEARLY_BEARS = 0.1
_SAYS_SO = (StatementDirection.FOR, StatementDirection.PART, StatementDirection.AGAINST)
_FOR_AND_AGAINST = (StatementDirection.FOR, StatementDirection.AGAINST)

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SplitScores:
    """What one split gave; log likelihood ratios of for against against, with which is right."""

    before: float  # average precision
    after: float
    rows_before: tuple[tuple[float, bool], ...]  # on the other half
    rows_after: tuple[tuple[float, bool], ...]
    drawn_before: tuple[tuple[float, bool], ...]  # decisions by lot, by the reader alone
    drawn_after: tuple[tuple[float, bool], ...]  # the same, by what was taught until then


def figures(readings: Sequence[LabelledReading], spread: OffsetSpread) -> Iterator[Figure]:
    """Ranking on the half that taught nothing, and how honest for and against are."""
    rng = np.random.default_rng(SEED)
    scores = [score_split(readings, spread, rng) for _ in range(SPLITS)]
    before = np.array([score.before for score in scores])
    after = np.array([score.after for score in scores])
    better = int((after > before).sum())
    yield Figure(
        f"average precision after {DECISIONS} decisions: better in so many of {SPLITS} splits",
        f">= {BETTER}",
        f"{better}; mean {before.mean():.3f} -> {after.mean():.3f}",
        better >= BETTER,
    )
    for name, bar, was, now in (
        ("the decisions by lot, each predicted first", True, "drawn_before", "drawn_after"),
        ("the other half", False, "rows_before", "rows_after"),
    ):
        alone = [row for score in scores for row in getattr(score, was)]
        taught = [row for score in scores for row in getattr(score, now)]
        costs = [cost_of_ratios(*zip(*rows, strict=True)) for rows in (alone, taught)]
        yield Figure(
            f"Cllr of for against against, {name} ({len(alone)} in all splits)",
            "not worse" if bar else "shown",
            f"{costs[0]:.3f} -> {costs[1]:.3f}",
            not bar or costs[1] <= costs[0],
        )


def score_split(
    readings: Sequence[LabelledReading], spread: OffsetSpread, rng: np.random.Generator
) -> SplitScores:
    """One half decides, the other is scored before and after."""
    deciding = _half(readings, rng)
    asked = _asked([reading for reading in readings if reading.document in deciding])
    drawn_before: list[tuple[float, bool]] = []
    drawn_after: list[tuple[float, bool]] = []
    for number, (reading, why) in enumerate(asked):
        if why is WhyAsked.DRAWN:
            known = fit_offsets([earlier.lesson for earlier, _ in asked[:number]], spread)
            drawn_before += _ratios([reading], _chances([reading]))
            drawn_after += _ratios([reading], _moved([reading], known))
    offsets = fit_offsets([reading.lesson for reading, _ in asked], spread)
    decided = [_words(reading.sentence) for reading, _ in asked]
    other = [
        reading
        for reading in readings
        if reading.document not in deciding and not _is_near_copy(reading.sentence, decided)
    ]
    alone, taught = _chances(other), _moved(other, offsets)
    return SplitScores(
        average_precision(other, alone),
        average_precision(other, taught),
        tuple(_ratios(other, alone)),
        tuple(_ratios(other, taught)),
        tuple(drawn_before),
        tuple(drawn_after),
    )


def _half(readings: Sequence[LabelledReading], rng: np.random.Generator) -> Collection[str]:
    """Documents drawn until they have half of the rows."""
    rows: dict[str, int] = defaultdict(int)
    for reading in readings:
        rows[reading.document] += 1
    chosen: set[str] = set()
    for document in rng.permutation(sorted(rows)).tolist():
        if sum(rows[name] for name in chosen) >= len(readings) / 2:
            break
        chosen.add(document)
    return chosen


def _asked(readings: Sequence[LabelledReading]) -> list[tuple[LabelledReading, WhyAsked]]:
    """Whom a person decides on, in the order of asking: the least sure first, a fifth by lot.

    How far an answer would move a number needs the whole case; how unsure the reader is of the
    direction stands in for it.
    """
    known = [reading for reading in readings if reading.p is not None and _is_asked(reading.p)]
    shares = np.column_stack([_chances(known) @ DIRECTION_OF, np.zeros(len(known))])
    shares[:, -1] = 1.0 - shares.sum(axis=1)
    lots = [
        None
        if best_label(reading.p or ()) is Label.UNRELATED
        else lot_of(FOLDER, reading.document, reading.sentence, reading.duty)
        for reading in known
    ]
    order = asking_order((1.0 - shares.max(axis=1)).tolist(), lots, 0)[:DECISIONS]
    return [(known[number], why) for number, why in order]


def _is_asked(chances: Sequence[float]) -> bool:
    says_so = sum(
        chance for label, chance in zip(Label, chances, strict=True) if label.direction in _SAYS_SO
    )
    return best_label(chances) is not Label.UNRELATED or says_so >= _NEARLY_BEARS


def _chances(readings: Sequence[LabelledReading]) -> Matrix:
    """By the reader alone; surely unrelated where it did not judge."""
    unread = tuple(float(label is Label.UNRELATED) for label in Label)
    return np.array([reading.p or unread for reading in readings]).reshape(-1, len(Label))


def _moved(readings: Sequence[LabelledReading], offsets: TaughtOffsets) -> Matrix:
    return moved_chances(_chances(readings), [reading.duty for reading in readings], offsets)


def average_precision(readings: Sequence[LabelledReading], chances: Matrix) -> float:
    """Of ranking rows by how likely they bear; ties share one step."""
    bears = 1.0 - chances[:, list(Label).index(Label.UNRELATED)]
    wanted = [reading.label is not Label.UNRELATED for reading in readings]
    found = 0.0
    for chance in np.unique(bears):
        step = [is_so for is_so, other in zip(wanted, bears, strict=True) if other == chance]
        above = [is_so for is_so, other in zip(wanted, bears, strict=True) if other >= chance]
        found += sum(step) * sum(above) / len(above)
    return found / max(sum(wanted), 1)


def _ratios(readings: Sequence[LabelledReading], chances: Matrix) -> Iterator[tuple[float, bool]]:
    """For each row that is judged and for or against: the log ratio, and whether it is for."""
    for reading, row in zip(readings, chances.tolist(), strict=True):
        direction = reading.label.direction
        if reading.p is not None and direction in _FOR_AND_AGAINST:
            yield ratio_of_reading(row, reading.kind), direction is StatementDirection.FOR


def _is_near_copy(sentence: str, decided: Sequence[frozenset[str]]) -> bool:
    words = _words(sentence)
    return any(len(words & other) >= NEARLY * len(words | other) for other in decided)


def _words(sentence: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", sentence.lower()))


def main() -> int:
    """Print the table."""
    readings = readings_of_whole_reports() if "--whole" in sys.argv else readings_by_row()
    spread = offset_spread(read_reader_numbers())
    held = print_figures("Fifty decisions on the accord", figures(readings, spread))
    return 0 if held else 1


if __name__ == "__main__":
    raise SystemExit(main())
