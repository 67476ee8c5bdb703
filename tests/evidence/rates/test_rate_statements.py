"""What statements say of a rate: figures, averages, words without a number, parts of a period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from servanda.evidence import link_claims, weigh
from servanda.records import (
    Bearing,
    Comparison,
    Counted,
    DateRange,
    DocumentClaims,
    Evidence,
    Label,
    Obligation,
    ObligationKind,
    Per,
    Precision,
    Rate,
    Span,
    StatedCount,
    Statement,
    day,
)
from tests.builders import case, claim, document, obligation

TEXT = "Fewer convoys than agreed went through, 35 a week."
MONDAY, END = date(2006, 1, 2), date(2006, 12, 31)
WEEK = DateRange(date(2006, 1, 9), date(2006, 1, 15), Precision.RANGE)
FOUR_WEEKS = DateRange(date(2006, 1, 9), date(2006, 2, 5), Precision.RANGE)
DUTY = obligation(
    id="convoys", verb="", object="", terms=(), kind=ObligationKind.LEVEL, count=None, preserve=0,
    aspect=None, start=MONDAY, deadline=None, rate=Rate(40.0, None, "convoys", Per.WEEK),
    clause="The north lets at least 40 convoys a week through.", unit="convoys",
)  # fmt: skip


def statement(
    label: Label,
    event: DateRange | None,
    value: float | None = None,
    counts: Counted = Counted.DONE,
    number: int = 1,
) -> Statement:
    """A statement of which the reader is sure, as if a person had decided it."""
    count = None if value is None else StatedCount(value, None, Comparison.EXACTLY, counts)
    return Statement(
        id=f"page#s{number}/convoys",
        document="page",
        span=Span(0, len(TEXT)),
        obligation="convoys",
        label=label,
        p=tuple(float(other is label) for other in Label),
        count=count,
        event=event,
        as_of=day(date(2006, 2, 5)),
        claim=f"page#s{number}",
        acts_by=("north",),
        reviewed=True,
        reader="meaning/1 0",
        why="",
    )


def items(*statements: Statement, duty: Obligation = DUTY) -> tuple[Evidence, ...]:
    whole = case(duty)
    made = [replace(claim(TEXT), id=one.claim, attributed=False) for one in statements]
    read = DocumentClaims(document(TEXT, date(2006, 2, 6)), tuple(made), {}, statements)
    return weigh(whole, [link_claims(read, whole)], END, END)


def vector(told: Statement, duty: Obligation = DUTY) -> tuple[float, float, float]:
    (item,) = items(told, duty=duty)
    assert item.bearing is Bearing.BEARS, item.why
    none, some, whole = item.if_right
    return none, some, whole


def test_a_figure_of_a_week_tells_of_that_week() -> None:
    (item,) = items(statement(Label.PARTLY_DONE, WEEK, 35.0))
    assert item.covers == WEEK
    assert item.if_right[0] > 10.0 * item.if_right[2]
    for enough in (40.0, 43.0, 400.0):
        none, _, whole = vector(statement(Label.RESPECTED, WEEK, enough))
        assert whole > 10.0 * none


def test_an_average_below_the_rate_rules_out_that_all_were_kept_and_leaves_each_open() -> None:
    none, some, whole = vector(statement(Label.PARTLY_DONE, FOUR_WEEKS, 150.0))  # 37.5 a week
    assert some > 10.0 * whole
    assert some > none
    few, less, _ = vector(statement(Label.PARTLY_DONE, FOUR_WEEKS, 40.0))  # 10 a week
    assert few > less


def test_a_rate_is_no_total_of_its_days() -> None:
    rate = vector(statement(Label.PARTLY_DONE, FOUR_WEEKS, 37.5, Counted.RATE))
    total = vector(statement(Label.PARTLY_DONE, FOUR_WEEKS, 150.0))
    assert rate == pytest.approx(total, rel=1e-9)


def test_words_without_a_number_tell_of_all_periods_that_they_cover() -> None:
    none, some, whole = vector(statement(Label.RESPECTED, FOUR_WEEKS))
    assert whole > 10.0 * none
    assert whole > some
    none, some, whole = vector(statement(Label.VIOLATED, FOUR_WEEKS))
    assert some > 5.0 * whole
    assert none > some


def test_a_word_on_one_day_says_little_of_the_week() -> None:
    tuesday = day(date(2006, 1, 10))
    none, _, whole = vector(statement(Label.RESPECTED, tuesday))
    week_none, _, week_whole = vector(statement(Label.RESPECTED, WEEK))
    assert 1.0 < whole / none < 2.0 < week_whole / week_none


def test_an_amount_of_a_part_is_the_least_of_the_whole() -> None:
    monday = day(date(2006, 1, 9))
    none, _, whole = vector(statement(Label.PARTLY_DONE, monday, 12.0))
    assert 0.5 < whole / none < 2.0  # as much may come in the rest of the week
    none, _, whole = vector(statement(Label.RESPECTED, monday, 41.0))
    assert whole > 10.0 * none  # all of it on the first day
    most = replace(DUTY, rate=Rate(None, 40.0, "convoys", Per.WEEK))
    none, _, whole = vector(statement(Label.VIOLATED, monday, 60.0), most)
    assert none > 10.0 * whole


def test_each_week_is_news_and_a_copy_is_none() -> None:
    next_week = DateRange(date(2006, 1, 16), date(2006, 1, 22), Precision.RANGE)
    found = items(
        statement(Label.VIOLATED, WEEK, number=1),
        statement(Label.VIOLATED, next_week, number=2),
        statement(Label.VIOLATED, WEEK, number=3),
    )
    bearings = sorted(item.bearing.value for item in found)
    assert bearings == ["bears", "bears", "repeats"]


def test_what_is_told_of_before_the_duty_or_of_plans_moves_nothing() -> None:
    before = DateRange(date(2005, 12, 1), date(2005, 12, 20), Precision.RANGE)
    (early,) = items(statement(Label.VIOLATED, before))
    assert early.bearing is Bearing.BEFORE_DUTY
    (plan,) = items(statement(Label.INTENDED, WEEK))
    assert plan.bearing is Bearing.NO_STATEMENT
    assert plan.if_right == plan.if_wrong


def test_an_amended_rate_is_asked_from_its_day_on() -> None:
    from servanda.records import Amendment

    change = Amendment(date(2006, 1, 16), day(date(2006, 1, 16)), None, None, None, 30.0, "")
    duty = replace(DUTY, amendments=(change,))
    later = DateRange(date(2006, 1, 16), date(2006, 1, 22), Precision.RANGE)
    none, _, whole = vector(statement(Label.PARTLY_DONE, WEEK, 35.0), duty)
    assert none > 10.0 * whole
    none, _, whole = vector(statement(Label.RESPECTED, later, 35.0), duty)
    assert whole > 10.0 * none
