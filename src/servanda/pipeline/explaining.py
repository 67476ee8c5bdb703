"""One number with everything that there is to say about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from servanda.assessment import moved, sensitivity
from servanda.errors import NotKeptError, SettingsError
from servanda.evidence import public_on
from servanda.evidence.relevance.links import claim_text
from servanda.pipeline.assessing import Answer, known_of
from servanda.pipeline.ranking_looks import outlooks
from servanda.records import (
    Bearing,
    Contribution,
    ExplainedItem,
    Explanation,
    Judgement,
    Moved,
    Outlook,
    Sensitivity,
)
from servanda.records.progress import Progress, silent
from servanda.sources import known_or_nearest

__all__ = ["explained"]

NEXT = 5  # looks that are told beside an explanation


def explained(
    found: Answer, row: str, since: date | None = None, progress: Progress = silent
) -> Explanation:
    """What there is to say about one row of an assessment.

    since: the day to compare with; by default the day before the newest item that bears on it
    became public
    Raises NotKeptError where there is no such row, SettingsError where `since` is not earlier.
    """
    judgement = _judgement(found, row)
    numbered = judgement.probability_met is not None and _duty(found, row) is not None
    return Explanation(
        case=found.case.id,
        as_of=found.asked.as_of,
        on=found.asked.on,
        clause=_clause(found, row),
        judgement=judgement,
        items=tuple(_item(found, one) for one in judgement.contributions),
        moved=_moved(found, row, since) if numbered else None,
        sensitivity=_sensitivity(found, row) if numbered else (),
        outlook=_outlook(found, row, progress) if numbered else None,
    )


def _judgement(found: Answer, row: str) -> Judgement:
    rows = {one.id: one for one in found.assessment.judgements}
    if row not in rows:
        raise NotKeptError(
            f"no obligation {row!r} in case {found.case.id!r}; {known_or_nearest(row, rows)}"
        )
    return rows[row]


def _duty(found: Answer, row: str) -> str | None:
    """The obligation behind a row; None behind a matter."""
    ids = {one.id for one in found.case.obligations}
    base = row.removesuffix(".preserve")
    return row if row in ids else (base if base in ids else None)


def _clause(found: Answer, row: str) -> str:
    duty = _duty(found, row)
    if duty is None:
        return next(one.question for one in found.case.matters if one.id == row)
    clause = next(one.clause for one in found.case.obligations if one.id == duty)
    return clause if duty == row else f"What is to be kept: {clause}"


def _item(found: Answer, one: Contribution) -> ExplainedItem:
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


def _moved(found: Answer, row: str, since: date | None) -> Moved | None:
    case, as_of, on = found.case, found.asked.as_of, found.asked.on
    since = since if since is not None else _before_the_newest(found, row)
    if since >= as_of:
        raise SettingsError(f"--since {since}: not before {as_of}; give an earlier day")
    public = [read for read in found.reads if public_on(read.document) <= since]
    return moved(
        known_of(case, public, since, min(since, on), found.sights),
        known_of(case, public, since, on, found.sights),
        known_of(case, found.reads, as_of, on, found.sights),
        row,
        found.asked.priors,
    )


def _before_the_newest(found: Answer, row: str) -> date:
    duty = _duty(found, row)
    published = [
        item.times.published.public_on
        for item in found.evidence
        if item.obligation == duty and item.bearing is Bearing.BEARS and item.watch is None
    ]
    start = next(one.start for one in found.case.obligations if one.id == duty)
    day = max(published, default=found.asked.as_of) - timedelta(days=1)
    return min(max(day, start), found.asked.as_of - timedelta(days=1))


def _sensitivity(found: Answer, row: str) -> tuple[Sensitivity, ...]:
    asked = found.asked
    known = known_of(found.case, found.reads, asked.as_of, asked.on, found.sights)
    return sensitivity(known, row, asked.priors)


def _outlook(found: Answer, row: str, progress: Progress) -> Outlook:
    (whole,) = outlooks(found, {row}, progress)
    return replace(whole, looks=tuple(one for one in whole.looks if one.bits > 0.0)[:NEXT])
