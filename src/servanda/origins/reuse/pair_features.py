"""How alike two sentences are, as a row of numbers for each candidate pair.

Shares of what one side has that the other has too, weighed by how telling each stem is; names,
numbers and other words apart; the order of words, of the frame and of function words alone, by the
longest common subsequence. None depends on the size of the collection but through the telling
weight, which is capped. The event is what names and numbers tell: who, where, when, how many.
Symmetric: the same for (a, b) and (b, a).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq
from rapidfuzz.process import cpdist

from servanda.origins.reuse.candidates import Index, Pairs
from servanda.origins.reuse.sentence_features import NAME_MARK, QUOTE_MARK, SentenceFeatures
from servanda.origins.reuse.tokens import TokenKind

__all__ = ["PAIR_FEATURES", "pair_features", "tells_same_event"]

Array = NDArray[np.float64]

# One column each; "least" and "most" are the smaller and the larger share of the two sides.
PAIR_FEATURES = (
    "all_least", "all_most",
    "words_least", "words_most",
    "names_least", "names_most",
    "numbers_least", "numbers_most",
    "event_least", "event_most", "event_nats",
    "unquoted_least",
    "shared_nats", "shared_names_nats", "rarest_nats",
    "names_apart_least", "names_apart_most", "numbers_apart_least", "numbers_apart_most",
    "order_least", "order_most", "order_tokens",
    "frame_least", "frame_most", "frame_tokens",
    "glue_least", "glue_most",
    "bigrams_least", "bigrams_most",
    "shorter_tokens", "length_ratio",
)  # fmt: skip
# Names and numbers in common that make one event: a place and a day, or a party, number and month.
EVENT_NATS = 14.0  # [judgement; not from outside]
EVENT_SHARE = 0.7  # of the names and numbers of the sentence that has fewer [judgement]
BLOCK = 1 << 17  # pairs compared at once: some hundred megabytes [limit]


@dataclass(frozen=True, slots=True)
class _Sides:
    """A quantity of the first and of the second sentence of each pair, and what both have."""

    first: Array
    second: Array
    shared: Array

    def shares(self) -> tuple[Array, Array]:
        """The smaller and the larger share that the other side has too; 0 of nothing."""
        low, high = np.minimum(self.first, self.second), np.maximum(self.first, self.second)
        return _ratio(self.shared, high), _ratio(self.shared, low)

    def apart(self) -> tuple[Array, Array]:
        """What the side with less, and the side with more, has and the other has not."""
        first, second = self.first - self.shared, self.second - self.shared
        return np.minimum(first, second), np.maximum(first, second)


def _ratio(part: Array, whole: Array) -> Array:
    return np.where(whole > 0, np.minimum(part / np.maximum(whole, 1e-9), 1.0), 0.0)


def pair_features(features: SentenceFeatures, pairs: Pairs) -> NDArray[np.float32]:
    """(pair, len(PAIR_FEATURES)) for pairs of sentences."""
    first, second = pairs
    totals = _Totals.of(features)
    blocks = [
        _block(features, totals, first[at : at + BLOCK], second[at : at + BLOCK])
        for at in range(0, len(first), BLOCK)
    ]
    empty = np.zeros((0, len(PAIR_FEATURES)), np.float32)
    return np.concatenate(blocks) if blocks else empty


def tells_same_event(values: NDArray[np.float32]) -> NDArray[np.bool_]:
    """True where both sentences tell of one event, whether or not one is a copy of the other."""
    nats, share, apart, numbers = (
        values[:, PAIR_FEATURES.index(name)]
        for name in ("event_nats", "event_most", "numbers_apart_least", "numbers_most")
    )
    disputed = (apart > 0) & (numbers == 0)
    return np.asarray((nats >= EVENT_NATS) & (share >= EVENT_SHARE) & ~disputed)


@dataclass(frozen=True, slots=True)
class _Totals:
    """Nats of each sentence: in all, in words, names and outside quotes; and counted numbers."""

    all: Array
    words: Array
    names: Array
    numbers: Array
    event: Array
    unquoted: Array
    bigrams: Array

    @classmethod
    def of(cls, features: SentenceFeatures) -> _Totals:
        content = features.content
        nats = features.information[content.indices]
        is_number = features.stem_kind[content.indices] == TokenKind.NUMBER
        is_name = (content.data % NAME_MARK == 0) & ~is_number
        row = np.repeat(np.arange(content.shape[0]), np.diff(content.indptr))

        def total(weights: Array) -> Array:
            return np.bincount(row, weights, minlength=content.shape[0]).astype(np.float64)

        return cls(
            all=total(nats),
            words=total(nats * ~(is_name | is_number)),
            names=total(nats * is_name),
            numbers=total(is_number.astype(np.float64)),
            event=total(nats * (is_name | is_number)),
            unquoted=total(nats * (content.data % QUOTE_MARK != 0)),
            bigrams=np.diff(features.bigrams.indptr).astype(np.float64),
        )


def _block(
    features: SentenceFeatures, totals: _Totals, first: Index, second: Index
) -> NDArray[np.float32]:
    shared = _shared_nats(features, totals, first, second)
    names, numbers = shared["names"], shared["numbers"]
    order = _alignment(features.words, first, second)
    frame = _alignment(features.frame, first, second)
    glue = _alignment(features.glue, first, second)
    shorter = np.minimum(order.first, order.second)
    columns = [
        *shared["all"].shares(),
        *shared["words"].shares(),
        *names.shares(),
        *numbers.shares(),
        *shared["event"].shares(), shared["event"].shared,
        shared["unquoted"].shares()[0],
        shared["all"].shared, names.shared, shared["rarest"].shared,
        *names.apart(), *numbers.apart(),
        *order.shares(), order.shared,
        *frame.shares(), frame.shared,
        *glue.shares(),
        *_bigrams(features, totals, first, second).shares(),
        shorter, _ratio(shorter, np.maximum(order.first, order.second)),
    ]  # fmt: skip
    return np.stack(columns, axis=1).astype(np.float32)


def _shared_nats(
    features: SentenceFeatures, totals: _Totals, first: Index, second: Index
) -> dict[str, _Sides]:
    """What both sentences of each pair have, in nats; numbers counted."""
    both = _rows_of(features.content, first, second)
    nats = features.information[both.indices]
    is_number = features.stem_kind[both.indices] == TokenKind.NUMBER
    is_name = (both.data % NAME_MARK == 0) & ~is_number
    row = np.repeat(np.arange(len(first)), np.diff(both.indptr))
    rarest = np.zeros(len(first))
    np.maximum.at(rarest, row, nats)

    def sides(total: Array, weights: Array) -> _Sides:
        shared = np.bincount(row, weights, minlength=len(first)).astype(np.float64)
        return _Sides(total[first], total[second], shared)

    unquoted = both.data % (QUOTE_MARK * QUOTE_MARK) != 0
    return {
        "all": sides(totals.all, nats),
        "words": sides(totals.words, nats * ~(is_name | is_number)),
        "names": sides(totals.names, nats * is_name),
        "numbers": sides(totals.numbers, is_number.astype(np.float64)),
        "event": sides(totals.event, nats * (is_name | is_number)),
        "unquoted": sides(totals.unquoted, nats * unquoted),
        "rarest": _Sides(rarest, rarest, rarest),
    }


def _rows_of(matrix: sp.csr_matrix, first: Index, second: Index) -> sp.csr_matrix:
    """The products of the entries that both rows of each pair have."""
    return sp.csr_matrix(matrix[first].multiply(matrix[second]))


def _bigrams(features: SentenceFeatures, totals: _Totals, first: Index, second: Index) -> _Sides:
    both = _rows_of(features.bigrams, first, second)
    shared = np.diff(both.indptr).astype(np.float64)
    return _Sides(totals.bigrams[first], totals.bigrams[second], shared)


def _alignment(strings: tuple[str, ...], first: Index, second: Index) -> _Sides:
    """Tokens on each side, and how many of them stand in the same order on both."""
    left = [strings[row] for row in first.tolist()]
    right = [strings[row] for row in second.tolist()]
    common = cpdist(left, right, scorer=LCSseq.similarity, dtype=np.int32)
    lengths = [np.fromiter(map(len, side), np.float64, len(side)) for side in (left, right)]
    return _Sides(lengths[0], lengths[1], common.astype(np.float64))
