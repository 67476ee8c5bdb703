"""Radar is compared within one orbit, one pass and one generation of processing."""

from typing import Any

import pytest

from servanda.observations.gates.orbits import check_orbit
from servanda.observations.gates.sensor_family import family, is_radar
from servanda.records import BlindSpotKind, Image, OrbitPass
from tests.observations.gate_scenes import image

UP, DOWN = OrbitPass.ASCENDING, OrbitPass.DESCENDING


def radar(day: int, **changes: Any) -> Image:
    stated: dict[str, Any] = {
        "sensor": "c-sar", "platform": "sentinel-1a", "relative_orbit": 106, "orbit_pass": UP,
        "processing": "003.40",
    }  # fmt: skip
    return image([[[1.0]], [[0.1]]], day, bands=("VV", "VH"), **{**stated, **changes})


def test_one_orbit_and_pass_go_on() -> None:
    gate = check_orbit(radar(1), radar(13))
    assert gate.passed
    assert gate.why == "same relative orbit 106, ascending"
    assert gate.blind_spot is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"relative_orbit": 34}, "the relative orbits differ: 106 and 34"),
        ({"orbit_pass": DOWN}, "the passes differ: ascending and descending"),
        ({"relative_orbit": None}, "one image is of relative orbit 106, the other does not"),
        ({"orbit_pass": None}, "one image is from the ascending pass, the other does not"),
        ({"processing": "2.91"}, "the processing differs: versions 003.40 and 2.91"),
    ],
)
def test_another_view_is_refused_whichever_comes_first(changes: dict[str, Any], words: str) -> None:
    gate = check_orbit(radar(1), radar(13, **changes))
    assert not gate.passed
    assert gate.why.startswith(words)
    assert gate.blind_spot is BlindSpotKind.GATE
    assert not check_orbit(radar(1, **changes), radar(13)).passed


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"relative_orbit": None, "orbit_pass": None}, "orbit not stated for either image"),
        ({"orbit_pass": None}, "same relative orbit 106, pass not stated"),
        ({"relative_orbit": None}, "both ascending, orbit not stated"),
    ],
)
def test_what_neither_states_goes_on_with_a_word(changes: dict[str, Any], words: str) -> None:
    gate = check_orbit(radar(1, **changes), radar(13, **changes))
    assert gate.passed
    assert words in gate.why


def test_another_satellite_and_a_minor_version_are_named() -> None:
    gate = check_orbit(radar(1), radar(13, platform="sentinel-1c", processing="003.91"))
    assert gate.passed
    assert "satellites sentinel-1a and sentinel-1c" in gate.why
    assert "processing 003.40 and 003.91" in gate.why


def test_optical_images_have_no_orbit_to_share() -> None:
    one, other = image([[[1.0]]], 1, relative_orbit=1), image([[[1.0]]], 2, relative_orbit=2)
    assert check_orbit(one, other).passed


@pytest.mark.parametrize(
    ("sensor", "platform", "name"),
    [
        ("msi", None, "Sentinel-2"),
        ("MSI", "Sentinel-2B", "Sentinel-2"),
        ("sentinel-2-l2a", None, "Sentinel-2"),
        ("S2A_MSI", None, "Sentinel-2"),
        ("c-sar", "sentinel-1c", "Sentinel-1"),
        ("S1A", None, "Sentinel-1"),
        ("oli", "landsat-9", "Landsat 8 and 9"),
        ("etm", "landsat-7", "Landsat 7"),
        ("tm", "landsat-5", "Landsat 4 and 5"),
        ("PAN", None, "pan"),
    ],
)
def test_families_by_what_providers_write(sensor: str, platform: str | None, name: str) -> None:
    assert family(image([[[1.0]]], sensor=sensor, platform=platform).scene) == name


def test_radar_is_known_by_sensor_or_by_its_bands() -> None:
    assert is_radar(image([[[1.0]]], sensor="x-sar"))
    assert is_radar(image([[[1.0]]], bands=("vv",)))
    assert not is_radar(image([[[1.0]]], sensor="sarcastic camera"))
