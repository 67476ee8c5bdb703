"""What is said of a duty on which nothing bears."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from servanda.assessment import BetaSampler, assess
from servanda.records import (
    Bearing,
    Bound,
    BoundDirection,
    CaseEvidence,
    Evidence,
    Judgement,
    Obligation,
    ObligationKind,
    Status,
)
from tests.builders import DEADLINE, case, count_report, obligation

AFTER, BEFORE = DEADLINE + timedelta(days=1), DEADLINE - timedelta(days=1)


def ban(**changes: object) -> Obligation:
    own = {"kind": ObligationKind.ABSTAIN, "count": None, "preserve": 0, "aspect": None}
    return obligation(**{**own, **changes})


def judged(duty: Obligation, on: date, *items: Evidence) -> Judgement:
    known = CaseEvidence(case(duty), on, on, items, {}, {})
    return assess(known, BetaSampler(8, 1)).judgements[0]


def flat(number: int, bearing: Bearing) -> Evidence:
    made = count_report((0.5,) * 11, DEADLINE, id=f"e{number}")
    return replace(made, if_right=made.if_wrong, bearing=bearing)


@pytest.mark.parametrize(
    ("duty", "on", "time"),
    [
        (obligation(), AFTER, f"the deadline of {DEADLINE} has passed"),
        (obligation(), DEADLINE, f"the deadline is that day, {DEADLINE}"),
        (obligation(), BEFORE, f"the deadline of {DEADLINE} lies ahead"),
        (ban(deadline=DEADLINE), AFTER, f"its period ended on {DEADLINE}"),
        (ban(deadline=DEADLINE), BEFORE, f"its period runs until {DEADLINE}"),
        (ban(deadline=None), AFTER, ""),
    ],
)
def test_it_says_whether_the_time_is_over(duty: Obligation, on: date, time: str) -> None:
    row = judged(duty, on)
    assert row.status is Status.NO_EVIDENCE
    assert row.why == "; ".join(
        part for part in ("nothing read or looked at bears on it", time) if part
    )


@pytest.mark.parametrize(
    ("bearings", "words"),
    [
        ((Bearing.AFTER_DUTY,) * 2, "2 items set aside: dated after the period"),
        ((Bearing.RETRACTED,), "1 item set aside: taken back"),
        (
            (Bearing.NO_STATEMENT, Bearing.NOT_IN_FORCE, Bearing.NO_STATEMENT),
            "3 items set aside: 2 saying nothing either way, 1 dated while the duty was not in "
            "force",
        ),
    ],
)
def test_it_says_how_many_items_were_set_aside_and_why(
    bearings: tuple[Bearing, ...], words: str
) -> None:
    items = [flat(number, bearing) for number, bearing in enumerate(bearings)]
    assert words in judged(obligation(), AFTER, *items).why


@pytest.mark.parametrize(
    ("duty", "asked"),
    [
        (obligation(), "whether it was done"),
        (ban(), "whether it was broken"),
        (
            ban(
                kind=ObligationKind.LEVEL,
                unit="tonne",
                bound=Bound(BoundDirection.AT_MOST, 300.0),
            ),
            "whether it was kept to",
        ),
    ],
)
def test_what_one_would_like_to_know_depends_on_the_duty(duty: Obligation, asked: str) -> None:
    (spot,) = (spot for spot in judged(duty, BEFORE).blind_spots if "whether" in spot.why)
    assert spot.why.endswith(asked)
