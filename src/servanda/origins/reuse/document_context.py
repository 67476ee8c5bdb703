"""What the two documents around a pair of sentences say: how much else of one is in the other.

A sentence is seldom taken alone. Other links between the same two documents speak for a copy, a
better counterpart in the same document speaks against, and so does the want of any other link
between two long documents.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from servanda.origins.reuse.candidates import Index, Pairs

__all__ = ["CONTEXT_FEATURES", "context_features"]

CONTEXT_FEATURES = (
    "others_log", "others_share", "rival", "neighbours", "shorter_document_log", "first_log_odds",
)  # fmt: skip
SHORT = 3  # tokens: shorter sentences are headings and scraps [judgement; not from outside]
MOST_LOG_ODDS = 12.0  # beyond this the first look is certain [limit]

Array = NDArray[np.float64]


def context_features(
    pairs: Pairs, log_odds: Array, document: Index, length: Index
) -> NDArray[np.float32]:
    """(pair, len(CONTEXT_FEATURES)) for sorted pairs; length: (sentence,) tokens."""
    if not len(log_odds):
        return np.zeros((0, len(CONTEXT_FEATURES)), np.float32)
    score = 1.0 / (1.0 + np.exp(-log_odds))
    first, second = document[pairs[0]], document[pairs[1]]
    documents = int(document[-1]) + 1
    keys, between = np.unique(first * documents + second, return_inverse=True)
    left, left_rival = _best_two(pairs[0], second, score)
    by_second = np.argsort(pairs[1], kind="stable")
    right, right_rival = np.empty(len(score)), np.empty(len(score))
    right[by_second], right_rival[by_second] = _best_two(
        pairs[1][by_second], first[by_second], score[by_second]
    )
    own = np.where((score >= left) & (score >= right), score, 0.0)
    support = np.bincount(between, own, minlength=len(keys))
    others = np.maximum(support[between] - own, 0.0)
    told = np.bincount(document, length > SHORT, minlength=documents)
    shorter = np.minimum(told[first], told[second])
    columns = [
        np.log1p(others),
        others / np.maximum(1.0, shorter - 1.0),
        np.maximum(left_rival, right_rival),
        _neighbours(pairs, score, len(document)),
        np.log1p(shorter),
        np.clip(log_odds, -MOST_LOG_ODDS, MOST_LOG_ODDS),
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def _best_two(sentence: Index, document: Index, score: Array) -> tuple[Array, Array]:
    """For each entry the best score of its group, and the best of the others in it.

    Groups are runs of the same sentence and document.
    """
    change = (sentence[1:] != sentence[:-1]) | (document[1:] != document[:-1])
    start = np.flatnonzero(np.r_[True, change])
    group = np.cumsum(np.r_[False, change])
    best = np.maximum.reduceat(score, start)[group]
    is_best = score == best
    alone = np.add.reduceat(is_best, start)[group] == 1
    runner_up = np.maximum.reduceat(np.where(is_best, 0.0, score), start)[group]
    return best, np.where(is_best & alone, runner_up, best)


def _neighbours(pairs: Pairs, score: Array, sentences: int) -> Array:
    """The sum of the scores of the sentences before both and of those after both."""
    keys = pairs[0] * sentences + pairs[1]
    total = np.zeros(len(keys))
    for step in (-1, 1):
        wanted = keys + step * (sentences + 1)
        at = np.minimum(np.searchsorted(keys, wanted), max(0, len(keys) - 1))
        total += np.where(keys[at] == wanted, score[at], 0.0) if len(keys) else 0.0
    return total
