"""IR-MAD: what the mathematics promises, and a slow answer by another way."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import linalg, stats

from benchmarks.optical_pairs import OpticalPair, optical_pair
from servanda.errors import InputError
from servanda.observations.irmad.consistency_factor import consistency_factor
from servanda.observations.irmad.irmad import (
    IrMad,
    Mode,
    PixelBlock,
    fit_irmad,
    one_block,
    statistic,
    variates,
)

SEEDS = st.integers(min_value=0, max_value=10_000)


def fitted(pair: OpticalPair, mode: Mode = Mode.CORRECTED, **settings: float) -> IrMad:
    return fit_irmad(one_block(pair.before, pair.after, pair.usable), mode, **settings)  # type: ignore[arg-type]


def chi_square(fit: IrMad, pair: OpticalPair) -> NDArray[np.float32]:
    return statistic(fit, pair.before, pair.after, pair.usable)


def by_eigenproblems(pair: OpticalPair, mode: Mode, steps: int) -> NDArray[np.float64]:
    """The statistic after some steps, as Nielsen (2007) writes it: one eigenproblem a date."""
    bands = len(pair.before)
    both = np.concatenate([pair.before, pair.after]).reshape(2 * bands, -1).astype(np.float64)
    weight = np.ones(both.shape[1])
    for step in range(steps):
        shrunk = consistency_factor(bands) if step and mode is Mode.CORRECTED else 1.0
        about = both - np.average(both, axis=1, weights=weight)[:, None]
        whole = np.cov(both, aweights=weight, ddof=0)
        s11, s12, s22 = whole[:bands, :bands], whole[:bands, bands:], whole[bands:, bands:]
        squares, a = linalg.eigh(s12 @ np.linalg.solve(s22, s12.T), s11)
        b = np.linalg.solve(s22, s12.T @ a)
        b /= np.sqrt(np.einsum("ij,ik,kj->j", b, s22, b))
        differences = a.T @ about[:bands] - b.T @ about[bands:]
        variance = 2.0 * (1.0 - np.sqrt(squares)) / shrunk
        chi2 = np.sum(np.square(differences) / variance[:, None], axis=0)
        weight = stats.chi2.sf(chi2, bands)
    return chi2.reshape(pair.usable.shape)


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("bands", [1, 3, 4])
def test_the_statistic_equals_that_by_eigenproblems(mode: Mode, bands: int) -> None:
    pair = optical_pair(60, bands, seed=3)
    fit = fitted(pair, mode, tolerance=0.0, max_iterations=6)
    assert fit.iterations == 6
    assert not fit.converged
    np.testing.assert_allclose(chi_square(fit, pair), by_eigenproblems(pair, mode, 6), rtol=1e-5)


@settings(max_examples=15)
@given(SEEDS, st.integers(min_value=1, max_value=5), st.sampled_from(Mode))
def test_an_affine_change_of_either_date_changes_nothing(seed: int, bands: int, mode: Mode) -> None:
    rng = np.random.default_rng(seed)
    pair = optical_pair(40, bands, seed=seed)
    mixed = []
    for date in (pair.before, pair.after):
        turned = linalg.qr(rng.standard_normal((bands, bands)))[0] * rng.uniform(0.1, 9.0, bands)
        image = np.tensordot(turned, date, axes=1) + rng.uniform(-900, 900, (bands, 1, 1))
        mixed.append(image.astype(np.float32))
    other = OpticalPair(mixed[0], mixed[1], pair.changed, pair.usable)
    fits = [fitted(one, mode, tolerance=0.0, max_iterations=5) for one in (pair, other)]
    np.testing.assert_allclose(
        fits[1].canonical_correlations, fits[0].canonical_correlations, rtol=0, atol=1e-4
    )
    # A pixel of tiny chi-square feels the float32 of the other image: hence the absolute part.
    np.testing.assert_allclose(
        chi_square(fits[1], other), chi_square(fits[0], pair), rtol=2e-3, atol=5e-3
    )


def test_a_regularised_statistic_keeps_its_error_rate_but_not_its_affine_invariance() -> None:
    pair = optical_pair(300, 4, share=0.0)
    ridge = fitted(pair, regularisation=0.05)
    free = fitted(pair)
    assert np.abs(free.canonical_correlations - ridge.canonical_correlations).max() > 1e-4
    limit = stats.chi2.isf(1e-2, 4)
    low, high = stats.binom.interval(0.99, pair.usable.size, 1e-2)
    assert low <= (chi_square(ridge, pair) > limit).sum() <= high
    mixed = pair.before.copy()
    mixed[0] += 3.0 * mixed[1]
    other = OpticalPair(mixed, pair.after, pair.changed, pair.usable)
    again = fitted(other, regularisation=0.05)
    assert np.abs(chi_square(again, other) / chi_square(ridge, pair) - 1.0).max() > 0.1


def test_differences_of_regularised_variates_are_uncorrelated() -> None:
    pair = optical_pair(100, 4)
    ridge = fitted(pair, regularisation=0.2, tolerance=0.0, max_iterations=1)
    found = variates(ridge, pair.before, pair.after, pair.usable) / ridge.sigma[:, None, None]
    np.testing.assert_allclose(np.cov(found.reshape(4, -1)), np.eye(4), rtol=0, atol=1e-3)


def test_where_nothing_changed_stated_false_alarms_are_true_and_classic_ones_are_not() -> None:
    pair = optical_pair(512, 6, share=0.0, seed=5)
    pixels = pair.usable.size
    for level in (1e-2, 1e-3, 1e-4):
        limit = stats.chi2.isf(level, 6)
        alarms = int((chi_square(fitted(pair), pair) > limit).sum())
        low, high = stats.binom.interval(0.99, pixels, level)
        assert low <= alarms <= high
    classic = fitted(pair, Mode.CLASSIC, tolerance=1e-3)
    assert (chi_square(classic, pair) > stats.chi2.isf(1e-3, 6)).mean() > 0.05


def test_masked_pixels_and_those_that_are_not_finite_never_enter() -> None:
    pair = optical_pair(80, 4, seed=8)
    pair.usable[:, 60:] = False
    left = OpticalPair(*(part[..., :60].copy() for part in _parts(pair)))
    clean = fitted(left, start_pixels=0)
    pair.before[:, :, 60:] = 1e30
    pair.after[2, :, 70:] = np.nan
    spoiled = fitted(pair, start_pixels=0)
    assert spoiled.pixels == 80 * 60
    np.testing.assert_allclose(spoiled.sigma, clean.sigma, rtol=1e-9)
    found = chi_square(spoiled, pair)
    assert np.isnan(found[:, 60:]).all()
    assert np.isfinite(found[:, :60]).all()


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_one_bad_band_hides_a_pixel(value: float) -> None:
    pair = optical_pair(50, 3)
    pair.after[1, 7, 9] = value
    fit = fitted(pair, start_pixels=0)
    assert fit.pixels == 50 * 50 - 1
    assert np.isfinite(fit.sigma).all()
    for found in (chi_square(fit, pair), variates(fit, pair.before, pair.after, pair.usable)[0]):
        assert np.argwhere(np.isnan(found)).tolist() == [[7, 9]]


def test_the_statistic_is_the_sum_of_squares_of_standardised_variates() -> None:
    pair = optical_pair(50, 5)
    fit = fitted(pair)
    found = variates(fit, pair.before, pair.after, pair.usable) / fit.sigma[:, None, None]
    np.testing.assert_allclose(chi_square(fit, pair), np.square(found).sum(axis=0), rtol=1e-4)


def test_windows_give_the_fit_of_the_whole_and_are_read_once_a_step() -> None:
    pair = optical_pair(70, 3)
    reads = []

    def windows() -> list[PixelBlock]:
        reads.append(1)
        rows = [slice(top, top + 9) for top in range(0, 70, 9)]
        return [PixelBlock(pair.before[:, at], pair.after[:, at], pair.usable[at]) for at in rows]

    whole = fitted(pair, start_pixels=0)
    cut = fit_irmad(windows, start_pixels=0)
    np.testing.assert_allclose(cut.sigma, whole.sigma, rtol=1e-10)
    assert len(reads) == cut.iterations + 1  # once more to see where the means lie
    begun = fit_irmad(windows, start_pixels=2000, tolerance=1e-10)
    np.testing.assert_allclose(
        begun.sigma, fitted(pair, start_pixels=0, tolerance=1e-10).sigma, rtol=1e-6
    )


def test_other_bands_than_those_fitted_are_refused() -> None:
    pair, other = optical_pair(40, 3), optical_pair(40, 4)
    with pytest.raises(InputError, match="4 bands, and a fit of 3"):
        chi_square(fitted(pair), other)


def _parts(pair: OpticalPair) -> tuple[np.ndarray, ...]:
    return pair.before, pair.after, pair.changed, pair.usable
