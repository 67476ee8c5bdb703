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
    DateRange,
    Document,
    DocumentClaims,
    Evidence,
    Obligation,
    ObligationKind,
    StateSpace,
    Terms,
    Times,
)

__all__ = ["ReportContent", "closed_before", "first_day_of", "report_evidence", "side_of_claim"]

Vector = tuple[float, ...]

_SURE = 0.8  # chance of being told of a completion [judgement; not from outside]
_A_MONTH = 31  # days; a longer time names no day [judgement; not from outside]


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
    # The first day on which what it tells of may have come about; None where it names no day.
    came_about: date | None = None
    tells_part: float = 0.0  # 0..1: how surely it says that something is under way or partly done
    covers: DateRange | None = None  # of a rate: the periods that it tells of, by their days
    adverse: bool = False  # it plainly says that the duty is not kept
    after_others: bool = False  # it added to what was there before, of which nothing is told
    if_misread: tuple[Vector, Vector] | None = None  # the part of both that stands for misreading


def first_day_of(event: DateRange, sure: float) -> date | None:
    """The first day of an act that was completed on days that a text names.

    sure: the chance that the text tells of the act's completion; of what is not sure, the day says
    nothing
    """
    if sure < _SURE or event.start is None or event.end is None:
        return None
    return event.start if (event.end - event.start).days <= _A_MONTH else None


def closed_before(obligation: Obligation, terms: Terms, event: DateRange) -> str:
    """Why what happened then is no matter of a duty whose period had closed; "" where it is."""
    closed = terms.deadline if obligation.kind is ObligationKind.ABSTAIN else None
    if closed is None or event.start is None or event.start <= closed:
        return ""
    return f"happened on {event.start}, after the period had closed on {closed}"


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
        adverse=report.adverse,
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
        came_about=report.came_about,
        tells_part=report.tells_part,
        covers=report.covers,
        after_others=report.after_others,
        if_misread=report.if_misread if bearing is Bearing.BEARS else None,
    )
