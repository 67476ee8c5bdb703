"""Counts of sites against every path: exact where claimed, within the stated error elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import reduce
from itertools import combinations, pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.assessment.filters.report_likelihoods import (
    Report,
    TruthAssignments,
    reports_from,
    truth_assignments,
)
from servanda.assessment.model.hazards import CompletionHazard
from servanda.assessment.model.priors import DEFAULT_PRIORS
from servanda.assessment.model.questions import (
    Question,
    kept_hazards,
    regime_shares,
    site_regimes,
)
from servanda.assessment.site_counts import route as site_duties
from servanda.assessment.site_counts.route import site_mass
from servanda.assessment.site_counts.site_states import DONE, SiteStates, begun_hazards
from servanda.errors import InputError
from servanda.records import Evidence, ObligationKind, terms_in_force
from tests.builders import START, count_report, obligation

LAST = START + timedelta(days=60)
DAYS = st.dates(min_value=START, max_value=LAST)
FEW = replace(DEFAULT_PRIORS, campaign_days=1)  # the slow answer sums over every regime
CHANCES = st.floats(min_value=0.05, max_value=0.95)


def question(count: int, preserve: int, on: date) -> Question:
    duty = obligation(count=count, preserve=preserve)
    return Question(duty, terms_in_force(duty, LAST, LAST), on, FEW)


@st.composite
def several_reports(
    draw: st.DrawFn, sites: int, named: int, *, states: int = 2, days: int = 3, most: int = 5
) -> tuple[Report, ...]:
    """Reports of up to three origins on the total, or on one of the named sites.

    Each on one of a few days, so that an origin speaks of several sites on a day, and of a site on
    several days: one cause.
    """
    when = draw(st.lists(DAYS, min_size=1, max_size=days, unique=True))
    made = []
    for number in range(draw(st.integers(min_value=1, max_value=most))):
        site = draw(st.sampled_from([None, *(f"site-{n}" for n in range(named))]))
        values = sites + 1 if site is None else draw(st.sampled_from(sorted({2, states})))
        right = tuple(draw(st.lists(CHANCES, min_size=values, max_size=values)))
        origin = draw(st.sampled_from(["south", "observer", "visitor"]))
        day = draw(st.sampled_from(when))
        made.append(count_report(right, day, id=f"e{number}", origin=origin, site=site))
    return reports_from(made)


def by_every_path(asked: Question, reports: Sequence[Report], ways: TruthAssignments) -> np.ndarray:
    """(way, regime, total): every plan, every path of every site over four states."""
    days = sorted({asked.obligation.start, asked.on, *(report.day for report in reports)})
    sites, regimes, kept = asked.terms.sites, site_regimes(asked).hazards, kept_hazards(asked)
    plans = list(combinations(range(sites), asked.terms.preserve))
    mass = np.zeros((len(ways.truths()), len(regimes), sites + 1))
    fine = any(report.site is not None and len(report.right) == 4 for report in reports)
    states = 4 if fine else 2
    paths = np.array([(0, *rest) for rest in product(range(states), repeat=len(days) - 1)])
    done = paths == (DONE if fine else 1)
    for (way, truth), regime, plan in product(enumerate(ways.truths()), range(len(regimes)), plans):
        weights = []
        for site in range(sites):
            pace = (kept if site in plan else regimes)[regime]
            weight = path_chances(pace, days, paths, fine)
            for report in reports:
                if report.site == f"site-{site}":
                    vector = said(report, truth)
                    index = paths if len(vector) == states else done.astype(int)
                    weight = weight * vector[index[:, days.index(report.day)]]
            weights.append(weight)
        joint = reduce(np.multiply.outer, weights)
        totals = [
            reduce(np.add.outer, [done[:, day].astype(int)] * sites) for day in range(len(days))
        ]
        for report in reports:
            if report.site is None:
                joint = joint * said(report, truth)[totals[days.index(report.day)]]
        now = totals[days.index(asked.on)]
        mass[way, regime] += np.bincount(now.ravel(), joint.ravel(), sites + 1) / len(plans)
    return mass


def said(report: Report, truth: dict[str, bool]) -> np.ndarray:
    if report.origin in truth:
        return report.right if truth[report.origin] else report.wrong
    mean = report.reliability.mean
    return mean * report.right + (1.0 - mean) * report.wrong


def path_chances(
    pace: CompletionHazard, days: Sequence[date], paths: np.ndarray, fine: bool
) -> np.ndarray:
    chance = np.ones(len(paths))
    for index, (first, last) in enumerate(pairwise(days)):
        done, undone = pace.done_probability(first, last), pace.undone_probability(first, last)
        step = np.array([[1.0 - done, done], [undone, 1.0 - undone]])
        if fine:
            step = SiteStates([pace], begun_hazards([pace])).transition(first, last)[0]
        chance = chance * step[paths[:, index], paths[:, index + 1]]
    return chance


def assert_same(values: np.ndarray, slow: np.ndarray) -> None:
    values = np.broadcast_to(values, slow.shape)
    np.testing.assert_allclose(values / values.sum(), slow / slow.sum(), rtol=1e-9, atol=1e-300)


def drawn_case(
    data: st.DataObject, on: date, **how: int
) -> tuple[Question, tuple[Report, ...], TruthAssignments]:
    fewest, most = how.pop("fewest_sites", 1), how.pop("most_sites", 4)
    sites = data.draw(st.integers(min_value=fewest, max_value=most))
    preserve = data.draw(st.integers(min_value=0, max_value=min(1, sites - 1)))
    reports = data.draw(several_reports(sites, data.draw(st.integers(0, sites)), **how))
    asked = question(sites - preserve, preserve, on)
    return asked, reports, truth_assignments(reports, every=data.draw(st.booleans()))


@settings(max_examples=25, deadline=None)
@given(st.data(), DAYS)
def test_blocks_equal_every_path_of_up_to_four_sites(data: st.DataObject, on: date) -> None:
    asked, reports, ways = drawn_case(data, on)
    found = site_mass(asked, reports, ways)
    assert found.error == 0.0
    assert_same(found.values, by_every_path(asked, reports, ways))


def test_four_sites_on_six_dates_equal_every_path() -> None:
    days = [START + timedelta(days=gap) for gap in (8, 21, 33, 52)]
    items = [
        count_report((0.1, 0.3, 0.9, 0.4, 0.2), days[1], id="total-1"),
        count_report((0.1, 0.1, 0.2, 0.9, 0.6), days[2], id="total-2"),
        count_report((0.7, 0.2), days[0], id="site-0", site="site-0"),
        count_report((0.2, 0.9), days[2], id="site-1", site="site-1", origin="observer"),
        count_report((0.6, 0.5), days[3], id="site-0-later", site="site-0", origin="observer"),
    ]
    asked, reports = question(3, 1, LAST), reports_from(items)
    ways = truth_assignments(reports, every=False)
    assert_same(site_mass(asked, reports, ways).values, by_every_path(asked, reports, ways))


@settings(max_examples=15, deadline=None)
@given(st.data(), DAYS)
def test_four_states_of_a_site_equal_every_path(data: st.DataObject, on: date) -> None:
    asked, reports, ways = drawn_case(data, on, most_sites=2, states=4, days=2, most=4)
    assert_same(site_mass(asked, reports, ways).values, by_every_path(asked, reports, ways))


@settings(max_examples=25, deadline=None)
@given(st.data(), DAYS)
def test_windows_equal_every_path(data: st.DataObject, on: date) -> None:
    asked, reports, ways = drawn_case(data, on, most_sites=3, states=4, days=2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site_duties, "FEW", 0)
        found = site_mass(asked, reports, ways)
    assert found.error <= 1e-12
    assert_same(found.values, by_every_path(asked, reports, ways))


@settings(max_examples=12, deadline=None)
@given(st.data(), DAYS, DAYS)
def test_sites_summed_one_by_one_equal_every_path(data: st.DataObject, on: date, day: date) -> None:
    asked, reports, ways = drawn_case(data, on, fewest_sites=2, most_sites=3, states=4, days=2)
    reports = tuple(replace(one, day=day) if one.site is None else one for one in reports)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site_duties, "MAX_STATES", 0)
        found = site_mass(asked, reports, ways)
    assert found.error == 0.0
    assert_same(found.values, by_every_path(asked, reports, ways))


def test_sites_seen_one_by_one_are_summed_one_by_one_where_that_is_less_work() -> None:
    rng = np.random.default_rng(5)
    items = [
        count_report(
            tuple(rng.uniform(0.1, 0.9, 2)), LAST, id=f"e{n}", site=f"site-{n}", origin=f"o{n}"
        )
        for n in range(11)
    ]
    asked, reports, ways = question(10, 1, LAST), reports_from(items), TruthAssignments(())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site_duties, "FEW_STATES", np.inf)
        together = site_mass(asked, reports, ways)
        patch.setattr(site_duties, "FEW_STATES", 0)
        patch.delattr(site_duties, "_sum_over_plans")
        one_by_one = site_mass(asked, reports, ways)
    assert (together.error, one_by_one.error) == (0.0, 0.0)
    assert_same(one_by_one.values, together.values)


@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.data(), DAYS)
def test_sampled_counts_are_within_their_stated_error(data: st.DataObject, on: date) -> None:
    asked, reports, ways = drawn_case(data, on, most_sites=4)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site_duties, "MAX_STATES", 0)
        patch.setattr(site_duties, "MAX_ADDITIONS", 0)
        patch.setattr(site_duties, "_addition_count", lambda *_: np.inf)
        found = site_mass(asked, reports, ways)
    assert found.error <= 0.005
    slow = by_every_path(asked, reports, ways)
    chance = site_duties.way_chances(reports, ways)[:, None, None]
    regimes = regime_shares(asked).mean(axis=0)[:, None]
    sampled, exact = ((chance * regimes * mass).sum(axis=(0, 1)) for mass in (found.values, slow))
    off = np.cumsum(sampled / sampled.sum()) - np.cumsum(exact / exact.sum())
    assert np.abs(off).max() <= found.error


@settings(max_examples=25, deadline=None)
@given(st.data(), DAYS)
def test_four_states_change_nothing_while_reports_speak_of_done_alone(
    data: st.DataObject, on: date
) -> None:
    asked, reports, ways = drawn_case(data, on, most_sites=3, days=3)
    spread = tuple(
        one
        if one.site is None
        else replace(one, right=one.right[[0, 0, 1, 0]], wrong=one.wrong[[0, 0, 1, 0]])
        for one in reports
    )
    assert_same(site_mass(asked, spread, ways).values, site_mass(asked, reports, ways).values)


def test_a_report_that_work_has_begun_speaks_for_a_bearer_that_keeps_its_word() -> None:
    asked = question(2, 0, LAST)
    begun = count_report((0.05, 0.9, 0.05, 0.05), START + timedelta(days=12), site="site-0")
    ways = TruthAssignments(())
    told, untold = (
        site_mass(asked, reports_from(items), ways).values.sum(axis=2)[0] for items in ([begun], [])
    )
    assert told[0] / told[-1] > 1.5 * untold[0] / untold[-1]


def test_a_duty_about_one_site_takes_reports_on_the_whole_and_on_the_site() -> None:
    asked = question(1, 0, LAST)
    items = [
        count_report((0.1, 0.8), START + timedelta(days=20), id="whole"),
        count_report((0.1, 0.6, 0.4, 0.1), START + timedelta(days=30), id="site", site="site-0"),
    ]
    reports = reports_from(items)
    ways = truth_assignments(reports, every=True)
    assert_same(site_mass(asked, reports, ways).values, by_every_path(asked, reports, ways))


def test_an_act_may_be_reported_in_its_finer_states() -> None:
    duty = obligation(kind=ObligationKind.ACT, count=None, preserve=0, sites=())
    asked = Question(duty, terms_in_force(duty, LAST, LAST), LAST, FEW)
    begun = count_report((0.1, 0.8, 0.2, 0.1), START + timedelta(days=15), site="road")
    values = site_mass(asked, reports_from([begun]), TruthAssignments(())).values
    assert values.shape[-1] == 2
    assert values.sum() > 0.0


@settings(max_examples=10, deadline=None)
@given(st.lists(CHANCES, min_size=2, max_size=2), st.integers(min_value=0, max_value=2), DAYS)
def test_sites_alike_are_one_class_with_the_answer_of_single_ones(
    right: list[float], preserve: int, on: date
) -> None:
    asked = question(4 - preserve, preserve, on)
    day = START + timedelta(days=25)
    alike = [count_report(tuple(right), day, id=f"e{n}", site=f"site-{n}") for n in range(3)]
    total = count_report((0.1, 0.2, 0.5, 0.3, 0.1), LAST, id="total", origin="observer")
    reports = reports_from([*alike, total])
    ways = truth_assignments(reports, every=True)
    assert len(site_duties.group_sites(4, site_duties.merge_reports(reports, ways))) == 2
    assert_same(site_mass(asked, reports, ways).values, by_every_path(asked, reports, ways))


def test_two_thousand_sites_with_reports_of_their_own_are_summed() -> None:
    rng = np.random.default_rng(3)
    sites = 2000
    asked = question(sites - 1, 1, LAST)
    items: list[Evidence] = [
        count_report(
            tuple(rng.uniform(0.1, 0.9, 2)), LAST, id=f"e{n}", site=f"site-{n}", origin=f"o{n}"
        )
        for n in range(sites)
    ]
    found = site_mass(asked, reports_from(items), TruthAssignments(()))
    assert found.error == 0.0
    assert np.isfinite(found.values).all()
    assert found.values.sum() > 0.0


def test_more_sites_than_the_duty_has_are_refused() -> None:
    items = [count_report((0.1, 0.9), LAST, id=f"e{n}", site=f"site-{n}") for n in range(3)]
    with pytest.raises(InputError, match="correct count"):
        site_mass(question(2, 0, LAST), reports_from(items), TruthAssignments(()))
