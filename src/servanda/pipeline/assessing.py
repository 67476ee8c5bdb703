"""Claims to evidence to an assessment, on a day, as of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from servanda.assessment import DEFAULT_PRIORS, BetaSampler, Priors, assess
from servanda.evidence import collect_evidence
from servanda.records import (
    Assessment,
    Case,
    DocumentClaims,
    Evidence,
    ObservationWithScenes,
)

__all__ = [
    "DEFAULT_PRIORS",
    "DRAWS",
    "SEED",
    "AssessedCase",
    "AssessmentQuestion",
    "assess_case",
]

DRAWS = 128  # samples behind each interval
SEED = 2018


@dataclass(frozen=True, slots=True)
class AssessmentQuestion:
    """The two days of a question, and what is assumed before evidence."""

    as_of: date
    on: date
    priors: Priors = DEFAULT_PRIORS


@dataclass(frozen=True, slots=True)
class AssessedCase:
    """An assessment with the evidence, texts and observations it was made from."""

    case: Case
    question: AssessmentQuestion
    assessment: Assessment
    evidence: tuple[Evidence, ...]
    reads: tuple[DocumentClaims, ...]
    sights: tuple[ObservationWithScenes, ...] = ()

    @property
    def uses_simulation(self) -> bool:
        """Whether simulated observations were let in; all that is made of it says so."""
        return any(look.observation.simulated for look in self.sights)


def assess_case(
    case: Case,
    reads: Sequence[DocumentClaims],
    asked: AssessmentQuestion,
    sights: Sequence[ObservationWithScenes] = (),
) -> AssessedCase:
    """Every obligation and matter of the case, from what was public by `asked.as_of`.

    sights: what may count; simulated observations only if they were asked for
    """
    known = collect_evidence(case, reads, asked.as_of, asked.on, sights)
    assessment = assess(known, BetaSampler(DRAWS, SEED), asked.priors)
    return AssessedCase(case, asked, assessment, known.evidence, tuple(reads), tuple(sights))
