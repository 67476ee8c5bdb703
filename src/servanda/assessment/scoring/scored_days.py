"""Probabilities of past days, each for its day as known then, beside what was so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from servanda.assessment.inference.case_inference import questions_of
from servanda.assessment.inference.point_posteriors import point_posteriors
from servanda.assessment.model.priors import DEFAULT_PRIORS, Priors
from servanda.assessment.model.questions import Question
from servanda.assessment.scoring.guesses import AnsweredRow, Guess, answer_of
from servanda.records import CaseEvidence, Evidence, Truth, TruthState

__all__ = ["ScoredDay", "scored_days"]

_Basis = tuple[tuple[Evidence, ...], tuple[Question, ...]]


@dataclass(frozen=True, slots=True)
class ScoredDay:
    """One row on one day: our guess, those of the baselines, and the truth."""

    obligation: str
    day: date
    truth: TruthState | None
    guesses: Mapping[str, Guess]  # ours and each baseline's; empty without a number
    answer: AnsweredRow | None  # what the guesses come from; None without a number

    @property
    def outcome(self) -> bool | None:
        """True if the duty was met; None if that is not known."""
        return None if self.truth is None else self.truth.met

    @property
    def is_scorable(self) -> bool:
        """True if we gave a number and what was so is known."""
        return self.outcome is not None and bool(self.guesses)


def scored_days(
    known: Iterable[CaseEvidence], truths: Sequence[Truth], priors: Priors = DEFAULT_PRIORS
) -> Iterator[ScoredDay]:
    """Every row with a truth on each day `on`, from what was public by that day's `as_of`.

    known: one case, day by day; days in a row with the same evidence and questions share one
    answer, which is exact: the numbers rest on nothing else (`questions_of`)
    Raises InputError if a true value lies outside what the duty can reach.
    """
    basis: _Basis | None = None
    answers: Mapping[str, AnsweredRow] = {}
    for day in known:
        asked = day.evidence, questions_of(day, priors)
        if asked != basis:
            basis, answers = asked, _answers(day, truths, priors)
        for truth in truths:
            yield _scored_day(day.on, truth, answers.get(truth.obligation))


def _answers(
    known: CaseEvidence, truths: Sequence[Truth], priors: Priors
) -> Mapping[str, AnsweredRow]:
    """The answer on each row that has a truth and evidence of its own."""
    said = point_posteriors(known, priors)
    forecasts = [said[truth.obligation] for truth in truths if truth.obligation in said]
    return {
        forecast.row.id: answer_of(forecast, known)
        for forecast in forecasts
        if forecast.model.has_evidence
    }


def _scored_day(day: date, truth: Truth, answer: AnsweredRow | None) -> ScoredDay:
    state = truth.state_on(day)
    guesses = {} if answer is None else answer.guesses(state)
    return ScoredDay(truth.obligation, day, state, guesses, answer)
