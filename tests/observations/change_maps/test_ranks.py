"""Pixels ranked against controls: what is called changed, and what the counts say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.observations.change_maps.ranks import Shares, rank_pixels
from servanda.observations.error_rates.map_controls import Controls, Tile, sample_controls

SEEDS = st.integers(0, 10_000)
COUNTS = st.integers(0, 10**6)
SHARES = st.builds(Shares, COUNTS, COUNTS, COUNTS)


def controls(scores: np.ndarray) -> Controls:
    return sample_controls([Tile(scores)])


@given(SEEDS, st.floats(0.002, 0.5))
def test_a_pixel_is_changed_where_its_rank_among_the_controls_is_alpha_or_less(
    seed: int, alpha: float
) -> None:
    rng = np.random.default_rng(seed)
    calm = rng.chisquare(4, (20, 30)).astype(np.float32)
    statistic = (rng.chisquare(4, (9, 11)) * rng.choice([1.0, 9.0], (9, 11))).astype(np.float32)
    statistic[0, :3] = np.nan
    ranked = rank_pixels(statistic, controls(calm), alpha)
    slow = (1.0 + (calm.ravel() >= statistic[..., None]).sum(axis=-1)) / (calm.size + 1.0)
    hidden = np.isnan(statistic)
    assert np.isnan(ranked.p_value[hidden]).all()
    assert (ranked.change[hidden] == 255.0).all()
    # Scores are compared by their leading bits: a rank may be too large by a few ties.
    assert (ranked.p_value[~hidden] >= slow[~hidden] - 1e-6).all()
    assert (ranked.p_value[~hidden] <= slow[~hidden] + 0.02).all()
    called = ranked.p_value <= np.float32(alpha)
    np.testing.assert_array_equal(ranked.change[~hidden] == 1.0, called[~hidden])
    assert ranked.shares == Shares(
        int(called.sum()), int((~called & ~hidden).sum()), int(hidden.sum())
    )


@given(SEEDS, st.integers(1, 8))
def test_the_counts_of_windows_add_up_to_those_of_the_map(seed: int, rows: int) -> None:
    rng = np.random.default_rng(seed)
    statistic = rng.chisquare(4, (9, 11)).astype(np.float32)
    found = controls(rng.chisquare(4, (20, 30)).astype(np.float32))
    total = Shares()
    for top in range(0, 9, rows):
        total += rank_pixels(statistic[top : top + rows], found, 0.1).shares
    assert total == rank_pixels(statistic, found, 0.1).shares
    assert total.changed + total.unchanged + total.not_observable == statistic.size


@given(SHARES, SHARES)
def test_the_order_of_windows_does_not_matter(one: Shares, other: Shares) -> None:
    assert one + other == other + one
    assert one + Shares() == one


def test_shares_are_of_what_was_seen_and_of_the_scene() -> None:
    shares = Shares(30, 70, 100)
    assert shares.changed_share == pytest.approx(0.3)
    assert shares.not_observable_share == pytest.approx(0.5)
    assert not shares.are_suspicious
    assert Shares(31, 69, 0).are_suspicious
    assert Shares(0, 0, 5).changed_share == 0.0
