"""Files of labelled sentences: what is read, and what every kind of mistake is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from servanda.errors import InputError
from servanda.records import Label, LabelledSentence
from servanda.sources import labelled_sentences, read_labelled_file
from tests.claims.texts import page

ROW = {"document": "page.txt", "sentence": "It is gone.", "duty": "posts", "label": "done"}
DUTIES = {"posts", "harbour"}
PAGES = [page("It is gone."), page("x", id="b", name="lists/pages.jsonl")]


def read(tmp_path: Path, *rows: object, raw: bytes | None = None) -> tuple[LabelledSentence, ...]:
    file = tmp_path / "gold.jsonl"
    lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
    file.write_bytes(lines if raw is None else raw)
    return labelled_sentences(read_labelled_file(file), PAGES, DUTIES)


def test_a_row_is_read_and_what_is_for_people_passed_over(tmp_path: Path) -> None:
    rows = read(tmp_path, ROW | {"count": 10, "of": 11, "sure": 2, "note": "clear"}, ROW)
    first = LabelledSentence("page", "It is gone.", "posts", Label.DONE, 10.0)
    assert rows == (first, LabelledSentence("page", "It is gone.", "posts", Label.DONE, None))


@pytest.mark.parametrize("name", ["page", "page.txt", "reports/page.txt", "page.html"])
def test_a_document_may_be_named_without_folder_and_ending(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, ROW | {"document": name})[0].document == "page"


def test_a_line_of_a_list_is_named_by_its_id(tmp_path: Path) -> None:
    assert read(tmp_path, ROW | {"document": "b.html"})[0].document == "b"
    with pytest.raises(InputError, match="no document 'pages'"):
        read(tmp_path, ROW | {"document": "pages"})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"document": "pgae.txt"}, "no document 'pgae.txt' in the case; did you mean 'page.txt'?"),
        ({"duty": "post"}, "no duty 'post' in the case; did you mean 'posts'?"),
        ({"duty": "zzz"}, "write one of harbour, posts"),
        ({"label": "partly"}, "'partly' is no label; did you mean 'partly_done'?"),
        ({"label": 7}, "has no text 'label'"),
        ({"sentence": " "}, "has no text 'sentence'"),
        ({"sentence": "a" * 10_001}, "longer than 10000 characters"),
        ({"document": None}, "has no text 'document'"),
        ({"count": "ten"}, "'count' is 'ten', not a number"),
        ({"count": True}, "not a number"),
        ({"count": [1]}, "not a number"),
        ({"count": 10**400}, "too large"),
        ({"label": "x\u202e\n\x1b[2J"}, "is no label"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_to_write(
    tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, ROW, ROW | change)
    said = str(caught.value)
    assert "gold.jsonl:2: " in said
    assert message in said
    assert "\n" not in said
    assert said.isprintable()


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "holds no labelled sentence"),
        (b"\n \n", "holds no labelled sentence"),
        (b"{", ":1: is not JSON"),
        (b"[]", ":1: is not a JSON object"),
        (b"\n[" + b"[" * 100_000, ":2: is not JSON"),
        (b'{"count": NaN}', ":1: is not JSON"),
        (b'{"a": 1, "a": 2}', "stands twice"),
        (b"\xff\xfe\x00\xd8", "gold.jsonl"),
        (b"%PDF-1.7", ":1: is not JSON"),
    ],
)
def test_what_is_no_such_file_is_one_clear_line(tmp_path: Path, raw: bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, raw=raw)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_all_mistakes_are_told_at_once_but_not_without_end(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, *[ROW | {"duty": "road"}] * 2, *[ROW | {"label": "no"}] * 300)
    lines = str(caught.value).split("\n")
    assert len(lines) == 21
    assert "no duty 'road'" in lines[1]
    assert "more lines were not read" in lines[-1]


def test_two_documents_of_one_name_have_to_be_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text(json.dumps(ROW | {"document": "page"}))
    two = [page("a", id="x", name="page.txt"), page("b", id="y", name="page.pdf")]
    with pytest.raises(InputError, match="'page' is the name of several documents; write one of"):
        labelled_sentences(read_labelled_file(file), two, DUTIES)
    file.write_text(json.dumps(ROW | {"document": "page.pdf"}))
    (row,) = labelled_sentences(read_labelled_file(file), two, DUTIES)
    assert row.document == "y"


def test_the_case_is_the_one_that_all_lines_name(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    for cases, wanted in ((["a", "a"], "a"), (["a", "b"], None), ([None, 7], None)):
        file.write_text("\n".join(json.dumps(ROW | {"case": case}) for case in cases))
        assert read_labelled_file(file).case == wanted
