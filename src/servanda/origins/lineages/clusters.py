"""Sentences that come from one text, gathered so that one wrong link joins no two lineages.

Where the links of a connected set hold together, it is one lineage. Where they do not, sentences
are joined by the links between whole groups, strongest first: two groups become one only if the
pairs between them are linked for the larger part (average linkage). Closure, which asks for one
link, lets a sentence made of two join their lineages; a star around the earliest loses copies of
copies. Measured side by side in docs/decisions/0029.
"""

from __future__ import annotations

from collections import defaultdict
from heapq import heapify, heappop, heappush

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from servanda.origins.reuse.candidates import Index

__all__ = ["lineage_numbers"]

HOLDS = 0.5  # share of the pairs between two groups that are linked for them to be one [judgement]
# Members of a connected set up to which it is looked at group by group; the same sentence many
# times over is tied to its first place alone, and such a star is one lineage. [limit]
MOST_LOOKED_AT = 400

Array = NDArray[np.float64]


def lineage_numbers(first: Index, second: Index, probability: Array, sentences: int) -> Index:
    """(sentence,) the lowest sentence of each sentence's lineage.

    first, second, probability: links of copying
    """
    links = sp.coo_matrix((np.ones(len(first)), (first, second)), shape=(sentences, sentences))
    count, found = connected_components(links, directed=False)
    component = found.astype(np.int64)
    lowest = np.full(count, sentences, np.int64)
    np.minimum.at(lowest, component, np.arange(sentences))
    lineage = lowest[component]
    for members, chosen in _loose_sets(component, first, count):
        part = _average_linkage(first[chosen], second[chosen], probability[chosen])
        for member in members.tolist():
            lineage[member] = part.get(member, member)
    return lineage


def _loose_sets(component: Index, first: Index, count: int) -> list[tuple[Index, Index]]:
    """Connected sets whose links do not hold together: their members and their links."""
    size = np.bincount(component, minlength=count)
    of_link = component[first]
    linked = np.bincount(of_link, minlength=count)
    loose = (linked < size * (size - 1) / 2) & (size <= MOST_LOOKED_AT) & (size > 2)
    members, links = np.argsort(component, kind="stable"), np.argsort(of_link, kind="stable")
    start = np.concatenate(([0], np.cumsum(size)))
    begin = np.concatenate(([0], np.cumsum(linked)))
    return [
        (members[start[at] : start[at + 1]], links[begin[at] : begin[at + 1]])
        for at in np.flatnonzero(loose).tolist()
    ]


def _average_linkage(first: Index, second: Index, probability: Array) -> dict[int, int]:
    """The lowest member of each member's group."""
    groups: dict[int, list[int]] = {
        member: [member] for member in np.unique(np.concatenate((first, second))).tolist()
    }
    strength: dict[int, dict[int, float]] = defaultdict(dict)
    for left, right, chance in zip(
        first.tolist(), second.tolist(), probability.tolist(), strict=True
    ):
        strength[left][right] = strength[right][left] = chance
    heap = [
        (-total, left, right)
        for left, others in strength.items()
        for right, total in others.items()
        if left < right
    ]
    heapify(heap)
    while heap:
        value, left, right = heappop(heap)
        if left not in groups or right not in groups:
            continue
        mean = strength[left][right] / (len(groups[left]) * len(groups[right]))
        if -value != mean or mean < HOLDS:
            continue
        _join(left, right, groups, strength)
        for other, total in strength[left].items():
            mean = total / (len(groups[left]) * len(groups[other]))
            heappush(heap, (-mean, min(left, other), max(left, other)))
    return {member: lowest for lowest, members in groups.items() for member in members}


def _join(
    left: int, right: int, groups: dict[int, list[int]], strength: dict[int, dict[int, float]]
) -> None:
    """Put the members and links of the right group, which is named higher, into the left."""
    groups[left] += groups.pop(right)
    strength[left].pop(right)
    for other, total in strength.pop(right).items():
        if other == left:
            continue
        strength[other].pop(right)
        strength[left][other] = strength[left].get(other, 0.0) + total
        strength[other][left] = strength[left][other]
