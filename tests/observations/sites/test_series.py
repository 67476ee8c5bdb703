"""All scenes of a site: which can be compared, with which one, and what the quiet past adds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from servanda.observations import SiteObservation, comparable_series, observe_pair, observe_series
from servanda.observations.sites.series import QUIET_LOOKS
from servanda.records import Finding, Image, Obstacle, OrbitPass
from tests.observations.scenes import START, hidden, optical, radar, target

ALPHA = 0.01
CLOUDY = Obstacle.CLOUD


def on(day: int) -> date:
    return START.date() + timedelta(days=day)


def looked(images: list[Image], duty_start: date | None) -> list[SiteObservation]:
    return list(observe_series(images, target(), ALPHA, duty_start))


def pairs(images: list[Image], duty_start: date | None) -> list[tuple[str, str]]:
    return [
        (one.observation.before[-3:], one.observation.after[-3:])
        for one in looked(images, duty_start)
    ]


@pytest.mark.parametrize(
    ("cloudy", "duty_start", "reference"),
    [
        ((), on(12), 10),  # the last before it, and not the first
        ((), on(10), 5),  # not the one of that day
        ((10,), on(12), 5),  # clear
        ((0, 5, 10), on(12), 15),  # none before it: the first clear one
        ((), None, 0),
        ((0,), None, 5),
        ((), on(0), 0),  # all are after it
        ((), on(99), 15),  # none is: the last is kept to be looked at
        ((0, 5, 10, 15, 20), on(12), 0),  # none is clear: every look says so
    ],
)
def test_the_reference_is_the_last_clear_image_before_the_duty(
    cloudy: tuple[int, ...], duty_start: date | None, reference: int
) -> None:
    days = (0, 5, 10, 15, 20)
    images = [hidden(optical(day), CLOUDY) if day in cloudy else optical(day) for day in days]
    later = [day for day in days if day > reference]
    assert pairs(images, duty_start) == [(f"{reference:03d}", f"{day:03d}") for day in later]


def test_a_cloudy_day_is_not_observable_and_the_others_go_on() -> None:
    images = [optical(0), hidden(optical(5), CLOUDY), optical(10, post=False)]
    findings = [one.observation.finding for one in looked(images, on(3))]
    assert findings == [Finding.NOT_OBSERVABLE, Finding.CHANGED]


def test_an_image_full_of_nan_is_no_reference() -> None:
    broken = optical(5)
    broken.pixels[:] = float("nan")
    assert pairs([optical(0), broken, optical(10)], on(7)) == [("000", "005"), ("000", "010")]


def test_of_a_single_image_and_of_none_nothing_can_be_said() -> None:
    assert looked([optical(0)], on(3)) == []
    assert looked([], None) == []
    assert comparable_series([]) == ()


def test_the_quiet_past_of_the_site_counts_among_the_controls() -> None:
    images = [optical(day) for day in (0, 5, 10, 20)]
    (look,) = looked(images, on(15))
    past = [observe_pair(image, images[2], target(), ALPHA).score for image in images[:2]]
    assert None not in past
    alone = observe_pair(images[2], images[3], target(), ALPHA)
    history = [score for score in past if score is not None]
    with_past = observe_pair(images[2], images[3], target(), ALPHA, history)
    assert look.observation == with_past.observation
    assert look.observation.controls == alone.observation.controls + 2


def test_only_the_last_clear_looks_of_the_past_are_taken() -> None:
    days = (0, 2, 4, 6, 8, 10, 12)
    images = [optical(day) for day in (*days, 20)]
    (look,) = looked(images, on(15))
    alone = observe_pair(images[-2], images[-1], target(), ALPHA)
    assert look.observation.controls == alone.observation.controls + QUIET_LOOKS
    images[5] = hidden(images[5], CLOUDY)
    (fewer,) = looked(images, on(15))
    assert fewer.observation.controls == look.observation.controls - 1


def test_images_are_put_in_groups_by_sensor_resolution_and_orbit_in_order_of_time() -> None:
    fine = optical(7)
    fine = replace(fine, scene=replace(fine.scene, resolution_m=0.7, id="fine"))
    images = [
        radar(24), optical(30), optical(0, platform="sentinel-2a"), radar(12, relative_orbit=134),
        radar(0), fine, optical(10, platform="sentinel-2b"),
        radar(6, orbit_pass=OrbitPass.DESCENDING),
    ]  # fmt: skip
    groups = comparable_series(images)
    assert [[one.scene.id for one in group] for group in groups] == [
        ["sentinel-1-000", "sentinel-1-024"],
        ["sentinel-2-000", "sentinel-2-010", "sentinel-2-030"],
        ["sentinel-1-006"],
        ["fine"],
        ["sentinel-1-012"],
    ]


def test_an_orbit_does_not_part_optical_images() -> None:
    images = [optical(0, relative_orbit=103), optical(5, relative_orbit=3)]
    assert len(comparable_series(images)) == 1


def test_the_order_in_which_images_come_does_not_matter() -> None:
    images = [optical(day) for day in (0, 5, 10)]
    assert comparable_series(images) == comparable_series(images[::-1])
