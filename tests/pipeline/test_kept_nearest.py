"""The sentence of an unused document that is nearest to any duty is kept with its reading."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from servanda.claims import DocumentReading, OffsetSpread, PatternReader, StatementReader
from servanda.errors import MissingExtraError
from servanda.pipeline import CaseReader, open_data_store, reads_of
from servanda.pipeline.using_documents import unused_documents
from servanda.records import (
    Case,
    Document,
    DocumentUse,
    DocumentWithOriginal,
    NearestSentence,
    Span,
)
from servanda.settings import Settings
from tests.builders import NOW, case, document, obligation

DAY = date(2018, 11, 20)
DUTY = obligation(clause="The north shall remove its guard posts.", verb="", object="")
FOUND = case(DUTY)
MEASURED = NearestSentence(Span(0, 4), "Rain", DUTY.id, 0.25)


class MeasuringReader:
    """Says nothing of any duty, and of each document that its first word is nearest."""

    def read_with_nearest(self, document: Document, *_: Any) -> DocumentReading:
        end = document.text.index(" ")
        near = NearestSentence(Span(0, end), document.text[:end], DUTY.id, end / 10.0)
        return DocumentReading((), near)

    def nearest_to_any(self, documents: list[Document], *_: Any) -> Any:
        return iter([MEASURED] * len(documents))


def refuse() -> StatementReader:
    raise MissingExtraError("no encoder")


def made() -> StatementReader:
    return cast("StatementReader", MeasuringReader())


def case_reader() -> CaseReader:
    spread = cast("OffsetSpread", None)
    return CaseReader(PatternReader(), "meaning/0", made, spread, every_duty=False)


def kept_reads(folder: Path, found: Case) -> Any:
    texts = {"a": "Snow fell on the ridge.", "b": "Tomatoes were dear again."}
    pages = [document(text, DAY, id=name) for name, text in texts.items()]
    with open_data_store(Settings.from_environment({}, folder), lambda: NOW) as store:
        kept = [DocumentWithOriginal(page, page.text.encode()) for page in pages]
        store.save_case(found, {}, kept)
        reads_of(store, found, case_reader())
        return reads_of(store, found, case_reader())


def test_what_was_read_is_not_measured_again(tmp_path: Path) -> None:
    reads = kept_reads(tmp_path, FOUND)
    use = DocumentUse((), ("a", "b"), ())
    unused = unused_documents(FOUND, reads, use, load=refuse)
    assert unused.note is None
    told = [(found.document.id, found.nearest and found.nearest.text) for found in unused.documents]
    assert told == [("b", "Tomatoes"), ("a", "Snow")]


def test_only_what_was_not_is_measured(tmp_path: Path) -> None:
    first, second = kept_reads(tmp_path, FOUND)
    reads = (replace(first, nearest=None), second)
    use = DocumentUse((), ("a", "b"), ())
    unused = unused_documents(FOUND, reads, use, load=made)
    assert [found.nearest for found in unused.documents] == [second.nearest, MEASURED]
    without = unused_documents(FOUND, reads, use, load=refuse)
    assert without.note is not None
    assert [found.nearest for found in without.documents] == [second.nearest, None]


@pytest.mark.parametrize("key", ["a", "b"])
def test_the_kept_sentence_is_of_its_own_document(tmp_path: Path, key: str) -> None:
    (read,) = (read for read in kept_reads(tmp_path, FOUND) if read.document.id == key)
    assert read.nearest.text == read.document.text[read.nearest.span.start : read.nearest.span.end]
