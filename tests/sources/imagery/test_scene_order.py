"""Scenes in the order of the dates in their names."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.errors import SourceError
from servanda.sources.imagery.scenes.scene_order import (
    named_days,
    sort_dated_scenes,
    sort_scenes,
)

DAYS = st.lists(st.dates(date(1980, 1, 1), date(2040, 1, 1)), min_size=2, unique=True)


def named(day: date) -> Path:
    return Path("any") / f"s1_{day:%Y%m%d}.tif"


@given(DAYS)
def test_scenes_come_in_order_of_time_whatever_the_order_given(days: list[date]) -> None:
    scenes = [named(day) for day in days]
    expected = [named(day) for day in sorted(days)]
    assert sort_scenes(scenes) == sort_dated_scenes(scenes) == expected
    assert named_days(map(str, expected)) == tuple(sorted(days))


def test_scenes_stay_as_given_where_one_has_no_date_and_the_monitor_refuses_it() -> None:
    scenes = [named(date(2019, 1, 1)), Path("latest.tif"), named(date(2018, 1, 1))]
    assert sort_scenes(scenes) == scenes
    with pytest.raises(SourceError, match=r"latest\.tif.*no date in its name"):
        sort_dated_scenes(scenes)


def test_scenes_of_one_day_keep_their_order_and_the_monitor_refuses_them() -> None:
    scenes = [Path("b_20180101.tif"), Path("a_20180101.tif"), Path("c_20170101.tif")]
    assert sort_scenes(scenes) == [scenes[2], scenes[0], scenes[1]]
    with pytest.raises(SourceError, match=r"a_20180101\.tif.*of 2018-01-01, as is b_20180101\.tif"):
        sort_dated_scenes(scenes)
