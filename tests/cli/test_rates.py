"""A rate to keep, end to end: checked, entered by hand, read, assessed, explained and printed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from servanda.claims import PatternReader
from tests.cli.running import Outcome, run

CASE = """\
id: crossing
title: A crossing
actors:
  - {id: northland, names: [Northland], kind: government, reliability: D}
  - {id: southland, names: [Southland], kind: government, reliability: D}
  - {id: monitors, names: [the Joint Monitors], kind: international_body, reliability: A}
  - {id: agency, names: [the Relief Agency], kind: international_body, reliability: A}
sources:
  - {id: weekly, name: Joint Monitors, actor: monitors, reliability: A}
  - {id: relief, name: Relief Agency, actor: agency, reliability: A}
instruments:
  - {id: accord, title: Accord, kind: agreement, date: 2006-01-02, parties: [northland, southland]}
obligations:
  - id: convoys
    instrument: accord
    clause: Northland lets at least 40 convoys a week through the crossing.
    bearer: northland
    kind: level
    rate: {at_least: 40, unit: convoys, per: week}
    start: 2006-01-02
    deadline: 2006-03-12
"""
WEEKS = {
    "w1": ("2006-01-09", "Northland let 41 convoys through the crossing from 2 to 8 January 2006."),
    "w2": (
        "2006-01-16",
        "Northland let 40 convoys through the crossing from 9 to 15 January 2006.",
    ),
    "w3": (
        "2006-01-23",
        "Northland let 12 convoys through the crossing from 16 to 22 January 2006.",
    ),
    "w4": (
        "2006-01-30",
        "Northland let 44 convoys through the crossing from 23 to 29 January 2006.",
    ),
}
COUNTS = {"w1": ("41", "02", "08"), "w2": ("40", "09", "15"), "w3": ("12", "16", "22"),
          "w4": ("44", "23", "29")}  # fmt: skip

OUTCOMES = ("kept", "broken", "unknown")
Do = Callable[..., Outcome]


def write_case(folder: Path, text: str = CASE) -> Path:
    (folder / "sources").mkdir(parents=True)
    (folder / "case.yaml").write_text(text, "utf-8")
    (folder / "sites.geojson").write_text('{"type": "FeatureCollection", "features": []}', "utf-8")
    for name, (published, words) in WEEKS.items():
        page = f"---\npublished: {published}\npublisher: weekly\n---\n{words}\n"
        (folder / "sources" / f"{name}.md").write_text(page, "utf-8")
    page = "---\npublished: 2006-02-07\npublisher: relief\n---\nNorthland let 150 convoys through "
    page += "the crossing in four weeks.\n"
    (folder / "sources" / "month.md").write_text(page, "utf-8")
    return folder


@pytest.fixture
def do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Do:
    """Runs a command on the case, in which nothing is read by machine."""
    folder = write_case(tmp_path / "crossing")
    monkeypatch.setattr("servanda.pipeline.load_reader", lambda: (PatternReader(), None))
    monkeypatch.setenv("SERVANDA_WHO", "ann")
    monkeypatch.setenv("SERVANDA_DATA", str(tmp_path / "data"))
    loaded = run("case", "load", folder)
    assert loaded.code == 0, loaded.err
    return run


def enter(do: Do, document: str, quote: str, count: str, first: str, last: str) -> None:
    outcome = do(
        "claim", "add", "crossing", document, "--quote", quote, "--obligation", "convoys",
        "--count", count, "--unit", "convoys", "--event-from", first, "--event-to", last,
        "--verb", "supply", "--completed", "--not-negated",
    )  # fmt: skip
    assert outcome.code == 0, outcome.err


def enter_weeks(do: Do, *names: str) -> None:
    for name in names:
        count, first, last = COUNTS[name]
        quote = f"Northland let {count} convoys through the crossing"
        enter(do, name, quote, count, f"2006-01-{first}", f"2006-01-{last}")


def row(do: Do, as_of: str, *more: str) -> dict[str, Any]:
    outcome = do("assess", "crossing", "--as-of", as_of, *more, "--format", "json")
    assert outcome.code == 0, outcome.err
    (found,) = json.loads(outcome.out)["obligations"]
    assert isinstance(found, dict)
    return found


def counted(row: dict[str, Any]) -> dict[str, int]:
    """How many periods of a row are over, by what is known of them; none is out of force."""
    assert row["periods"]["not_in_force"] == 0
    assert len(row["periods"]["each"]) == sum(row["periods"][key] for key in OUTCOMES)
    return {key: row["periods"][key] for key in OUTCOMES}


def test_weeks_entered_by_hand_are_counted_one_by_one(do: Do) -> None:
    enter_weeks(do, "w1", "w2", "w4")
    good = row(do, "2006-01-31")
    assert good["count"] is None
    assert good["periods"]["broken"] == 0
    assert good["periods"]["kept"] >= 3
    enter_weeks(do, "w3")
    found = row(do, "2006-01-31")
    assert counted(found) == {"kept": 3, "broken": 1, "unknown": 0}
    assert found["status"] == "not_met"
    assert found["probability_met"] < 0.2 < good["probability_met"]


def test_the_first_week_is_pending_until_it_is_over(do: Do) -> None:
    enter_weeks(do, "w1")
    pending = row(do, "2006-01-09", "--on", "2006-01-05")
    assert (pending["status"], counted(pending)) == (
        "pending", {"kept": 0, "broken": 0, "unknown": 0},
    )  # fmt: skip
    assert "2006-01-08" in pending["why"]
    assert row(do, "2006-01-09")["status"] == "met"


def test_a_figure_of_four_weeks_is_held_against_their_average(do: Do) -> None:
    enter(do, "month", "Northland let 150 convoys through the crossing", "150",
          "2006-01-02", "2006-01-29")  # fmt: skip
    found = row(do, "2006-02-07", "--on", "2006-01-29")
    assert found["status"] == "not_met"  # 37.5 a week on average: not all four were kept
    assert found["periods"]["broken"] == 0  # and nobody knows which
    assert found["periods"]["unknown"] >= 3


def test_table_explanation_and_dossier_say_how_many_periods(do: Do, tmp_path: Path) -> None:
    enter_weeks(do, "w1", "w2", "w3", "w4")
    words = "3 kept, 1 broken, 0 not known"
    assert words in do("assess", "crossing", "--as-of", "2006-01-31").out
    told = do("explain", "crossing", "convoys", "--as-of", "2006-01-31")
    assert f"periods that are over: {words}" in told.out, told.err
    page = tmp_path / "page.html"
    assert do("dossier", "crossing", "--as-of", "2006-01-31", "-o", page).code == 0
    text = page.read_text("utf-8")
    assert 'data-at="/obligations/0/periods/broken">1</span> broken' in text
    assert "at least 40 convoys a week" in text


@pytest.mark.parametrize(
    ("rate", "told"),
    [
        ("{at_least: 40, unit: convoys}", "'rate.per' is missing; add `rate.per: ...`"),
        ("{at_least: 0, unit: convoys, per: week}", "a rate of 0; write an amount above 0"),
        ("{at_most: -3, unit: convoys, per: week}", "a rate of -3; write an amount above 0"),
        ("{at_least: 1, at_most: 2, unit: convoys, per: week}",
         "a rate with both at_least and at_most; keep one of them"),
        ("{unit: convoys, per: week}", "a rate without an amount; add `at_least: 40`"),
        ("{at_least: 40, unit: convoys, per: fortnight}", "'rate.per' is 'fortnight'"),
        ("{at_least: 40, unit: convoys, per: year}",
         "no whole year between its start (2006-01-02) and its deadline (2006-03-12)"),
        ("{at_least: 40, unit: convoys, per: week}\n    bound: {direction: at_most, value: 5}",
         "both a rate and a bound; keep `rate`"),
    ],
)  # fmt: skip
def test_each_mistake_in_a_rate_is_one_clear_line(tmp_path: Path, rate: str, told: str) -> None:
    text = CASE.replace("{at_least: 40, unit: convoys, per: week}", rate)
    outcome = run("case", "check", write_case(tmp_path / "crossing", text))
    assert outcome.code == 1
    (line,) = outcome.err.strip().splitlines()
    assert told in line


def test_too_many_periods_are_one_clear_line(tmp_path: Path) -> None:
    text = CASE.replace("per: week", "per: day").replace("2006-03-12", "2019-09-10")
    outcome = run("case", "check", write_case(tmp_path / "crossing", text))
    assert outcome.code == 1
    (line,) = outcome.err.strip().splitlines()
    assert "5,000 periods, and at most 4,000 are judged; split the obligation by year" in line
    assert "per week" in line


KARNI = """\
id: karni
title: Karni
actors:
  - {id: israel, names: [Israel], kind: government}
  - {id: envoy, names: [the envoy of the Quartet], kind: international_body, reliability: B}
