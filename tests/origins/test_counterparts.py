"""A sentence is the source of another once."""

from __future__ import annotations

import numpy as np

from servanda.origins.reuse.counterparts import claims_words_twice
from tests.origins.collections import REPORT, reuse_links, text, traced


def rejected(links: list[tuple[int, int, float, float]], document: list[int]) -> list[bool]:
    """links: first, second, log-odds, common words; every sentence is of ten words."""
    first, second, odds, common = (np.array(side) for side in zip(*links, strict=True))
    return claims_words_twice(
        (first, second), odds, common, np.array(document), np.full(len(document), 10)
    ).tolist()


def test_a_repetition_gets_no_second_link_and_the_better_one_stays() -> None:
    assert rejected([(0, 1, 3.0, 9.0), (0, 2, 5.0, 10.0)], [0, 1, 1]) == [True, False]


def test_the_halves_of_a_divided_sentence_keep_both_links() -> None:
    assert rejected([(0, 1, 3.0, 5.0), (0, 2, 5.0, 5.0)], [0, 1, 1]) == [False, False]


def test_copies_in_different_documents_do_not_compete() -> None:
    assert rejected([(0, 1, 3.0, 10.0), (0, 2, 5.0, 10.0)], [0, 1, 2]) == [False, False]


def test_two_pages_that_say_a_thing_twice_are_linked_one_to_one() -> None:
    page = (REPORT[0], REPORT[1], REPORT[0])
    found = traced(text("a", page, 1), text("b", page, 2))
    assert [(link.first_sentence, link.second_sentence) for link in reuse_links(found)] == [
        (0, 0),
        (1, 1),
        (2, 2),
    ]
