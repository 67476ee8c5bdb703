"""Lists of documents: JSON lines, one document a line, its text kept exactly."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, BinaryIO

from servanda.records import UNKNOWN_TIME, DateRange, DocumentWithOriginal
from servanda.sources.documents.extractor import UnreadFileError, ask_worker
from servanda.sources.documents.line_blocks import plain_blocks
from servanda.sources.files.encodings import checked_text, decode_text
from servanda.sources.files.items import SourceFile, SourceItem, page
from servanda.sources.files.limits import LINE_BYTES, MEGABYTE
from servanda.sources.files.problems import HIDDEN, UnreadableError, printable, unreadable_error
from servanda.sources.files.suggestions import closest_match
from servanda.sources.formats.given_days import given_range, is_to_come
from servanda.sources.formats.located_json import strict_json
from servanda.sources.formats.publication_date import DATE_ADVICE

__all__ = ["KEYS", "count_lines", "line_values", "read_lines", "read_list"]

KEYS = ("id", "doc_id", "text", "sents", "outlet", "published", "url")

# Other keys are left alone, because lists come out of corpora with columns of their own; but a
# key this much like one of ours (100: the same) is a slip ("publised", "txt"), and its value would
# be lost. [judgement; not from outside]
SLIP = 75

# A list of another kind is wrong on every line: saying so this often is enough. [limit]
MOST_ERRORS = 19


# Of one list, as of one table; two million short lines take minutes and fill the memory. [limit]
MOST_DOCUMENTS = 100_000


# A line of so many bytes takes no more than some thirty times as many to parse, whatever it holds;
# longer ones are parsed in a process with limits. [judgement; not from outside]
SMALL_LINE = 100_000
ADVICE = "give each document a line of its own"


class _LineError(ValueError):
    """What is wrong with a line, and what to write instead."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message, self.advice = message, advice


def read_list(
    file: SourceFile, data: bytes, recorded: datetime
) -> Iterator[SourceItem | UnreadableError]:
    """One page for each line that is not blank, as `read_lines` gives them."""
    opened = io.BytesIO(data)
    count_lines(file, opened)
    return read_lines(file, opened, recorded)


def count_lines(file: SourceFile, opened: BinaryIO) -> int:
    """How many lines a list has; raises UnreadableError if they are more than we read."""
    lines = sum(chunk.count(b"\n") for chunk in iter(lambda: opened.read(MEGABYTE), b""))
    opened.seek(0)
    if lines > MOST_DOCUMENTS:
        what = f"is a list of {lines:,} lines, more than {MOST_DOCUMENTS:,}"
        raise unreadable_error(file.label, 0, what, "split the list")
    return lines


def read_lines(
    file: SourceFile,
    opened: BinaryIO,
    recorded: datetime,
    is_done: Callable[[int, bytes], bool] = lambda number, line: False,
) -> Iterator[SourceItem | UnreadableError]:
    """One page for each line that is not blank; bad lines as errors with their number.

    is_done: told of each line before it is read; True for one that need not be
    One line is in memory at a time. A file whose first lines are all bad is read no further.
    """
    errors = read = 0
    for number, line in enumerate(_lines(opened), start=1):
        try:
            if line.strip() and is_done(number, line.rstrip(b"\r\n")):
                read += 1
            elif line.strip():
                yield _item(file, line.rstrip(b"\r\n"), number, recorded)
                read += 1
        except UnreadableError as error:
            yield error
            errors += 1
        if errors == MOST_ERRORS and not read:
            yield unreadable_error(
                file.label, number, "more lines were not read", "mend the ones above first"
            )
            return


def _lines(opened: BinaryIO) -> Iterator[bytes]:
    """The lines of an open file; of one that is too long its beginning, which is too long too."""
    while line := opened.readline(LINE_BYTES + len(b"\r\n") + 1):
        end = line
        while not end.endswith(b"\n") and (end := opened.readline(MEGABYTE)):
            pass
        yield line


