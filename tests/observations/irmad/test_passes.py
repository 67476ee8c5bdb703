"""The compiled pass against the one in numpy, and what happens where nothing can be compiled."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from benchmarks.optical_pairs import optical_pair
from servanda.observations.irmad import passes as irmad_kernels
from servanda.observations.irmad.irmad import fit_irmad, one_block, statistic
from servanda.observations.irmad.passes import NUMPY, fastest_kernels


@pytest.mark.parametrize("bands", [1, 2, 3, 4, 5, 7])
def test_the_compiled_pass_equals_the_one_in_numpy(bands: int) -> None:
    pytest.importorskip("numba")
    assert fastest_kernels() is not NUMPY
    pair = optical_pair(101, bands, seed=bands)
    pair.usable[10:20] = False
    pair.before[0, 30, 5:9] = np.nan, np.inf, -np.inf, -np.float32(3e38)
    pair.usable[30, 8] = False
    fits = [
        fit_irmad(
            one_block(pair.before, pair.after, pair.usable), max_iterations=8, kernels=kernels
        )
        for kernels in (NUMPY, fastest_kernels())
    ]
    assert fits[0].pixels == fits[1].pixels == 91 * 101 - 4
    for field in ("canonical_correlations", "before_means", "after_means", "sigma"):
        found, expected = getattr(fits[1], field), getattr(fits[0], field)
        np.testing.assert_allclose(found, expected, rtol=1e-9)
    maps = [
        statistic(fits[0], pair.before, pair.after, pair.usable, kernels=kernels)
        for kernels in (NUMPY, fastest_kernels())
    ]
    np.testing.assert_allclose(maps[1], maps[0], rtol=1e-6)


@pytest.mark.parametrize("kernels", [NUMPY, fastest_kernels()])
def test_the_same_pixels_give_the_same_bytes(kernels: irmad_kernels.Kernels) -> None:
    pair = optical_pair(90, 4)

    def once() -> bytes:
        fit = fit_irmad(one_block(pair.before, pair.after, pair.usable), kernels=kernels)
        found = statistic(fit, pair.before, pair.after, pair.usable, kernels=kernels)
        return fit.sigma.tobytes() + found.tobytes()

    assert once() == once()


def test_without_numba_the_passes_are_those_of_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "servanda.observations.irmad.passes_numba", None)
    monkeypatch.delattr("servanda.observations.irmad.passes_numba", raising=False)
    assert irmad_kernels.fastest_kernels.__wrapped__() is NUMPY


def test_where_compiled_code_cannot_be_kept_it_is_compiled_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    numba = pytest.importorskip("numba")
    from servanda.observations.irmad import passes_numba as irmad_numba

    compile_ = numba.njit

    def nowhere(*, cache: bool = False, **options: Any) -> Callable[..., Any]:
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return compile_(**options)

    monkeypatch.setattr(numba, "njit", nowhere)
    assert irmad_numba._compile(lambda x: x + 1)(2) == 3
