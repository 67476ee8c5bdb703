"""The words on silence name the same factors, with the same values, that the numbers use."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from servanda.evidence.statements.silence_in_words import silences_in_words
from servanda.evidence.statements.watchers import chance_of_detection
from servanda.records import (
    Admiralty,
    DeclaredCoverage,
    ObligationKind,
    Source,
    Watcher,
)
from tests.builders import START, case, obligation

END = START + timedelta(days=100)


@pytest.mark.parametrize(("days", "detects"), [(100, 0.9), (50, 0.9), (100, 0.4), (0, 0.9)])
def test_the_factors_multiply_to_the_chance_of_detection(days: int, detects: float) -> None:
    duty = obligation(
        id="ban", kind=ObligationKind.ABSTAIN, count=None, preserve=0, deadline=None, aspect=None,
        watchers=(Watcher("observer", detects, 0, "six posts"),),
    )  # fmt: skip
    last = START + timedelta(days=days)
    declared = (DeclaredCoverage(START + timedelta(days=1), last, "all"),) if days else ()
    whole = case(
        duty, sources=(Source("observer", "Observer", None, "observer", Admiralty.B, declared),)
    )
    line, advice = silences_in_words(whole, duty, (), END, END)
    coverage, sees, reads, product = map(float, _numbers(line))
    assert coverage * sees * reads == pytest.approx(product, abs=0.006)
    assert product == pytest.approx(chance_of_detection(whole, duty, (), END, END), abs=0.006)
    assert "six posts" in line
    assert ("declares" in line) is bool(days)
    assert "coverage" in advice


def _numbers(line: str) -> list[str]:
    pattern = (
        r": (\d\.\d\d) of .* x ([\d.]+) that it reports.* x ([\d.]+) that such .* = (\d\.\d\d)"
    )
    found = re.search(pattern, line)
    assert found is not None
    return list(found.groups())


def test_without_watchers_there_is_nothing_to_say() -> None:
    duty = obligation(kind=ObligationKind.ABSTAIN)
    assert silences_in_words(case(duty), duty, (), END, END) == ()
