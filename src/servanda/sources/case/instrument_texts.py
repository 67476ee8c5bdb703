"""The texts of instruments in a case's folder: kept with the case, never read as reports.

An agreement says what is to be done, not what was done; its words are the clauses of the duties.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from servanda.errors import Problem
from servanda.records import sha256
from servanda.sources.case.text import refuse_link_out
from servanda.sources.documents.read_sources import ReadResult
from servanda.sources.files.items import SourceItem
from servanda.sources.files.limits import PDF_BYTES
from servanda.sources.files.paths import files_of, read_bytes
from servanda.sources.files.problems import UnreadableError, unreadable_error

__all__ = ["instruments_among", "is_instrument", "read_instrument_texts", "without_instruments"]

INSTRUMENTS = "instruments"


def read_instrument_texts(folder: Path, files: dict[str, bytes]) -> list[Problem]:
    """Put the bytes of every text of an instrument into `files`; gives what is wrong."""
    try:
        refuse_link_out(folder, INSTRUMENTS)
    except UnreadableError as error:
        return [error.problem]
    if not (folder / INSTRUMENTS).exists():
        return []
    found, errors = files_of([folder / INSTRUMENTS], folder, may_be_empty=True, left_out=[])
    problems = [error.problem for error in errors]
    for file in found:
        try:
            files[file.label] = read_bytes(file.path, file.label, PDF_BYTES)
        except UnreadableError as error:
            problems.append(error.problem)
    return problems


def is_instrument(name: str) -> bool:
    """True for the name, in a case's folder, of the text of an instrument."""
    return name.startswith(f"{INSTRUMENTS}/")


def instruments_among(items: Iterable[SourceItem], files: Mapping[str, bytes]) -> list[Problem]:
    """A problem for each document that is the text of an instrument in the case's folder."""
    texts = {sha256(data) for name, data in files.items() if is_instrument(name)}
    return [_error(item).problem for item in items if item.kept.document.sha256 in texts]


def without_instruments(reading: ReadResult, texts: Collection[str]) -> ReadResult:
    """The reading without the texts of instruments, each of them refused.

    texts: the digests of their bytes
    """
    refused = [item for item in reading.items if item.kept.document.sha256 in texts]
    return replace(
        reading,
        items=tuple(item for item in reading.items if item not in refused),
        errors=(*reading.errors, *map(_error, refused)),
    )


def _error(item: SourceItem) -> UnreadableError:
    return unreadable_error(
        item.file.label,
        item.line,
        "is the text of an instrument of the case, and no report",
        "leave it out; its clauses are in case.yaml",
    )
