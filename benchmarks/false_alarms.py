"""False alarms of the whole path: statistic, controls, rank. `python -m benchmarks.false_alarms`.

How decisions are counted: of each map about half is sampled for controls, and the pixels outside
the tiles are decided on. Pixels closer than the correlation length decide together, and so do all
that are ranked against the same controls. So a map of n decisions and M controls, every d-th of
which is independent, counts as 1 / (d / n + d / M) decisions; fewer, where the rates of the maps
differ by more than that allows, as false alarms of misregistration do, which come in rows. The
binomial interval is that of their sum. Everything is simulated from fixed seeds.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Picture
from scipy.stats import binom

from benchmarks.bars import Figure, print_figures
from benchmarks.null_scenes import KINDS, UNEVEN, Mapped, irmad_map, optical
from servanda.observations.error_rates.control_windows import control_offsets
from servanda.observations.error_rates.correlation_length import correlation_length
from servanda.observations.error_rates.map_controls import (
    Controls,
    Tile,
    ground_controls,
    p_values,
    sample_controls,
    tile_windows,
)
from servanda.observations.error_rates.pooling import pooled_scores
from servanda.observations.error_rates.ranks import control_shortage, rank_score
from tests.conftest import SHARED

ALPHAS = (1e-2, 1e-3, 1e-4)
MAPS = 16
SITE_CONTROLS = 199  # nearest windows
CHANGED_MAPS = 3
TAIZHOU = SHARED / "data/imagery/taizhou_tm_2000_2003"
BLOCK, FOLDS = 40, 5  # pixels; parts of the cross-validation

FOOTPRINT = np.ones((3, 3), np.bool_)


@dataclass(slots=True)
class _Count:
    """Decisions of several maps, or of sites."""

    alarms: list[int] = field(default_factory=list)
    decisions: list[int] = field(default_factory=list)
    worth: float = 0.0  # as many independent decisions, by the correlation length

    def add(self, alarms: int, decisions: int, worth: float) -> None:
        self.alarms.append(alarms)
        self.decisions.append(decisions)
        self.worth += worth

    @property
    def rate(self) -> float:
        return sum(self.alarms) / sum(self.decisions)

    def independent(self, alpha: float) -> float:
        """As many decisions as the maps' rates differ by, where that is fewer."""
        if len(self.alarms) < 2:
            return self.worth
        rates = np.divide(self.alarms, self.decisions)
        spread = float(rates.var(ddof=1)) / len(rates)
        return min(self.worth, alpha * (1.0 - alpha) / spread) if spread else self.worth

    def interval(self, alpha: float) -> tuple[float, float]:
        number = max(1, round(self.independent(alpha)))
        low, high = (float(binom.ppf(at, number, alpha)) / number for at in (0.005, 0.995))
        return low, high


def figures() -> Iterator[Figure]:
    """Each figure of the bar table that is about false alarms."""
    sites = {0.05: _Count(), 0.01: _Count()}
    for number, kind in enumerate(KINDS):
        yield from _null(number, kind, sites)
    for alpha, count in sites.items():
        yield _rate(f"sites of 3 x 3 px, {SITE_CONTROLS} windows, all six", alpha, count)
    yield from _refusals()
    yield from _changed()
    yield from _taizhou()


def _null(number: int, kind: str, sites: dict[float, _Count]) -> Iterator[Figure]:
    counts = {alpha: _Count() for alpha in ALPHAS}
    fewest = sys.maxsize
    for seed in range(MAPS):
        found = KINDS[kind](np.random.default_rng([number, seed]))
        controls, outside = _half(found)
        fewest = min(fewest, controls.count)
        p = p_values(found.statistic, controls)[outside]
        each = controls.spacing**2
        worth = 1.0 / (each / len(p) + each / controls.count)
        for alpha, count in counts.items():
            count.add(int((p <= np.float32(alpha)).sum()), len(p), worth)
        _sites(found, sites)
    for alpha, count in counts.items():
        refused = control_shortage(alpha, fewest)
        assert refused is None, refused
        yield _rate(kind, alpha, count)


