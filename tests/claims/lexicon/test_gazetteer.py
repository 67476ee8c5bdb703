"""Places that are known without a case."""

from __future__ import annotations

import pytest

from servanda.claims.content.places import places_in
from servanda.claims.lexicon.gazetteer import GAZETTEER


@pytest.mark.parametrize(
    ("name", "site"),
    [
        ("Tongchang-ri", "sohae"),
        ("Dongchang-ri", "sohae"),
        ("Sakonmol", "sakkanmol"),
        ("Natanz", "natanz"),
        ("Lugansk", "luhansk"),
    ],
)
def test_a_treaty_place_is_known_by_any_of_its_spellings(name: str, site: str) -> None:
    text = f"work went on at {name} in spring"
    (place,) = [one for one in places_in(text, 0, len(text), GAZETTEER) if one.site]
    assert (place.text, place.site) == (name, site)
    assert 0.8 <= place.score <= 1.0


def test_a_place_of_no_list_keeps_its_words_and_no_site() -> None:
    text = "work went on at Springfield in spring"
    (place,) = places_in(text, 0, len(text), GAZETTEER)
    assert (place.text, place.site, place.score) == ("Springfield", None, 0.0)


def test_each_place_is_listed_once() -> None:
    assert len({site.id for site in GAZETTEER}) == len(GAZETTEER)
    spellings = [name for site in GAZETTEER for name in site.names]
    assert len(set(spellings)) == len(spellings)
