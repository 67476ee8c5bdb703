"""What we and the baselines say of one row, and how far each is from a known truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from servanda.assessment.inference.point_posteriors import PointPosterior
from servanda.assessment.model.arrays import Array
from servanda.assessment.scoring.baselines import BASELINES, baseline_reports, spread_chance
from servanda.assessment.scoring.proper_scores import covers, ranked_probability_score
from servanda.errors import InputError
from servanda.records import CaseEvidence, TruthState, Variable, state_space

__all__ = ["OURS", "AnsweredRow", "Guess", "answer_of"]

OURS = "servanda"
_COUNTED = frozenset({Variable.COUNT_DONE, Variable.LEVEL})


@dataclass(frozen=True, slots=True)
class Guess:
    """One probability, with its scores against a known count or level."""

    chance: float
    rps: float | None
    covers: bool | None


@dataclass(frozen=True, slots=True, eq=False)
class AnsweredRow:
    """What is said of one row on each day that has the same evidence and the same question.

    Guesses are kept once made: the days of one answer differ at most in what was so.
    """

    forecast: PointPosterior
    chances: Mapping[str, float]  # of each baseline that needs this row's evidence alone
    _made: dict[tuple[str, float, int | None], Guess] = field(default_factory=dict)

    def guesses(self, state: TruthState | None) -> dict[str, Guess]:
        """Our guess and each baseline's, against what was so.

        Raises InputError if a true value lies outside what the duty can reach.
        """
        truth = _true_value(self.forecast, state)
        chances = {OURS: self.forecast.probability, **self.chances}
        return {name: self._guess(name, chance, truth) for name, chance in chances.items()}

    def guess(self, name: str, chance: float, state: TruthState | None) -> Guess:
        """The guess of a baseline that gives the row this chance."""
        return self._guess(name, chance, _true_value(self.forecast, state))

    def _guess(self, name: str, chance: float, truth: int | None) -> Guess:
        key = name, chance, truth
        if key not in self._made:
            ours = name == OURS
            distribution = (
                self.forecast.distribution
                if ours
                else spread_chance(chance, self.forecast.row.wanted)
            )
            self._made[key] = _score_guess(chance, distribution, truth)
        return self._made[key]


def answer_of(forecast: PointPosterior, known: CaseEvidence) -> AnsweredRow:
    """Our forecast of a row beside what the baselines make of the same evidence."""
    words = baseline_reports(forecast, known.items(forecast.model.question.obligation.id))
    return AnsweredRow(
        forecast, {name: baseline(words, forecast) for name, baseline in BASELINES.items()}
    )


def _score_guess(chance: float, distribution: Array, truth: int | None) -> Guess:
    if truth is None:
        return Guess(chance, None, None)
    return Guess(chance, ranked_probability_score(distribution, truth), covers(distribution, truth))


def _true_value(forecast: PointPosterior, state: TruthState | None) -> int | None:
    """The index of the duty's true value; None if unknown, or if values only say met or not.

    A level falls into the cell whose middle is nearest.
    """
    if state is None or state.value is None:
        return None
    question = forecast.model.question
    space = state_space(question.obligation, question.terms)
    if space.variable not in _COUNTED:
        return None
    values = np.array(space.values)
    if space.variable is Variable.COUNT_DONE and state.value not in space.values:
        raise InputError(
            f"{forecast.row.id}: a true value of {state.value:g} from {state.start} on is none of "
            f"0 to {values[-1]:g}; correct it in the truth file, or the count in the case"
        )
    return int(np.argmin(np.abs(values - state.value)))