def _half(found: Mapped) -> tuple[Controls, NDArray[np.bool_]]:
    """Controls of tiles that cover about half a map, and the pixels outside them."""
    outside = np.isfinite(found.statistic)
    windows = tile_windows(*found.statistic.shape, found.statistic.size // 2)
    for window in windows:
        outside[window] = False
    return sample_controls(_tile(found, *window) for window in windows), outside


def _tile(found: Mapped, rows: slice, columns: slice) -> Tile:
    return Tile(found.statistic[rows, columns], found.variates[:, rows, columns])


def _sites(found: Mapped, counts: dict[float, _Count]) -> None:
    shape = found.statistic.shape
    usable = np.isfinite(found.statistic)
    spacing = correlation_length(found.statistic[:128, :128], usable[:128, :128], 8)
    at = (np.linspace(40, shape[0] - 40, 4).astype(int), np.linspace(40, shape[1] - 40, 4))
    alarms = dict.fromkeys(counts, 0)
    sites = np.stack(np.meshgrid(*at), -1).reshape(-1, 2).astype(int)
    for site in sites:
        corner = int(site[0]), int(site[1])
        offsets = control_offsets(corner, FOOTPRINT, usable, spacing, SITE_CONTROLS)
        score, *others = pooled_scores(found.statistic, FOOTPRINT, np.vstack([[corner], offsets]))
        p_value = rank_score(float(score), others).p_value
        for alpha in counts:
            alarms[alpha] += p_value <= alpha
    for alpha, count in counts.items():
        count.add(alarms[alpha], len(sites), float(len(sites)))


def _rate(what: str, alpha: float, count: _Count) -> Figure:
    low, high = count.interval(alpha)
    counted = f"of {sum(count.decisions):,}, as good as {count.independent(alpha):,.0f}"
    return Figure(
        f"null, {what}: false alarms at {alpha:g}",
        f"<= {high:.3g} (99 % interval from {low:.3g})",
        f"{count.rate:.3g} {counted}",
        count.rate <= high,
    )


def _refusals() -> Iterator[Figure]:
    cases = [(alpha, many) for alpha in ALPHAS for many in (99, 999, 9_999, 98, 998, 9_998)]
    right = sum(
        (control_shortage(*one) is not None) == (one[1] + 1 < 1 / one[0] - 1e-6) for one in cases
    )
    yield Figure(
        "error rates refused where M < 1/alpha - 1 and nowhere else",
        "all",
        f"{right} of {len(cases)}",
        right == len(cases),
    )


def _changed() -> Iterator[Figure]:
    """With change in the scene the controls are chosen, and the rate is no longer exact."""
    for name, trouble in (("Gaussian", ""), ("uneven noise", UNEVEN), ("0.2 px off", "shifted")):
        for share in (0.01, 0.05, 0.2):
            alarms, hits, every = [], [], []
            for seed in range(CHANGED_MAPS):
                found = optical(np.random.default_rng([77, seed]), trouble, share)
                whole = Tile(found.statistic, found.variates)
                p = p_values(found.statistic, sample_controls([whole])) <= np.float32(0.01)
                alarms.append(p[~found.changed].mean())
                hits.append(p[found.changed].mean())
                all_pixels = sample_controls([Tile(found.statistic)])
                every.append((p_values(found.statistic, all_pixels) <= 0.01)[found.changed].mean())
            rate = float(np.mean(alarms))
            yield Figure(
                f"{share:.0%} changed, {name}: false alarms at 0.01",
                "<= 0.012",
                f"{rate:.4f}, {np.mean(hits):.2f} found ({np.mean(every):.2f} if all are controls)",
                rate <= 0.012,
            )


def _taizhou() -> Iterator[Figure]:
    if not TAIZHOU.is_dir():
        yield Figure("the Taizhou pair", "present", f"no {TAIZHOU}; set SERVANDA_SHARED", False)
        return
    dates = [
        np.fromfile(TAIZHOU / name, np.uint8).reshape(6, 400, 400).astype(float)
        for name in ("2000TM", "2003TM")
    ]
    changed, unchanged = (
        np.asarray(Picture.open(TAIZHOU / f"{name}.bmp").convert("L")) > 0
        for name in ("change", "unchanged")
    )
    found = irmad_map(*dates, changed)
    given = ground_controls([(found.statistic, unchanged)])
    p = p_values(found.statistic, given)
    yield from _labelled("labels as controls", p, changed, unchanged)
    fold = _folds(changed.shape)
    for part in range(FOLDS):
        others = ground_controls([(found.statistic, unchanged & (fold != part))])
        p[fold == part] = p_values(found.statistic, others)[fold == part]
    # Of exchangeable squares the rate is alpha on average, and so above it half of the time.
    yield from _labelled("labels of other squares", p, changed, unchanged)
    controls = sample_controls([Tile(found.statistic, found.variates)])
    p = p_values(found.statistic, controls)
    yield from _labelled(f"no labels, M = {controls.count:,}", p, changed, unchanged)


def _folds(shape: tuple[int, ...]) -> NDArray[np.intp]:
    """(row, column) which part a pixel is of: squares dealt out by chance, whole."""
    squares = np.random.default_rng(0).integers(0, FOLDS, [side // BLOCK + 1 for side in shape])
    row, column = np.indices(shape) // BLOCK
    return squares[row, column]


def _labelled(
    how: str,
    p: NDArray[np.float32],
    changed: NDArray[np.bool_],
    unchanged: NDArray[np.bool_],
) -> Iterator[Figure]:
    alarm = p <= np.float32(0.01)
    rate, hits = float(alarm[unchanged].mean()), float(alarm[changed].mean())
    yield Figure(f"Taizhou, {how}: false alarms at 0.01", "<= 0.01", f"{rate:.4f}", rate <= 0.01)
    yield Figure(f"Taizhou, {how}: changed pixels found", ">= 0.80", f"{hits:.3f}", hits >= 0.80)


if __name__ == "__main__":
    sys.exit(0 if print_figures("False alarms", figures()) else 1)
