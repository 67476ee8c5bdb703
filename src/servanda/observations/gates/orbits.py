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
    orbit = "orbit" if first.relative_orbit is None else f"relative orbit {first.relative_orbit}"
    if first.relative_orbit is None and first.orbit_pass is None:
        said = ["orbit not stated for either image"]
    elif first.orbit_pass is None:
        said = [f"same {orbit}, pass not stated"]
    elif first.relative_orbit is None:
        said = [f"both {first.orbit_pass.value}, orbit not stated"]
    else:
        said = [f"same {orbit}, {first.orbit_pass.value}"]
    if first.platform != second.platform:
        said.append(
            f"satellites {first.platform or 'unstated'} and {second.platform or 'unstated'}"
        )
    if first.processing != second.processing:
        versions = f"{first.processing or 'unstated'} and {second.processing or 'unstated'}"
        said.append(f"processing {versions}")
    return "; ".join(said)
