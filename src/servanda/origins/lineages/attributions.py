"""Sentences that say from which other document of the collection they have it.

"According to X", "citing X", "X said", where X is the outlet of another document: the sentence
rests on that document's sentence about the same event, in whatever words. Plain, by the names of
outlets as they are given; who is meant by other names is for whoever knows the holders of claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from servanda.origins.reuse.candidates import Index
from servanda.origins.reuse.sentence_features import NAME_MARK, SentenceFeatures
from servanda.origins.reuse.tokens import TokenKind, Tokens, tokenise

__all__ = ["Attributions", "find_attributions"]


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Words beside the name of an outlet that make it the source of what is told.
CUES = _words(
    """according account announced announces attributed broadcast carried carries cite cited cites
    citing confirmed credited disclosed learned news obtained per published put quoted quotes
    quoting report reported reporting reports revealed said say saying says seen source sources
    statement story tell tells told via wrote writes writing"""
)
AGAINST = ("contradicting", "contrary", "denied", "disputed", "unlike")
NEAR = 4  # tokens between such a word and the name [judgement; not from outside]
LONGEST_NAME = 8  # tokens of an outlet's name [limit]
MOST_COMPARED = 2_000  # sentences of one outlet that a mention is compared with [limit]
BLOCK = 1_000  # mentions of one outlet that are compared at once [limit]
LEAST_NATS = 10.0  # of the event that a sentence and its source must share [judgement]
LEAST_SHARE = 0.6  # of the event of the one that tells less [judgement; not from outside]
_ADDRESS_ENDS = frozenset(("com", "org", "net", "gov", "info", "co"))

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Attributions:
    """Edges from a sentence to the sentence that it says it has the matter from."""

    sentence: Index
    source: Index
    probability: Array  # share of the event that both tell


def find_attributions(
    features: SentenceFeatures, document: Index, outlets: Sequence[str | None]
) -> Attributions:
    """One edge for each sentence and outlet that it names as its source.

    document: (sentence,) number of the document; outlets: of each document
    """
    start = np.searchsorted(document, np.arange(len(outlets) + 1))
    documents: dict[str, list[int]] = defaultdict(list)
    for number, outlet in enumerate(outlets):
        if outlet and outlet.strip():
            documents[outlet].append(number)
    event = _event_rows(features)
    found = []
    for outlet, (name, sentences) in _mentions(features.tokens, tuple(documents)).items():
        foreign = [row for row in sentences if outlets[int(document[row])] != outlet]
        numbers = documents[outlet]
        rows = np.concatenate([np.arange(start[at], start[at + 1]) for at in numbers])
        if foreign and len(rows):
            nats = features.information.copy()
            nats[list(name)] = 0.0  # that both name the outlet is no event
            for at in range(0, len(foreign), BLOCK):
                part = np.array(foreign[at : at + BLOCK])
                found += _best_sources(event, nats, part, rows[:MOST_COMPARED])
    table = np.array(sorted(found), np.float64).reshape(-1, 3)
    return Attributions(table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2])


def _event_rows(features: SentenceFeatures) -> sp.csr_matrix:
    """(sentence, stem) 1 where a name or a number stands."""
    content = features.content
    is_number = features.stem_kind[content.indices] == TokenKind.NUMBER
    marks = (is_number | (content.data % NAME_MARK == 0)).astype(np.float64)
    rows = sp.csr_matrix((marks, content.indices.copy(), content.indptr.copy()), content.shape)
    rows.eliminate_zeros()
    return rows


def _best_sources(
    event: sp.csr_matrix, nats: Array, sentences: Index, there: Index
) -> list[tuple[int, int, float]]:
    """For each sentence the one there that tells most of its event, and how much: 0..1."""
    mine, theirs = event[sentences], event[there]
    mine.data = nats[mine.indices]
    shared = np.asarray((mine @ theirs.T).toarray())
    totals = np.minimum.outer(np.asarray(mine.sum(axis=1)).ravel(), theirs @ nats)
    share = shared / np.maximum(totals, 1e-9)
    told = np.where((shared >= LEAST_NATS) & (share >= LEAST_SHARE), shared, -1.0)
    best = told.argmax(axis=1)
    return [
        (int(sentence), int(there[at]), float(min(1.0, share[row, at])))
        for row, (sentence, at) in enumerate(zip(sentences, best, strict=True))
        if told[row, at] > 0
    ]


def _mentions(
    tokens: Tokens, outlets: tuple[str, ...]
) -> dict[str, tuple[frozenset[int], list[int]]]:
    """The stems of each outlet's name, and the sentences that name it beside a cue."""
    places = {stem: number for number, stem in enumerate(tokens.stems)}
    cues, against = _stems_of(CUES, places), _stems_of(AGAINST, places)
    found: dict[str, tuple[frozenset[int], list[int]]] = {}
    for outlet, sentence, first, end in _name_places(tokens, outlets, places):
        low, high = tokens.start[sentence], tokens.start[sentence + 1]
        around = {
            *tokens.stem[max(low, first - NEAR) : first].tolist(),
            *tokens.stem[end : min(high, end + NEAR)].tolist(),
        }
        if around & cues and not around & against:
            name = frozenset(tokens.stem[first:end].tolist())
            sentences = found.setdefault(outlet, (name, []))[1]
            if not sentences or sentences[-1] != sentence:
                sentences.append(sentence)
    return found


def _stems_of(words: Iterable[str], places: dict[str, int]) -> set[int]:
    stems = tokenise(sorted(words), frozenset()).stems
    return {places[stem] for stem in stems if stem in places}


def _name_places(
    tokens: Tokens, outlets: tuple[str, ...], places: dict[str, int]
) -> Iterator[tuple[str, int, int, int]]:
    """Outlet, sentence, first token and the one after, wherever a name stands in a text."""
    names: dict[int, list[tuple[list[int], bool, str]]] = defaultdict(list)
    spelt = tokenise(outlets, frozenset())
    for number, outlet in enumerate(outlets):
        part = slice(spelt.start[number], spelt.start[number + 1])
        stems, kinds = _bare_name([spelt.stems[at] for at in spelt.stem[part]], spelt.kind[part])
        if stems and all(stem in places for stem in stems):
            name = [places[stem] for stem in stems]
            names[name[0]].append((name, bool((kinds == TokenKind.NAME).any()), outlet))
    begins = np.zeros(len(tokens.stems), np.bool_)
    begins[list(names)] = True
    hits = np.flatnonzero(begins[tokens.stem])
    sentences = np.searchsorted(tokens.start, hits, side="right") - 1
    for first, sentence in zip(hits.tolist(), sentences.tolist(), strict=True):
        rest = tokens.stem[first : min(first + LONGEST_NAME, tokens.start[sentence + 1])].tolist()
        for name, is_name, outlet in names[rest[0]]:
            end = first + len(name)
            if rest[: len(name)] == name and (
                not is_name or (tokens.kind[first:end] == TokenKind.NAME).any()
            ):
                yield outlet, sentence, first, end


def _bare_name(stems: list[str], kinds: NDArray[np.int8]) -> tuple[list[str], NDArray[np.int8]]:
    """A name without an article before it and the ending of an address."""
    begin, end = 0, min(len(stems), LONGEST_NAME)
    while begin < end - 1 and (kinds[begin] == TokenKind.FUNCTION or stems[begin] == "www"):
        begin += 1
    while end - 1 > begin and stems[end - 1] in _ADDRESS_ENDS:
        end -= 1
    return stems[begin:end], kinds[begin:end]
