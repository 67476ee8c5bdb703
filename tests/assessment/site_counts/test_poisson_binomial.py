"""Sums over subsets against every subset."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.assessment.site_counts.count_chain import binomial_pmf
from servanda.assessment.site_counts.poisson_binomial import kept_totals, poisson_binomial

CHANCES = st.floats(min_value=0.0, max_value=1.0)


@given(st.lists(CHANCES, max_size=8))
def test_a_poisson_binomial_equals_summing_every_subset(chances: list[float]) -> None:
    slow = np.zeros(len(chances) + 1)
    for done in product((0, 1), repeat=len(chances)):
        slow[sum(done)] += np.prod(
            [p if one else 1.0 - p for p, one in zip(chances, done, strict=True)]
        )
    np.testing.assert_allclose(poisson_binomial(np.array(chances)), slow, rtol=1e-12, atol=1e-15)


@given(st.integers(min_value=0, max_value=40), CHANCES)
def test_equal_chances_give_a_binomial(sites: int, chance: float) -> None:
    np.testing.assert_allclose(
        poisson_binomial(np.full(sites, chance)), binomial_pmf(sites, chance), rtol=1e-9, atol=1e-15
    )


@settings(deadline=None)
@given(st.integers(min_value=1, max_value=5), st.data())
def test_kept_totals_equal_summing_every_choice_and_outcome(
    sites: int, data: st.DataObject
) -> None:
    kept = data.draw(st.integers(min_value=0, max_value=sites))
    rng = np.random.default_rng(data.draw(st.integers(min_value=0, max_value=99)))
    to_do, to_keep = rng.random((2, sites, 2, 2))
    slow = np.zeros((sites + 1, sites + 1))
    for chosen in combinations(range(sites), kept):
        for ends in product(product((0, 1), repeat=2), repeat=sites):
            mass = [(to_keep if n in chosen else to_do)[n][end] for n, end in enumerate(ends)]
            slow[sum(end[0] for end in ends), sum(end[1] for end in ends)] += np.prod(mass)
    found, log_scale = kept_totals(to_do, to_keep, kept)
    np.testing.assert_allclose(found * np.exp(log_scale), slow, rtol=1e-10)
