"""Places and their shapes."""

from __future__ import annotations

from servanda.records import Geometry, GeometryKind, LonLat


def test_the_bounds_of_a_place_hold_all_its_parts_and_touch_them() -> None:
    west = (LonLat(-3.0, 1.0), LonLat(2.0, 5.0))
    east = (LonLat(7.0, -4.0), LonLat(6.0, 0.0))
    assert Geometry(GeometryKind.LINE, (west, east)).bounds == (-3.0, -4.0, 7.0, 5.0)


def test_the_bounds_of_a_point_are_the_point_twice() -> None:
    point = Geometry(GeometryKind.POINT, ((LonLat(126.9, 38.1),),))
    assert point.bounds == (126.9, 38.1, 126.9, 38.1)
