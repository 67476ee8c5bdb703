"""Silence and reports of events against a sum over how many happened when, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise, product
from math import exp, factorial, prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.assessment.duty_kinds.abstain import abstain_mass
from servanda.assessment.filters.report_likelihoods import Report, truth_assignments
from servanda.assessment.inference.reliability_draws import BetaSampler
from servanda.assessment.model.priors import DEFAULT_PRIORS
from servanda.assessment.model.questions import Question, met_values
from servanda.records import ObligationKind, Reliability, terms_in_force
from servanda.records.case.watcher import WatchPeriod
from tests.assessment.single_duty import believe
from tests.builders import START, obligation

LAST = START + timedelta(days=120)
DAYS = st.dates(min_value=START, max_value=LAST)
PRIORS = replace(DEFAULT_PRIORS, events_per_year=0.05, events_anyway_per_year=0.1)
SITES = ("here", "there")
FEW = 5  # more events than this in a stretch of at most 120 days are left out of the slow sum


@dataclass(frozen=True, slots=True, eq=False)
class Told(Report):
    """A report, or the silence of a watcher."""

    watch: WatchPeriod | None = None


def question(on: date, sites: tuple[str, ...] = SITES) -> Question:
    duty = obligation(
        id="tests", kind=ObligationKind.ABSTAIN, verb="refrain", object="nuclear tests",
        sites=sites, count=None, preserve=0, deadline=None, aspect=None, unit="event",
    )  # fmt: skip
    return Question(duty, terms_in_force(duty, LAST, LAST), on, PRIORS)


def silence(watch: WatchPeriod, origin: str, number: int = 0, wrong: float = 1.0) -> Told:
    right, never = np.array([1.0, 0.5]), np.array([wrong, wrong])
    trust = Reliability(19.0, 1.0, "test")
    return Told(f"s{number}", origin, None, watch.last, right, never, trust, watch=watch)


def event(when: date, origin: str, number: int = 9) -> Told:
    right, wrong = np.array([0.02, 0.98]), np.array([0.2, 0.2])
    return Told(f"e{number}", origin, None, when, right, wrong, Reliability(9.0, 1.0, "test"))


@st.composite
def watches(draw: st.DrawFn) -> WatchPeriod:
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return WatchPeriod(
        first,
        last + timedelta(days=1),
        draw(st.sampled_from([0.1, 0.6, 0.99, 1.0])),
        draw(st.sampled_from([0.0, 2.0])),
        draw(st.sampled_from([(), ("here",), ("there",)])),
    )


def by_every_count(asked: Question, told: Sequence[Told]) -> np.ndarray:
    """(value,) joint mass over who is right, the regime, and how many events each stretch had."""
    edges = [asked.obligation.start, asked.on]
    for one in told:
        edges += [one.day] if one.watch is None else [one.watch.first, one.watch.last]
    days = sorted(set(edges))
    origins = sorted({one.origin for one in told})
    mass = np.zeros(2)
    rates = (PRIORS.events_per_year, PRIORS.events_anyway_per_year)
    for truth, rate in product(product((True, False), repeat=len(origins)), rates):
        right = dict(zip(origins, truth, strict=True))
        trust = {one.origin: one.reliability.mean for one in told}
        weight = 0.5 * prod(trust[o] if right[o] else 1.0 - trust[o] for o in origins)
        stretches = [stretch(asked, told, right, rate, pair) for pair in pairwise(days)]
        for counts in product(range(FEW + 1), repeat=len(stretches)):
            chance = weight * prod(row[n] for row, n in zip(stretches, counts, strict=True))
            by_day = dict(zip(days[1:], np.cumsum(counts) > 0, strict=True))
            by_day[days[0]] = np.bool_(False)
            for one in told:
                chance *= heard(one, right[one.origin], bool(by_day[one.day]) if not one.watch
                                else False)  # fmt: skip
            mass[int(by_day[asked.on])] += chance
    return mass


def heard(one: Told, right: bool, happened: bool) -> float:
    if not right:
        return float(one.wrong[int(happened)])
    if one.watch is None:
        return float(one.right[int(happened)])
    return exp(-one.watch.false_alarms_per_year * (one.watch.last - one.watch.first).days / 365.25)


def stretch(
    asked: Question, told: Sequence[Told], right: dict[str, bool], rate: float,
    days: tuple[date, date],
) -> list[float]:  # fmt: skip
    """The chance of so many events between two days, none of them seen; site by site."""
    expected = rate * (days[1] - days[0]).days / 365.25
    looking = [
        one.watch
        for one in told
        if one.watch and right[one.origin] and one.watch.first <= days[0] < one.watch.last
    ]
    chances = []
    for count in range(FEW + 1):
        unseen = 0.0
        for places in product(asked.obligation.sites, repeat=count):
            unseen += (
                prod(
                    1.0 - watch.detects
                    for place in places
                    for watch in looking
                    if not watch.sites or place in watch.sites
                )
                / len(asked.obligation.sites) ** count
            )
        chances.append(exp(-expected) * expected**count / factorial(count) * unseen)
    return chances


@settings(max_examples=6)
@given(watches(), watches(), st.sampled_from(["south", "observer"]), DAYS)
def test_silences_together_equal_counting_the_events_that_nobody_saw(
    one: WatchPeriod, other: WatchPeriod, origin: str, on: date
) -> None:
    asked = question(on)
    told = (silence(one, "south", 1), silence(other, origin, 2, 0.9))
    slow = by_every_count(asked, told)
    np.testing.assert_allclose(fast(asked, told), slow / slow.sum(), rtol=1e-9)


@settings(max_examples=6)
@given(watches(), DAYS, DAYS)
def test_a_report_beside_a_silence_equals_counting_the_events(
    watch: WatchPeriod, when: date, on: date
) -> None:
    asked = question(on)
    told = (silence(watch, "south"), event(when, "observer"))
    slow = by_every_count(asked, told)
    np.testing.assert_allclose(fast(asked, told), slow / slow.sum(), rtol=1e-9)


def fast(asked: Question, told: Sequence[Report]) -> np.ndarray:
    """(value,) by the sums that ship, once with every origin joint and once with none that can."""
    masses = []
    for every in (True, False):
        ways = truth_assignments(told, every=every)
        trust = {one.origin: np.array([one.reliability.mean]) for one in told}
        chances = ways.chances(trust)[0]
        mass = abstain_mass(asked, told, ways)
        mass = np.broadcast_to(mass, (len(chances), 2, 2))
        both = np.tensordot(chances, mass, axes=1).mean(axis=0)
        masses.append(both / both.sum())
    np.testing.assert_allclose(masses[0], masses[1], rtol=1e-12)
    return masses[0]


def chance(asked: Question, *told: Report) -> float:
    return believe(asked, told, BetaSampler(2, 1)).probability(met_values(asked))


@pytest.mark.parametrize("sites", [(), SITES])
def test_the_longer_who_would_have_seen_is_silent_the_surer_nothing_happened(
    sites: tuple[str, ...],
) -> None:
    asked = question(LAST, sites)
    lengths = [
        chance(
            asked, silence(WatchPeriod(START, START + timedelta(days=days), 0.98, 0.0, ()), "south")
        )
        for days in (1, 30, 60, 120)
    ]
    assert chance(asked) < lengths[0]
    assert lengths == sorted(lengths)


def test_a_second_watcher_of_the_same_days_adds_less_than_one_of_the_others() -> None:
    asked, middle = question(LAST), START + timedelta(days=60)
    early, late = (
        WatchPeriod(START, middle, 0.95, 0.0, ()),
        WatchPeriod(middle, LAST, 0.95, 0.0, ()),
    )
    again = chance(asked, silence(early, "south", 1), silence(early, "observer", 2))
    apart = chance(asked, silence(early, "south", 1), silence(late, "observer", 2))
    assert again < apart


@pytest.mark.parametrize(
    "watch",
    [WatchPeriod(START, LAST, 0.0, 0.0, ()), WatchPeriod(START, LAST, 0.0, 3.0, ()),
     WatchPeriod(LAST, LAST + timedelta(days=30), 0.9, 0.0, ())],
)  # fmt: skip
def test_silence_of_who_would_not_have_seen_does_nothing_given_how_the_bearer_behaves(
    watch: WatchPeriod,
) -> None:
    asked = question(LAST)
    told = (silence(watch, "south"),)
    ways = truth_assignments(told, every=True)
    mass = np.broadcast_to(abstain_mass(asked, told, ways), (2, 2, 2))
    plain = np.broadcast_to(abstain_mass(asked, (), truth_assignments((), every=True)), (1, 2, 2))
    shares = mass / mass.sum(axis=-1, keepdims=True)
    np.testing.assert_allclose(shares[0], plain[0] / plain[0].sum(-1, keepdims=True), rtol=1e-12)
