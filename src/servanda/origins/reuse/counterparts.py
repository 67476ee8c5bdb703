"""A sentence is the source of another once: links that claim the same words twice are put back.

Where a page says a thing twice, both sentences resemble the one sentence of the other page. The
better link takes the words it has in common with its counterpart, on both sides; a further link
needs words that are not taken. So a sentence that was divided keeps its two halves, and a
repetition is told from them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from servanda.origins.reuse.candidates import Index, Pairs

__all__ = ["claims_words_twice"]

# Share of the common words of a link that must be free on both sides: one sentence divided keeps
# both halves, a repetition does not. [judgement; not from outside]
NEED = 0.6
BARELY = -2.0  # log-odds under which a link need not be looked at [judgement]

Array = NDArray[np.float64]


def claims_words_twice(
    pairs: Pairs, log_odds: Array, common: Array, document: Index, length: Index
) -> NDArray[np.bool_]:
    """True for links whose words better links between the same documents have taken.

    common: (pair,) words in the same order on both sides; log_odds: with ties broken
    """
    rejected = np.zeros(len(log_odds), np.bool_)
    rows = _in_conflict(pairs, log_odds, document)
    rows = rows[np.lexsort((pairs[1][rows], pairs[0][rows], -log_odds[rows]))]
    left: dict[tuple[int, int], float] = {}
    for row, first, second, words in zip(
        rows.tolist(),
        pairs[0][rows].tolist(),
        pairs[1][rows].tolist(),
        common[rows].tolist(),
        strict=True,
    ):
        sides = (first, int(document[second])), (second, int(document[first]))
        free = [left.get(side, float(length[side[0]])) for side in sides]
        if min(free) < NEED * words:
            rejected[row] = True
            continue
        for side, words_left in zip(sides, free, strict=True):
            left[side] = words_left - words
    return rejected


def _in_conflict(pairs: Pairs, log_odds: Array, document: Index) -> Index:
    """Likely links one of whose sentences has another likely link to the same document."""
    likely = np.flatnonzero(log_odds > BARELY)
    first, second = pairs[0][likely], pairs[1][likely]
    documents = int(document[-1]) + 1 if len(document) else 1
    crowded = np.zeros(len(likely), np.bool_)
    for sentence, other in ((first, document[second]), (second, document[first])):
        _, of, sizes = np.unique(
            sentence * documents + other, return_inverse=True, return_counts=True
        )
        crowded |= sizes[of] > 1
    return likely[crowded]
