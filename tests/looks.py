"""Observations of guard posts with sensible defaults, and their scenes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from servanda.evidence import attach_scenes
from servanda.records import (
    Direction,
    Finding,
    Geometry,
    GeometryKind,
    LonLat,
    Observation,
    ObservationWithScenes,
    Scene,
    Site,
)
from tests.builders import NOW

BEFORE = date(2018, 9, 20)
SENSOR = "sentinel-2"


def taken(day: date) -> datetime:
    return datetime.combine(day, time(2), UTC)


def scene(day: date, **changes: Any) -> Scene:
    made = Scene(f"{SENSOR}-{day}", "0" * 64, None, SENSOR, taken(day), 10.0, False)
    return replace(made, **changes)


def site(name: str, **changes: Any) -> Site:
    place = Geometry(GeometryKind.POINT, ((LonLat(127.0, 38.0),),))
    return replace(Site(name, (name,), None, None, "guard post", place, None, False), **changes)


def cleared(day: date, place: str = "post-1", log10: float = 1.5, **changes: Any) -> Observation:
    """The post is gone, by an odds factor of so many powers of ten."""
    made = Observation(
        id=f"{place}@{day}",
        site=place,
        before=f"{SENSOR}-{BEFORE}",
        after=f"{SENSOR}-{day}",
        acquired=taken(day),
        procedure="irmad 1",
        finding=Finding.CHANGED,
        direction=Direction.CLEARED,
        why="brighter than 99 % of the controls",
        changed_area_m2=420.0,
        p_value=0.005,
        controls=200,
        log10_likelihood_ratio=log10,
        simulated=False,
    )
    return replace(made, **changes)


def unchanged(day: date, place: str = "post-1", log10: float = -0.7, **changes: Any) -> Observation:
    own = {"finding": Finding.UNCHANGED, "direction": Direction.UNDETERMINED, "p_value": 0.6}
    return cleared(day, place, log10, **{**own, **changes})


def hidden(day: date, place: str = "post-1", **changes: Any) -> Observation:
    """Nothing could be seen."""
    own = {
        "finding": Finding.NOT_OBSERVABLE,
        "direction": Direction.UNDETERMINED,
        "changed_area_m2": None,
        "p_value": None,
        "why": "cloud over 80 % of the site",
    }
    return cleared(day, place, 0.0, **{**own, **changes})


def sights(*observations: Observation, **changes: Any) -> tuple[ObservationWithScenes, ...]:
    """The observations beside their scenes, which take the changes."""
    days = {one.acquired.date() for one in observations} | {BEFORE}
    scenes = [scene(day, **changes) for day in sorted(days)]
    return attach_scenes(observations, scenes, {one.id: NOW for one in observations})
