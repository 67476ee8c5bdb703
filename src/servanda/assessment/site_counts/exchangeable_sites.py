"""Which sites are to be kept, and which of them nothing tells apart.

Sites of which the same was reported are exchangeable, so that only their number counts: one block
of the state for each class of them, and for those of which nothing was reported.
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
    """Some sites, and what was reported of each of them."""

    size: int
    merged_reports: tuple[MergedReport, ...]

    @property
    def has_finer_states(self) -> bool:
        """Whether it is one site of whose finer states something was reported."""
        return any(one.vectors.shape[-1] == FINER for one in self.merged_reports)

    def count_likelihood(self, told: MergedReport, size: int) -> Array:
        """(way or 1, size + 1) likelihood of each number done among some sites of the class."""
        done = np.arange(size + 1)
        off, on = told.vectors[:, :1], told.vectors[:, 1:]
        return np.asarray(off ** (size - done) * on**done)


@dataclass(frozen=True, slots=True)
class KeepPlan:
    """How many sites of each class the bearer means to keep, and how likely it is to choose so."""

    kept: tuple[int, ...]  # one a class
    chance: float


def group_sites(sites: int, told: Sequence[MergedReport]) -> list[ExchangeableSites]:
    """The sites with reports of their own by what was reported, then the rest as the last class."""
    by_site: dict[str, list[MergedReport]] = {}
    for one in told:
        if one.site is not None:
            by_site.setdefault(one.site, []).append(one)
    alike: dict[object, list[str]] = {}
    for site in sorted(by_site):
        alike.setdefault(_key(site, by_site[site]), []).append(site)
    named = [ExchangeableSites(len(same), tuple(by_site[same[0]])) for same in alike.values()]
    return [*named, ExchangeableSites(sites - len(by_site), ())]


def _key(site: str, told: Sequence[MergedReport]) -> object:
    if any(one.vectors.shape[-1] == FINER for one in told):
        return site
    return tuple((one.day, one.vectors.shape, one.vectors.tobytes()) for one in told)


def plans(groups: Sequence[ExchangeableSites], kept: int) -> Iterator[KeepPlan]:
    """Every way to choose how many sites of each class to keep; no site is likelier than any."""
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
    found = np.ones(1)
    for group in groups:
        found = np.convolve(found, np.ones(min(kept, group.size) + 1))[: kept + 1]
    return int(min(found[kept], 1e18)) if len(found) > kept else 0


def _product(numbers: Sequence[int]) -> int:
    out = 1
    for number in numbers:
        out *= number
    return out
