"""Deciding on statements through a pipe, on a small case whose duties are their clauses."""

from __future__ import annotations

import io
import json
import math
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from servanda.claims import DocumentReading, StatementReader
from servanda.pipeline import open_data_store
from servanda.records import Label, StatementAct, StatementDecision, WhyAsked
from servanda.settings import Settings
from tests.cli.running import Outcome, run

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
    clause: "Orland withdraws its soldiers from the twelve forts on the Sill ridge."
    bearer: orland
    kind: act
    deadline: 2004-06-01
  - id: harbour
    instrument: accord
    clause: "Vesna opens the harbour of Tol to relief ships."
    bearer: vesna
    kind: act
    deadline: 2004-06-01
"""
PULLED = "Orland has pulled the last of its soldiers out of the forts on the Sill ridge."
HELD = "Four of the twelve forts on the ridge are still held by Orland's soldiers."
WHEAT = "Wheat prices fell for a third month in the capital of a neighbouring country."
SHIP = "No relief ship has been allowed into the harbour of Tol by Vesna."
SOON = "Vesna said it would open the harbour soon."
EMPTY = "The old walls of the Sill ridge were seen empty at dawn."
PAGES = {"a": f"{PULLED} {WHEAT} {EMPTY} {HELD}", "b": f"{SHIP} {SOON}"}
DAYS = {"a": "2004-05-03", "b": "2004-05-04"}

Review = Callable[..., Outcome]


def write(folder: Path, pages: dict[str, str], case: str = CASE) -> None:
    (folder / "sources").mkdir(parents=True, exist_ok=True)
    (folder / "case.yaml").write_text(case, "utf-8")
    sites = {"type": "FeatureCollection", "features": []}
    (folder / "sites.geojson").write_text(json.dumps(sites), "utf-8")
    lines = [
        json.dumps({"id": name, "outlet": "paper", "published": DAYS[name], "text": text}) + "\n"
        for name, text in pages.items()
    ]
    (folder / "sources" / "pages.jsonl").write_text("".join(lines), "utf-8")


@pytest.fixture(scope="module")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the case and a data folder in which it has been read."""
    top = tmp_path_factory.mktemp("review")
    write(top / "sill", PAGES)
    for command in ("case load", "claim list", "statements"):
        outcome = run(*command.split(), top / "sill", "--data", top / "data")
        assert outcome.code == 0, outcome.err
    return top


@pytest.fixture
def top(read_once: Path, tmp_path: Path) -> Path:
    shutil.copytree(read_once, tmp_path / "top")
    return tmp_path / "top"


@pytest.fixture
def review(top: Path, monkeypatch: pytest.MonkeyPatch) -> Review:
    """`servanda review` with these lines on its input."""

    def answer(*lines: str, options: tuple[str, ...] = ()) -> Outcome:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        outcome = run("review", top / "sill", *options, "--data", top / "data")
        assert outcome.code == 0, outcome.err
        return outcome

    return answer


def statements(top: Path, *options: str) -> dict[tuple[str, str], dict[str, Any]]:
    """Every row of `servanda statements`, by its duty and text, as an assessment has it."""
    outcome = run(
        "statements", "sill", "--all", *options, "--format", "jsonl", "--data", top / "data"
    )
    assert outcome.code == 0, outcome.err
    rows = map(json.loads, outcome.out.splitlines())
    return {(row["obligation"], row["text"]): row for row in rows}


def numbers(top: Path) -> str:
    outcome = run(
        "assess", "sill", "--as-of", "2004-06-10", "--format", "json", "--data", top / "data"
    )
    assert outcome.code == 0, outcome.err
    return outcome.out


def decisions(top: Path) -> list[StatementDecision]:
    with open_data_store(Settings(top / "data", None, "tester"), lambda: datetime.now(UTC)) as kept:
        return list(kept.load_all(StatementDecision, "sill"))


