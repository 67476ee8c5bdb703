"""`servanda observe`: drawn and filed scenes to kept observations, pictures and numbers."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine

from tests.cli.running import Outcome, run
from tests.observations.scenes import optical
from tests.sources.imagery.scenes import place_at, write_tiff

CASE = """\
id: posts
title: Two posts
actors:
  - {id: north, names: [the North], kind: government, reliability: D}
instruments:
  - {id: release, title: Release, kind: joint release, date: 2018-10-26, parties: [north]}
obligations:
  - id: surface
    instrument: release
    clause: The North demolishes its posts by the end of November.
    bearer: north
    kind: state
    verb: demolish
    object: guard posts
    terms: [guard posts]
    count: 2
    aspect: surface
    sites: [post-1, post-2]
    deadline: 2018-11-30
    verification: visits
    min_size_m: 20
"""
DRAWN = """\
imagery:
  - {id: drawn, simulated: truth.yaml}
"""
TRUTH = """\
seed: 11
crs: EPSG:32631
corner: [3.0, 0.1]
side_m: 800
season: {amplitude: 0.1, peak: 2018-07-20}
objects:
  - {site: post-1, at: [3.0022, 0.0978], side_m: 20, contrast: 1800, demolished: 2018-11-20}
  - {site: post-2, at: [3.0050, 0.0950], side_m: 20, contrast: 1800}
scenes:
  - collection: five
    bands: [red, nir]
    gsd_m: 5
    dates: [2018-10-20, 2018-11-15, 2018-11-25]
"""
ALPHA = ("--alpha", "0.05")
SIMULATED = "SIMULATED: these scenes are drawn from a stated truth; they show nothing that happened"


def write_case(folder: Path, case: str, places: dict[str, Any]) -> Path:
    folder.mkdir(parents=True)
    (folder / "case.yaml").write_text(case, encoding="utf-8")
    unknown = {"no_geometry_reason": "nobody published where it is"}
    features = [
        {
            "type": "Feature",
            "properties": {"id": name, "name": name, "party": "north"} | ({} if place else unknown),
            "geometry": place,
        }
        for name, place in places.items()
    ]
    whole = {"type": "FeatureCollection", "features": features}
    (folder / "sites.geojson").write_text(json.dumps(whole), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case whose posts are drawn."""
    case = write_case(
        tmp_path_factory.mktemp("observe") / "case", CASE + DRAWN, {"post-1": None, "post-2": None}
    )
    (case / "truth.yaml").write_text(TRUTH, encoding="utf-8")
    return case


@pytest.fixture(scope="module")
def looked(home: Path) -> tuple[Path, Outcome]:
    """The data folder after the first look, and what was printed."""
    data = home.parent / "data"
    return data, run("observe", home, *ALPHA, "--format", "json", "--data", data)


@pytest.fixture
def data(looked: tuple[Path, Outcome], tmp_path: Path) -> Path:
    """A copy of that folder, for commands that change it."""
    return Path(shutil.copytree(looked[0], tmp_path / "data"))


def whole(outcome: Outcome) -> dict[str, Any]:
    assert outcome.code == 0, outcome.err
    answer: dict[str, Any] = json.loads(outcome.out)
    return answer


def looks(outcome: Outcome) -> list[tuple[str, str, str]]:
    return [
        (one["site"], one["acquired"][:10], one["finding"])
        for one in whole(outcome)["observations"]
    ]


ALL_LOOKS = [
    ("post-1", "2018-11-15", "unchanged"),
    ("post-1", "2018-11-25", "changed"),
    ("post-2", "2018-11-15", "unchanged"),
    ("post-2", "2018-11-25", "unchanged"),
]


def test_the_demolition_is_seen_on_its_day_and_the_other_post_stays(
    looked: tuple[Path, Outcome],
) -> None:
    outcome = looked[1]
    assert looks(outcome) == ALL_LOOKS
    answer = whole(outcome)
    assert answer["schema"] == "servanda/observations/1"
    assert answer["case"] == "posts"
    assert answer["left_out"] == []
    quiet, gone, *kept = answer["observations"]
    assert gone["direction"] == "cleared"
    assert gone["log10_likelihood_ratio"] > 1.0
    assert all(one["log10_likelihood_ratio"] < 0.0 for one in (quiet, *kept))
    assert {one["before"] for one in answer["observations"]} == {"five-area-20181020"}


def test_everything_drawn_is_marked_in_json_table_and_messages(
    home: Path, looked: tuple[Path, Outcome]
) -> None:
    data, first = looked
    answer = whole(first)
    assert answer["simulated"] is True
    assert all(one["simulated"] is True for one in answer["observations"])
    assert SIMULATED in first.err.splitlines()
    table = run("observe", home, *ALPHA, "--data", data)
    assert table.code == 0
    assert "SIMULATED Observations of posts" in table.out
    assert SIMULATED in table.err
    lines = run("observe", home, *ALPHA, "--format", "jsonl", "--data", data).out.splitlines()
    assert [json.loads(line) for line in lines] == answer["observations"]


