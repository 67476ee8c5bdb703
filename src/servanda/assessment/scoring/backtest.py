"""Scores of past probabilities: each day's for that day, as known then, against later truth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from servanda.assessment.assess import MODEL
from servanda.assessment.inference.point_posteriors import PointPosterior, point_posteriors
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.priors import DEFAULT_PRIORS, Priors
from servanda.assessment.scoring.baselines import BASELINES, baseline_reports, spread_chance
from servanda.assessment.scoring.proper_scores import (
    brier,
    brier_parts,
    covers,
    log_score,
    ranked_probability_score,
)
from servanda.assessment.scoring.reliability_curve import reliability_curve
from servanda.errors import InputError
from servanda.records import (
    CaseEvidence,
    Score,
    ScoreCard,
    ScoredRow,
    Scores,
    Truth,
    TruthState,
    Variable,
    state_space,
)

__all__ = ["ScoredDay", "score_card", "scored_days"]

_OURS = "servanda"
_COUNTED = frozenset({Variable.COUNT_DONE, Variable.LEVEL})


@dataclass(frozen=True, slots=True)
class Guess:
    """One probability, with its scores against a known count or level."""

    chance: float
    rps: float | None
    covers: bool | None


@dataclass(frozen=True, slots=True)
class ScoredDay:
    """One row on one day: our guess, those of the baselines, and the truth."""

    obligation: str
    day: date
    truth: TruthState | None
    guesses: Mapping[str, Guess]  # ours and each baseline's; empty without a number

    @property
    def outcome(self) -> bool | None:
        """True if the duty was met; None if that is not known."""
        return None if self.truth is None else self.truth.met


def scored_days(
    known: CaseEvidence, truths: Sequence[Truth], priors: Priors = DEFAULT_PRIORS
) -> Iterator[ScoredDay]:
    """Every row with a truth on the day `known.on`, from what was public by `known.as_of`.

    Raises InputError if a true value lies outside what the duty can reach.
    """
    said = point_posteriors(known, priors)
    for truth in truths:
        state, forecast = truth.state_on(known.on), said.get(truth.obligation)
        guesses: Mapping[str, Guess] = {}
        if forecast is not None and forecast.model.has_evidence:
            guesses = _guesses(forecast, known, state)
        yield ScoredDay(truth.obligation, known.on, state, guesses)


def score_card(
    case: str, first: date, last: date, days: Iterable[ScoredDay], truths: Sequence[Truth]
) -> ScoreCard:
    """The scores of all days, by row and together."""
    every = tuple(days)
    rows = tuple(
        _row(truth.obligation, [day for day in every if day.obligation == truth.obligation])
        for truth in truths
    )
    counted = _scorable_days(every)
    curve = reliability_curve(
        np.array([day.guesses[_OURS].chance for day in counted]),
        np.array([float(bool(day.outcome)) for day in counted]),
        [(day.obligation, day.truth) for day in counted],
    )
    return ScoreCard(case, first, last, MODEL, rows, _row("all", every), curve)


def _guesses(
    forecast: PointPosterior, known: CaseEvidence, state: TruthState | None
) -> dict[str, Guess]:
    words = baseline_reports(forecast, known.items(forecast.model.question.obligation.id))
    truth = _true_value(forecast, state)
    made = {_OURS: _guess(forecast.probability, forecast.distribution, truth)}
    for name, baseline in BASELINES.items():
        chance = baseline(words)
        made[name] = _guess(chance, spread_chance(chance, forecast.wanted), truth)
    return made


def _guess(chance: float, distribution: Array, truth: int | None) -> Guess:
    if truth is None:
        return Guess(chance, None, None)
    return Guess(chance, ranked_probability_score(distribution, truth), covers(distribution, truth))


def _true_value(forecast: PointPosterior, state: TruthState | None) -> int | None:
    """The index of the duty's true value; None if unknown, or if values only say met or not.

    A level falls into the cell whose middle is nearest.
    """
    question = forecast.model.question
    space = state_space(question.obligation, question.terms)
    if state is None or state.value is None or space.variable not in _COUNTED:
        return None
    values = np.array(space.values)
    if space.variable is Variable.COUNT_DONE and state.value not in space.values:
        raise InputError(
            f"{forecast.row.id}: a true value of {state.value:g} from {state.start} on is none of "
            f"0 to {values[-1]:g}; correct it in the truth file, or the count in the case"
        )
    return int(np.argmin(np.abs(values - state.value)))


def _scorable_days(days: Sequence[ScoredDay]) -> list[ScoredDay]:
    return [day for day in days if day.outcome is not None and day.guesses]


def _row(name: str, days: Sequence[ScoredDay]) -> ScoredRow:
    counted = _scorable_days(days)
    unknown = sum(day.outcome is None for day in days)
    return ScoredRow(
        obligation=name,
        scores=Scores(
            _score(counted, _OURS), tuple((name, _score(counted, name)) for name in BASELINES)
        ),
        days_left_out=unknown,
        days_without_number=len(days) - unknown - len(counted),
    )


def _score(days: Sequence[ScoredDay], name: str) -> Score:
    if not days:
        return Score(0, None, None, None, None, None)
    guesses = [day.guesses[name] for day in days]
    chances = np.array([guess.chance for guess in guesses])
    met = np.array([float(bool(day.outcome)) for day in days])
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
