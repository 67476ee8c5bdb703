"""The gate on orbits: two radar images were taken from the same orbit."""

from __future__ import annotations

import re

from servanda.observations.gates.gate import Gate, failed_gate, passed_gate
from servanda.observations.gates.sensor_family import is_radar
from servanda.records import Image, OrbitPass, Scene

__all__ = ["NAME", "check_orbit"]

NAME = "orbit"
ADVICE = "compare images of one relative orbit and pass"


def check_orbit(before: Image, after: Image) -> Gate:
    """The gate that passes radar of one relative orbit, pass direction and processor version.

    From another orbit every slope and wall reflects differently, which looks like change. If only
    one image states its orbit, the pair is refused. If neither does, the provider gave no orbits:
    the gate passes and says so. Different major versions of the processor are refused, because such
    versions have shifted and recalibrated scenes before, and speckle hides a shift from the
    registration; different minor versions are only mentioned.
    """
    if not (is_radar(before) and is_radar(after)):
        return passed_gate(NAME, "not radar: the orbit does not matter")
    first, second = before.scene, after.scene
    why = (
        _orbit_trouble(first.relative_orbit, second.relative_orbit)
        or _pass_trouble(first.orbit_pass, second.orbit_pass)
        or _version_trouble(first.processing, second.processing)
    )
    return failed_gate(NAME, why) if why else passed_gate(NAME, _describe_orbits(first, second))


def _orbit_trouble(before: int | None, after: int | None) -> str | None:
    if before == after:
        return None
    if before is None or after is None:
        known = after if before is None else before
        return f"one image is of relative orbit {known}, the other does not state its own; {ADVICE}"
    return f"the relative orbits differ: {before} and {after}; {ADVICE}"


def _pass_trouble(before: OrbitPass | None, after: OrbitPass | None) -> str | None:
    if before == after:
        return None
    if before is None or after is None:
        known = after if before is None else before
        return f"one image is from the {known} pass, the other does not state its own; {ADVICE}"
    return f"the passes differ: {before.value} and {after.value}; {ADVICE}"


def _version_trouble(before: str | None, after: str | None) -> str | None:
    first, second = _major_version(before), _major_version(after)
    if first is None or second is None or first == second:
        return None
    versions = f"{before} and {after}"
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
