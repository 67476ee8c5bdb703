"""Likelihood ratios of scores: risen, capped, and honest about what cannot be seen."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.observations.error_rates.ranks import rank_score
from servanda.observations.error_rates.score_likelihood_ratio import (
    detection_probability,
    score_ratio,
)

SEEDS = st.integers(0, 2**32 - 1)


@given(SEEDS, st.integers(10, 200), st.floats(0.0, 30.0))
def test_the_ratio_rises_with_the_score_and_stays_within_m(seed, count, strength):
    rng = np.random.default_rng(seed)
    controls = rng.chisquare(4, count)
    ratio = score_ratio(controls, controls + strength * rng.random(count))
    values = [ratio.log10(score) for score in np.linspace(-1.0, 60.0, 200)]
    assert (np.diff(values) >= 0).all()
    assert max(np.abs(values)) <= np.log10(count) + 1e-12


def test_averaged_over_new_quiet_scores_the_ratio_is_at_most_about_one():
    rng = np.random.default_rng(1)
    means = []
    for _ in range(400):
        controls = rng.chisquare(4, 150)
        ratio = score_ratio(controls, rng.chisquare(4, 150) + rng.uniform(0, 20, 150))
        means.append(np.mean([10 ** ratio.log10(one) for one in rng.chisquare(4, 400)]))
    assert np.mean(means) <= 1.05


def test_it_comes_near_the_true_ratio_of_two_known_laws():
    """Oracle: exponential scores of mean 1 and 4; ratio exp(0.75 s) / 4."""
    rng = np.random.default_rng(2)
    quiet, changed = rng.exponential(1.0, 20_000), rng.exponential(4.0, 20_000)
    ratio = score_ratio(quiet, changed)
    for score in (0.5, 1.5, 3.0, 5.0):
        expected = (0.75 * score - np.log(4.0)) / np.log(10.0)
        assert ratio.log10(score) == pytest.approx(expected, abs=0.12)


def test_an_object_too_small_to_be_seen_says_nothing_either_way():
    controls = np.random.default_rng(3).chisquare(4, 300)
    ratio = score_ratio(controls, controls * 1.0001)
    values = [ratio.log10(score) for score in np.linspace(0.0, 40.0, 100)]
    np.testing.assert_allclose(values, 0.0, atol=0.05)


def test_a_clear_object_speaks_both_ways():
    controls = np.random.default_rng(4).chisquare(4, 300)
    ratio = score_ratio(controls, controls + 100.0)
    assert ratio.log10(101.0) > 2.0
    assert ratio.log10(1.0) < -2.0
    between = (controls.max() + 100.0 + controls.min()) / 2
    assert abs(ratio.log10(between)) < 0.2  # nobody has been there: no word either way


def test_unseen_windows_and_unseen_sites_say_nothing():
    controls = np.arange(40.0)
    injected = controls + 50.0
    injected[::2] = np.nan
    assert score_ratio(controls, injected).controls == 20
    assert score_ratio(controls, injected).log10(float("nan")) == 0.0
    few = score_ratio(controls[:9], controls[:9] + 50.0)
    assert few.log10(55.0) == 0.0


@given(SEEDS)
def test_detection_is_the_share_of_objects_that_rank_low_enough(seed):
    rng = np.random.default_rng(seed)
    controls = rng.chisquare(4, 99)
    injected = controls + rng.uniform(0, 15, 99)
    slowly = np.mean([rank_score(one, controls).p_value <= 0.05 for one in injected])
    assert detection_probability(controls, injected, 0.05) == pytest.approx(slowly, abs=1e-12)
    assert detection_probability(controls, injected, 0.009) == 0.0
