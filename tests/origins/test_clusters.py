"""Lineages: what one wrong link may not do."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from servanda.origins.lineages.clusters import lineage_numbers


def lineages(links: list[tuple[int, int]], sentences: int) -> list[int]:
    first, second = (np.array(side, np.int64) for side in zip(*links, strict=True))
    return lineage_numbers(first, second, np.ones(len(links)), sentences).tolist()


def test_a_sentence_made_of_two_joins_no_two_lineages() -> None:
    left, right = list(combinations(range(4), 2)), list(combinations(range(4, 8), 2))
    found = lineages([*left, *right, (0, 8), (4, 8)], 9)
    assert found[:4] == [0] * 4
    assert found[4:8] == [4] * 4


def test_a_copy_of_a_copy_stays_in_its_lineage() -> None:
    assert lineages([(0, 1), (0, 2), (1, 2), (1, 3), (2, 3)], 4) == [0, 0, 0, 0]


def test_links_that_hold_together_are_one_lineage() -> None:
    assert lineages(list(combinations(range(6), 2)), 7) == [0] * 6 + [6]


def test_a_sentence_tied_to_its_first_place_alone_is_one_lineage() -> None:
    assert set(lineages([(0, number) for number in range(1, 1_000)], 1_000)) == {0}
