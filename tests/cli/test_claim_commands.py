"""Entering, linking, mending and withdrawing claims, and reviewing what a machine read."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from servanda.claims import PatternReader
from tests.cli.running import Outcome, run

CASE = """\
id: posts
title: Guard posts
actors:
  - {id: north, names: [the North, northern], kind: government, reliability: D}
  - {id: south, names: [the South, southern], kind: government, reliability: B}
  - {id: observer, names: [the Observer Mission], kind: international_body, reliability: B}
instruments:
  - {id: release, title: Release, kind: joint release, parties: [north, south], date: 2018-10-26}
obligations:
  - id: surface
    instrument: release
    clause: The North demolishes ten guard posts by the end of November.
    bearer: north
    kind: state
    verb: demolish
    object: guard posts
    terms: [guard posts]
    unit: guard post
    count: 10
    deadline: 2018-11-30
  - id: personnel
    instrument: release
    clause: The North withdraws its soldiers from the posts.
    bearer: north
    kind: state
    verb: withdraw
    object: soldiers
    unit: guard post
    count: 10
    deadline: 2018-11-30
sources: []
"""
PAGE = """\
---
published: 2018-12-01
---
The Observer Mission said that the North had destroyed ten guard posts.

Nobody was seen at any of them on Friday, according to the Observer Mission.
"""
LATER = """\
---
published: 2018-12-03
---
The South denied that the North had destroyed its guard posts.
"""
TOLD = "the North had destroyed ten guard posts"
EMPTY = "Nobody was seen at any of them on Friday"
YEAR_END = "2018-12-31"

Do = Callable[..., Outcome]


@pytest.fixture
def do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Do:
    """Runs a command on a small case, read without a language model."""
    folder = tmp_path / "posts"
    (folder / "sources").mkdir(parents=True)
    (folder / "case.yaml").write_text(CASE)
    (folder / "sites.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    (folder / "sources" / "page.md").write_text(PAGE)
    (folder / "sources" / "later.md").write_text(LATER)
    monkeypatch.setattr("servanda.pipeline.load_reader", lambda: (PatternReader(), None))
    monkeypatch.setenv("SERVANDA_WHO", "ann")
    monkeypatch.setenv("SERVANDA_DATA", str(tmp_path / "data"))
    loaded = run("case", "load", folder)
    assert loaded.code == 0, loaded.err
    return run


def rows(do: Do) -> dict[str, Any]:
    outcome = do("claim", "list", "posts", "--format", "json")
    assert outcome.code == 0, outcome.err
    return {row["id"]: row for row in json.loads(outcome.out)}


def assessed(do: Do, as_of: str = YEAR_END) -> str:
    outcome = do("assess", "posts", "--as-of", as_of, "--on", YEAR_END, "--format", "json")
    assert outcome.code == 0, outcome.err
    return outcome.out


def duty(do: Do, obligation: str = "surface", as_of: str = YEAR_END) -> dict[str, Any]:
    judged = json.loads(assessed(do, as_of))["obligations"]
    return {row["id"]: row for row in judged}[obligation]


def told_claim(do: Do) -> str:
    (found,) = [one for one, row in rows(do).items() if TOLD in row["quote"]]
    return found


def ok(outcome: Outcome) -> Outcome:
    assert outcome.code == 0, outcome.err
    return outcome


def test_claims_are_listed_with_what_they_bear_on_and_how_they_stand(do: Do) -> None:
    row = rows(do)[told_claim(do)]
    assert (row["holder"], row["stance"]) == ("the Observer Mission", "asserted")
    assert row["links"] == ["surface"]
    assert row["state"] == "unreviewed"
    assert told_claim(do) in do("claim", "list", "posts").out


def test_an_entered_claim_moves_the_number_and_is_in_the_custody_log(do: Do) -> None:
    before = duty(do, "personnel")
    outcome = do(
        "claim", "add", "posts", "page", "--quote", EMPTY, "--holder", "observer",
        "--source", "the Observer Mission", "--obligation", "personnel", "--count", "10",
        "--event-from", "2018-11-30", "--verb", "withdraw", "--completed", "--not-negated",
    )  # fmt: skip
    assert ok(outcome).out == "page#h1\n"
    row = rows(do)["page#h1"]
    assert (row["quote"], row["reader"], row["state"]) == (EMPTY, "by hand", "accepted")
    assert row["links"] == ["personnel"]
    after = duty(do, "personnel")
    assert before["status"] == "no_evidence"
    assert after["probability_met"] > before["prior"] + 0.1
    assert after["unreviewed_share"] < 1.0
    verified = json.loads(ok(do("custody", "verify", "--format", "json")).out)
    assert verified["entries"] > 5


def test_entering_the_same_again_keeps_nothing_twice(do: Do) -> None:
    words = ("claim", "add", "posts", "page", "--quote", EMPTY, "--holder", "observer")
    assert ok(do(*words)).out == ok(do(*words)).out == "page#h1\n"
    assert ok(do(*words, "--stance", "denied")).out == "page#h2\n"


def test_linking_by_hand_goes_before_what_the_words_tell(do: Do) -> None:
    one = told_claim(do)
    ok(do("claim", "unlink", "posts", one, "surface", "--reason", "other posts"))
    assert rows(do)[one]["links"] == []
    before = duty(do, "personnel")["documents"]
    ok(do("claim", "link", "posts", one, "personnel", "--reason", "manned ones"))
    assert rows(do)[one]["links"] == ["personnel"]
    assert duty(do, "personnel")["documents"] == before + 1


def test_a_correction_changes_the_assessment_and_counts_as_reviewed(do: Do) -> None:
    one, before = told_claim(do), duty(do)
    ok(do("claim", "correct", "posts", one, "--count", "3", "--stance", "denied",
          "--holder", "south", "--event-from", "2018-11", "--event-to", "2018-12-01"))  # fmt: skip
    row = rows(do)[one]
    assert (row["state"], row["stance"], row["holder"]) == ("corrected", "denied", "the South")
    after = duty(do)
    assert after["probability_met"] < before["probability_met"] - 0.1
    assert after["unreviewed_share"] < before["unreviewed_share"]


def test_a_retraction_tells_from_its_day_on_and_leaves_earlier_days_as_they_were(do: Do) -> None:
    days = ("2018-12-01", "2018-12-04", "2018-12-05", YEAR_END)
    one, before = told_claim(do), {day: assessed(do, day) for day in days}
    ok(do("claim", "retract", "posts", one, "--on", "2018-12-05", "--reason", "it erred"))
    after = {day: assessed(do, day) for day in days}
    assert [after[day] == before[day] for day in days] == [True, True, False, False]
    assert duty(do, as_of="2018-12-05")["contributions"] != []
    assert all(
        one not in item["evidence"] for item in duty(do, as_of="2018-12-05")["contributions"]
    )
    assert duty(do, as_of="2018-12-05")["why"].endswith(f"without what was retracted: {one}")
    assert rows(do)[one]["state"] == "retracted on 2018-12-05"


def test_the_dossier_shows_what_was_taken_back_and_why(do: Do, tmp_path: Path) -> None:
    ok(do("claim", "retract", "posts", told_claim(do), "--on", "2018-12-05",
          "--reason", "the mission erred"))  # fmt: skip
    pages = []
    for as_of in ("2018-12-04", YEAR_END):
        ok(do("dossier", "posts", "--as-of", as_of, "-o", tmp_path / "d.html"))
        pages.append((tmp_path / "d.html").read_text(encoding="utf-8"))
    assert ["the mission erred" in page for page in pages] == [False, True]
    assert "taken back" in pages[1]


def test_a_table_is_entered_whole_and_once(do: Do, tmp_path: Path) -> None:
    table = tmp_path / "claims.csv"
    table.write_text(
        "document,quote,holder,obligation,count\n"
        f"page,{TOLD},observer,surface,10\nlater,guard posts,south,,\n"
    )
    assert ok(do("claim", "import", "posts", table)).out == "page#h1\nlater#h1\n"
    assert ok(do("claim", "import", "posts", table)).out == "page#h1\nlater#h1\n"
    assert {one for one, row in rows(do).items() if row["reader"] == "by hand"} == {
        "page#h1", "later#h1",
    }  # fmt: skip


def test_a_table_with_mistakes_keeps_nothing_and_tells_each_with_its_row(
    do: Do, tmp_path: Path
) -> None:
    table = tmp_path / "claims.csv"
    table.write_text(
        "document,quote,obligation,stance\n"
        f"page,{TOLD},surface,asserted\n"
        "page,eleven guard posts,surface,asserted\n"
        "nowhere,words,surface,asserted\n"
        "page,guard posts,none,asserted\n"
        "page,guard posts,surface,sayed\n"
    )
    before = rows(do)
    outcome = do("claim", "import", "posts", table)
    assert outcome.code == 1
    lines = [line.split("claims.csv:")[1].split(":")[0] for line in outcome.err.splitlines()]
    assert sorted(lines) == ["3", "4", "5", "6"]
    assert rows(do) == before


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("add", "posts", "nowhere", "--quote", "x"), "servanda add posts"),
        (("add", "posts", "page", "--quote", "guard towers"), "copy it exactly"),
        (("add", "posts", "page", "--quote", "the", "--nth", "99"), "write 1 to"),
        (("add", "posts", "page", "--quote", TOLD, "--obligation", "none"), "surface, personnel"),
        (("add", "posts", "page", "--quote", TOLD, "--event-from", "x"), "YYYY-MM-DD"),
        (("link", "posts", "page#c99", "surface"), "servanda claim list posts"),
        (("link", "posts", "page#c1", "none"), "write one of surface"),
        (("correct", "posts", "page#c1"), "--stance"),
        (("correct", "posts", "page#c1", "--unit", "post"), "how many"),
        (("retract", "posts", "page#c1", "--reason", " "), "who took it back"),
        (("retract", "posts", "page#c1", "--reason", "x", "--on", "then"), "YYYY-MM-DD"),
        (("import", "posts", "none.csv"), "check the path"),
    ],
)
def test_what_cannot_be_done_is_one_line_with_advice(
    do: Do, words: tuple[str, ...], hint: str
) -> None:
    outcome = do("claim", *words)
    assert (outcome.code, outcome.out) == (1, "")
    assert hint in outcome.err
    assert outcome.err.count("\n") == 1


def reviewed(do: Do, monkeypatch: pytest.MonkeyPatch, keys: str, *more: str) -> Outcome:
    monkeypatch.setattr(sys, "stdin", io.StringIO(keys))
    return ok(do("review", "posts", *more))


def states(do: Do) -> list[str]:
    return sorted(row["state"] for row in rows(do).values() if row["links"] or "ed" in row["state"])


def test_review_accepts_rejects_and_leaves_the_rest(
    do: Do, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = reviewed(do, monkeypatch, "j\nk\nk\na\nr\nq\n")
    assert "this is the first one" in outcome.out
    assert f"[{TOLD}" in outcome.out or f"{TOLD}]" in outcome.out
    kept = rows(do)
    assert sorted(row["state"] for row in kept.values())[:2] == ["accepted", "rejected"]
    gone = [one for one, row in kept.items() if row["state"] == "rejected"]
    assert all(gone[0] not in item["evidence"] for item in duty(do)["contributions"])
    assert "nothing to review" in reviewed(do, monkeypatch, "").err


def test_review_takes_back_its_last_decision(do: Do, monkeypatch: pytest.MonkeyPatch) -> None:
    before = assessed(do)
    outcome = reviewed(do, monkeypatch, "u\nr\nu\n?\n")
    assert "nothing to undo" in outcome.out
    assert "u undo" in outcome.out
    assert {row["state"] for row in rows(do).values()} == {"unreviewed"}
    assert assessed(do) == before
    assert ok(do("custody", "verify")).code == 0


def test_review_corrects_by_asking_for_each_value(do: Do, monkeypatch: pytest.MonkeyPatch) -> None:
    one = told_claim(do)
    at = "j\n" if one.startswith("page") else ""
    reviewed(do, monkeypatch, f"{at}e\nsouth\nnot confirmed\n4\n2018-11-30\n\n")
    row = rows(do)[one]
    assert (row["holder"], row["stance"]) == ("the South", "not_confirmed")
    assert row["state"] == "corrected"


@pytest.mark.parametrize(
    ("answers", "hint"),
    [
        ("\n\n\n\n\n", "nothing changed"),
        ("\nsayed\n\n\n\n", "not corrected"),
        ("\n\nmany\n\n\n", "not corrected"),
        ("\n\n\n2018-12-01\n2018-11-01\n", "not corrected"),
    ],
)
def test_an_edit_that_makes_no_sense_changes_nothing(
    do: Do, monkeypatch: pytest.MonkeyPatch, answers: str, hint: str
) -> None:
    assert hint in reviewed(do, monkeypatch, f"e\n{answers}").out
    assert {row["state"] for row in rows(do).values()} == {"unreviewed"}


def test_a_machine_that_reads_again_finds_what_people_decided(
    do: Do, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = told_claim(do)
    ok(do("claim", "correct", "posts", one, "--stance", "denied"))

    class Other(PatternReader):
        name = "patterns/another"

    monkeypatch.setattr("servanda.pipeline.load_reader", lambda: (Other(), "a note"))
    assert rows(do)[one]["stance"] == "denied"
    assert "a note" in reviewed(do, monkeypatch, "q\n").err


def test_at_a_terminal_one_key_is_enough(do: Do, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = iter("aq")
    monkeypatch.setattr("typer.getchar", lambda: next(keys))
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    ok(do("review", "posts", "--all"))
    assert "accepted" in {row["state"] for row in rows(do).values()}
