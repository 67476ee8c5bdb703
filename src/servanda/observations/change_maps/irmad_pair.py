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
        """Of each window the chi-square of each pixel."""
        for window in windows:
            yield {"statistic": statistic(self.fit, *_pair_of(window), kernels=NUMPY)}

    def parts(self, window: StackWindow) -> Map:
        """(variate, row, column) the variates over their standard deviations."""
        scaled: Map = variates(self.fit, *_pair_of(window))
        scaled /= self.fit.sigma[:, None, None].astype(np.float32)
        return scaled

    @property
    def details(self) -> dict[str, Any]:
        """The fit in figures."""
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
    """The fit to windows of two scenes, which are read anew for each pass.

    pixels: how many to fit, evenly sampled; 0: all
    classic: without the consistency correction
    Raises NoStatisticError, with advice, where the bands do not allow a fit.
    """

    def blocks() -> Iterator[PixelBlock]:
        return (PixelBlock(*_pair_of(window)) for window in windows())

    chosen = sample_blocks(blocks, pixels) if pixels else blocks
    return PairStatistic(
        fit_irmad(chosen, Mode.CLASSIC if classic else Mode.CORRECTED, kernels=NUMPY)
    )


def _pair_of(window: StackWindow) -> tuple[Map, Map, np.ndarray[Any, np.dtype[np.bool_]]]:
    return window.pixels[0], window.pixels[1], window.usable
