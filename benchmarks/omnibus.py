"""The omnibus test, the number of looks and long series, beside their bars and their peers.

CPU seconds of this process, medians of several runs. Stacks are drawn from fixed seeds; oracles and
the real stack lie in the shared folder. `python -m benchmarks.omnibus` prints the table.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from statistics import median

import numpy as np
from scipy.stats import binom

from benchmarks.bars import Figure, print_figures
from servanda.observations.monitor.monitor import MonitorResult, monitor
from servanda.observations.omnibus.equivalent_looks import estimate_looks, looks_effect
from servanda.observations.omnibus.omnibus import omnibus
from tests.conftest import SHARED
from tests.observations.myanmar import Myanmar, read_myanmar
from tests.observations.speckle import speckled

LOOKS = 4.4
PEER_SECONDS = 25.2  # sar_seqQ of CRC5Docker bb254b9, sequential path, the same size of stack
RUNS, STACKS = 5, 200
HISTORY_END = date(2016, 12, 31)
MAPS = {"smap": "first", "cmap": "last", "fmap": "frequency"}


def figures() -> Iterator[Figure]:
    """Each figure about radar."""
    yield from _speed()
    yield from _rates()
    if not SHARED.is_dir():
        yield Figure("oracles and real stack", "there", f"no folder {SHARED}", False)
        return
    real = read_myanmar(SHARED)
    yield _oracles(real)
    yield from _coverage()
    yield from _real_looks(real)
    yield from _long_series(real)


def _speed() -> Iterator[Figure]:
    rng = np.random.default_rng(0)
    for changed in (0.01, 0.3):
        power = speckled(rng, (12, 2, 1024, 1024), LOOKS, changed=changed).power
        took = median(_cpu(lambda power=power: omnibus(power, LOOKS, 1e-3)) for _ in range(RUNS))
        bar = "<= 0.25 s of CPU" if changed == 0.01 else "stated"
        yield Figure(
            f"12 dates x 1024 x 1024 x 2, {changed:.0%} changed, all maps",
            bar,
            f"{took:.3f} s; {PEER_SECONDS / took:.0f} times faster than the reference",
            changed != 0.01 or took <= 0.25,
        )


def _rates() -> Iterator[Figure]:
    pixels = 1024 * 1024
    power = speckled(np.random.default_rng(1), (12, 2, 1024, 1024), LOOKS).power
    for alpha in (1e-2, 1e-3, 1e-4):
        called = int((omnibus(power, LOOKS, alpha).frequency > 0).sum())
        high = int(binom.ppf(0.995, pixels, alpha))
        yield Figure(
            f"any change called where nothing changed, looks known, nominal {alpha:.0e}",
            "not above the binomial 99 % interval",
            f"{called / pixels:.2e}",
            called <= high,
        )


def _oracles(real: Myanmar) -> Figure:
    runs = apart = 0
    for name in ("change", "null", "myanmar"):
        oracle = np.load(SHARED / "data" / "oracles" / f"omnibus_{name}.npz")
        power = real.power[:12] if name == "myanmar" else oracle["intensity"]
        for key in [key for key in oracle if "_smap_" in key]:
            bands, _, alpha = key.split("_")
            maps = omnibus(power[:, : len(bands) // 2], float(oracle["enl"]), float(alpha))
            runs += 1
            for theirs, ours in MAPS.items():
                apart += int((getattr(maps, ours) != oracle[f"{bands}_{theirs}_{alpha}"]).sum())
            apart += int(((maps.intervals > 0) != (oracle[f"{bands}_bmap_{alpha}"] > 0)).sum())
    return Figure(f"maps of {runs} runs of the reference", "equal", f"{apart} differ", apart == 0)


def _coverage() -> Iterator[Figure]:
    low = float(binom.ppf(0.005, STACKS, 0.95)) / STACKS
    for shared in (False, True):
        for changed in (0.0, 0.01, 0.05):
            rng = np.random.default_rng(2)
            looks = [
                estimate_looks(
                    speckled(rng, (8, 2, 80, 80), LOOKS, changed=changed, shared=shared).power
                )
                for _ in range(STACKS)
            ]
            share = float(np.mean([one.low <= LOOKS <= one.high for one in looks]))
            mean = np.mean([one.value for one in looks])
            reach = np.mean([(one.high - one.low) / 2.0 for one in looks])
            kind = "2 x 2 shared" if shared else "independent"
            yield Figure(
                f"95 % interval of {LOOKS} looks holds them; speckle {kind}, {changed:.0%} changed",
                f"{low:.3f} or more",
                f"{share:.3f} (mean {mean:.3f} +- {reach:.3f})",
                share >= low,
            )


def _real_looks(real: Myanmar) -> Iterator[Figure]:
    power = real.power[:12]
    for name, bands in (("VV", power[:, :1]), ("VH", power[:, 1:]), ("VV and VH", power)):
        raw, level = estimate_looks(bands), estimate_looks(bands, level_dates=True)
        effect = looks_effect(bands, raw, 1e-3)
        yield Figure(
            f"looks of the Myanmar stack, first 12 dates, {name}",
            "stated",
            f"{raw.value:.1f} ({raw.low:.1f} to {raw.high:.1f}); dates levelled {level.value:.1f}; "
            f"called changed at 1e-3: {effect.low:.4f}, {effect.value:.4f}, {effect.high:.4f}",
            True,
        )


def _long_series(real: Myanmar) -> Iterator[Figure]:
    stable = np.isnat(real.disturbed)
    late = real.disturbed >= np.datetime64("2017-01-01")
    for harmonics in (1, 0):
        found = monitor(real.points_db, real.days, HISTORY_END, harmonics=harmonics)
        score, alone = found.statistic[late], found.statistic[stable]
        strict, wide = (float((score > np.sort(alone)[-n - 1]).mean()) for n in (1, 4))
        area = float((score[:, None] > alone).mean())
        yield Figure(
            f"Myanmar 2017-18, {harmonics} harmonics: found at 4 of 54 false alarms",
            ">= 0.79 (CuSum of nrt)" if harmonics else "stated",
            f"{wide:.2f}; {strict:.2f} at 1 of 54; area under the curve {area:.3f}",
            wide >= 0.79 or not harmonics,
        )
        if harmonics:
            yield _dating(real, found, late, float(np.sort(alone)[-5]))


def _dating(real: Myanmar, found: MonitorResult, late: np.ndarray, threshold: float) -> Figure:
    alarms = found.alarms(threshold)
    off = (alarms.began - real.disturbed)[late] / np.timedelta64(1, "D")
    lag = (alarms.raised - real.disturbed)[late] / np.timedelta64(1, "D")
    return Figure(
        "the same: median of found minus stated date; of the alarm",
        "stated",
        f"{np.nanmedian(off):+.0f} days (median size {np.nanmedian(np.abs(off)):.0f}); "
        f"{np.nanmedian(lag):+.0f} days",
        True,
    )


def _cpu(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


if __name__ == "__main__":
    sys.exit(0 if print_figures("Omnibus test, looks and long series", figures()) else 1)
