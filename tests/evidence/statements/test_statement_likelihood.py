"""Statements to likelihoods: what is unsure tells little, what says nothing tells nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from math import inf, log10

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chisquare

from servanda.evidence.statements.direction_likelihood import (
    BEARING,
    chances_if_right,
    chances_if_wrong,
    keeping_values,
)
from servanda.evidence.statements.reader_shares import (
    DirectionShares,
    ReaderShares,
    largest_ratio,
)
from servanda.evidence.statements.statement_likelihood import statement_likelihoods
from servanda.evidence.trust.sides import Side
from servanda.records import (
    Bound,
    BoundDirection,
    Comparison,
    Counted,
    DateRange,
    Label,
    Obligation,
    ObligationKind,
    Precision,
    Span,
    StatedCount,
    Statement,
    StatementDirection,
    StateSpace,
    Terms,
    state_space,
    terms_in_force,
)
from tests.builders import obligation

ON = date(2018, 12, 31)
FOR, PART, AGAINST = BEARING
SILENT, UNRELATED = StatementDirection.SILENT, StatementDirection.UNRELATED
LABELS = {
    FOR: Label.DONE, PART: Label.PARTLY_DONE, AGAINST: Label.NOT_DONE,
    SILENT: Label.TERMS, UNRELATED: Label.UNRELATED,
}  # fmt: skip
# Shares of this test's own, by which the numbers below were reckoned by hand.
OWN_SHARES = ReaderShares(
    {
        ObligationKind.STATE: DirectionShares.from_counts(190, 275, 224),
        ObligationKind.ABSTAIN: DirectionShares.from_counts(386, 2, 349),
        ObligationKind.LEVEL: DirectionShares.from_counts(211, 251, 339),
        ObligationKind.ACT: DirectionShares.from_counts(154, 265, 245),
    },
    largest_ratio(0.15),
    0.8,
)
UNBOUNDED = replace(OWN_SHARES, largest_ratio=inf)

Vector = tuple[float, ...]


def level(direction: BoundDirection, value: float) -> Obligation:
    return obligation(
        kind=ObligationKind.LEVEL, bound=Bound(direction, value), count=None, preserve=0,
        unit="weapon",
    )  # fmt: skip


POSTS = obligation()  # ten of eleven to demolish
ACT = obligation(kind=ObligationKind.ACT, count=1, preserve=0)
REFRAIN = obligation(kind=ObligationKind.ABSTAIN, count=None, preserve=0)
ARMS = level(BoundDirection.AT_LEAST, 100.0)
CAP = level(BoundDirection.AT_MOST, 20.0)
NONE_LEFT = level(BoundDirection.AT_MOST, 0.0)
DUTIES = (POSTS, ACT, REFRAIN, ARMS, CAP, NONE_LEFT, replace(ARMS, bound=None))


def statement(
    chances: Mapping[StatementDirection, float], count: StatedCount | None = None, **changes: object
) -> Statement:
    by_label = {LABELS[direction]: chance for direction, chance in chances.items()}
    made = Statement(
        id="s", document="page", span=Span(0, 1), obligation="surface",
        label=max(by_label, key=lambda label: by_label[label]),
        p=tuple(by_label.get(label, 0.0) for label in Label),
        count=count, event=None, as_of=DateRange(ON, ON, Precision.DAY), claim=None, acts_by=(),
        reviewed=False, reader="test", why="",
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def space(duty: Obligation) -> tuple[StateSpace, Terms]:
    terms = terms_in_force(duty, ON, ON)
    return state_space(duty, terms), terms


def likelihoods(
    made: Statement,
    duty: Obligation,
    side: Side = Side.THIRD,
    shares: ReaderShares = UNBOUNDED,
    covered: float = 1.0,
) -> tuple[Vector, Vector]:
    states, terms = space(duty)
    return statement_likelihoods(made, duty, states, terms, side, shares, covered)


def done(value: float, of: float | None = None, counts: Counted = Counted.DONE) -> StatedCount:
    return StatedCount(value, of, Comparison.EXACTLY, counts)


duties = st.sampled_from(DUTIES)
sides = st.sampled_from(Side)
fractions = st.floats(0.0, 1.0)
counts = st.none() | st.builds(
    StatedCount,
    st.floats(0.0, 200.0),
    st.none() | st.floats(1.0, 200.0),
    st.sampled_from(Comparison),
    st.sampled_from(Counted),
)
probabilities = st.lists(st.floats(0.001, 1.0), min_size=5, max_size=5).map(
    lambda weights: dict(zip(LABELS, np.array(weights) / sum(weights), strict=True))
)


@given(duties, sides, fractions, st.booleans())
def test_directions_have_a_chance_of_one_together(
    duty: Obligation, side: Side, covered: float, names_all: bool
) -> None:
    states, terms = space(duty)
    shares = OWN_SHARES.by_kind[duty.kind]
    right = chances_if_right(states, terms, shares, names_all=names_all, covered=covered)
    wrong = chances_if_wrong(states, side, shares, covered=covered)
    np.testing.assert_allclose(sum(np.array(row) for row in right.values()), 1.0, atol=1e-12)
    assert sum(wrong.values()) == pytest.approx(1.0, abs=1e-12)
    assert min(*wrong.values(), *(value for row in right.values() for value in row)) >= 0.0


@given(duties, sides, fractions, fractions)
def test_a_reading_that_repeats_the_shares_tells_nothing(
    duty: Obligation, side: Side, covered: float, silent: float
) -> None:
    shares = OWN_SHARES.by_kind[duty.kind]
    chances = {direction: (1.0 - silent) * shares.of(direction) for direction in BEARING}
    made = statement({**chances, SILENT: silent})
    right, wrong = likelihoods(made, duty, side, covered=covered)
    decibans = 10.0 * np.log10(np.array([*right, *wrong]) / wrong[0])
    np.testing.assert_allclose(decibans, 0.0, atol=1e-9)


@given(duties, sides, fractions, counts)
def test_a_text_that_says_nothing_moves_neither_state_nor_trust(
    duty: Obligation, side: Side, covered: float, count: StatedCount | None
) -> None:
    made = statement({SILENT: 0.25, UNRELATED: 0.75}, count)
    right, wrong = likelihoods(made, duty, side, OWN_SHARES, covered)
    assert set(right) | set(wrong) == {1.0}


@given(duties, sides, probabilities, fractions)
def test_no_ratio_of_a_direction_is_above_the_largest(
    duty: Obligation, side: Side, chances: dict[StatementDirection, float], covered: float
) -> None:
    right, wrong = likelihoods(statement(chances), duty, side, OWN_SHARES, covered)
    largest = OWN_SHARES.largest_ratio * (1.0 + 1e-9)
    assert 0.0 < max(*right, *wrong) <= largest * min(*right, *wrong)


@given(duties, sides, probabilities, counts, fractions)
def test_with_a_number_none_of_kept_not_kept_and_a_wrong_origin_is_above_the_largest(
    duty: Obligation,
    side: Side,
    chances: dict[StatementDirection, float],
    count: StatedCount | None,
    covered: float,
) -> None:
    right, wrong = likelihoods(statement(chances, count), duty, side, OWN_SHARES, covered)
    kept = np.array(keeping_values(*space(duty)))
    by_side = [float(np.array(right)[kept == is_kept].mean()) for is_kept in set(kept.tolist())]
    largest = OWN_SHARES.largest_ratio * (1.0 + 1e-9)
    assert 0.0 < max(*by_side, wrong[0]) <= largest * min(*by_side, wrong[0])


@pytest.mark.parametrize("direction", [PART, AGAINST])
def test_an_exact_number_says_no_less_than_its_direction_alone(
    direction: StatementDirection,
) -> None:
    many = obligation(count=45, preserve=0)
    bare = statement({direction: 0.95, UNRELATED: 0.05})
    exact = replace(bare, count=done(30, of=45))
    alone, told = (likelihoods(made, many, shares=OWN_SHARES)[0] for made in (bare, exact))
    assert told[30] / told[45] > 30.0  # 4.6 while the bound held value by value
    assert told[45] / sum(told[:45]) <= 1.1 * alone[45] / sum(alone[:45])


@given(sides, counts)
def test_no_number_moves_a_duty_to_refrain(side: Side, count: StatedCount | None) -> None:
    made = statement({AGAINST: 0.6, FOR: 0.4})
    assert likelihoods(replace(made, count=count), REFRAIN, side) == likelihoods(
        made, REFRAIN, side
    )


def ratio(made: Statement, duty: Obligation, likelier: int, than: int, **changes: float) -> float:
    right = likelihoods(made, duty, **changes)[0]  # type: ignore[arg-type]
    return right[likelier] / right[than]


@pytest.mark.parametrize(
    ("direction", "duty", "likelier", "than", "expected"),
    [
        (FOR, ACT, 1, 0, 49.0),  # 0.98 : 0.02
        (AGAINST, ACT, 0, 1, 49.0),
        (PART, ACT, 1, 0, 1.0),
        (FOR, REFRAIN, 0, 1, 49.0),
        (AGAINST, REFRAIN, 1, 0, 49.0),
        (PART, POSTS, 10, 5, 1.0),
        (PART, POSTS, 5, 0, 2.0),
        (AGAINST, POSTS, 0, 11, 49.0 * (1 - 275 / 689 / 2) / (1 - 275 / 689)),
        (FOR, POSTS, 11, 0, 49.0 * (1 - 275 / 689) / (1 - 275 / 689 / 2)),
        (FOR, ARMS, -1, 3, 49.0),
        (AGAINST, CAP, -1, 3, 49.0),
    ],
)
def test_one_direction_certain_is_the_hard_reading(
    direction: StatementDirection, duty: Obligation, likelier: int, than: int, expected: float
) -> None:
    made = statement({direction: 1.0}, reviewed=True)
    assert ratio(made, duty, likelier, than) == pytest.approx(expected)


def test_a_decision_is_certain_and_a_reading_is_not() -> None:
    made = statement({FOR: 1.0})
    right, _ = likelihoods(made, ACT, shares=OWN_SHARES)
    assert right[1] / right[0] == pytest.approx(largest_ratio(0.15))
    decided, _ = likelihoods(replace(made, reviewed=True), ACT, shares=OWN_SHARES)
    assert decided[1] / decided[0] == pytest.approx(49.0)


@pytest.mark.parametrize("duty", [POSTS, ACT, REFRAIN, ARMS])
def test_a_small_chance_of_done_moves_by_little(duty: Obligation) -> None:
    right, _ = likelihoods(statement({FOR: 0.1, UNRELATED: 0.9}), duty)
    hard, _ = likelihoods(statement({FOR: 1.0}), duty)
    moved = 10.0 * log10(max(right) / min(right))
    assert 0.3 < moved < 1.5
    assert moved < 10.0 * log10(0.1 * max(hard) / min(hard) + 0.9) / 3.0


def test_a_number_of_a_whole_speaks_against_the_rest_and_a_bare_part_does_not() -> None:
    part = statement({PART: 1.0}, reviewed=True)
    assert ratio(part, POSTS, 6, 10) == pytest.approx(1.0)
    six = replace(part, count=done(6, of=10))
    right, _ = likelihoods(six, POSTS)
    assert np.argmax(right) == 6
    assert right[6] / right[10] == pytest.approx(0.98 / (0.02 / 11))
    more = replace(part, count=done(6, counts=Counted.ADDED))
    assert ratio(more, POSTS, 10, 6) == pytest.approx(1.0)
    assert ratio(more, POSTS, 10, 5) == pytest.approx(49.0)
    all_but_four = replace(part, count=done(4, counts=Counted.LEFT))
    np.testing.assert_allclose(likelihoods(all_but_four, POSTS)[0], right, rtol=1e-12)
    in_a_hundred = replace(part, count=done(60, counts=Counted.SHARE))
    np.testing.assert_allclose(likelihoods(in_a_hundred, POSTS)[0], right, rtol=1e-12)


def test_twelve_of_forty_is_three_tenths_of_what_is_asked() -> None:
    made = statement({PART: 1.0}, done(12, of=40))
    assert np.argmax(likelihoods(made, POSTS)[0]) == 3
    assert ratio(made, ACT, 0, 1) > 5.0


def test_done_of_fewer_than_asked_is_a_part_that_leaves_the_others_open() -> None:
    made = statement({FOR: 1.0}, done(1), reviewed=True)
    assert ratio(made, POSTS, 10, 1) == pytest.approx(1.0)
    assert ratio(made, POSTS, 1, 0) > 49.0


def test_all_of_them_by_number_leaves_less_room_than_done() -> None:
    made = statement({FOR: 1.0}, reviewed=True)
    assert ratio(made, POSTS, 10, 9) < 4.0
    by_number = replace(made, count=done(10, of=10))  # 49 for all, 2 of the eleven posts for ten
    assert ratio(by_number, POSTS, 10, 9) == pytest.approx(2.0 * 49.0, rel=0.01)


def test_what_was_undone_counts_no_work() -> None:
    made = statement({AGAINST: 1.0}, label=Label.REVERSED)
    assert likelihoods(replace(made, count=done(2)), POSTS) == likelihoods(made, POSTS)


def test_a_figure_of_a_level_picks_its_cell() -> None:
    states, _ = space(ARMS)
    right, _ = likelihoods(statement({PART: 1.0}, done(71)), ARMS)
    assert abs(states.values[int(np.argmax(right))] - 71.0) <= 1.0
    assert right[int(np.argmax(right))] > 10.0 * right[-1]
    seventeen, _ = likelihoods(statement({FOR: 1.0}, done(17)), CAP)
    states, _ = space(CAP)
    assert abs(states.values[int(np.argmax(seventeen))] - 17.0) <= 0.4


@given(st.floats(0.001, 1.0))
def test_a_quiet_day_says_little_of_a_year_and_an_event_all(covered: float) -> None:
    quiet, wrong = likelihoods(statement({FOR: 1.0}), REFRAIN, covered=covered)
    assert quiet[0] / quiet[1] == pytest.approx((1.0 - 0.02 * covered) / (1.0 - 0.98 * covered))
    shots = statement({AGAINST: 1.0})
    assert ratio(shots, REFRAIN, 1, 0, covered=covered) == pytest.approx(49.0)
    assert quiet[0] / wrong[0] <= 2.0


def test_who_praises_itself_is_trusted_less_for_it() -> None:
    praise = statement({FOR: 1.0})
    own, other = (likelihoods(praise, ACT, side) for side in (Side.OWN, Side.OTHER))
    assert own[0] == other[0]
    assert own[1][0] > other[1][0]


def test_a_watcher_that_seldom_errs_is_believed_of_an_event() -> None:
    states, terms = space(REFRAIN)
    wrong = statement_likelihoods(
        statement({AGAINST: 1.0}), REFRAIN, states, terms, Side.THIRD, UNBOUNDED, false_alarm=0.01
    )[1]
    assert wrong[0] == pytest.approx(
        0.01 * likelihoods(statement({AGAINST: 1.0}), REFRAIN)[1][0] / 0.5
    )


WORLDS, TEXTS, RIGHT, SAYS_NOTHING = 1000, 4, 0.7, 0.4
OUTCOMES = (*BEARING, SILENT)
MISREAD = np.array(  # chance that a text which says the row is taken for the column
    [[0.70, 0.10, 0.10, 0.10], [0.20, 0.50, 0.10, 0.20],
     [0.10, 0.10, 0.60, 0.20], [0.10, 0.10, 0.20, 0.60]]
)  # fmt: skip


def ranks(duty: Obligation, *, certain: bool) -> list[float]:
    """The probability integral of the true state in each world; certain: takes p for 0 or 1."""
    rng = np.random.default_rng(5)
    states, terms = space(duty)
    shares = OWN_SHARES.by_kind[duty.kind]
    rows = chances_if_right(states, terms, shares)
    base = np.array([*((1 - SAYS_NOTHING) * shares.of(way) for way in BEARING), SAYS_NOTHING])
    after = base[:, None] * MISREAD / (base @ MISREAD)  # p of each outcome, by what was read
    size = len(states.values)
    found = []
    for _ in range(WORLDS):
        truth = rng.integers(size)
        posterior = np.full(size, 1.0 / size)
        for _ in range(TEXTS):
            side = list(Side)[rng.integers(len(Side))]
            wrong = chances_if_wrong(states, side, shares)
            right_origin = rng.random() < RIGHT
            row = [rows[way][truth] if right_origin else wrong[way] for way in BEARING]
            says = rng.choice(4, p=[*((1 - SAYS_NOTHING) * np.array(row)), SAYS_NOTHING])
            p = after[:, rng.choice(4, p=MISREAD[says])]
            told = np.eye(4)[p.argmax()] if certain else p
            made = statement(dict(zip(OUTCOMES, told, strict=True)))
            if_right, if_wrong = likelihoods(made, duty, side)
            posterior *= RIGHT * np.array(if_right) + (1 - RIGHT) * np.array(if_wrong)
        posterior /= posterior.sum()
        found.append(posterior[:truth].sum() + rng.random() * posterior[truth])
    return found


def p_uniform(found: list[float]) -> float:
    return float(chisquare(np.histogram(found, bins=10, range=(0.0, 1.0))[0]).pvalue)


@pytest.mark.parametrize("duty", [POSTS, REFRAIN, ARMS])
def test_ranks_in_simulated_worlds_are_uniform(duty: Obligation) -> None:
    assert p_uniform(ranks(duty, certain=False)) > 0.01


def test_ranks_show_a_reader_that_takes_the_likeliest_for_certain() -> None:
    assert p_uniform(ranks(POSTS, certain=True)) < 0.001
