"""What people's answers teach about a reader in one case: the offsets that make them likeliest.

Each answer is a lesson: the probabilities that the reader itself gave, and the label that a person
gave. The offsets are those of highest probability after the lessons if before them each is normal
about nought, as wide as it lies over agreements or duties (`OffsetSpread`): few lessons move
little, and a duty with few leans on what all duties have in common.

Which sentences were asked about may hang on what was read in them. That does not bend the result:
an offset is fitted to the labels given the reading, not to how often a reading occurs.

Bishop (2006), Pattern Recognition and Machine Learning, 4.3.3 and 4.5.1: Newton's steps for
logistic regression with a normal prior.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from servanda.claims.statements.fitted import logistic
from servanda.claims.statements.offsets import (
    OffsetSpread,
    TaughtOffsets,
    bearing_log_odds,
)
from servanda.records import Label

__all__ = ["Lesson", "fit_offsets"]

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
# Height at a place, slope there, and curvature turned positive.
Terrain = Callable[[Vector], tuple[float, Vector, Matrix]]

_STEPS = 50  # of Newton's at most; five or so are taken [limit]
_NO_STEP = 1e-10  # a smaller step is rounding [limit]
_HALVINGS = 30  # of a step that leads down [limit]


@dataclass(frozen=True, slots=True)
class Lesson:
    """One answer: what the reader alone gave a sentence and a duty, and what a person said."""

    p: tuple[float, ...]  # in the order of `Label`
    duty: str
    label: Label


def fit_offsets(lessons: Iterable[Lesson], spread: OffsetSpread) -> TaughtOffsets:
    """The offsets that lessons teach, in whatever order they come; all nought if there are none."""
    ordered = sorted(lessons, key=lambda lesson: (lesson.duty, lesson.label, lesson.p))
    if not ordered:
        return TaughtOffsets(0.0, {})
    relevance, by_duty = _relevance(ordered, spread)
    duties = sorted({lesson.duty for lesson in ordered})
    return TaughtOffsets(float(relevance), dict(zip(duties, by_duty.tolist(), strict=True)))


def _relevance(lessons: Sequence[Lesson], spread: OffsetSpread) -> tuple[float, Vector]:
    """The offset of all duties, and one more for each, in the order of their ids."""
    duties = sorted({lesson.duty for lesson in lessons})
    odds = bearing_log_odds(_chances(lessons))
    bears = np.array([lesson.label is not Label.UNRELATED for lesson in lessons], dtype=np.float64)
    of_duty = [[lesson.duty == duty for duty in duties] for lesson in lessons]
    design = np.column_stack([np.ones(len(lessons)), np.array(of_duty, dtype=np.float64)])
    pull = np.array([spread.relevance, *[spread.duty] * len(duties)]) ** -2.0

    def terrain(found: Vector) -> tuple[float, Vector, Matrix]:
        now = odds + design @ found
        chance = logistic(now)
        height = bears @ now - np.logaddexp(0.0, now).sum() - 0.5 * pull @ found**2
        slope = (bears - chance) @ design - pull * found
        return float(height), slope, _curvature(design, chance * (1.0 - chance)) + np.diag(pull)

    found = _highest_place(terrain, len(pull))
    return found[0], found[1:]


def _chances(lessons: Sequence[Lesson]) -> Matrix:
    return np.array([lesson.p for lesson in lessons], dtype=np.float64)


def _curvature(design: Matrix, weights: Vector) -> Matrix:
    return np.asarray(design.T @ (weights[:, None] * design))


def _highest_place(terrain: Terrain, size: int) -> Vector:
    """Where a hill with one top is highest, by Newton's steps from nought, halved where too far."""
    place: Vector = np.zeros(size)
    height, slope, bend = terrain(place)
    for _ in range(_STEPS):
        step = np.linalg.solve(bend, slope)
        for _ in range(_HALVINGS):
            there = terrain(place + step)
            if there[0] >= height:
                break
            step = step / 2.0
        else:
            break
        place, (height, slope, bend) = place + step, there
        if np.abs(step).max() < _NO_STEP:
            break
    return place
