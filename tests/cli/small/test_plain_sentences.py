"""Sentences in a duty's own words are read, and giving its act does not make reading worse."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.small.small_case import Page, start_case

NETS = """\
  - id: nets
    instrument: truce
    clause: The League casts no net or line in the lagoon.
    bearer: league
    kind: abstain
    broken_if: [A trawler of the League fished the lagoon.]
"""
BOATMEN = """\
  - id: boatmen
    instrument: truce
    clause: The Council sets 14 boatmen free by 4 June 2014.
    bearer: council
    kind: state
    unit: boatman
    count: 14
    deadline: 2014-06-04
"""
ACT_OF_NETS = "    verb: cast\n    object: nets\n"
ACT_OF_BOATMEN = "    verb: set free\n    object: boatmen\n"


@pytest.mark.parametrize(
    ("duty", "text", "low", "high"),
    [
        (NETS, "A trawler of the League fished the lagoon on 20 May 2014.", 0.0, 0.5),
        (NETS, "The League has cast a net or line in the lagoon.", 0.0, 0.5),
        (BOATMEN, "The Council has set 14 boatmen free.", 0.8, 1.0),
        (BOATMEN, "The Council has not set 14 boatmen free.", 0.0, 0.2),
    ],
)
@pytest.mark.parametrize("named", [False, True])
def test_own_words_are_read_with_and_without_the_act_s_own_name(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    duty: str,
    text: str,
    low: float,
    high: float,
    named: bool,
) -> None:
    act = {NETS: ACT_OF_NETS, BOATMEN: ACT_OF_BOATMEN}[duty] if named else ""
    pages = {"page": Page("2014-06-05", text)}
    row = start_case(tmp_path, monkeypatch, duty + act, pages, read=True).rows("2014-06-10")
    (found,) = row.values()
    assert low <= (found["probability_met"] or -1.0) <= high, found["why"]
