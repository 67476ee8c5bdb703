"""The part of a statement's likelihood that stands for a wrong reading."""

from __future__ import annotations

import numpy as np
from hypothesis import given

from servanda.evidence.statements.direction_likelihood import keeping_values
from servanda.evidence.statements.reader_shares import ReaderShares
from servanda.evidence.statements.statement_likelihood import (
    add_doubt,
    if_misread,
    undoubted_likelihoods,
)
from servanda.evidence.trust.sides import Side
from servanda.records import Obligation, StatedCount, Statement, StatementDirection
from tests.evidence.statements.test_statement_likelihood import (
    OWN_SHARES,
    UNBOUNDED,
    counts,
    duties,
    probabilities,
    sides,
    space,
    statement,
)

Vector = tuple[float, ...]


def split(
    made: Statement, duty: Obligation, side: Side, shares: ReaderShares
) -> tuple[list[Vector], list[Vector]]:
    """(as they stand, the misread part), each if right and if wrong."""
    states, terms = space(duty)

    def undoubted(said: Statement) -> tuple[Vector, float]:
        return undoubted_likelihoods(said, duty, states, terms, side, shares)

    keeping = keeping_values(states, terms)
    misread = if_misread(made, undoubted, shares, keeping)
    assert misread is not None
    return list(add_doubt(made, undoubted, shares, keeping)), list(misread)


@given(duties, sides, probabilities, counts)
def test_it_is_a_part(
    duty: Obligation,
    side: Side,
    chances: dict[StatementDirection, float],
    count: StatedCount | None,
) -> None:
    whole, misread = split(statement(chances, count), duty, side, OWN_SHARES)
    for one, other in zip(whole, misread, strict=True):
        assert np.all(np.array(other) <= np.array(one) + 1e-12)
        assert min(other) >= 0.0


@given(duties, sides, probabilities, counts)
def test_the_rest_is_what_a_sure_reading_says(
    duty: Obligation,
    side: Side,
    chances: dict[StatementDirection, float],
    count: StatedCount | None,
) -> None:
    made = statement(chances, count)
    whole, misread = split(made, duty, side, UNBOUNDED)
    rest = np.array([*whole[0], *whole[1]]) - np.array([*misread[0], *misread[1]])
    sure = statement({made.label.direction: 1.0}, count, label=made.label)
    alone, _ = split(sure, duty, side, UNBOUNDED)
    expected = made.chance(made.label.direction) * np.array([*alone[0], *alone[1]])
    np.testing.assert_allclose(rest, expected, atol=1e-9, rtol=1e-6)


def test_what_a_person_decided_has_none() -> None:
    made = statement({StatementDirection.FOR: 1.0}, None, reviewed=True)
    assert if_misread(made, lambda said: ((0.5, 0.5), 0.5), OWN_SHARES) is None
