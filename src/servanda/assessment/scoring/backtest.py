"""Scores of past probabilities: each day's for that day, as known then, against later truth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np

from servanda.assessment.assess import MODEL
from servanda.assessment.model.arrays import Array
from servanda.assessment.scoring.base_rate import BASE_RATE, with_base_rate
from servanda.assessment.scoring.baselines import BASELINES
from servanda.assessment.scoring.bootstrap import SEED, cluster_intervals
from servanda.assessment.scoring.guesses import OURS
from servanda.assessment.scoring.proper_scores import brier, brier_parts, log_score
from servanda.assessment.scoring.reliability_curve import reliability_curve
from servanda.assessment.scoring.scope import duty_of
from servanda.assessment.scoring.scored_days import ScoredDay
from servanda.records import Difference, Score, ScoreCard, ScoredRow, Scores, TruthFile
from servanda.records.choices import ScoreStep

__all__ = ["score_card"]

_NAMES = (*BASELINES, BASE_RATE)


def score_card(
    case: str,
    first: date,
    last: date,
    days: Iterable[ScoredDay],
    truth: TruthFile,
    every: ScoreStep = ScoreStep.DAY,
    rng: np.random.Generator | None = None,
) -> ScoreCard:
    """The scores of all days, by row and together.

    rng: draws obligations for the intervals; by default one with a fixed seed, so that the same
    days give the same card
    """
    whole = with_base_rate(tuple(days))
    draws = np.random.default_rng(SEED) if rng is None else rng
    rows = tuple(
        _row(row.obligation, [day for day in whole if day.obligation == row.obligation], draws)
        for row in truth.truths
    )
    counted = [day for day in whole if day.is_scorable]
    curve = reliability_curve(
        _chances(counted, OURS),
        _outcomes(counted),
        [(day.obligation, day.truth) for day in counted],
    )
    total = _row("all", whole, draws)
    return ScoreCard(case, first, last, MODEL, rows, total, curve, every, truth.matters)


def _row(name: str, days: Sequence[ScoredDay], rng: np.random.Generator) -> ScoredRow:
    counted = [day for day in days if day.is_scorable]
    unknown = sum(day.outcome is None for day in days)
    return ScoredRow(
        obligation=name,
        scores=_scores(counted, rng),
        days_left_out=unknown,
        days_without_number=len(days) - unknown - len(counted),
    )


def _scores(days: Sequence[ScoredDay], rng: np.random.Generator) -> Scores:
    met, duties = _outcomes(days), [duty_of(day.obligation) for day in days]
    ours = brier(_chances(days, OURS), met)
    apart = [ours - brier(_chances(days, name), met) for name in _NAMES]
    own, *intervals = cluster_intervals(np.stack([ours, *apart], axis=1), duties, rng)
    return Scores(
        ours=_score(days, OURS),
        baselines=tuple((name, _score(days, name)) for name in _NAMES),
        obligations=len(set(duties)),
        interval90=own,
        differences=tuple(
            (name, Difference(float(less.mean()) if days else None, interval))
            for name, less, interval in zip(_NAMES, apart, intervals, strict=True)
        ),
    )


def _chances(days: Sequence[ScoredDay], name: str) -> Array:
    return np.array([day.guesses[name].chance for day in days], dtype=np.float64)


def _outcomes(days: Sequence[ScoredDay]) -> Array:
    return np.array([float(bool(day.outcome)) for day in days], dtype=np.float64)


def _score(days: Sequence[ScoredDay], name: str) -> Score:
    if not days:
        return Score(0, None, None, None, None, None)
    guesses = [day.guesses[name] for day in days]
    chances, met = _chances(days, name), _outcomes(days)
    return Score(
        days=len(days),
        brier=float(brier(chances, met).mean()),
        log_score=float(log_score(chances, met).mean()),
        rps=_mean([guess.rps for guess in guesses]),
        coverage90=_mean([guess.covers for guess in guesses]),
        parts=brier_parts(chances, met),
    )


def _mean(values: Sequence[float | bool | None]) -> float | None:
    known = [float(value) for value in values if value is not None]
    return sum(known) / len(known) if known else None
