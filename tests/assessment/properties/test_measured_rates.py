"""A period that was measured and broken stays so, whatever good periods are counted beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from servanda.assessment.inference.case_inference import build_case_model
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.priors import DEFAULT_PRIORS
from servanda.evidence.rates.rate_claims import rate_claim_evidence
from servanda.records import (
    CaseEvidence,
    Comparison,
    DocumentClaims,
    Evidence,
    Link,
    Obligation,
    ObligationKind,
    Per,
    Quantity,
    Rate,
    Reliability,
    Span,
    TimeMention,
    terms_in_force,
)
from tests.assessment.properties.small_cases import FEW
from tests.assessment.properties.test_rates import end_of_week, weeks
from tests.builders import case, claim, document, obligation

DUTY: Obligation = obligation(
    id="duty", kind=ObligationKind.LEVEL, count=None, preserve=0, aspect=None, unit="convoys",
    object="convoys", rate=Rate(40.0, None, "convoys", Per.WEEK), deadline=None,
)  # fmt: skip
AS_RELIABLE_AS_ANY = Reliability(49.5, 0.5, "letter A")


def counted(week: int, number: int) -> Evidence:
    """So many convoys in a week, by one counter who is as reliable as any."""
    text = f"{number} convoys crossed."
    span = Span(0, len(str(number)))
    said = Quantity(
        str(number), span, Comparison.EXACTLY, float(number), "convoys", False, False, None
    )
    when = TimeMention("in the week", Span(0, 1), weeks(week, week))
    made = claim(text, document=f"w{week}", quantities=(said,), event_time=when, attributed=False)
    page = document(text, end_of_week(week) + timedelta(days=1), id=f"w{week}")
    as_of = end_of_week(week + 1)
    told = rate_claim_evidence(
        case(DUTY), DUTY, terms_in_force(DUTY, as_of, as_of), made, Link("duty", 1.0, "by hand"),
        DocumentClaims(page, (made,), {}), as_of,
    )  # fmt: skip
    return replace(told, origin="counters", reliability=AS_RELIABLE_AS_ANY)


def chances(numbers: list[int]) -> Array:
    """(week,) the chance that each was kept."""
    items = tuple(counted(week, number) for week, number in enumerate(numbers))
    on = end_of_week(len(numbers) - 1)
    known = CaseEvidence(case(DUTY), on + timedelta(days=1), on, items, {}, {})
    model = build_case_model(known, DEFAULT_PRIORS).by_obligation["duty"]
    return model.chances_of_periods(MassCache())


GOOD = st.integers(40, 60)


@FEW
@given(st.lists(GOOD, max_size=30), st.integers(0, 38), st.lists(GOOD, max_size=30))
def test_a_measured_week_stays_broken_among_any_number_of_good_ones(
    before: list[int], bad: int, after: list[int]
) -> None:
    assert chances([*before, bad, *after])[len(before)] <= 0.1


@FEW
@given(st.lists(st.integers(0, 60), min_size=1, max_size=10), GOOD)
def test_a_good_week_mends_no_earlier_one(numbers: list[int], good: int) -> None:
    """What is not broken may become surer; a week counted as broken hardly moves."""
    then, now = chances(numbers), chances([*numbers, good])
    for number, was, now_is in zip(numbers, then, now, strict=False):
        if number < 40:
            assert now_is <= was + 0.03


def test_eight_weeks_of_which_one_was_measured_short() -> None:
    found = chances([42, 45, 31, 44, 41, 43, 43, 50])
    assert [chance >= 0.8 for chance in found] == [week != 2 for week in range(8)]
    assert found[2] < 0.05


def test_one_good_week_of_many_bad_ones_is_believed() -> None:
    """The other way round it is no different."""
    assert chances([5, 8, 3, 6, 44, 9, 2, 7])[4] >= 0.7
