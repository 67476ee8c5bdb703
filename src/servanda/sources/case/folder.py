"""A case folder: case.yaml, a sites file, and sources/; all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from servanda.errors import CaseError, Problem
from servanda.records import Case, DocumentWithOriginal, Source
from servanda.sources.case.day_checks import check_days
from servanda.sources.case.entries import CaseEntries, read_entries
from servanda.sources.case.force_checks import check_force
from servanda.sources.case.imagery_layers import ImageryRead, read_imagery
from servanda.sources.case.instrument_texts import instruments_among, read_instrument_texts
from servanda.sources.case.obligation_checks import check_duties
from servanda.sources.case.reference_checks import check_references
from servanda.sources.case.targets.named_rows import check_named_rows
from servanda.sources.case.targets.ratio_checks import check_ratios
from servanda.sources.case.targets.schedule_checks import check_schedules
from servanda.sources.case.targets.tie_checks import check_ties
from servanda.sources.case.text import read_case_text, refuse_link_out
from servanda.sources.case.to_records import case_record, source_records
from servanda.sources.documents.publishers import (
    is_host,
    note_of_new_source,
    source_of_host,
    with_publisher,
)
from servanda.sources.documents.read_sources import read_items
from servanda.sources.documents.unread_files import unread_errors
from servanda.sources.files.items import Progress, SourceItem
from servanda.sources.files.limits import CASE_FILE_BYTES
from servanda.sources.files.paths import display_path, read_bytes, reason
from servanda.sources.files.problems import UnreadableError
from servanda.sources.formats.foreign_yaml import read_yaml
from servanda.sources.sites.foreign_sites import read_sites, unpacked_kml
from servanda.sources.sites.kmz import is_packed
from servanda.sources.sites.site_file import SITE_FILES, SitesRead

__all__ = ["CaseFolder", "check_case", "read_case", "read_unkept_case"]

CASE_FILE = "case.yaml"
SOURCES = "sources"

# The time of a check, which keeps nothing: no date in a page is later, so none is refused.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class CaseFolder:
    """A case as its folder holds it."""

    case: Case
    documents: tuple[DocumentWithOriginal, ...]
    # case.yaml, the sites file, the texts of instruments and the files of simulated layers
    files: Mapping[str, bytes]
    notes: tuple[str, ...] = ()  # what was made or left alone while reading, one sentence each


def read_case(folder: Path, recorded: datetime, progress: Progress | None = None) -> CaseFolder:
    """The case with its documents; raises CaseError with every problem.

    recorded: aware, UTC; when these bytes are stored.
    """
    case, problems = _read(folder, recorded, progress, recorded.date())
    if case is None:
        raise CaseError(problems)
    return case


def read_unkept_case(folder: Path, today: date = date.max) -> CaseFolder:
    """The case with its documents, to be looked at and not kept; raises CaseError.

    today: no coverage may be declared for later days
    """
    case, problems = _read(folder, NEVER, None, today)
    if case is None:
        raise CaseError(problems)
    return case


def check_case(
    folder: Path, progress: Progress | None = None, today: date = date.max
) -> tuple[Problem, ...]:
    """Every problem of the case, by file and line; empty if it can be loaded on that day."""
    return _read(folder, NEVER, progress, today)[1]


def _read(
    folder: Path, recorded: datetime, progress: Progress | None, today: date
) -> tuple[CaseFolder | None, tuple[Problem, ...]]:
    try:
        if folder.is_dir():
            return _read_folder(folder, recorded, progress, today)
        found = ("is not a folder", f"give the folder with {CASE_FILE}")
    except OSError as error:
        found = reason(error)
    return None, (Problem(display_path(folder), 0, *found),)


def _read_folder(
    folder: Path, recorded: datetime, progress: Progress | None, today: date
) -> tuple[CaseFolder | None, tuple[Problem, ...]]:
    files: dict[str, bytes] = {}
    case, problems = _case_file(folder, files)
    actors = case.id_set("actors") if case else None
    sites, found = _sites_file(folder, files, actors)
    layers = ImageryRead((), (), ())
    if case is not None:
        layers = read_imagery(case, folder, sites.ids, files)
        problems += [
            *check_references(case, sites.ids),
            *check_days(case, today),
            *check_force(case),
            *check_duties(case),
            *check_ties(case),
            *check_schedules(case),
            *check_ratios(case),
            *check_named_rows(case),
            *layers.problems,
        ]
    problems = [*sorted(problems, key=lambda problem: problem.line), *found, *layers.file_problems]
    problems += read_instrument_texts(folder, files)
    items, found = _documents(folder, recorded, progress)
    documents, strangers, new = _match_publishers(items, case)
    problems += [*found, *strangers, *instruments_among(items, files)]
    if case is None or problems:
        return None, tuple(problems)
    record = case_record(case, sites.sites, layers.imagery)
    record = replace(record, sources=(*record.sources, *new))
    unread = (
        f"{error.source}: kept, but not read: {error.message}" for error in unread_errors(items)
    )
    notes = (*sites.notes, *(note_of_new_source(source) for source in new), *unread)
    return CaseFolder(record, tuple(documents), files, notes), ()


def _case_file(folder: Path, files: dict[str, bytes]) -> tuple[CaseEntries | None, list[Problem]]:
    try:
        text = read_case_text(folder, CASE_FILE, files)
    except UnreadableError as error:
        return None, [error.problem]
    marked, problems = read_yaml(text, CASE_FILE)
    if marked is None:
        return None, problems
    case, found = read_entries(marked)
    if case and not found and not case.obligations and not case.matters:
        advice = "add `obligations:`; docs/how-to/write-a-case.md shows how"
        found = [marked.problem((), "has no obligation and no matter", advice)]
    return case, problems + found


def _sites_file(
    folder: Path, files: dict[str, bytes], actors: set[str] | None
) -> tuple[SitesRead, list[Problem]]:
    nothing = SitesRead((), None, ())
    present = [name for name in SITE_FILES if (folder / name).exists()]
    if len(present) != 1:
        what = "are both there" if present else "are missing, both of them"
        advice = (
            "keep one"
            if present
            else 'add one; without sites: {"type": "FeatureCollection", "features": []}'
        )
        names = present or list(SITE_FILES)[:2]
        return nothing, [Problem(" and ".join(names), 0, what, advice)]
    try:
        text = _sites_text(folder, present[0], files)
    except UnreadableError as error:
        return nothing, [error.problem]
    sites = read_sites(text, present[0], actors)
    return sites, list(sites.problems)


def _sites_text(folder: Path, name: str, files: dict[str, bytes]) -> str:
    """The text of the sites file, unpacked where it is packed, under whatever name."""
    refuse_link_out(folder, name)
    data = read_bytes(folder / name, name, CASE_FILE_BYTES)
    files[name] = data
    return unpacked_kml(data, name) if is_packed(data) else read_case_text(folder, name, files)


def _documents(
    folder: Path, recorded: datetime, progress: Progress | None
) -> tuple[tuple[SourceItem, ...], list[Problem]]:
    """The documents of sources/; a case without that folder, or with an empty one, has none."""
    try:
        refuse_link_out(folder, SOURCES)
    except UnreadableError as error:
        return (), [error.problem]
    if not (folder / SOURCES).exists():
        return (), []
    reading = read_items([folder / SOURCES], recorded, progress, within=folder, may_be_empty=True)
    return reading.items, [error.problem for error in reading.errors]


def _match_publishers(
    items: tuple[SourceItem, ...], case: CaseEntries | None
) -> tuple[list[DocumentWithOriginal], list[Problem], list[Source]]:
    """The documents under their publishers, errors for those that are not declared, new sources.

    What a person wrote as a publisher must be declared: it may be a slip. The host of a page that
    nobody has declared is a source of its own, which nobody has judged.
    """
    if case is None:
        return [], [], []
    written = case.id_set("sources")
    sources = list(source_records(case))
    declared = len(sources)
    documents: list[DocumentWithOriginal] = []
    problems: list[Problem] = []
    for item in items:
        if item.kept.document.source in written:
            documents.append(item.kept)
            continue
        try:
            document = with_publisher(item.kept.document, sources, item.file.label, item.line)
        except UnreadableError as error:
            host = item.kept.document.source or ""
            if item.line or not is_host(host):
                problems.append(error.problem)
                continue
            sources.append(source_of_host(host, item.file.label, sources))
            document = with_publisher(item.kept.document, sources, item.file.label, item.line)
        documents.append(replace(item.kept, document=document))
    return documents, problems, sources[declared:]
