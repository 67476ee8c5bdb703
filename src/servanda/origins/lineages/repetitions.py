"""A sentence that a document says several times is one sentence."""

from __future__ import annotations

import numpy as np

from servanda.origins.reuse.candidates import Index, Pairs
from servanda.origins.reuse.sentence_features import SentenceFeatures

__all__ = ["repetitions_within"]

LEAST_TOKENS = 6  # shorter ones ("Yes, he said.") may mean another thing each time [judgement]


def repetitions_within(features: SentenceFeatures, document: Index) -> Pairs:
    """Each repetition of a sentence within its document, with the place before it."""
    told = np.flatnonzero(features.length >= LEAST_TOKENS)
    order = told[np.lexsort((told, features.text_hash[told], document[told]))]
    before, after = order[:-1], order[1:]
    same = (document[before] == document[after]) & (
        features.text_hash[before] == features.text_hash[after]
    )
    return before[same], after[same]
