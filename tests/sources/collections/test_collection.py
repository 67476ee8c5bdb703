"""Collections to be traced: what is read, what is ignored with a note, what is refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from servanda.errors import InputError
from servanda.sources.collections.collection import Collection, read_collection

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def collection(tmp_path: Path, *lines: object) -> Collection:
    file = tmp_path / "list.jsonl"
    rows = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return read_collection([file], NOW)


def test_sentences_and_numbers_for_times_are_taken_as_given(tmp_path: Path) -> None:
    (text,) = collection(
        tmp_path, {"id": "a", "sents": ["One.", "Two."], "published": 17, "outlet": "Post"}
    ).texts
    assert (text.sentences, text.appeared, text.outlet) == (("One.", "Two."), (17.0, 17.0), "Post")


def test_a_day_is_as_long_as_a_day_and_a_time_is_a_moment(tmp_path: Path) -> None:
    texts = collection(
        tmp_path,
        {"id": "a", "text": "x", "published": "1970-01-02"},
        {"id": "b", "text": "x", "published": "1970-01-02T01:00:00+01:00"},
    ).texts
    assert [text.appeared for text in texts] == [(86_400.0, 172_799.0), (86_400.0, 86_400.0)]


def test_the_same_document_twice_counts_once_and_is_said(tmp_path: Path) -> None:
    line = {"id": "a", "sents": ["One."]}
    found = collection(tmp_path, line, line)
    assert len(found.texts) == 1
    assert found.ignored == ("1 documents given twice (a): each counts once",)


def test_dates_in_the_future_and_numbers_among_dates_are_unknown(tmp_path: Path) -> None:
    found = collection(
        tmp_path,
        {"id": "a", "text": "x", "published": "2031-01-01"},
        {"id": "b", "text": "y", "published": 5},
        {"id": "c", "text": "z", "published": "2020-01-01"},
    )
    assert [text.appeared is None for text in found.texts] == [True, True, False]
    assert len(found.ignored) == 2


def test_an_empty_outlet_is_none(tmp_path: Path) -> None:
    (text,) = collection(tmp_path, {"id": "a", "text": "x", "outlet": "  "}).texts
    assert text.outlet is None


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[1]",
        {"text": "no id"},
        {"id": True, "text": "x"},
        {"id": "a\nb", "text": "x"},
        {"id": "a"},
        {"id": "a", "text": "x", "sents": ["x"]},
        {"id": "a", "sents": "x"},
        {"id": "a", "text": "x", "published": "yesterday"},
        {"id": "a", "text": "x", "published": float("inf")},
        {"id": "a", "text": "x", "published": 10**400},
        {"id": "a", "text": "x", "outlet": 7},
        "[" * 100_000,
    ],
)
def test_a_bad_line_is_named_with_what_to_write_instead(tmp_path: Path, line: object) -> None:
    with pytest.raises(InputError, match=r"list\.jsonl:2: .+; "):
        collection(tmp_path, {"id": "good", "text": "x"}, line)


def test_one_id_over_two_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="two different texts"):
        collection(tmp_path, {"id": "a", "text": "x"}, {"id": "a", "text": "y"})


def test_notes_are_no_copies_of_anything(tmp_path: Path) -> None:
    head = "kind: note\nurl: https://paper.example/1\npublisher: Paper\npublished: 2018-11-20"
    note = f"---\n{head}\n---\nTen posts.\n"
    (tmp_path / "note.md").write_text(note, encoding="utf-8")
    (tmp_path / "page.txt").write_text("Ten posts were destroyed.\n", encoding="utf-8")
    found = read_collection([tmp_path], NOW)
    assert [text.id for text in found.texts] == ["page"]
    assert any("notes" in line for line in found.ignored)
