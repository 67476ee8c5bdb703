"""Workers that repeat another: collapsed when marked, and found when their errors coincide.

That two workers agree proves nothing: good ones agree because both are right. That they agree
where the truth would have them differ does, and the log-likelihood ratio of copying against
independence counts just that: an agreement that both were bound to reach adds nothing, a shared
error adds much, a difference takes much away. Dong, Berti-Equille and Srivastava (2009), PVLDB
2(1), 550-561, reason alike about web sources; here the truth is taken from a fit in which all
suspects already count once, so that many copies of one worker cannot vouch for each other, and is
fitted anew with those who were cleared counted for themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from servanda.evidence.truth_discovery.dawid_skene import DEFAULT_TRUST, FusionResult, Trust, fuse
from servanda.evidence.truth_discovery.label_reports import Array, Index, Reports

__all__ = ["collapse_copies", "find_copies"]

# The limits of the search were chosen by a person who saw how six sets with known truth scored
# (docs/explanation/reliability.md). [judgement; not from outside]
LEAST_SHARED = 10  # items; fewer cannot tell a copy from two good workers
LEAST_AGREED = 0.8  # of the shared items, before a pair is looked at
FAITHFUL = 0.9  # the share of its items in which a copy repeats the other
PASSES = 3  # fits; each costs as much as fusing the reports [limit]
LEAST_EVIDENCE = 20.0  # nats: few pairs are copies, and honest errors correlate


@dataclass(frozen=True, slots=True)
class _ReportPairs:
    """Pairs of reports of one item by two workers; one entry a pair of reports."""

    first: Index  # positions among the reports
    second: Index
    pair: Index  # number of the pair of workers
    pairs: Index  # (pair, 2) the workers, the lower one first

    def select(self, kept: NDArray[np.bool_]) -> _ReportPairs:
        """Some of the pairs of workers; kept: one entry a pair."""
        inside = kept[self.pair]
        number = np.cumsum(kept) - 1
        pair = number[self.pair[inside]]
        return _ReportPairs(self.first[inside], self.second[inside], pair, self.pairs[kept])


def collapse_copies(reports: Reports, copy_of: Mapping[str, str]) -> Reports:
    """The reports with every copy counted as the worker that it repeats, once.

    copy_of: worker -> the worker it repeats; chains are followed, unknown names are ignored
    On an item of which both speak, the original's word stands; of what it does not speak, the
    first copy's by name. Raises ValueError where copies repeat each other in a ring.
    """
    place = {name: number for number, name in enumerate(reports.workers)}
    leader = np.arange(len(reports.workers))
    for name in copy_of.keys() & place.keys():
        leader[place[name]] = place.get(_original(name, copy_of, place), place[name])
    by = leader[reports.worker]
    order = np.lexsort((reports.worker, by != reports.worker, by, reports.item))
    key = reports.item[order] * len(leader) + by[order]
    kept = order[np.r_[True, key[1:] != key[:-1]][: len(order)]]
    arrays = (reports.item[kept], by[kept], reports.label[kept])
    return Reports(reports.items, reports.workers, reports.labels, *arrays)


def find_copies(reports: Reports, trust: Trust = DEFAULT_TRUST) -> dict[str, str]:
    """Worker -> the worker that it repeats, or that repeats it; empty where nobody does.

    Which of two wrote first is not in their reports: the one with more of them is named the
    original, of equals the first by name. Time grows with the pairs of reports of one item.
    """
    shared = _suspects(reports)
    for _ in range(PASSES):
        if not len(shared.pairs):
            break
        fused = fuse(collapse_copies(reports, _stars(shared.pairs, reports)), trust)
        guilty = _evidence(reports, shared, fused, trust.correlation) > LEAST_EVIDENCE
        shared = shared.select(guilty)
    return _stars(shared.pairs, reports)


def _original(name: str, copy_of: Mapping[str, str], known: Mapping[str, int]) -> str:
    seen = {name}
    while name in copy_of and copy_of[name] in known:
        name = copy_of[name]
        if name in seen:
            raise ValueError(f"{name} is marked as a copy of its own copy; name one original")
        seen.add(name)
    return name


def _suspects(reports: Reports) -> _ReportPairs:
    """The pairs of workers that share enough items and agree on most."""
    first, second = (np.concatenate(side) for side in zip(*_neighbours(reports), strict=True))
    key = reports.worker[first] * len(reports.workers) + reports.worker[second]
    names, pair = np.unique(key, return_inverse=True)
    agree = reports.label[first] == reports.label[second]
    size = np.bincount(pair, minlength=len(names))
    likely = (size >= LEAST_SHARED) & (np.bincount(pair, agree, len(names)) >= LEAST_AGREED * size)
    workers = np.stack(np.divmod(names, len(reports.workers)), axis=1)
    return _ReportPairs(first, second, pair, workers).select(likely)


def _neighbours(reports: Reports) -> Iterator[tuple[Index, Index]]:
    """Positions of every two reports of one item, by how far apart they stand in its reports."""
    ends = np.cumsum(reports.per_item)[reports.item]
    here = np.arange(len(reports.item))
    yield here[:0], here[:0]
    for step in range(1, int(reports.per_item.max(initial=1))):
        here = here[here + step < ends[here]]
        yield here, here + step


def _stars(pairs: Index, reports: Reports) -> dict[str, str]:
    """Copies around their originals: a pair joins only if it holds with the original itself."""
    size = np.bincount(reports.worker, minlength=len(reports.workers))
    ranked = [sorted(pair, key=lambda worker: (-size[worker], worker)) for pair in pairs.tolist()]
    leader: dict[int, int] = {}
    for first, second in sorted(ranked, key=lambda pair: (-size[pair[0]], *pair)):
        if first not in leader and second not in leader:
            leader[second] = first
    return {reports.workers[copy]: reports.workers[of] for copy, of in leader.items()}


def _evidence(
    reports: Reports, shared: _ReportPairs, fused: FusionResult, correlation: float
) -> Array:
    """(pair,) log-likelihood ratio of copying against looking for oneself, in nats.

    A copy agrees in `FAITHFUL` of its items whatever is so; honest errors coincide as well, in
    `correlation` of them. Either may be the copy; the direction that says less counts.
    """
    rows = _rows_of_all(reports, fused)
    agree = reports.label[shared.first] == reports.label[shared.second]
    ways = []
    for said in (shared.first, shared.second):
        alone = _independent_chance(reports, said, fused, rows)
        copied = (1.0 - FAITHFUL) * alone + FAITHFUL * agree
        ratio = np.log(copied / ((1.0 - correlation) * alone + correlation * agree))
        ways.append(np.bincount(shared.pair, ratio, len(shared.pairs)))
    return np.asarray(np.minimum(*ways))


def _rows_of_all(reports: Reports, fused: FusionResult) -> Array:
    """(worker, truth, label) what each worker says of a class, suspects too."""
    rows = np.full_like(fused.rows, 1.0 / len(reports.labels))
    for truth in range(len(reports.labels)):
        weight = fused.posterior[reports.item, truth]
        np.add.at(rows[:, truth], (reports.worker, reports.label), weight)
    return np.asarray(rows / rows.sum(axis=2, keepdims=True))


def _independent_chance(reports: Reports, said: Index, fused: FusionResult, rows: Array) -> Array:
    """The chance that a worker who looks for himself says what is said in these reports."""
    says = rows[reports.worker[said], :, reports.label[said]]
    alone = (fused.posterior[reports.item[said]] * says).sum(axis=1)
    return np.asarray(np.maximum(alone, 1e-12))
