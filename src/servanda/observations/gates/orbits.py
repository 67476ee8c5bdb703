"""Whether two radar images were taken from one place in the sky."""

from __future__ import annotations

import re

from servanda.observations.gates.gate import Gate, failed_gate, passed_gate
from servanda.observations.gates.sensor_family import is_radar
from servanda.records import Image, Scene

__all__ = ["NAME", "check_orbit"]

NAME = "orbit"
ADVICE = "compare images of one relative orbit and pass"


def check_orbit(before: Image, after: Image) -> Gate:
    """Radar passes from one relative orbit, one pass direction and one generation of processing.

    From elsewhere every slope and wall answers otherwise, which looks like change. An orbit that
    one image states and the other does not is refused: nothing says that it is the same. Where
    neither states it, the provider gave no orbits, and the gate lets through and says so. Another
    major version of the processor is refused, because it moved scenes and their calibration
    before, and speckle hides such a move from the registration; a minor one is only named.
    """
    if not (is_radar(before) and is_radar(after)):
        return passed_gate(NAME, "not radar: the orbit does not matter")
    first, second = before.scene, after.scene
    why = (
        _orbit_trouble(first, second) or _pass_trouble(first, second) or _age_trouble(first, second)
    )
    return failed_gate(NAME, why) if why else passed_gate(NAME, _describe_orbits(first, second))


def _orbit_trouble(first: Scene, second: Scene) -> str | None:
    one, other = first.relative_orbit, second.relative_orbit
    if one == other:
        return None
    if one is None or other is None:
        known = other if one is None else one
        return f"one image is of relative orbit {known}, the other does not state its own; {ADVICE}"
    return f"the relative orbits differ: {one} and {other}; {ADVICE}"


def _pass_trouble(first: Scene, second: Scene) -> str | None:
    one, other = first.orbit_pass, second.orbit_pass
    if one == other:
        return None
    if one is None or other is None:
        known = other if one is None else one
        return f"one image is from the {known} pass, the other does not state its own; {ADVICE}"
    return f"the passes differ: {one.value} and {other.value}; {ADVICE}"


def _age_trouble(first: Scene, second: Scene) -> str | None:
    ages = (_major_version(first.processing), _major_version(second.processing))
    if None in ages or ages[0] == ages[1]:
        return None
    versions = f"{first.processing} and {second.processing}"
    return f"the processing differs: versions {versions}; take both images from one version"


def _major_version(processing: str | None) -> int | None:
    found = re.search(r"\d+", processing or "")
    return int(found.group()) if found else None


def _describe_orbits(first: Scene, second: Scene) -> str:
    said = [_describe_common_orbit(first)]
    if first.platform != second.platform:
        said.append(f"satellites {_pair_of(first.platform, second.platform)}")
    if first.processing != second.processing:
        said.append(f"processing {_pair_of(first.processing, second.processing)}")
    return "; ".join(said)


def _describe_common_orbit(scene: Scene) -> str:
    """The orbit and the pass of two scenes that do not differ in them."""
    orbit, turn = scene.relative_orbit, scene.orbit_pass
    if orbit is None and turn is None:
        return "orbit not stated for either image"
    if turn is None:
        return f"same relative orbit {orbit}, pass not stated"
    if orbit is None:
        return f"both {turn.value}, orbit not stated"
    return f"same relative orbit {orbit}, {turn.value}"


def _pair_of(name: str | None, other: str | None) -> str:
    return f"{name or 'unstated'} and {other or 'unstated'}"
