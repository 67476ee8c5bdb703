"""How much an answer about a statement would tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence import expected_change
from servanda.records import DocumentClaims, Label, Statement, day
from tests.builders import START, case, document
from tests.evidence.test_statement_evidence import BLAST, DUTY, TEXT, said, statement

LABELS = st.sampled_from(list(Label))
CHANCES = st.lists(st.floats(0.0, 1.0), min_size=len(Label), max_size=len(Label)).filter(
    lambda weights: sum(weights) > 0.01
)


def change(of: Statement) -> float:
    read = DocumentClaims(document(TEXT, BLAST), (said(),), {}, (of,))
    return expected_change(case(DUTY), of, said(), read)


def mixed(label: Label, **chances: float) -> Statement:
    p = tuple(chances.get(other.value, 0.0) for other in Label)
    return replace(statement(label), p=p)


@given(LABELS)
def test_a_reading_that_is_sure_leaves_nothing_to_tell(label: Label) -> None:
    assert change(mixed(label, **{label.value: 1.0})) == pytest.approx(0.0, abs=1e-12)


@given(LABELS)
def test_what_is_surely_unrelated_tells_nothing_whatever_its_label(label: Label) -> None:
    assert change(mixed(label, unrelated=1.0)) == pytest.approx(0.0, abs=1e-9)


@given(LABELS, CHANCES)
def test_what_a_person_decided_leaves_nothing_to_tell(label: Label, weights: list[float]) -> None:
    p = tuple(weight / sum(weights) for weight in weights)
    assert change(statement(label, p=p, reviewed=True)) == 0.0


@given(LABELS, CHANCES)
def test_an_answer_never_tells_less_than_nothing(label: Label, weights: list[float]) -> None:
    assert change(statement(label, p=tuple(weight / sum(weights) for weight in weights))) >= 0.0


def test_for_or_against_tells_more_than_for_or_nothing() -> None:
    torn = change(mixed(Label.DONE, done=0.5, not_done=0.5))
    doubtful = change(mixed(Label.DONE, done=0.5, unrelated=0.5))
    sure = change(mixed(Label.DONE, done=0.95, not_done=0.05))
    assert torn > doubtful > 0.0
    assert torn > sure > 0.0


def test_what_only_says_nothing_in_one_way_or_another_tells_nothing() -> None:
    assert change(mixed(Label.INTENDED, intended=0.5, terms=0.2, unrelated=0.3)) == 0.0


def test_what_may_be_against_tells_something_even_if_it_was_read_as_unrelated() -> None:
    assert change(mixed(Label.UNRELATED, unrelated=0.6, not_done=0.4)) > 0.0


def test_what_tells_of_days_before_the_duty_tells_nothing() -> None:
    before = replace(
        mixed(Label.DONE, done=0.5, not_done=0.5), as_of=day(date(START.year - 1, 1, 1))
    )
    assert change(before) == 0.0
