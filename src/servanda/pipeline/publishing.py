"""The dossier of an assessment."""

from __future__ import annotations

from datetime import datetime

from servanda import __version__
from servanda.assessment import BetaSampler, moments, timeline_days
from servanda.claims import sentence_spans
from servanda.dossier import Trail, dossier_html
from servanda.evidence import WeighingCache, collect_evidence
from servanda.pipeline.assessing import (
    DRAWS,
    SEED,
    AssessedCase,
)
from servanda.pipeline.using_documents import unused_documents
from servanda.records import (
    Moment,
    Timeline,
    public_by,
    undated_in_words,
    with_preserve_duties,
)
from servanda.records.progress import Progress, ignore_progress
from servanda.store import Store

__all__ = ["make_dossier", "timelines"]


def timelines(found: AssessedCase, progress: Progress = ignore_progress) -> tuple[Timeline, ...]:
    """The timeline of each obligation up to the day asked about, each day as known on it."""
    case, draws = found.case, BetaSampler(DRAWS, SEED)
    last = min(found.question.as_of, found.question.on)
    wanted = {duty.id: timeline_days(duty, found.evidence, last) for duty in case.obligations}
    every_day = sorted({day for days in wanted.values() for day in days})
    by_row: dict[str, list[Moment]] = {}
    cache = WeighingCache()
    for number, day in enumerate(every_day):
        progress("timelines", number, len(every_day))
        known = collect_evidence(case, found.reads, day, day, found.sights, cache=cache)
        rows = {row for row, days in wanted.items() if day in days}
        for row, moment in moments(known, rows, draws, found.question.priors).items():
            by_row.setdefault(row, []).append(moment)
    progress("timelines", len(every_day), len(every_day))
    return tuple(Timeline(row, tuple(by_day)) for row, by_day in sorted(by_row.items()))


def make_dossier(
    found: AssessedCase, store: Store, now: datetime, progress: Progress = ignore_progress
) -> str:
    """One HTML file with the assessment and everything that led to it."""
    as_of = found.question.as_of
    unused = unused_documents(found.case, found.reads, found.assessment.documents, progress)
    public = [read for read in found.reads if public_by(read.document.publication, as_of)]
    looks = [look for look in found.sights if public_by(look.publication, as_of)]
    scenes = [scene for look in looks for scene in (look.before, look.after)]
    trail = Trail(
        case=with_preserve_duties(found.case, as_of, found.question.on),
        assessment=found.assessment,
        timelines=timelines(found, progress),
        evidence=found.evidence,
        claims=tuple(claim for read in public for claim in read.claims),
        documents=tuple(read.document for read in public),
        custody_head=None if store.is_temporary else store.custody_head(),
        servanda_version=__version__,
        made=now,
        observations=tuple(look.observation for look in looks),
        scenes=tuple({scene.id: scene for scene in scenes if scene is not None}.values()),
        sentences={read.document.id: sentence_spans(read.document.text) for read in public},
        simulated=found.uses_simulation,
        unused=unused.documents,
        unused_note=unused.note,
        undated=undated_in_words(read.document for read in found.reads),
    )
    return dossier_html(trail)
