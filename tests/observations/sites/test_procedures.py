"""One procedure for light and one for radar, each learning what no change looks like."""

from __future__ import annotations

import numpy as np
import pytest

from servanda.errors import NoStatisticError
from servanda.observations.omnibus.omnibus import omnibus
from servanda.observations.sites.procedures import PROCEDURES, procedure_for
from servanda.records import Image
from tests.observations.scenes import SIDE, optical, radar, site_mask

AROUND = ~site_mask()
EVERYWHERE = np.ones((SIDE, SIDE), bool)


def fitted(before: Image, after: Image):
    return procedure_for(before).fit(before.pixels, after.pixels, AROUND)


def test_radar_and_light_have_their_own() -> None:
    assert procedure_for(optical(0)) is PROCEDURES["optical"]
    assert procedure_for(radar(0)) is PROCEDURES["radar"]
    assert len({one.name for one in PROCEDURES.values()}) == len(PROCEDURES)


@pytest.mark.parametrize("make", [optical, radar])
def test_differences_of_unchanged_ground_have_variance_1_and_no_level(make) -> None:
    before, after = make(0), make(30)
    first, second = fitted(before, after).normalise(before.pixels, after.pixels, EVERYWHERE)
    difference = (second - first)[:, AROUND]
    assert np.abs(np.median(difference, axis=1)).max() < 0.05
    spread = 1.4826 * np.median(np.abs(difference), axis=1)
    assert np.median(spread) == pytest.approx(1.0, abs=0.05)
    np.testing.assert_allclose(spread, 1.0, atol=0.25)  # where two bands hardly differ


@pytest.mark.parametrize("make", [optical, radar])
def test_a_post_that_went_scores_higher_than_unchanged_ground(make) -> None:
    before, after = make(0), make(30, post=False)
    score = fitted(before, after).score(before.pixels, after.pixels, EVERYWHERE)
    assert score.shape == (SIDE, SIDE)
    assert np.median(score[site_mask()]) > np.quantile(score[AROUND], 0.99)


@pytest.mark.parametrize("make", [optical, radar])
def test_the_site_itself_teaches_nothing(make) -> None:
    """Whatever happens at the site, the surroundings are scored as before."""
    before, kept, gone = make(0), make(30), make(30, post=False)
    gone.pixels[:, AROUND] = kept.pixels[:, AROUND]
    one, other = (
        fitted(before, after).score(before.pixels, kept.pixels, EVERYWHERE)
        for after in (kept, gone)
    )
    np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("make", [optical, radar])
def test_unusable_pixels_have_no_score(make) -> None:
    before, after = make(0), make(30)
    score = fitted(before, after).score(before.pixels, after.pixels, AROUND)
    np.testing.assert_array_equal(np.isnan(score), ~AROUND)


def test_radar_ranks_do_not_depend_on_the_looks_that_are_assumed() -> None:
    before, after = radar(0), radar(30)
    score = fitted(before, after).score(before.pixels, after.pixels, EVERYWHERE)
    other = omnibus(np.stack([before.pixels, after.pixels]), 12.0, 0.05, EVERYWHERE).statistic
    order = np.argsort(score[AROUND], kind="stable")
    assert (np.diff(other[AROUND][order]) >= -1e-4).all()


def test_radar_without_signal_is_refused() -> None:
    """Where most pixels are below what a sensor measures, ratios have no spread."""
    silent = np.full((2, SIDE, SIDE), 1e-9, np.float32)
    silent[:, :40] = radar(0).pixels[:, :40]
    with pytest.raises(NoStatisticError, match="too little radar signal"):
        PROCEDURES["radar"].fit(silent, radar(30).pixels * (silent > 1e-6), AROUND)
    few = np.zeros((SIDE, SIDE), bool)
    few[:9, :9] = True
    with pytest.raises(NoStatisticError, match="too little radar signal"):
        PROCEDURES["radar"].fit(radar(0).pixels, radar(30).pixels, few)
