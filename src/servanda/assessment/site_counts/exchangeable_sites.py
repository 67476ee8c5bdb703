"""Classes of exchangeable sites, and the ways to choose which sites are kept.

Sites with the same reports are exchangeable, so only their number counts: the state has one block
for each class of them, and one for the sites without reports.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import comb

import numpy as np

from servanda.assessment.filters.sums_by_total import MergedReport
from servanda.assessment.model.arrays import Array
from servanda.assessment.site_counts.site_states import FINER

__all__ = ["ExchangeableSites", "KeepPlan", "group_sites", "plan_count", "plans"]


@dataclass(frozen=True, slots=True)
class ExchangeableSites:
    """Some sites, and the reports that hold for each of them."""

    size: int
    merged_reports: tuple[MergedReport, ...]

    @property
    def has_finer_states(self) -> bool:
        """True if this is a single site with a report on its finer states."""
        return any(report.vectors.shape[-1] == FINER for report in self.merged_reports)

    def count_likelihood(self, report: MergedReport, size: int) -> Array:
        """(way or 1, size + 1) likelihood of each number done among `size` sites of the class."""
        done = np.arange(size + 1)
        off, on = report.vectors[:, :1], report.vectors[:, 1:]
        return np.asarray(off ** (size - done) * on**done)


@dataclass(frozen=True, slots=True)
class KeepPlan:
    """How many sites of each class the bearer means to keep, and the chance of that choice."""

    kept: tuple[int, ...]  # one a class
    chance: float


def group_sites(sites: int, reports: Sequence[MergedReport]) -> list[ExchangeableSites]:
    """Sites with reports of their own, grouped by what was reported; then the rest, one class."""
    by_site: dict[str, list[MergedReport]] = {}
    for report in reports:
        if report.site is not None:
            by_site.setdefault(report.site, []).append(report)
    alike: dict[object, list[str]] = {}
    for site in sorted(by_site):
        alike.setdefault(_key(site, by_site[site]), []).append(site)
    named = [ExchangeableSites(len(names), tuple(by_site[names[0]])) for names in alike.values()]
    return [*named, ExchangeableSites(sites - len(by_site), ())]


def _key(site: str, reports: Sequence[MergedReport]) -> object:
    if any(report.vectors.shape[-1] == FINER for report in reports):
        return site
    return tuple((report.day, report.vectors.shape, report.vectors.tobytes()) for report in reports)


def plans(groups: Sequence[ExchangeableSites], kept: int) -> Iterator[KeepPlan]:
    """Every way to choose how many sites of each class to keep; each site is equally likely."""
    all_ways = comb(sum(group.size for group in groups), kept)
    most = [range(min(kept, group.size) + 1) for group in groups[:-1]]
    for chosen in product(*most):
        rest = kept - sum(chosen)
        if 0 <= rest <= groups[-1].size:
            whole = (*chosen, rest)
            ways = [comb(group.size, keep) for group, keep in zip(groups, whole, strict=True)]
            yield KeepPlan(whole, _product(ways) / all_ways)


def plan_count(groups: Sequence[ExchangeableSites], kept: int) -> int:
    """How many plans there are."""
    counts = np.ones(1)  # by number of sites kept
    for group in groups:
        counts = np.convolve(counts, np.ones(min(kept, group.size) + 1))[: kept + 1]
    return int(min(counts[kept], 1e18)) if len(counts) > kept else 0


def _product(numbers: Sequence[int]) -> int:
    out = 1
    for number in numbers:
        out *= number
    return out
