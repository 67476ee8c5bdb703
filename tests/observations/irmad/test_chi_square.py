"""The probability that chance exceeds a chi-square, against scipy's incomplete gamma function."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from servanda.errors import InputError
from servanda.observations.irmad.chi_square import MOST_BANDS, chi_square_law, survival


@pytest.mark.parametrize("degrees", [1, 2, 3, 4, 5, 6, 7, 10, 13, 50, 201, MOST_BANDS])
def test_the_survival_function_equals_the_incomplete_gamma_function(degrees: int) -> None:
    values = np.concatenate([[0.0], np.geomspace(1e-9, 1.0, 50), np.linspace(1, 4 * degrees, 400)])
    expected = stats.chi2.sf(values, degrees)
    found = survival(chi_square_law(degrees), values)
    likely = expected > 1e-16
    np.testing.assert_allclose(found[likely], expected[likely], rtol=1e-10)


def test_far_out_the_probability_is_next_to_nothing() -> None:
    for degrees in (1, 6, MOST_BANDS):
        far = survival(chi_square_law(degrees), np.array([1e4, 1e30, np.inf]))
        assert np.all((far >= 0.0) & (far < 1e-16))


def test_too_few_or_too_many_bands_are_refused() -> None:
    for degrees in (0, -1, MOST_BANDS + 1):
        with pytest.raises(InputError, match="bands: give 1 to"):
            chi_square_law(degrees)
