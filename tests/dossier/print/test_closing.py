"""Rounded parts add up, and the account in words says who agrees."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.dossier import account_in_words, round_parts
from servanda.records import Account, AccountLine, LineKind


@given(st.lists(st.floats(-90.0, 90.0), min_size=1, max_size=30))
def test_rounded_parts_add_up_to_the_rounded_sum_and_stay_close(parts: list[float]) -> None:
    found = round_parts(parts)
    assert sum(found) == pytest.approx(round(sum(parts), 1), abs=0.0501)
    assert sum(found) == pytest.approx(round(sum(parts) * 10) / 10, abs=1e-9)
    assert all(abs(one - other) <= 0.1 + 1e-9 for one, other in zip(found, parts, strict=True))


def test_parts_that_do_not_add_up_are_rounded_one_by_one() -> None:
    assert round_parts([1.04, 2.06], total=50.0) == [1.0, 2.1]
    assert round_parts([1e300, 2.06]) == [1e300, 2.1]


@pytest.mark.parametrize(
    ("decibans", "words"),
    [
        ((3.0, 2.0, 1.0), "Three origins that agree: all speak for it."),
        ((-3.0, -2.0), "Two origins that agree: all speak against it."),
        ((3.0, 2.0, -1.0), "Two origins for it, one origin against."),
        ((0.0,), "No origin moves it either way."),
        ((1.0,), "One origin, which speaks for it."),
    ],
)
def test_who_agrees_is_said_in_words(decibans: tuple[float, ...], words: str) -> None:
    lines = tuple(
        AccountLine(LineKind.ORIGIN, f"o{n}", part, 0.0, 0.0, ()) for n, part in enumerate(decibans)
    )
    assert account_in_words(Account(0.0, lines, sum(decibans))) == words
