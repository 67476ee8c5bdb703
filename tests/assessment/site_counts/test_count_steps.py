"""The step of a large count against convolutions, and its windows against the sum without any."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from servanda.assessment.model.hazards import campaigns
from servanda.assessment.model.priors import DEFAULT_PRIORS
from servanda.assessment.site_counts.count_chain import SiteBlock
from servanda.assessment.site_counts.count_steps import (
    BinomialGrowth,
    count_transition,
    log_binomial,
)
from servanda.assessment.site_counts.exact_blocks import BlockLikelihood, dense_mass
from servanda.assessment.site_counts.exact_windows import windowed_mass
from tests.builders import START

CHANCES = st.floats(min_value=0.0, max_value=1.0)
DAYS = [START + timedelta(days=days) for days in (40, 90, 200, 280, 330)]
PACES = campaigns(DEFAULT_PRIORS, START, START + timedelta(days=300)).hazards


@settings(max_examples=25, deadline=None)
@given(
    st.integers(min_value=1, max_value=30) | st.integers(min_value=100, max_value=300),
    CHANCES,
    CHANCES,
)
def test_put_back_then_done_is_the_convolution_of_both(
    size: int, done: float, undone: float
) -> None:
    slow = np.stack(
        [
            np.convolve(
                binom.pmf(np.arange(k + 1), k, 1.0 - undone),
                binom.pmf(np.arange(size - k + 1), size - k, done),
            )
            for k in range(0, size + 1, max(1, size // 10))
        ]
    )
    found = count_transition(size, done, undone)[:: max(1, size // 10)]
    np.testing.assert_allclose(found, slow, rtol=0.0, atol=1e-11)


@settings(max_examples=25, deadline=None)
@given(
    st.integers(min_value=2, max_value=400), st.floats(min_value=1e-6, max_value=0.999), st.data()
)
def test_a_convolution_within_windows_is_its_matrix(
    size: int, chance: float, data: st.DataObject
) -> None:
    counts = st.integers(min_value=0, max_value=size)
    before, after = (tuple(sorted(data.draw(st.tuples(counts, counts)))) for _ in range(2))
    growth = BinomialGrowth.of(size, chance, (before[0], before[1] + 1), (after[0], after[1] + 1))
    rng = np.random.default_rng(size)
    for rows in (1, 5):
        mass = rng.random((rows, before[1] + 1 - before[0]))
        message = rng.random((rows, after[1] + 1 - after[0]))
        matrix = growth.matrix()
        np.testing.assert_allclose(
            growth.forward(mass, -300.0), mass @ matrix, rtol=1e-9, atol=1e-100
        )
        np.testing.assert_allclose(
            growth.backward(message, -300.0), message @ matrix.T, rtol=1e-9, atol=1e-100
        )


@given(st.integers(min_value=0, max_value=300), st.floats(min_value=1e-9, max_value=0.999))
def test_log_binomial_is_the_logarithm_of_the_binomial(size: int, chance: float) -> None:
    np.testing.assert_allclose(
        np.exp(log_binomial(size, chance)), binom.pmf(np.arange(size + 1), size, chance), atol=1e-12
    )


@pytest.mark.parametrize("sizes", [(100,), (65, 8)])
@pytest.mark.parametrize("agree", [True, False])
def test_windows_give_what_the_whole_grid_gives(sizes: tuple[int, ...], agree: bool) -> None:
    sites = sum(sizes)
    blocks = [SiteBlock(size, PACES, 0) for size in sizes]
    shares = (0.02, 0.15, 0.6, 0.97, 0.98) if agree else (0.9, 0.1, 0.8, 0.0, 0.3)
    looks = [
        BlockLikelihood(day, None, exactly(round(share * sites), sites))
        for day, share in zip(DAYS, shares, strict=True)
    ]
    for on in (20, 150, 400):
        days = (START, START + timedelta(days=on))
        found, slow = windowed_mass(blocks, looks, days, 2), dense_mass(blocks, looks, days, 2)
        assert found.error <= 1e-12
        np.testing.assert_allclose(shape(found.values), shape(slow.values), rtol=0.0, atol=1e-10)
        evidence = np.log(found.values.sum(axis=(1, 2))) + found.log_scale
        expected = np.log(slow.values.sum(axis=(1, 2))) + slow.log_scale
        np.testing.assert_allclose(evidence, expected, rtol=0.0, atol=1e-9)


def exactly(number: int, sites: int) -> np.ndarray:
    """(way, value): a report of a number from an origin that is right, and from one that is not."""
    right = np.full(sites + 1, 0.02 / sites)
    right[number] = 0.98
    return np.stack([right, np.full(sites + 1, 0.1 / sites)])


def shape(mass: np.ndarray) -> np.ndarray:
    """(way, regime, total), each way summing to 1."""
    return mass / mass.sum(axis=(1, 2), keepdims=True)
