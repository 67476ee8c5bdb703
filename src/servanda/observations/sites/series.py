"""Observations of one site in a series, each scene compared with one from before the duty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from servanda.errors import InputError
from servanda.observations.gates.clearness import check_clearness, mask_invalid_pixels
from servanda.observations.gates.gate import GateSettings
from servanda.observations.gates.sensor_family import family, is_radar
from servanda.observations.sites.pair import SiteObservation, observe_pair
from servanda.observations.sites.target import Target
from servanda.records import Image

__all__ = ["comparable_series", "observe_series"]

# Looks at the site from before the duty that join the controls. [judgement; not from outside]
QUIET_LOOKS = 4


def comparable_series(images: Sequence[Image]) -> tuple[tuple[Image, ...], ...]:
    """The images in comparable groups, of one sensor and orbit each, in order of time."""
    groups: dict[tuple[object, ...], list[Image]] = {}
    for image in sorted(images, key=lambda image: (image.scene.acquired, image.scene.id)):
        groups.setdefault(_kind(image), []).append(image)
    return tuple(tuple(group) for group in groups.values())


def observe_series(
    images: Sequence[Image], target: Target, alpha: float, duty_start: date | None
) -> Iterator[SiteObservation]:
    """One observation for each image after the reference, which shows the site before the duty.

    images: comparable, in order of time
    duty_start: the reference is the last clear image taken before it, or else the first clear one;
        scores of earlier images against the reference join the controls
    alpha: rate of false alarms to accept per look
    A single image gives no observation.
    Raises InputError if no image before the last is on the target's grid.
    """
    if len(images) < 2:
        return
    if not any(_is_on_grid(image, target) for image in images[:-1]):
        raise InputError(f"no image lies on the grid of {target.site}; bring all to one grid")
    index = _reference_index(images, target, duty_start)
    reference = images[index]
    history = _quiet_scores(images[:index], reference, target, alpha)
    for image in images[index + 1 :]:
        yield observe_pair(reference, image, target, alpha, history)


def _kind(image: Image) -> tuple[object, ...]:
    scene = image.scene
    orbit = (scene.relative_orbit, scene.orbit_pass) if is_radar(image) else ()
    return family(scene), scene.resolution_m, len(image.bands), *orbit


def _reference_index(images: Sequence[Image], target: Target, duty_start: date | None) -> int:
    usable = [index for index, image in enumerate(images[:-1]) if _is_on_grid(image, target)]
    clear = [index for index in usable if _is_clear(images[index], target)]
    if duty_start is not None:
        before_duty = [i for i in clear if images[i].scene.acquired.date() < duty_start]
        if before_duty:
            return before_duty[-1]
    return (clear or usable)[0]


def _is_on_grid(image: Image, target: Target) -> bool:
    """True if the image has the size of the footprint; the gates check the rest of the grid."""
    shape = target.footprint.shape
    return image.obstacles.shape == image.pixels.shape[1:] == shape


def _is_clear(image: Image, target: Target) -> bool:
    clean = mask_invalid_pixels(image)
    settings = GateSettings()
    return check_clearness(clean, clean, target.footprint, settings).passed


def _quiet_scores(
    earlier: Sequence[Image], reference: Image, target: Target, alpha: float
) -> tuple[float, ...]:
    """Scores of the site between dates before the duty."""
    looks = (
        observe_pair(image, reference, target, alpha)
        for image in earlier[-QUIET_LOOKS:]
        if _is_on_grid(image, target) and _is_clear(image, target)
    )
    return tuple(look.score for look in looks if look.score is not None and np.isfinite(look.score))
