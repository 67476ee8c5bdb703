"""The likelihood ratio of a score: object built or cleared, against no change."""

from __future__ import annotations

from dataclasses import dataclass
from math import log10

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

from servanda.observations.error_rates.ranks import control_shortage

__all__ = ["ScoreRatio", "detection_probability", "score_ratio"]

# Controls below which no ratio is fitted. [judgement; not from outside]
FEWEST = 10
# Imagined controls that score above all others; with 1, ratios of unchanged ground average up to
# 1.19. [measured; tests/observations/error_rates/test_score_likelihood_ratio.py]
MORE = 2


@dataclass(frozen=True, slots=True, eq=False)
class ScoreRatio:
    """The likelihood ratio of changed against unchanged, as a rising function of the score."""

    scores: NDArray[np.float64]  # (knot,) rising: the first and last score of every step
    log10_ratios: NDArray[np.float64]  # (knot,) rising, between -log10 M and log10 M
    controls: int  # M

    def log10(self, score: float) -> float:
        """log10 of the ratio: linear between steps, constant before the first and after the last.

        Exactly 0 for a score that is NaN.
        """
        if np.isnan(score) or not len(self.scores):
            return 0.0
        return float(np.interp(score, self.scores, self.log10_ratios))


def score_ratio(controls: NDArray[np.floating], injected: NDArray[np.floating]) -> ScoreRatio:
    """The ratio as a step function, from scores of control windows without and with the object.

    controls, injected: (window,) of the same windows, NaN where a window could not be seen
    The share of injected among all scores, made to rise with the score by pooling adjacent
    violators; its odds, corrected for the numbers, are the ratio. Two controls more are taken to
    score above all, and one injected window below all, as a rank p-value adds 1: without them the
    highest step, in which no control lies, would promise too much. Capped to [1/M, M].
    As the windows are the same, an object too small to be seen leaves the scores as they are and
    the ratio near 1. With fewer than 10 windows it is 1 throughout.

    Ayer et al. (1955), Ann. Math. Statist. 26(4), 641-647: pooling adjacent violators.
    """
    both = np.isfinite(controls) & np.isfinite(injected)
    count = int(both.sum())
    if count < FEWEST:
        return ScoreRatio(np.empty(0), np.empty(0), count)
    scores = np.concatenate([[-np.inf], injected[both], controls[both], [np.inf] * MORE])
    present = np.concatenate([np.ones(count + 1), np.zeros(count + MORE)])
    at, where = np.unique(scores, return_inverse=True)
    weights = np.bincount(where).astype(float)
    shares = np.bincount(where, present) / weights
    risen = np.clip(np.asarray(isotonic_regression(shares, weights=weights).x), 0.0, 1.0)
    most = log10(count)
    with np.errstate(divide="ignore"):
        ratios = np.log10(risen) - np.log10(1.0 - risen) + log10((count + MORE) / (count + 1))
    ratios = np.clip(ratios, -most, most)
    steps = np.diff(ratios[1:-1]) > 0  # the infinite scores lie on the first and the last step
    knots = np.flatnonzero(np.r_[True, steps] | np.r_[steps, True]) + 1
    return ScoreRatio(at[knots], ratios[knots], count)


def detection_probability(
    controls: NDArray[np.floating], injected: NDArray[np.floating], alpha: float
) -> float:
    """The share of injected objects with a rank p-value of at most alpha; 0 if M is too small.

    controls, injected: (window,), NaN where a window could not be seen
    """
    quiet = np.sort(controls[np.isfinite(controls)])
    shown = injected[np.isfinite(injected)]
    if not len(shown) or control_shortage(alpha, len(quiet)):
        return 0.0
    as_high = len(quiet) - np.searchsorted(quiet, shown, side="left")
    p_values = (1.0 + as_high) / (len(quiet) + 1.0)
    return float(np.mean(p_values <= alpha * (1.0 + 1e-12)))
