"""Two scenes to one observation: found, not found, refused; never a silent number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from servanda.observations import SiteObservation, observe_pair
from servanda.records import (
    BlindSpotKind,
    Direction,
    Finding,
    Grid,
    Image,
    Observation,
    Obstacle,
    OrbitPass,
)
from tests.observations.scenes import (
    SIDE,
    hidden,
    optical,
    radar,
    scene,
    site_mask,
    target,
    window,
    window_mask,
)

CLEARED, BUILT, ANY = Direction.CLEARED, Direction.BUILT, Direction.UNDETERMINED
ALPHA = 0.01
Make = Callable[..., Image]
SENSORS = pytest.mark.parametrize("make", [optical, radar])


def seen(before: Image, after: Image, expected: Direction = CLEARED, **more: Any) -> Observation:
    return observe_pair(before, after, target(expected, **more), ALPHA).observation


def near(before: Image, after: Image, expected: Direction = CLEARED) -> Observation:
    """The same of smaller surroundings, at an error rate that these support."""
    side = 88
    where = target(expected, footprint=window_mask(side), other_sites=np.zeros((side, side), bool))
    return observe_pair(window(before, side), window(after, side), where, 0.05).observation


@SENSORS
@pytest.mark.parametrize(
    ("asked", "was", "found"),
    [(CLEARED, True, CLEARED), (BUILT, False, BUILT), (ANY, True, CLEARED), (ANY, False, BUILT)],
)
def test_what_came_or_went_is_found_with_its_direction(
    make: Make, asked: Direction, was: bool, found: Direction
) -> None:
    before, after = make(0, post=was), make(30, post=not was)
    look = observe_pair(before, after, target(asked), ALPHA)
    one = look.observation
    assert (one.finding, one.direction, one.blind_spot) == (Finding.CHANGED, found, None)
    assert one.p_value == 1 / (one.controls + 1)
    assert one.controls >= 800
    assert one.log10_likelihood_ratio > 1.0
    assert one.log10_likelihood_ratio <= np.log10(one.controls)
    assert (one.site, one.before, one.after) == ("post", before.scene.id, after.scene.id)
    assert (one.acquired, one.simulated) == (after.scene.acquired, False)
    assert one.procedure == ("omnibus/1" if make is radar else "irmad-bands/1")
    assert f"0 of {one.controls} controls score as high" in one.why
    assert look.changed is not None
    assert one.changed_area_m2 == 100.0 * look.changed.sum()
    assert 700.0 <= one.changed_area_m2 <= 2500.0
    assert (look.changed & site_mask()).sum() >= 7


@SENSORS
@pytest.mark.parametrize("asked", [CLEARED, BUILT])
@pytest.mark.parametrize("post", [True, False])
def test_what_stays_is_not_reported_and_speaks_against_the_change(
    make: Make, asked: Direction, post: bool
) -> None:
    """Of the middle of some pairs, as a single one may be the one in a hundred."""
    seeds = range(5)
    looks = [seen(make(0, seed, post=post), make(30, seed, post=post), asked) for seed in seeds]
    assert sum(one.finding is Finding.CHANGED for one in looks) <= 1
    ratio = np.median([one.log10_likelihood_ratio for one in looks])
    assert ratio < -0.5 if post else ratio < 0.2
    quiet = [one for one in looks if one.finding is Finding.UNCHANGED]
    assert {one.direction for one in quiet} == {ANY}
    assert {one.changed_area_m2 for one in quiet} == {0.0}


@pytest.mark.parametrize(
    ("asked", "post"), [(CLEARED, True), (CLEARED, False), (BUILT, False), (ANY, True)]
)
def test_radar_false_alarms_and_ratios_keep_to_what_they_promise(
    asked: Direction, post: bool
) -> None:
    looks = [
        near(radar(0, seed, post=post), radar(30, seed, post=post), asked) for seed in range(100)
    ]
    _keeps_its_promise(looks)


@pytest.mark.parametrize(("asked", "pairs"), [(CLEARED, 100), (BUILT, 40)])
def test_optical_false_alarms_keep_to_what_they_promise(asked: Direction, pairs: int) -> None:
    """On both dates the post stands; on one in other light, in another season, slightly off."""
    looks = []
    for seed in range(pairs):
        rng = np.random.default_rng([7, seed])
        seasoned = 1.0 + rng.normal(scale=0.1) + rng.normal(scale=0.1, size=4)
        off = float(rng.normal(scale=0.05))
        looks.append(near(optical(0, seed), optical(30, seed, post=seasoned, off=off), asked))
    _keeps_its_promise(looks)


def test_optical_false_alarms_keep_to_what_they_promise_where_nothing_stands() -> None:
    pairs = ((optical(0, seed, post=False), optical(30, seed, post=False)) for seed in range(100))
    _keeps_its_promise([near(before, after) for before, after in pairs])


def _keeps_its_promise(looks: list[Observation]) -> None:
    """No more p-values under alpha than in 99 of 100 such tests, and no ratio out of nothing.

    The mean ratio is 1 at most in truth; that of some hundred looks has a standard deviation near
    0.2, for a ratio of up to 20 in every hundredth look.
    """
    p_values = [one.p_value for one in looks if one.p_value is not None]
    assert len(p_values) == len(looks)
    for alpha in (0.05, 0.2):
        found = sum(p <= alpha for p in p_values)
        assert found <= binom.ppf(0.99, len(p_values), alpha), (alpha, found)
    assert np.mean([10**one.log10_likelihood_ratio for one in looks]) <= 1.5


def test_removed_posts_speak_loudly() -> None:
    looks = [seen(optical(0, seed), optical(30, seed, post=False)) for seed in range(10)]
    assert min(one.log10_likelihood_ratio for one in looks) > 1.0


@SENSORS
def test_the_same_pair_gives_the_same_observation(make: Make) -> None:
    def look() -> SiteObservation:
        return observe_pair(make(0), make(30, post=False), target(), ALPHA)

    one, other = look(), look()
    assert one.observation == other.observation
    assert one.changed is not None
    assert other.changed is not None
    assert one.changed.tobytes() == other.changed.tobytes()


def test_an_observation_is_named_for_its_site_scenes_and_procedure() -> None:
    before, after = optical(0), optical(30)
    again = replace(after, pixels=after.pixels + np.float32(1.0))
    names = [
        seen(before, after).id,
        seen(before, again).id,  # looked at again, it takes the place of the first
        seen(before, optical(31)).id,
        seen(before, after, site="other").id,
    ]
    assert names[0] == names[1]
    assert len(set(names)) == 3
    assert names[3].startswith("other-")


@pytest.mark.parametrize("later", [True, False])
def test_built_is_cleared_with_time_run_backwards(later: bool) -> None:
    first, second = optical(0), optical(30, post=later)
    swapped = (
        replace(second, scene=first.scene),
        replace(first, scene=second.scene),
    )
    cleared, built = seen(first, second, CLEARED), seen(*swapped, BUILT)
    assert cleared.finding is built.finding
    assert cleared.p_value == pytest.approx(built.p_value, abs=0.02)
    assert cleared.log10_likelihood_ratio == pytest.approx(built.log10_likelihood_ratio, abs=0.1)


@settings(max_examples=8)
@given(gain=st.floats(0.8, 1.25), offsets=st.lists(st.floats(-80.0, 80.0), min_size=4, max_size=4))
def test_other_light_and_haze_on_the_later_date_hardly_matter(
    gain: float, offsets: list[float]
) -> None:
    before, after = optical(0), optical(30, post=np.full(4, 0.8))
    plain = seen(before, after)
    haze = np.array(offsets, np.float32)[:, None, None]
    other = seen(before, replace(after, pixels=np.float32(gain) * after.pixels + haze))
    assert plain.p_value is not None
    assert 0.01 < plain.p_value < 0.5
    assert other.p_value == pytest.approx(plain.p_value, abs=0.03)
    assert other.log10_likelihood_ratio == pytest.approx(plain.log10_likelihood_ratio, abs=0.2)


def test_bands_in_another_order_give_the_same_observation() -> None:
    before, after = optical(0), optical(30, post=False)
    order = [2, 0, 3, 1]
    bands = tuple(after.bands[number] for number in order)
    mixed = replace(after, bands=bands, pixels=after.pixels[order])
    assert seen(before, mixed) == seen(before, after)


def test_a_few_broken_pixels_are_left_out_and_the_rest_is_looked_at() -> None:
    before, after = optical(0), optical(30, post=False)
    broken = np.random.default_rng(3).random((SIDE, SIDE)) < 0.01
    broken[site_mask()] = False
    for value in (np.nan, np.inf, -np.inf):
        after.pixels[1, broken] = value
        one = seen(before, after)
        assert (one.finding, one.direction) == (Finding.CHANGED, CLEARED)
        assert one.log10_likelihood_ratio > 1.0


def _edited(band: int | slice, value: float) -> Callable[[], tuple[Image, Image]]:
    def make() -> tuple[Image, Image]:
        after = optical(30)
        after.pixels[band] = value
        return optical(0), after

    return make


def _under(by: Obstacle) -> Callable[[], tuple[Image, Image]]:
    return lambda: (optical(0), hidden(optical(30), by))


def _other_grid() -> tuple[Image, Image]:
    after = optical(30)
    moved = Grid(SIDE, SIDE, (10.0, 0.0, 3e5 + 500, 0.0, -10.0, 4.2e6), "EPSG:32652")
    return optical(0), replace(after, grid=moved)


def _smaller() -> tuple[Image, Image]:
    return optical(0), window(optical(30), 100)


def _same_scene() -> tuple[Image, Image]:
    return optical(0), optical(0)


def _same_pixels() -> tuple[Image, Image]:
    return optical(0), replace(optical(30), pixels=optical(0).pixels)


def _other_bands() -> tuple[Image, Image]:
    return optical(0), replace(optical(30), bands=("B02", "B03", "B04", "B05x"))


def _sensors() -> tuple[Image, Image]:
    return optical(0), replace(optical(30), scene=scene(30, "landsat-8"))


def _backwards() -> tuple[Image, Image]:
    return optical(30), optical(0)


def _orbits() -> tuple[Image, Image]:
    return radar(0), radar(30, relative_orbit=134)


def _passes() -> tuple[Image, Image]:
    return radar(0), radar(30, orbit_pass=OrbitPass.DESCENDING)


GATE = BlindSpotKind.GATE
BAD: list[tuple[Callable[[], tuple[Image, Image]], BlindSpotKind, str]] = [
    (_under(Obstacle.CLOUD), BlindSpotKind.CLOUD, "clear share: nothing of the site is clear"),
    (_under(Obstacle.SHADOW), BlindSpotKind.CLOUD, "shadow 100 %"),
    (_under(Obstacle.SNOW), BlindSpotKind.SEASON, "snow 100 %"),
    (_under(Obstacle.NO_DATA), GATE, "no data 100 %"),
    (_edited(slice(None), np.nan), GATE, "invalid pixels 100 %"),
    (_edited(slice(None), np.inf), GATE, "invalid pixels 100 %"),
    (_edited(1, 0.0), GATE, "radiometry: band B03 is constant on 2018-10-01: 0"),
    (_same_scene, GATE, "comparable: two dates alike: both images are the scene"),
    (_same_pixels, GATE, "two dates alike: B02, B03, B04, B05 holds the same pixels"),
    (_other_grid, GATE, "the grids lie up to 50 pixels apart"),
    (_smaller, GATE, "the grids differ: 160 x 160 and 100 x 100"),
    (_other_bands, GATE, "the bands differ"),
    (_sensors, GATE, "compare images of one family"),
    (_backwards, GATE, "is older than the earlier"),
    (_orbits, GATE, "orbit: the relative orbits differ: 61 and 134"),
    (_passes, GATE, "the passes differ: ascending and descending"),
]


@pytest.mark.parametrize(("make", "kind", "why"), BAD, ids=[why for _, _, why in BAD])
@pytest.mark.parametrize("asked", [CLEARED, ANY])
def test_bad_input_is_not_observable_for_one_clear_reason(
    make: Callable[[], tuple[Image, Image]], kind: BlindSpotKind, why: str, asked: Direction
) -> None:
    one = seen(*make(), asked)
    _says_nothing(one)
    assert one.blind_spot is kind
    assert why in one.why


def _says_nothing(one: Observation) -> None:
    assert one.finding is Finding.NOT_OBSERVABLE
    assert one.direction is ANY
    assert one.log10_likelihood_ratio == 0.0
    assert (one.p_value, one.changed_area_m2, one.controls) == (None, None, 0)
    assert one.blind_spot is not None
    assert one.why
    assert "\n" not in one.why


def test_an_object_below_the_resolution_is_not_looked_for() -> None:
    one = seen(optical(0), optical(30, post=False), min_object_m=5.0)
    _says_nothing(one)
    assert one.blind_spot is BlindSpotKind.BELOW_RESOLUTION
    assert one.why.startswith("resolution: an object of 5 m is smaller than pixels of 10 m")


def test_an_object_at_the_edge_of_the_resolution_is_looked_for_with_a_warning() -> None:
    one = seen(optical(0), optical(30, post=False), min_object_m=10.0)
    assert one.finding is Finding.CHANGED
    assert one.why.endswith(
        "at the edge of what pixels of 10 m resolve: from 15 m it would be safe"
    )


def test_an_error_rate_that_the_controls_cannot_support_is_refused_in_words() -> None:
    before, after = window(optical(0), 80), window(optical(30, post=False), 80)
    small = target(footprint=window_mask(80), other_sites=np.zeros((80, 80), bool))
    fine = observe_pair(before, after, small, 0.02).observation
    assert fine.finding is Finding.CHANGED
    look = observe_pair(before, after, small, 0.0005)
    _says_nothing(look.observation)
    assert look.observation.blind_spot is GATE
    assert f"needs at least 1,999 controls and there are {fine.controls}" in look.observation.why
    assert look.changed is None
    assert look.score is None


def test_quiet_looks_of_the_site_count_as_controls() -> None:
    before, after = optical(0), optical(30)
    plain = observe_pair(before, after, target(), ALPHA)
    assert plain.score is not None
    history = [plain.score + 1.0, plain.score - 1.0, plain.score]
    ranked = observe_pair(before, after, target(), ALPHA, history).observation
    assert plain.observation.p_value is not None
    as_high = plain.observation.p_value * (plain.observation.controls + 1) + 2
    assert ranked.controls == plain.observation.controls + 3
    assert ranked.p_value == pytest.approx(as_high / (ranked.controls + 1), rel=1e-12)


def test_a_site_whose_ground_is_hidden_is_not_observable() -> None:
    ring = np.zeros((SIDE, SIDE), bool)
    ring[74:89, 74:89] = True
    ring &= ~site_mask()
    one = seen(optical(0), hidden(optical(30, post=False), Obstacle.CLOUD, ring))
    _says_nothing(one)
    assert one.why == "too little of the site and its ground is clear on both dates"


def test_a_simulated_scene_on_either_date_marks_the_observation() -> None:
    real, drawn = optical(0), optical(30)
    drawn = replace(drawn, scene=replace(drawn.scene, simulated=True))
    back = replace(real, scene=replace(real.scene, simulated=True))
    assert seen(real, drawn).simulated
    assert seen(back, optical(30)).simulated
    assert not seen(real, optical(30)).simulated


def test_it_is_known_from_the_day_the_later_scene_became_public() -> None:
    after = optical(30)
    published = after.scene.acquired.replace(day=20)
    one = seen(optical(0), replace(after, scene=replace(after.scene, published=published)))
    assert one.published == published


TROUBLES = ("nan", "inf", "huge", "tiny", "zero", "minus", "steps", "cloud", "snow", "no data")
HIDING = {"cloud": Obstacle.CLOUD, "snow": Obstacle.SNOW, "no data": Obstacle.NO_DATA}
VALUES = {"nan": np.nan, "inf": -np.inf, "huge": 3e38, "tiny": 1e-38, "zero": 0.0}
PLACE = st.tuples(st.sampled_from([0.01, 0.3, 0.9, 1.0]), st.integers(0, 9), st.booleans())


def _troubled(image: Image, troubles: list[tuple[str, tuple[float, int, bool]]]) -> Image:
    pixels, obstacles = image.pixels.copy(), image.obstacles.copy()
    for what, (share, seed, one_band) in troubles:
        where = np.random.default_rng(seed).random(obstacles.shape) < share
        bands = slice(0, 1) if one_band else slice(None)
        if what in HIDING:
            obstacles[where] = HIDING[what]
        elif what in VALUES:
            pixels[bands, where] = VALUES[what]
        else:
            part = pixels[bands, where]
            pixels[bands, where] = -part if what == "minus" else np.round(part, -3)
    return replace(image, pixels=pixels, obstacles=obstacles)


@settings(max_examples=80)
@given(
    make=st.sampled_from([optical, radar]),
    asked=st.sampled_from([CLEARED, BUILT, ANY]),
    troubles=st.tuples(*[st.lists(st.tuples(st.sampled_from(TROUBLES), PLACE), max_size=2)] * 2),
    size=st.sampled_from([None, 10.0, 30.0]),
)
def test_whatever_is_in_the_images_an_observation_comes_of_it(
    make: Make, asked: Direction, troubles: Any, size: float | None
) -> None:
    pair = [
        _troubled(window(make(day, post=day == 0), 64), bad)
        for day, bad in zip((0, 30), troubles, strict=True)
    ]
    wanted = target(
        asked, footprint=window_mask(64), other_sites=np.zeros((64, 64), bool), min_object_m=size
    )
    one = observe_pair(*pair, wanted, 0.05).observation
    if one.finding is Finding.NOT_OBSERVABLE:
        _says_nothing(one)
        return
    assert one.p_value is not None
    assert 1 / (one.controls + 1) <= one.p_value <= 1.0
    assert abs(one.log10_likelihood_ratio) <= np.log10(one.controls)
    assert one.changed_area_m2 is not None
    assert (one.finding is Finding.CHANGED) == (one.p_value <= 0.05)


def rate_of_detection(noise: float) -> int:
    look = seen(optical(0, noise=noise), optical(9, noise=noise))
    return int(look.why.split("of such changes ")[1].split(" %")[0])


def test_a_look_says_how_many_such_changes_it_would_find() -> None:
    """Nine tenths of the contrast may stay: not all are found, and fewer the noisier the images."""
    clear, noisy = rate_of_detection(30.0), rate_of_detection(400.0)
    assert 60 <= clear < 100
    assert noisy < clear - 10
