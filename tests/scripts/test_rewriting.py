"""Rewritten corpora bear the truth of what was done, with or without WordNet."""

from __future__ import annotations

import numpy as np
import pytest

from scripts.origins.events import FAMILIES, HELD_OUT
from scripts.origins.rewriting import Manner, rewrite
from scripts.origins.rewritten_corpus import make_corpus, read_base


class NoThesaurus:
    """Knows no other word."""

    def another(self, word: str, rng: np.random.Generator) -> str | None:
        return None


FAITHFUL = Manner(words=0.7, frame=0.0, forms=0.0, clauses=0.0, dropped_words=0.0)


def test_a_faithful_manner_leaves_a_sentence_without_synonyms_as_it_is() -> None:
    sentence = "On 3 May sappers of Belasar lifted 34 mines, the mission said."
    told = rewrite(sentence, FAITHFUL, NoThesaurus(), np.random.default_rng(0))  # type: ignore[arg-type]
    assert told == sentence


@pytest.mark.parametrize("seed", [1, 2])
def test_every_sentence_bears_the_sentence_it_comes_from(seed: int) -> None:
    base = read_base()[:40]
    corpus = make_corpus(seed, NoThesaurus(), base, 10, 12, range(HELD_OUT))  # type: ignore[arg-type]
    pages = {page.id: page for page in corpus.pages}
    for page in corpus.pages:
        for sent in page.sents:
            assert all(number < len(pages[name].sents) for name, number in sent.origins)
    for claim in corpus.claims:
        kinds = [pages[name].kind for name, _ in claim["members"]]  # type: ignore[attr-defined]
        assert kinds.count("claim") == claim["origins"]


def test_families_have_room_for_four_origins_and_some_are_held_out() -> None:
    assert min(map(len, FAMILIES)) >= 4
    assert len(FAMILIES) - HELD_OUT >= 4
