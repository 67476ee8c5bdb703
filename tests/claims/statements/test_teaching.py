"""Offsets from decisions: shrunk, each where it belongs, and in whatever order they came."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.claims import Lesson, OffsetSpread, TaughtOffsets, fit_offsets, offset_spread
from servanda.claims.statements.offsets import moved_chances
from servanda.records import Label
from servanda.sources import read_reader_numbers

LABELS = list(Label)
SPREAD = OffsetSpread(relevance=0.7, duty=0.5)
NONE = TaughtOffsets(0.0, {})


def chances(bears: float, label: Label = Label.DONE) -> tuple[float, ...]:
    """Half of what bears on one label, the rest of it even over the others that bear."""
    rest = bears / 2.0 / (len(Label) - 2)
    known = {label: bears / 2.0, Label.UNRELATED: 1.0 - bears}
    return tuple(known.get(other, rest) for other in Label)


def lesson(duty: str, label: Label, bears: float = 0.5) -> Lesson:
    return Lesson(chances(bears), duty, label)


ROWS = st.lists(st.floats(0.001, 1.0), min_size=len(Label), max_size=len(Label)).map(
    lambda raw: tuple(value / sum(raw) for value in raw)
)
LESSONS = st.lists(
    st.builds(Lesson, ROWS, st.sampled_from("abc"), st.sampled_from(LABELS)), max_size=12
)


def test_no_lesson_moves_nothing() -> None:
    assert fit_offsets([], SPREAD) == NONE
    row = np.array([chances(0.3)])
    assert moved_chances(row, ["a"], NONE) == pytest.approx(row, abs=1e-12)


@given(LESSONS, st.randoms(use_true_random=False))
def test_the_order_of_lessons_does_not_matter(lessons: list[Lesson], random: Random) -> None:
    shuffled = list(lessons)
    random.shuffle(shuffled)
    assert fit_offsets(shuffled, SPREAD) == fit_offsets(lessons, SPREAD)


@given(LESSONS, ROWS, st.sampled_from("abcd"))
def test_what_was_moved_sums_to_one(
    lessons: list[Lesson], row: tuple[float, ...], duty: str
) -> None:
    offsets = fit_offsets(lessons, SPREAD)
    (moved,) = moved_chances(np.array([row]), [duty], offsets)
    assert moved.sum() == pytest.approx(1.0, abs=1e-12)
    assert moved.min() >= 0.0


def test_one_lesson_moves_less_than_many_and_none_moves_without_end() -> None:
    found = [
        fit_offsets([lesson("a", Label.DONE)] * times, SPREAD).relevance for times in (1, 10, 1000)
    ]
    assert 0.0 < found[0] < found[1] < found[2] < 5.0


def test_a_wider_spread_lets_the_same_lessons_move_more() -> None:
    lessons = [lesson("a", Label.UNRELATED)] * 3
    narrow = fit_offsets(lessons, replace(SPREAD, relevance=0.1, duty=0.1))
    wide = fit_offsets(lessons, SPREAD)
    assert wide.relevance < narrow.relevance < 0.0


def test_what_a_duty_teaches_beyond_the_common_offset_moves_that_duty_alone() -> None:
    lessons = [lesson("a", Label.UNRELATED)] * 9 + [lesson("b", Label.DONE)] * 9
    offsets = fit_offsets(lessons, SPREAD)
    assert offsets.relevance == pytest.approx(0.0, abs=1e-9)
    assert offsets.by_duty["a"] < -0.3
    assert offsets.by_duty["b"] > 0.3
    row = np.array([chances(0.5)] * 3)
    bears = 1.0 - moved_chances(row, ["a", "b", "c"], offsets)[:, LABELS.index(Label.UNRELATED)]
    assert bears[0] < 0.45 < 0.55 < bears[1]
    assert bears[2] == pytest.approx(0.5, abs=1e-9)


def test_a_duty_without_lessons_leans_on_what_the_others_have_in_common() -> None:
    offsets = fit_offsets([lesson(duty, Label.UNRELATED) for duty in "abcd" * 3], SPREAD)
    (moved,) = moved_chances(np.array([chances(0.5)]), ["new"], offsets)
    assert moved[LABELS.index(Label.UNRELATED)] > 0.6


def test_what_a_sentence_says_if_it_bears_stays_as_it_was() -> None:
    offsets = fit_offsets([lesson("a", Label.VIOLATED), lesson("b", Label.UNRELATED)] * 9, SPREAD)
    row = chances(0.5, Label.VIOLATED)
    (moved,) = moved_chances(np.array([row]), ["a"], offsets)
    assert moved[LABELS.index(Label.UNRELATED)] < 0.45
    bearing = [number for number, label in enumerate(LABELS) if label is not Label.UNRELATED]
    shares = moved[bearing] / moved[bearing].sum()
    assert shares == pytest.approx(np.array(row)[bearing] / 0.5, rel=1e-9)


def test_what_surely_bears_on_nothing_stays_so() -> None:
    row = np.array([[float(label is Label.UNRELATED) for label in Label]])
    assert (moved_chances(row, ["a"], TaughtOffsets(5.0, {"a": 3.0})) == row).all()


def test_offsets_are_those_of_the_highest_probability() -> None:
    """Any other offset of relevance is less probable, by the formula written out."""
    lessons = [lesson("a", Label.DONE, 0.2), lesson("a", Label.UNRELATED, 0.6)] * 2 + [
        lesson("b", Label.DONE, 0.9)
    ]

    def log_probability(common: float, a: float, b: float) -> float:
        total = -0.5 * ((common / 0.7) ** 2 + (a / 0.5) ** 2 + (b / 0.5) ** 2)
        for told in lessons:
            bears = 1.0 - told.p[LABELS.index(Label.UNRELATED)]
            odds = np.log(bears / (1.0 - bears)) + common + {"a": a, "b": b}[told.duty]
            total -= np.log1p(np.exp(odds if told.label is Label.UNRELATED else -odds))
        return float(total)

    found = fit_offsets(lessons, SPREAD)
    top = found.relevance, found.by_duty["a"], found.by_duty["b"]
    for number in range(3):
        for step in (-0.01, 0.01):
            other = [value + step * (place == number) for place, value in enumerate(top)]
            assert log_probability(*other) < log_probability(*top)


def test_the_readers_file_has_the_spread_of_offsets() -> None:
    spread = offset_spread(read_reader_numbers())
    assert min(spread.relevance, spread.duty) > 0.0
