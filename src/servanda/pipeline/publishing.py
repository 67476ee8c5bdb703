"""The dossier of an assessment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from servanda import __version__
from servanda.assessment import BetaSampler, Priors, moments, timeline_days
from servanda.atomic_write import open_output
from servanda.claims import sentence_spans
from servanda.dossier import Trail, dossier_html, write_archive
from servanda.evidence import WeighingCache, collect_evidence
from servanda.pipeline.assessing import (
    DRAWS,
    SEED,
    AssessedCase,
)
from servanda.pipeline.using_documents import unused_documents
from servanda.records import (
    CaseEvidence,
    CustodyLink,
    Grounds,
    Moment,
    Timeline,
    public_by,
    undated_in_words,
    with_preserve_duties,
)
from servanda.records.progress import Progress, ignore_progress
from servanda.store import Store

__all__ = ["last_act", "make_dossier", "timelines", "write_dossier_archive"]


def timelines(found: AssessedCase, progress: Progress = ignore_progress) -> tuple[Timeline, ...]:
    """The timeline of each obligation up to the day asked about, each day as known on it."""
    return _timelines_with_evidence(found, progress)[0]


def _timelines_with_evidence(
    found: AssessedCase, progress: Progress
) -> tuple[tuple[Timeline, ...], tuple[CaseEvidence, ...]]:
    """The timelines, and what each of their days was made from."""
    case, draws = found.case, BetaSampler(DRAWS, SEED)
    last = min(found.question.as_of, found.question.on)
    wanted = {duty.id: timeline_days(duty, found.evidence, last) for duty in case.obligations}
    every_day = sorted({day for days in wanted.values() for day in days})
    by_row: dict[str, list[Moment]] = {}
    by_day: list[CaseEvidence] = []
    cache = WeighingCache()
    for number, day in enumerate(every_day):
        progress("timelines", number, len(every_day))
        known = collect_evidence(case, found.reads, day, day, found.sights, cache=cache)
        by_day.append(known)
        rows = {row for row, days in wanted.items() if day in days}
        for row, moment in moments(known, rows, draws, found.question.priors).items():
            by_row.setdefault(row, []).append(moment)
    progress("timelines", len(every_day), len(every_day))
    return tuple(Timeline(row, tuple(curve)) for row, curve in sorted(by_row.items())), tuple(
        by_day
    )


def make_dossier(
    found: AssessedCase, store: Store, made: datetime, progress: Progress = ignore_progress
) -> str:
    """One HTML file with the assessment and everything that led to it.

    made: when it is said to be made; `last_act` gives a moment that stays the same
    """
    as_of = found.question.as_of
    curves, by_day = _timelines_with_evidence(found, progress)
    unused = unused_documents(found.case, found.reads, found.assessment.documents, progress)
    public = [read for read in found.reads if public_by(read.document.publication, as_of)]
    looks = [look for look in found.sights if public_by(look.publication, as_of)]
    scenes = [scene for look in looks for scene in (look.before, look.after)]
    trail = Trail(
        case=with_preserve_duties(found.case, as_of, found.question.on),
        assessment=found.assessment,
        timelines=curves,
        evidence=found.evidence,
        claims=tuple(claim for read in public for claim in read.claims),
        documents=tuple(read.document for read in public),
        custody_head=None if store.is_temporary else store.custody_head(),
        servanda_version=__version__,
        made=made,
        observations=tuple(look.observation for look in looks),
        scenes=tuple({scene.id: scene for scene in scenes if scene is not None}.values()),
        sentences={read.document.id: sentence_spans(read.document.text) for read in public},
        simulated=found.uses_simulation,
        unused=unused.documents,
        unused_note=unused.note,
        grounds=Grounds(found.known, DRAWS, SEED, _by_name(found.question.priors), by_day),
        custody=() if store.is_temporary else tuple(custody_links(store, found.case.id)),
        undated=undated_in_words(read.document for read in found.reads),
    )
    return dossier_html(trail)


def _by_name(priors: Priors) -> dict[str, float]:
    return {name: float(value) for name, value in asdict(priors).items()}


def write_dossier_archive(path: Path, page: str, found: AssessedCase, store: Store) -> None:
    """Write a ZIP of the page and of every kept file that it lists. Raises SettingsError."""
    public = (read.document for read in found.reads)
    digests = {
        document.sha256
        for document in public
        if public_by(document.publication, found.question.as_of)
    }
    with open_output(path) as file:
        write_archive(file, page, ((digest, store.original(digest)) for digest in sorted(digests)))


def custody_links(store: Store, case_id: str) -> Iterator[CustodyLink]:
    """The whole log; of what is not about the case the hashes alone."""
    for entry in store.custody():
        about = entry.subject == case_id or entry.subject.startswith(f"{case_id}/")
        yield CustodyLink(entry.hash, entry if about else None)


def last_act(store: Store) -> datetime | None:
    """When something was last kept or decided; None where nothing ever was."""
    return max((entry.when for entry in store.custody()), default=None)
