"""The number of looks: its truth inside its interval, and what not knowing it does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, gamma

from servanda.errors import NoStatisticError
from servanda.observations.omnibus.equivalent_looks import (
    EquivalentLooks,
    estimate_looks,
    looks_effect,
)
from servanda.observations.omnibus.equivalent_looks_fit import CutSpread
from tests.observations.myanmar import read_myanmar
from tests.observations.speckle import speckled

LOOKS = 4.4
SHAPE = (8, 2, 60, 60)


def covered(runs: int, *, changed: float, shared: bool, shape: tuple[int, int, int, int]) -> int:
    """How many of so many intervals at 95 % hold the truth."""
    rng = np.random.default_rng(11)
    held = 0
    for _ in range(runs):
        power = speckled(rng, shape, LOOKS, changed=changed, shared=shared).power
        looks = estimate_looks(power)
        held += looks.low <= LOOKS <= looks.high
    return held


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("changed", [0.0, 0.05])
def test_the_interval_holds_the_truth_at_about_its_rate(changed: float, shared: bool) -> None:
    runs = 60
    held = covered(runs, changed=changed, shared=shared, shape=SHAPE)
    assert held >= binom.ppf(0.005, runs, 0.95)


def test_the_interval_is_no_wider_than_it_must_be() -> None:
    rng = np.random.default_rng(12)
    found = [estimate_looks(speckled(rng, SHAPE, LOOKS).power) for _ in range(40)]
    spread = np.std([one.value for one in found])
    reach = np.mean([(one.high - one.low) / 2.0 for one in found])
    assert 1.2 * spread < reach < 3.2 * spread  # 2 would be exact; both are estimates


@pytest.mark.parametrize("shape", [(2, 1, 80, 80), (30, 2, 40, 40)])
def test_two_dates_and_thirty_serve_alike(shape: tuple[int, int, int, int]) -> None:
    held = covered(30, changed=0.0, shared=True, shape=shape)
    assert held >= binom.ppf(0.005, 30, 0.95)


def test_a_cut_spread_has_the_mean_that_many_draws_have() -> None:
    rng = np.random.default_rng(3)
    power = gamma.rvs(LOOKS, size=(6, 2, 400_000), random_state=rng)
    spread = 2.0 * (6 * np.log(power.mean(axis=0)) - np.log(power).sum(axis=0)).sum(axis=0)
    cut = float(np.quantile(spread, 0.7))
    fit = CutSpread(6, 2, cut)
    drawn = float(spread[spread <= cut].mean())
    assert fit.mean(LOOKS) == pytest.approx(drawn, rel=3e-3)
    assert fit.looks(fit.mean(LOOKS)) == pytest.approx(LOOKS, rel=1e-6)


@settings(max_examples=15)
@given(st.integers(0, 10_000), st.floats(1e-4, 1e4))
def test_brightness_and_hidden_pixels_do_not_count(seed: int, factor: float) -> None:
    rng = np.random.default_rng(seed)
    power = speckled(rng, (4, 2, 24, 24), LOOKS).power
    usable = rng.random((24, 24)) < 0.9
    seen = estimate_looks(power, usable)
    power[:, :, ~usable] = rng.choice([np.nan, 0.0, 1e9], (4, 2, np.count_nonzero(~usable)))
    again = estimate_looks(power * np.float32(factor), usable)
    assert again.value == pytest.approx(seen.value, rel=1e-4)


def test_what_moves_the_whole_scene_makes_fewer_looks_unless_it_is_levelled() -> None:
    rng = np.random.default_rng(4)
    power = speckled(rng, (12, 2, 60, 60), 12.0).power
    power *= (10.0 ** (rng.normal(0.0, 1.0, (12, 2, 1, 1)) / 10.0)).astype(np.float32)
    assert estimate_looks(power).high < 9.0
    levelled = estimate_looks(power, level_dates=True)
    assert levelled.low <= 12.0 <= levelled.high
    assert "one level" in levelled.how


def test_more_looks_than_there_are_call_more_changed() -> None:
    power = speckled(np.random.default_rng(5), (8, 2, 100, 100), LOOKS).power
    effect = looks_effect(power, EquivalentLooks(3.0, 2.0, 8.0, "stated"), 1e-2)
    assert effect.low <= effect.value < 0.01 < 0.1 < effect.high


def test_the_real_stack_has_the_looks_of_its_spread_over_time(shared_dir: Path) -> None:
    power = read_myanmar(shared_dir).power[:12]  # median mean^2 / variance over time: 12 and 18
    assert estimate_looks(power[:, :1]).value == pytest.approx(12.0, abs=1.0)
    assert estimate_looks(power[:, 1:]).value == pytest.approx(18.0, abs=2.0)


def test_too_little_to_tell_is_refused() -> None:
    power = speckled(np.random.default_rng(6), (4, 1, 30, 30), LOOKS).power
    with pytest.raises(NoStatisticError, match="one date"):
        estimate_looks(power[:1])
    with pytest.raises(NoStatisticError, match="0 pixels"):
        estimate_looks(power, np.zeros((30, 30), dtype=np.bool_))
    with pytest.raises(NoStatisticError, match="take a larger window"):
        estimate_looks(power[:, :, :10, :10])
    with pytest.raises(NoStatisticError, match="copies"):
        estimate_looks(np.repeat(power[:1], 4, axis=0))
    with pytest.raises(NoStatisticError, match="no pixel is usable"):
        looks_effect(-power, EquivalentLooks(4.0, 3.0, 5.0, "stated"), 0.01)
