"""An answer with everything that led to it, as one page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from servanda import __version__
from servanda.assessment import BetaSampler, moments
from servanda.claims import sentence_spans
from servanda.dossier import Trail, dossier_html
from servanda.pipeline.assessing import (
    DRAWS,
    SEED,
    AssessedCase,
    AssessmentQuestion,
    collect_evidence,
)
from servanda.records import (
    Bearing,
    Case,
    Moment,
    Obligation,
    Timeline,
    preserve_duty,
    public_by,
    terms_in_force,
)
from servanda.records.progress import Progress, ignore_progress
from servanda.store import Store

__all__ = ["make_dossier", "timelines"]

TIMELINE_DAYS = 24  # evenly spread days of a timeline, beside those on which something moved it


def timelines(found: AssessedCase, progress: Progress = ignore_progress) -> tuple[Timeline, ...]:
    """Each obligation's belief as it went: every day as of itself, up to the day asked about."""
    case, draws = found.case, BetaSampler(DRAWS, SEED)
    wanted = {one.id: _days(one, found) for one in case.obligations}
    every = sorted({day for days in wanted.values() for day in days})
    told: dict[str, list[Moment]] = {}
    for number, day in enumerate(every):
        progress("timelines", number, len(every))
        known = collect_evidence(case, found.reads, day, day, found.sights)
        asked = {row for row, days in wanted.items() if day in days}
        for row, moment in moments(known, asked, draws, found.question.priors).items():
            told.setdefault(row, []).append(moment)
    progress("timelines", len(every), len(every))
    return tuple(Timeline(row, tuple(one)) for row, one in sorted(told.items()))


def make_dossier(
    found: AssessedCase, store: Store, now: datetime, progress: Progress = ignore_progress
) -> str:
    """One HTML file with the assessment and everything that led to it."""
    as_of = found.question.as_of
    public = [read for read in found.reads if public_by(read.document.publication, as_of)]
    seen = [look for look in found.sights if public_by(look.publication, as_of)]
    scenes = {one.id: one for look in seen for one in (look.before, look.after) if one is not None}
    trail = Trail(
        case=_with_preserve_duties(found.case, found.question),
        assessment=found.assessment,
        timelines=timelines(found, progress),
        evidence=found.evidence,
        claims=tuple(claim for one in public for claim in one.claims),
        documents=tuple(one.document for one in public),
        custody_head=store.custody_head(),
        servanda_version=__version__,
        made=now,
        observations=tuple(one.observation for one in seen),
        scenes=tuple(scenes.values()),
        sentences={read.document.id: sentence_spans(read.document.text) for read in public},
        simulated=found.uses_simulation,
    )
    return dossier_html(trail)


def _with_preserve_duties(case: Case, asked: AssessmentQuestion) -> Case:
    """The case with a duty of its own for what each obligation says to keep."""
    rows = []
    for one in case.obligations:
        kept = preserve_duty(one, terms_in_force(one, asked.as_of, asked.on))
        rows += [one] if kept is None else [one, kept]
    return replace(case, obligations=tuple(rows))


def _days(obligation: Obligation, found: AssessedCase) -> frozenset[date]:
    """The days of a timeline: when something became public, the deadline, and some between."""
    first, last = obligation.start, min(found.question.as_of, found.question.on)
    if last <= first:
        return frozenset({last})
    step = max(1, (last - first).days // TIMELINE_DAYS)
    spread = {first + timedelta(days=n) for n in range(0, (last - first).days, step)}
    moved = {
        item.times.published.public_on
        for item in found.evidence
        if item.obligation == obligation.id and item.bearing is Bearing.BEARS
    }
    deadline = terms_in_force(obligation, last, last).deadline
    marks = {last, *moved, *([deadline] if deadline is not None else [])}
    return frozenset(day for day in spread | marks if first <= day <= last)
