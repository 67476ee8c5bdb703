"""Many unlike sites with reports on their total on several days: sampled, with an error.

Given a way and a regime, the reports on single sites are summed exactly. Paths of all sites are
drawn given those (forward filtering, backward sampling), and weighted by the reports on their
total: importance sampling within strata. Strata that hardly matter get few paths.

Fruehwirth-Schnatter (1994), J. Time Series Analysis 15(2), 183-202 for the paths; Owen (2013),
Monte Carlo theory, ch. 9.2, equation 9.8 for the error of a ratio.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from servanda.assessment.filters.report_likelihoods import (
    Report,
    TruthAssignments,
    trust_of_origins,
)
from servanda.assessment.filters.sums_by_total import MergedReport
from servanda.assessment.model.arrays import Array, Index
from servanda.assessment.model.questions import Question, regime_shares
from servanda.assessment.site_counts.exact_blocks import SiteMass
from servanda.assessment.site_counts.exchangeable_sites import ExchangeableSites
from servanda.assessment.site_counts.site_paths import SitePaths

__all__ = ["sampled_mass", "way_chances"]

SEED = 20181126  # any number would do [judgement; not from outside]
# Sampling ends once the stated error is below this. [judgement; not from outside]
TOLERATED = 0.005
# The stated error, in standard errors. [judgement; not from outside]
STANDARD_ERRORS = 4.0
# Paths of each stratum at first, and of all strata at most. [limit]
PILOT, MOST_PATHS = 512, 2**18
AT_ONCE = 2**20  # sites times paths that are drawn at a time [limit]


def way_chances(reports: Sequence[Report], ways: TruthAssignments) -> Array:
    """(way,) probability of each way, each origin taken at its mean."""
    trust = trust_of_origins(reports)
    means = {origin: np.array([trust[origin].mean]) for origin in ways.origins}
    return np.asarray(ways.chances(means)[0])


def sampled_mass(
    question: Question,
    groups: Sequence[ExchangeableSites],
    whole: Sequence[MergedReport],
    kept: int,
    of_way: Array,
) -> SiteMass:
    """(way, regime, total) mass with a stated error of four standard errors; repeatable.

    of_way: (way,) chance of each way, by which the strata are weighted
    """
    paths = SitePaths.of(question, groups, whole)
    strata: list[_Stratum] = []
    for way, chance in enumerate(of_way):
        strata += _strata(question, paths, kept, way, chance)
    top = max(stratum.log_scale for stratum in strata)
    sampler = _Sampler(question, paths, whole, kept, top)
    for stratum in strata:
        sampler.add(stratum, PILOT)
    drawn = PILOT * len(strata)
    while (error := _error(strata, top)) > TOLERATED and drawn < MOST_PATHS:
        for stratum, more in _allocate_paths(strata, top, drawn):
            drawn += sampler.add(stratum, more)
    values = np.stack([stratum.mass(top) for stratum in strata])
    return SiteMass(values.reshape(len(of_way), -1, values.shape[1]), error, top)


@dataclass(slots=True)
class _Stratum:
    """One way and regime: the weights of its paths, by the number done on the day asked about."""

    way: int
    regime: int
    chance: float
    log_scale: float  # of the evidence on single sites
    rng: np.random.Generator
    filtered: list[Array]  # by day: (to do or keep, class, state) mass
    to_keep: Array  # (sites so far, kept so far) mass
    paths: int = 0
    largest: float = 0.0  # largest weight drawn so far
    weights: Array = field(default_factory=lambda: np.zeros(0))  # (total,) sums of weights
    squares: Array = field(default_factory=lambda: np.zeros(0))  # (total,) sums of their squares

    def mass(self, top: float) -> Array:
        """(total,) mass, up to the common factor exp(top)."""
        return np.asarray(self.weights / self.paths * np.exp(self.log_scale - top))

    def share(self, top: float) -> float:
        """The factor of this stratum's weights in a probability."""
        return self.chance * float(np.exp(self.log_scale - top))

    def variances(self, reached: Array) -> Array:
        """(total,) variance of a path's part in P(at least each total), given as `reached`."""
        above = np.cumsum(self.squares[::-1])[::-1]
        second = (1.0 - reached) ** 2 * above + reached**2 * (self.squares.sum() - above)
        first = np.cumsum(self.weights[::-1])[::-1] - reached * self.weights.sum()
        return np.asarray(np.maximum(0.0, second / self.paths - (first / self.paths) ** 2))


def _strata(
    question: Question, paths: SitePaths, kept: int, way: int, chance: float
) -> list[_Stratum]:
    filtered, logs = paths.filtered_mass(way)
    evidence = filtered[-1].sum(axis=-1)  # (to do or keep, class, regime)
    out = []
    for regime, share in enumerate(regime_shares(question).mean(axis=0)):
        by_site = np.repeat(evidence[:, :, regime], paths.sizes(), axis=1)
        to_keep, log_plans = _keep_table(by_site, kept)
        log_scale = float(logs @ np.array(paths.sizes())) + log_plans
        rng = np.random.default_rng([SEED, way, regime])
        held = [mass[:, :, regime] for mass in filtered]
        out.append(_Stratum(way, regime, chance * share, log_scale, rng, held, to_keep))
    return out


def _keep_table(by_site: Array, kept: int) -> tuple[Array, float]:
    """(sites + 1, kept + 1) mass of each number kept among the first sites, and its log scale."""
    sites = by_site.shape[1]
    table = np.zeros((sites + 1, kept + 1))
    table[0, 0], log_scale = 1.0, 0.0
    for site in range(sites):
        table[site + 1] = table[site] * by_site[0, site]
        table[site + 1, 1:] += table[site, :-1] * by_site[1, site]
        most = table[site + 1].max()
        if most > 0.0:
            table[site + 1] /= most
            log_scale += float(np.log(most))
    last = float(table[-1, kept])
    return table, log_scale + (float(np.log(last)) if last > 0.0 else -np.inf)


