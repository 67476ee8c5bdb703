"""The JSON of an assessment; every key is explained in docs/reference/assessment-json.md."""

from __future__ import annotations

from datetime import date
from typing import Any

from servanda.records import (
    Account,
    Assessment,
    BlindSpot,
    Contribution,
    CountBelief,
    DateOutcome,
    DocumentUse,
    Grade,
    Interval,
    Judgement,
    OutOfForce,
    PeriodCounts,
    ProbabilityWord,
    ShareDone,
    SourceRecord,
    word_range,
)

__all__ = ["SCHEMA", "assessment_json", "document_use_json", "judgement_json"]

SCHEMA = "servanda/assessment/2"


def assessment_json(assessment: Assessment) -> dict[str, Any]:
    """The assessment as `assess --format json` prints it, one row an obligation or matter.

    Numbers are not rounded; a missing number is None.
    """
    return {
        "schema": SCHEMA,
        "case": assessment.case,
        "as_of": assessment.as_of.isoformat(),
        "on": assessment.on.isoformat(),
        "model": assessment.model,
        "record_until": _day(assessment.record_until),
        "source_ends": {
            source: end.isoformat() for source, end in sorted(assessment.source_ends.items())
        },
        "documents": document_use_json(assessment.documents),
        "obligations": [judgement_json(judgement) for judgement in assessment.judgements],
        "sources": [_source(record) for record in assessment.sources],
    }


def document_use_json(use: DocumentUse) -> dict[str, Any]:
    """How many documents were public, used, and not; and the ids of those that were not."""
    return {
        "public": use.public,
        "used": len(use.used),
        "unused": len(use.unused),
        "unread": len(use.unread),
        "unused_ids": list(use.unused),
        "unread_ids": list(use.unread),
    }


def judgement_json(judgement: Judgement) -> dict[str, Any]:
    """One row: the judgement on one obligation, preserve duty or matter."""
    return {
        "id": judgement.id,
        "status": judgement.status.value,
        "probability_met": _number(judgement.probability_met),
        "interval": _interval(judgement.interval),
        "prior": _number(judgement.prior),
        "days_late": judgement.days_late,
        "detection": _number(judgement.detection),
        "numerical_error": float(judgement.numerical_error),
        "word": None if judgement.word is None else judgement.word.value,
        "word_percent": _word_percent(judgement.word),
        "count": _count(judgement.count),
        "documents": judgement.documents,
        "origins": [judgement.origins_low, judgement.origins_high],
        "blind_spots": [_blind_spot(spot) for spot in judgement.blind_spots],
        "contradictions": [list(pair) for pair in judgement.contradictions],
        "contributions": [_contribution(item) for item in judgement.contributions],
        "explanation": _account(judgement.account),
        "contributions_left_out": judgement.contributions_left_out,
        "unreviewed_share": float(judgement.unreviewed_share),
        "why": judgement.why,
        "covered_in_general_by": judgement.covered_in_general_by,
        "in_force": _in_force(judgement.in_force),
        "periods": _periods(judgement.periods),
        "share": _share(judgement.share),
        "grade": _grade(judgement.grade),
        "dates": [_date(outcome) for outcome in judgement.dates] or None,
    }


def _date(outcome: DateOutcome) -> dict[str, Any]:
    """Whether one target of a schedule was reached by its day."""
    return {
        "due": outcome.due.isoformat(),
        "count": float(outcome.count),
        "status": outcome.status.value,
        "probability_met": _number(outcome.probability_met),
    }


def _share(share: ShareDone | None) -> dict[str, Any] | None:
    if share is None:
        return None
    return {"expected": float(share.expected), "interval": [float(share.low), float(share.high)]}


def _grade(grade: Grade | None) -> dict[str, float] | None:
    """The probability of each grade; they sum to 1."""
    if grade is None:
        return None
    return {
        "not_begun": float(grade.not_begun),
        "minimal": float(grade.minimal),
        "intermediate": float(grade.intermediate),
        "complete": float(grade.complete),
    }


def _periods(periods: PeriodCounts | None) -> dict[str, Any] | None:
    """The periods of a rate that are over, how many and each; None of other duties."""
    if periods is None:
        return None
    return {
        "kept": periods.kept,
        "broken": periods.broken,
        "unknown": periods.unknown,
        "not_in_force": periods.not_in_force,
        "each": [
            {
                "from": one.first.isoformat(),
                "until": one.last.isoformat(),
                "outcome": one.outcome,
                "probability_kept": one.probability,
            }
            for one in periods.each
        ],
    }


def _in_force(gap: OutOfForce | None) -> dict[str, Any] | None:
    """Until when it was in force, who ended that and on what ground; None where it still is."""
    if gap is None:
        return None
    until = None if gap.until is None else gap.until.isoformat()
    return {"until": until, "by": list(gap.by), "ground": gap.ground}


# float() below: a numpy float64 has another repr, and equal numbers must give equal text.


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _interval(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [float(interval.low), float(interval.high)]


def _word_percent(word: ProbabilityWord | None) -> list[int] | None:
    return None if word is None else list(word_range(word))


def _count(count: CountBelief | None) -> dict[str, Any] | None:
    if count is None:
        return None
    return {"of": count.of, "distribution": [float(share) for share in count.distribution]}


def _blind_spot(spot: BlindSpot) -> dict[str, Any]:
    return {"kind": spot.kind.value, "why": spot.why, "decibans": float(spot.decibans)}


def _contribution(item: Contribution) -> dict[str, Any]:
    return {
        "evidence": item.evidence,
        "document": item.document,
        "origin": item.origin,
        "published": item.published.isoformat(),
        "decibans": float(item.decibans),
    }


def _account(account: Account | None) -> dict[str, Any] | None:
    """The log odds of a number in parts that add up to `decibans`."""
    if account is None:
        return None
    return {
        "prior_decibans": float(account.prior_decibans),
        "lines": [
            {
                "kind": line.kind.value,
                "origin": line.origin,
                "decibans": float(line.decibans),
                "standard_error": float(line.standard_error),
                "coupled_decibans": float(line.coupled_decibans),
                "evidence": list(line.evidence),
            }
            for line in account.lines
        ],
        "decibans": float(account.decibans),
    }


def _source(record: SourceRecord) -> dict[str, Any]:
    """The reliability of an origin in one kind of statement, before and after its record."""
    return {
        "origin": record.origin,
        "kind": record.kind,
        "prior": float(record.prior.mean),
        "learnt": float(record.learnt.mean),
        "statements": [
            {"obligation": statement.obligation, "decibans": float(statement.decibans)}
            for statement in record.statements
        ],
    }
