"""All scenes of one site, compared in turn with the one that shows it as it was before a duty."""

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

QUIET_LOOKS = 4  # of the site's own past, before the duty: what it does when nothing happens


def comparable_series(images: Sequence[Image]) -> tuple[tuple[Image, ...], ...]:
    """The images in groups that can be compared, each in order of time: one sensor, one orbit."""
    groups: dict[tuple[object, ...], list[Image]] = {}
    for image in sorted(images, key=lambda one: (one.scene.acquired, one.scene.id)):
        groups.setdefault(_kind(image), []).append(image)
    return tuple(tuple(group) for group in groups.values())


def observe_series(
    images: Sequence[Image], target: Target, alpha: float, duty_start: date | None
) -> Iterator[SiteObservation]:
    """One look for every image after the reference, which shows the site as it was.

    images: comparable, in order of time
    duty_start: the reference is the last clear image taken before it, or else the first clear one;
        images between earlier ones are the site's quiet past, against which it is ranked too
    alpha: false alarms asked for, per look
    Nothing of a single image. Raises InputError where none but the last is on the target's grid.
    """
    if len(images) < 2:
        return
    if not any(_is_on_grid(image, target) for image in images[:-1]):
        raise InputError(f"no image lies on the grid of {target.site}; bring all to one grid")
    at = _reference_index(images, target, duty_start)
    history = _quiet_scores(images[:at], images[at], target, alpha)
    for image in images[at + 1 :]:
        yield observe_pair(images[at], image, target, alpha, history)


def _kind(image: Image) -> tuple[object, ...]:
    scene = image.scene
    orbit = (scene.relative_orbit, scene.orbit_pass) if is_radar(image) else ()
    return family(scene), scene.resolution_m, len(image.bands), *orbit


def _reference_index(images: Sequence[Image], target: Target, duty_start: date | None) -> int:
    usable = [number for number, image in enumerate(images[:-1]) if _is_on_grid(image, target)]
    clear = [number for number in usable if _is_clear(images[number], target)]
    early = [n for n in clear if duty_start and images[n].scene.acquired.date() < duty_start]
    return early[-1] if early else (clear or usable)[0]


def _is_on_grid(image: Image, target: Target) -> bool:
    """Whether the footprint can be laid over it; the gates say so of the others."""
    shape = target.footprint.shape
    return image.obstacles.shape == image.pixels.shape[1:] == shape


def _is_clear(image: Image, target: Target) -> bool:
    clean = mask_invalid_pixels(image)
    settings = GateSettings()
    return check_clearness(clean, clean, target.footprint, settings).passed


def _quiet_scores(
    earlier: Sequence[Image], reference: Image, target: Target, alpha: float
) -> tuple[float, ...]:
    """Scores of the site itself between dates on which the duty did not yet bind."""
    looks = (
        observe_pair(image, reference, target, alpha)
        for image in earlier[-QUIET_LOOKS:]
        if _is_on_grid(image, target) and _is_clear(image, target)
    )
    return tuple(look.score for look in looks if look.score is not None and np.isfinite(look.score))
