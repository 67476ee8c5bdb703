"""E-values promise no more than they may."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from servanda.observations.error_rates.e_values import e_value, log10_e, log10_evidence

EXPONENTS = st.floats(0.05, 0.95)


@given(st.integers(1, 3_000), EXPONENTS)
def test_the_mean_over_rank_p_values_is_at_most_one_and_none_exceeds_m(controls, exponent):
    ranks = np.arange(1, controls + 2) / (controls + 1)
    values = [e_value(float(rank), exponent) for rank in ranks]
    assert np.mean(values) <= 1.0
    assert max(values) <= controls


def test_the_mean_over_uniform_p_values_is_one():
    mean, _ = quad(e_value, 0.0, 1.0)
    assert mean == pytest.approx(1.0, rel=1e-6)


@given(st.floats(1e-6, 1.0), st.floats(1e-6, 1.0))
def test_a_smaller_p_value_never_speaks_less_for_change(one, other):
    assert e_value(min(one, other)) >= e_value(max(one, other))


def test_evidence_multiplies_with_its_losses_and_never_speaks_against_change():
    both = log10_e(0.001) + log10_e(0.9)
    assert log10_evidence([0.001, 0.9]) == pytest.approx(both, rel=1e-12)
    assert both < log10_evidence([0.001])
    assert log10_evidence([0.9, 0.8]) == 0.0
    assert log10_evidence([]) == 0.0


def test_wealth_seldom_grows_twentyfold_if_nothing_changed():
    """Ville's inequality: at most 1 in 20 ever gets there, however long one looks."""
    rng = np.random.default_rng(3)
    p_values = rng.integers(1, 101, (4_000, 40)) / 100
    wealth = np.cumsum(np.log(0.3) - 0.7 * np.log(p_values), axis=1)
    assert np.mean(wealth.max(axis=1) >= np.log(20.0)) <= 0.05


@pytest.mark.parametrize(("p_value", "exponent"), [(0.0, 0.3), (1.1, 0.3), (0.5, 0.0), (0.5, 1.0)])
def test_numbers_without_meaning_are_refused(p_value, exponent):
    with pytest.raises(ValueError, match="not"):
        e_value(p_value, exponent)
