"""Invented chips are the same for the same site, and a site that fails misses the bar."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.chip_series import BROKEN, DATES, series, target
from benchmarks.chips import Watched, figures_of, watched
from servanda.records import Image

SOUND = Watched((0, None), 54, ("clear share",), 3, "a", None, 2.0, 2.0, 0.2, 1)
CLOUDED = replace(SOUND, task=(1, "all cloud"))


def missed(alone: list[Watched], together: list[Watched]) -> set[str]:
    return {one.measure.partition(";")[0] for one in figures_of(alone, together) if not one.holds}


@pytest.fixture(scope="module")
def sound() -> list[Image]:
    return series(3)


def test_the_same_site_has_the_same_chips_and_another_has_others(sound: list[Image]) -> None:
    assert len(sound) == DATES
    for one, same, apart in zip(sound, series(3), series(5), strict=True):
        np.testing.assert_array_equal(one.pixels, same.pixels)
        np.testing.assert_array_equal(one.obstacles, same.obstacles)
        assert not np.array_equal(one.pixels, apart.pixels)


def test_the_object_goes_halfway_at_every_other_site_only(sound: list[Image]) -> None:
    middle = target(3).footprint
    for images, goes in ((sound, True), (series(4), False)):
        clear = [one.pixels[:, middle].mean() for one in images if one.usable.all()]
        assert bool(np.mean(clear[:8]) > np.mean(clear[-8:]) + 200.0) is goes


@pytest.mark.parametrize("kind", ["all cloud", "all no data", "a constant band", "dates alike"])
def test_a_site_of_which_nothing_can_be_seen_is_looked_at_without_a_finding(kind: str) -> None:
    found = watched((5, kind))
    assert found.failure is None
    assert found.looks == len(found.unseen) > 0


@pytest.mark.parametrize(("kind", "dates"), [("a single date", 1), ("no date", 0)])
def test_a_site_without_two_dates_gives_no_look(kind: str, dates: int) -> None:
    assert len(series(5, kind)) == dates
    found = watched((5, kind))
    assert (found.looks, found.failure) == (0, None)


@pytest.mark.parametrize("kind", BROKEN)
def test_every_way_of_being_broken_changes_the_series(kind: str, sound: list[Image]) -> None:
    broken = [BROKEN[kind](image, number) for number, image in enumerate(sound)]
    assert any(
        one is None
        or (one.grid, one.bands) != (image.grid, image.bands)
        or not np.array_equal(one.pixels, image.pixels)
        or not np.array_equal(one.obstacles, image.obstacles)
        for one, image in zip(broken, sound, strict=True)
    )


def test_what_is_raised_and_what_differs_miss_their_bars() -> None:
    same = [SOUND, CLOUDED]
    assert missed(same, same) == set()
    assert missed([SOUND, replace(CLOUDED, failure="IndexError")], same) == {
        "sites that fail the run"
    }
    assert missed(same, [SOUND, replace(CLOUDED, digest="b")]) == {
        "sites whose observations differ by the number of processes"
    }


def test_the_rate_of_two_processes_is_the_sum_of_theirs() -> None:
    alone = [SOUND, replace(SOUND, task=(2, None)), CLOUDED]
    together = [SOUND, replace(SOUND, task=(2, None), process=2, wall_s=4.0), CLOUDED]
    first, second = list(figures_of(alone, together))[:2]
    assert first.measured.startswith("0.50 sites per second of wall")
    assert second.measured.startswith("0.75 sites per second of wall")
