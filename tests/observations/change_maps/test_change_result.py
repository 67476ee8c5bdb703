"""What a map says of itself: tags that can be read back, and warnings where they are due."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from servanda.observations.change_maps.change_result import ChangeMap
from servanda.observations.change_maps.ranks import Shares
from servanda.observations.change_maps.settings import ChangeSettings
from servanda.observations.error_rates.map_controls import EVERY_PIXEL, Tile, sample_controls
from servanda.observations.gates.gate import passed_gate
from servanda.records.choices import ChangeMethod

SETTINGS = ChangeSettings(ChangeMethod.IRMAD, 0.01, 0, False, None, None, None, gates=True)
FIT = {"canonical_correlations": [0.5, 0.25], "iterations": 9, "pixels": 1000, "converged": True}
CONTROLS = sample_controls([Tile(np.ones((8, 8), np.float32))])
MADE = ChangeMap(
    Path("change.tif"),
    SETTINGS,
    (("a.tif", "0" * 64), ("b.tif", "1" * 64)),
    (passed_gate("grid", "same grid"),),
    replace(CONTROLS, how="chosen ground"),
    Shares(10, 80, 10),
    {"fit": FIT},
)


def test_tags_are_the_json_form_key_by_key_and_name_no_path() -> None:
    read = {
        name.removeprefix("SERVANDA_").lower(): json.loads(text) for name, text in MADE.tags.items()
    }
    assert read == MADE.json_form
    assert read["pixels"] == {"changed": 10, "unchanged": 80, "not_observable": 10}
    assert "change.tif" not in json.dumps(read)
    assert replace(MADE, out=Path("elsewhere.tif")).tags == MADE.tags


def test_a_sound_map_has_no_warning_and_each_flaw_has_its_own() -> None:
    assert MADE.warnings == ()
    flaws = {
        "did not settle": replace(MADE, details={"fit": FIT | {"converged": False}}),
        "switched off": replace(MADE, settings=replace(SETTINGS, gates=False)),
        "nothing set changed ground apart": replace(MADE, controls=CONTROLS),
        "more likely season or weather": replace(MADE, shares=Shares(40, 60, 0)),
    }
    assert CONTROLS.how == EVERY_PIXEL
    for words, flawed in flaws.items():
        (warning,) = flawed.warnings
        assert words in warning


def test_much_change_is_no_flaw_where_unchanged_ground_was_named() -> None:
    named = replace(SETTINGS, controls=Path("mask.tif"))
    assert replace(MADE, shares=Shares(40, 60, 0), settings=named).warnings == ()


def test_each_method_says_what_it_found_on_its_way() -> None:
    assert MADE.figures == (("correlations", "0.500, 0.250; 9 passes over 1,000 pixels"),)
    given = {"looks": {"value": 4.4, "how": "given"}, "unit": "db"}
    assert replace(MADE, details=given).figures == (("looks", "4.40"), ("unit", "db"))
    told = {"looks": {"value": 4.4, "low": 4.0, "high": 5.0}, "unit": "power"}
    assert replace(MADE, details=told).figures[0] == ("looks", "4.40, from 4.00 to 5.00")
    days = {"history_until": "2018-03-01", "history_dates": 2, "days": ["a", "b", "c"]}
    history = replace(MADE, details=days | {"unit": "power"}).figures[0]
    assert history == ("history", "2 dates up to 2018-03-01, 1 after it")
