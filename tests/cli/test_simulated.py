"""Observations from the store to every answer, and simulated ones only where asked for."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from servanda.pipeline import load_case, observations_with_scenes, open_data_store
from servanda.records import Observation, Scene
from servanda.settings import Settings
from tests.builders import NOW, START
from tests.cli.running import Outcome, run
from tests.looks import BEFORE, cleared, hidden, scene, unchanged

CASE = """\
id: posts
title: Three posts
actors:
  - {id: north, names: [the North], kind: government, reliability: D}
  - {id: ministry, names: [the ministry], kind: military, reliability: B}
instruments:
  - {id: release, title: Release, kind: joint release, date: 2018-10-26, parties: [north, ministry]}
obligations:
  - id: surface
    instrument: release
    clause: The North demolishes three posts by the end of November.
    bearer: north
    kind: state
    verb: demolish
    object: guard posts
    terms: [guard posts]
    count: 3
    aspect: surface
    sites: [post-1, post-2, post-3]
    deadline: 2018-11-30
    verification: visits
    min_size_m: 10
"""
PLACES = ("post-1", "post-2", "post-3")
TRUTH = {"truth": [{"obligation": "surface", "states": [{"from": "2018-12-01", "met": True}]}]}
ON = START + timedelta(days=40)
REAL = (unchanged(START + timedelta(days=5)), cleared(ON), hidden(ON, "post-3"))
DRAWN = tuple(cleared(ON, place, 2.0, simulated=True) for place in PLACES[1:2])
AS_OF = ("--as-of", "2018-12-10")


def folder(path: Path) -> Path:
    """The case folder, with points for its posts."""
    path.mkdir()
    (path / "case.yaml").write_text(CASE, encoding="utf-8")
    features = [
        {
            "type": "Feature",
            "properties": {"id": place, "name": place, "party": "north"},
            "geometry": {"type": "Point", "coordinates": [126.9 + number / 100, 38.1]},
        }
        for number, place in enumerate(PLACES)
    ]
    whole = {"type": "FeatureCollection", "features": features}
    (path / "sites.geojson").write_text(json.dumps(whole), encoding="utf-8")
    return path


def kept(data: Path, case_folder: Path, *looks: Observation) -> Path:
    """A data folder that holds the case and these observations with their scenes."""
    days = sorted({BEFORE} | {one.acquired.date() for one in looks})
    with open_data_store(Settings.from_environment({}, data), lambda: NOW) as store:
        load_case(store, case_folder, NOW)
        store.save_all([scene(day) for day in days], "posts")
        store.save_all(looks, "posts")
    return data


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder(tmp_path_factory.mktemp("posts") / "case")


@pytest.fixture(scope="module")
def real(home: Path) -> Path:
    return kept(home.parent / "real", home, *REAL)


@pytest.fixture(scope="module")
def mixed(home: Path) -> Path:
    return kept(home.parent / "mixed", home, *REAL, *DRAWN)


def asked(data: Path, *words: object) -> Outcome:
    outcome = run(*words, "--data", data)
    assert outcome.code == 0, outcome.err
    return outcome


def assess(data: Path, *more: str) -> Outcome:
    return asked(data, "assess", "posts", *AS_OF, *more)


def row(outcome: Outcome) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(outcome.out)["obligations"][0]
    return found


def test_without_the_option_simulated_observations_leave_every_byte_as_it_was(
    real: Path, mixed: Path
) -> None:
    for form in ("json", "jsonl", "table"):
        assert assess(mixed, "--format", form).out == assess(real, "--format", form).out


def test_what_was_left_out_is_told_in_one_line(real: Path, mixed: Path) -> None:
    told = "1 simulated observation left out; --simulated counts them\n"
    assert assess(mixed, "--format", "json").err == told
    assert assess(real, "--format", "json").err == ""
    assert assess(mixed, "--simulated", "--format", "json").err == ""


def test_observations_are_weighed(home: Path, real: Path, tmp_path: Path) -> None:
    nothing = kept(tmp_path / "data", home, hidden(ON))
    with_looks, without = (row(assess(data, "--format", "json")) for data in (real, nothing))
    assert without["status"] == "no_evidence"
    assert with_looks["probability_met"] > without["prior"]
    assert {one["evidence"] for one in with_looks["contributions"]} == {
        f"surface/{one.id}" for one in REAL[:2]
    }
    assert with_looks["documents"] == 0
    assert with_looks["origins"] == [1, 1]


def test_with_the_option_the_number_moves_and_the_json_says_so(real: Path, mixed: Path) -> None:
    plain = json.loads(assess(mixed, "--format", "json").out)
    drawn = json.loads(assess(mixed, "--simulated", "--format", "json").out)
    assert "simulated" not in plain
    assert drawn["simulated"] is True
    assert set(drawn) - set(plain) == {"simulated"}
    before, after = (one["obligations"][0]["probability_met"] for one in (plain, drawn))
    assert after > before + 0.01
    lines = assess(mixed, "--simulated", "--format", "jsonl").out.splitlines()
    assert all(json.loads(line)["simulated"] is True for line in lines)


def test_every_table_begins_with_the_mark(mixed: Path) -> None:
    commands: tuple[tuple[object, ...], ...] = (
        ("assess", "posts", *AS_OF),
        ("explain", "posts", "surface", *AS_OF),
        ("next", "posts", *AS_OF),
        ("what-if", "posts", "--prior", "keeps=6", *AS_OF),
    )
    for words in commands:
        assert asked(mixed, *words, "--simulated").out.startswith("SIMULATED: ")
        assert "SIMULATED" not in asked(mixed, *words).out
        told = json.loads(asked(mixed, *words, "--simulated", "--format", "json").out)
        assert told["simulated"] is True


def test_a_score_with_simulated_observations_says_so(mixed: Path, tmp_path: Path) -> None:
    truth = tmp_path / "truth.json"
    truth.write_text(json.dumps(TRUTH), encoding="utf-8")
    words = ("score", "posts", "--truth", truth, "--from", "2018-12-06", "--to", "2018-12-08")
    plain = json.loads(asked(mixed, *words, "--format", "json").out)
    drawn = json.loads(asked(mixed, *words, "--simulated", "--format", "json").out)
    assert drawn.pop("simulated") is True
    assert drawn["all"]["brier"] < plain["all"]["brier"]


def test_where_nothing_is_simulated_the_option_changes_nothing(real: Path) -> None:
    outcome = assess(real, "--simulated", "--format", "json")
    assert outcome.out == assess(real, "--format", "json").out
    assert outcome.err == "posts holds no simulated observations; nothing here is simulated\n"


def test_an_observation_can_be_left_out_and_a_sensor_distrusted(real: Path) -> None:
    words = ("what-if", "posts", *AS_OF, "--format", "json")
    number = row(assess(real, "--format", "json"))["probability_met"]
    gone = row(asked(real, *words, "--exclude", REAL[1].id))
    assert gone["before"]["probability_met"] == number
    assert gone["after"]["probability_met"] < number
    flat = row(asked(real, *words, "--distrust", "sentinel-2"))
    assert flat["after"]["probability_met"] not in (number, gone["after"]["probability_met"])


def test_what_moved_it_names_the_newest_look(real: Path) -> None:
    told = json.loads(asked(real, "explain", "posts", "surface", *AS_OF, "--format", "json").out)
    assert told["moved"]["since"] == str(ON - timedelta(days=1))
    assert f"surface/{REAL[1].id}" in {one["evidence"] for one in told["moved"]["steps"]}


def test_the_dossier_shows_the_look_with_both_its_images(mixed: Path, tmp_path: Path) -> None:
    pages = []
    for more in ((), ("--simulated",)):
        out = tmp_path / "page.html"
        asked(mixed, "dossier", "posts", *AS_OF, *more, "-o", out)
        pages.append(out.read_text(encoding="utf-8"))
    plain, drawn = pages
    assert "sentinel-2, 20 Sep 2018, 10 m" in plain
    assert "irmad 1" in plain
    assert "post-1: cleared, 420 m²" in plain
    assert "measured by machine" in plain
    assert '<p class="drawn"><strong class="simulated">SIMULATED</strong>' in drawn
    assert '"simulated":true' in drawn
    assert "SIMULATED" not in plain
    assert '"simulated":true' not in plain
    assert '"simulated"' not in plain.split('id="assessment">')[1].split("</script>")[0]


def test_looking_again_keeps_one_record_and_when_it_was_last_put_there(
    home: Path, tmp_path: Path
) -> None:
    data = kept(tmp_path / "data", home, *REAL)
    later = NOW + timedelta(days=3)
    again = unchanged(START + timedelta(days=5), log10=-0.9)
    with open_data_store(Settings.from_environment({}, data), lambda: later) as store:
        store.save_all([again], "posts")
        found, left_out = observations_with_scenes(store, "posts")
        assert len(store.load_all(Observation, "posts")) == len(REAL)
        days = (BEFORE, START + timedelta(days=5), ON)
        assert store.record_times(Scene, "posts") == {f"sentinel-2-{day}": NOW for day in days}
    assert left_out == 0
    assert {one.observation.id: one.recorded for one in found} == {
        again.id: later, REAL[1].id: NOW, REAL[2].id: NOW
    }  # fmt: skip
    assert found[0].observation == again
    assert found[0].before is not None
