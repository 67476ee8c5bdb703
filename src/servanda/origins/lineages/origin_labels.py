"""Lineages to origins: only copying and attribution make one origin of two sentences."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from servanda.origins.reuse.candidates import Index

__all__ = ["earliest_members", "join_labels"]


def join_labels(label: Index, first: Index, second: Index) -> Index:
    """(sentence,) the lowest label of all that edges between sentences join with its own."""
    size = len(label)
    edges = sp.coo_matrix((np.ones(len(first)), (label[first], label[second])), shape=(size, size))
    count, component = connected_components(edges, directed=False)
    lowest = np.full(count, size, np.int64)
    np.minimum.at(lowest, component, np.arange(size))
    return lowest[component][label]


def earliest_members(label: Index, moment: NDArray[np.float64], sources: Index) -> Index:
    """(sentence,) the sentence that each label is named for: the earliest that is known.

    moment: (sentence,) when its document appeared, NaN if unknown
    sources: sentences that others say they have the matter from; they come before their repeaters
    """
    is_source = np.zeros(len(label), np.bool_)
    is_source[sources] = True
    when = np.where(np.isnan(moment), np.inf, moment)
    order = np.lexsort((np.arange(len(label)), when, ~is_source, label))
    is_first = np.r_[True, np.diff(label[order]) > 0] if len(order) else np.zeros(0, np.bool_)
    named = np.zeros(len(label), np.int64)
    named[label[order[is_first]]] = order[is_first]
    return named[label]
