"""What a duty's number would be if only some of its origins had been heard.

Of every coalition of origins the mass is that of the duty with the reports of the others left out.
How far an origin is trusted, and how plausible the day of each report is, stay as they are with all
of them. The sums of many coalitions are one pass over ways: an origin that the number takes as
right or wrong as a whole is so here too, and where what it would say if it is wrong does not depend
on the truth, not hearing it is the same, up to a factor, as its being wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from servanda.assessment.filters.report_likelihoods import (
    MAX_JOINT_ORIGINS,
    Hearings,
    Report,
    trust_of_origins,
)
from servanda.assessment.inference.duty_inference import DutyEvidence
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.wrong_source_model import with_wrong_source_likelihood
from servanda.assessment.model.arrays import Array, Index

__all__ = ["CoalitionMasses", "Flags", "masses_of_single_reports", "tells_something"]

Flags = NDArray[np.bool_]


def tells_something(report: Report) -> bool:
    """True unless the report has the same likelihood whatever is so."""
    flat = np.ptp(report.right) == 0.0 and np.ptp(report.wrong) == 0.0
    return report.watch is not None or not flat


@dataclass(frozen=True, slots=True)
class CoalitionMasses:
    """One duty, ready to be summed for any of its origins."""

    part: DutyEvidence
    origins: tuple[str, ...]  # those that tell something, in order
    joint: tuple[str, ...]  # of these: right or wrong as a whole
    reports: tuple[Report, ...]  # of origins that are not joint, at their mean

    @classmethod
    def of(cls, part: DutyEvidence) -> CoalitionMasses:
        """The duty with its reports made ready."""
        several = set(part.joint_origins)
        watchers = [name for name in _watchers(part.reports) if name not in several]
        joint = several | set(watchers[:MAX_JOINT_ORIGINS])
        reports = [
            report if report.origin in joint else _at_mean(report)
            for report in with_wrong_source_likelihood(part.reports)
        ]
        telling = {report.origin for report in part.reports if tells_something(report)}
        return cls(part, tuple(sorted(telling)), tuple(sorted(joint & telling)), tuple(reports))

    def masses(self, heard: Flags, cache: MassCache) -> tuple[Array, int]:
        """(coalition, intent, value) masses, each up to a factor; and how many ways were summed.

        heard: (coalition, origin) True for the origins of each coalition
        """
        different, coalition = np.unique(heard, axis=0, return_inverse=True)
        ways, chances, of_way = self._ways(different)
        packed = np.packbits(ways.reshape(len(ways), -1), axis=1)
        _, first, row = np.unique(packed, axis=0, return_index=True, return_inverse=True)
        hearings = Hearings(self.origins, self._shares(ways[first]))
        mass = self.part.heard_mass(self.reports, hearings, cache)[row.reshape(-1)]
        starts = np.searchsorted(of_way, np.arange(len(different)))
        summed = np.add.reduceat(mass * chances[:, None, None], starts, axis=0)
        most = np.maximum(summed.max(axis=(1, 2), keepdims=True), np.finfo(np.float64).tiny)
        return (summed / most)[coalition.reshape(-1)], hearings.count

    def _ways(self, heard: Flags) -> tuple[Flags, Array, Index]:
        """The ways of all coalitions, one after the other.

        Returns (way, origin, 2) whether each is heard, and whether right; (way,) its chance; and
        (way,) the number of its coalition.
        """
        trust = trust_of_origins(self.part.reports)
        ways = np.stack([heard, heard], axis=-1)
        chances, of_way = np.ones(len(heard)), np.arange(len(heard))
        for origin in self.joint:
            place, mean = self.origins.index(origin), trust[origin].mean
            wrong = np.flatnonzero(ways[:, place, 0])
            more = ways[wrong].copy()
            more[:, place, 1] = False
            factor = np.where(ways[:, place, 0], mean, 1.0)
            ways = np.concatenate([ways, more])
            chances = np.concatenate([chances * factor, chances[wrong] * (1.0 - mean)])
            of_way = np.concatenate([of_way, of_way[wrong]])
        order = np.argsort(of_way, kind="stable")
        ways = ways[order]
        ways[..., 0] |= ~self._needs_hearing()  # not heard is as good as wrong
        return ways, chances[order], of_way[order]

    def _needs_hearing(self) -> Flags:
        """(origin,) True where being wrong tells something: it is not the same as being unheard."""
        uneven = {report.origin for report in self.reports if np.ptp(report.wrong) > 0.0}
        return np.array([origin in uneven for origin in self.origins], dtype=bool)

    def _shares(self, ways: Flags) -> Array:
        return np.where(ways[..., 0], ways[..., 1].astype(np.float64), np.nan)


def masses_of_single_reports(
    part: DutyEvidence, reports: Sequence[Report], cache: MassCache
) -> Array:
    """(report, intent, value) masses of a duty, up to a factor, with one of its reports alone."""
    alone = [
        _at_mean(replace(report, origin=report.evidence, wrong=report.wrong * report.plausible))
        for report in reports
    ]
    names = tuple(report.evidence for report in reports)
    return part.heard_mass(alone, Hearings(names, np.eye(len(names))), cache)


def _at_mean(report: Report) -> Report:
    """The report with the likelihood at its origin's mean if heard; it tells nothing if not."""
    mean = report.reliability.mean
    heard = mean * report.right + (1.0 - mean) * report.wrong
    return replace(report, right=heard, wrong=np.ones_like(heard), watch=None)


def _watchers(reports: Iterable[Report]) -> list[str]:
    """The origins whose silence is among the reports, in order."""
    return list(dict.fromkeys(report.origin for report in reports if report.watch is not None))
