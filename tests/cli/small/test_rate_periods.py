"""Which periods of a rate were kept, broken, not known, or suspended: in table and JSON."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.cli.small.small_case import Page, SmallCase, start_case

BARGES = """\
  - id: barges
    instrument: truce
    clause: The League lets at least 25 barges a week through the lock.
    bearer: league
    kind: level
    rate: {at_least: 25, unit: barges, per: week}
    start: 2014-05-05
    deadline: 2014-06-15
"""
PAUSE = """\
    force:
      suspended:
        - {from: 2014-05-21, until: 2014-05-23, by: league, ground: a flood, published: 2014-05-20}
"""
FIRST = date(2014, 5, 5)


def weeks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, duty: str, counts: list[int]
) -> SmallCase:
    """Six weeks from the first day of the duty, with what the Envoys counted in each."""
    pages, rows = {}, ["document,quote,obligation,count,event_from,event_to"]
    for number, count in enumerate(counts):
        first = FIRST + timedelta(days=7 * number)
        last = first + timedelta(days=6)
        words = f"{count} barges passed the lock"
        pages[f"w{number}"] = Page(str(last + timedelta(days=1)), f"{words}.")
        rows.append(f"w{number},{words},barges,{count},{first},{last}")
    return start_case(tmp_path, monkeypatch, duty, pages, rows)


def test_the_broken_week_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = weeks(tmp_path, monkeypatch, BARGES, [30, 12, 26, 25, 24, 31])
    row = case.rows("2014-06-20")["barges"]
    periods = row["periods"]
    assert (periods["kept"], periods["broken"], periods["unknown"]) == (4, 2, 0)
    assert len(periods["each"]) == 6
    broken = [one for one in periods["each"] if one["outcome"] == "broken"]
    assert [(one["from"], one["until"]) for one in broken] == [
        ("2014-05-12", "2014-05-18"), ("2014-06-02", "2014-06-08"),
    ]  # fmt: skip
    assert max(one["probability_kept"] for one in broken) < 0.2
    monkeypatch.setenv("COLUMNS", "400")
    for told in (
        run("assess", "delta", "--as-of", "2014-06-20").out,
        run("explain", "delta", "barges", "--as-of", "2014-06-20").out,
    ):
        assert "broken: 2014-05-12 to 2014-05-18, 2014-06-02 to 2014-06-08" in told


def test_a_week_with_a_suspended_day_is_neither_kept_nor_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = [30, 28, 3, 25, 27, 31]
    row = weeks(tmp_path / "a", monkeypatch, BARGES, counts).rows("2014-06-20")["barges"]
    assert (row["status"], row["periods"]["broken"]) == ("not_met", 1)
    row = weeks(tmp_path / "b", monkeypatch, BARGES + PAUSE, counts).rows("2014-06-20")["barges"]
    assert row["status"] == "met", row["why"]
    periods = row["periods"]
    assert (periods["kept"], periods["broken"], periods["not_in_force"]) == (5, 0, 1)
    idle = [one for one in periods["each"] if one["outcome"] == "not_in_force"]
    assert [(one["from"], one["probability_kept"]) for one in idle] == [("2014-05-19", None)]


def test_before_the_first_week_that_counts_is_over_it_is_pending(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    early = PAUSE.replace("2014-05-21", "2014-05-06").replace("2014-05-23", "2014-05-08")
    early = early.replace("2014-05-20", "2014-05-05")
    case = weeks(tmp_path, monkeypatch, BARGES + early, [30, 28, 29, 25, 27, 31])
    row = case.rows("2014-05-14")["barges"]
    assert row["status"] in {"pending", "no_evidence"}, row["why"]
    assert case.rows("2014-05-19")["barges"]["status"] == "met"
