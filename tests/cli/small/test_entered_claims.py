"""What a person enters is done unless the words say otherwise, whichever verb they have."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.small.small_case import Page, start_case

BOATMEN = """\
  - id: boatmen
    instrument: truce
    clause: The Council frees 14 boatmen by 4 June 2014.
    bearer: council
    kind: state
    unit: boatman
    count: 14
    deadline: 2014-06-04
"""
HEAD = "document,quote,obligation,count,event_from,completed"


@pytest.mark.parametrize(
    ("words", "completed", "kept"),
    [
        ("The Council freed 14 boatmen", "", True),
        ("all 14 are at home again", "", True),
        ("14 boatmen in all", "", True),
        ("14 boatmen have been let go by the Council", "", True),
        ("The Council frees 14 boatmen", "", True),
        ("The Council had freed 14 boatmen by 30 May 2014", "", True),  # a month, no "may"
        ("The Council freed 14 boatmen", "no", False),
        ("The Council has begun to free the 14 boatmen", "", False),
        ("The Council is freeing 14 boatmen", "", False),
        ("The Council will free 14 boatmen", "", False),
    ],
)
def test_a_full_count_by_hand_is_kept_unless_it_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, completed: str, kept: bool
) -> None:
    page = Page("2014-06-06", f"On 3 June, {words}.")
    row = f"page,{words},boatmen,14,2014-06-03,{completed}"
    case = start_case(tmp_path, monkeypatch, BOATMEN, {"page": page}, [HEAD, row])
    found = case.rows("2014-06-10")["boatmen"]
    assert found["status"] == "met" if kept else found["status"] != "met", found["why"]
    assert (found["probability_met"] > 0.9) is kept