sources:
  - {id: reports, name: The envoy, actor: envoy, reliability: B}
"""


def test_the_example_of_the_reference_says_what_it_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "case-format.md").read_text("utf-8")
    (block,) = [part for part in page.split("```yaml\n") if "id: karni\n" in part]
    folder = write_case(tmp_path / "karni", KARNI + block.partition("```")[0])
    for old in (folder / "sources").iterdir():
        old.unlink()
    text = "From 1 to 14 April an average of 5.2 lorries a day left through the crossing."
    front = "---\npublished: 2006-04-21\npublisher: reports\n---\n"
    (folder / "sources" / "april.md").write_text(f"{front}{text}\n", "utf-8")
    monkeypatch.setattr("servanda.pipeline.load_reader", lambda: (PatternReader(), None))
    monkeypatch.setenv("SERVANDA_WHO", "ann")
    monkeypatch.setenv("SERVANDA_DATA", str(tmp_path / "data"))
    assert run("case", "load", folder).code == 0
    added = run(
        "claim", "add", "karni", "april", "--quote", "an average of 5.2 lorries a day left",
        "--obligation", "karni", "--count", "5.2", "--unit", "lorries",
        "--event-from", "2006-04-01", "--event-to", "2006-04-14", "--verb", "supply",
        "--completed", "--not-negated",
    )  # fmt: skip
    assert added.code == 0, added.err
    outcome = run("assess", "karni", "--as-of", "2006-04-21", "--on", "2006-04-14",
                  "--format", "json")  # fmt: skip
    (found,) = json.loads(outcome.out)["obligations"]
    assert counted(found) == {"kept": 0, "broken": 15, "unknown": 89}
    assert "0 kept,\n15 broken, 89 not known" in page
    assert found["status"] == "not_met"


def test_weeks_that_the_reader_reads_move_the_number_the_right_way(tmp_path: Path) -> None:
    folder, data = write_case(tmp_path / "crossing"), tmp_path / "data"
    (folder / "sources" / "month.md").unlink()
    loaded = run("case", "load", folder, "--data", data)
    assert loaded.code == 0, loaded.err
    outcome = run("assess", "crossing", "--as-of", "2006-01-31", "--format", "json",
                  "--data", data)  # fmt: skip
    (found,) = json.loads(outcome.out)["obligations"]
    assert found["documents"] == 4
    assert sum(counted(found).values()) == 4  # weeks that are over
    said = run("statements", "crossing", "--format", "jsonl", "--data", data)
    tells = {told["document"]: told for told in map(json.loads, said.out.splitlines())}
    assert tells["w1.md"]["decibans"] > 0.0
    assert tells["w4.md"]["decibans"] > 0.0
    assert tells["w3.md"]["decibans"] < tells["w1.md"]["decibans"]
