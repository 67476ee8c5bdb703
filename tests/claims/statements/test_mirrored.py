"""Duties that mirror each other: the name that a sentence has decides whose it tells of."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from servanda.claims.statements.fitted import Register
from servanda.claims.statements.mirrored import limit_by_name, mirrored_duties, odds_by_name
from servanda.claims.statements.reader import StatementReader
from servanda.claims.statements.wording import duty_wordings
from servanda.records import Label, Names, Obligation, ObligationKind, duties_by_bearer
from tests.builders import actor, document

NAMES = Names((actor("norland"), actor("sudria"), actor("mission")), (), ())
NORTH, SOUTH = ("norland",), ("sudria",)


def _duty(name: str, clause: str, bearers: tuple[str, ...]) -> Obligation:
    return Obligation.of_clause(name, clause, bearers, ObligationKind.ACT)


MIRRORED = (
    _duty("n", "Norland withdraws its tanks from the line by May.", NORTH),
    _duty("s", "Sudria withdraws its tanks from the line by May.", SOUTH),
)


def _found(*duties: Obligation) -> list[list[bool]]:
    flags: list[list[bool]] = mirrored_duties(duty_wordings(duties, NAMES)).tolist()
    return flags


def test_the_same_duty_of_another_bearer_mirrors_and_nothing_else_does() -> None:
    other = _duty("p", "Sudria lets the monitors into its prisons.", SOUTH)
    again = _duty("q", "Norland withdraws its tanks from the line by June.", NORTH)
    assert _found(*MIRRORED, other) == [
        [False, True, False],
        [True, False, False],
        [False, False, False],
    ]
    assert not np.any(_found(MIRRORED[0], again))  # of one bearer


def test_rows_of_a_duty_of_several_are_mirrored_and_each_side_is_the_bearer() -> None:
    joint = _duty("tanks", "Each side withdraws its tanks by May.", NORTH + SOUTH)
    rows = duties_by_bearer(joint, {})
    wordings = duty_wordings(rows, NAMES)
    assert [wording.neutral for wording in wordings] == [
        "act | Alpha | Alpha withdraws its tanks by May."
    ] * 2
    assert _found(*rows) == [[False, True], [True, False]]


def test_who_is_named_alone_has_the_highest_odds_and_who_is_not_the_lowest() -> None:
    mirrored = np.array([[False, True, False], [True, False, False], [False, False, False]])
    odds = np.array([[3.0, 1.0, 2.0]] * 4)
    named = np.array([[True, False, False], [False, True, True], [True, True, False], [False] * 3])
    assert odds_by_name(odds, named, mirrored).tolist() == [
        [3.0, 1.0, 2.0],
        [1.0, 3.0, 2.0],
        [3.0, 1.0, 2.0],
        [3.0, 1.0, 2.0],
    ]
    limited = limit_by_name(odds, named, mirrored)
    assert limited[0, 1] < 0.0
    assert limited[1, 0] < 0.0
    assert limited[0, [0, 2]].tolist() == [3.0, 2.0]
    assert limited[2:].tolist() == odds[2:].tolist()


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("The mission met on Tuesday. Sudria has not yet withdrawn its tanks from the line.", "s"),
        ("Norland has withdrawn all its tanks from the line. The mission counted them.", "n"),
    ],
)
def test_one_sides_act_is_not_the_others(reader: StatementReader, text: str, own: str) -> None:
    page = document(text, date(2018, 12, 1))
    found = reader.read(page, (), MIRRORED, NAMES, Register.REPORT)
    bearing = {one.obligation for one in found if one.label is not Label.UNRELATED}
    assert bearing == {own}
