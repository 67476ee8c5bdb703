"""The fitted numbers of the reader of statements, and how they turn scores into probabilities.

They come from `make reader` as one small readable file: what nearness makes a pair worth judging,
how nearness and the judge's answer together tell whether a sentence bears on a duty, and for each
register of text how the answers are calibrated on real texts that nothing else was fitted on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from servanda.claims.statements.crowding import NO_CROWDING, Crowding
from servanda.records import Label, StatementDirection

__all__ = [
    "DIGITS",
    "DIRECTION_OF",
    "SAID",
    "FittedNumbers",
    "Register",
    "RegisterCalibration",
    "bearing",
    "best_label",
    "fitted_numbers",
    "label_probabilities",
    "logistic",
    "nearness",
    "worth_judging",
]

Matrix = NDArray[np.float64]

# The directions of a sentence that bears on a duty, in the order of every vector here.
SAID = (
    StatementDirection.FOR,
    StatementDirection.PART,
    StatementDirection.AGAINST,
    StatementDirection.SILENT,
)
# Which direction each label speaks, (label, direction); none of no relation.
DIRECTION_OF = np.array(
    [[label.direction is direction for direction in SAID] for label in Label], dtype=np.float64
)
DIGITS = 6  # of a probability: what a machine's own way of adding may change is behind [limit]
_UNRELATED = list(Label).index(Label.UNRELATED)
_LEAST = 1e-9  # of a probability, so that it has a logarithm [limit]
# Duties that one sentence is judged on, the nearest: on a real accord of 26 duties five lost many
# bearing rows. [judgement; not from outside]
_DUTIES_JUDGED = 8


class Register(StrEnum):
    """The kinds of text for which answers are calibrated."""

    NEWS = "news"
    REPORT = "report"  # of commissions, monitors, ministries and think tanks


@dataclass(frozen=True, slots=True)
class RegisterCalibration:
    """A slope and an offset for relevance, a slope for direction and an offset for each."""

    relevance_slope: float
    relevance_offset: float
    direction_slope: float
    direction_offsets: tuple[float, ...]  # in the order of SAID


@dataclass(frozen=True, slots=True)
class FittedNumbers:
    """Weights over the features of `closeness` and `bearing`, intercepts last; calibrations."""

    near: tuple[float, ...]
    near_floor: float  # log odds of nearness below which no pair is judged
    outside_floor: float  # log odds by the judge here below which no outside judge is asked
    bears: tuple[float, ...]  # over `BEARING_FEATURES`
    calibration: Mapping[Register, RegisterCalibration]
    crowding: Crowding = NO_CROWDING


def fitted_numbers(told: Mapping[str, Any]) -> FittedNumbers:
    """The numbers of a reader's file."""
    return FittedNumbers(
        near=tuple(told["near"]),
        near_floor=told["near_floor"],
        outside_floor=told["outside_floor"],
        bears=tuple(told["bears"]),
        calibration={
            Register(register): RegisterCalibration(
                relevance_slope=numbers["relevance_slope"],
                relevance_offset=numbers["relevance_offset"],
                direction_slope=numbers["direction_slope"],
                direction_offsets=tuple(numbers["direction_offsets"]),
            )
            for register, numbers in told["calibration"].items()
        },
        crowding=Crowding(**told["crowding"]),
    )


def nearness(features: Matrix, fitted: FittedNumbers) -> Matrix:
    """The log odds that a pair is worth judging, by nearness alone; features in the last axis."""
    return _log_odds(features, fitted.near)


def worth_judging(features: Matrix, fitted: FittedNumbers) -> NDArray[np.bool_]:
    """Which duties each passage is near enough to be judged on, (passage, duty)."""
    odds = nearness(features, fitted)
    nearest = (odds[:, :, None] < odds[:, None]).sum(axis=2) < _DUTIES_JUDGED
    return np.asarray(nearest & (odds > fitted.near_floor))


def bearing(features: Matrix, fitted: FittedNumbers) -> Matrix:
    """The log odds that a sentence bears on a duty; features of `bearing_features`, last axis."""
    return _log_odds(features, fitted.bears)


def _log_odds(features: Matrix, weights: Sequence[float]) -> Matrix:
    return np.asarray(features @ np.asarray(weights[:-1]) + weights[-1])


def label_probabilities(
    judged: Matrix, bears: Matrix, fitted: FittedNumbers, register: Register
) -> Matrix:
    """The calibrated probability of each label, (pair, label); rows sum to 1.

    judged: log probabilities by the judge, (pair, label)
    bears: the log odds that each pair bears, (pair,), as `bearing` gives them
    """
    spread = np.exp(judged)
    numbers = fitted.calibration[register]
    chance = logistic(numbers.relevance_slope * bears + numbers.relevance_offset)
    directions = _calibrated_directions(spread @ DIRECTION_OF, numbers)
    within = spread / np.maximum(spread @ DIRECTION_OF @ DIRECTION_OF.T, _LEAST)
    found = chance[:, None] * within * (directions @ DIRECTION_OF.T)
    found[:, _UNRELATED] = 0.0
    found[:, _UNRELATED] = 1.0 - found.sum(axis=1)
    return np.asarray(found)


def _calibrated_directions(shares: Matrix, numbers: RegisterCalibration) -> Matrix:
    """The chance of each direction where the sentence bears, (pair, direction)."""
    scores = numbers.direction_slope * np.log(np.maximum(shares, _LEAST))
    scores += np.asarray(numbers.direction_offsets)
    scores -= scores.max(axis=1, keepdims=True)
    raised = np.exp(scores)
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def logistic(odds: Matrix) -> Matrix:
    """The probability that has such log odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(odds, -40.0, 40.0))))


def best_label(chances: Sequence[float]) -> Label:
    """The label to show: the likeliest of the likeliest direction, no relation being one."""
    by_direction: dict[StatementDirection, float] = {}
    for label, chance in zip(Label, chances, strict=True):
        by_direction[label.direction] = by_direction.get(label.direction, 0.0) + chance
    best = max(by_direction, key=lambda direction: (by_direction[direction], direction))
    return max(
        (label for label in Label if label.direction is best),
        key=lambda label: chances[list(Label).index(label)],
    )