def test_every_observation_has_a_picture(looked: tuple[Path, Outcome]) -> None:
    data, outcome = looked
    paths = [Path(one["picture"]) for one in whole(outcome)["observations"]]
    assert len(set(paths)) == 4
    for path in paths:
        assert path.parent == data / "pictures" / "posts"
        assert path.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    assert sorted(path.parent.iterdir()) == sorted(paths)


def test_looking_again_draws_nothing_anew_and_gives_the_same_bytes(
    home: Path, looked: tuple[Path, Outcome]
) -> None:
    data, first = looked
    drawn = {path: path.stat().st_mtime_ns for path in (data / "imagery").rglob("*.*")}
    pictures = {path: path.read_bytes() for path in (data / "pictures").rglob("*.png")}
    assert any(path.suffix == ".tif" for path in drawn)
    again = run("observe", home, *ALPHA, "--format", "json", "--data", data)
    assert again.out == first.out
    assert {path: path.stat().st_mtime_ns for path in drawn} == drawn
    assert {path: path.read_bytes() for path in pictures} == pictures


def test_two_processes_see_what_one_sees(home: Path, data: Path) -> None:
    one = run("observe", home, *ALPHA, "--format", "json", "--data", data)
    two = run("observe", home, *ALPHA, "--format", "json", "--data", data, "--jobs", "2")
    assert two.code == 0, two.err
    assert two.out == one.out


def test_since_and_until_choose_the_scenes(home: Path, data: Path) -> None:
    words = ("observe", home, *ALPHA, "--format", "json", "--data", data)
    assert looks(run(*words, "--until", "2018-11-24")) == [ALL_LOOKS[0], ALL_LOOKS[2]]
    late = run(*words, "--since", "2018-10-21")
    assert looks(late) == [ALL_LOOKS[1], ALL_LOOKS[3]]
    assert {one["before"] for one in whole(late)["observations"]} == {"five-area-20181115"}
    alone = run(*words, "--since", "2018-11-16")
    assert whole(alone)["observations"] == []
    needed = (
        "a single scene of it in this layer, two are needed; look further back or in other imagery"
    )
    assert whole(alone)["left_out"] == [f"post-1: {needed}", f"post-2: {needed}"]
    assert f"post-1: {needed}" in alone.err.splitlines()


def test_one_site_and_another_folder_of_pictures(home: Path, data: Path, tmp_path: Path) -> None:
    outcome = run(
        "observe", home, *ALPHA, "--site", "post-2", "--layer", "drawn", "--pictures",
        tmp_path / "here", "--format", "json", "--data", data,
    )  # fmt: skip
    assert looks(outcome) == ALL_LOOKS[2:]
    assert len(list((tmp_path / "here").iterdir())) == 2


def test_an_error_rate_beyond_the_controls_is_refused_and_says_how_many_there_are(
    home: Path, data: Path
) -> None:
    outcome = run(
        "observe", home, "--alpha", "0.00001", "--format", "json", "--data", data
    )  # fmt: skip
    for one in whole(outcome)["observations"]:
        assert one["finding"] == "not_observable"
        assert one["log10_likelihood_ratio"] == 0.0
        assert one["why"].startswith("an error rate of 1e-05 needs at least 99,999 controls")
    table = run("observe", home, "--alpha", "0.00001", "--data", data)
    assert "not observable" in table.out


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (("--site", "post-9"), "has no site 'post-9'; it has post-1, post-2"),
        (("--layer", "other"), "has no layer of imagery 'other'; it has drawn"),
        (("--since", "tomorrow-ish"), "--since"),
    ],
)
def test_what_the_case_does_not_have_is_one_line(
    home: Path, data: Path, more: tuple[str, ...], message: str
) -> None:
    outcome = run("observe", home, "--data", data, *more)
    assert outcome.code in (1, 2)
    assert outcome.out == ""
    assert message in outcome.err
    assert "Traceback" not in outcome.err


def test_a_usage_error_ends_with_2(home: Path, tmp_path: Path) -> None:
    for more in (("--alpha", "0.9"), ("--jobs", "0"), ("--never",)):
        assert run("observe", home, "--data", tmp_path / "data", *more).code == 2


def test_a_case_without_imagery_says_what_to_write(tmp_path: Path) -> None:
    case = write_case(tmp_path / "case", CASE, {"post-1": None, "post-2": None})
    assert run("case", "load", case, "--data", tmp_path / "data").code == 0
    outcome = run("observe", case, "--data", tmp_path / "data")
    assert outcome.code == 1
    assert "case 'posts' names no imagery; write `imagery:` into its case.yaml" in outcome.err
    assert len(outcome.err.splitlines()) == 1


def test_a_layer_beside_the_case_needs_the_folder_and_not_the_id(data: Path) -> None:
    outcome = run("observe", "posts", *ALPHA, "--data", data)
    assert outcome.code == 1
    assert "the scenes of 'drawn' lie beside the case; name the case by its folder" in outcome.err
    assert len(outcome.err.splitlines()) == 1


def test_forgetting_drops_what_was_seen(home: Path, data: Path) -> None:
    words = ("observe", home, "--forget", "--data", data)
    first, second = run(*words), run(*words)
    assert (first.code, first.out) == (0, "")
    assert first.err == "posts: 4 observations dropped\n"
    assert second.err == "posts: 0 observations dropped\n"


