"""Null distributions against the reference's p-values, and critical values against their rate."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from servanda.observations.omnibus.critical_values import (
    critical_value,
    null_of_q,
    null_of_r,
    thresholds,
)


@pytest.mark.parametrize("name", ["change", "null"])
@pytest.mark.parametrize(("band_names", "bands"), [("vv", 1), ("vvvh", 2)])
def test_p_values_are_those_of_the_reference(
    shared_dir: Path, name: str, band_names: str, bands: int
) -> None:
    oracle = np.load(shared_dir / "data" / "oracles" / f"omnibus_{name}.npz")
    looks, p = float(oracle["enl"]), oracle[f"{band_names}_sample_p"]
    minus2_ln_q = oracle[f"{band_names}_sample_minus2lnQ"]
    minus2_ln_r = oracle[f"{band_names}_sample_minus2lnR"]
    for start in range(7):
        null = null_of_q(8 - start, bands, looks)
        ours = null.p_value(null.rho * minus2_ln_q[start])
        np.testing.assert_allclose(ours, p[start, 7], rtol=0.0, atol=1e-14)
        for date in range(start, 7):
            null = null_of_r(date - start + 2, bands, looks)
            ours = null.p_value(null.rho * minus2_ln_r[start, date])
            np.testing.assert_allclose(ours, p[start, date], rtol=0.0, atol=1e-14)


@pytest.mark.parametrize("looks", [1.0, 4.4, 17.0])
@pytest.mark.parametrize("alpha", [0.3, 1e-2, 1e-4])
@pytest.mark.parametrize("dates", [2, 12, 100])
def test_the_critical_value_has_the_p_value_asked_for(
    looks: float, alpha: float, dates: int
) -> None:
    for null in (null_of_q(dates, 2, looks), null_of_r(dates, 2, looks)):
        at = critical_value(null, alpha) * null.rho
        assert float(null.p_value(at)) == pytest.approx(alpha, rel=1e-9)


def test_two_dates_need_the_same_of_both_tests() -> None:
    limits = thresholds(9, 2, 4.4, 1e-3)
    assert limits.q[2] == pytest.approx(limits.r[2], rel=1e-12)
    assert np.isinf([limits.q[:2], limits.r[:2]]).all()


@pytest.mark.parametrize("dates", [2, 12, 255])
def test_p_values_stay_probabilities_at_few_looks(dates: int) -> None:
    p_values = null_of_q(dates, 2, 1.0).p_value(np.linspace(0.0, 20.0 * dates, 500))
    assert ((p_values >= 0.0) & (p_values <= 1.0)).all()
