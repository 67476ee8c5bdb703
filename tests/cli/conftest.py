"""The built-in case, loaded, read and assessed once for all tests of the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Outcome, run

KOREA = Path(__file__).parents[2] / "examples" / "korea-2018"


@pytest.fixture(scope="session")
def korea_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the demo has run."""
    data = tmp_path_factory.mktemp("korea") / "data"
    outcome = run("demo", "--data", data)
    assert outcome.code == 0, outcome.err
    return data


@pytest.fixture(scope="session")
def korea_demo(korea_data: Path) -> Outcome:
    """The demo run a second time over the same folder."""
    return run("demo", "--data", korea_data)


@pytest.fixture(scope="session")
def assessed(korea_data: Path) -> Callable[..., dict[str, Any]]:
    """Rows of the Korea case by id, for any two days."""

    def rows(as_of: str, *more: str) -> dict[str, Any]:
        outcome = run(
            "assess", "korea-2018", "--as-of", as_of, *more, "--format", "json",
            "--data", korea_data,
        )  # fmt: skip
        assert outcome.code == 0, outcome.err
        return {row["id"]: row for row in json.loads(outcome.out)["obligations"]}

    return rows
