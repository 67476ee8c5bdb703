"""Items of a span of days: a short one is a look, a long one a composite and none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.errors import SourceError
from servanda.records import Scene
from servanda.sources.imagery.catalogs.stac_item import entry_of_item
from tests.sources.imagery.scenes import item

DATA = {"data": {"href": "a.tif", "type": "image/tiff; application=geotiff"}}
Q1 = {"start_datetime": "2021-01-01T00:00:00Z", "end_datetime": "2021-03-31T23:59:59Z"}
STRIP = {"start_datetime": "2021-01-01T02:10:00Z", "end_datetime": "2021-01-01T02:10:25Z"}


def scene(**properties: Any) -> Scene:
    return entry_of_item(item("a", DATA, **properties), "a.json").scene


@pytest.mark.parametrize("stated", [None, "2021-01-01T00:00:00Z", "2021-02-15T12:00:00Z"])
def test_a_composite_is_of_no_day(stated: str | None) -> None:
    with pytest.raises(SourceError) as error:
        scene(datetime=stated, **Q1)
    assert str(error.value) == (
        "a.json: item a: is a composite of 2021-01-01 to 2021-03-31 and shows any day of these; "
        "use the scenes that it was made of, or leave it out"
    )


def test_a_strip_of_an_orbit_is_a_look_at_its_end() -> None:
    assert scene(datetime=None, **STRIP).acquired == datetime(2021, 1, 1, 2, 10, 25, tzinfo=UTC)
    stated = scene(datetime="2021-01-01T02:10:12Z", **STRIP)
    assert stated.acquired == datetime(2021, 1, 1, 2, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize("key", ["start_datetime", "end_datetime"])
def test_one_end_of_a_span_is_no_time(key: str) -> None:
    with pytest.raises(SourceError, match="has no datetime"):
        scene(datetime=None, **{key: Q1[key]})


def test_a_blank_for_the_t_is_read() -> None:
    assert scene(datetime="2021-03-20 02:10:00").acquired == datetime(
        2021, 3, 20, 2, 10, tzinfo=UTC
    )


@given(st.timedeltas(timedelta(0), timedelta(days=400)))
def test_no_span_is_taken_for_a_day_that_it_may_not_show(length: timedelta) -> None:
    start = datetime(2021, 1, 1, tzinfo=UTC)
    ends = {"start_datetime": start.isoformat(), "end_datetime": (start + length).isoformat()}
    try:
        found = scene(datetime=None, **ends)
    except SourceError:
        assert length > timedelta(days=1)
    else:
        assert length <= timedelta(days=1)
        assert found.acquired == start + length
