"""Duties in instalments: against a sum over every path, and what a bearer that keeps them does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.assessment.duty_kinds.by_kind import value_mass
from servanda.assessment.filters.report_likelihoods import (
    Report,
    TruthAssignments,
    reports_from,
    trust_of_origins,
)
from servanda.assessment.inference.reliability_draws import BetaSampler
from servanda.assessment.inference.wrong_source_model import (
    with_plausible_days,
    with_wrong_source_likelihood,
)
from servanda.assessment.model.hazards import CompletionHazard, event_probability
from servanda.assessment.model.priors import DEFAULT_PRIORS
from servanda.assessment.model.questions import (
    Question,
    reached_values,
    regime_shares,
    site_regimes,
)
from servanda.assessment.site_counts.count_chain import SiteBlock
from servanda.assessment.site_counts.instalment_chain import InstalmentBlock, is_small_enough
from servanda.records import Evidence, Obligation, ScheduleEntry, with_whole_of_schedule
from servanda.records.case.terms import terms_in_force
from tests.assessment.properties.small_cases import after
from tests.assessment.single_duty import believe
from tests.builders import START, count_report, obligation

ONE_CAMPAIGN = replace(DEFAULT_PRIORS, campaign_days=1)  # the slow answer sums over every regime
CHANCES = st.floats(min_value=0.05, max_value=0.95)
LAST = 6


def in_instalments(*targets: tuple[int, float], **changes: object) -> Obligation:
    """(days after the start, so many by then) of one duty."""
    entries = tuple(ScheduleEntry(count, after(days)) for days, count in targets)
    made = obligation(id="duty", preserve=0, count=None, deadline=None, schedule=entries)
    return with_whole_of_schedule(replace(made, **changes))


def ask(duty: Obligation, day: int) -> Question:
    """What is asked of a duty so many days after its start."""
    return Question(duty, terms_in_force(duty, after(day), after(day)), after(day), ONE_CAMPAIGN)


SMALL = in_instalments((1, 1), (4, 3))


def chances_of_a_day(pace: CompletionHazard, size: int, done: int, when: date) -> np.ndarray:
    """(after,) chances of the number done a day later, over everything that may happen to each."""
    numbers = np.zeros(size + 1)
    due = np.repeat(list(pace.steps), [round(s.share * size) for s in pace.steps])
    back = event_probability(pace.undone_per_year, 1)
    for fates in product((0, 1), repeat=size - done):
        chance = 1.0
        for fate, step in zip(fates, due[done:], strict=True):
            own = replace(pace, steps=(replace(step, share=1.0),))
            gets_done = own.finish_probability(when, when + timedelta(days=1))
            chance *= gets_done if fate else 1.0 - gets_done
        finished = done + sum(fates)
        for put_back in product((0, 1), repeat=finished):
            undone = sum(put_back)
            numbers[finished - undone] += (
                chance * back**undone * (1.0 - back) ** (finished - undone)
            )
    return numbers


def by_every_path(asked: Question, evidence: Sequence[Evidence]) -> np.ndarray:
    """(value,) joint mass, summing every truth of the origins, regime and path of counts."""
    reports = with_wrong_source_likelihood(with_plausible_days(asked, reports_from(evidence)))
    size, trust = asked.terms.count, trust_of_origins(reports)
    regimes = site_regimes(asked)
    mass = np.zeros(size + 1)
    shares = regime_shares(asked).mean(axis=0)
    for pace, share in zip(regimes.hazards, shares, strict=True):
        days = [asked.begins + timedelta(days=n) for n in range((after(LAST) - asked.begins).days)]
        steps = [
            [chances_of_a_day(pace, size, done, when) for done in range(size + 1)] for when in days
        ]
        for path in product(range(size + 1), repeat=len(days)):
            whole, chance = (0, *path), share
            for step, before, now in zip(steps, whole, path, strict=False):
                chance *= step[before][now]
            if chance:
                on = (asked.on - asked.begins).days
                mass[whole[on]] += chance * _heard(asked, reports, trust, whole)
    return mass


def _heard(asked: Question, reports: Sequence[Report], trust: dict, path: Sequence[int]) -> float:
    total, origins = 0.0, sorted(trust)
    for truth in product((True, False), repeat=len(origins)):
        right = dict(zip(origins, truth, strict=True))
        chance = 1.0
        for origin in origins:
            chance *= trust[origin].mean if right[origin] else 1.0 - trust[origin].mean
        for report in reports:
            vector = report.right if right[report.origin] else report.wrong
            chance *= vector[path[(report.day - asked.begins).days]]
        total += chance
    return total


@st.composite
def reports(draw: st.DrawFn, size: int) -> tuple[Evidence, ...]:
    made = []
    for number in range(draw(st.integers(0, 2))):
        right = tuple(draw(st.lists(CHANCES, min_size=size + 1, max_size=size + 1)))
        origin = draw(st.sampled_from(["south", "observer"]))
        day = after(draw(st.integers(0, LAST)))
        made.append(count_report(right, day, id=f"e{number}", origin=origin, obligation="duty"))
    return tuple(made)


@settings(max_examples=4, deadline=None, derandomize=True)
@given(reports(3), st.integers(0, LAST))
def test_the_number_equals_a_sum_over_every_path(evidence: tuple[Evidence, ...], on: int) -> None:
    asked = ask(SMALL, on)
    slow = by_every_path(asked, evidence)
    belief = believe(asked, reports_from(evidence), BetaSampler(2, 1))
    np.testing.assert_allclose(belief.distribution, slow / slow.sum(), rtol=1e-9)


@given(st.integers(1, 6), st.integers(0, 60), st.integers(0, 60))
def test_one_instalment_for_all_is_the_chain_of_alike_sites(size: int, a: int, b: int) -> None:
    first, last = sorted((after(a), after(b)))
    pace = CompletionHazard(START, after(40), 0.9, 4.0, 900.0, 0.0)
    alike = SiteBlock(size, (pace,), 0).transition(first, last)
    counted = InstalmentBlock(size, (pace,)).transition(first, last)
    np.testing.assert_allclose(counted, alike, atol=1e-12)


@given(st.lists(st.integers(0, 90), min_size=3, max_size=3))
def test_moving_in_two_steps_is_moving_in_one(days: list[int]) -> None:
    first, middle, last = map(after, sorted(days))
    asked = ask(in_instalments((0, 2), (7, 5), (20, 9)), 0)
    block = InstalmentBlock(9, site_regimes(asked).hazards)
    two = block.transition(first, middle) @ block.transition(middle, last)
    np.testing.assert_allclose(two, block.transition(first, last), atol=1e-12)
    np.testing.assert_allclose(two.sum(axis=2), 1.0, rtol=1e-9)


def chances_by_regime(asked: Question, count: float) -> np.ndarray:
    mass = value_mass(asked, (), TruthAssignments(()))[0]
    return np.asarray(mass @ reached_values(asked, count))


@pytest.mark.parametrize("targets", [((0, 2), (10, 5), (20, 7)), ((5, 3), (15, 13), (40, 33))])
def test_a_bearer_in_time_has_each_target_done_by_its_day_and_not_long_before(
    targets: tuple[tuple[int, int], ...],
) -> None:
    duty, before = in_instalments(*targets), (0, 0)
    for day, count in targets:
        in_time = chances_by_regime(ask(duty, day), count)[:1]
        assert (in_time > 0.99 * 0.98).all()  # of the whole, however many things there are
        if day > before[0] + 4:
            early = chances_by_regime(ask(duty, before[0] + 1), count)[:1]
            assert (early < 0.05).all()
        late = chances_by_regime(ask(duty, day), count)[6:8]  # four and eight times as long
        assert (late < 0.1).all()
        before = (day, count)


@pytest.mark.parametrize("size", [7, 200])  # counted in instalments; too many for that
def test_each_thing_is_done_by_each_date_by_the_share_due(size: int) -> None:
    duty = in_instalments((4, size * 0.2), (10, size * 0.6), (30, size))
    duty = replace(duty, count=size)
    for day, share in ((4, 0.2), (10, 0.6), (30, 1.0)):
        asked = ask(duty, day)
        pace = site_regimes(asked).hazards[0]
        by_then = pace.finish_probability(asked.begins, after(day))
        assert by_then == pytest.approx(0.98 ** (1 / size) * share, abs=0.01)
        assert is_small_enough(size, site_regimes(asked).hazards) is (size == 7)


def test_half_of_the_late_campaigns_are_late_with_one_instalment_alone() -> None:
    asked = ask(in_instalments((10, 2), (20, 5), (40, 9)), 40)
    regimes = site_regimes(asked)
    assert sum(regimes.if_keeping) == pytest.approx(1.0)
    assert sum(regimes.if_breaking) == pytest.approx(1.0)
    whole = [pace for pace in regimes.hazards if len(pace.steps) > 1]
    assert regimes.hazards[: len(whole)] == tuple(whole)
    once = regimes.if_keeping[8 : len(whole)]
    assert len(once) == 9
    assert sum(once) == pytest.approx(0.5 * ONE_CAMPAIGN.late * (1.0 - ONE_CAMPAIGN.partly))
    assert not any(regimes.if_breaking[: len(whole)])
    second_late = chances_by_regime(ask(in_instalments((10, 2), (20, 5), (40, 9)), 20), 5)[13]
    assert second_late < 0.1  # by all of the time to the next date
    assert chances_by_regime(ask(in_instalments((10, 2), (20, 5), (40, 9)), 10), 2)[13] > 0.9


def test_what_is_due_on_the_first_day_may_be_done_on_it() -> None:
    asked = ask(in_instalments((0, 2), (10, 5)), 0)
    assert asked.begins == START - timedelta(days=1)
    assert chances_by_regime(asked, 2)[0] > 0.9
    assert ask(in_instalments((1, 2), (10, 5)), 0).begins == START
