"""What sentences are compared by: their distinct stems and pairs of neighbouring stems, as rows.

How telling a stem is follows from how often it occurs. In a small collection that cannot be
counted, so the counts are added to those of a common table of English (`WordFrequencies`), which
weighs as much as `TABLE_WEIGHT` sentences.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from servanda.origins.reuse.tokens import TokenKind, Tokens, tokenise

__all__ = ["SentenceFeatures", "sentence_features"]

TABLE_WEIGHT = 5_000.0  # sentences that the common table counts for [judgement; not from outside]
UNLISTED = 1e-5  # share of sentences with a stem that the table does not have [judgement]
MOST_TELLING = (
    9.0  # nats; rarer stems tell no more, so that collections of any size compare [limit]
)
# Tokens of a frame that make a key: the length that finds most true pairs per candidate among 3, 4
# and 5 (docs/decisions/0029). [measured]
FRAME_RUN = 4
PART = 100_000  # sentences whose features are made at once [limit]
BIGRAM_COLUMNS = 1 << 24  # pairs of neighbouring stems, by hash [limit]

# Marks on an entry of `content`; a product of two entries tells what both sides have.
NAME_MARK, QUOTE_MARK = 2, 3  # coprime [definition]


@dataclass(frozen=True, slots=True)
class SentenceFeatures:
    """Sentences as rows of sparse matrices and as strings of one character a token."""

    content: sp.csr_matrix  # (sentence, stem): product of marks, 1 if none; no function words
    bigrams: sp.csr_matrix  # (sentence, hash of two neighbouring stems): 1
    information: NDArray[np.float64]  # (stem,) nats, 0 for function words
    stem_kind: NDArray[np.int8]  # (stem,) TokenKind that it mostly is
    document_count: NDArray[np.int64]  # (stem,) sentences that have it
    words: tuple[str, ...]  # all tokens of a sentence, one character a token
    frame: tuple[str, ...]  # function words, names and numbers alone
    glue: tuple[str, ...]  # function words alone
    frame_keys: NDArray[np.uint64]  # hash of each run of FRAME_RUN tokens of a frame
    frame_rows: NDArray[np.int64]  # and the sentence it stands in
    text_hash: NDArray[np.uint64]  # (sentence,) the same for the same tokens
    length: NDArray[np.int64]  # (sentence,) tokens
    tokens: Tokens


def sentence_features(
    sentences: Sequence[str], frequencies: Mapping[str, float]
) -> SentenceFeatures:
    """The features of sentences; frequencies: the share of sentences of English with a stem."""
    tokens = tokenise(sentences, frozenset(frequencies))
    count = len(tokens.start) - 1
    edges = range(0, max(1, count), PART)
    parts = [_SentencePart.of(tokens.between(at, min(at + PART, count))) for at in edges]
    content = sp.csr_matrix(sp.vstack([part.content for part in parts], format="csr"))
    document_count = np.bincount(content.indices, minlength=len(tokens.stems))
    return SentenceFeatures(
        content,
        sp.csr_matrix(sp.vstack([part.bigrams for part in parts], format="csr")),
        _information(tokens, document_count, count, frequencies),
        _stem_kinds(tokens),
        document_count,
        tuple(chain.from_iterable(part.words for part in parts)),
        tuple(chain.from_iterable(part.frame for part in parts)),
        tuple(chain.from_iterable(part.glue for part in parts)),
        np.concatenate([part.frame_keys for part in parts]),
        np.concatenate([part.frame_rows + at for at, part in zip(edges, parts, strict=True)]),
        np.concatenate([part.text_hash for part in parts]),
        np.diff(tokens.start),
        tokens,
    )


@dataclass(frozen=True, slots=True)
class _SentencePart:
    """What is made of some sentences, so that what is made on the way stays small."""

    content: sp.csr_matrix
    bigrams: sp.csr_matrix
    words: tuple[str, ...]
    frame: tuple[str, ...]
    glue: tuple[str, ...]
    frame_keys: NDArray[np.uint64]
    frame_rows: NDArray[np.int64]
    text_hash: NDArray[np.uint64]

    @classmethod
    def of(cls, tokens: Tokens) -> _SentencePart:
        count = len(tokens.start) - 1
        sentence = np.repeat(np.arange(count), np.diff(tokens.start))
        return cls(
            _content(tokens, sentence, count),
            _bigrams(tokens, sentence, count),
            _strings(tokens.stem, tokens.start),
            _strings_where(tokens, tokens.kind != TokenKind.WORD),
            _strings_where(tokens, tokens.kind == TokenKind.FUNCTION),
            *_frame_runs(tokens, sentence),
            _text_hashes(tokens, sentence, count),
        )


def _content(tokens: Tokens, sentence: NDArray[np.int64], count: int) -> sp.csr_matrix:
    kept = tokens.kind != TokenKind.FUNCTION
    shape = (count, max(1, len(tokens.stems)))
    name = (tokens.kind[kept] == TokenKind.NAME).astype(np.int64)
    quoted = tokens.is_quoted[kept].astype(np.int64)
    # Occurrences, as a name and within quotes, summed in one number with room for each.
    summed = sp.csr_matrix(
        (1 + (name << 20) + (quoted << 40), (sentence[kept], tokens.stem[kept])), shape=shape
    )
    summed.sum_duplicates()
    occurrences = summed.data & ((1 << 20) - 1)
    as_name, as_quoted = (summed.data >> 20) & ((1 << 20) - 1), summed.data >> 40
    marks = np.where(as_name > 0, NAME_MARK, 1) * np.where(as_quoted == occurrences, QUOTE_MARK, 1)
    return sp.csr_matrix((marks.astype(np.int8), summed.indices, summed.indptr), shape=shape)


def _bigrams(tokens: Tokens, sentence: NDArray[np.int64], count: int) -> sp.csr_matrix:
    stems = tokens.stem.astype(np.uint64)
    follows = sentence[1:] == sentence[:-1] if len(stems) else np.zeros(0, np.bool_)
    left, right = stems[:-1][follows], stems[1:][follows]
    column = mix_bits(left * np.uint64(0x9E3779B97F4A7C15) + right) % np.uint64(BIGRAM_COLUMNS)
    rows = sp.csr_matrix(
        (np.ones(len(column), np.int8), (sentence[1:][follows], column.astype(np.int32))),
        shape=(count, BIGRAM_COLUMNS),
    )
    rows.sum_duplicates()
    rows.data[:] = 1
    return rows


def mix_bits(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """64 bits mixed well (the finisher of splitmix64)."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


