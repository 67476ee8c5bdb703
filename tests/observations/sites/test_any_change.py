"""Where no duty says what there would be to see: any change, and what is known of its size."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.ndimage import binary_dilation

from servanda.observations import observe_pair
from servanda.observations.error_rates.e_values import log10_evidence
from servanda.records import Direction, Finding, Image, Obstacle
from tests.observations.scenes import SIDE, hidden, optical, radar, scene, site_mask, target

ANY = Direction.UNDETERMINED


def looked(before: Image, after: Image, **more):
    return observe_pair(before, after, target(ANY, **more), 0.01)


def other_colour() -> Image:
    """As much brighter in two bands as it is darker in the others."""
    return optical(30, post=np.array([1.9, 0.1, 1.9, 0.1]))


def test_a_change_of_colour_is_a_change_of_no_direction() -> None:
    one = looked(optical(0), other_colour()).observation
    assert (one.finding, one.direction) == (Finding.CHANGED, ANY)
    assert one.why.startswith("change of any kind; 0 of ")


def test_the_changed_pixels_are_in_and_at_the_site() -> None:
    look = looked(optical(0), optical(30, post=False))
    assert look.changed is not None
    assert not (look.changed & ~binary_dilation(site_mask())).any()
    assert look.changed[site_mask()].all()


@pytest.mark.parametrize("make", [optical, radar])
@pytest.mark.parametrize("later", [True, False])
def test_without_an_object_the_p_value_alone_speaks(make, later: bool) -> None:
    one = looked(make(0), make(30, post=later), min_object_m=None).observation
    assert one.p_value is not None
    assert one.log10_likelihood_ratio == log10_evidence([one.p_value])
    assert one.log10_likelihood_ratio >= 0.0
    assert (one.log10_likelihood_ratio > 1.0) == (not later)


def test_a_sensor_whose_units_nobody_knows_has_no_object() -> None:
    def of(day: int, *, simulated: bool = False, **more) -> Image:
        made = replace(scene(day, "camera"), simulated=simulated)
        return replace(optical(day, **more), scene=made)

    unknown = looked(of(0), of(30)).observation
    assert unknown.p_value is not None
    assert unknown.log10_likelihood_ratio == log10_evidence([unknown.p_value]) == 0.0
    drawn = looked(of(0, simulated=True), of(30, simulated=True)).observation
    assert drawn.log10_likelihood_ratio < -1.0


def test_hidden_pixels_are_not_asked() -> None:
    before, after = optical(0), optical(30)
    where = np.zeros((SIDE, SIDE), bool)
    where[20:60, 20:60] = True
    covered = hidden(after, Obstacle.CLOUD, where)
    covered.pixels[:, where] = 9_000.0
    plain, cloudy = looked(before, hidden(after, Obstacle.CLOUD, where)), looked(before, covered)
    assert plain.observation == cloudy.observation
    assert plain.observation.finding is Finding.UNCHANGED
