"""Documents from files and folders: all of them, or every error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from servanda.records import DocumentWithOriginal
from servanda.sources.documents.extractor import Extractor
from servanda.sources.documents.html_and_pdf import read_html, read_pdf
from servanda.sources.documents.jsonl_list import read_list
from servanda.sources.documents.markdown_notes import read_markdown
from servanda.sources.documents.plain_text import read_text
from servanda.sources.files.items import Progress, Reader, SourceFile, SourceItem
from servanda.sources.files.limits import (
    HTML_BYTES,
    LIST_BYTES,
    MEGABYTE,
    PDF_BYTES,
    READING_BYTES,
    TEXT_BYTES,
)
from servanda.sources.files.paths import files_of, read_bytes
from servanda.sources.files.problems import UnreadableError, raise_all, unreadable_error

__all__ = ["ENDINGS", "ReadResult", "read_items", "read_sources"]


@dataclass(frozen=True, slots=True)
class FileFormat:
    """How files of one kind are read."""

    largest_bytes: int
    reader: Callable[[Extractor], Reader]


FORMATS: Mapping[str, FileFormat] = {
    ".txt": FileFormat(TEXT_BYTES, lambda _: read_text),
    ".md": FileFormat(TEXT_BYTES, lambda _: read_markdown),
    ".html": FileFormat(HTML_BYTES, lambda extractor: partial(read_html, extractor=extractor)),
    ".htm": FileFormat(HTML_BYTES, lambda extractor: partial(read_html, extractor=extractor)),
    ".pdf": FileFormat(PDF_BYTES, lambda extractor: partial(read_pdf, extractor=extractor)),
    ".jsonl": FileFormat(LIST_BYTES, lambda _: read_list),
}
ENDINGS = tuple(FORMATS)


@dataclass(frozen=True, slots=True)
class ReadResult:
    """The documents that could be read, each under its own id, and every error."""

    items: tuple[SourceItem, ...]
    errors: tuple[UnreadableError, ...]


def read_sources(
    paths: Iterable[Path], recorded: datetime, progress: Progress | None = None
) -> Iterator[DocumentWithOriginal]:
    """Every document in the files and folders, in their order, folders sorted by name.

    recorded: aware, UTC; when these bytes are kept.
    Raises SourceError for one error, InputError with a line for each of several; in both cases
    before the first document is handed over, so that nothing is half-kept.
    """
    reading = read_items(paths, recorded, progress)
    raise_all(reading.errors)
    return (item.kept for item in reading.items)


def read_items(
    paths: Iterable[Path],
    recorded: datetime,
    progress: Progress | None = None,
    within: Path | None = None,
    may_be_empty: bool = False,
) -> ReadResult:
    """The documents with the places they stand at, and every error.

    within: errors name files relative to this folder.
    may_be_empty: a folder without documents is no error.
    """
    if recorded.tzinfo is None:
        raise ValueError("`recorded` needs a time zone; give UTC")
    files, errors = files_of(paths, within, may_be_empty)
    items: list[SourceItem] = []
    room = READING_BYTES
    with Extractor() as extractor:
        for done, file in enumerate(files, start=1):
            for found in _read(file, recorded, extractor, room):
                if isinstance(found, SourceItem):
                    items.append(found)
                    room -= len(found.kept.original)
                else:
                    errors.append(found)
            if progress is not None:
                progress(done, len(files))
    named, clashes = _assign_ids(items)
    return ReadResult(tuple(named), (*errors, *clashes))


def _read(
    file: SourceFile, recorded: datetime, extractor: Extractor, room: int
) -> Iterator[SourceItem | UnreadableError]:
    """What is in the file; room: bytes left for this reading."""
    try:
        kind = FORMATS.get(file.ending)
        if kind is None:
            what = f"ends in {file.ending!r}" if file.ending else "has no ending"
            raise unreadable_error(
                file.label,
                0,
                f"{what}, which we do not read",
                f"give {', '.join(ENDINGS)}, or leave it out",
            )
        data = read_bytes(file.path, file.label, kind.largest_bytes)
        if len(data) > room:
            raise unreadable_error(
                file.label,
                0,
                f"makes more than {READING_BYTES // MEGABYTE} MB in one reading",
                "read in several goes",
            )
        yield from kind.reader(extractor)(file, data, recorded)
    except UnreadableError as error:
        yield error


def _assign_ids(items: list[SourceItem]) -> tuple[list[SourceItem], list[UnreadableError]]:
    """The items under ids of their own: where two file names clash, the path in the folder."""
    stems = Counter(item.kept.document.id for item in items)
    named: list[SourceItem] = []
    for item in items:
        clashes = stems[item.kept.document.id] > 1
        named.append(item.with_id(item.file.relative) if clashes and not item.id_is_given else item)
    first: dict[str, SourceItem] = {}
    errors: list[UnreadableError] = []
    for item in named:
        other = first.setdefault(item.kept.document.id, item)
        if other is not item:
            place = f"{other.file.label}:{other.line}" if other.id_is_given else other.file.label
            errors.append(
                unreadable_error(
                    item.file.label,
                    item.line if item.id_is_given else 0,
                    f"has the id {item.kept.document.id!r} of {place}",
                    "rename one of them",
                )
            )
    return named, errors
