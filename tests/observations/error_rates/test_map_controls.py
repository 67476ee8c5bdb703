"""Every pixel of a map ranked against a bounded sample of it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Picture

from servanda.errors import NoStatisticError
from servanda.observations.error_rates.map_controls import (
    Tile,
    ground_controls,
    p_values,
    sample_controls,
    tile_pixels,
    tile_windows,
)
from servanda.observations.error_rates.ranks import rank_score
from servanda.observations.irmad.irmad import fit_irmad, one_block, statistic, variates


def chi_square(seed, *shape):
    return np.random.default_rng(seed).chisquare(4, shape).astype(np.float32)


def test_p_values_are_ranks_of_scores_to_their_leading_bits():
    controls, statistic = chi_square(0, 40, 50), chi_square(1, 30, 30)
    found = p_values(statistic, sample_controls([Tile(controls)]))
    exact = np.array(
        [[rank_score(float(one), controls.ravel()).p_value for one in row] for row in statistic]
    )
    assert (found >= exact * (1 - 1e-6)).all()
    lower = statistic * np.float32(1 - 1 / 1024)
    looser = np.array(
        [[rank_score(float(one), controls.ravel()).p_value for one in row] for row in lower]
    )
    assert (found <= looser * (1 + 1e-6)).all()


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1))
def test_pixels_of_the_map_itself_never_alarm_more_than_stated(seed):
    """Ties, zeros and few values too: the share with p <= alpha is at most alpha."""
    rng = np.random.default_rng(seed)
    scores = np.floor(rng.chisquare(2, (20, 25)) * rng.choice([0.5, 2, 100])).astype(np.float32)
    p = p_values(scores, sample_controls([Tile(scores)]))
    for alpha in (0.01, 0.05, 0.2):
        assert (p <= np.float32(alpha)).mean() <= alpha


def test_unusable_pixels_have_no_p_value_and_extreme_ones_have_one():
    controls = sample_controls([Tile(chi_square(0, 20, 20))])
    odd = np.array([[np.nan, -np.nan, np.inf, 0.0, -0.0, -1e-7]], np.float32)
    p = p_values(odd, controls)
    assert np.isnan(p[0, :2]).all()
    np.testing.assert_allclose(p[0, 2:], [1 / 401, 1.0, 1.0, 1.0], rtol=1e-6)


def test_nothing_usable_is_refused_with_advice():
    blank = np.full((10, 10), np.nan, np.float32)
    with pytest.raises(NoStatisticError, match="clearer dates"):
        sample_controls([Tile(blank)])
    with pytest.raises(NoStatisticError, match="unchanged ground"):
        ground_controls([(chi_square(0, 10, 10), np.zeros((10, 10), bool))])


@given(st.integers(1, 3_000), st.integers(1, 3_000), st.sampled_from([5_000, 60_000, 800_000]))
def test_tiles_lie_inside_do_not_overlap_and_are_bounded(rows, columns, pixels):
    seen = 0
    taken = np.zeros((rows, columns), np.uint8) if rows * columns < 10**6 else None
    for down, across in tile_windows(rows, columns, pixels):
        assert 0 <= down.start < down.stop <= rows
        assert 0 <= across.start < across.stop <= columns
        seen += (down.stop - down.start) * (across.stop - across.start)
        if taken is not None:
            taken[down, across] += 1
    assert seen <= max(pixels, 64 * 64)
    assert taken is None or taken.max() == 1


def test_tiles_of_a_large_scene_reach_into_all_its_corners():
    windows = tile_windows(8192, 8192)
    assert windows[0][0].start < 700
    assert windows[-1][1].stop > 8192 - 700
    assert len(windows) > 150


def test_given_ground_alone_is_ranked_against():
    scores = chi_square(5, 100, 100)
    ground = np.zeros(scores.shape, bool)
    ground[:50] = True
    scores[50:] += 1_000.0
    found = ground_controls([(scores, ground)])
    assert found.count == 5_000
    assert p_values(scores[50:], found).max() == np.float32(1 / 5_001)


def test_much_ground_is_thinned_evenly_however_it_comes_in_blocks():
    scores = chi_square(6, 99, 101)
    ground = np.random.default_rng(7).random(scores.shape) < 0.7
    blocks = [(scores[at : at + 7], ground[at : at + 7]) for at in range(0, 99, 7)]
    thinned = ground_controls(blocks, most=1_000)
    eighth = scores[ground][::8]
    assert thinned.count == len(eighth) <= 1_000
    np.testing.assert_array_equal(thinned.p_by_key, sample_controls([Tile(eighth[None])]).p_by_key)


def test_changed_ground_is_left_out_and_said_so():
    parts = np.random.default_rng(0).standard_normal((3, 200, 200)).astype(np.float32)
    parts[:, 40:100, 40:100] += 8.0
    scores = (parts**2).sum(axis=0)
    chosen, every = sample_controls([Tile(scores, parts)]), sample_controls([Tile(scores)])
    assert "surroundings" in chosen.how
    assert every.how == "all usable pixels"
    inside = scores[40:100, 40:100]
    assert (p_values(inside, chosen) <= 0.01).mean() > 0.99
    assert (p_values(inside, every) <= 0.01).mean() < 0.12
    quiet = p_values(scores[:, 110:], chosen)
    assert 0.005 < (quiet <= 0.01).mean() < 0.015


def test_correlated_scores_count_as_fewer():
    coarse = np.repeat(np.repeat(chi_square(2, 40, 40), 4, axis=0), 4, axis=1)
    found = sample_controls([Tile(coarse)])
    assert found.spacing == 4
    assert (found.count, found.independent) == (25_600, 1_600)


def test_the_labelled_landsat_pair_keeps_its_rate_and_finds_its_change(shared_dir):
    folder = shared_dir / "data/imagery/taizhou_tm_2000_2003"
    before, after = (
        np.fromfile(folder / name, np.uint8).reshape(6, 400, 400).astype(np.float32)
        for name in ("2000TM", "2003TM")
    )
    changed, unchanged = (
        np.asarray(Picture.open(folder / f"{name}.bmp").convert("L")) > 0
        for name in ("change", "unchanged")
    )
    usable = np.ones(changed.shape, bool)
    fit = fit_irmad(one_block(before, after, usable))
    parts = variates(fit, before, after, usable) / fit.sigma[:, None, None].astype(np.float32)
    scores = statistic(fit, before, after, usable)
    alarm = p_values(scores, sample_controls([Tile(scores, parts)])) <= np.float32(0.01)
    assert alarm[unchanged].mean() <= 0.01
    assert alarm[changed].mean() >= 0.80


def test_of_a_long_series_fewer_pixels_are_sampled_so_that_memory_is_bounded():
    assert tile_pixels(8) == 400_000
    assert tile_pixels(2 * 150) == 53_333
    assert all(tile_pixels(values) * values <= 16_000_000 for values in (40, 41, 300, 2_000))
