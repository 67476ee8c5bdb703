"""Who is looked at: the sites asked for, the layer's, or those that a duty names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from servanda.errors import SettingsError
from servanda.records import Case, Imagery, ImageryKind, SitePlace
from servanda.sources.imagery.layer_sites import (
    check_sites,
    choose_layers,
    choose_sites,
    site_places,
)
from tests.builders import case, obligation
from tests.looks import site
from tests.sources.imagery.scenes import place_at


def layer(name: str = "fine", **changes: object) -> Imagery:
    return replace(Imagery(name, ImageryKind.FOLDER, "scenes/", (), (), (), ()), **changes)


def posts(*layers: Imagery) -> Case:
    """Three posts, of which the duty names two; where the third lies is not known."""
    sites = (site("post-1"), site("post-2"), site("post-3", geometry=None))
    duty = obligation(sites=("post-3", "post-1"))
    return case(duty, sites=sites, imagery=layers)


def names(chosen: tuple[object, ...]) -> list[str]:
    return [one.id for one in chosen]  # type: ignore[attr-defined]


def test_sites_are_those_asked_for_or_the_layers_or_those_of_a_duty() -> None:
    plain, own = layer(), layer(sites=("post-2",))
    assert names(choose_sites(posts(), plain)) == ["post-1", "post-3"]
    assert names(choose_sites(posts(), own)) == ["post-2"]
    assert names(choose_sites(posts(), own, ("post-3", "post-1"))) == ["post-1", "post-3"]
    assert choose_sites(case(sites=posts().sites), plain) == ()


def test_layers_are_those_asked_for_in_the_order_of_the_case() -> None:
    whole = posts(layer("fine"), layer("coarse"), layer("radar"))
    assert names(choose_layers(whole)) == ["fine", "coarse", "radar"]
    assert names(choose_layers(whole, ("radar", "fine"))) == ["fine", "radar"]


def test_a_place_in_the_layer_goes_before_the_sites_own() -> None:
    drawn = layer(places=(SitePlace("post-1", place_at(5, 5)), SitePlace("post-3", place_at(9, 9))))
    places = site_places(posts(), drawn)
    assert places == {
        "post-1": place_at(5, 5),
        "post-2": site("post-2").geometry,
        "post-3": place_at(9, 9),
    }
    assert set(site_places(posts(), layer())) == {"post-1", "post-2"}


def test_what_the_case_does_not_have_is_refused_with_what_it_has() -> None:
    whole = posts(layer("fine"), layer("coarse"))
    with pytest.raises(SettingsError, match="no layer of imagery 'other'; it has fine, coarse"):
        choose_layers(whole, ("fine", "other"))
    with pytest.raises(SettingsError, match="no site 'post-9'; it has post-1, post-2, post-3"):
        check_sites(whole, ("post-1", "post-9"))
    check_sites(whole, ("post-1",))
    with pytest.raises(SettingsError, match="names no imagery"):
        choose_layers(posts())
    with pytest.raises(SettingsError, match="no layer of imagery 'fine'; it has none"):
        choose_layers(posts(), ("fine",))
