"""A window's score, against going through its boxes one by one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from servanda.observations.error_rates.pooling import box_side, pooled_scores


def slowly(statistic, footprint, offset):
    side = box_side(footprint)
    half = side // 2
    best, seen, inside = -np.inf, 0, np.argwhere(footprint) + offset
    for row, column in inside:
        seen += bool(np.isfinite(statistic[row, column]))
        box = statistic[
            max(0, row - half) : row + half + 1, max(0, column - half) : column + half + 1
        ]
        known = box[np.isfinite(box)]
        if len(known) >= 0.25 * side * side:
            best = max(best, known.mean())
    return best if seen >= 0.5 * len(inside) and best > -np.inf else np.nan


@given(st.integers(0, 2**32 - 1), st.sampled_from([(1, 1), (2, 3), (5, 4), (9, 9)]))
def test_the_score_is_the_best_box_centred_on_the_footprint(seed, shape):
    rng = np.random.default_rng(seed)
    statistic = rng.chisquare(4, (24, 26))
    statistic[rng.random(statistic.shape) < 0.3] = np.nan
    footprint = rng.random(shape) < 0.8
    footprint[0, 0] = True
    offsets = np.column_stack(
        [rng.integers(0, 25 - shape[0], 12), rng.integers(0, 27 - shape[1], 12)]
    )
    expected = [slowly(statistic, footprint, offset) for offset in offsets]
    np.testing.assert_allclose(pooled_scores(statistic, footprint, offsets), expected, rtol=1e-9)


def test_a_window_mostly_hidden_has_no_score():
    statistic = np.ones((10, 10))
    statistic[2:4, 2:5] = np.nan
    offsets = np.array([[2, 2], [5, 5]])
    scores = pooled_scores(statistic, np.ones((3, 3), bool), offsets)
    assert np.isnan(scores[0])
    np.testing.assert_allclose(scores[1], 1.0, rtol=1e-12)


def test_boxes_are_odd_and_grow_with_the_site():
    sides = [box_side(np.ones((side, side), bool)) for side in (1, 3, 6, 10, 20, 21)]
    assert sides == [3, 3, 3, 5, 11, 11]
