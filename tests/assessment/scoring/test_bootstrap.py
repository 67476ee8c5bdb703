"""Intervals over obligations drawn with replacement, against every draw counted out."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from servanda.assessment.scoring.bootstrap import SEED, cluster_intervals
from servanda.records import Interval


def ends(interval: Interval | None) -> tuple[float, float]:
    assert interval is not None
    return interval.low, interval.high


def interval(values: list[float], clusters: list[str], seed: int = SEED) -> tuple[float, float]:
    (found,) = cluster_intervals(np.array(values)[:, None], clusters, np.random.default_rng(seed))
    return ends(found)


def every_mean(values: list[float], clusters: list[str]) -> list[float]:
    """The mean of each way to draw as many clusters as there are, each equally likely."""
    members = {name: [v for v, c in zip(values, clusters, strict=True) if c == name]
               for name in clusters}  # fmt: skip
    return [
        float(np.mean([value for name in drawn for value in members[name]]))
        for drawn in product(members, repeat=len(members))
    ]


def test_the_interval_is_that_of_all_ways_to_draw_obligations() -> None:
    rng = np.random.default_rng(7)
    sizes = {"a": 1, "b": 9, "c": 3, "d": 4, "e": 2, "f": 6}
    clusters = [name for name, size in sizes.items() for _ in range(size)]
    values = (rng.random(len(clusters)) + [ord(name) % 7 for name in clusters]).tolist()
    means = np.array(every_mean(values, clusters))  # 6**6 ways
    for end, share in zip(interval(values, clusters), (0.05, 0.95), strict=True):
        assert np.mean(means <= end) == pytest.approx(share, abs=0.02)


def test_a_day_more_of_the_same_obligation_makes_no_interval_narrower() -> None:
    values, clusters = [0.0, 0.2, 0.9], ["a", "b", "c"]
    np.testing.assert_allclose(
        interval(values * 50, clusters * 50), interval(values, clusters), rtol=1e-12
    )


def test_a_difference_that_is_the_same_everywhere_has_no_width() -> None:
    """Paired: the obligations that are hard for us are hard for the baseline."""
    ours = np.array([0.0, 0.3, 0.6, 0.9])
    apart, less = cluster_intervals(
        np.stack([ours, ours - (ours + 0.1)], axis=1), ["a", "b", "c", "d"],
        np.random.default_rng(SEED),
    )  # fmt: skip
    assert np.ptp(ends(apart)) > 0.3
    np.testing.assert_allclose(ends(less), -0.1, rtol=1e-12)


def test_fewer_than_three_obligations_have_no_interval() -> None:
    rng, days = np.random.default_rng(SEED), np.array([[0.1], [0.2], [0.3]])
    assert cluster_intervals(days, ["a", "b", "b"], rng) == [None]
    assert cluster_intervals(days, ["a", "b", "c"], rng) != [None]
    assert cluster_intervals(np.zeros((0, 2)), [], rng) == [None, None]


def test_the_same_seed_gives_the_same_interval() -> None:
    values, clusters = np.random.default_rng(1).random(30).tolist(), list("abcdef") * 5
    assert interval(values, clusters) == interval(values, clusters)
    assert interval(values, clusters) != interval(values, clusters, seed=SEED + 1)