def readings_logged(top: Path) -> int:
    with open_data_store(Settings(top / "data", None, "tester"), lambda: datetime.now(UTC)) as kept:
        return sum(entry.what == "add claims" for entry in kept.custody())


def questions(shown: str) -> list[str]:
    """The sentence of every question that was shown, in order."""
    lines = [line for line in shown.splitlines() if line.startswith("  ...")]
    return [line.partition("[")[2].partition("]")[0] for line in lines]


def keys_to(sentence: str, review: Review) -> list[str]:
    """The keys that lead from the first question to the one on a sentence."""
    shown = questions(review(*"jjjjjjjjjj").out)
    return ["j"] * shown.index(sentence)


def test_a_right_reading_becomes_certain_and_is_not_asked_again(top: Path, review: Review) -> None:
    before = numbers(top)
    first = questions(review("q").out)[0]
    outcome = review("a", "q")
    assert "sill: 1 of " in outcome.err
    (decision,) = decisions(top)
    assert (decision.act, decision.quote, decision.why_asked) == (
        StatementAct.RIGHT, first, WhyAsked.TELLING,
    )  # fmt: skip
    row = statements(top)[decision.obligation, first]
    assert row["reviewed"]
    assert max(row["p"].values()) == 1.0
    assert numbers(top) != before
    assert first not in questions(review("q").out)


def test_questions_come_by_what_they_tell(review: Review) -> None:
    shown = [
        float(line.split(" by ")[1].split()[0])
        for line in review(*"jjjjjjjjjj").out.splitlines()
        if "may move the duty" in line
    ]
    assert len(shown) > 2
    assert shown == sorted(shown, reverse=True)


def test_another_label_is_picked_by_its_key_or_its_name(top: Path, review: Review) -> None:
    review(*keys_to(SHIP, review), "l", "1", "u", "l", "reversed")
    row = statements(top)["harbour", SHIP]
    assert (row["label"], row["p"]["reversed"], row["reviewed"]) == ("reversed", 1.0, True)


def test_a_wrong_duty_moves_the_statement_to_the_one_picked(top: Path, review: Review) -> None:
    review(*keys_to(PULLED, review), "d", "harbour", "=")
    rows = statements(top)
    moved, left = rows["harbour", PULLED], rows["forts", PULLED]
    assert (moved["label"], moved["reviewed"]) == ("done", True)
    assert (left["label"], left["reviewed"], left["count"]) == ("unrelated", True, None)


def test_a_count_and_days_are_mended_and_the_label_stays(top: Path, review: Review) -> None:
    told = review(
        *keys_to(HELD, review), "e", ">= 5", "12", "left", "2004-05-01", "2004-05-02", "2004-05-02"
    )
    row = statements(top)["forts", HELD]
    assert row["count"] == {"value": 5.0, "of": 12.0, "comparison": ">=", "counts": "left"}
    assert row["event"] == {"from": "2004-05-01", "to": "2004-05-02"}
    assert row["as_of"] == {"from": "2004-05-02", "to": "2004-05-02"}
    assert row["reviewed"]
    assert "kept: forts: " in told.out
    assert ">= 5 of 12 left" in told.out
    assert decisions(top)[0].act is StatementAct.OTHER_NUMBERS


def test_a_count_and_a_day_can_be_taken_away(top: Path, review: Review) -> None:
    review(*keys_to(HELD, review), "e", "-", "", "", "-", "", "")
    row = statements(top)["forts", HELD]
    assert (row["count"], row["event"]) == (None, None)


