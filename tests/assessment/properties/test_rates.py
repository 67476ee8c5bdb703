"""Rates: sums over every sequence and every origin, order, closed periods, coherence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise, product
from math import exp

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from servanda.assessment.inference.case_inference import build_case_model
from servanda.assessment.inference.duty_inference import DutyModel
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.period_rows import period_counts
from servanda.assessment.inference.posterior import probability
from servanda.assessment.inference.wrong_source_model import with_wrong_source_likelihood
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.priors import DEFAULT_PRIORS, Priors
from servanda.assessment.model.questions import met_values
from servanda.records import (
    CaseEvidence,
    DateRange,
    Evidence,
    Obligation,
    ObligationKind,
    Per,
    Precision,
    Rate,
    StateSpace,
    Variable,
)
from servanda.records.units import DAYS_PER_YEAR
from tests.assessment.properties.small_cases import FEW, ORIGINS, reliabilities
from tests.builders import START, case, count_report, obligation

WEEKS = 6
SPACE = StateSpace(Variable.PERIODS_KEPT, (0.0, 0.5, 1.0), None)
PRIORS = st.builds(
    Priors,
    rate_kept=st.floats(0.8, 0.99),
    rate_kept_strained=st.floats(0.4, 0.8),
    rate_strained=st.floats(0.1, 0.9),
    rate_kept_anyway=st.floats(0.05, 0.4),
    rate_turns_per_year=st.floats(5.0, 200.0),
)


def convoys(deadline: date | None = None) -> Obligation:
    """At least 40 convoys a week."""
    return obligation(
        id="duty", kind=ObligationKind.LEVEL, count=None, preserve=0, aspect=None,
        rate=Rate(40.0, None, "convoys", Per.WEEK), deadline=deadline,
    )  # fmt: skip


def end_of_week(number: int) -> date:
    """The last day of a week; the first week is number 0."""
    return START + timedelta(days=7 * number + 6)


def weeks(first: int, last: int) -> DateRange:
    """The days of a run of weeks."""
    start = START + timedelta(days=7 * first)
    return DateRange(start, end_of_week(last), Precision.RANGE)


@st.composite
def reports(draw: st.DrawFn, most: int = 5) -> tuple[Evidence, ...]:
    """Anything said of any runs of weeks by up to three origins."""
    found = []
    for number in range(draw(st.integers(0, most))):
        ends = st.integers(0, WEEKS - 1)
        first, last = sorted(draw(st.tuples(ends, ends)))
        chances = st.floats(0.02, 0.98)
        right = tuple(draw(st.lists(chances, min_size=3, max_size=3)))
        made = count_report(right, end_of_week(last), obligation="duty", states=SPACE)
        found.append(
            replace(
                made,
                if_wrong=(draw(chances),) * 3,
                covers=weeks(first, last),
                id=f"e{number}",
                claim=f"e{number}",
                origin=draw(st.sampled_from(ORIGINS)),
                reliability=draw(reliabilities()),
            )
        )
    return tuple(found)


@dataclass(frozen=True)
class Answer:
    """What is believed on one day."""

    all_kept: float
    each: Array  # (period,) chance that it was kept


def model_of(
    items: tuple[Evidence, ...],
    on: date,
    priors: Priors = DEFAULT_PRIORS,
    deadline: date | None = None,
) -> DutyModel:
    as_of = max(on, end_of_week(WEEKS))
    known = CaseEvidence(case(convoys(deadline)), as_of, on, items, {}, {})
    return build_case_model(known, priors).by_obligation["duty"]


def answer(
    items: tuple[Evidence, ...],
    on: date,
    priors: Priors = DEFAULT_PRIORS,
    deadline: date | None = None,
) -> Answer:
    model, cache = model_of(items, on, priors, deadline), MassCache()
    whole = probability(model, met_values(model.question), cache)
    return Answer(whole, model.chances_of_periods(cache))


def every_sequence(model: DutyModel, priors: Priors, asked: int) -> Answer:
    """The same, summed over every sequence, every bearer and who of the origins is right."""
    told = with_wrong_source_likelihood(model.part.reports)
    origins = sorted({report.origin for report in told})
    trust = {report.origin: report.reliability.mean for report in told}
    holds = exp(-priors.rate_turns_per_year * 7.0 / DAYS_PER_YEAR)
    keeps = priors.keeps / (priors.keeps + priors.breaks)
    bearers = (
        (keeps * (1.0 - priors.rate_strained), priors.rate_kept),
        (keeps * priors.rate_strained, priors.rate_kept_strained),
        (1.0 - keeps, priors.rate_kept_anyway),
    )
    total, whole, each = 0.0, 0.0, np.zeros(asked)
    for states in product((False, True), repeat=WEEKS):
        for right in product((False, True), repeat=len(origins)):
            is_right = dict(zip(origins, right, strict=True))
            heard = 1.0
            for name, truth in is_right.items():
                heard *= trust[name] if truth else 1.0 - trust[name]
            for report in told:
                assert report.covers is not None
                first, last = ((day - START).days // 7 for day in report.covers)
                told_of = states[first : last + 1]
                value = 2 if all(told_of) else 1 if any(told_of) else 0
                vector = report.right if is_right[report.origin] else report.wrong
                heard *= float(vector[value])
            for share, kept in bearers:
                chance = share * heard * (kept if states[0] else 1.0 - kept)
                for before, after in pairwise(states):
                    anew = kept if after else 1.0 - kept
                    chance *= holds * (before == after) + (1.0 - holds) * anew
                total += chance
                whole += chance * all(states[:asked])
                each += chance * np.array(states[:asked])
    return Answer(whole / total, each / total)


@FEW
@given(reports(most=4), st.integers(1, WEEKS), PRIORS)
def test_the_number_is_the_sum_over_every_sequence_and_every_origin(
    items: tuple[Evidence, ...], asked: int, priors: Priors
) -> None:
    on = end_of_week(asked - 1)
    found = answer(items, on, priors)
    slow = every_sequence(model_of(items, on, priors), priors, asked)
    np.testing.assert_allclose(found.all_kept, slow.all_kept, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(found.each, slow.each, rtol=1e-9, atol=1e-12)


@FEW
@given(reports(), st.integers(1, WEEKS), st.randoms(use_true_random=False))
def test_the_order_of_the_items_does_not_matter(
    items: tuple[Evidence, ...], asked: int, random: object
) -> None:
    shuffled = list(items)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = (answer(told, end_of_week(asked - 1)) for told in (items, tuple(shuffled)))
    np.testing.assert_allclose(one.all_kept, other.all_kept, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(one.each, other.each, rtol=1e-12, atol=1e-15)


@FEW
@given(reports(), st.integers(1, WEEKS), st.integers(0, 40))
def test_a_closed_period_stays_as_it_was_while_nothing_new_is_said(
    items: tuple[Evidence, ...], asked: int, later: int
) -> None:
    on = end_of_week(asked - 1)
    then, now = answer(items, on), answer(items, on + timedelta(days=later))
    np.testing.assert_allclose(now.each[:asked], then.each, rtol=1e-9, atol=1e-12)
    if later < 7:  # no further week is over
        assert now.all_kept == then.all_kept


@FEW
@given(reports(), st.integers(1, WEEKS - 1), st.integers(0, 6), st.integers(1, 400))
def test_after_the_deadline_nothing_moves(
    items: tuple[Evidence, ...], asked: int, beyond: int, later: int
) -> None:
    """A last week that the deadline cuts short does not count."""
    deadline = end_of_week(asked - 1) + timedelta(days=beyond)
    kept = tuple(item for item in items if item.covers and item.covers.end <= deadline)  # type: ignore[operator]
    then = answer(kept, deadline, deadline=deadline)
    now = answer(kept, deadline + timedelta(days=later), deadline=deadline)
    assert len(now.each) == asked
    assert now.all_kept == then.all_kept


@FEW
@given(reports(), st.integers(1, WEEKS), PRIORS)
def test_all_kept_is_no_likelier_than_any_one_kept(
    items: tuple[Evidence, ...], asked: int, priors: Priors
) -> None:
    found = answer(items, end_of_week(asked - 1), priors)
    assert found.all_kept <= found.each.min() + 1e-12
    fewer = answer(items, end_of_week(max(0, asked - 2)), priors)
    assert found.all_kept <= fewer.all_kept + 1e-12


@FEW
@given(reports(), st.integers(1, WEEKS))
def test_the_counts_are_those_of_the_periods_that_are_over(
    items: tuple[Evidence, ...], asked: int
) -> None:
    model = model_of(items, end_of_week(asked - 1))
    counts = period_counts(model, MassCache())
    each = model.chances_of_periods(MassCache())
    assert counts is not None
    assert counts.kept + counts.broken + counts.unknown == asked == len(each)
    assert counts.kept == sum(chance >= 0.8 for chance in each)
    assert counts.broken == sum(chance <= 0.2 for chance in each)
