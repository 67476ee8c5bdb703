"""English nouns for one and for many."""

from __future__ import annotations

import pytest

from servanda.plurals import amount_phrase, count_phrase, counted_noun, plural, singular

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


@pytest.mark.parametrize(
    ("amount", "unit", "told"),
    [
        ("45", "truck", "45 trucks"),
        ("1", "trucks", "1 truck"),
        ("0", "heavy gun", "0 heavy guns"),
        ("4,500", "fuel rods", "4,500 fuel rods"),
        ("300", "kg", "300 kg"),
        ("20", "percent", "20 percent"),
        ("7", "MW", "7 MW"),
        ("12", "", "12"),
    ],
)
def test_an_amount_goes_with_its_unit(amount: str, unit: str, told: str) -> None:
    assert amount_phrase(amount, unit) == told