@pytest.mark.parametrize(
    ("answers", "hint"),
    [
        (["l", "x"], "no such label"),
        (["d", "road"], "no such duty"),
        (["d", "1", "x"], "no such label"),
        (["e", "", "", "", "", "", ""], "nothing changed"),
        (["e", "many", "", "", "", "", ""], "no count"),
        (["e", "4", "", "heads", "", "", ""], "not kept"),
        (["e", "", "", "", "someday", "", ""], "not kept"),
        (["e", "", "", "", "2004-05-03", "2004-05-01", ""], "not kept"),
        (["x"], "a right, l other label"),
        (["u"], "nothing to undo"),
    ],
)
def test_an_answer_that_makes_no_sense_keeps_nothing(
    top: Path, review: Review, answers: list[str], hint: str
) -> None:
    assert hint in review(*keys_to(HELD, review), *answers).out
    assert decisions(top) == []


@pytest.mark.parametrize("answers", [["l"], ["d"], ["d", "1"], ["e", "4"], []])
def test_an_input_that_ends_in_the_middle_keeps_what_was_finished(
    top: Path, review: Review, answers: list[str]
) -> None:
    review("a", *answers)
    assert [decision.act for decision in decisions(top)] == [StatementAct.RIGHT]


def test_what_is_unrelated_moves_no_number_any_more(top: Path, review: Review) -> None:
    review(*keys_to(SHIP, review), "r")
    listed = run("statements", "sill", "--format", "jsonl", "--data", top / "data").out
    assert SHIP not in listed
    assert statements(top)["harbour", SHIP]["reviewed"]
    assert all(
        "b#s1" not in (item["evidence"] or "")
        for row in json.loads(numbers(top))["obligations"]
        for item in row["contributions"]
    )


def test_undo_gives_back_what_was_read_to_the_byte(top: Path, review: Review) -> None:
    before, rows = numbers(top), statements(top)
    review("a", "l", "4", "u", "u", "u")
    assert numbers(top) == before
    assert statements(top) == rows
    assert [decision.act for decision in decisions(top)].count(StatementAct.UNDO) == 2
    assert run("custody", "verify", "--data", top / "data").code == 0


def bearing_odds(row: dict[str, Any]) -> float:
    unrelated: float = row["p"]["unrelated"]
    return math.log((1.0 - unrelated) / unrelated)


def test_a_decision_teaches_the_reader_about_other_sentences_on_the_duty(
    top: Path, review: Review
) -> None:
    before = statements(top)
    review(*keys_to(HELD, review), "r")
    after = statements(top)
    (decision,) = decisions(top)
    asked = (decision.obligation, HELD)
    assert decision.read is not None
    assert list(decision.read.p) == [before[asked]["p"][label.value] for label in Label]
    shifts: dict[bool, list[float]] = {True: [], False: []}
    for key in before.keys() - {asked}:
        was, now = (bearing_odds(rows[key]) for rows in (before, after))
        shifts[key[0] == decision.obligation].append(now - was)
    of_the_duty, of_others = (sum(moved) / len(moved) for moved in (shifts[True], shifts[False]))
    for moved in shifts.values():  # one shift for all, but for the digits that are kept
        assert moved == pytest.approx([sum(moved) / len(moved)] * len(moved), abs=0.01)
    assert of_the_duty < -0.1
    assert of_the_duty < of_others <= 0.0


def test_what_a_decision_taught_goes_when_it_is_taken_back(top: Path, review: Review) -> None:
    before = statements(top)
    review("r", "l", "4", "u", "u")
    assert len(decisions(top)) == 4
    assert statements(top) == before


def test_going_back_shows_what_was_said_and_the_last_word_counts(top: Path, review: Review) -> None:
    told = review("l", "4", "k", "l", "1")
    assert "(you: not done)" in told.out
    first = questions(told.out)[0]
    row = next(row for (_, text), row in statements(top).items() if text == first)
    assert (row["label"], row["reviewed"]) == ("done", True)


def test_no_document_is_read_again_for_a_decision(top: Path, review: Review) -> None:
    before = readings_logged(top)
    review("a", "r", "l", "4")
    numbers(top)
    assert readings_logged(top) == before


def _reads_nothing(*_: object) -> DocumentReading:
    return DocumentReading((), None)


