"""The chains of single sites, many at once, given one way and every regime.

A site is to be done or to be kept; which is not known beforehand, so every sum is made for both.
All sites share one grid of days, those of all reports on the duty.
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
    """The chains of single sites, one for each class of sites."""

    groups: tuple[ExchangeableSites, ...]
    grid: tuple[date, ...]
    begins: Array  # (regime, state) probability on the first day
    steps: tuple[Array, ...]  # each (to do or keep, 1, regime, before, after)
    done: NDArray[np.bool_]  # (state,) whether a site is done

    @classmethod
    def of(
        cls, question: Question, groups: Sequence[ExchangeableSites], whole: Sequence[MergedReport]
    ) -> SitePaths:
        reports = [report for group in groups for report in group.merged_reports] + list(whole)
        grid = sorted({question.begins, question.on, *(report.day for report in reports)})
        both = [
            _chain(paces, any(group.has_finer_states for group in groups))
            for paces in (site_regimes(question).hazards, kept_hazards(question))
        ]
        steps = [
            np.stack([report.transition(*days) for report in both])[:, None]
            for days in pairwise(grid)
        ]
        used = tuple(group for group in groups if group.size)
        return cls(used, tuple(grid), both[0].start(), tuple(steps), done_counts(both[0]) > 0)

    def sizes(self) -> list[int]:
        """How many sites each class has."""
        return [group.size for group in self.groups]

    def likelihoods(self, way: int) -> Iterator[Array]:
        """(class, state) likelihood of the reports of each day of the grid."""
        for day in self.grid:
            found = np.ones((len(self.groups), self.begins.shape[-1]))
            for place, group in enumerate(self.groups):
                for report in group.merged_reports:
                    if report.day == day:
                        row = report.vectors[way if len(report.vectors) > 1 else 0]
                        found[place] *= (
                            to_finer_states(row) if self.begins.shape[-1] > len(row) else row
                        )
            yield found

    def filtered_mass(self, way: int) -> tuple[list[Array], Array]:
        """By day: (to do or keep, class, regime, state) mass given the reports on sites so far.

        Each day is scaled separately; the (class,) logarithms of the last scale are returned too.
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

        It is up to a factor, whose (class,) logarithms are returned too.
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
    """The mass with the largest value of each class 1, and the logarithms divided out."""
    most = mass.max(axis=tuple(axis for axis in range(mass.ndim) if axis != 1))
    most = np.where(most > 0.0, most, 1.0)
    return mass / most.reshape(1, -1, *(1,) * (mass.ndim - 2)), np.log(most)
