"""English nouns for one and for many."""

from __future__ import annotations

import pytest

from servanda.plurals import count_phrase, counted_noun, plural, singular

# One, many; the nouns that the built-in cases and news count.
PAIRS = [
    ("post", "posts"),
    ("guard post", "guard posts"),
    ("body", "bodies"),
    ("day", "days"),
    ("pass", "passes"),
    ("box", "boxes"),
    ("clash", "clashes"),
    ("branch", "branches"),
    ("cache", "caches"),
    ("base", "bases"),
    ("house", "houses"),
    ("axis of retreat", "axis of retreats"),  # the last word is the noun; good enough for units
    ("person", "people"),
    ("woman", "women"),
    ("headquarters", "headquarters"),
    ("aircraft", "aircraft"),
    ("km", "kms"),
]


@pytest.mark.parametrize(("one", "many"), PAIRS)
def test_many_of_a_noun_and_one_of_many(one: str, many: str) -> None:
    assert plural(one) == many
    before, blank, last = many.rpartition(" ")
    assert f"{before}{blank}{singular(last)}" == one


@pytest.mark.parametrize(
    "word", ["status", "crisis", "gas", "as", "his", "bus", "mass", "post", "", "series", "troop"]
)
def test_a_word_for_one_stays_as_it_is(word: str) -> None:
    assert singular(word) == word


def test_a_capital_stays() -> None:
    assert singular("Posts") == "Post"


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 looks"), (1, "1 look"), (2, "2 looks"), (1000, "1000 looks")]
)
def test_a_count_and_its_noun_agree(count: int, words: str) -> None:
    assert count_phrase(count, "look") == words
    assert counted_noun(count, "look") == words.split()[1]