def _information(
    tokens: Tokens, document_count: NDArray[np.int64], count: int, frequencies: Mapping[str, float]
) -> NDArray[np.float64]:
    table = np.array([frequencies.get(stem, UNLISTED) for stem in tokens.stems])
    share = (document_count + TABLE_WEIGHT * table) / (count + TABLE_WEIGHT)
    return np.where(document_count > 0, np.minimum(-np.log(np.minimum(share, 1)), MOST_TELLING), 0)


def _stem_kinds(tokens: Tokens) -> NDArray[np.int8]:
    counts = np.zeros((len(TokenKind), len(tokens.stems)), np.int64)
    for kind in TokenKind:
        chosen = tokens.stem[tokens.kind == kind]
        counts[kind] = np.bincount(chosen, minlength=len(tokens.stems))
    return np.asarray(counts.argmax(axis=0), np.int8)


def _strings(stems: NDArray[np.int32], start: NDArray[np.int64]) -> tuple[str, ...]:
    """One character a stem; beyond the range of characters two stems may share one."""
    points = stems.astype(np.uint32) % np.uint32(0x10FFFF - 0xE000) + np.uint32(0xE000)
    whole = points.astype("<u4").tobytes().decode("utf-32-le")
    ends = start.tolist()
    return tuple(whole[a:b] for a, b in itertools.pairwise(ends))


def _strings_where(tokens: Tokens, chosen: NDArray[np.bool_]) -> tuple[str, ...]:
    before = np.concatenate(([0], np.cumsum(chosen)))
    return _strings(tokens.stem[chosen], before[tokens.start])


def _frame_runs(
    tokens: Tokens, sentence: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Hashes of the runs of tokens other than plain words, and the sentence of each."""
    kept = tokens.kind != TokenKind.WORD
    stems, rows = tokens.stem[kept].astype(np.uint64), sentence[kept]
    runs = max(0, len(stems) - FRAME_RUN + 1)
    keys = np.zeros(runs, np.uint64)
    for place in range(FRAME_RUN):
        keys = mix_bits(keys + stems[place : place + runs] + np.uint64(1))
    whole = rows[:runs] == rows[FRAME_RUN - 1 :] if runs else np.zeros(0, np.bool_)
    return keys[whole], rows[:runs][whole]


def _text_hashes(tokens: Tokens, sentence: NDArray[np.int64], count: int) -> NDArray[np.uint64]:
    place = np.arange(len(tokens.stem)) - tokens.start[:-1][sentence]
    value = mix_bits(tokens.stem.astype(np.uint64) + (place.astype(np.uint64) << np.uint64(32)))
    total = np.concatenate((np.zeros(1, np.uint64), np.cumsum(value)))
    return total[tokens.start[1:]] - total[tokens.start[:-1]]
