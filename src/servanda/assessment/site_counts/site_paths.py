"""The chains of single sites, many at once, given one way and every regime.

A site is one to do or one to keep, and which of the two is not known beforehand, so that every sum
is made for both. They share one grid of days with all that is reported of the duty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from servanda.assessment.filters.sums_by_total import MergedReport
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.hazards import CompletionHazard
from servanda.assessment.model.questions import Question, kept_hazards, site_regimes
from servanda.assessment.site_counts.count_chain import SiteBlock
from servanda.assessment.site_counts.exact_blocks import Block, done_counts
from servanda.assessment.site_counts.exchangeable_sites import ExchangeableSites
from servanda.assessment.site_counts.site_states import SiteStates, begun_hazards, to_finer_states

__all__ = ["SitePaths"]


@dataclass(frozen=True, slots=True)
class SitePaths:
    """What single sites may do, each class of sites once."""

    groups: tuple[ExchangeableSites, ...]
    grid: tuple[date, ...]
    begins: Array  # (regime, state)
    steps: tuple[Array, ...]  # each (to do or to keep, 1, regime, before, after)
    done: NDArray[np.bool_]  # (state,) whether a site is done

    @classmethod
    def of(
        cls, question: Question, groups: Sequence[ExchangeableSites], whole: Sequence[MergedReport]
    ) -> SitePaths:
        told = [one for group in groups for one in group.merged_reports] + list(whole)
        grid = sorted({question.obligation.start, question.on, *(one.day for one in told)})
        both = [
            _chain(paces, any(group.has_finer_states for group in groups))
            for paces in (site_regimes(question).hazards, kept_hazards(question))
        ]
        steps = [
            np.stack([one.transition(*days) for one in both])[:, None] for days in pairwise(grid)
        ]
        used = tuple(group for group in groups if group.size)
        return cls(used, tuple(grid), both[0].start(), tuple(steps), done_counts(both[0]) > 0)

    def sizes(self) -> list[int]:
        """How many sites each class has."""
        return [group.size for group in self.groups]

    def likelihoods(self, way: int) -> Iterator[Array]:
        """(class, state) of each day of the grid."""
        for day in self.grid:
            found = np.ones((len(self.groups), self.begins.shape[-1]))
            for place, group in enumerate(self.groups):
                for one in group.merged_reports:
                    if one.day == day:
                        row = one.vectors[way if len(one.vectors) > 1 else 0]
                        found[place] *= (
                            to_finer_states(row) if self.begins.shape[-1] > len(row) else row
                        )
            yield found

    def filtered_mass(self, way: int) -> tuple[list[Array], Array]:
        """(to do or keep, class, regime, state) mass by each day, as reported of the sites so far.

        Also (class,) logarithms that the last is to be multiplied by; each is scaled by itself.
        """
        mass = np.broadcast_to(self.begins, (2, len(self.groups), *self.begins.shape))
        log_scale = np.zeros(len(self.groups))
        out = []
        for index, likelihood in enumerate(self.likelihoods(way)):
            if index:
                mass = np.matmul(mass[..., None, :], self.steps[index - 1])[..., 0, :]
            mass, more = _rescale_by_class(mass * likelihood[:, None])
            log_scale = log_scale + more
            out.append(mass)
        return out, log_scale

    def joint_done_mass(self, way: int, then: date | None, now: date) -> tuple[Array, Array]:
        """(to do or keep, class, regime, then, now) mass of being done on two days, or on one.

        Also (class,) logarithms that it is to be multiplied by.
        """
        begins = self.begins[:, None, None]
        mass = np.broadcast_to(begins, (2, len(self.groups), *begins.shape))
        log_scale = np.zeros(len(self.groups))
        split = np.stack([~self.done, self.done]).astype(np.float64)
        for index, likelihood in enumerate(self.likelihoods(way)):
            if index:
                mass = np.matmul(mass, self.steps[index - 1][:, :, :, None])
            mass, more = _rescale_by_class(mass * likelihood[:, None, None, None])
            log_scale = log_scale + more
            if self.grid[index] == then:
                mass = mass * split[:, None]
            if self.grid[index] == now:
                mass = mass * split
        return mass.sum(axis=-1), log_scale


def _chain(paces: Sequence[CompletionHazard], fine: bool) -> Block:
    return SiteStates(paces, begun_hazards(paces)) if fine else SiteBlock(1, paces, 0)


def _rescale_by_class(mass: Array) -> tuple[Array, Array]:
    """Each class by itself, so that many reports of one site do not make it vanish."""
    most = mass.max(axis=tuple(axis for axis in range(mass.ndim) if axis != 1))
    most = np.where(most > 0.0, most, 1.0)
    return mass / most.reshape(1, -1, *(1,) * (mass.ndim - 2)), np.log(most)
