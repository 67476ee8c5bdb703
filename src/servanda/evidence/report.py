"""One report on a duty as evidence: what it says, joined with whose word it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from servanda.evidence.trust.human_decisions import has_review, retraction
from servanda.evidence.trust.origins import origin_of, speaker_of
from servanda.evidence.trust.reliability import reliability_of
from servanda.evidence.trust.sides import Side, actors_by_id, side_of
from servanda.evidence.trust.voices import letter_of, publisher_of, voices_of
from servanda.records import (
    Bearing,
    Case,
    Claim,
    Document,
    DocumentClaims,
    Evidence,
    Obligation,
    StateSpace,
    Times,
)

__all__ = ["ReportContent", "report_evidence", "side_of_claim"]

Vector = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ReportContent:
    """What one claim, or one statement in it, says of a duty."""

    id: str  # of the evidence
    if_right: Vector  # likelihood of each value of the duty's state space
    if_wrong: Vector
    favourable: bool  # it speaks well of the bearer
    bearing: Bearing
    reason: str  # of the bearing; "" where it bears
    score: float  # 0..1: how surely it is about the duty
    times: Times
    says: str
    why: str  # why it is about the duty
    reviewed: bool = False  # a person decided what it says


def side_of_claim(claim: Claim, document: Document, obligation: Obligation, case: Case) -> Side:
    """The side on which whoever makes a claim speaks of an obligation."""
    speaker = speaker_of(claim, publisher_of(document, case), actors_by_id(case))
    return side_of(speaker, obligation, case)


def report_evidence(
    case: Case,
    obligation: Obligation,
    states: StateSpace,
    claim: Claim,
    read: DocumentClaims,
    as_of: date,
    report: ReportContent,
) -> Evidence:
    """A report with its origin, its reliability and what people decided by `as_of`.

    claim: in which the report is made. What does not bear is flat, whoever says it.
    """
    document, acts = read.document, read.acts.get(claim.id, ())
    publisher = publisher_of(document, case)
    speaker = speaker_of(claim, publisher, actors_by_id(case))
    side = side_of(speaker, obligation, case)
    reliability = reliability_of(
        letter_of(claim, document, case),
        side,
        claim,
        report.favourable,
        spoken=speaker is not None,
    )
    bearing, reason = report.bearing, report.reason
    taken_back = retraction(acts, as_of)
    if taken_back is not None:
        bearing, reason = Bearing.RETRACTED, taken_back
    return Evidence(
        id=report.id,
        obligation=obligation.id,
        claim=claim.id,
        observation=None,
        document=document.id,
        site=None,
        origin=origin_of(claim, actors_by_id(case), publisher),
        states=states,
        if_right=report.if_right if bearing is Bearing.BEARS else report.if_wrong,
        if_wrong=report.if_wrong,
        reliability=reliability,
        bearing=bearing,
        score=report.score,
        times=report.times,
        says=report.says,
        why="; ".join(part for part in (report.why, side.value, reliability.why, reason) if part),
        reviewed=report.reviewed or has_review(acts),
        voices=voices_of(document.source, speaker, case),
    )
