"""Sums over which sites are kept, and which are done, against every choice and outcome."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.assessment.site_counts.one_day_totals import kept_totals


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
