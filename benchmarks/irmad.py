"""How exact and how fast IR-MAD is: beside stored runs of the reference, and the machine's limits.

CPU seconds of this process, all threads; medians of several runs, compiled code warm.
`python -m benchmarks.irmad` prints the table.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.bars import Figure, print_figures
from benchmarks.optical_pairs import OpticalPair, area_under_curve, optical_pair
from servanda.observations.irmad.irmad import (
    IrMad,
    Mode,
    fit_irmad,
    one_block,
    sample_blocks,
    statistic,
)

__all__ = ["figures"]

SIDE, BANDS, RUNS = 2048, 6, 5
SAMPLE = 200_000
FULL_BAR, SAMPLE_BAR, TIMES_BAR = 1.9, 1.0, 10.0
# Whole process, same size: research/imagery.md, section 2, measured on this kind of machine.
REFERENCE_SECONDS = 35.7
STREAM = 26e9  # bytes a second of the machine that the bars are for

NAMED = os.environ.get("SERVANDA_SHARED")  # noqa: TID251 - a benchmark is an edge
SHARED = Path(NAMED or Path(__file__).resolve().parents[2] / "shared").resolve()
ORACLES = SHARED / "data/oracles"
TAIZHOU = SHARED / "data/imagery/taizhou_tm_2000_2003"
LABELS = ("change", "unchanged")


def figures() -> Iterator[Figure]:
    """Each figure of the bar table that is about IR-MAD."""
    yield from _exactness()
    yield from _ranking()
    yield from _speed(optical_pair(SIDE, BANDS))


def _exactness() -> Iterator[Figure]:
    pair, stored = _taizhou(), _oracle(ORACLES / "irmad_taizhou.npz")
    for label, mode, tolerance, key, bar in (
        ("classic at the reference's stop", Mode.CLASSIC, 1e-3, "ref_rho", 1e-6),
        ("classic, converged", Mode.CLASSIC, 1e-13, "classic_limit_rho", 1e-8),
        ("corrected, converged", Mode.CORRECTED, 1e-13, "corrected_limit_rho", 1e-5),
    ):
        fit = fit_irmad(
            one_block(pair.before, pair.after, pair.usable),
            mode,
            tolerance=tolerance,
            start_pixels=0,
            less_one=mode is Mode.CLASSIC,
        )
        off = float(np.abs(fit.canonical_correlations - stored[key]).max())
        yield Figure(
            f"Taizhou, {label}: correlations off the oracle",
            f"<= {bar:g}",
            f"{off:.1e}",
            off <= bar,
        )


def _ranking() -> Iterator[Figure]:
    """At the four digits that are stated of the reference."""
    labels = [np.asarray(Image.open(TAIZHOU / f"{name}.bmp")) > 0 for name in LABELS]
    taizhou = _taizhou(), _oracle(ORACLES / "irmad_taizhou.npz"), *labels
    drawn = _oracle(ORACLES / "irmad_change.npz")
    truth = drawn["truth"] > 0
    simulated = _pair(drawn["before"], drawn["after"]), drawn, truth, ~truth
    for name, (pair, stored, changed, unchanged) in (
        ("Taizhou", taizhou),
        ("simulated pair of the oracles", simulated),
    ):
        known = changed | unchanged
        found = area_under_curve(_mapped(pair, _full)[known], changed[known])
        peer = area_under_curve(stored["ref_chi2"][known], changed[known])
        yield Figure(
            f"{name}: area under the curve",
            f">= {peer:.6f}, the reference's",
            f"{found:.6f}",
            found >= peer,
        )


def _speed(pair: OpticalPair) -> Iterator[Figure]:
    stream, product = _stream_rate(), _product_rate()
    _mapped(pair, _full)  # warm: compiled, and every page touched
    size = f"{SIDE} x {SIDE} x {BANDS}"
    for label, fit, bar in (
        ("full fit and change map", _full, FULL_BAR),
        (f"fit on {SAMPLE:,} pixels, change map of all", _partial, SAMPLE_BAR),
    ):
        took = median(_cpu(partial(_mapped, pair, fit)) for _ in range(RUNS))
        area = area_under_curve(_mapped(pair, fit), pair.changed)
        yield Figure(
            f"{size}: {label}",
            f"<= {bar} s of CPU at a stream of {STREAM / 1e9:.0f} GB/s",
            f"{took:.2f} s at {stream / 1e9:.0f} GB/s, area under the curve {area:.4f}; "
            f"the reference {REFERENCE_SECONDS} s, {REFERENCE_SECONDS / took:.0f} times as long",
            took <= bar,
        )
    yield from _limits(pair, stream, product)


def _limits(pair: OpticalPair, stream: float, product: float) -> Iterator[Figure]:
    """One pass beside reading the pixels, and beside doing its sums as a float32 product."""
    pixels = pair.usable.size
    one, six = (median(_cpu(partial(_steps, pair, n)) for _ in range(RUNS)) for n in (1, 6))
    took = (six - one) / 5.0
    reading = 8 * BANDS * pixels / stream
    summing = (4 * BANDS**2 + 2 * BANDS + 20 + 2 * BANDS * (2 * BANDS + 1) + 4 * BANDS) * pixels
    summing /= product
    times = took / max(reading, summing)
    yield Figure(
        f"one pass of the fit, {took / pixels * 1e9:.0f} ns a pixel, beside the machine's limit",
        f"< {TIMES_BAR:.0f} times (the reference 170 to 320)",
        f"{times:.1f} times: {took / reading:.0f} times reading ({reading * 1e3:.0f} ms), "
        f"{took / summing:.1f} times the sums ({summing * 1e3:.0f} ms at "
        f"{product / 1e9:.0f} GFLOP/s)",
        times < TIMES_BAR,
    )


def _full(pair: OpticalPair) -> IrMad:
    return fit_irmad(one_block(pair.before, pair.after, pair.usable))


def _partial(pair: OpticalPair) -> IrMad:
    return fit_irmad(sample_blocks(one_block(pair.before, pair.after, pair.usable), SAMPLE))


def _steps(pair: OpticalPair, number: int) -> IrMad:
    blocks = one_block(pair.before, pair.after, pair.usable)
    return fit_irmad(blocks, tolerance=0.0, max_iterations=number, start_pixels=0)


def _mapped(pair: OpticalPair, fitted: Callable[[OpticalPair], IrMad]) -> NDArray[np.float32]:
    return statistic(fitted(pair), pair.before, pair.after, pair.usable)


def _stream_rate() -> float:
    """Bytes a second of reading float64 numbers once, in one thread."""
    numbers = np.ones(40_000_000)
    return numbers.nbytes / min(_cpu(numbers.sum) for _ in range(RUNS))


def _product_rate() -> float:
    """Operations a CPU second of a float32 matrix product."""
    size = 2048
    matrix = np.ones((size, size), np.float32)
    return 2.0 * size**3 / min(_cpu(lambda: matrix @ matrix) for _ in range(RUNS))


def _taizhou() -> OpticalPair:
    dates = [np.fromfile(TAIZHOU / name, np.uint8) for name in ("2000TM", "2003TM")]
    return _pair(*(date.reshape(6, 400, 400) for date in dates))


def _pair(before: NDArray[np.generic], after: NDArray[np.generic]) -> OpticalPair:
    nothing = np.zeros(before.shape[1:], np.bool_)
    return OpticalPair(before.astype(np.float32), after.astype(np.float32), nothing, ~nothing)


def _oracle(path: Path) -> dict[str, NDArray[np.float64]]:
    with np.load(path) as stored:
        return {key: stored[key] for key in stored.files}


def _cpu(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


if __name__ == "__main__":
    sys.exit(0 if print_figures("IR-MAD", figures()) else 1)
