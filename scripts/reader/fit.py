"""Fitting the few numbers beside the judge: nearness, bearing, and calibration on real texts."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from servanda.claims.statements.fitted import (
    SAID,
    FittedNumbers,
    Register,
    RegisterCalibration,
    label_probabilities,
)
from servanda.records import Label

__all__ = ["fit_calibration", "fit_logistic"]

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

_UNRELATED = list(Label).index(Label.UNRELATED)
_RIDGE = 1.0  # pull of a weight to nought, for one standard deviation [judgement; here]
_PULL = 2.0  # pull of calibration to none at all, in squared log units [judgement; here]


def fit_logistic(
    features: Matrix,
    bears: NDArray[np.bool_],
    weights: Vector,
    given: Vector | float = 0.0,
) -> Vector:
    """Weights of a logistic model over the features as they are, the intercept last.

    given: log odds to which the features only add
    """
    spread = features.std(axis=0) + 1e-9
    middle = features.mean(axis=0)
    scaled = np.column_stack([(features - middle) / spread, np.ones(len(features))])
    wanted = np.where(bears, 1.0, -1.0)

    def loss(found: Vector) -> tuple[float, Vector]:
        odds = wanted * (given + scaled @ found)
        chance = 1.0 / (1.0 + np.exp(np.clip(odds, -40, 40)))
        gradient = -(weights * wanted * chance) @ scaled
        pull = _RIDGE * found * np.append(np.ones(len(found) - 1), 0.0)
        value = float((weights * np.logaddexp(0.0, -odds)).sum() + 0.5 * (pull * found).sum())
        return value, gradient + pull

    found = minimize(loss, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B").x
    slopes = found[:-1] / spread
    return np.append(slopes, found[-1] - slopes @ middle)


def fit_calibration(judged: Matrix, labels: NDArray[np.int64]) -> RegisterCalibration:
    """The calibration that makes the directions of these bearing rows most likely, pulled to none.

    Relevance is left as it was fitted on whole documents: the labelled rows of real texts are not
    drawn from all pairs, so they cannot tell how common it is.
    """
    directions = np.array(
        [[label.direction is said for said in SAID] for label in Label], dtype=np.float64
    )
    bearing = labels != _UNRELATED
    wanted = directions[labels[bearing]]
    surely = np.full(len(judged), np.inf)

    def numbers(found: Vector) -> RegisterCalibration:
        return RegisterCalibration(1.0, 0.0, float(np.exp(found[0])), tuple(found[1:].tolist()))

    def loss(found: Vector) -> float:
        fitted = FittedNumbers((), 0.0, 0.0, (), {Register.NEWS: numbers(found)})
        chances = label_probabilities(judged, surely, fitted, Register.NEWS)[bearing]
        shares = chances @ directions
        likely = (shares * wanted).sum(axis=1) / np.maximum(shares.sum(axis=1), 1e-12)
        return float(-np.log(np.maximum(likely, 1e-9)).sum() + _PULL * (found**2).sum())

    return numbers(_lowest(loss, np.zeros(1 + len(SAID))))


def _lowest(loss: Callable[[Vector], float], start: Vector) -> Vector:
    return np.asarray(minimize(loss, start, method="Powell", options={"maxiter": 4000}).x)
