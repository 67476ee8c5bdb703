"""Independent words about one event: who, where, when and how many agree, the text does not.

Such an edge says what may corroborate what. It never makes one origin of two.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from servanda.origins.reuse.links import ComparedPairs

__all__ = ["LEAST_NATS", "LEAST_SHARE", "tell_same_event"]

# Names and numbers in common: a place and a day, or a party, a number and a month.
LEAST_NATS = 14.0  # [judgement; not from outside]
LEAST_SHARE = 0.7  # of the names and numbers of the sentence that has fewer [judgement]


def tell_same_event(pairs: ComparedPairs) -> NDArray[np.bool_]:
    """(pair,) True if both tell of one event, whether or not one is a copy of the other."""
    nats, share = pairs.value("event_nats"), pairs.value("event_most")
    disputed = (pairs.value("numbers_apart_least") > 0) & (pairs.value("numbers_most") == 0)
    return np.asarray((nats >= LEAST_NATS) & (share >= LEAST_SHARE) & ~disputed)
