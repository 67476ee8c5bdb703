"""Documents from files and folders, and every error."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from servanda.records import DocumentWithOriginal, public_by
from servanda.sources.documents.document_table import read_csv, read_workbook
from servanda.sources.documents.extractor import Extractor
from servanda.sources.documents.given_facts import (
    FileFacts,
    GivenFacts,
    apply_table_rows,
    with_facts,
)
from servanda.sources.documents.html_and_pdf import read_page, read_pdf
from servanda.sources.documents.jsonl_list import read_list
from servanda.sources.documents.markdown_notes import read_markdown
from servanda.sources.documents.plain_text import read_text
from servanda.sources.documents.unread_files import unread_errors
from servanda.sources.files.items import Progress, SourceFile, SourceItem
from servanda.sources.files.limits import (
    HTML_BYTES,
    LIST_BYTES,
    MEGABYTE,
    PDF_BYTES,
    READING_BYTES,
    TEXT_BYTES,
)
from servanda.sources.files.paths import files_of, open_regular, read_bytes
from servanda.sources.files.problems import (
    DIRECTION_MARKS,
    UnreadableError,
    raise_all,
    unreadable_error,
)
from servanda.sources.pages.date_texts import date_in_name

__all__ = [
    "ENDINGS",
    "FORMATS",
    "FileFormat",
    "ReadResult",
    "dated_by_name",
    "read_file",
    "read_items",
    "read_sources",
]


# A reader takes the file, its bytes, and when they are recorded. It gives the documents, rows of
# facts about other files, and the errors that leave others readable; it raises UnreadableError
# where nothing can be read.
FileReader = Callable[
    [SourceFile, bytes, datetime], Iterator[SourceItem | FileFacts | UnreadableError]
]


@dataclass(frozen=True, slots=True)
class FileFormat:
    """How files of one kind are read."""

    largest_bytes: int
    reader: Callable[[Extractor], FileReader]
    holds_many: bool = False  # documents, or facts on others: a list, a table, an archive


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _page_reader(kind: str, media_type: str) -> Callable[[Extractor], FileReader]:
    return lambda extractor: partial(
        read_page, extractor=extractor, kind=kind, media_type=media_type
    )


# Three headers of a mail in a row at the top, its sender and its day or subject among them.
_MAIL_HEADERS = re.compile(
    rb"(?=(?:[^\n]+\n)*?From: )(?=(?:[^\n]+\n)*?(?:Date|Subject): )(?:[A-Z][\w-]*: [^\n]*\n){3}"
)
_HEADERS_BYTES = 20_000  # of a file in which the headers of a mail stand [limit]


def _read_text(
    file: SourceFile, data: bytes, recorded: datetime, *, extractor: Extractor
) -> Iterator[SourceItem | FileFacts | UnreadableError]:
    """A text; one that begins with the headers of a mail is a mail."""
    head = data[:_HEADERS_BYTES].replace(b"\r\n", b"\n")
    if _MAIL_HEADERS.match(head) is None:
        return read_text(file, data, recorded)
    return _page_reader("mail", "message/rfc822")(extractor)(file, data, recorded)


FORMATS: Mapping[str, FileFormat] = {
    ".txt": FileFormat(TEXT_BYTES, lambda extractor: partial(_read_text, extractor=extractor)),
    ".md": FileFormat(TEXT_BYTES, lambda _: read_markdown),
    ".markdown": FileFormat(TEXT_BYTES, lambda _: read_markdown),
    ".html": FileFormat(HTML_BYTES, _page_reader("html", "text/html")),
    ".htm": FileFormat(HTML_BYTES, _page_reader("html", "text/html")),
    ".xhtml": FileFormat(HTML_BYTES, _page_reader("html", "text/html")),
    ".mhtml": FileFormat(PDF_BYTES, _page_reader("page archive", "multipart/related")),
    ".mht": FileFormat(PDF_BYTES, _page_reader("page archive", "multipart/related")),
    ".eml": FileFormat(PDF_BYTES, _page_reader("mail", "message/rfc822")),
    ".docx": FileFormat(PDF_BYTES, _page_reader("docx", DOCX)),
    ".pdf": FileFormat(PDF_BYTES, lambda extractor: partial(read_pdf, extractor=extractor)),
    ".jsonl": FileFormat(LIST_BYTES, lambda _: read_list, holds_many=True),
    ".csv": FileFormat(PDF_BYTES, lambda _: read_csv, holds_many=True),
    ".tsv": FileFormat(PDF_BYTES, lambda _: read_csv, holds_many=True),
    ".xlsx": FileFormat(PDF_BYTES, lambda _: read_workbook, holds_many=True),
}
ENDINGS = tuple(FORMATS)


@dataclass(frozen=True, slots=True)
class ReadResult:
    """The documents that could be read, each under its own id, and every error."""

    items: tuple[SourceItem, ...]
    errors: tuple[UnreadableError, ...]
    left_out: tuple[str, ...] = ()  # one line each: parts of saved pages, leftovers of systems

    @property
    def unread(self) -> tuple[UnreadableError, ...]:
        """Why files among the items have no text: they broke their parser, or the limits on it."""
        return unread_errors(self.items)


def read_sources(
    paths: Iterable[Path], recorded: datetime, progress: Progress | None = None
) -> Iterator[DocumentWithOriginal]:
    """Every document in the files and folders, in their order, folders sorted by name.

    recorded: aware, UTC; when these bytes are kept.
    Raises SourceError for one error, InputError with a line for each of several; in both cases
    before the first document is handed over, so that nothing is half-kept.
    """
    reading = read_items(paths, recorded, progress)
    raise_all((*reading.errors, *reading.unread))
    return (item.kept for item in reading.items)


def read_items(
    paths: Iterable[Path],
    recorded: datetime,
    progress: Progress | None = None,
    within: Path | None = None,
    may_be_empty: bool = False,
    given: GivenFacts | None = None,
    more_formats: Mapping[str, FileFormat] | None = None,
) -> ReadResult:
    """The documents with the places they stand at, and every error.

    within: errors name files relative to this folder.
    may_be_empty: a folder without documents is no error.
    given: what the user says of every document; it goes before tables, and these before files.
    more_formats: how files of further endings are read (archives of pages)
    """
    if recorded.tzinfo is None:
        raise ValueError("`recorded` needs a time zone; give UTC")
    left_out: list[str] = []
    files, errors = files_of(paths, within, may_be_empty, left_out)
    items: list[SourceItem] = []
    rows: list[FileFacts] = []
    room = READING_BYTES
    formats = {**FORMATS, **(more_formats or {})}
    with Extractor() as extractor:
        for done, file in enumerate(files, start=1):
            for found in read_file(file, recorded, extractor, room, formats):
                if isinstance(found, SourceItem):
                    items.append(dated_by_name(found, recorded))
                    room -= len(found.kept.original)
                elif isinstance(found, FileFacts):
                    rows.append(found)
                else:
                    errors.append(found)
            if progress is not None:
                progress(done, len(files))
    described, strays = apply_table_rows(items, rows, files)
    if given is not None:
        described = [
            item.with_document(with_facts(item.kept.document, given)) for item in described
        ]
    named, clashes = _assign_ids(described)
    return ReadResult(tuple(named), (*errors, *strays, *clashes), tuple(left_out))


_SITES = "sites belong into the case's own folder, as sites{}: put it there and load the case"
_IMAGES = "images belong into a layer of the case's `imagery`; see `servanda observe`"
_CONVERT = "sites belong into the case's own folder: convert it (`ogr2ogr sites.geojson FILE`)"
# Where files belong that people have beside their documents.
_PLACES = {
    **{ending: _SITES.format(ending) for ending in (".geojson", ".kml", ".kmz")},
    **dict.fromkeys((".shp", ".gpkg", ".gpx", ".dbf", ".shx"), _CONVERT),
    **dict.fromkeys((".tif", ".tiff", ".jp2", ".img", ".vrt", ".safe"), _IMAGES),
    ".doc": "save it as .docx, or its text as .txt (`soffice --convert-to docx FILE`)",
    ".rtf": "save it as .docx, or its text as .txt (`soffice --convert-to docx FILE`)",
    ".odt": "save it as .docx, or its text as .txt (`soffice --convert-to docx FILE`)",
    ".xls": "save it as .xlsx or .csv",
    ".ods": "save it as .xlsx or .csv",
    ".msg": "save it as .eml, or its text as .txt",
    ".zip": "unpack it, and give the folder",
    ".webarchive": "save the page as .html or .mhtml",
}


# What the first bytes of a file say that its ending does not; white space before them is passed.
_SIGNS = (
    (re.compile(rb"%PDF-"), "it is a PDF: rename it to end in .pdf"),
    (
        re.compile(rb"<(?:!doctype html|html)[\s>]", re.IGNORECASE),
        "it is a page: rename it to .html",
    ),
    (re.compile(rb"\{[^}]{0,200}\"(?:FeatureCollection|Feature)\""), _SITES.format(".geojson")),
    (
        re.compile(rb"(?:From|Return-Path|Received|Delivered-To): "),
        "a mail? Rename it to end in .eml",
    ),
)
_SIGN_BYTES = 1_000  # in which they stand [limit]


def _advice_by_content(file: SourceFile) -> str | None:
    """What to do with a file of an unknown ending whose first bytes say what it is."""
    with open_regular(file.path, file.label) as opened:
        head = opened.read(_SIGN_BYTES).lstrip()
    return next((advice for sign, advice in _SIGNS if sign.match(head)), None)


def read_file(
    file: SourceFile,
    recorded: datetime,
    extractor: Extractor,
    room: int,
    formats: Mapping[str, FileFormat],
    is_done: Callable[[bytes], bool] = lambda data: False,
) -> Iterator[SourceItem | FileFacts | UnreadableError]:
    """What is in the file.

    room: bytes left for this reading; is_done: told of the bytes; True if they need not be read
    """
    try:
        kind = formats.get(file.ending)
        if kind is None:
            what = f"ends in {file.ending!r}" if file.ending else "has no ending"
            raise unreadable_error(
                file.label,
                0,
                f"{what}, which we do not read",
                _advice_by_content(file)
                or _PLACES.get(file.ending)
                or f"give {', '.join(formats)}, or leave it out",
            )
        data = read_bytes(file.path, file.label, kind.largest_bytes)
        if len(data) > room:
            raise unreadable_error(
                file.label,
                0,
                f"makes more than {READING_BYTES // MEGABYTE} MB in one reading",
                "read in several goes",
            )
        if not is_done(data):
            yield from kind.reader(extractor)(file, data, recorded)
    except UnreadableError as error:
        yield error


def dated_by_name(item: SourceItem, recorded: datetime) -> SourceItem:
    """The item with the date in its file's name, if nothing in it says when it was published."""
    document = item.kept.document
    if document.published.has_date or item.line:
        return item
    days = date_in_name(item.file.stem)
    if days is None or not public_by(days, recorded.date()):
        return item
    return item.with_document(replace(document, published=days, dated_by="the file's name"))


def _assign_ids(items: list[SourceItem]) -> tuple[list[SourceItem], list[UnreadableError]]:
    """The items under ids of their own, and an error for each whose id another has.

    Where two file names clash, the path in the folder is the id.
    """
    stems = Counter(item.kept.document.id for item in items)
    named: list[SourceItem] = []
    for item in items:
        clashes = stems[item.kept.document.id] > 1
        path = DIRECTION_MARKS.sub("", item.file.relative)
        named.append(item.with_id(path) if clashes and not item.id_is_given else item)
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
    return list(first.values()), errors
