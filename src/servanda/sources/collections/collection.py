"""Documents to be traced to their origins: lists as JSON lines, and files of every other kind.

A list may give sentences instead of a text, and a number on some common clock instead of a date.
What cannot be used is said in a line each, and left out: a document met twice, a date in the
future, numbers among dates.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from servanda.errors import SourceError
from servanda.records import DateRange, DocumentKind
from servanda.sources.documents.read_sources import read_sources
from servanda.sources.files.items import SourceFile
from servanda.sources.files.limits import LINE_BYTES
from servanda.sources.files.paths import files_of, open_regular
from servanda.sources.files.problems import (
    HIDDEN,
    UnreadableError,
    printable,
    raise_all,
    unreadable_error,
)
from servanda.sources.formats.publication_date import DATE_ADVICE, published_range

__all__ = ["CollectedText", "Collection", "read_collection"]

MOST_ERRORS = 20  # bad lines of one list before the rest is not looked at [limit]
EPOCH = date(1970, 1, 1)  # of the common clock of dates [definition]
DAY = 86_400.0  # seconds [definition]
CLOCK_ADVICE = DATE_ADVICE + ", a time of day after it, or a number on a clock of the collection"


@dataclass(frozen=True, slots=True)
class CollectedText:
    """One document as given: its text, or its sentences."""

    id: str
    text: str | None
    sentences: tuple[str, ...]
    outlet: str | None
    appeared: tuple[float, float] | None
    is_dated: bool  # by a date and not by a number

    @property
    def content(self) -> tuple[str, ...]:
        """What two documents of one id must have the same."""
        return self.sentences if self.text is None else (self.text,)


@dataclass(frozen=True, slots=True)
class Collection:
    """The documents, and a line for each thing that was ignored."""

    texts: tuple[CollectedText, ...]
    ignored: tuple[str, ...]


def read_collection(paths: Iterable[Path], now: datetime) -> Collection:
    """The documents of files and folders.

    Raises SourceError for one thing that cannot be read, InputError with a line for each of many.
    """
    files, errors = files_of(paths)
    found: list[CollectedText] = []
    ignored: list[str] = []
    others = []
    for file in files:
        if file.ending == ".jsonl":
            for text in _list_of(file):
                if isinstance(text, CollectedText):
                    found.append(text)
                else:
                    errors.append(text)
        else:
            others.append(file.path)
    raise_all(errors)
    notes = 0
    for kept in read_sources(others, now) if others else ():
        document = kept.document
        if document.kind is DocumentKind.NOTE:
            notes += 1
            continue
        appeared = _range_of(document.published)
        found.append(CollectedText(document.id, document.text, (), document.source, appeared, True))
    if notes:
        ignored.append(f"{notes} notes: an analyst's own words are no copies of anything")
    single = _without_repetitions(found, ignored)
    return Collection(_on_one_clock(single, now, ignored), tuple(ignored))


def _list_of(file: SourceFile) -> Iterator[CollectedText | UnreadableError]:
    """Each line of a list, or what is wrong with it."""
    wrong = 0
    with open_regular(file.path, file.label) as opened:
        for number, line in enumerate(iter(lambda: opened.readline(LINE_BYTES), b""), start=1):
            if not line.strip():
                continue
            try:
                yield _document(line)
            except ValueError as error:
                message, advice = error.args if len(error.args) == 2 else (str(error), _ADVICE)
                yield unreadable_error(file.label, number, message, advice)
                wrong += 1
                if wrong == MOST_ERRORS:
                    return


_ADVICE = 'write {"id": ..., "text": ...} on a line of its own'


def _document(line: bytes) -> CollectedText:
    """Raises ValueError with what is wrong and what to write instead."""
    try:
        value = json.loads(line)
    except ValueError as error:
        raise ValueError("is not JSON", _ADVICE) from error
    except RecursionError as error:
        raise ValueError("is nested too deeply", _ADVICE) from error
    if not isinstance(value, dict):
        raise ValueError("is not a JSON object", _ADVICE)
    name = value.get("id", value.get("doc_id"))
    if isinstance(name, bool) or not isinstance(name, str | int) or not str(name).strip():
        raise ValueError("has no id that is a text or a whole number", 'write "id"')
    if HIDDEN.search(str(name)):
        raise ValueError(f"has the id {printable(str(name))!r}", "write a text of one line")
    text, sentences = _texts(value)
    outlet = value.get("outlet")
    if outlet is not None and not isinstance(outlet, str):
        raise ValueError("'outlet' is not a text", "write its name, or leave it out")
    published = value.get("published")
    return CollectedText(
        str(name),
        text,
        sentences,
        outlet.strip() or None if outlet else None,
        _moment(published),
        isinstance(published, str),
    )


def _texts(value: dict[str, Any]) -> tuple[str | None, tuple[str, ...]]:
    text, sentences = value.get("text"), value.get("sents")
    if isinstance(text, str) and sentences is None:
        return text, ()
    if (
        text is None
        and isinstance(sentences, list)
        and all(isinstance(sentence, str) for sentence in sentences)
    ):
        return None, tuple(sentences)
    raise ValueError(
        "has neither a text nor a list of sentences, or both",
        'write "text", or "sents" as a list of texts',
    )


def _moment(published: object) -> tuple[float, float] | None:
    if published is None or published == "":
        return None
    if isinstance(published, int | float) and not isinstance(published, bool):
        try:
            number = float(published)
        except OverflowError:
            number = math.inf
        if math.isfinite(number):
            return number, number
    if isinstance(published, str):
        try:
            return _moment_of_date(published.strip())
        except ValueError as error:
            raise ValueError(f"'published': {error}", CLOCK_ADVICE) from error
    raise ValueError(f"'published' is {printable(str(published))!r}", CLOCK_ADVICE)


def _moment_of_date(text: str) -> tuple[float, float] | None:
    if "T" in text or " " in text:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return _range_of(published_range(text))
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        seconds = (aware - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()
        return seconds, seconds
    return _range_of(published_range(text))


def _range_of(published: DateRange) -> tuple[float, float] | None:
    """The first and the last second of a range with two ends; None of any other."""
    if published.start is None or published.end is None:
        return None
    first, last = ((day - EPOCH).days * DAY for day in (published.start, published.end))
    return first, last + DAY - 1


def _without_repetitions(
    texts: list[CollectedText], ignored: list[str]
) -> tuple[CollectedText, ...]:
    """Each document once; the same id over two texts is an error."""
    kept: dict[str, CollectedText] = {}
    again: Counter[str] = Counter()
    errors = []
    for text in texts:
        first = kept.setdefault(text.id, text)
        if first is text:
            continue
        if first.content == text.content:
            again[text.id] += 1
        else:
            message = "is the id of two different texts"
            errors.append(SourceError(printable(text.id), message, "give each its own"))
    raise_all(errors[:MOST_ERRORS])
    if again:
        shown = ", ".join(f"{printable(name)}" for name in sorted(again)[:3])
        ignored.append(f"{again.total()} documents given twice ({shown}): each counts once")
    return tuple(kept.values())


def _on_one_clock(
    texts: tuple[CollectedText, ...], now: datetime, ignored: list[str]
) -> tuple[CollectedText, ...]:
    """Texts without dates in the future, and without numbers where others have dates."""
    latest = (now.date() - EPOCH + timedelta(days=2)).days * DAY
    dated = [text for text in texts if text.is_dated and text.appeared is not None]
    future = {text.id for text in dated if text.appeared is not None and text.appeared[0] > latest}
    numbered = {text.id for text in texts if not text.is_dated and text.appeared is not None}
    if future:
        ignored.append(f"{len(future)} dates in the future: taken as unknown")
    if not (numbered and len(dated) > len(future)):
        numbered = set()
    if numbered:
        ignored.append(f"{len(numbered)} numbers for times among dates: taken as unknown")
    dropped = future | numbered
    return tuple(replace(text, appeared=None) if text.id in dropped else text for text in texts)
