"""What a declared coverage may say: days in order, and none that are yet to come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from servanda.errors import CaseError
from servanda.sources import check_case, read_case

TODAY = date(2018, 12, 5)
Spoil = Callable[..., Path]


def covered(spoil: Spoil, first: str, last: str) -> Path:
    period = f"coverage: [{{from: {first}, until: {last}, of: all}}]"
    return spoil('name: The Paper, url: "https://www.paper.example/news"', f"name: P, {period}")


def test_a_coverage_up_to_today_is_taken(spoil: Spoil) -> None:
    assert check_case(covered(spoil, "2018-11-01", "2018-12-05"), today=TODAY) == ()


@pytest.mark.parametrize(
    ("first", "last", "what", "advice"),
    [
        ("2018-11-01", "2018-12-06", "yet to come", "2018-12-05 at the latest"),
        ("2018-11-02", "2018-11-01", "from 2018-11-02 until 2018-11-01", "the last as `until`"),
    ],
)
def test_what_a_coverage_cannot_say_is_one_clear_line(
    spoil: Spoil, first: str, last: str, what: str, advice: str
) -> None:
    (problem,) = check_case(covered(spoil, first, last), today=TODAY)
    assert what in str(problem)
    assert advice in str(problem)
    assert "\n" not in str(problem)
    assert str(problem).startswith("case.yaml:")


def test_a_case_is_loaded_only_with_days_that_have_been(spoil: Spoil) -> None:
    folder = covered(spoil, "2018-11-01", "2018-12-06")
    with pytest.raises(CaseError, match="yet to come"):
        read_case(folder, datetime(2018, 12, 5, tzinfo=UTC))
    assert read_case(folder, datetime(2018, 12, 6, tzinfo=UTC)).case.sources[0].coverage
