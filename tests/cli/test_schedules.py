"""Instalments, increments and ratios, end to end: checked, entered, read, assessed, explained."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from servanda.claims import PatternReader
from tests.cli.running import Outcome, run

CASE = """\
id: exchange
title: An exchange
actors:
  - {id: orland, names: [Orland, Orlandish], kind: armed_group, reliability: D}
  - {id: vesten, names: [Vesten], kind: government, reliability: D}
  - {id: cross, names: [the Green Cross], kind: international_body, reliability: A}
  - {id: gazette, names: [the Gazette], kind: international_body, reliability: A}
sources:
  - {id: cross-page, name: Green Cross, actor: cross, reliability: A}
  - {id: gazette-page, name: Gazette, actor: gazette, reliability: A}
instruments:
  - {id: accord, title: Accord, kind: agreement, date: 2005-03-01, parties: [orland, vesten]}
obligations:
  - id: captives
    instrument: accord
    clause: Orland hands over twelve captives.
    bearer: orland
    kind: state
    unit: captive
    reversible: false
    schedule:
      - {by: 2005-03-01, count: 2}
      - {by: 2005-03-10, count: 5}
      - {by: 2005-03-20, count: 7}
      - {by: {days: 40, after: accord}, count: 12}
  - id: prisoners
    instrument: accord
    clause: Vesten releases four prisoners for each captive.
    bearer: vesten
    kind: state
    unit: prisoner
    count: 48
    reversible: false
    ratio: {to: captives, each: 4}
