"""From claims and observations to the assessment of a case."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from servanda.assessment import DEFAULT_PRIORS, BetaSampler, Priors, assess
from servanda.evidence import collect_evidence
from servanda.pipeline.using_documents import document_use_of
from servanda.records import (
    Assessment,
    Case,
    CaseEvidence,
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

DRAWS = 128  # samples behind each interval [judgement; not from outside]
# Seed of the samples, so that equal input gives equal output. [judgement; not from outside]
SEED = 2018


@dataclass(frozen=True, slots=True)
class AssessmentQuestion:
    """The as-of day, the day asked about, and the assumptions before any evidence."""

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
    known: CaseEvidence  # what the assessment was made from, for more questions about it
    sights: tuple[ObservationWithScenes, ...] = ()

    @property
    def uses_simulation(self) -> bool:
        """True if simulated observations count; everything made from it says so."""
        return any(look.observation.simulated for look in self.sights)


def assess_case(
    case: Case,
    reads: Sequence[DocumentClaims],
    question: AssessmentQuestion,
    sights: Sequence[ObservationWithScenes] = (),
    explained: bool | Collection[str] = True,
) -> AssessedCase:
    """Assess every obligation and matter of a case, from what was public by `question.as_of`.

    sights: the observations that may count
    explained: False for numbers without their accounts, which takes half the time; or the ids of
    the rows whose numbers are to be explained
    """
    known = collect_evidence(case, reads, question.as_of, question.on, sights)
    assessment = replace(
        assess(known, BetaSampler(DRAWS, SEED), question.priors, explained=explained),
        documents=document_use_of(reads, known.evidence, question.as_of),
    )
    return AssessedCase(
        case, question, assessment, known.evidence, tuple(reads), known, tuple(sights)
    )
