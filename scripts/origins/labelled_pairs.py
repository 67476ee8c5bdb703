"""Candidate pairs of a rewritten corpus with their features and labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scripts.origins.rewritten_corpus import Corpus, Page
from servanda.origins.reuse.candidates import Index, Pairs, candidate_pairs
from servanda.origins.reuse.pair_features import pair_features
from servanda.origins.reuse.sentence_features import SentenceFeatures, sentence_features

__all__ = ["LabelledPairs", "labelled_pairs"]

LEAST_WORDS = 5  # in a sentence that is labelled


@dataclass(frozen=True, slots=True)
class LabelledPairs:
    """Candidates of one corpus."""

    pairs: Pairs
    values: NDArray[np.float32]
    label: NDArray[np.int8]  # 1 copy, 0 none, -1 not labelled
    document: Index
    length: Index
    features: SentenceFeatures


def labelled_pairs(corpus: Corpus, frequencies: Mapping[str, float]) -> LabelledPairs:
    """The candidates that the room finds, labelled by the corpus's truth."""
    pages = sorted(corpus.pages, key=lambda page: page.id)
    sents = [sent for page in pages for sent in page.sents]
    document = np.repeat(np.arange(len(pages)), [len(page.sents) for page in pages])
    features = sentence_features([sent.text for sent in sents], frequencies)
    pairs = candidate_pairs(features, document)
    label = _labels(corpus, pages, pairs, document)
    values = pair_features(features, pairs)
    return LabelledPairs(pairs, values, label, document, features.length, features)


def _labels(corpus: Corpus, pages: list[Page], pairs: Pairs, document: Index) -> NDArray[np.int8]:
    sents = [sent for page in pages for sent in page.sents]
    usable = [
        len(sent.text.split()) >= LEAST_WORDS and pages[doc].kind != "attributed"
        for sent, doc in zip(sents, document.tolist(), strict=True)
    ]
    label = np.zeros(len(pairs[0]), np.int8)
    for number, (left, right) in enumerate(zip(pairs[0].tolist(), pairs[1].tolist(), strict=True)):
        first, second = sents[left], sents[right]
        if not (usable[left] and usable[right]):
            label[number] = -1
        elif set(first.origins) & set(second.origins):
            label[number] = -1 if first.part and second.part and first.part != second.part else 1
        elif any(
            (a, b) in corpus.neutral or (b, a) in corpus.neutral
            for a in first.origins
            for b in second.origins
        ):
            label[number] = -1
    return label
