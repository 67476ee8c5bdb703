"""Links between sentences: candidates, two looks, and one source a sentence.

The first look compares two sentences, the second knows what else the two documents share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from servanda.origins.reuse.boosted_tables import BoostedTables
from servanda.origins.reuse.candidates import Index, Pairs, candidate_pairs
from servanda.origins.reuse.counterparts import claims_words_twice
from servanda.origins.reuse.document_context import CONTEXT_FEATURES, context_features
from servanda.origins.reuse.pair_features import (
    PAIR_FEATURES,
    pair_features,
    tells_same_event,
)
from servanda.origins.reuse.sentence_features import SentenceFeatures, sentence_features

__all__ = ["ComparedPairs", "ReuseVerifier", "compare_sentences"]

PUT_BACK = 8.0  # log-odds that a link loses whose words are taken [judgement; not from outside]
# Log-odds of the first look under which the documents around a pair are not asked: none of 53,563
# true pairs of a development corpus lies there, and half of all candidates. [measured]
HOPELESS = -6.0
BLOCK = 1 << 17  # pairs looked at at once [limit]
TIE = 1e-3  # log-odds by which neighbours, then places in the text, break ties [judgement]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ReuseVerifier:
    """What was fitted: a common table of stems and the two looks."""

    frequencies: Mapping[str, float]  # share of sentences of English by stem
    sentences: BoostedTables
    documents: BoostedTables


@dataclass(frozen=True, slots=True)
class ComparedPairs:
    """Candidate pairs with the probability that one text comes from the other."""

    first: Index  # sentence number
    second: Index  # of a later document in the order of the collection
    probability: Array
    values: NDArray[np.float32]  # (pair, PAIR_FEATURES)
    features: SentenceFeatures

    def value(self, name: str) -> NDArray[np.float32]:
        """One feature of every pair."""
        return self.values[:, PAIR_FEATURES.index(name)]


def compare_sentences(
    sentences: Sequence[str], document: Index, verifier: ReuseVerifier
) -> ComparedPairs:
    """Every candidate pair with its probability.

    document: (sentence,) number of the document, ascending
    """
    features = sentence_features(sentences, verifier.frequencies)
    pairs = candidate_pairs(features, document)
    pairs, values, first_look = _first_look(features, pairs, verifier.sentences)
    around = context_features(pairs, first_look, document, features.length)
    names = (*PAIR_FEATURES, *CONTEXT_FEATURES)
    log_odds = verifier.documents.log_odds(names, np.concatenate((values, around), axis=1))
    common = values[:, PAIR_FEATURES.index("order_tokens")].astype(np.float64)
    broken_ties = log_odds + TIE * (
        around[:, CONTEXT_FEATURES.index("neighbours")] - _displacement(pairs, document)
    )
    twice = claims_words_twice(pairs, broken_ties, common, document, features.length)
    probability = 1.0 / (1.0 + np.exp(-(log_odds - PUT_BACK * twice)))
    return ComparedPairs(*pairs, probability, values, features)


def _first_look(
    features: SentenceFeatures, pairs: Pairs, look: BoostedTables
) -> tuple[Pairs, NDArray[np.float32], Array]:
    """The pairs that can be a copy or of one event, with features and log-odds of two sentences."""
    kept, values, log_odds = [], [], []
    for start in range(0, max(1, len(pairs[0])), BLOCK):
        block = pairs[0][start : start + BLOCK], pairs[1][start : start + BLOCK]
        found = pair_features(features, block)
        odds = look.log_odds(PAIR_FEATURES, found)
        likely = (odds > HOPELESS) | tells_same_event(found)
        kept.append(start + np.flatnonzero(likely))
        values.append(found[likely])
        log_odds.append(odds[likely])
    rows = np.concatenate(kept)
    return (pairs[0][rows], pairs[1][rows]), np.concatenate(values), np.concatenate(log_odds)


def _displacement(pairs: Pairs, document: Index) -> Array:
    """How far apart two sentences stand in their documents, as shares of them."""
    documents = int(document[-1]) + 1 if len(document) else 1
    start = np.searchsorted(document, np.arange(documents + 1))
    size = np.maximum(1, np.diff(start))
    first, second = ((side - start[document[side]]) / size[document[side]] for side in pairs)
    return np.asarray(np.abs(first - second))
