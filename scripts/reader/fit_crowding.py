"""How far odds of bearing give way where very much of a document seems to bear.

Fitted on every document of the agreements left out of the tuning, each read by weights fitted on
the others, as `make reader` writes it under the key `crowding` of the reader's numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scripts.reader.fit import fit_logistic
from scripts.reader.whole_documents import JudgedWhole, fit_bears
from servanda.claims.statements.crowding import Crowding, seeming_passages, size_of_crowd

__all__ = ["fit_crowding", "odds_apart"]

Vector = NDArray[np.float64]


def odds_apart(judged: Sequence[JudgedWhole]) -> list[Vector]:
    """The log odds that the judged pairs of each agreement bear, by weights of the others."""
    found = []
    for whole in judged:
        weights = fit_bears([other for other in judged if other is not whole] or [whole])
        found.append(whole.features()[whole.near] @ weights[:-1] + weights[-1])
    return found


def fit_crowding(judged: Sequence[JudgedWhole], odds: Sequence[Vector]) -> Crowding:
    """The crowding under which it is likeliest what bears, odds of bearing being given.

    odds: of the judged pairs of each agreement, as `odds_apart` gives them
    """
    seeming = [_seeming(*found) for found in zip(judged, odds, strict=True)]
    fewest = min(float(found.min()) for found in seeming)
    sizes = [size_of_crowd(passages, fewest) for passages in np.concatenate(seeming).tolist()]
    slope, offset = fit_logistic(
        np.array(sizes)[:, None],
        np.concatenate([whole.bears[whole.near] for whole in judged]),
        np.concatenate([whole.pairs.weights[whole.near] for whole in judged]),
        np.concatenate(odds),
    ).tolist()
    return Crowding(slope, offset, fewest)


def _seeming(whole: JudgedWhole, odds: Vector) -> Vector:
    """Of each judged pair how many passages of its document seem to bear."""
    found = np.zeros(len(odds))
    for document in whole.documents():
        found[document] = seeming_passages(odds[document], whole.passages[document])
    return found