def test_a_missed_sentence_becomes_a_certain_statement(
    top: Path, review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StatementReader, "read_with_nearest", _reads_nothing)
    shutil.rmtree(top / "data")
    options = ("--only", "missed", "--missed", "9")
    shown = review(*"jjjjjjjjjj", options=options).out
    assert "nothing was read here" in shown
    at = questions(shown).index(PULLED)
    before = numbers(top)
    review(*["j"] * at, "l", "done", options=options)
    (decision,) = decisions(top)
    assert (decision.quote, decision.why_asked, decision.read) == (
        PULLED, WhyAsked.MISSED, None,
    )  # fmt: skip
    outcome = run("statements", "sill", "--reviewed", "--format", "jsonl", "--data", top / "data")
    (row,) = map(json.loads, outcome.out.splitlines())
    assert (row["text"], row["label"], row["reviewed"]) == (PULLED, "done", True)
    assert row["p"] == {label.value: float(label is Label.DONE) for label in Label}
    assert numbers(top) != before


def test_a_missed_sentence_that_no_claim_covers_is_the_documents_own_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StatementReader, "read_with_nearest", _reads_nothing)
    write(tmp_path / "sill", {"a": WHEAT})
    lines = io.StringIO("l\ndone\n")
    monkeypatch.setattr(sys, "stdin", lines)
    command = ("review", tmp_path / "sill", "--only", "missed", "--data", tmp_path / "data")
    outcome = run(*command)
    assert "kept: forts: done" in outcome.out
    (row,) = statements(tmp_path).values()
    assert (row["text"], row["holder"]) == (WHEAT, None)
    assert row["decibans"] > 0.0


def test_a_missed_sentence_has_no_count_to_mend(top: Path, review: Review) -> None:
    told = review("e", "a", options=("--only", "missed"))
    assert "say first what the sentence says" in told.out
    assert decisions(top)[0].act is StatementAct.RIGHT
    assert review("q", options=("--only", "missed", "--missed", "0")).err.endswith(
        "nothing to review\n"
    )


def test_every_fifth_question_is_by_lot_and_kept_as_such(top: Path, review: Review) -> None:
    told = review(*"aaaaa", options=("--only", "statements"))
    kept = decisions(top)
    assert len(kept) == 5
    drawn = [
        number for number, decision in enumerate(kept, 1) if decision.why_asked is WhyAsked.DRAWN
    ]
    assert drawn == [number for number in range(1, len(kept) + 1) if number % 5 == 0]
    assert "drawn at random" in told.out
    assert "a random sample of" in told.err


class Interrupted(io.StringIO):
    """An input during which something else happens before one of its lines is read."""

    def __init__(self, lines: list[str], at: int, happens: Callable[[], object]) -> None:
        super().__init__("".join(f"{line}\n" for line in lines))
        self.at, self.happens, self.read_so_far = at, happens, 0

    def readline(self, size: int | None = -1, /) -> str:
        if self.read_so_far == self.at:
            sys.stdin = io.StringIO()
            self.happens()
            sys.stdin = self
        self.read_so_far += 1
        return super().readline(-1 if size is None else size)


