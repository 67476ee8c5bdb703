"""Cases drafted from whole agreements stay as good as they are, text by text."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.drafting import FOLDER, shares

# Of each text: duties proposed, proposals right, deadlines right, as they were measured.
FLOORS = {
    "d1": (0.84, 0.86, 0.75),
    "d2": (0.87, 0.89, 0.66),
    "d3": (0.91, 0.67, 0.71),
    "d4": (0.83, 0.79, 0.52),
    "d5": (0.78, 0.57, 0.81),
    "d6": (0.57, 0.84, 0.28),
    "d7": (0.65, 0.76, 0.73),
    "d8": (0.67, 0.71, 0.71),
    "d9": (0.60, 0.70, 0.52),
}


def test_every_labelled_text_has_its_floor() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(FLOORS)


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_a_text_is_drafted_no_worse_than_it_was(name: str) -> None:
    of = shares(FOLDER / Path(f"{name}.yaml"))
    found = (of.found / of.duties, of.right / of.proposals, of.days / of.dated)
    assert all(share >= floor for share, floor in zip(found, FLOORS[name], strict=True)), found
