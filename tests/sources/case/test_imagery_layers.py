"""Layers of imagery in a case: each at one place, inside the case folder or a STAC API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from servanda.records import Geometry, GeometryKind, Imagery, ImageryKind, LonLat
from servanda.sources import check_case, read_case
from servanda.sources.imagery.simulation.layer import metres_from, truth_of
from servanda.sources.imagery.simulation.layer_file import read_simulated_file, read_simulated_layer
from tests.sources.conftest import CASE, RECORDED, SITES

Write = Callable[..., Path]

TRUTH = """\
seed: 7
crs: EPSG:32631
corner: [3.0, 0.1]
side_m: 1280
season: {peak: 2018-07-20}
objects:
  - {site: post-1, at: [3.003, 0.097], side_m: 20, contrast: 1500, demolished: 2018-11-20}
  - {site: post-2, at: [3.008, 0.092], side_m: 12, pad_m: 8, contrast: 1500}
scenes:
  - collection: ten
    bands: [red, nir]
    gsd_m: 10
    days: {first: 2018-11-15, last: 2018-11-26, every: 5}
"""


@pytest.fixture
def layers(case_dir: Path) -> Write:
    """Adds these lines as `imagery:`, after the 47 of the case, and a truth file beside it."""

    def write(text: str, truth: str = TRUTH) -> Path:
        (case_dir / "case.yaml").write_text(CASE + "imagery:\n" + text)
        (case_dir / "truth.yaml").write_text(truth)
        (case_dir / "scenes").mkdir(exist_ok=True)
        (case_dir / "scenes" / "catalog.json").write_text("{}")
        return case_dir

    return write


def told(folder: Path) -> list[str]:
    return [str(problem) for problem in check_case(folder)]


def test_a_layer_of_each_kind_is_read(layers: Write) -> None:
    folder = layers(
        "  - {id: a, folder: scenes, sites: [post-1]}\n"
        "  - {id: b, catalogue: scenes/catalog.json, collections: [s1], bands: [VV, VH]}\n"
        "  - {id: c, api: https://stac.example/v1, collections: [s2], bands: [red]}\n"
        "  - {id: d, simulated: truth.yaml}\n"
    )
    loaded = read_case(folder, RECORDED)
    *real, drawn = loaded.case.imagery
    assert real == [
        Imagery("a", ImageryKind.FOLDER, "scenes", (), (), ("post-1",), ()),
        Imagery("b", ImageryKind.CATALOGUE, "scenes/catalog.json", ("s1",), ("VV", "VH"), (), ()),
        Imagery("c", ImageryKind.API, "https://stac.example/v1", ("s2",), ("red",), (), ()),
    ]
    assert (drawn.kind, drawn.href, drawn.is_simulation) == (
        ImageryKind.SIMULATED,
        "truth.yaml",
        True,
    )
    assert [place.site for place in drawn.places] == ["post-1", "post-2"]
    assert loaded.files["truth.yaml"] == TRUTH.encode()


def test_a_place_is_the_structure_with_its_pad_around_the_stated_middle() -> None:
    layer, problems = read_simulated_layer(TRUTH, "truth.yaml", None)
    assert layer is not None
    assert problems == []
    shape = layer.places[1].geometry
    assert shape.kind is GeometryKind.POLYGON
    (ring,) = shape.parts
    assert ring[0] == ring[-1]
    sides = [metres_from(ring[0], corner) for corner in ring[:4]]
    expected = [(0, 0), (28, 0), (28, -28), (0, -28)]  # 12 m and a pad of 8 m on each side
    assert sides == [pytest.approx(pair, abs=0.01) for pair in expected]
    middle = LonLat((ring[0].lon + ring[2].lon) / 2, (ring[0].lat + ring[2].lat) / 2)
    assert metres_from(layer.objects[1].at, middle) == pytest.approx((0, 0), abs=0.01)
    assert isinstance(shape, Geometry)


def test_a_picture_of_the_day_of_the_demolition_still_shows_it() -> None:
    layer, _ = read_simulated_layer(TRUTH, "truth.yaml", None)
    assert layer is not None
    assert truth_of(layer) == {"post-1": date(2018, 11, 20), "post-2": None}
    gone, kept = layer.objects
    assert [gone.stands(date(2018, 11, day)) for day in (19, 20, 21)] == [True, True, False]
    assert kept.stands(date(2030, 1, 1))
    assert [day.day for day in layer.scenes[0].dates] == [15, 20, 25]


PLACE = "write one of folder, catalogue, api, simulated"
HERE = "put the files into the case folder and write their path from there"
START = "check the path; it starts at the case folder"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{id: a}", f"layer 'a' does not say where its scenes are; {PLACE}"),
        (
            "{id: a, folder: scenes, api: 'https://a.example'}",
            f"layer 'a' has folder and api; {PLACE}",
        ),
        ("{id: a, folder: /etc}", f"'/etc' is not a path inside the case folder; {HERE}"),
        ("{id: a, folder: ../x}", f"'../x' is not a path inside the case folder; {HERE}"),
        (
            "{id: a, catalogue: 'https://a.example/c.json'}",
            f"'https://a.example/c.json' is not a path inside the case folder; {HERE}",
        ),
        ("{id: a, folder: none}", f"'none' is not a folder of the case; {START}"),
        ("{id: a, folder: truth.yaml}", f"'truth.yaml' is not a folder of the case; {START}"),
        ("{id: a, catalogue: scenes}", f"'scenes' is not a file of the case; {START}"),
        (
            "{id: a, folder: scenes, collections: [s2]}",
            "a folder of files has no collections; leave them out, or name a `catalogue`",
        ),
        (
            "{id: a, api: 'ftp://a.example'}",
            "'api' is no address that may stand here; write an address that begins with https:// "
            "or http://, without a password in it",
        ),
        (
            "{id: a, api: 'https://me:secret@a.example'}",
            "'api' is no address that may stand here; write an address that begins with https:// "
            "or http://, without a password in it",
        ),
        (
            "{id: a, folder: scenes, sites: [post-9]}",
            "unknown site 'post-9'; did you mean 'post-1'?",
        ),
        ("{id: a, foldr: scenes}", "unknown key 'foldr'; did you mean 'folder'?"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_layer_is_told_with_its_line(layers: Write, line: str, problem: str) -> None:
    assert f"case.yaml:49: {problem}" in told(layers(f"  - {line}\n"))


def test_two_layers_need_two_ids(layers: Write) -> None:
    folder = layers("  - {id: a, folder: scenes}\n  - {id: A, folder: scenes}\n")
    assert told(folder) == [
        "case.yaml:50: id 'A' differs from 'a' in capitals only (line 49); give each its own id"
    ]


def test_a_link_out_of_the_case_is_refused(layers: Write, tmp_path: Path) -> None:
    folder = layers("  - {id: a, folder: out}\n  - {id: b, simulated: out/truth.yaml}\n")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "truth.yaml").write_text(TRUTH)
    (folder / "out").symlink_to(outside)
    assert told(folder) == [
        "case.yaml:49: 'out' is a link to a place outside the case; put a copy in its place",
        "case.yaml:50: 'out/truth.yaml' is a link to a place outside the case; "
        "put a copy in its place",
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("seed: 7", "seed: x", "1: 'seed' is 'x', not a whole number; write digits: 11"),
        ("seed: 7", "sed: 7", "1: unknown key 'sed'; did you mean 'seed'?"),
        ("EPSG:32631", "EPSG:32652", "2: the corner is not in EPSG:32652; write EPSG:32631"),
        (
            "[3.0, 0.1]",
            "[3.0]",
            "3: 'corner' is no position; write [longitude, latitude] in degrees",
        ),
        ("site: post-1", "site: post-9", "7: unknown site 'post-9'; did you mean 'post-1'?"),
        ("site: post-2", "site: post-1", "8: site 'post-1' has two objects; give it one"),
        (
            "[3.008, 0.092]",
            "[0.092, 3.008]",
            "8: lies -323599 m east and -321552 m south of the corner, outside the area; "
            "the area is 1280 m square; longitude comes first",
        ),
        (
            "[3.008, 0.092]",
            "[3.0031, 0.097]",
            "8: 'post-2' touches 'post-1'; move one of them, or make the pads smaller",
        ),
        ("side_m: 12,", "side_m: -1,", "8: 'objects.side_m' is -1; write 1.0 or more"),
        (
            "2018-11-20}",
            "20 November}",
            "7: 'objects.demolished' is wrong: '20 November' is not a day; write it as YYYY-MM-DD",
        ),
        (
            "    days: {first: 2018-11-15, last: 2018-11-26, every: 5}\n",
            "",
            "10: 'ten' has neither days nor dates; write one of them",
        ),
        (
            "last: 2018-11-26",
            "last: 2018-11-01",
            "13: holds no day; write a later `last`, or an earlier `first`",
        ),
        (
            "gsd_m: 10",
            "gsd_m: 0.1",
            "10: 'ten' is too large to draw; at most 4096 pixels a side and 5000 pictures",
        ),
        ("[red, nir]", "[red, red]", "11: a band stands twice; name it once"),
        (
            "[red, nir]",
            "[red, swir]",
            "11: 'scenes.bands' is 'swir', which it cannot be; write one of blue, green, nir, "
            "pan, red",
        ),
    ],
)
def test_a_mistake_in_the_truth_is_told_with_its_line(
    layers: Write, old: str, new: str, problem: str
) -> None:
    assert TRUTH.count(old) == 1
    folder = layers("  - {id: a, simulated: truth.yaml}\n", TRUTH.replace(old, new))
    assert f"truth.yaml:{problem}" in told(folder)


def test_a_truth_that_two_layers_name_is_told_wrong_once(layers: Write) -> None:
    text = "  - {id: a, simulated: truth.yaml}\n  - {id: b, simulated: truth.yaml}\n"
    assert told(layers(text, "- 1\n")) == [
        "truth.yaml:1: is not a block of keys; "
        "start with `seed: 1`; docs/reference/case-format.md shows the rest"
    ]


def test_the_truth_of_the_korea_case_follows_its_facts(request: pytest.FixtureRequest) -> None:
    folder = request.config.rootpath / "examples" / "korea-2018"
    layer = read_simulated_file(folder / "imagery" / "guard-posts.yaml")
    truth = truth_of(layer)
    north = [day for site, day in truth.items() if site.startswith("post-n-")]
    south = [day for site, day in truth.items() if site.startswith("post-s-")]
    assert len(north) == len(south) == 11
    assert north.count(None) == south.count(None) == 1
    assert north.count(date(2018, 11, 20)) == 10
    assert south.count(date(2018, 11, 15)) == 2
    gone = [day for day in south if day is not None]
    assert date(2018, 11, 11) <= min(gone) <= max(gone) == date(2018, 11, 30)
    spots = [metres_from(layer.corner, one.at) for one in layer.objects]
    assert all(
        max(abs(a[0] - b[0]), abs(a[1] - b[1])) >= 600
        for number, a in enumerate(spots)
        for b in spots[:number]
    )


def test_sites_of_the_case_stay_without_geometry(layers: Write) -> None:
    folder = layers("  - {id: d, simulated: truth.yaml}\n")
    assert "nobody has published it" in SITES
    sites = {site.id: site for site in read_case(folder, RECORDED).case.sites}
    assert sites["post-2"].geometry is None
