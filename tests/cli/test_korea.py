"""The Korea case from prose to probability: what the mission asks of it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import KOREA
from tests.cli.running import Outcome, run

Rows = Callable[..., dict[str, Any]]
YEAR_END = "2018-12-31"


def test_the_northern_surface_duty_is_met_by_the_year_s_end(assessed: Rows) -> None:
    row = assessed(YEAR_END)["c-gp-dprk-surface"]
    assert row["status"] == "met"
    assert row["probability_met"] >= 0.90
    assert row["count"]["of"] == 10


def test_the_underground_duty_is_less_sure_with_a_wide_interval(assessed: Rows) -> None:
    rows = assessed(YEAR_END)
    surface, hidden = rows["c-gp-dprk-surface"], rows["c-gp-dprk-underground"]
    assert hidden["probability_met"] <= 0.75
    assert hidden["probability_met"] <= surface["probability_met"] - 0.15
    assert hidden["interval"][1] - hidden["interval"][0] >= 0.3
    assert "underground" in {spot["kind"] for spot in hidden["blind_spots"]}


def test_the_missile_base_is_not_covered_and_only_the_resolution_reaches_it(
    assessed: Rows,
) -> None:
    row = assessed(YEAR_END)["x-sakkanmol"]
    assert row["status"] == "not_covered"
    assert row["covered_in_general_by"] == "c-unsc-ballistic"
    assert row["probability_met"] is None


def test_a_conditional_duty_is_not_due_and_a_vague_one_is_unscorable(assessed: Rows) -> None:
    rows = assessed(YEAR_END)
    assert rows["c-yongbyon"]["status"] == "not_due"
    assert rows["c-denuc"]["status"] == "unscorable"
    assert rows["c-yongbyon"]["probability_met"] is rows["c-denuc"]["probability_met"] is None


def test_there_was_no_nuclear_test(assessed: Rows) -> None:
    assert assessed(YEAR_END)["c-nuke-test"]["probability_met"] >= 0.90


def test_in_mid_november_the_surface_duty_is_pending_and_nothing_later_is_used(
    assessed: Rows,
) -> None:
    rows = assessed("2018-11-12")
    assert rows["c-gp-dprk-surface"]["status"] == "pending"
    assert rows["c-gp-dprk-surface"]["probability_met"] < 0.5
    days = {one["published"] for row in rows.values() for one in row["contributions"]}
    assert max(days) <= "2018-11-12"


def test_what_we_know_later_of_an_earlier_day_is_another_question(assessed: Rows) -> None:
    then = assessed("2018-11-12")["c-gp-dprk-surface"]["probability_met"]
    later = assessed(YEAR_END, "--on", "2018-11-12")["c-gp-dprk-surface"]["probability_met"]
    assert then != later


def test_twenty_obligations_a_matter_and_the_preserve_rows_are_all_there(assessed: Rows) -> None:
    rows = assessed(YEAR_END)
    plain = {one for one in rows if not one.endswith(".preserve")}
    assert len(plain) == 21
    assert "c-gp-dprk-surface.preserve" in rows


PLACES = re.compile(
    r"Sakk?[ao]nmol|Punggye-ri|Punggye|Sohae|Tongchang-ri|Dongchang-ri|Yongbyon|Panmunjom|"
    r"Sanum-?dong|Yeongjeo-dong|Hoejung-ri|Cheorwon|Goseong|Singapore|Pyongyang|Seoul|Washington",
    re.IGNORECASE,
)


def renamed(name: str) -> str:
    """Another word of the same length and case, the same for each spelling of a letter."""
    turned = name.lower().translate(str.maketrans("aeioubdgklmnprst", "ouaeigtkbnrlstdp"))
    return turned.capitalize() if name[0].isupper() else turned


def test_the_same_case_with_every_place_renamed_gives_the_same_answer_on_cover(
    tmp_path: Path, assessed: Rows
) -> None:
    folder = tmp_path / "elsewhere"
    shutil.copytree(KOREA, folder)
    for path in [*folder.glob("*.*"), *folder.glob("sources/*")]:
        text = path.read_text(encoding="utf-8")
        body = PLACES.sub(lambda match: renamed(match.group()), text)
        path.write_text(re.sub(r"(?m)^(url: ).*$", r"\1https://example.org/", body))
    outcome = run(
        "assess", folder, "--as-of", YEAR_END, "--format", "json", "--data", tmp_path / "data"
    )
    assert outcome.code == 0, outcome.err
    rows = {row["id"]: row for row in json.loads(outcome.out)["obligations"]}
    (base,) = (row for row in rows.values() if row["status"] == "not_covered")
    assert base["covered_in_general_by"] == "c-unsc-ballistic"
    assert base["id"] == renamed("x-sakkanmol")


class Numbers(HTMLParser):
    """Every exact number of a dossier, and the JSON inside it."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[float] = []
        self.json = ""
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if named.get("data-value"):
            self.values.append(float(named["data-value"] or ""))
        self._inside = tag == "script" and named.get("id") == "assessment"

    def handle_data(self, data: str) -> None:
        self.json += data if self._inside else ""

    def handle_endtag(self, tag: str) -> None:
        self._inside = False


def test_the_dossier_s_numbers_are_the_json_s(
    tmp_path: Path, korea_data: Path, assessed: Rows
) -> None:
    out = tmp_path / "dossier.html"
    outcome = run("dossier", "korea-2018", "--as-of", YEAR_END, "-o", out, "--data", korea_data)
    assert outcome.code == 0, outcome.err
    page = Numbers()
    page.feed(out.read_text(encoding="utf-8"))
    rows = assessed(YEAR_END)
    assert {row["id"]: row for row in json.loads(page.json)["obligations"]} == rows
    for row in rows.values():
        if row["probability_met"] is not None:
            assert {row["probability_met"], *row["interval"]} <= set(page.values)


def test_two_runs_give_the_same_bytes(korea_data: Path) -> None:
    words = ("assess", "korea-2018", "--as-of", YEAR_END, "--format", "json")
    first = run(*words, "--data", korea_data)
    again = run(*words, "--data", korea_data)
    assert first.out == again.out != ""


def test_a_fresh_data_folder_gives_the_same_bytes(tmp_path: Path, korea_data: Path) -> None:
    words = ("assess", "korea-2018", "--as-of", YEAR_END, "--format", "json")
    assert run(*words, "--data", korea_data).out == run(*words, "--data", tmp_path / "d").out


def test_the_demo_prints_the_table_and_says_where_the_dossier_lies(
    korea_demo: Outcome, korea_data: Path
) -> None:
    assert korea_demo.code == 0
    assert "c-gp-dprk-surface" in korea_demo.out
    assert (korea_data / "korea-2018.html").is_file()
    assert f"dossier: {korea_data / 'korea-2018.html'}" in korea_demo.out


@pytest.mark.parametrize("form", ["table", "json", "jsonl"])
def test_every_form_goes_to_stdout_and_nothing_else_does(form: str, korea_data: Path) -> None:
    outcome = run(
        "assess", "korea-2018", "--as-of", YEAR_END, "--format", form, "--data", korea_data
    )
    assert outcome.code == 0
    assert outcome.err == ""
    if form == "jsonl":
        assert all("id" in json.loads(line) for line in outcome.out.splitlines())


def test_the_case_has_what_it_is_said_to_have(korea_data: Path) -> None:
    (row,) = json.loads(run("case", "list", "--format", "json", "--data", korea_data).out)
    assert row["obligations"] == 20
    assert row["documents"] >= 50
