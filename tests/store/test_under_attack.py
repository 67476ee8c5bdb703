"""A sample of `make bench-custody`: writers killed at every step, changes behind our back."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.custody.kills import STEPS, run_kills
from benchmarks.custody.tampers import CHANGES, run_tampers

TAMPERS = 300


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_writers_lose_nothing_and_keep_nothing_by_halves(tmp_path: Path, seed: int) -> None:
    found = run_kills(50, seed, tmp_path / "k")
    assert found.faults == []
    assert found.steps.keys() == set(STEPS)


@pytest.mark.postgres
def test_killed_writers_on_postgres(tmp_path: Path, postgres_url: str) -> None:
    found = run_kills(30, 3, tmp_path / "k", postgres_url)
    assert found.faults == []
    assert found.kills > 10


def test_what_is_changed_is_found_or_changes_nothing(tmp_path: Path) -> None:
    found = run_tampers(TAMPERS, 1, tmp_path)
    assert found.missed == []
    assert found.found > TAMPERS * 0.8
    assert found.kinds.keys() == {change.__name__ for change in CHANGES}
