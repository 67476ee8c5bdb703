"""Pairs of sentences worth comparing: those that share two rare stems, or a run of their frame.

The rarest stems of each sentence, names and numbers before other words of the same rarity, are
paired, each pair hashed, and the hashes sorted, so that sentences with a pair in common stand
together. So are runs of their frame: function words, names and numbers, which a rewriter who swaps
words leaves standing. What many sentences have in common is followed to near neighbours alone, and
the same sentence many times over is tied to its first place. Work grows with the number of
sentences, not with its square.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from servanda.origins.reuse.sentence_features import SentenceFeatures, mix_bits
from servanda.origins.reuse.tokens import TokenKind

__all__ = ["Pairs", "candidate_pairs", "same_text_pairs", "unique_pairs"]

# The rarest stems of a sentence that are paired. With frames they find .996 of the true pairs of
# a generated corpus in 5 candidates a sentence; 10 stems without frames .983 in 18. [measured]
RAREST = 6
MOST_IN_GROUP = 24  # sentences with one key of which all pairs are compared [measured: 0029]
MOST_OF_FRAME = 12  # the same for runs of the frame, which are commoner [measured: 0029]
NEIGHBOURS = 2  # next members of a larger group that each is compared with [limit]
NAME_BONUS = 0.5  # nats by which names and numbers come before words [judgement]
PART = 200_000  # sentences whose rarest stems are sought at once [limit]
BLOCK = 1 << 20  # sorted hashes that are looked through at once [limit]

Index = NDArray[np.int64]
Pairs = tuple[Index, Index]  # first below second


def candidate_pairs(features: SentenceFeatures, document: Index) -> Pairs:
    """Pairs of sentences of different documents that share rare stems.

    document: (sentence,) number of the document
    """
    rows = features.content.shape[0]
    found = [same_text_pairs(features, document)]
    keys = _pair_keys(features)
    keys.sort()
    found += _pairs_of_keys(keys, rows, document, MOST_IN_GROUP, NEIGHBOURS)
    keys = _sentence_keys(features.frame_keys, features.frame_rows, rows)
    keys.sort()
    found += _pairs_of_keys(keys, rows, document, MOST_OF_FRAME, 0)
    return unique_pairs(found, rows)


def _pairs_of_keys(
    keys: NDArray[np.uint64], rows: int, document: Index, most: int, neighbours: int
) -> Iterator[Pairs]:
    bits = np.uint64(_row_bits(rows))
    for block in _blocks(keys, bits):
        row = (block & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
        pairs = _pairs_of_groups(block >> bits, row, document, most, neighbours)
        yield unique_pairs([pairs], rows)


def _row_bits(rows: int) -> int:
    return max(1, int(rows - 1).bit_length())


def _sentence_keys(value: NDArray[np.uint64], row: Index, rows: int) -> NDArray[np.uint64]:
    """A hash in the upper bits and the sentence in the lower ones."""
    bits = np.uint64(_row_bits(rows))
    return (mix_bits(value) >> bits << bits) | row.astype(np.uint64)


def rarest_stems(features: SentenceFeatures) -> NDArray[np.int64]:
    """(sentence, RAREST) the rarest stems that other sentences have too; -1 for want of one."""
    bonus = np.where(features.stem_kind >= TokenKind.NAME, NAME_BONUS, 0.0)
    rarity = np.log(np.maximum(1, features.document_count)) - bonus
    # Stems in the order of rarity, the alphabet second: their rank sorts a row with integers.
    order = np.lexsort((np.arange(len(rarity)), rarity))
    rank = np.empty(len(rarity), np.int64)
    rank[order] = np.arange(len(rarity))
    rows = features.content.shape[0]
    table = np.full((rows, RAREST), -1, np.int64)
    for start in range(0, rows, PART):
        end = min(start + PART, rows)
        row, place, ranks = _rarest_of_rows(features, rank, start, end)
        table[start + row, place] = order[ranks]
    return table


def _rarest_of_rows(
    features: SentenceFeatures, rank: NDArray[np.int64], start: int, end: int
) -> tuple[Index, Index, Index]:
    """Row, place in the table and rank of the rarest stems of some sentences."""
    begins = features.content.indptr[start : end + 1].astype(np.int64)
    columns = features.content.indices[begins[0] : begins[-1]]
    row = np.repeat(np.arange(end - start), np.diff(begins))
    usable = features.document_count[columns] >= 2
    keys = np.sort(row[usable] * len(rank) + rank[columns[usable]])
    row, ranks = keys // len(rank), keys % len(rank)
    place = np.arange(len(row)) - np.searchsorted(row, np.arange(end - start))[row]
    kept = place < RAREST
    return row[kept], place[kept], ranks[kept]


def _pair_keys(features: SentenceFeatures) -> NDArray[np.uint64]:
    table = np.sort(rarest_stems(features), axis=1).T.copy()
    rows = table.shape[1]
    numbers = np.arange(rows)
    keys = []
    for left, right in combinations(range(RAREST), 2):
        there = table[left] >= 0
        pair = table[left, there].astype(np.uint64) << np.uint64(32)
        pair |= table[right, there].astype(np.uint64)
        keys.append(_sentence_keys(pair, numbers[there], rows))
    return np.concatenate(keys)


def _blocks(keys: NDArray[np.uint64], bits: np.uint64) -> list[NDArray[np.uint64]]:
    """Sorted keys in pieces that part no group."""
    if not len(keys):
        return []
    group = keys >> bits
    edges = [0]
    while edges[-1] + BLOCK < len(keys):
        edge = int(np.searchsorted(group, group[edges[-1] + BLOCK]))
        if edge <= edges[-1]:
            edge = int(np.searchsorted(group, group[edges[-1] + BLOCK], side="right"))
        edges.append(edge)
    return [keys[a:b] for a, b in zip(edges, [*edges[1:], len(keys)], strict=True)]


def _pairs_of_groups(
    group: NDArray[np.uint64], row: Index, document: Index, most: int, neighbours: int = 0
) -> Pairs:
    """All pairs within each short run of equal groups; of a long one those of near neighbours."""
    starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    sizes = np.diff(np.r_[starts, len(group)])
    firsts, seconds = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for size in np.unique(sizes):
        if not 2 <= size <= most:
            continue
        left, right = np.triu_indices(int(size), 1)
        begin = starts[sizes == size][:, None]
        firsts.append(row[begin + left].ravel())
        seconds.append(row[begin + right].ravel())
    large = np.repeat(sizes > most, sizes)
    for step in range(1, neighbours + 1):
        near = large[:-step] & (group[step:] == group[:-step])
        firsts.append(row[:-step][near])
        seconds.append(row[step:][near])
    return _of_two_documents(np.concatenate(firsts), np.concatenate(seconds), document)


def _of_two_documents(first: Index, second: Index, document: Index) -> Pairs:
    apart = document[first] != document[second]
    return first[apart], second[apart]


def same_text_pairs(features: SentenceFeatures, document: Index) -> Pairs:
    """Sentences with the same words: all pairs of a few, each of many with the first alone."""
    told = np.flatnonzero(features.length > 0)
    order = told[np.argsort(features.text_hash[told], kind="stable")]
    value = features.text_hash[order]
    few = _pairs_of_groups(value, order, document, MOST_IN_GROUP)
    starts = (
        np.flatnonzero(np.r_[True, value[1:] != value[:-1]]) if len(value) else np.zeros(0, int)
    )
    sizes = np.diff(np.r_[starts, len(value)])
    many = np.repeat(sizes > MOST_IN_GROUP, sizes)
    first = np.repeat(order[starts], sizes)[many]
    star = _of_two_documents(first, order[many], document)
    return np.concatenate((few[0], star[0])), np.concatenate((few[1], star[1]))


def unique_pairs(found: list[Pairs], rows: int) -> Pairs:
    """Each pair once, in order."""
    keys = np.concatenate([np.minimum(a, b) * rows + np.maximum(a, b) for a, b in found])
    keys.sort()
    keys = keys[np.r_[True, keys[1:] != keys[:-1]]] if len(keys) else keys
    return keys // max(1, rows), keys % max(1, rows)
