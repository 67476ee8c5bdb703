"""IR-MAD against stored runs of the reference, and of it carried on until nothing moves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from benchmarks.optical_pairs import area_under_curve
from servanda.observations.irmad.irmad import (
    IrMad,
    Mode,
    PixelBlock,
    fit_irmad,
    one_block,
    statistic,
    variates,
)

Oracle = dict[str, NDArray[np.float64]]
PAIRS = ("taizhou", "change", "null")


def oracle(shared: Path, name: str) -> tuple[Oracle, PixelBlock]:
    with np.load(shared / f"data/oracles/irmad_{name}.npz") as stored:
        found = {key: stored[key] for key in stored.files}
    if name == "taizhou":
        folder = shared / "data/imagery/taizhou_tm_2000_2003"
        both = [np.fromfile(folder / date, np.uint8) for date in ("2000TM", "2003TM")]
        before, after = (date.reshape(6, 400, 400) for date in both)
    else:
        before, after = found["before"], found["after"]
    usable = np.ones(before.shape[1:], bool)
    return found, PixelBlock(before.astype(np.float32), after.astype(np.float32), usable)


def fitted(block: PixelBlock, mode: Mode, tolerance: float, *, less_one: bool = False) -> IrMad:
    return fit_irmad(
        one_block(block.before, block.after, block.usable),
        mode,
        tolerance=tolerance,
        max_iterations=2000,
        start_pixels=0,
        less_one=less_one,
    )


def chi_square(fit: IrMad, block: PixelBlock) -> NDArray[np.float32]:
    return statistic(fit, block.before, block.after, block.usable)


@pytest.mark.parametrize("name", PAIRS)
def test_classic_equals_the_reference_where_that_stops(shared_dir: Path, name: str) -> None:
    expected, block = oracle(shared_dir, name)
    fit = fitted(block, Mode.CLASSIC, 1e-3, less_one=True)
    assert fit.iterations == expected["ref_iterations"]
    np.testing.assert_allclose(fit.canonical_correlations, expected["ref_rho"], rtol=0, atol=1e-6)
    np.testing.assert_allclose(chi_square(fit, block), expected["ref_chi2"], rtol=2e-4)


def test_variates_equal_those_of_the_reference_sign_and_order_too(shared_dir: Path) -> None:
    expected, block = oracle(shared_dir, "taizhou")
    fit = fitted(block, Mode.CLASSIC, 1e-3, less_one=True)
    found = variates(fit, block.before, block.after, block.usable)
    np.testing.assert_allclose(found[:, ::4], expected["ref_mad"], rtol=0, atol=1e-4)
    np.testing.assert_allclose(fit.before_means, expected["ref_means"][:6], rtol=1e-6)
    np.testing.assert_allclose(fit.after_means, expected["ref_means"][6:], rtol=1e-6)


@pytest.mark.parametrize("less_one", [True, False])
def test_classic_converges_to_the_limit(shared_dir: Path, less_one: bool) -> None:
    expected, block = oracle(shared_dir, "taizhou")
    key = "classic_limit" if less_one else "classic_sw_limit"
    fit = fitted(block, Mode.CLASSIC, 1e-13, less_one=less_one)
    found = fit.canonical_correlations
    np.testing.assert_allclose(found, expected[f"{key}_rho"], rtol=0, atol=1e-11)
    if less_one:
        rows = chi_square(fit, block)[::4]
        np.testing.assert_allclose(rows, expected[f"{key}_chi2_every_4th_row"], rtol=1e-6)


@pytest.mark.parametrize("name", PAIRS)
def test_corrected_equals_its_derivation_at_the_same_stop(shared_dir: Path, name: str) -> None:
    expected, block = oracle(shared_dir, name)
    fit = fitted(block, Mode.CORRECTED, 1e-9)
    found = fit.canonical_correlations
    assert fit.iterations == expected["corrected_iterations"]
    np.testing.assert_allclose(found, expected["corrected_rho"], rtol=0, atol=1e-10)
    np.testing.assert_allclose(found, expected["corrected_limit_rho"], rtol=0, atol=1e-6)
    np.testing.assert_allclose(fit.sigma, expected["corrected_sigma"], rtol=1e-7)
    np.testing.assert_allclose(chi_square(fit, block), expected["corrected_chi2"], rtol=1e-5)


@pytest.mark.parametrize("start", [10_000, 40_000])
def test_a_start_from_a_subsample_ends_at_the_same_fit(shared_dir: Path, start: int) -> None:
    expected, block = oracle(shared_dir, "taizhou")
    blocks = one_block(block.before, block.after, block.usable)
    fit = fit_irmad(blocks, tolerance=1e-12, start_pixels=start)
    found = fit.canonical_correlations
    assert fit.pixels == 160_000
    np.testing.assert_allclose(found, expected["corrected_limit_rho"], rtol=0, atol=1e-10)
    usual = chi_square(fit_irmad(blocks, start_pixels=start), block)
    assert np.median(np.abs(usual / chi_square(fit, block) - 1.0)) < 2e-3


def test_changed_pixels_of_a_real_pair_rank_no_lower_than_with_the_reference(
    shared_dir: Path,
) -> None:
    expected, block = oracle(shared_dir, "taizhou")
    folder = shared_dir / "data/imagery/taizhou_tm_2000_2003"
    changed, unchanged = (
        np.asarray(Image.open(folder / f"{label}.bmp")) > 0 for label in ("change", "unchanged")
    )
    labelled = changed | unchanged
    blocks = one_block(block.before, block.after, block.usable)
    area = {
        mode: area_under_curve(
            chi_square(fit_irmad(blocks, mode), block)[labelled], changed[labelled]
        )
        for mode in Mode
    }
    reference = area_under_curve(expected["ref_chi2"][labelled], changed[labelled])
    assert area[Mode.CORRECTED] >= reference
    assert area[Mode.CORRECTED] >= 0.99495
    assert area[Mode.CLASSIC] >= reference - 1e-4  # carried on further than the reference
