"""One number with everything that there is to say about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from servanda.assessment import comparison_day, decompose_change, rank_looks, sensitivity
from servanda.errors import NotFoundError, SettingsError
from servanda.evidence import claim_text, collect_evidence
from servanda.pipeline.assessing import AssessedCase
from servanda.pipeline.ranking_looks import information_gains
from servanda.records import (
    Contribution,
    ExplainedItem,
    Explanation,
    InformationGain,
    Judgement,
    Movement,
    Sensitivity,
    public_by,
)
from servanda.records.progress import Progress, ignore_progress
from servanda.sources import suggest

__all__ = ["explain_row"]

NEXT = 5  # looks that are told beside an explanation


def explain_row(
    found: AssessedCase, row: str, since: date | None = None, progress: Progress = ignore_progress
) -> Explanation:
    """What there is to say about one row of an assessment.

    since: the day to compare with; by default the day before the newest item that bears on it
    became public
    Raises NotFoundError where there is no such row, SettingsError where `since` is not earlier.
    """
    judgement = _judgement(found, row)
    numbered = judgement.probability_met is not None and _duty(found, row) is not None
    return Explanation(
        case=found.case.id,
        as_of=found.question.as_of,
        on=found.question.on,
        clause=_clause(found, row),
        judgement=judgement,
        items=tuple(_item(found, one) for one in judgement.contributions),
        moved=_decompose_change(found, row, since) if numbered else None,
        sensitivity=_sensitivity(found, row) if numbered else (),
        information_gain=_information_gain(found, row, progress) if numbered else None,
    )


def _judgement(found: AssessedCase, row: str) -> Judgement:
    rows = {one.id: one for one in found.assessment.judgements}
    if row not in rows:
        raise NotFoundError(
            f"no obligation {row!r} in case {found.case.id!r}; {suggest(row, rows)}"
        )
    return rows[row]


def _duty(found: AssessedCase, row: str) -> str | None:
    """The obligation behind a row; None behind a matter."""
    ids = {one.id for one in found.case.obligations}
    base = row.removesuffix(".preserve")
    return row if row in ids else (base if base in ids else None)


def _clause(found: AssessedCase, row: str) -> str:
    duty = _duty(found, row)
    if duty is None:
        return next(one.question for one in found.case.matters if one.id == row)
    clause = next(one.clause for one in found.case.obligations if one.id == duty)
    return clause if duty == row else f"What is to be kept: {clause}"


def _item(found: AssessedCase, one: Contribution) -> ExplainedItem:
    item = next(evidence for evidence in found.evidence if evidence.id == one.evidence)
    documents = {read.document.id: read.document for read in found.reads}
    claims = {claim.id: claim for read in found.reads for claim in read.claims}
    claim = claims.get(item.claim or "")
    return ExplainedItem(
        evidence=one.evidence,
        document=one.document,
        title=documents[one.document].title if one.document in documents else None,
        published=one.published,
        origin=one.origin,
        says=item.says,
        quote=None if claim is None else claim_text(claim, documents[claim.document]),
        decibans=one.decibans,
    )


def _decompose_change(found: AssessedCase, row: str, since: date | None) -> Movement | None:
    case, as_of, on = found.case, found.question.as_of, found.question.on
    if since is None:
        duty = next(duty for duty in case.obligations if duty.id == _duty(found, row))
        since = comparison_day(duty, found.evidence, as_of)
    if since >= as_of:
        raise SettingsError(f"--since {since}: not before {as_of}; give an earlier day")
    public = [read for read in found.reads if public_by(read.document.publication, since)]
    return decompose_change(
        collect_evidence(case, public, since, min(since, on), found.sights),
        collect_evidence(case, public, since, on, found.sights),
        collect_evidence(case, found.reads, as_of, on, found.sights),
        row,
        found.question.priors,
    )


def _sensitivity(found: AssessedCase, row: str) -> tuple[Sensitivity, ...]:
    asked = found.question
    known = collect_evidence(found.case, found.reads, asked.as_of, asked.on, found.sights)
    return sensitivity(known, row, asked.priors)


def _information_gain(found: AssessedCase, row: str, progress: Progress) -> InformationGain:
    (whole,) = information_gains(found, {row}, progress)
    return replace(whole, looks=rank_looks((whole,), NEXT))
