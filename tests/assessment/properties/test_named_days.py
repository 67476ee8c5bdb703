"""What came about on a day was not so the day before: completions, numbers reached, events."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.assessment import BetaSampler, assess
from servanda.assessment.inference.point_posteriors import point_posteriors
from servanda.evidence import collect_evidence, link_claims
from servanda.records import (
    Comparison,
    Counted,
    DocumentClaims,
    Evidence,
    Judgement,
    Label,
    Obligation,
    StatedCount,
    Status,
    day,
)
from tests.assessment.properties.small_cases import (
    BANS,
    FEW,
    LAST,
    SmallCase,
    after,
    ban,
    reliabilities,
    report,
    states,
)
from tests.builders import case, claim, document
from tests.evidence.test_statement_evidence import statement

OPEN = replace(ban(), deadline=None)
TOLD = 40  # the day that is named
TEXT = "The north did so on that day."


def read(duty: Obligation, label: Label, holder: str, **changes: Any) -> DocumentClaims:
    """A page on which somebody tells of the day, published two days later."""
    name = f"page-{holder}"
    made = replace(
        claim(TEXT), id=f"{name}#s1", document=name, holder=holder.title(), holder_id=holder,
        chain=(holder.title(),),
    )  # fmt: skip
    told = statement(
        label, 0.97, id=f"{name}#s1/duty", document=name, obligation=duty.id, claim=f"{name}#s1",
        event=day(after(TOLD)), as_of=day(after(TOLD)), reviewed=True, **changes,
    )  # fmt: skip
    return DocumentClaims(document(TEXT, after(TOLD + 2), id=name), (made,), {}, (told,))


def row(duty: Obligation, on: int, *reads: DocumentClaims) -> Judgement:
    """The row of a duty that is its clause alone, from pages to the assessment."""
    alone = replace(duty, verb="", object="", terms=())
    whole = case(alone)
    linked = [link_claims(found, whole) for found in reads]
    known = collect_evidence(whole, linked, after(LAST), after(on))
    return assess(known, BetaSampler(16, 3), explained=False).judgements[0]


def test_a_breach_on_a_day_was_none_the_day_before() -> None:
    told = [read(OPEN, Label.VIOLATED, holder) for holder in ("observer", "south")]
    before, then = row(OPEN, TOLD - 1, *told), row(OPEN, TOLD, *told)
    assert then.status is Status.NOT_MET
    assert before.status is Status.MET
    assert before.probability_met is not None
    assert before.probability_met > 0.9


def test_without_its_day_a_breach_may_have_been_there_before() -> None:
    undated = []
    for holder in ("observer", "south"):
        told = read(OPEN, Label.VIOLATED, holder)
        assert told.statements is not None
        undated.append(replace(told, statements=(replace(told.statements[0], event=None),)))
    assert row(OPEN, TOLD - 1, *undated).status is not Status.MET


def number_reached(value: float, comparison: Comparison = Comparison.EXACTLY) -> StatedCount:
    return StatedCount(value, None, comparison, Counted.DONE)


def test_what_was_reached_on_a_day_was_not_reached_the_day_before() -> None:
    duty = replace(states(4), deadline=after(60))
    told = [
        read(duty, Label.PARTLY_DONE, holder, count=number_reached(3.0))
        for holder in ("observer", "south")
    ]

    def three(on: int) -> float:
        found = row(duty, on, *told)
        assert found.count is not None
        return sum(found.count.distribution[3:])

    assert three(TOLD) > 0.7
    assert three(TOLD - 1) < 0.1


def all_done(duty: Obligation, on: int, *told: int) -> Judgement:
    """The row on one day, of sources each of which names the day on which all was done."""
    pages = []
    for holder, named in zip(("observer", "south"), told, strict=True):
        found = read(duty, Label.DONE, holder)
        assert found.statements is not None
        dated = replace(found.statements[0], event=day(after(named)), as_of=day(after(named)))
        page = document(TEXT, after(named + 2), id=f"page-{holder}")
        pages.append(replace(found, statements=(dated,), document=page))
    return row(duty, on, *pages)


@pytest.mark.parametrize("count", [1, 2, 4, 10, 40])
@pytest.mark.parametrize("told", [12, 27, 29, 41, 52, 56, 75])
def test_all_done_on_a_day_was_not_done_the_day_before_however_many(count: int, told: int) -> None:
    """Whether or not it is one of the few days that stand for all ends of a campaign."""
    duty = replace(states(count), deadline=after(30))
    then, before = (all_done(duty, on, told, told) for on in (told, told - 1))
    assert then.probability_met is not None
    assert before.probability_met is not None
    assert then.probability_met > 0.95
    assert before.probability_met < 0.05
    if told > 30:
        assert (then.status, then.days_late) == (Status.MET_LATE, told - 30)


@pytest.mark.parametrize("count", [1, 4, 10])
@pytest.mark.parametrize("apart", [1, 2])
def test_who_tells_of_it_a_day_or_two_later_does_not_deny_it(count: int, apart: int) -> None:
    duty = replace(states(count), deadline=after(30))
    then = all_done(duty, 20, 20, 20 + apart)
    assert then.probability_met is not None
    assert then.probability_met > 0.65


EVENTS = st.builds(
    lambda day, window, least, wrong: replace(
        report(OPEN, [least * wrong, 0.95], wrong, day),
        came_about=after(day - min(day - 1, window)),
    ),
    st.integers(10, LAST),
    st.integers(0, 10),
    st.floats(0.02, 0.9),
    st.floats(0.05, 0.5),
)


@FEW
@given(BANS, EVENTS, reliabilities())
def test_that_something_happened_on_a_day_hardly_lowers_the_day_before(
    duty: Obligation, event: Evidence, trust: Any
) -> None:
    """Only as far as it shows what the bearer is like: by less than a hundredth."""
    assert event.came_about is not None
    eve = (event.came_about - after(0)).days - 1
    told = SmallCase(duty, (replace(event, reliability=trust),))
    for day_before in {eve, eve // 2}:
        on = after(day_before)
        assert told.number(on) >= replace(told, items=()).number(on) - 0.01


@FEW
@given(EVENTS, reliabilities())
def test_that_something_happened_tells_as_much_of_its_day_with_the_day_as_without(
    event: Evidence, trust: Any
) -> None:
    known = replace(event, reliability=trust)
    day_of = known.times.happened.end
    assert day_of is not None
    named = SmallCase(OPEN, (known,)).number(day_of)
    undated = SmallCase(OPEN, (replace(known, came_about=None),)).number(day_of)
    assert named == pytest.approx(undated, abs=0.05)


def breach(day_named: int, origin: str) -> Evidence:
    made = report(OPEN, [0.02, 0.98], 0.2, day_named, came_about=after(day_named))
    return replace(made, id=origin, claim=origin, origin=origin)


def test_a_second_breach_does_not_deny_the_first() -> None:
    first, second = breach(10, "south"), breach(40, "north")
    both, alone = SmallCase(OPEN, (first, second)), SmallCase(OPEN, (first,))
    assert both.number(after(9)) > 0.9
    assert both.number(after(20)) < alone.number(after(20)) + 0.02
    assert both.number(after(60)) < alone.number(after(60))


def test_a_number_is_not_reached_by_silence_of_the_day() -> None:
    """Who names no day leaves open when it was reached."""
    duty = replace(states(4), deadline=after(60))
    right = [0.005, 0.005, 0.005, 0.98, 0.005]
    dated = report(duty, right, 0.1, TOLD, came_about=after(TOLD))
    known = [SmallCase(duty, (item,)) for item in (dated, replace(dated, came_about=None))]
    reached = [
        point_posteriors(small.known(after(TOLD - 1)))["duty"].distribution[3:].sum()
        for small in known
    ]
    assert reached[0] < 0.1 < reached[1]
