"""Gradient boosting of oblivious trees in numpy: a fit that needs no library and has no chance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from servanda.origins.reuse.boosted_tables import AnswerTable, BoostedTables

__all__ = ["fit_tables"]

BINS = 48  # values of a feature that a question can ask about
SHRINKAGE, RIDGE = 0.25, 4.0
MOST_STEP = 4.0  # log-odds that one table may add

Array = NDArray[np.float64]


def fit_tables(
    names: Sequence[str],
    values: NDArray[np.float32],
    is_copy: NDArray[np.bool_],
    weight: Array,
    tables: int,
    questions: int,
) -> BoostedTables:
    """Tables whose sum is the log-odds of is_copy; weight: (row,)."""
    edges = [_edges(values[:, column]) for column in range(values.shape[1])]
    binned = np.stack(
        [np.searchsorted(edges[column], values[:, column]) for column in range(len(edges))]
    ).astype(np.int16)
    share = float((weight * is_copy).sum() / weight.sum())
    start = float(np.log(share / (1 - share)))
    total = np.full(len(values), start)
    found = []
    for _ in range(tables):
        chance = 1.0 / (1.0 + np.exp(-total))
        gradient, curvature = weight * (is_copy - chance), weight * chance * (1 - chance)
        leaf, chosen = _grow(binned, edges, gradient, curvature, questions)
        up = np.bincount(leaf, gradient, minlength=1 << questions)
        down = np.bincount(leaf, curvature, minlength=1 << questions)
        step = np.clip(SHRINKAGE * up / (down + RIDGE), -MOST_STEP, MOST_STEP).round(3)
        total += step[leaf]
        asked = tuple((names[column], float(edges[column][at])) for column, at in chosen)
        found.append(AnswerTable(asked, tuple(step.tolist())))
    return BoostedTables(round(start, 3), tuple(found))


def _edges(column: NDArray[np.float32]) -> NDArray[np.float32]:
    """Values to ask about: quantiles, rounded so that they can be read."""
    shares = np.linspace(0, 1, BINS + 1)[:-1]
    points = np.concatenate(
        (np.quantile(column, shares), np.linspace(column.min(), column.max(), 9))
    )
    return np.unique(points.round(3)).astype(np.float32)


def _grow(
    binned: NDArray[np.int16],
    edges: Sequence[NDArray[np.float32]],
    gradient: Array,
    curvature: Array,
    questions: int,
) -> tuple[NDArray[np.int64], list[tuple[int, int]]]:
    """The leaf of each row, and the column and edge of each question."""
    leaf = np.zeros(binned.shape[1], np.int64)
    chosen = []
    for bit in range(questions):
        gains = [
            _gains(binned[column], leaf, gradient, curvature, len(edges[column]), 1 << bit)
            for column in range(len(edges))
        ]
        column = int(np.argmax([gain.max() for gain in gains]))
        at = int(gains[column].argmax())
        chosen.append((column, at))
        leaf |= (binned[column] > at).astype(np.int64) << bit
    return leaf, chosen


def _gains(
    bins: NDArray[np.int16],
    leaf: NDArray[np.int64],
    gradient: Array,
    curvature: Array,
    edges: int,
    leaves: int,
) -> Array:
    """What asking for each edge of a column gains over all leaves."""
    cell = leaf * (edges + 1) + bins
    shape = (leaves, edges + 1)
    up = np.bincount(cell, gradient, minlength=shape[0] * shape[1]).reshape(shape)
    down = np.bincount(cell, curvature, minlength=shape[0] * shape[1]).reshape(shape)
    low_up, low_down = up.cumsum(axis=1)[:, :-1], down.cumsum(axis=1)[:, :-1]
    high_up, high_down = up.sum(axis=1)[:, None] - low_up, down.sum(axis=1)[:, None] - low_down
    gain = low_up**2 / (low_down + RIDGE) + high_up**2 / (high_down + RIDGE)
    return np.asarray(gain.sum(axis=0))