"""
PAGES = {
    "first": ("2005-03-02", "Orland handed over two captives on 1 March 2005."),
    "second": ("2005-03-11", "Orland handed over three more captives on 10 March 2005."),
    "third": ("2005-03-25", "Orland handed over two more captives on 24 March 2005."),
    "again": ("2005-03-11", "On 10 March 2005 Orland handed over three more captives."),
    "late": ("2005-03-25", "Orland handed over two captives on 24 March 2005."),
    "sum": ("2005-03-26", "Orland has handed over seven captives so far."),
    "weather": ("2005-03-25", "It rained on the ridge."),
    "few": ("2005-03-25", "Vesten had released 20 of 48 prisoners by 24 March 2005."),
    "freed": ("2005-03-12", "Vesten released 20 prisoners on 11 March 2005."),
}

Do = Callable[..., Outcome]
Start = Callable[..., Do]


def write_case(folder: Path, text: str = CASE, pages: tuple[str, ...] = ()) -> Path:
    (folder / "sources").mkdir(parents=True)
    (folder / "case.yaml").write_text(text, "utf-8")
    (folder / "sites.geojson").write_text('{"type": "FeatureCollection", "features": []}', "utf-8")
    for name in pages:
        published, words = PAGES[name]
        page = f"---\npublished: {published}\npublisher: cross-page\n---\n{words}\n"
        (folder / "sources" / f"{name}.md").write_text(page, "utf-8")
    return folder


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Start:
    """Loads a new case of some pages, what they say entered by hand; runs commands on it."""
    monkeypatch.setattr("servanda.pipeline.load_reader", lambda: (PatternReader(), None))
    monkeypatch.setenv("SERVANDA_WHO", "ann")

    def started(*names: str) -> Do:
        room = tmp_path / "-".join(("case", *names))
        monkeypatch.setenv("SERVANDA_DATA", str(room / "data"))
        loaded = run("case", "load", write_case(room / "exchange", pages=names))
        assert loaded.code == 0, loaded.err
        enter(run, *names)
        return run

    return started


BY_HAND = {
    "first": ("captives", "two captives", "2", "hand_over", "2005-03-01"),
    "second": ("captives", "three more captives", "3", "hand_over", "2005-03-10"),
    "third": ("captives", "two more captives", "2", "hand_over", "2005-03-24"),
    "again": ("captives", "three more captives", "3", "hand_over", "2005-03-10"),
    "late": ("captives", "two captives", "2", "hand_over", "2005-03-24"),
    "few": ("prisoners", "20 of 48 prisoners", "20", "hand_over", "2005-03-24"),
    "freed": ("prisoners", "20 prisoners", "20", "hand_over", "2005-03-11"),
    "sum": ("captives", "seven captives so far", "7", "hand_over", "2005-03-25"),
}


def enter(do: Do, *names: str) -> None:
    for name in names:
        if name not in BY_HAND:
            continue
        duty, words, count, verb, day = BY_HAND[name]
        text = PAGES[name][1]
        quote = text[: text.index(words) + len(words)]
        outcome = do(
            "claim", "add", "exchange", name, "--quote", quote, "--obligation", duty,
            "--count", count, "--unit", duty.removesuffix("s"), "--event-from", day,
            "--event-to", day, "--verb", verb, "--completed", "--not-negated",
        )  # fmt: skip
        assert outcome.code == 0, outcome.err


def rows(do: Do, as_of: str, *more: str) -> dict[str, Any]:
    outcome = do("assess", "exchange", "--as-of", as_of, *more, "--format", "json")
    assert outcome.code == 0, outcome.err
    return {row["id"]: row for row in json.loads(outcome.out)["obligations"]}


def by_due(row: dict[str, Any]) -> dict[str, Any]:
    return {date["due"]: date for date in row["dates"]}


def test_a_row_opens_into_its_dates_and_asks_for_the_one_that_fell_due_last(start: Start) -> None:
    row = rows(start("first", "second"), "2005-03-11")["captives"]
    assert row["status"] == "met"
    dates = by_due(row)
    assert [(due, date["count"]) for due, date in dates.items()] == [
        ("2005-03-01", 2.0), ("2005-03-10", 5.0), ("2005-03-20", 7.0), ("2005-04-10", 12.0),
    ]  # fmt: skip
    assert [date["status"] for date in dates.values()] == ["met", "met", "pending", "pending"]
    assert dates["2005-03-10"]["probability_met"] > 0.9
    assert dates["2005-03-20"]["probability_met"] < 0.2  # by the day asked about
    assert row["probability_met"] == pytest.approx(dates["2005-03-10"]["probability_met"], abs=0.02)
    table = run("assess", "exchange", "--as-of", "2005-03-11").out
    assert "5 by" in table


def test_increments_add_up_and_a_later_one_raises_no_earlier_date(start: Start) -> None:
    before = by_due(rows(start("first", "second", "weather"), "2005-03-26")["captives"])
    row = rows(start("first", "second", "third"), "2005-03-26")["captives"]
    dates = by_due(row)
    assert dates["2005-03-10"]["status"] == "met"
    assert dates["2005-03-20"]["status"] == "not_met"
    assert dates["2005-03-20"]["probability_met"] <= before["2005-03-20"]["probability_met"]
    assert row["status"] == "met_late"
    assert row["days_late"] == 4


def test_a_running_total_that_says_the_same_agrees_and_one_of_less_does_not(start: Start) -> None:
    three = ("first", "second", "third")
    added = rows(start(*three), "2005-03-30")["captives"]["probability_met"]
    together = rows(start(*three, "sum"), "2005-03-30")["captives"]
    assert together["probability_met"] >= added - 0.01
    best = together["count"]["distribution"]
    assert best.index(max(best)) == 7


def test_one_hand_over_told_twice_is_one(start: Start) -> None:
    once = rows(start("first", "second"), "2005-03-26")["captives"]["count"]["distribution"]
    two = start("first", "second", "again")
    twice = rows(two, "2005-03-26")["captives"]["count"]["distribution"]
    assert twice.index(max(twice)) == once.index(max(once)) == 5
    assert sum(twice[6:]) <= sum(once[6:]) + 0.01


def test_a_single_late_hand_over_does_not_raise_what_was_due_before_it(start: Start) -> None:
    nothing = rows(start("weather"), "2005-03-26")["captives"]
    assert (nothing["status"], nothing["prior"] > 0.2) == ("no_evidence", True)
    assert [date["probability_met"] for date in nothing["dates"]] == [None] * 4
    row = rows(start("late"), "2005-03-26")["captives"]
    assert [date["status"] for date in row["dates"]] == ["not_met"] * 3 + ["pending"]
    assert row["dates"][2]["probability_met"] < nothing["prior"]


def test_a_ratio_follows_the_count_of_the_other_duty(start: Start) -> None:
    kept = rows(start("first", "second", "freed"), "2005-03-12")["prisoners"]
    assert (kept["status"], kept["dates"]) == ("met", None)  # 20 for 5
    do = start("first", "second", "third", "freed", "few")
    broken = rows(do, "2005-03-26")["prisoners"]
    assert broken["status"] == "not_met"  # 20 for 7
    assert broken["interval"][0] <= broken["probability_met"] <= broken["interval"][1]
    assert broken["explanation"]["decibans"] == pytest.approx(
        broken["explanation"]["prior_decibans"]
        + sum(line["decibans"] for line in broken["explanation"]["lines"]),
        abs=1e-9,
    )


def test_explain_and_dossier_print_the_dates(start: Start, tmp_path: Path) -> None:
    start("first", "second")
    told = run("explain", "exchange", "captives", "--as-of", "2005-03-11").out
    assert "its dates" in told
    assert "2005-03-20" in told
    page = tmp_path / "page.html"
    outcome = run("dossier", "exchange", "--as-of", "2005-03-11", "-o", page)
    assert outcome.code == 0, outcome.err
    html = page.read_text("utf-8")
    assert "<h3>Dates</h3>" in html
    assert '<th scope="row">2005-03-20</th>' in html


def test_read_text_adds_up_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_case(tmp_path / "exchange", pages=("first", "second", "third", "freed"))
    monkeypatch.setenv("SERVANDA_DATA", str(tmp_path / "data"))
    loaded = run("case", "load", folder)
    assert loaded.code == 0, loaded.err
    row = rows(run, "2005-03-26")["captives"]
    dates = by_due(row)
    assert dates["2005-03-10"]["probability_met"] > 0.6  # no sentence is read for certain
    assert dates["2005-03-20"]["probability_met"] < 0.4
    best = row["count"]["distribution"]
    assert best.index(max(best)) == 7


WRONG = {
    "- {by: 2005-03-10, count: 5}": [
        ("- {by: 2005-03-10, count: 2}", "2 after 2: the counts of a schedule rise"),
        ("- {by: 2005-02-28, count: 5}", "2005-02-28 is not after the date before it (2005-03-01)"),
        ("- {by: 2005-03-10, count: 4.5}", "4.5 sites or objects"),
        ("- {by: {days: 9, after: accrod}, count: 5}", "unknown event or instrument 'accrod'"),
    ],
    "- {by: 2005-03-01, count: 2}": [
        ("- {by: 2005-02-27, count: 2}", "2005-02-27 is before its start (2005-03-01)"),
    ],
    "    unit: captive\n": [
        ("    unit: captive\n    count: 11\n", "the last count is 12 and `count` 11"),
        ("    unit: captive\n    deadline: 2005-05-01\n", "the last date is not the deadline"),
        ("    unit: captive\n    ratio: {to: others, each: 1}\n", "a schedule and a ratio"),
    ],
    "kind: state\n    unit: captive": [
        ("kind: act\n    unit: captive", "`kind: act` has no schedule"),
        (
            "kind: level\n    unit: captive\n    bound: {direction: at_most, value: 12}",
            "this bound is one to stay under",
        ),
        (
            "kind: level\n    rate: {at_least: 4, unit: captive, per: week}",
            "a schedule and a rate",
        ),
    ],
    "ratio: {to: captives, each: 4}": [
        ("ratio: {to: prisoners, each: 4}", "a ratio to itself"),
        ("ratio: {to: captive, each: 4}", "unknown obligation 'captive'"),
        ("ratio: {to: captives, each: 0}", "each"),
        ("ratio: {to: word, each: 4}", "'word' counts nothing"),
        ("ratio: {to: others, each: 5}", "5 for each of 10 is 50, and `count` is 48"),
        ("ratio: {to: first, each: 1}", "ratios in a circle: prisoners to first to prisoners"),
    ],
}
OTHERS = """\
  - {id: word, instrument: accord, clause: Vesten stays away., bearer: vesten, kind: abstain}
  - {id: others, instrument: accord, clause: Ten more go., bearer: orland, kind: state, count: 10}
  - id: first
    instrument: accord
    clause: As many again go.
    bearer: orland
    kind: state
    count: 48
    ratio: {to: prisoners, each: 1}
"""


@pytest.mark.parametrize(
    ("good", "bad", "told"),
    [(good, bad, told) for good, pairs in WRONG.items() for bad, told in pairs],
)
def test_a_case_that_does_not_add_up_is_told_in_one_line(
    tmp_path: Path, good: str, bad: str, told: str
) -> None:
    text = CASE + (OTHERS if "ratio: {to" in good + bad else "")
    if "kind: state" in good:  # what is no state is no measure of another duty either
        text = text.replace("    ratio: {to: captives, each: 4}\n", "")
    assert good in text
    folder = write_case(tmp_path / "exchange", text.replace(good, bad))
    outcome = run("case", "check", folder)
    assert outcome.code == 1
    problems = [line for line in outcome.err.splitlines() if "case.yaml:" in line]
    assert len(problems) == 1, outcome.err
    assert told in problems[0]


def test_the_whole_of_a_schedule_is_its_last_entry(tmp_path: Path) -> None:
    folder = write_case(tmp_path / "exchange", CASE + OTHERS.replace("to: prisoners", "to: others"))
    outcome = run("case", "check", folder)
    assert outcome.code == 0, outcome.err
