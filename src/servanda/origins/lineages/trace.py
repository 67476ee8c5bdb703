"""A whole collection: links of two kinds, lineages and origins of every sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from servanda.origins.lineages.attributions import Attributions, find_attributions
from servanda.origins.lineages.clusters import lineage_numbers
from servanda.origins.lineages.direction import copy_direction
from servanda.origins.lineages.origin_labels import earliest_members, join_labels
from servanda.origins.lineages.repetitions import repetitions_within
from servanda.origins.reuse.candidates import Index, Pairs
from servanda.origins.reuse.links import ReuseVerifier, compare_sentences
from servanda.origins.reuse.pair_features import tells_same_event
from servanda.records import TracedText

__all__ = ["COPIED", "Traced", "trace_origins"]

COPIED = 0.5  # probability from which a pair is a copy [definition]


@dataclass(frozen=True, slots=True)
class Traced:
    """What was found among the sentences of texts, numbered through in the order of their ids."""

    texts: tuple[TracedText, ...]  # sorted by id
    document: Index  # (sentence,) number of its text
    place: Index  # (sentence,) its number in the text
    appeared: NDArray[np.float64]  # (text, 2) first and last possible moment, NaN if unknown
    first: Index  # candidate pairs
    second: Index
    probability: NDArray[np.float64]  # that one of the pair comes from the other
    direction: NDArray[np.int8]
    is_same_event: NDArray[np.bool_]  # not copied, and of one event
    event_share: NDArray[np.float64]  # of the names and numbers of the one that has fewer
    attributions: Attributions
    lineage: Index  # (sentence,) sentence that its lineage is named for
    origin: Index  # (sentence,) sentence that its origin is named for
    repetitions: Pairs  # sentences that a document says again


def trace_origins(texts: Sequence[TracedText], verifier: ReuseVerifier) -> Traced:
    """Links, lineages and origins; the same whatever order the texts come in.

    texts: with distinct ids
    """
    texts = tuple(sorted(texts, key=lambda text: text.id))
    sizes = [len(text.sentences) for text in texts]
    document = np.repeat(np.arange(len(texts)), sizes)
    start = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    sentences = [sentence for text in texts for sentence in text.sentences]
    pairs = compare_sentences(sentences, document, verifier)
    appeared = _appeared(texts)
    moment = appeared[document, 1]
    copied = pairs.probability >= COPIED
    label = lineage_numbers(
        pairs.first[copied], pairs.second[copied], pairs.probability[copied], len(sentences)
    )
    repetitions = repetitions_within(pairs.features, document)
    label = join_labels(label, *repetitions)
    cited = find_attributions(pairs.features, document, [text.outlet for text in texts])
    joined = join_labels(label, cited.sentence, cited.source)
    return Traced(
        texts,
        document,
        np.arange(len(document)) - start[document],
        appeared,
        pairs.first,
        pairs.second,
        pairs.probability,
        copy_direction(appeared, document[pairs.first], document[pairs.second]),
        tells_same_event(pairs.values) & ~copied,
        pairs.value("event_most").astype(np.float64),
        cited,
        earliest_members(label, moment, np.zeros(0, np.int64)),
        earliest_members(joined, moment, cited.source),
        repetitions,
    )


def _appeared(texts: Sequence[TracedText]) -> NDArray[np.float64]:
    """(text, 2) first and last possible moment; NaN if unknown."""
    unknown = (np.nan, np.nan)
    table = [unknown if text.appeared is None else text.appeared for text in texts]
    return np.array(table, np.float64).reshape(-1, 2)
