"""Documents without a date count from the day they were kept, and are counted and named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from servanda.records import UNKNOWN_TIME, parse_range, public_by, undated_in_words
from tests.builders import document


def test_a_document_without_a_date_counts_from_the_day_it_was_kept() -> None:
    undated = replace(document("x", None), published=UNKNOWN_TIME)
    kept = undated.recorded.date()
    assert undated.is_undated
    assert public_by(undated.publication, kept)
    assert not public_by(undated.publication, date.fromordinal(kept.toordinal() - 1))
    assert replace(undated, published=parse_range("2018-11/..")).is_undated
    assert not replace(undated, published=parse_range("../2018-11")).is_undated


def test_undated_documents_are_counted_and_the_first_are_named() -> None:
    dated = replace(document("x", None), published=parse_range("2018"))
    assert undated_in_words([]) is None
    assert undated_in_words([dated]) is None
    undated = [replace(document("x", None, id=name), published=UNKNOWN_TIME) for name in "abcde"]
    assert undated_in_words([dated, *undated]) == (
        "5 of 6 documents have no date and count only from the day they were kept: "
        "a, b, c and 2 more"
    )
    assert undated_in_words(undated[:1]) == (
        "1 of 1 document has no date and counts only from the day they were kept: a"
    )
