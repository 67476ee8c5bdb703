"""No number of an example case moves unless a commit says so (`tests/examples/golden.py`)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.examples.golden import CASES, GOLDEN, assessing

ATOL = 1e-12


@pytest.fixture(scope="module")
def assessments() -> Callable[[str], dict[str, Any]]:
    return assessing()


def differences(stands: Any, golden: Any, where: str) -> Iterator[str]:
    """Each place in which two values of JSON differ, numbers by more than ATOL."""
    if isinstance(golden, dict) and isinstance(stands, dict):
        for key in sorted(stands.keys() | golden.keys()):
            yield from differences(stands.get(key), golden.get(key), f"{where}/{key}")
    elif isinstance(golden, list) and isinstance(stands, list) and len(golden) == len(stands):
        for number, (left, right) in enumerate(zip(stands, golden, strict=True)):
            yield from differences(left, right, f"{where}/{number}")
    elif isinstance(golden, float) and isinstance(stands, float):
        if abs(stands - golden) > ATOL:
            yield f"{where}: {stands!r}, was {golden!r}"
    elif stands != golden:
        yield f"{where}: {stands!r:.80}, was {golden!r:.80}"


@pytest.mark.slow
@pytest.mark.parametrize("case_id", CASES)
def test_a_case_has_the_numbers_that_it_had(
    case_id: str, assessments: Callable[[str], dict[str, Any]]
) -> None:
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert list(differences(assessments(case_id), golden[case_id], case_id)) == []
