"""A plan tells that the act was not done by then, by so much as was counted, and no more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.statements.not_yet import (
    NOT_YET,
    PLANS,
    speaks_of_more,
    tells_not_yet,
    told_by_plan,
)
from servanda.records import Label, ObligationKind

KINDS = st.sampled_from(ObligationKind)


@pytest.mark.parametrize("label", PLANS)
@pytest.mark.parametrize("kind", [ObligationKind.ACT, ObligationKind.STATE])
def test_a_plan_is_so_many_times_likelier_while_the_act_is_to_be_done(
    label: Label, kind: ObligationKind
) -> None:
    not_done, done = told_by_plan(label, kind, (False, True), more=False)
    assert not_done / done == pytest.approx(NOT_YET[label][kind])
    assert not_done + done == pytest.approx(2.0)


@given(st.sampled_from(Label), KINDS, st.booleans())
def test_what_tells_nothing_is_one_everywhere(
    label: Label, kind: ObligationKind, more: bool
) -> None:
    told = told_by_plan(label, kind, (True, False, False), more=more)
    assert (set(told) == {1.0}) is not tells_not_yet(label, kind, more=more)


@pytest.mark.parametrize("kind", [ObligationKind.ABSTAIN, ObligationKind.LEVEL])
def test_what_is_to_last_is_promised_as_long_as_it_lasts(kind: ObligationKind) -> None:
    assert not any(tells_not_yet(label, kind, more=False) for label in Label)


@pytest.mark.parametrize(
    ("sentence", "more"),
    [
        ("A second convoy is planned for May.", True),
        ("The army will continue to withdraw.", True),
        ("The posts will be razed by May.", False),
        ("The posts will be razed next week.", False),
        ("More than ten posts will be razed.", False),
        ("Three more posts will be razed.", True),
        ("He seconded the motion to begin.", False),
    ],
)
def test_more_of_the_same_is_told_by_its_words(sentence: str, more: bool) -> None:
    assert speaks_of_more(sentence) is more
