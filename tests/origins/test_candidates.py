"""Candidates against a slow, obvious search of every pair."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.origins.reuse.candidates import (
    MOST_IN_GROUP,
    candidate_pairs,
    rarest_stems,
    same_text_pairs,
)
from servanda.origins.reuse.sentence_features import SentenceFeatures, sentence_features
from servanda.origins.reuse.tokens import TokenKind

WORDS = (
    "Arvad",
    "Tosk",
    "guns",
    "left",
    "the",
    "of",
    "17",
    "bridge",
    "river",
    "moved",
    "on",
    "and",
)
sentence_lists = st.lists(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join), max_size=14)


def frame_runs(features: SentenceFeatures, row: int) -> set[tuple[int, ...]]:
    tokens = features.tokens
    part = slice(tokens.start[row], tokens.start[row + 1])
    frame = tokens.stem[part][tokens.kind[part] != TokenKind.WORD].tolist()
    return {tuple(frame[at : at + 4]) for at in range(len(frame) - 3)}


def every_pair(sentences: list[str], document: np.ndarray) -> set[tuple[int, int]]:
    """Pairs that share two of their rarest stems, a run of the frame, or their words."""
    features = sentence_features(sentences, {})
    table = rarest_stems(features)
    tokens, found = features.tokens, set()
    for left, right in combinations(range(len(sentences)), 2):
        rare = set(table[left].tolist()) & set(table[right].tolist()) - {-1}
        runs = frame_runs(features, left) & frame_runs(features, right)
        words = [
            tokens.stem[tokens.start[row] : tokens.start[row + 1]].tolist() for row in (left, right)
        ]
        same = words[0] == words[1] != []
        if document[left] != document[right] and (len(rare) > 1 or runs or same):
            found.add((left, right))
    return found


@settings(deadline=None, max_examples=60)
@given(sentence_lists, st.integers(1, 3))
def test_candidates_are_those_of_a_search_of_every_pair(sentences: list[str], size: int) -> None:
    document = np.arange(len(sentences)) // size
    first, second = candidate_pairs(sentence_features(sentences, {}), document)
    assert set(zip(first.tolist(), second.tolist(), strict=True)) == every_pair(sentences, document)


def test_a_sentence_in_ten_thousand_documents_is_tied_to_its_first_place_alone() -> None:
    features = sentence_features(["The mission will publish its log on 4 May."] * 10_000, {})
    first, _ = same_text_pairs(features, np.arange(10_000))
    assert len(first) == 9_999
    assert set(first.tolist()) == {0}
    assert len(candidate_pairs(features, np.arange(10_000))[0]) < 10_000 * 4


def test_a_pair_of_stems_that_many_share_is_followed_to_near_neighbours() -> None:
    count = MOST_IN_GROUP + 10
    sentences = [f"Arvad Tosk {'x' * (number + 4)}" for number in range(count)]
    first, second = candidate_pairs(sentence_features(sentences, {}), np.arange(count))
    assert set((second - first).tolist()) == {1, 2}


def test_a_frame_without_a_word_in_common_is_a_candidate() -> None:
    told = [
        "It was not the cannon that they had been asked to bury",
        "It was not the howitzer that they had been told to hide",
    ]
    other = "Snow lay on every roof of Karrow"
    first, second = candidate_pairs(sentence_features([*told, other], {}), np.arange(3))
    assert list(zip(first.tolist(), second.tolist(), strict=True)) == [(0, 1)]
