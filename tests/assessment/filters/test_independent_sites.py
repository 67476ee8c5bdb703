"""Many sites at once against hmmlearn, and against every path."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hmmlearn.hmm import CategoricalHMM
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.assessment.filters.independent_sites import (
    SiteChains,
    SiteLooks,
    site_filter,
    site_smoother,
)
from servanda.errors import InputError

SEEDS = st.integers(min_value=0, max_value=10_000)


def random_rows(rng: np.random.Generator, *shape: int) -> np.ndarray:
    rows = rng.uniform(0.02, 1.0, shape)
    return rows / rows.sum(axis=-1, keepdims=True)


def symbols(rng: np.random.Generator, sites: int, days: int) -> np.ndarray:
    """(site, day) 0 or 1 where a site was looked at, 2 where it was not."""
    seen = rng.integers(0, 2, (sites, days))
    return np.where(rng.random((sites, days)) < 0.3, seen, 2)


def looks_of(seen: np.ndarray, emission: np.ndarray) -> SiteLooks:
    site, day = np.nonzero(seen < 2)
    return SiteLooks(site, day, emission[:, seen[site, day]].T)


@settings(max_examples=20, deadline=None)
@given(SEEDS, st.integers(min_value=2, max_value=4))
def test_posteriors_equal_those_of_hmmlearn(seed: int, states: int) -> None:
    rng = np.random.default_rng(seed)
    sites, days = 7, 12
    start, step = random_rows(rng, states), random_rows(rng, states, states)
    emission = random_rows(rng, states, 2)
    seen = symbols(rng, sites, days)
    model = CategoricalHMM(states, n_features=3)
    model.startprob_, model.transmat_ = start, step
    model.emissionprob_ = np.hstack([0.3 * emission, np.full((states, 1), 0.7)])
    chains = SiteChains(sites, start, step, days)
    looks = looks_of(seen, emission)
    smoothed = model.predict_proba(seen.reshape(-1, 1), [days] * sites).reshape(sites, days, states)
    np.testing.assert_allclose(site_smoother(chains, looks), smoothed, rtol=0.0, atol=1e-10)
    filtered = site_filter(chains, looks)
    for day in range(days):  # the filter is what a smoother would say that ends on that day
        known = model.predict_proba(seen[:, : day + 1].reshape(-1, 1), [day + 1] * sites)
        last = known.reshape(sites, day + 1, states)[:, -1]
        np.testing.assert_allclose(filtered[:, day], last, rtol=0.0, atol=1e-10)


@settings(max_examples=20, deadline=None)
@given(SEEDS, st.integers(min_value=2, max_value=4))
def test_irregular_steps_equal_summing_every_path(seed: int, states: int) -> None:
    rng = np.random.default_rng(seed)
    sites, days = 3, 5
    start, steps = random_rows(rng, sites, states), random_rows(rng, days - 1, states, states)
    count = 9  # more than one look at some site on some day
    site, day = rng.integers(0, sites, count), rng.integers(0, days, count)
    likelihood = rng.uniform(0.05, 1.0, (count, states))
    slow = np.zeros((sites, days, states))
    known = np.zeros((sites, days, states))
    for one, path in product(range(sites), product(range(states), repeat=days)):
        chance = start[one, path[0]]
        for when in range(days):
            chance *= steps[when - 1, path[when - 1], path[when]] if when else 1.0
            chance *= np.prod(likelihood[(site == one) & (day == when), path[when]])
            slow_part = chance if when == days - 1 else 0.0
            known[one, when, path[when]] += chance / states ** (days - 1 - when)
            if slow_part:
                for index, state in enumerate(path):
                    slow[one, index, state] += slow_part
    chains, looks = SiteChains(sites, start, steps, days), SiteLooks(site, day, likelihood)
    slow /= slow.sum(axis=-1, keepdims=True)
    known /= known.sum(axis=-1, keepdims=True)
    np.testing.assert_allclose(site_smoother(chains, looks), slow, rtol=1e-9)
    np.testing.assert_allclose(site_filter(chains, looks), known, rtol=1e-9)


def test_a_filter_never_knows_of_later_looks() -> None:
    step = np.array([[0.9, 0.1], [0.05, 0.95]])
    chains = SiteChains(1, np.array([0.8, 0.2]), step, 4)
    late = SiteLooks(np.array([0]), np.array([3]), np.array([[0.1, 0.9]]))
    none = SiteLooks(np.array([], dtype=int), np.array([], dtype=int), np.zeros((0, 2)))
    before = slice(0, 3)
    assert np.array_equal(
        site_filter(chains, late)[:, before], site_filter(chains, none)[:, before]
    )
    assert (
        site_smoother(chains, late)[:, before, 1] > site_filter(chains, none)[:, before, 1]
    ).all()


def test_what_cannot_be_is_refused_with_advice() -> None:
    step = np.array([[0.9, 0.1], [0.0, 1.0]])
    chains = SiteChains(2, np.array([1.0, 0.0]), step, 3)
    at = np.array([1, 1])
    with pytest.raises(InputError, match="site 1 rule out"):
        site_filter(chains, SiteLooks(at, np.array([1, 2]), np.array([[0.0, 1.0], [1.0, 0.0]])))
    with pytest.raises(InputError, match=r"site outside 0\.\.1"):
        site_filter(chains, SiteLooks(np.array([2]), np.array([0]), np.ones((1, 2))))
    with pytest.raises(InputError, match="finite"):
        site_filter(chains, SiteLooks(np.array([0]), np.array([0]), np.full((1, 2), np.nan)))
    with pytest.raises(InputError, match="one matrix a step"):
        site_filter(
            SiteChains(2, np.array([1.0, 0.0]), np.stack([step]), 3),
            SiteLooks(np.array([0]), np.array([0]), np.ones((1, 2))),
        )
