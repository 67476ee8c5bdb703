"""Scores to probabilities: they sum to one, keep their order, and know their register."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.claims.statements.bearing import BEARING_FEATURES
from servanda.claims.statements.closeness import FEATURES
from servanda.claims.statements.fitted import (
    SAID,
    FittedNumbers,
    Register,
    RegisterCalibration,
    best_label,
    fitted_numbers,
    label_probabilities,
    nearness,
)
from servanda.claims.statements.judge import bearing_odds
from servanda.records import Label, StatementDirection
from servanda.sources.models.reader_files import read_reader_files

NONE = RegisterCalibration(1.0, 0.0, 1.0, (0.0, 0.0, 0.0, 0.0))
WEIGHTLESS = (0.0,) * (len(FEATURES) + 1)
THE_JUDGE_S = (1.0, *(0.0 for _ in BEARING_FEATURES))


def numbers(calibration: RegisterCalibration = NONE) -> FittedNumbers:
    """Numbers that take the judge at its word."""
    both = {Register.NEWS: calibration, Register.REPORT: NONE}
    return FittedNumbers(WEIGHTLESS, 0.0, 0.0, THE_JUDGE_S, both)


def judged(**chances: float) -> np.ndarray:
    """Log probabilities with the rest spread over the other labels."""
    rest = (1.0 - sum(chances.values())) / (len(Label) - len(chances))
    return np.log([[chances.get(label.value, rest) for label in Label]])


def by_the_judge(scores: np.ndarray, fitted: FittedNumbers, register: Register) -> np.ndarray:
    return label_probabilities(scores, bearing_odds(scores), fitted, register)


@given(st.lists(st.floats(0.001, 1.0), min_size=len(Label), max_size=len(Label)))
def test_without_calibration_the_judge_is_taken_at_its_word(raw: list[float]) -> None:
    chances = np.array(raw) / sum(raw)
    found = by_the_judge(np.log(chances)[None], numbers(), Register.NEWS)
    assert found[0] == pytest.approx(chances, abs=1e-9)


@given(
    st.floats(0.1, 3.0),
    st.floats(-3.0, 3.0),
    st.floats(0.1, 3.0),
    st.lists(st.floats(-2.0, 2.0), min_size=4, max_size=4),
)
def test_calibrated_probabilities_sum_to_one(
    slope: float, offset: float, direction: float, offsets: list[float]
) -> None:
    bent = RegisterCalibration(slope, offset, direction, tuple(offsets))
    scores = judged(done=0.5, violated=0.2)
    found = by_the_judge(scores, numbers(bent), Register.NEWS)
    assert found.sum() == pytest.approx(1.0)
    assert (found >= 0.0).all()
    plain = by_the_judge(scores, numbers(bent), Register.REPORT)
    assert plain[0] == pytest.approx(np.exp(scores[0]))


def test_an_offset_moves_its_direction_alone() -> None:
    scores = judged(done=0.3, not_done=0.3)
    raised = RegisterCalibration(1.0, 0.0, 1.0, (1.0, 0.0, 0.0, 0.0))
    before = by_the_judge(scores, numbers(), Register.NEWS)[0]
    after = by_the_judge(scores, numbers(raised), Register.NEWS)[0]
    done, against = list(Label).index(Label.DONE), list(Label).index(Label.NOT_DONE)
    assert after[done] / after[against] == pytest.approx(np.e * before[done] / before[against])
    assert after[-1] == pytest.approx(before[-1])  # whether it bears at all stays


def test_nearness_is_a_sum_over_the_features() -> None:
    weights = tuple(float(number) for number in range(len(FEATURES) + 1))
    fitted = FittedNumbers(weights, 0.0, 0.0, THE_JUDGE_S, {})
    assert nearness(np.ones(len(FEATURES)), fitted) == pytest.approx(sum(weights))


def test_the_label_shown_is_the_likeliest_of_the_likeliest_direction() -> None:
    chances = dict.fromkeys(Label, 0.0)
    chances |= {Label.DONE: 0.3, Label.NOT_DONE: 0.2, Label.VIOLATED: 0.25, Label.UNRELATED: 0.25}
    assert best_label(list(chances.values())) is Label.VIOLATED


def test_the_shipped_numbers_are_whole() -> None:
    shipped = fitted_numbers(read_reader_files().numbers)
    assert len(shipped.near) == len(FEATURES) + 1
    assert len(shipped.bears) == len(BEARING_FEATURES) + 1
    assert set(shipped.calibration) == set(Register)
    for calibration in shipped.calibration.values():
        assert len(calibration.direction_offsets) == len(SAID)


def test_every_label_has_a_direction_that_is_said_or_none() -> None:
    directions = {label.direction for label in Label}
    assert directions == {*SAID, StatementDirection.UNRELATED}
