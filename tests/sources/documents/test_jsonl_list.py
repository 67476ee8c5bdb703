"""Lists of documents: exact texts, and bad lines by number."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.errors import InputError
from servanda.records import UNKNOWN_TIME, DocumentWithOriginal, day, sha256
from servanda.sources import read_sources
from servanda.sources.documents.jsonl_list import read_list
from servanda.sources.files.items import SourceFile, SourceItem

RECORDED = datetime(2024, 2, 3, tzinfo=UTC)
FILE = SourceFile(Path("list.jsonl"), "list.jsonl", "list.jsonl")


def documents(path: Path) -> list[DocumentWithOriginal]:
    return list(read_sources([path], RECORDED))


def written(folder: Path, *lines: str | bytes) -> Path:
    path = folder / "list.jsonl"
    path.write_bytes(b"\n".join(x if isinstance(x, bytes) else x.encode() for x in lines))
    return path


def test_each_line_is_a_document_with_what_it_says(tmp_path: Path) -> None:
    first = '{"id": "a", "text": " As it is.\\n", "outlet": "paper", "url": "https://p.example"}'
    second = '{"doc_id": 7, "sents": ["One.", "Two."], "published": "2018-11-15T09:00:00Z"}'
    one, two = documents(written(tmp_path, first, "", second, ""))
    assert one.document.text == " As it is.\n"
    assert one.document.id == "a"
    assert one.document.source == "paper"
    assert one.document.url == "https://p.example"
    assert one.document.published == UNKNOWN_TIME
    assert one.original == first.encode()
    assert one.document.sha256 == sha256(first.encode())
    assert (two.document.id, two.document.text) == ("7", "One.\nTwo.")
    assert two.document.published == day(date(2018, 11, 15))


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), max_size=5))
def test_offsets_count_the_code_points_of_the_text_that_was_given(texts: list[str]) -> None:
    texts = [f"x{text}" for text in texts]
    lines = [json.dumps({"id": str(n), "text": text}) for n, text in enumerate(texts)]
    items = list(read_list(FILE, "\r\n".join(lines).encode(), RECORDED))
    found = [item.kept.document.text for item in items if isinstance(item, SourceItem)]
    assert found == texts
    assert [len(text) for text in found] == [len(text) for text in texts]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"id": "b", "text": "x"', r"list\.jsonl:2: is not JSON"),
        ("[1, 2]", r"list\.jsonl:2: is not a JSON object"),
        ('{"text": "x"}', "has no id"),
        ('{"id": "b", "doc_id": "c", "text": "x"}', "has two different ids"),
        ('{"id": {}, "text": "x"}', "has the id"),
        ('{"id": "b\\n", "text": "x"}', "has the id"),
        ('{"id": "b"}', "has neither text nor sents"),
        ('{"id": "b", "text": "x", "sents": ["x"]}', "has both text and sents"),
        ('{"id": "b", "text": ["x"]}', "'text' is not one text"),
        ('{"id": "b", "sents": [["x", "y"]]}', "'sents' is not a list of texts"),
        ('{"id": "b", "text": "  "}', "holds no text"),
        ('{"id": "b", "text": "a\\u0000b"}', "is binary"),
        ('{"id": "b", "text": "a\\ud800b"}', "half of a surrogate pair"),
        ('{"id": "b", "text": "x", "text": "y"}', "key 'text' stands twice"),
        ('{"id": "b", "text": "x", "score": NaN}', "NaN is not a JSON number"),
        ('{"id": "b", "txt": "x"}', r"unknown key 'txt'; write 'text'"),
        ('{"id": "b", "text": "x", "publised": "2018"}', "unknown key 'publised'"),
        ('{"id": "b", "text": "x", "published": "soon"}', "'published': 'soon' is not a date"),
        ('{"id": "b", "text": "x", "url": 3}', "'url' is '3'"),
        ('{"id": "a", "text": "x"}', r"list\.jsonl:2: has the id 'a' of .*list\.jsonl:1"),
        ("[" * 100_000, r"list\.jsonl:2: is not JSON"),
        ('{"id": "b", "n": ' + "9" * 5000 + "}", "is not JSON"),
        (b'{"id": "b", "text": "\xb0\xa1\xb3\xaa\xb4\xd9"}', r"list\.jsonl:2: is not UTF-8"),
    ],
)
def test_a_bad_line_is_told_with_its_number(tmp_path: Path, line: str, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        documents(written(tmp_path, '{"id": "a", "text": "x"}', line))
    assert len(str(caught.value).splitlines()) == 1


def test_a_line_of_20_mb_is_refused_and_the_next_is_still_read(tmp_path: Path) -> None:
    long = '{"id": "a", "text": "' + "x" * 20_000_000 + '"}'
    with pytest.raises(InputError) as caught:
        documents(written(tmp_path, long, "not JSON"))
    first, second = str(caught.value).splitlines()
    assert "list.jsonl:1: is a line longer than 10 MB" in first
    assert "list.jsonl:2: is not JSON" in second


def test_columns_of_a_corpus_are_left_alone(tmp_path: Path) -> None:
    (one,) = documents(written(tmp_path, '{"id": "a", "text": "x", "split": "dev", "label": 1}'))
    assert one.document.text == "x"


def test_a_list_of_another_kind_is_not_told_line_by_line_to_the_end(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        documents(written(tmp_path, *["x"] * 1000))
    lines = str(caught.value).splitlines()
    assert len(lines) == 20
    assert "more lines were not read" in lines[-1]


@given(
    st.binary(max_size=300)
    | st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    ).map(lambda value: json.dumps(value).encode())
)
def test_random_lines_give_documents_or_errors_and_nothing_else(data: bytes) -> None:
    for found in read_list(FILE, data, RECORDED):
        assert isinstance(found, SourceItem | InputError)


def test_a_line_that_is_too_long_is_one_error_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("servanda.sources.documents.jsonl_list.LINE_BYTES", 40)
    monkeypatch.setattr("servanda.sources.documents.jsonl_list.MEGABYTE", 30)
    good = json.dumps({"id": "a", "text": "x" * 16})
    long = json.dumps({"id": "b", "text": "y" * 200})
    longest = json.dumps({"id": "c", "text": "z" * 17})
    assert len(longest) == 40
    found = list(read_list(FILE, f"{good}\n{long}\r\n{longest}\r\n".encode(), RECORDED))
    assert [item.kept.document.id for item in found if isinstance(item, SourceItem)] == ["a", "c"]
    assert [item.line for item in found if isinstance(item, SourceItem)] == [1, 3]
    assert [str(error) for error in found if not isinstance(error, SourceItem)] == [
        "list.jsonl:2: is a line longer than 1 MB; give each document a line of its own"
    ]


def test_a_long_line_is_parsed_apart_and_says_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = {"id": 7, "text": "Ünder \ud800 way. ", "outlet": "paper", "published": "2018-11-15"}
    lines = [json.dumps(good), '{"id": "b", "txt": "x"}', '{"id": "c"', "[" * 5_000]
    data = "\n".join(lines).encode()
    here = list(read_list(FILE, data, RECORDED))
    monkeypatch.setattr("servanda.sources.documents.jsonl_list.SMALL_LINE", 0)
    # Nothing is parsed here: what the worker finds comes from another process.
    monkeypatch.setattr("servanda.sources.documents.jsonl_list.strict_json", None)
    apart = list(read_list(FILE, data, RECORDED))
    assert list(map(str, apart)) == list(map(str, here))
    assert [item for item in apart if isinstance(item, SourceItem)] == [
        item for item in here if isinstance(item, SourceItem)
    ]


def test_a_line_that_bursts_its_parser_is_one_error_with_its_number(tmp_path: Path) -> None:
    bomb = '{"id": "a", "text": "x", "more": [' + ",".join(["[]"] * 3_300_000) + "]}"
    good = json.dumps({"id": "b", "text": "As it is."})
    found = list(read_list(FILE, f"{bomb}\n{good}".encode(), RECORDED))
    assert [item.kept.document.id for item in found if isinstance(item, SourceItem)][-1:] == ["b"]
    for error in found:
        assert isinstance(error, SourceItem) or str(error).startswith("list.jsonl:1: needs more")
