"""Whether a sentence bears on a duty, seen in its document: what the judge says of its neighbours.

The judge reads one sentence and one duty at a time. A document tells more: a sentence that bears
on another duty of the case rarely bears on this one, too; what stands before and after a telling
sentence often tells more of the same; and some documents are about the duty, others about the
weather. A logistic model over these and over nearness gives the odds (`fitted`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from servanda.claims.statements.closeness import FEATURES

__all__ = ["BEARING_FEATURES", "UNSEEN", "bearing_features"]

# Log odds of a pair that was not near enough to be judged. [judgement; not from outside]
UNSEEN = -6.0
# What the sentence before is near to has no say here, else whatever follows a telling sentence
# would bear, too; the judge has read it.
_NEAR = tuple(number for number, name in enumerate(FEATURES) if "in context" not in name)
_HALF = 0.5  # a sentence, so that none has a logarithm [definition]

BEARING_FEATURES = (
    "judge", "best other duty", "sentence before", "sentence after", "rest of the document",
    "any duty in the rest", *(FEATURES[number] for number in _NEAR),
)  # fmt: skip

Matrix = NDArray[np.float64]


def bearing_features(odds: Matrix, near: Matrix) -> Matrix:
    """The features of each passage of one document with each duty, (passage, duty, feature).

    odds: the judge's log odds that the passage bears, (passage, duty), `UNSEEN` where not judged
    near: the features of `closeness`, (passage, duty, feature)
    """
    found = np.empty((*odds.shape, len(BEARING_FEATURES)))
    found[:, :, 0] = odds
    found[:, :, 1] = _best_other(odds)
    found[:, :, 2:4] = UNSEEN
    found[1:, :, 2] = odds[:-1]
    found[:-1, :, 3] = odds[1:]
    chances = 1.0 / (1.0 + np.exp(-odds))
    found[:, :, 4] = _share_of_the_rest(chances)
    found[:, :, 5] = _share_of_the_rest(chances.max(axis=1, initial=0.0)[:, None])
    found[:, :, 6:] = near[:, :, _NEAR]
    return found


def _best_other(odds: Matrix) -> Matrix:
    """For each duty the highest odds of any other."""
    if odds.shape[1] < 2:
        return np.full_like(odds, UNSEEN)
    ordered = np.sort(odds, axis=1)
    best, second = ordered[:, -1:], ordered[:, -2:-1]
    return np.where(odds == best, second, best)


def _share_of_the_rest(chances: Matrix) -> Matrix:
    """The logarithm of how many in a document's other passages bear, (passage, column)."""
    return np.asarray(np.log((chances.sum(axis=0) - chances + _HALF) / len(chances)))
