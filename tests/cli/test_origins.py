"""`servanda origins`: a small collection, whole output."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.origins.collections import COPY, OTHER, REPORT, SECOND

CITING = ["On 3 May 34 mines near Hafir were made harmless, according to the Ondal Post."]


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    rows = [
        {"id": "post", "sents": REPORT, "outlet": "Ondal Post", "published": "2018-05-03"},
        {"id": "copy", "sents": COPY, "outlet": "Site", "published": "2018-05-05"},
        {"id": "witness", "sents": SECOND, "outlet": "Gazette", "published": "2018-05-04"},
        {"id": "citing", "sents": CITING, "outlet": "Blog", "published": "2018-05-06"},
        {"id": "other", "text": "\n".join(OTHER), "outlet": "Herald"},
    ]
    file = tmp_path / "pages.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def lines(path: Path) -> list[object]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_links_events_and_origins_are_written(collection: Path, tmp_path: Path) -> None:
    outcome = run("origins", collection, "--out", tmp_path / "out")
    assert outcome.code == 0
    assert "1 of 5 documents have no date" in outcome.err
    links = lines(tmp_path / "out" / "links.jsonl")
    assert [[*link[:4], *link[5:]] for link in links] == [  # type: ignore[index]
        ["copy", 0, "post", 0, "copy", "backward"],
        ["copy", 1, "post", 1, "copy", "backward"],
        ["copy", 2, "post", 2, "copy", "backward"],
        ["copy", 3, "post", 3, "copy", "backward"],
        ["post", 0, "citing", 0, "attribution", "forward"],
    ]
    events = lines(tmp_path / "out" / "events.jsonl")
    assert {event[5] for event in events} == {"same_event"}  # type: ignore[index]
    rows = {(row["doc"], row["sent"]): row for row in lines(tmp_path / "out" / "origins.jsonl")}  # type: ignore[index, call-overload]
    assert len(rows) == sum(map(len, (REPORT, COPY, SECOND, CITING, OTHER)))
    assert rows["copy", 2] == {"doc": "copy", "sent": 2, "lineage": "post#2", "origin": "post#2"}
    assert (rows["citing", 0]["lineage"], rows["citing", 0]["origin"]) == ("citing#0", "post#0")
    start, end = rows["other", 1]["span"]
    assert "\n".join(OTHER)[start:end] == OTHER[1]


def test_the_table_counts_documents_lineages_and_origins(collection: Path) -> None:
    outcome = run("origins", collection)
    assert "5 documents, 15 sentences" in outcome.out
    row = next(line for line in outcome.out.splitlines() if line.strip().startswith("4 "))
    assert [cell.strip() for cell in row.split("│")[:3]] == ["4", "3", "2"]


def test_json_says_what_the_table_says(collection: Path) -> None:
    value = json.loads(run("origins", collection, "--format", "json").out)
    assert (value["schema"], value["documents"]) == ("servanda/origins/1", 5)
    first = value["events"][0]
    assert first["documents"] == ["citing", "copy", "post", "witness"]
    assert (first["lineages"], first["origins"], first["range"]) == (3, 2, [2, 2])


def test_two_runs_write_the_same_bytes(collection: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert run("origins", collection, "--out", tmp_path / name).code == 0
    for name in ("links.jsonl", "events.jsonl", "origins.jsonl"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_score_beyond_one_is_wrong_usage(collection: Path) -> None:
    assert run("origins", collection, "--min-score", "2").code == 2
