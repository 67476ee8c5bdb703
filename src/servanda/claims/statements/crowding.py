"""How odds of bearing give way in a document of which very much seems to bear.

A judge that is too ready is so for all sentences alike: in a long report a hundred sentences may
seem to bear on duties, and each of them does so less often than it seems; in a page where hardly
anything does, what there is does so more often. So the log odds of all of a document's sentences
are moved by one amount, which leaves their order in it as it is. It comes from the document alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["NO_CROWDING", "Crowding", "give_way", "seeming_passages", "size_of_crowd"]

Vector = NDArray[np.float64]
Numbers = NDArray[np.int64]

# Passages added to those that seem to bear, so that one more of very few tells little. From .5 to
# 10 it makes no difference on agreements left out (nats a bearing pair). [judgement; here]
_SOME = 2.0


@dataclass(frozen=True, slots=True)
class Crowding:
    """How log odds of bearing give way, fitted on agreements that the judge has not seen."""

    slope: float  # for each unit of the log of how many passages seem to bear
    offset: float  # where that is nought
    fewest: float  # passages that seem to bear: no document of the fit has fewer


NO_CROWDING = Crowding(0.0, 0.0, 0.0)


def give_way(bears: Vector, passages: Numbers, crowding: Crowding) -> Vector:
    """The log odds that each pair of one document bears, once they have given way.

    bears: without, of all its pairs that were judged; passages: the number of each pair's passage
    """
    size = size_of_crowd(seeming_passages(bears, passages), crowding.fewest)
    return np.asarray(bears + crowding.slope * size + crowding.offset)


def seeming_passages(bears: Vector, passages: Numbers) -> float:
    """How many passages seem to bear on any duty: the sum of each one's highest chance."""
    highest = np.zeros(int(passages.max(initial=-1)) + 1)
    np.maximum.at(highest, passages, 1.0 / (1.0 + np.exp(-np.clip(bears, -40.0, 40.0))))
    return float(highest.sum())


def size_of_crowd(seeming: float, fewest: float) -> float:
    """The log of how many seem to bear, of which none has fewer than the fewest."""
    return float(np.log(max(seeming, fewest) + _SOME))
