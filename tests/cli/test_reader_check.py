"""servanda reader check and forget, with a reader that says what the test has set."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

import pytest

from servanda.claims import DocumentReading, sentence_spans, statement_reader_name
from servanda.pipeline import loading_reader
from servanda.records import (
    UNKNOWN_TIME,
    Claim,
    Document,
    Label,
    Names,
    Obligation,
    Statement,
)
from tests.cli.running import Outcome, run

CASE = """
id: sill
title: The Sill ridge
actors:
  - {id: orland, names: [Orland], kind: government, reliability: D}
instruments:
  - {id: accord, title: Accord, kind: treaty, date: 2004-01-10, parties: [orland]}
obligations:
  - id: forts
    instrument: accord
    clause: "Orland withdraws its soldiers from the twelve forts on the Sill ridge."
    bearer: orland
    kind: act
    deadline: 2004-06-01
  - id: harbour
    instrument: accord
    clause: "Orland opens the harbour of Tol to relief ships."
    bearer: orland
    kind: act
    deadline: 2004-06-01
"""
# What each text says of the forts, as labelled and as the reader below reads it.
SAID = {
    "Orland has pulled its soldiers out of the forts.": (Label.DONE, Label.DONE),
    "Every fort stands empty since Monday.": (Label.DONE, Label.DONE),
    "Six of the forts are still held by its soldiers.": (Label.NOT_DONE, Label.NOT_DONE),
    "Nobody has left the forts so far.": (Label.NOT_DONE, Label.DONE),
    "Orland will leave the forts in June.": (Label.INTENDED, Label.UNRELATED),
    "Wheat prices fell for a third month.": (Label.UNRELATED, Label.UNRELATED),
}
SURE = 0.95


class SetReader:
    """Reads every sentence as the table above says, and nothing on other duties."""

    def __init__(self, name: str) -> None:
        self.name = name

    def read(
        self,
        document: Document,
        claims: Sequence[Claim],
        obligations: Sequence[Obligation],
        names: Names,
        register: object,
        wanted: Collection[str] | None = None,
    ) -> tuple[Statement, ...]:
        found = []
        for number, span in enumerate(sentence_spans(document.text), 1):
            _, label = SAID[document.text[span.start : span.end]]
            rest = (1.0 - SURE) / (len(Label) - 1)
            found.append(
                Statement(
                    id=f"{document.id}#s{number}/forts",
                    document=document.id,
                    span=span,
                    obligation="forts",
                    label=label,
                    p=tuple(SURE if other is label else rest for other in Label),
                    count=None,
                    event=None,
                    as_of=UNKNOWN_TIME,
                    claim=f"{document.id}#s{number}",
                    acts_by=(),
                    reviewed=False,
                    reader=self.name,
                    why="",
                )
            )
        return tuple(found)

    def read_with_nearest(self, *given: Any) -> DocumentReading:
        return DocumentReading(self.read(*given), None)


@pytest.fixture(autouse=True)
def _reader(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(judge: Any = None) -> SetReader:
        return SetReader(statement_reader_name("d" * 64, judge and judge.name))

    monkeypatch.setattr(loading_reader, "load_statement_reader", load)
    monkeypatch.setattr(loading_reader, "reader_digest", lambda: "d" * 64)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "sill"
    (made / "sources").mkdir(parents=True)
    (made / "case.yaml").write_text(CASE, "utf-8")
    (made / "sites.geojson").write_text('{"type": "FeatureCollection", "features": []}', "utf-8")
    pages = [
        {"id": f"page-{n}", "published": f"2004-05-0{n}", "text": text}
        for n, text in enumerate(SAID, 1)
    ]
    lines = "".join(json.dumps(page) + "\n" for page in pages)
    (made / "sources" / "pages.jsonl").write_text(lines, "utf-8")
    return made


def rows(**changes: object) -> list[dict[str, Any]]:
    return [
        {"document": f"page-{n}.html", "sentence": text, "duty": "forts", "label": label.value,
         "count": None, "case": "sill"} | changes
        for n, (text, (label, _)) in enumerate(SAID.items(), 1)
    ]  # fmt: skip


@pytest.fixture
def ask(folder: Path) -> Callable[..., Outcome]:
    def asking(*words: object, gold: list[dict[str, Any]] | None = None) -> Outcome:
        file = folder.parent / "gold.jsonl"
        told = rows() if gold is None else gold
        file.write_text("".join(json.dumps(row) + "\n" for row in told), "utf-8")
        data = folder.parent / "data"
        return run(*(file if word == "GOLD" else word for word in words), "--data", data)

    return asking


def test_what_is_printed_are_the_measures_of_the_labelled_sentences(
    ask: Callable[..., Outcome], folder: Path
) -> None:
    ask("case", "load", folder)
    outcome = ask("reader", "check", "GOLD", "--case", folder, "--format", "json")
    assert outcome.code == 0, outcome.err
    found = json.loads(outcome.out)
    assert found["reader"] == f"meaning/6 {'d' * 12}"
    assert (found["schema"], found["case"]) == ("servanda/reader-check/1", "sill")
    assert (found["rows"], found["bearing"], found["without_statement"]) == (6, 5, 0)
    by_direction = {row["direction"]: row for row in found["directions"]}
    assert by_direction["for"] == {"direction": "for", "right": 2, "said": 3, "wanted": 2}
    assert by_direction["against"] == {"direction": "against", "right": 1, "said": 1, "wanted": 2}
    assert (found["sure"], found["sure_wrong"]) == (4, 1)
    assert found["best_constant"] == 0.4
    assert sum(found["by_kind"]["act"].values()) == pytest.approx(1.0, abs=1e-5)
    again = ask("reader", "check", "GOLD", "--format", "json")  # the case that the file names
    assert again.code == 0, again.err
    assert again.out == outcome.out


def test_the_table_shows_them_too(ask: Callable[..., Outcome], folder: Path) -> None:
    outcome = ask("reader", "check", "GOLD", "--case", folder)
    assert outcome.code == 0, outcome.err
    for words in ("average precision of bearing", "wrong of those sure by .9", "2 of 3 (0.67)"):
        assert words in outcome.out


def assessed(outcome: Outcome) -> dict[str, Any]:
    assert outcome.code == 0, outcome.err
    return {row["id"]: row for row in json.loads(outcome.out)["obligations"]}


def test_what_is_kept_is_used_until_it_is_forgotten(
    ask: Callable[..., Outcome], folder: Path
) -> None:
    def assess() -> Outcome:
        return ask("assess", folder, "--as-of", "2004-06-01", "--format", "json")

    def decibans() -> list[float]:
        outcome = ask("statements", "sill", "--format", "json")
        return [row["decibans"] for row in json.loads(outcome.out)]

    ask("case", "load", folder)
    before, before_decibans = assess(), decibans()
    kept = ask("reader", "check", "GOLD", "--case", folder, "--keep")
    assert kept.code == 0, kept.err
    assert "servanda reader forget undoes it" in kept.err
    after = assess()
    assert "statements are weighed by the check of" in after.err
    assert "on 6 sentences of sill" in after.err
    # The reader errs in one of four sure readings, so that none may tell much.
    assert max(map(abs, decibans())) < max(map(abs, before_decibans))
    assert assessed(after)["forts"] != assessed(before)["forts"]
    assert ask("reader", "forget").out == f"forgot the check of meaning/6 {'d' * 12}\n"
    assert assess().out == before.out
    assert decibans() == before_decibans
    assert ask("reader", "forget").out == f"nothing is kept of meaning/6 {'d' * 12}\n"


def test_nothing_is_kept_that_tells_too_little(ask: Callable[..., Outcome], folder: Path) -> None:
    outcome = ask("reader", "check", "GOLD", "--case", folder, "--keep", gold=rows()[4:])
    assert outcome.code == 1
    assert "nothing kept" in outcome.err
    assert "label more" in outcome.err
    assert not (folder.parent / "data" / "readers").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"duty": "fort"}, "gold.jsonl:1: no duty 'fort' in the case; did you mean 'forts'?"),
        ({"document": "page-9"}, "gold.jsonl:1: no document 'page-9' in the case"),
        ({"label": "gone"}, "gold.jsonl:1: 'gone' is no label"),
    ],
)
def test_a_broken_line_is_told_with_its_place(
    ask: Callable[..., Outcome], folder: Path, change: dict[str, Any], message: str
) -> None:
    outcome = ask("reader", "check", "GOLD", "--case", folder, gold=rows(**change)[:1])
    assert outcome.code == 1
    assert message in outcome.err
    assert outcome.out == ""


def test_a_file_that_names_no_case_needs_one(ask: Callable[..., Outcome]) -> None:
    outcome = ask("reader", "check", "GOLD", gold=rows(case=None))
    assert outcome.code == 1
    assert "names no case; give it with --case" in outcome.err


@pytest.mark.parametrize(
    "words", [["reader", "check", "GOLD"], ["statements", "x"], ["assess", "x"]]
)
def test_an_outside_judge_needs_an_address(ask: Callable[..., Outcome], words: list[str]) -> None:
    outcome = ask(*words, "--reader", "remote")
    assert outcome.code == 1
    assert "--reader remote needs an address; set SERVANDA_READER_URL" in outcome.err


def test_checks_of_an_outside_judge_are_kept_apart(
    ask: Callable[..., Outcome], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVANDA_READER_URL", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("SERVANDA_READER_MODEL", "small")
    ask("case", "load", folder)
    words = ["--case", folder, "--reader", "remote", "--keep", "--format", "json"]
    outcome = ask("reader", "check", "GOLD", *words)
    assert outcome.code == 0, outcome.err
    assert json.loads(outcome.out)["reader"].endswith("judged by remote/1 small at 127.0.0.1")
    used = [ask("assess", "sill", "--as-of", "2004-06-01", *more).err for more in ([], words[2:4])]
    assert ["are weighed by the check of" in err for err in used] == [False, True]
    assert ask("reader", "forget").out.startswith("nothing is kept of")
    assert ask("reader", "forget", "--reader", "remote").out.startswith("forgot the check of")