def test_what_was_seen_moves_the_number_only_where_simulated_looks_are_asked_for(
    home: Path, data: Path
) -> None:
    words = ("assess", home, "--as-of", "2018-12-10", "--format", "json", "--data", data)
    plain, drawn = whole(run(*words)), whole(run(*words, "--simulated"))
    assert "simulated" not in plain
    assert drawn["simulated"] is True
    (before,), (after,) = plain["obligations"], drawn["obligations"]
    assert before["contributions"] == []
    looked = whole(run("observe", home, *ALPHA, "--format", "json", "--data", data))
    seen = {f"surface/{one['id']}" for one in looked["observations"]}
    assert {one["evidence"] for one in after["contributions"]} <= seen
    assert after["contributions"]
    assert after["probability_met"] != before["probability_met"]
    assert run("observe", home, "--forget", "--data", data).code == 0
    assert whole(run(*words, "--simulated"))["obligations"] == plain["obligations"]


FILED = """\
imagery:
  - {id: bought, folder: scenes/}
"""


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    """A folder of files, of which two are broken and one has no date."""
    ring = [
        [at.lon, at.lat]
        for x, y in ((80, 80), (83, 80), (83, 83), (80, 83), (80, 80))
        for at in place_at(x, y).parts[0]
    ]
    place = {"type": "Polygon", "coordinates": [ring]}
    duty = CASE.replace("min_size_m: 20", "min_size_m: 30").replace("count: 2", "count: 1")
    case = write_case(
        tmp_path_factory.mktemp("filed") / "case",
        duty.replace("[post-1, post-2]", "[post-1]") + FILED,
        {"post-1": place},
    )
    scenes = case / "scenes"
    for day, name in ((0, "2018-10-01"), (30, "2018-10-31"), (60, "2018-11-30")):
        image = optical(day, post=day < 60)
        write_tiff(scenes / f"s2_{name}.tif", image.pixels.round().astype(np.uint16),
                   names=image.bands)  # fmt: skip
    good = (scenes / "s2_2018-10-01.tif").read_bytes()
    (scenes / "s2_2018-11-05.tif").write_bytes(good[: len(good) // 2])
    with rasterio.open(
        scenes / "s2_2018-11-10.tif", "w", driver="JPEG", width=64, height=64, count=3,
        dtype="uint8", transform=Affine(10, 0, 300_000, 0, -10, 4_210_000),
    ) as file:  # fmt: skip
        file.write(np.random.default_rng(1).integers(0, 255, (3, 64, 64), np.uint8))
    shutil.copy(scenes / "s2_2018-10-01.tif", scenes / "s2_undated.tif")
    words = ("observe", case, *ALPHA, "--format", "json", "--data", case.parent / "data")
    return case, run(*words)


def test_broken_files_are_named_and_the_others_go_on(filed: tuple[Path, Outcome]) -> None:
    outcome = filed[1]
    assert looks(outcome) == [
        ("post-1", "2018-10-31", "unchanged"),
        ("post-1", "2018-11-30", "changed"),
    ]
    left_out = whole(outcome)["left_out"]
    for name in ("s2_2018-11-05.tif", "s2_2018-11-10.tif", "s2_undated.tif"):
        (line,) = [one for one in left_out if name in one]
        assert line in outcome.err.splitlines()
    assert len(left_out) == 3
    assert "Traceback" not in outcome.err


def test_real_files_are_not_marked_as_simulated(filed: tuple[Path, Outcome]) -> None:
    case, outcome = filed
    assert whole(outcome)["simulated"] is False
    assert "SIMULATED" not in outcome.err
    words = ("assess", case, "--as-of", "2018-12-10", "--format", "json")
    row = whole(run(*words, "--data", case.parent / "data"))["obligations"][0]
    assert {one["evidence"].partition("/")[0] for one in row["contributions"]} == {"surface"}
    assert row["contributions"]


def test_a_site_that_nobody_placed_is_said_to_be_unknown(
    filed: tuple[Path, Outcome], tmp_path: Path
) -> None:
    case = Path(shutil.copytree(filed[0], tmp_path / "case"))
    duty = (case / "case.yaml").read_text(encoding="utf-8").replace("[post-1]", "[post-1, post-2]")
    (case / "case.yaml").write_text(duty, encoding="utf-8")
    sites = json.loads((case / "sites.geojson").read_text(encoding="utf-8"))
    unknown = {"id": "post-2", "name": "post-2", "no_geometry_reason": "kept secret"}
    sites["features"].append({"type": "Feature", "properties": unknown, "geometry": None})
    (case / "sites.geojson").write_text(json.dumps(sites), encoding="utf-8")
    words = ("observe", case, *ALPHA, "--format", "json", "--data", tmp_path / "data")
    asked = whole(run(*words, "--site", "post-2"))
    assert asked["observations"] == []
    assert "post-2: where it lies is not known; kept secret" in asked["left_out"]
    assert not any(one.startswith("post-2") for one in whole(run(*words))["left_out"])
