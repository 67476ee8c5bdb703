"""IR-MAD over two scenes of any size."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from servanda.observations.change_maps.statistic import Map
from servanda.observations.irmad.irmad import (
    IrMad,
    Mode,
    PixelBlock,
    fit_irmad,
    sample_blocks,
    statistic,
    variates,
)
from servanda.observations.irmad.passes import NUMPY
from servanda.records import StackWindow

__all__ = ["PairStatistic", "fit_pair"]


@dataclass(frozen=True, slots=True, eq=False)
class PairStatistic:
    """IR-MAD fitted to a pair: a `ChangeStatistic`."""

    fit: IrMad

    def bands(self, windows: Iterable[StackWindow]) -> Iterator[dict[str, Map]]:
        """The chi-square of each pixel, window by window."""
        for window in windows:
            yield {"statistic": statistic(self.fit, *_pair_of(window), kernels=NUMPY)}

    def parts(self, window: StackWindow) -> Map:
        """(variate, row, column) the variates divided by their standard deviations."""
        scaled: Map = variates(self.fit, *_pair_of(window))
        scaled /= self.fit.sigma[:, None, None].astype(np.float32)
        return scaled

    @property
    def details(self) -> dict[str, Any]:
        """Figures of the fit, for JSON."""
        figures = {
            "mode": self.fit.mode.value,
            "pixels": self.fit.pixels,
            "iterations": self.fit.iterations,
            "converged": self.fit.converged,
            "canonical_correlations": self.fit.canonical_correlations.tolist(),
            "sigma": self.fit.sigma.tolist(),
        }
        return {"fit": figures}


def fit_pair(
    windows: Callable[[], Iterable[StackWindow]], pixels: int, *, classic: bool = False
) -> PairStatistic:
    """IR-MAD fitted to windows of two scenes, which are read again for each pass.

    pixels: how many to fit, evenly sampled; 0: all
    classic: without the consistency correction
    Raises NoStatisticError, with advice, if the bands do not allow a fit.
    """

    def blocks() -> Iterator[PixelBlock]:
        return (PixelBlock(*_pair_of(window)) for window in windows())

    fitted = sample_blocks(blocks, pixels) if pixels else blocks
    mode = Mode.CLASSIC if classic else Mode.CORRECTED
    return PairStatistic(fit_irmad(fitted, mode, kernels=NUMPY))


def _pair_of(window: StackWindow) -> tuple[Map, Map, np.ndarray[Any, np.dtype[np.bool_]]]:
    return window.pixels[0], window.pixels[1], window.usable
