"""servanda statements and near on a small case of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from servanda.records import Label
from tests.cli.running import run

CASE = """
id: sill
title: The Sill ridge
actors:
  - {id: orland, names: [Orland], kind: government, reliability: D}
  - {id: vesna, names: [Vesna], kind: government, reliability: D}
sources:
  - {id: paper, name: The Paper, reliability: C}
instruments:
  - {id: accord, title: Accord, kind: treaty, date: 2004-01-10, parties: [orland, vesna]}
obligations:
  - id: forts
    instrument: accord
    clause: "2.1: Orland withdraws its soldiers from the twelve forts on the Sill ridge."
    bearer: orland
    kind: act
    verb: withdraw
    object: soldiers
    deadline: 2004-06-01
  - id: harbour
    instrument: accord
    clause: "Vesna opens the harbour of Tol to relief ships."
    bearer: vesna
    kind: act
    verb: open
    object: harbour
    deadline: 2004-06-01
"""
PAGES = [
    {
        "id": "a",
        "outlet": "paper",
        "published": "2004-05-03",
        "text": "Orland has pulled the last of its soldiers out of the forts on the Sill ridge.\n\n"
        "Wheat prices fell for a third month in the capital of a neighbouring country.",
    },
    {
        "id": "b",
        "outlet": "paper",
        "published": "2004-05-04",
        "text": "No relief ship has been allowed into the harbour of Tol by Vesna.",
    },
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("statements") / "sill"
    (made / "sources").mkdir(parents=True)
    (made / "case.yaml").write_text(CASE, "utf-8")
    sites = {"type": "FeatureCollection", "features": []}
    (made / "sites.geojson").write_text(json.dumps(sites), "utf-8")
    lines = "".join(json.dumps(page) + "\n" for page in PAGES)
    (made / "sources" / "pages.jsonl").write_text(lines, "utf-8")
    return made


def ask(folder: Path, *words: str) -> list[dict[str, Any]]:
    data = folder.parent / "data"
    outcome = run(*words, "--format", "jsonl", "--data", data)
    assert outcome.code == 0, outcome.err
    return [json.loads(line) for line in outcome.out.splitlines()]


def test_every_row_has_its_sentence_and_a_chance_for_each_label(folder: Path) -> None:
    rows = ask(folder, "statements", str(folder), "--all", "--clause-only")
    assert {row["document"] for row in rows} <= {"a", "b"}
    texts = {page["id"]: page["text"] for page in PAGES}
    for row in rows:
        start, end = row["span"]
        assert " ".join(str(texts[row["document"]][start:end]).split()) == row["text"]
        assert set(row["p"]) == {label.value for label in Label}
        assert sum(row["p"].values()) == pytest.approx(1.0, abs=1e-4)
    assert {row["obligation"] for row in rows} == {"forts", "harbour"}


def test_what_bears_on_nothing_is_left_out_unless_asked_for(folder: Path) -> None:
    every, bearing = (ask(folder, "statements", str(folder), *more) for more in (["--all"], []))
    assert [row for row in every if row["label"] != "unrelated"] == bearing


def test_one_duty_alone_can_be_asked_for(folder: Path) -> None:
    rows = ask(folder, "statements", str(folder), "--all", "--obligation", "harbour")
    assert {row["obligation"] for row in rows} == {"harbour"}


def test_an_unknown_duty_is_refused_with_those_there_are(folder: Path) -> None:
    data = folder.parent / "data"
    for words in (
        ["statements", str(folder), "--obligation", "road"],
        ["near", str(folder), "road"],
    ):
        outcome = run(*words, "--data", data)
        assert outcome.code == 1
        assert "write one of forts, harbour" in outcome.err


def test_the_nearest_sentences_come_first(folder: Path) -> None:
    rows = ask(folder, "near", str(folder), "forts", "--most", "2")
    assert rows[0]["document"] == "a"
    assert "Sill ridge" in rows[0]["text"]
    assert rows[0]["nearness"] >= rows[1]["nearness"]


def test_the_table_names_document_duty_and_label(folder: Path) -> None:
    outcome = run("statements", str(folder), "--all", "--data", folder.parent / "data")
    assert outcome.code == 0
    assert "Statements of sill" in outcome.out
    assert "forts" in outcome.out
