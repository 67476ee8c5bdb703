"""The explanation of one number of an assessment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from servanda.assessment import comparison_day, decompose_change, rank_looks, sensitivity
from servanda.errors import NotFoundError, SettingsError
from servanda.evidence import claim_text, collect_evidence, silences_in_words
from servanda.pipeline.assessing import AssessedCase
from servanda.pipeline.ranking_looks import information_gains
from servanda.records import (
    Bearing,
    Contribution,
    ExplainedItem,
    Explanation,
    InformationGain,
    Judgement,
    Movement,
    Sensitivity,
    SetAsideItem,
    public_by,
)
from servanda.records.progress import Progress, ignore_progress
from servanda.sources import suggest

__all__ = ["explain_row"]

NEXT = 5  # looks listed in an explanation [layout]


def explain_row(
    found: AssessedCase, row: str, since: date | None = None, progress: Progress = ignore_progress
) -> Explanation:
    """Explain one row of an assessment: items, movement, sensitivities, possible looks.

    since: the day to compare with; by default the day before the newest item that bears on it
    became public
    Raises NotFoundError for an unknown row, SettingsError if `since` is not before the as-of day.
    """
    judgement = _judgement(found, row)
    numbered = judgement.probability_met is not None and _duty(found, row) is not None
    return Explanation(
        case=found.case.id,
        as_of=found.question.as_of,
        on=found.question.on,
        clause=_clause(found, row),
        judgement=judgement,
        items=tuple(_item(found, item) for item in judgement.contributions),
        moved=_decompose_change(found, row, since) if numbered else None,
        sensitivity=_sensitivity(found, row) if numbered else (),
        information_gain=_information_gain(found, row, progress) if numbered else None,
        set_aside=_set_aside(found, row),
        silence=_silence(found, row),
    )


def _judgement(found: AssessedCase, row: str) -> Judgement:
    rows = {judgement.id: judgement for judgement in found.assessment.judgements}
    if row not in rows:
        raise NotFoundError(
            f"no obligation {row!r} in case {found.case.id!r}; {suggest(row, rows)}"
        )
    return rows[row]


def _duty(found: AssessedCase, row: str) -> str | None:
    """The id of the obligation that a row is about; None for a matter."""
    ids = {duty.id for duty in found.case.obligations}
    if row in ids:
        return row
    base = row.removesuffix(".preserve")
    return base if base in ids else None


def _clause(found: AssessedCase, row: str) -> str:
    duty_id = _duty(found, row)
    if duty_id is None:
        return next(matter.question for matter in found.case.matters if matter.id == row)
    clause = next(duty.clause for duty in found.case.obligations if duty.id == duty_id)
    return clause if duty_id == row else f"What is to be kept: {clause}"


def _item(found: AssessedCase, contribution: Contribution) -> ExplainedItem:
    item = next(item for item in found.evidence if item.id == contribution.evidence)
    documents = {read.document.id: read.document for read in found.reads}
    claims = {claim.id: claim for read in found.reads for claim in read.claims}
    claim = claims.get(item.claim or "")
    document = documents.get(contribution.document or "")
    return ExplainedItem(
        evidence=contribution.evidence,
        document=contribution.document,
        title=None if document is None else document.title,
        published=contribution.published,
        origin=contribution.origin,
        says=item.says,
        quote=None if claim is None else claim_text(claim, documents[claim.document]),
        decibans=contribution.decibans,
    )


def _set_aside(found: AssessedCase, row: str) -> tuple[SetAsideItem, ...]:
    """The items on the row's duty that may not move its number, oldest first."""
    items = [
        SetAsideItem(
            evidence=item.id,
            document=item.document,
            published=item.times.published.public_on,
            origin=item.origin,
            says=item.says,
            bearing=item.bearing,
            why=item.why,
        )
        for item in found.evidence
        if item.obligation == _duty(found, row) and item.bearing is not Bearing.BEARS
    ]
    return tuple(sorted(items, key=lambda item: (item.published, item.evidence)))


def _silence(found: AssessedCase, row: str) -> tuple[str, ...]:
    """What the silence of each watcher of the row's duty is worth; none if nobody keeps silent."""
    duty_id, as_of = _duty(found, row), found.question.as_of
    silent = (item for item in found.evidence if item.obligation == duty_id and item.watch)
    if duty_id is None or not any(silent):
        return ()
    known = collect_evidence(found.case, found.reads, as_of, found.question.on, found.sights)
    until = min(known.on, known.record_end(duty_id) or known.on)
    duty = next(duty for duty in known.case.obligations if duty.id == duty_id)
    public = [read for read in found.reads if public_by(read.document.publication, as_of)]
    return silences_in_words(known.case, duty, public, as_of, until)


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
        found.known,
        row,
        found.question.priors,
    )


def _sensitivity(found: AssessedCase, row: str) -> tuple[Sensitivity, ...]:
    return sensitivity(found.known, row, found.question.priors)


def _information_gain(found: AssessedCase, row: str, progress: Progress) -> InformationGain:
    (whole,) = information_gains(found, {row}, progress)
    return replace(whole, looks=rank_looks((whole,), NEXT))
