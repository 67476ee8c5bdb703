"""None, some or all is one outcome: what a part and what the whole is worth, in worked numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.assessment.duty_kinds.by_kind import value_mass
from servanda.assessment.filters.report_likelihoods import TruthAssignments
from servanda.assessment.model.hazards import campaigns
from servanda.assessment.model.priors import DEFAULT_PRIORS
from servanda.assessment.model.questions import Question, regime_shares, site_regimes
from servanda.evidence.statements.likelihood import likelihoods
from servanda.evidence.statements.reading import ClaimReading, Says
from servanda.evidence.trust.reliability import LETTERS
from servanda.evidence.trust.sides import Side
from servanda.records import Admiralty, Reliability, terms_in_force
from tests.assessment.properties.small_cases import FEW, SmallCase, after, report, states

DUE = 35
DEADLINE = after(DUE)


def due(sites: int) -> SmallCase:
    return SmallCase(replace(states(sites), deadline=DEADLINE), ())


def told(
    small: SmallCase,
    says: Says,
    number: float,
    letter: Admiralty,
    *,
    days: int = 10,
    side: Side = Side.THIRD,
    origin: str = "observer",
) -> SmallCase:
    """The case with one more report, so many days after the deadline."""
    duty = small.duty
    terms = terms_in_force(duty, DEADLINE, DEADLINE)
    made = report(duty, [1.0] * (terms.sites + 1), 1.0, DUE + days)
    right, wrong = likelihoods(ClaimReading(says, number, ""), made.states, terms, side)
    item = replace(
        made, id=origin, origin=origin, if_right=right, if_wrong=wrong,
        reliability=Reliability(*LETTERS[letter], "test"),
    )  # fmt: skip
    return replace(small, items=(*small.items, item))


@pytest.mark.parametrize("letter", [Admiralty.A, Admiralty.B])
@pytest.mark.parametrize(("done", "sites"), [(30, 40), (5, 10), (22, 23), (1, 10), (437, 1000)])
def test_a_part_that_is_reliably_told_is_no_slip_of_the_whole(
    letter: Admiralty, done: int, sites: int
) -> None:
    small = told(due(sites), Says.EXACTLY, done, letter)
    assert small.number(after(DUE + 10)) <= 0.1


@pytest.mark.parametrize("sites", [10, 23, 40, 400])
def test_the_whole_by_a_verifier_is_the_whole(sites: int) -> None:
    for says in (Says.EXACTLY, Says.ALL):
        small = told(due(sites), says, sites, Admiralty.A)
        assert small.number(after(DUE + 10)) >= (0.95 if says is Says.EXACTLY else 0.9)


def test_only_a_tenth_is_not_the_whole() -> None:
    small = told(due(200), Says.EXACTLY, 20, Admiralty.B)
    assert small.number(after(DUE + 10)) <= 0.05


def test_adversaries_and_the_press_who_agree_on_all_settle_it() -> None:
    small = told(due(50), Says.EXACTLY, 50, Admiralty.C, side=Side.OWN, origin="north")
    small = told(small, Says.EXACTLY, 50, Admiralty.C, side=Side.OTHER, origin="south")
    small = told(small, Says.EXACTLY, 50, Admiralty.C, origin="paper")
    assert small.number(after(DUE + 10)) > 0.95


@FEW
@given(st.integers(2, 60))
def test_whoever_does_a_part_does_any_number_as_likely_as_any_other(sites: int) -> None:
    regimes = campaigns(DEFAULT_PRIORS, after(0), DEADLINE, sites)
    parts = np.array(regimes.if_keeping) * (np.array(regimes.if_breaking) > 0.0)
    assert parts.sum() == pytest.approx(DEFAULT_PRIORS.partly)
    small = due(sites)
    asked = Question(
        small.duty, terms_in_force(small.duty, DEADLINE, DEADLINE), DEADLINE,
        replace(DEFAULT_PRIORS, undone_per_year=1e-9, undone_anyway_per_year=1e-9),
    )  # fmt: skip
    totals = parts @ value_mass(asked, (), TruthAssignments(()))[0] / parts.sum()
    even = 1.0 / (sites + 1)
    exactly = 2 * int(np.ceil(np.sqrt(sites))) > sites
    np.testing.assert_allclose(totals, even, rtol=1e-6 if exactly else 0.45)


@FEW
@given(st.integers(1, 400), st.none() | st.integers(5, 60).map(after))
def test_the_whole_is_finished_with_one_chance_however_many_sites_it_has(
    sites: int, deadline: date | None
) -> None:
    regimes = campaigns(DEFAULT_PRIORS, after(0), deadline, sites)
    finishing = [
        pace.by_end**sites
        for pace, share in zip(regimes.hazards, regimes.if_breaking, strict=True)
        if share == 0.0
    ]
    assert finishing
    np.testing.assert_allclose(finishing, DEFAULT_PRIORS.done_by_end, rtol=1e-9)


@FEW
@given(st.integers(1, 400), st.none() | st.integers(5, 60).map(after))
def test_the_chances_of_all_outcomes_sum_to_one_for_either_intent(
    sites: int, deadline: date | None
) -> None:
    duty = replace(states(sites), deadline=deadline)
    on = after(0) + timedelta(days=20)
    asked = Question(duty, terms_in_force(duty, on, on), on, DEFAULT_PRIORS)
    shares = regime_shares(asked)
    assert shares.shape == (2, len(site_regimes(asked).hazards))
    np.testing.assert_allclose(shares.sum(axis=1), 1.0, rtol=1e-12)
    assert (shares >= 0.0).all()