def _item(file: SourceFile, line: bytes, number: int, recorded: datetime) -> SourceItem:
    if len(line) > LINE_BYTES:
        message = f"is a line longer than {LINE_BYTES // MEGABYTE} MB"
        raise unreadable_error(file.label, number, message, ADVICE)
    if len(line) <= SMALL_LINE:
        found = line_values(line, file.label, number)
    else:
        found = _values_from_worker(line, file.label, number)
    text = found["text"]
    checked_text(text, file.label, number)
    published = _publication_date(found["published"])
    if is_to_come(published, recorded.date()):
        what = f"'published': {found['published']} is in the future"
        raise unreadable_error(file.label, number, what, "write the day of publication, or none")
    document = replace(
        page(file, line, text, "application/json", recorded),
        id=found["id"],
        source=found["outlet"],
        url=found["url"],
        published=published,
        dated_by="the list" if published.has_date else "",
        blocks=plain_blocks(text),
    )
    return SourceItem(DocumentWithOriginal(document, line), file, number, id_is_given=True)


def _values_from_worker(line: bytes, label: str, number: int) -> dict[str, Any]:
    """The values of a long line, parsed apart."""
    try:
        return ask_worker(label, "line", line, instead=ADVICE, label=label, number=number)
    except UnreadFileError as error:
        problem = error.problem
        raise unreadable_error(label, number, problem.message, problem.advice) from error


def line_values(line: bytes, label: str, number: int) -> dict[str, Any]:
    """What a line says of its document: id, text, outlet, url, published; all else is left.

    Raises UnreadableError. Of a long line it runs inside the worker.
    """
    try:
        value = _object(decode_text(line, label, number))
        found = {"id": _id(value), "text": _text(value)}
        others = {key: _optional(value, key) for key in ("outlet", "url", "published")}
        _publication_date(others["published"])
    except _LineError as error:
        raise unreadable_error(label, number, error.message, error.advice) from error
    return {**found, **others}


def _object(line: str) -> dict[str, Any]:
    try:
        value = strict_json(line)
    except ValueError as error:
        advice = "write one whole JSON object a line"
        raise _LineError(f"is not JSON ({printable(str(error))})", advice) from error
    if not isinstance(value, dict):
        raise _LineError("is not a JSON object", 'write {"id": ..., "text": ...}')
    for key in value:
        meant = closest_match(key, KEYS, SLIP)
        if key not in KEYS and meant is not None:
            raise _LineError(f"unknown key {printable(key)!r}", f"write {meant!r}, or rename it")
    return value


def _id(value: dict[str, Any]) -> str:
    written = _written_id(value)
    name = str(written) if isinstance(written, int) else written
    if not isinstance(name, str) or not name.strip() or HIDDEN.search(name):
        raise _LineError(f"has the id {printable(str(name))!r}", "write a text of one line")
    return name


def _written_id(value: dict[str, Any]) -> object:
    """The id under either of its two keys, or the same under both."""
    written = [value[key] for key in ("id", "doc_id") if value.get(key) is not None]
    if not written:
        raise _LineError("has no id", 'write "id" or "doc_id"')
    if len(written) == 2 and written[0] != written[1]:
        raise _LineError("has two different ids", 'write "id" or "doc_id"')
    return written[0]


def _text(value: dict[str, Any]) -> str:
    """The text, or the sentences joined with line ends."""
    text, sentences = value.get("text"), value.get("sents")
    if (text is None) == (sentences is None):
        what = "neither text nor sents" if text is None else "both text and sents"
        raise _LineError(f"has {what}", 'write "text", or "sents" as a list of texts')
    if isinstance(text, str):
        return text
    if isinstance(sentences, list) and all(isinstance(sentence, str) for sentence in sentences):
        return "\n".join(sentences)
    key, wanted = ("text", "one text") if sentences is None else ("sents", "a list of texts")
    raise _LineError(f"{key!r} is not {wanted}", f'write "{key}" as {wanted}')


def _optional(value: dict[str, Any], key: str) -> str | None:
    found = value.get(key)
    if found is None:
        return None
    if not isinstance(found, str) or not found.strip() or HIDDEN.search(found):
        raise _LineError(
            f"{key!r} is {printable(str(found))!r}", "write a text of one line, or leave it out"
        )
    return found


def _publication_date(text: str | None) -> DateRange:
    try:
        return UNKNOWN_TIME if text is None else given_range(text)
    except ValueError as error:
        raise _LineError(f"'published': {error}", DATE_ADVICE) from error
