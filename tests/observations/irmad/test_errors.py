"""Pixels of which IR-MAD makes no statistic: one clear sentence each."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.optical_pairs import OpticalPair, optical_pair
from servanda.errors import InputError, NoStatisticError
from servanda.observations.irmad.irmad import IrMad, fit_irmad, one_block


@pytest.fixture
def pair() -> OpticalPair:
    return optical_pair(60, 3, seed=2)


def fit(pair: OpticalPair, regularisation: float = 0.0) -> IrMad:
    blocks = one_block(pair.before, pair.after, pair.usable)
    return fit_irmad(blocks, regularisation=regularisation)


@pytest.mark.parametrize("value", [0.0, 1234.567])
def test_a_constant_band_is_named(pair: OpticalPair, value: float) -> None:
    pair.after[1] = value
    with pytest.raises(NoStatisticError, match="band 2 is constant after the change"):
        fit(pair)


def test_a_band_that_is_constant_but_for_the_change_is_named(pair: OpticalPair) -> None:
    pair.before[2] = 500.0
    pair.before[2, 0, :10] = 4000.0
    with pytest.raises(NoStatisticError, match="band 3 is constant before the change"):
        fit(pair)


@pytest.mark.parametrize("scale", [1.0, 0.37])
def test_dates_that_are_copies_of_one_another_are_refused(pair: OpticalPair, scale: float) -> None:
    pair.after[:] = pair.before * np.float32(scale) + np.float32(11.0 * (1.0 - scale))
    with pytest.raises(NoStatisticError, match="the two dates are alike"):
        fit(pair)


def test_one_band_copied_from_the_other_date_is_enough_to_refuse(pair: OpticalPair) -> None:
    pair.after[0] = pair.before[0]
    with pytest.raises(NoStatisticError, match=r"alike.*at least one combination of bands"):
        fit(pair)


def test_bands_that_depend_on_one_another_are_refused_or_regularised(pair: OpticalPair) -> None:
    pair.before[2] = 0.5 * pair.before[0] - 2.0 * pair.before[1] + 700.0
    with pytest.raises(NoStatisticError, match="bands before the change depend on one another"):
        fit(pair)
    ridge = fit(pair, regularisation=1e-3)
    assert np.isfinite(ridge.sigma).all()
    assert (ridge.sigma > 0.0).all()


def test_too_few_usable_pixels_are_counted(pair: OpticalPair) -> None:
    pair.usable[:] = False
    pair.usable[0, :59] = True
    with pytest.raises(NoStatisticError, match="59 usable pixels are too few for 3 bands"):
        fit(pair)
    pair.usable[0, :60] = True
    assert fit(pair).pixels == 60


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_dates_of_which_nothing_is_left_are_refused(pair: OpticalPair, value: float) -> None:
    pair.before[1] = value
    with pytest.raises(NoStatisticError, match="no pixel is usable in both dates"):
        fit(pair)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("tolerance", -1.0, "a tolerance of"),
        ("tolerance", float("nan"), "a tolerance of"),
        ("max_iterations", 0, "give at least one"),
        ("regularisation", -0.1, "a regularisation of"),
        ("start_pixels", -5, "a start from"),
    ],
)
def test_settings_without_meaning_are_refused(
    pair: OpticalPair, name: str, value: float, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        fit_irmad(one_block(pair.before, pair.after, pair.usable), **{name: value})  # type: ignore[arg-type]