def _error(strata: Sequence[_Stratum], top: float) -> float:
    """Four standard errors of the least certain P(at least some total).

    It allows for outcomes that have not been drawn yet: those to be expected less than four times
    in as many paths.
    """
    total, reached = _mass_and_tails(strata, top)
    if total <= 0.0:
        return 1.0
    variance = sum(
        stratum.share(top) ** 2 * stratum.variances(reached) / stratum.paths for stratum in strata
    )
    unseen = sum((stratum.share(top) * stratum.largest / stratum.paths) ** 2 for stratum in strata)
    return float(STANDARD_ERRORS * (np.sqrt(np.max(variance)) + np.sqrt(unseen)) / total)


def _mass_and_tails(strata: Sequence[_Stratum], top: float) -> tuple[float, Array]:
    """The whole mass, and (total,) the probability of at least each total."""
    mass = np.sum([stratum.chance * stratum.mass(top) for stratum in strata], axis=0)
    whole = float(mass.sum())
    return whole, np.cumsum(mass[::-1])[::-1] / max(whole, 1e-300)


def _allocate_paths(
    strata: Sequence[_Stratum], top: float, drawn: int
) -> list[tuple[_Stratum, int]]:
    """As many paths as were drawn, shared out by how much each stratum adds to the error."""
    _, reached = _mass_and_tails(strata, top)
    adds = np.array([_error_share(stratum, top, reached) for stratum in strata])
    more = min(drawn, MOST_PATHS - drawn) * adds / max(adds.sum(), 1e-300)
    return [
        (stratum, int(count) + 1)
        for stratum, count in zip(strata, more, strict=True)
        if count > 0.5
    ]


def _error_share(stratum: _Stratum, top: float, reached: Array) -> float:
    spread = float(np.sqrt(stratum.variances(reached).max()))
    largest = float(stratum.largest / stratum.paths**0.5)
    return stratum.share(top) * (spread + largest)


@dataclass(frozen=True, slots=True)
class _Sampler:
    """Draws paths of all sites and weights them by the reports on their total."""

    question: Question
    paths: SitePaths
    whole: Sequence[MergedReport]
    kept: int
    top: float

    def add(self, stratum: _Stratum, count: int) -> int:
        """Draw this many more paths of a stratum; returns their number."""
        sites = sum(self.paths.sizes())
        if not len(stratum.weights):
            stratum.weights, stratum.squares = np.zeros(sites + 1), np.zeros(sites + 1)
        stratum.paths += count
        if not np.isfinite(stratum.log_scale):
            return count  # the reports on single sites are impossible in this stratum
        at_once = max(1, AT_ONCE // max(1, sites))
        for begin in range(0, count, at_once):
            size = min(at_once, count - begin)
            weights, totals = self._draw_paths(stratum, size)
            stratum.largest = max(stratum.largest, float(weights.max()))
            stratum.weights += np.bincount(totals, weights, sites + 1)
            stratum.squares += np.bincount(totals, weights**2, sites + 1)
        return count

    def _draw_paths(self, stratum: _Stratum, size: int) -> tuple[Array, Index]:
        """(path,) weights, and (path,) how many sites are done on the day asked about."""
        group = np.repeat(np.arange(len(self.paths.groups)), self.paths.sizes())
        keep = _draw_kept_sites(stratum, self.paths, self.kept, size)
        grid = self.paths.grid
        weights, on = np.ones(size), np.zeros(size, dtype=np.intp)
        state = _draw_states(stratum.filtered[-1][keep, group], stratum.rng)
        for index in range(len(grid) - 1, -1, -1):
            if index < len(grid) - 1:
                step = self.paths.steps[index][
                    :, 0, stratum.regime
                ]  # (to do or keep, before, after)
                reach = np.moveaxis(step, -1, 1)[keep, state]
                state = _draw_states(stratum.filtered[index][keep, group] * reach, stratum.rng)
            totals = self.paths.done[state].sum(axis=1)
            for report in self.whole:
                if report.day == grid[index]:
                    row = report.vectors[stratum.way if len(report.vectors) > 1 else 0]
                    weights = weights * row[totals]
            if grid[index] == self.question.on:
                on = totals
        return weights, on


def _draw_kept_sites(stratum: _Stratum, paths: SitePaths, kept: int, size: int) -> Index:
    """(path, site) 1 for a site to keep; drawn from the last site to the first."""
    sites = sum(paths.sizes())
    keep = np.zeros((size, sites), dtype=np.intp)
    left = np.full(size, kept)
    if not kept:
        return keep
    evidence = np.repeat(stratum.filtered[-1].sum(axis=-1), paths.sizes(), axis=1)
    for site in range(sites - 1, -1, -1):
        without = stratum.to_keep[site, left] * evidence[0, site]
        with_it = np.where(left > 0, stratum.to_keep[site, left - 1], 0.0) * evidence[1, site]
        chosen = stratum.rng.random(size) * (without + with_it) < with_it
        keep[:, site] = chosen
        left = left - chosen
    return keep


def _draw_states(mass: Array, rng: np.random.Generator) -> Index:
    """One state each from (..., state) masses."""
    reached = np.cumsum(mass, axis=-1)
    drawn = rng.random(mass.shape[:-1]) * reached[..., -1]
    return np.asarray((drawn[..., None] >= reached[..., :-1]).sum(axis=-1))
