"""What a duty asks to see: where in the site it is sought, and where its pixels are drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from servanda.observations import SiteObservation, observe_pair
from servanda.records import Direction, Finding, Image, Obstacle
from tests.observations.scenes import SIDE, SITE, hidden, optical, site_mask, target

ROW, COLUMN, SIZE = SITE
YARD = np.zeros((SIDE, SIDE), bool)
YARD[ROW - 6 : ROW + 11, COLUMN - 9 : COLUMN + 8] = True


def looked(
    before: Image, after: Image, expected: Direction = Direction.CLEARED, **more
) -> SiteObservation:
    return observe_pair(before, after, target(expected, **more), 0.01)


def test_one_building_of_a_large_site_is_found_and_drawn_where_it_was() -> None:
    look = looked(optical(0), optical(30, post=False), footprint=YARD)
    assert look.observation.finding is Finding.CHANGED
    assert look.observation.log10_likelihood_ratio > 1.0
    assert look.changed is not None
    assert look.changed[site_mask()].mean() > 0.8
    rows, columns = np.nonzero(look.changed)
    assert (rows >= ROW - 2).all()
    assert (rows < ROW + SIZE + 2).all()
    assert (columns >= COLUMN - 2).all()
    assert (columns < COLUMN + SIZE + 2).all()


def test_nothing_is_drawn_where_nothing_was_found() -> None:
    look = looked(optical(0), optical(30))
    assert look.observation.finding is Finding.UNCHANGED
    assert look.changed is not None
    assert not look.changed.any()


@pytest.mark.parametrize(
    ("asked", "was", "words"),
    [
        (Direction.CLEARED, True, "of its contrast to the ground is gone"),
        (Direction.BUILT, False, "of its contrast to the ground is new"),
    ],
)
def test_the_words_say_what_share_came_or_went(asked: Direction, was: bool, words: str) -> None:
    look = looked(optical(0, post=was), optical(30, post=not was), asked)
    share, unit, *rest = look.observation.why.partition(";")[0].split()
    assert 75 <= int(share) <= 100
    assert unit == "%"
    assert " ".join(rest) == words


def test_the_words_hold_for_a_part_and_for_more_than_the_whole() -> None:
    half = looked(optical(0), optical(30, post=np.full(4, 0.5)))
    assert 35 <= int(half.observation.why.split()[0]) <= 60
    turned = looked(optical(0), optical(30, post=np.full(4, -1.0)))
    assert turned.observation.why.startswith("100 % of")


def test_a_change_elsewhere_is_none_of_the_site() -> None:
    """At another site, where no controls are taken, and on open ground, where one in 800 is."""
    before, after = optical(0), optical(30)
    elsewhere = np.zeros((SIDE, SIDE), bool)
    elsewhere[40:52, 40:52] = True
    after.pixels[:, 40:52, 40:52] += 2_000.0
    one = looked(before, after, other_sites=elsewhere).observation
    assert one.finding is Finding.UNCHANGED
    assert one.log10_likelihood_ratio < -0.5
    plain = looked(before, optical(30)).observation
    assert one.controls < plain.controls


def test_no_control_stands_on_the_site_or_beside_it() -> None:
    """Were the post among its own controls, its clearing could not be rarer than they are."""
    wide = np.zeros((SIDE, SIDE), bool)
    wide[ROW - 12 : ROW + 15, COLUMN - 12 : COLUMN + 15] = True
    one = looked(optical(0), optical(30, post=False), footprint=wide).observation
    assert one.p_value == 1 / (one.controls + 1)


@pytest.mark.parametrize("corner", [(0, 0), (0, 100), (SIDE - SIZE, SIDE - SIZE)])
def test_a_site_at_the_border_is_refused_and_not_guessed(corner: tuple[int, int]) -> None:
    mask = np.zeros((SIDE, SIDE), bool)
    row, column = corner
    mask[row : row + SIZE, column : column + SIZE] = True
    one = looked(optical(0), optical(30), footprint=mask).observation
    assert one.finding is Finding.NOT_OBSERVABLE
    assert one.log10_likelihood_ratio == 0.0
    assert one.why == "too little of the site and its ground is clear on both dates"


def test_clouds_over_the_surroundings_cost_controls_and_nothing_else() -> None:
    before, after = optical(0), optical(30, post=False)
    clouds = np.zeros((SIDE, SIDE), bool)
    clouds[:60] = True
    cloudy = hidden(after, Obstacle.CLOUD, clouds)
    cloudy = replace(cloudy, pixels=np.where(clouds, np.float32(9_000.0), cloudy.pixels))
    one = looked(before, cloudy).observation
    assert one.finding is Finding.CHANGED
    assert 200 < one.controls < looked(before, after).observation.controls


def test_looking_for_nothing_smaller_takes_the_site_as_a_whole() -> None:
    one = looked(optical(0), optical(30, post=False), min_object_m=None).observation
    assert one.finding is Finding.CHANGED
    assert one.log10_likelihood_ratio > 1.0
