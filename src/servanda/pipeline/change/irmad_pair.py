"""IR-MAD over two scenes of any size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
from servanda.pipeline.change.change_result import ChangeSettings
from servanda.records.progress import Progress
from servanda.sources.imagery.pixels.map_writer import MapDraft
from servanda.sources.imagery.pixels.scene_stack import SceneStack, StackWindow

__all__ = ["write_pair"]

Parts = Callable[[StackWindow], NDArray[np.float32]]


def write_pair(
    streams: SceneStack, draft: MapDraft, settings: ChangeSettings, progress: Progress
) -> tuple[Parts, dict[str, Any]]:
    """Write the band `statistic`; how to get the variates of a window, and the fit in figures."""

    def blocks() -> Iterator[PixelBlock]:
        return map(_block, streams.read_windows())

    progress("fitting", 0, 1)
    chosen = sample_blocks(blocks, settings.fit_pixels) if settings.fit_pixels else blocks
    fit = fit_irmad(chosen, Mode.CLASSIC if settings.classic else Mode.CORRECTED, kernels=NUMPY)
    progress("fitting", 1, 1)
    for number, read in enumerate(streams.read_windows(), 1):
        draft.write("statistic", read.window, statistic(fit, *_parts_of(read), kernels=NUMPY))
        progress("statistic", number, len(streams.windows))

    def parts(read: StackWindow) -> NDArray[np.float32]:
        scaled: NDArray[np.float32] = variates(fit, *_parts_of(read))
        scaled /= fit.sigma[:, None, None].astype(np.float32)
        return scaled

    return parts, {"fit": _fit_figures(fit)}


def _block(read: StackWindow) -> PixelBlock:
    return PixelBlock(*_parts_of(read))


def _parts_of(
    read: StackWindow,
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.bool_]]:
    return read.pixels[0], read.pixels[1], read.usable


def _fit_figures(fit: IrMad) -> dict[str, Any]:
    return {
        "mode": fit.mode.value,
        "pixels": fit.pixels,
        "iterations": fit.iterations,
        "converged": fit.converged,
        "canonical_correlations": fit.canonical_correlations.tolist(),
        "sigma": fit.sigma.tolist(),
    }
