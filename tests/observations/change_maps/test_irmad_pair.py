"""IR-MAD window by window: the fit of the whole, and parts that make up the statistic."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.optical_pairs import optical_pair
from servanda.observations.change_maps.irmad_pair import fit_pair
from servanda.observations.irmad.irmad import Mode, fit_irmad, one_block, statistic
from tests.observations.change_maps.windows import cut, stack_window


@pytest.fixture(scope="module")
def scenes() -> np.ndarray:
    """(scene, band, row, column), with a corner under cloud."""
    pair = optical_pair(64, 4, seed=3)
    made = np.stack([pair.before, pair.after])
    made[1, :, :9, :7] = np.nan
    return made


@pytest.mark.parametrize("classic", [False, True])
def test_the_fit_to_windows_is_the_fit_to_the_whole(scenes: np.ndarray, classic: bool) -> None:
    found = fit_pair(lambda: cut(scenes, 7), 0, classic=classic)
    whole = stack_window(scenes)
    mode = Mode.CLASSIC if classic else Mode.CORRECTED
    fit = fit_irmad(one_block(*whole.pixels, whole.usable), mode)
    expected = statistic(fit, *whole.pixels, whole.usable)
    bands = [window["statistic"] for window in found.bands(cut(scenes, 13))]
    np.testing.assert_allclose(np.concatenate(bands), expected, rtol=1e-3)
    assert np.isnan(bands[0][:9, :7]).all()
    assert found.details["fit"]["mode"] == mode.value


def test_the_squares_of_the_parts_sum_to_the_statistic(scenes: np.ndarray) -> None:
    found, window = fit_pair(lambda: cut(scenes, 20), 0), stack_window(scenes)
    (bands,) = found.bands([window])
    parts = found.parts(window)
    assert parts.shape == scenes.shape[1:]
    np.testing.assert_allclose((parts**2).sum(axis=0), bands["statistic"], rtol=1e-4)


def test_a_subsample_is_fitted_where_one_is_asked_for(scenes: np.ndarray) -> None:
    usable = np.count_nonzero(np.isfinite(scenes).all(axis=(0, 1)))
    every, some = (fit_pair(lambda: cut(scenes, 20), pixels) for pixels in (0, 500))
    assert every.details["fit"]["pixels"] == usable
    assert some.details["fit"]["pixels"] <= 500
