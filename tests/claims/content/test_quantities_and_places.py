"""How many of what, and where."""

from __future__ import annotations

import pytest

from servanda.claims.content.places import places_in
from servanda.claims.content.quantities import quantities_in
from servanda.records import Span
from tests.claims.texts import NAMES

# text, then (value, comparison, unit) of each quantity
COUNTS = [
    ("Ten posts fell.", [(10, "=", "post")]),
    ("All 11 northern posts fell.", [(11, "=", "northern post")]),
    ("More than a dozen locations are known.", [(12, ">", "location")]),
    ("At least 13 missile operating bases.", [(13, ">=", "missile operating base")]),
    ("Up to twenty-two launchers.", [(22, "<=", "launcher")]),
    ("About 1,500 fighters left.", [(1500, "~", "fighter")]),
    ("15 to 20 such bases are left.", [(15, ">=", "such base"), (20, "<=", "such base")]),
    ("One or two firing slits were seen.", [(1, ">=", "firing slit"), (2, "<=", "firing slit")]),
    ("Two million barrels.", [(2_000_000, "=", "barrel")]),
    ("They blew them up within four minutes at 15:00, 38 North said.", []),
    ("One of them said that the two sides met under Resolution 2397.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), COUNTS)
def test_counts(text: str, expected: list[tuple[float, str, str]]) -> None:
    found = quantities_in(text, 0, len(text))
    assert [(q.value, str(q.comparison), q.unit) for q in found] == expected


def test_shares_carry_their_whole() -> None:
    text = "They found 750 of the 998 caches; none of the 11 posts can be used."
    caches, posts = quantities_in(text, 0, len(text))
    assert (caches.value, caches.denominator, caches.unit) == (750, 998, "cache")
    assert (posts.value, posts.denominator, posts.unit) == (0, 11, "post")


def test_each_side_and_what_is_kept() -> None:
    text = "They agreed to each remove 10 posts and preserve one on either side of the frontier."
    gone, kept = quantities_in(text, 0, len(text))
    assert (gone.value, gone.unit, gone.per_side, gone.preserve) == (10, "post", True, False)
    assert (kept.value, kept.unit, kept.per_side, kept.preserve) == (1, "post", True, True)


def test_a_number_inside_a_date_is_no_count() -> None:
    text = "On 20 November ten posts fell."
    assert [q.value for q in quantities_in(text, 0, len(text), [Span(3, 14)])] == [10]


# text, then (text of the place, site, whether it is a full match)
PLACES = [
    ("at Tarkutmol", [("Tarkutmol", "tarkutmol", True)]),
    ("at Takutmol", [("Takutmol", "tarkutmol", True)]),
    ("at Tarkotmol", [("Tarkotmol", "tarkutmol", False)]),
    ("at DONGCHANG-RI", [("DONGCHANG-RI", "sohae", True)]),
    ("at Dongchang ri", [("Dongchang ri", "sohae", True)]),
    ("at Tarnopol", [("Tarnopol", None, False)]),
    ("in November", []),
]


@pytest.mark.parametrize(("text", "expected"), PLACES)
def test_places_are_scored_and_never_forced(
    text: str, expected: list[tuple[str, str | None, bool]]
) -> None:
    found = places_in(text, 0, len(text), NAMES.sites)
    assert [(p.text, p.site, p.score == 1.0) for p in found] == expected
    assert all((p.site is None) == (p.score == 0.0) for p in found)
