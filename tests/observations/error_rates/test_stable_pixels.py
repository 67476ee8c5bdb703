"""Controls are chosen by what surrounds a pixel, never by how high it scores."""

import numpy as np
import pytest

from servanda.observations.error_rates.stable_pixels import agreement, log_departures, stable_pixels


def noise(seed=0, size=256, parts=4):
    return np.random.default_rng(seed).standard_normal((parts, size, size)).astype(np.float32)


def chosen(variates):
    scores = (variates**2).sum(axis=0)
    usable = np.isfinite(scores)
    found = stable_pixels(scores[usable], variates[:, usable], agreement(variates)[usable])
    if found is None:
        return None
    mask = np.zeros(scores.shape, bool)
    mask[usable] = found
    return mask


def patched(variates, share=0.1, size=20):
    """Squares that move one way, a few the other."""
    rng, changed = np.random.default_rng(9), np.zeros(variates.shape[1:], bool)
    step = np.array([6.0, -4.0, 3.0, 0.0], np.float32)[:, None, None]
    while changed.mean() < share:
        row, column = rng.integers(0, changed.shape[0] - size, 2)
        square = slice(row, row + size), slice(column, column + size)
        variates[:, *square] += step * (1 if rng.random() < 0.9 else -1)
        changed[square] = True
    return changed


def test_agreement_equals_summing_unit_vectors_over_the_ring():
    variates = noise(size=20)
    variates[:, 3:5, 8] = np.nan
    found = agreement(variates)
    for row, column in ((10, 10), (5, 7), (0, 0), (2, 17), (19, 11)):
        total, count = np.zeros(4), 0
        for down in range(-4, 5):
            for across in range(-4, 5):
                at = row + down, column + across
                if max(abs(down), abs(across)) <= 2 or not all(0 <= one < 20 for one in at):
                    continue
                part = variates[:, at[0], at[1]].astype(float)
                if np.isfinite(part).all():
                    total, count = total + part / np.linalg.norm(part), count + 1
        np.testing.assert_allclose(found[row, column], total @ total / count, rtol=1e-4)


def test_agreement_does_not_depend_on_how_strong_the_noise_is():
    variates = noise(1)
    stronger = variates * np.random.default_rng(2).uniform(0.1, 50.0, variates.shape[1:])
    np.testing.assert_allclose(agreement(stronger.astype("f4")), agreement(variates), rtol=1e-3)


def test_agreement_is_the_number_of_pixels_where_all_agree_and_unknown_where_few_are_seen():
    same = np.ones((3, 30, 30), np.float32)
    np.testing.assert_allclose(agreement(same)[15, 15], 56.0, rtol=1e-5)
    same[:, :, 4:] = np.nan
    assert np.isnan(agreement(same)[15, 20])


@pytest.mark.parametrize("seed", range(5))
def test_where_nothing_changed_all_pixels_are_controls_even_if_noise_is_uneven(seed):
    variates = noise(seed)
    assert chosen(variates) is None
    variates[:, :, :60] *= 5.0
    assert chosen(variates) is None


def test_changed_ground_is_left_out_and_quiet_ground_of_every_noise_stays():
    variates = noise(3)
    variates[:, :, :60] *= 2.5
    changed = patched(variates)
    controls = chosen(variates)
    assert controls[changed].mean() < 0.01
    quiet = ~changed
    noisy = controls[:, :60][quiet[:, :60]].mean()
    still = controls[:, 60:][quiet[:, 60:]].mean()
    assert 0.5 < noisy / still < 2.0


def test_the_tail_of_the_controls_is_that_of_the_unchanged_pixels():
    scores_over = []
    for seed in range(6):
        variates = noise(10 + seed)
        variates[:, :, :60] *= 2.5
        changed = patched(variates)
        scores = (variates**2).sum(axis=0)
        limit = np.quantile(scores[chosen(variates)], 0.99)
        scores_over.append((scores[~changed] > limit).mean())
    assert 0.008 < np.mean(scores_over) < 0.0115


def test_departures_are_logarithms_about_their_mean_and_unseen_where_any_date_is():
    stack = np.random.default_rng(0).standard_gamma(4.0, (3, 2, 5, 6))
    stack[1, 0, 2, 2] = 0.0
    stack[2, 1, 3, 3] = np.nan
    parts = log_departures(stack)
    assert np.isnan(parts[:, 2, 2]).all()
    assert np.isnan(parts[:, 3, 3]).all()
    seen = np.isfinite(parts).all(axis=0)
    assert seen.sum() == 28
    np.testing.assert_allclose(parts.reshape(3, 2, 5, 6).sum(axis=0)[:, seen], 0.0, atol=1e-5)
    expected = np.log(stack[1, 1, 0, 0]) - np.log(stack[:, 1, 0, 0]).mean()
    np.testing.assert_allclose(parts[3, 0, 0], expected, rtol=1e-4)


def test_too_few_pixels_choose_nothing():
    variates = noise(0, size=30)
    patched(variates, 0.3, 8)
    assert chosen(variates) is None
