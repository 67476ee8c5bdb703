"""A part that is told after the deadline speaks against the whole, read by machine and by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.small.small_case import Page, start_case

LORRIES = """\
  - id: lorries
    instrument: truce
    clause: The Council hands over 45 lorries to the League by 4 June 2014.
    bearer: council
    kind: state
    unit: lorry
    count: 45
    deadline: 2014-06-04
"""


@pytest.mark.parametrize(
    "text",
    [
        "The Council has handed over 30 of the 45 lorries.",
        "By 10 June 2014 the Council had handed over 30 lorries in all.",
        "Only 30 of the 45 lorries have been handed over.",
    ],
)
def test_a_part_that_is_read_after_the_deadline_is_not_met(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    case = start_case(tmp_path, monkeypatch, LORRIES, {"page": Page("2014-06-12", text)}, read=True)
    row = case.rows("2014-06-13")["lorries"]
    assert row["status"] == "not_met", (row["probability_met"], row["why"])
    best = row["count"]["distribution"]
    assert best.index(max(best)) == 30
