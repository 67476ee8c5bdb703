"""Many sites at once: each its own chain on one grid of days, most of them not looked at.

Two outputs, never mixed: `site_filter` is what the looks up to a day say of that day ("as known
then"), `site_smoother` what all looks say of it ("as we think now").

Rabiner (1989), Proc. IEEE 77(2), 257-286, equations 19-27, scaled where a site was looked at; a
day without a look only moves the state on.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from servanda.assessment.model.arrays import Array
from servanda.errors import InputError

__all__ = ["SiteChains", "SiteLooks", "site_filter", "site_smoother"]

Index = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class SiteChains:
    """Chains that share their hazards: how they begin and how they move from day to day."""

    sites: int
    start: Array  # (state,) or (site, state): probability on the first day
    steps: Array  # (day - 1, before, after): one matrix from each day of the grid to the next
    # or (before, after): the same each day; then `days` says how many there are
    days: int

    def step(self, day: int) -> Array:
        """(before, after) from that day of the grid to the next."""
        return self.steps if self.steps.ndim == 2 else self.steps[day]


@dataclass(frozen=True, slots=True)
class SiteLooks:
    """Who was looked at when, and how likely what was seen is in each state; in any order."""

    site: Index  # (look,) 0 .. sites - 1
    day: Index  # (look,) 0 .. days - 1
    likelihood: Array  # (look, state), finite and not negative


def site_filter(chains: SiteChains, looks: SiteLooks) -> Array:
    """(site, day, state) probability of each state given the looks up to that day.

    Raises InputError if the looks at a site contradict each other with certainty.
    """
    return _sites_first(_filter_days(chains, _split_by_day(chains, looks)))


def site_smoother(chains: SiteChains, looks: SiteLooks) -> Array:
    """(site, day, state) probability of each state given all looks, later ones too.

    Raises InputError if the looks at a site contradict each other with certainty.
    """
    daily = _split_by_day(chains, looks)
    smoothed = _filter_days(chains, daily)
    message = np.ones(smoothed.shape[1:])
    for day in range(chains.days - 1, -1, -1):
        if day < chains.days - 1:
            smoothed[day] *= message
            smoothed[day] /= _column_sums(smoothed[day])
        if day:
            _condition_on(message, daily[day])
            message = chains.step(day - 1) @ message
    return _sites_first(smoothed)


@dataclass(frozen=True, slots=True)
class _Day:
    """The looks of one day: one a site."""

    site: Index  # (look,)
    likelihood: Array  # (state, look)


def _filter_days(chains: SiteChains, daily: list[_Day]) -> Array:
    """(day, state, site): sites last, so that every operation runs along contiguous memory."""
    states = chains.start.shape[-1]
    belief = np.empty((states, chains.sites))
    belief[:] = chains.start[:, None] if chains.start.ndim == 1 else chains.start.T
    out = np.empty((chains.days, states, chains.sites))
    for day in range(chains.days):
        if day:
            belief = chains.step(day - 1).T @ belief
        _condition_on(belief, daily[day])
        out[day] = belief
    return out


def _condition_on(belief: Array, looks: _Day) -> None:
    """Multiply in the looks of a day and make the columns of those sites sum to 1 again."""
    if not len(looks.site):
        return
    seen = np.take(belief, looks.site, axis=1)
    seen *= looks.likelihood
    total = _column_sums(seen)
    if not total.all():
        site = int(looks.site[int(np.argmin(total))])
        raise InputError(
            f"the looks at site {site} rule out every state; leave no likelihood at exactly 0"
        )
    seen /= total
    for state, row in enumerate(seen):
        belief[state][looks.site] = row


def _column_sums(columns: Array) -> Array:
    """(site,) sums over the few states: faster than a reduction along a short axis."""
    total: Array = columns[0].copy()
    for row in columns[1:]:
        total += row
    return total


def _split_by_day(chains: SiteChains, looks: SiteLooks) -> list[_Day]:
    """The looks day by day; several at one site on one day are multiplied together."""
    _check(chains, looks)
    order = np.argsort(looks.day * chains.sites + looks.site, kind="stable")
    key = looks.day[order] * chains.sites + looks.site[order]
    first = np.flatnonzero(np.diff(key, prepend=-1))
    likelihood = looks.likelihood[order]
    if len(first) < len(key):
        likelihood = np.multiply.reduceat(likelihood, first, axis=0)
    day, site = np.divmod(key[first], chains.sites)
    bounds = np.searchsorted(day, np.arange(chains.days + 1))
    columns = np.ascontiguousarray(likelihood.T)
    return [_Day(site[begin:end], columns[:, begin:end]) for begin, end in pairwise(bounds)]


def _check(chains: SiteChains, looks: SiteLooks) -> None:
    if chains.steps.ndim == 3 and len(chains.steps) != chains.days - 1:
        raise InputError(
            f"{chains.days} days have {chains.days - 1} steps between them, "
            f"not {len(chains.steps)}; give one matrix a step"
        )
    for name, index, size in (("site", looks.site, chains.sites), ("day", looks.day, chains.days)):
        if len(index) and not 0 <= int(index.min()) <= int(index.max()) < size:
            raise InputError(f"a look has a {name} outside 0..{size - 1}; number them from 0")
    if not np.isfinite(looks.likelihood).all() or (looks.likelihood < 0.0).any():
        raise InputError("likelihoods have to be finite and not negative; leave out missing looks")


def _sites_first(values: Array) -> Array:
    """(day, state, site) seen as (site, day, state), without a copy."""
    return np.asarray(np.moveaxis(values, -1, 0))
