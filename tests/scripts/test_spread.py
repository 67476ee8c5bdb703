"""The spread of offsets over agreements, found again in lessons that were drawn with one."""

from __future__ import annotations

import numpy as np
import pytest

from scripts.reader.spread import SMALLEST, fit_spread, log_evidence
from servanda.claims import Lesson, OffsetSpread, TaughtOffsets
from servanda.claims.statements.offsets import moved_chances
from servanda.records import Label

LABELS = list(Label)
AGREEMENTS, DUTIES, SENTENCES = 12, 6, 60


def agreement(rng: np.random.Generator, spread: OffsetSpread) -> list[Lesson]:
    """Labels drawn from what a reader would give if its offsets were known."""
    duties = [str(number % DUTIES) for number in range(DUTIES * SENTENCES)]
    read = rng.dirichlet(np.full(len(Label), 0.5), size=len(duties))
    offsets = TaughtOffsets(
        rng.normal(0.0, spread.relevance),
        {duty: rng.normal(0.0, spread.duty) for duty in set(duties)},
    )
    true = moved_chances(read, duties, offsets)
    return [
        Lesson(tuple(row), duty, LABELS[rng.choice(len(Label), p=chances / chances.sum())])
        for row, duty, chances in zip(read.tolist(), duties, true, strict=True)
    ]


def test_a_spread_is_found_again() -> None:
    rng = np.random.default_rng(3)
    drawn = OffsetSpread(relevance=0.8, duty=0.5)
    found = fit_spread([agreement(rng, drawn) for _ in range(AGREEMENTS)])
    assert found.relevance == pytest.approx(drawn.relevance, abs=0.4)
    assert found.duty == pytest.approx(drawn.duty, abs=0.2)


def test_where_nothing_differs_the_spread_is_small_and_above_nought() -> None:
    rng = np.random.default_rng(4)
    none = OffsetSpread(1e-9, 1e-9)
    found = fit_spread([agreement(rng, none) for _ in range(4)])
    assert SMALLEST <= found.relevance < 0.35
    assert SMALLEST <= found.duty < 0.35


def test_the_evidence_is_the_integral_over_the_offsets() -> None:
    """One duty, nothing that bears: the sum over a grid of both offsets of relevance."""
    spread = OffsetSpread(relevance=0.6, duty=0.8)
    row = tuple(0.3 if label is Label.UNRELATED else 0.07 for label in Label)
    lessons = [Lesson(row, "a", Label.UNRELATED)] * 3
    grid = np.linspace(-6.0, 6.0, 601)
    common, own = np.meshgrid(grid, grid)
    prior = np.exp(-0.5 * ((common / 0.6) ** 2 + (own / 0.8) ** 2)) / (2 * np.pi * 0.6 * 0.8)
    chance = 1.0 / (1.0 + np.exp(np.log(0.7 / 0.3) + common + own))
    whole = float((prior * chance**3).sum() * (grid[1] - grid[0]) ** 2)
    assert log_evidence(lessons, spread) == pytest.approx(np.log(whole), abs=0.1)
