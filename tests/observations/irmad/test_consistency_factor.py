"""The consistency factor against tables, integrals and a draw."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy import integrate, stats

from servanda.errors import InputError
from servanda.observations.irmad.consistency_factor import consistency_factor


def test_the_factor_equals_the_table_to_six_digits(shared_dir: Path) -> None:
    with (shared_dir / "data/oracles/consistency_factor.csv").open() as table:
        rows = list(csv.DictReader(table))
    assert len(rows) == 13
    for row in rows:
        expected = float(row["quadrature_of_weighted_second_moment"])
        assert consistency_factor(int(row["bands"])) == pytest.approx(expected, rel=0, abs=1e-8)


@pytest.mark.parametrize("bands", [1, 2, 3, 6, 13, 40])
def test_the_factor_is_the_mean_of_the_lesser_of_two_chi_squares(bands: int) -> None:
    # The mean of something positive is the integral of the chance that it is exceeded.
    mean, _ = integrate.quad(lambda x: stats.chi2.sf(x, bands) ** 2, 0.0, np.inf, epsabs=1e-12)
    assert consistency_factor(bands) == pytest.approx(mean / bands, rel=1e-8)


@pytest.mark.parametrize("bands", [1, 4, 7])
def test_weights_shrink_the_variance_of_noise_by_the_factor(bands: int) -> None:
    noise = np.random.default_rng(bands).standard_normal((bands, 400_000))
    weight = stats.chi2.sf(np.square(noise).sum(axis=0), bands)
    shrunk = np.average(np.square(noise), axis=1, weights=weight).mean()
    assert shrunk == pytest.approx(consistency_factor(bands), rel=0.01)


def test_no_band_has_no_factor() -> None:
    with pytest.raises(InputError, match="give at least one"):
        consistency_factor(0)