def test_of_two_sessions_at_once_neither_overwrites_what_it_has_not_seen(
    top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def somebody_else() -> None:
        sys.stdin = io.StringIO("r\n")
        monkeypatch.setenv("SERVANDA_WHO", "bob")
        assert run("review", "sill", "--data", top / "data").code == 0
        monkeypatch.setenv("SERVANDA_WHO", "ann")

    monkeypatch.setenv("SERVANDA_WHO", "ann")
    monkeypatch.setattr(sys, "stdin", Interrupted(["a", "l", "4"], 0, somebody_else))
    outcome = run("review", top / "sill", "--data", top / "data")
    assert outcome.code == 0, outcome.err
    assert "not kept: decided a moment ago (bob: unrelated)" in outcome.out
    kept = decisions(top)
    assert [(decision.who, decision.act) for decision in kept] == [
        ("bob", StatementAct.UNRELATED),
        ("ann", StatementAct.OTHER_LABEL),
    ]
    row = statements(top)[kept[1].obligation, kept[1].quote]
    assert row["label"] == "not_done"


def test_a_document_that_is_replaced_during_the_session_takes_no_answer(
    top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replaced() -> None:
        write(top / "sill", {name: f"News came. {text}" for name, text in PAGES.items()})
        assert run("case", "load", top / "sill", "--data", top / "data").code == 0

    monkeypatch.setattr(sys, "stdin", Interrupted(["a"], 0, replaced))
    outcome = run("review", top / "sill", "--data", top / "data")
    assert outcome.code == 0, outcome.err
    assert "start the review again" in outcome.out
    assert decisions(top) == []


def test_a_decision_follows_its_words_into_a_changed_document(top: Path, review: Review) -> None:
    review(*keys_to(SHIP, review), "l", "1")
    pages = {**PAGES, "b": f"Talks went on for a ninth day in Tol. {SHIP} {SOON}"}
    write(top / "sill", pages)
    assert run("case", "load", top / "sill", "--data", top / "data").code == 0
    row = statements(top)["harbour", SHIP]
    assert (row["label"], row["reviewed"]) == ("done", True)
    assert row["span"][0] == pages["b"].index(SHIP)


def test_a_decision_on_words_that_are_gone_decides_nothing(top: Path, review: Review) -> None:
    review(*keys_to(SHIP, review), "l", "1")
    other = SHIP.replace("No relief ship", "Not one relief ship")
    write(top / "sill", {**PAGES, "b": f"{other} {SOON}"})
    assert run("case", "load", top / "sill", "--data", top / "data").code == 0
    assert not any(row["reviewed"] for row in statements(top).values())
    assert len(decisions(top)) == 1


def test_the_dossier_and_the_assessment_have_the_number_after_review(
    top: Path, review: Review
) -> None:
    review("l", "4", "a", "r")
    rows = json.loads(numbers(top))["obligations"]
    page = top / "page.html"
    outcome = run("dossier", "sill", "--as-of", "2004-06-10", "-o", page, "--data", top / "data")
    assert outcome.code == 0, outcome.err
    text = page.read_text("utf-8")
    assert "accepted by a person" in text
    for row in rows:
        assert (
            json.dumps(row["probability_met"])[:6] in text
            or f"{row['probability_met']:.2f}" in text
        )
    assert {row["unreviewed_share"] for row in rows} != {1.0}


def test_claims_on_duties_with_a_verb_follow_the_statements(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = CASE.replace(
        "    bearer: orland\n", "    bearer: orland\n    verb: withdraw\n    object: soldiers\n"
    )
    write(
        tmp_path / "sill",
        {**PAGES, "a": "Orland has withdrawn its soldiers from the forts."},
        named,
    )
    monkeypatch.setattr(sys, "stdin", io.StringIO("j\n" * 12))
    outcome = run("review", tmp_path / "sill", "--data", tmp_path / "data")
    assert outcome.code == 0, outcome.err
    parts = [line.split()[0] for line in outcome.out.splitlines() if line.startswith("[")]
    assert (parts[0], parts[-1]) == ("[statement", "[claim")
    claims = outcome.out[outcome.out.index("[claim") :]
    assert "| forts" in claims
    assert "| harbour" not in claims


def at_terminal(keys: str) -> Iterator[str]:
    yield from keys


def test_at_a_terminal_one_key_is_enough(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = at_terminal("al4q")
    monkeypatch.setattr("typer.getchar", lambda: next(keys))
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    assert run("review", top / "sill", "--data", top / "data").code == 0
    assert [decision.act for decision in decisions(top)] == [
        StatementAct.RIGHT,
        StatementAct.OTHER_LABEL,
    ]
