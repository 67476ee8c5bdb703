"""What rows, checks and lists say in words: days, units, who looks, which documents are used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.cli.small.small_case import Page, start_case

HEAD = "document,quote,obligation,count,event_from"
BUOYS = """\
  - id: buoys
    instrument: truce
    clause: The League lays 12 buoys by 4 June 2014.
    bearer: league
    kind: state
    unit: buoy
    count: 12
    deadline: 2014-06-04
"""
FUEL = """\
  - id: tanks
    instrument: truce
    clause: The Council delivers 60 fuel tanks by 4 June 2014.
    bearer: council
    kind: level
    unit: fuel tank
    bound: {direction: at_least, value: 60}
    deadline: 2014-06-04
"""


def test_one_day_late_is_one_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page(
        "2014-06-06", "The League had laid 8 buoys in all by 4 June. It laid all 12 on 5 June."
    )
    entered = [
        HEAD,
        "page,had laid 8 buoys in all,buoys,8,2014-06-04",
        "page,laid all 12,buoys,12,2014-06-05",
    ]
    case = start_case(tmp_path, monkeypatch, BUOYS, {"page": page}, entered)
    row = case.rows("2014-06-06")["buoys"]
    assert row["why"].startswith("done about 1 day after 2014-06-04"), row["why"]


def test_an_amount_has_its_unit_in_the_plural(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Page("2014-06-03", "The Council delivered 45 fuel tanks on 2 June.")
    entered = [HEAD, "page,delivered 45 fuel tanks,tanks,45,2014-06-02"]
    start_case(tmp_path, monkeypatch, FUEL, {"page": page}, entered)
    told = run("explain", "delta", "tanks", "--as-of", "2014-06-03").out
    assert "45 fuel tanks" in " ".join(told.split())
    page_file = tmp_path / "page.html"
    assert run("dossier", "delta", "--as-of", "2014-06-03", "-o", page_file).code == 0
    assert "at least 60 fuel tanks" in page_file.read_text("utf-8")


@pytest.mark.parametrize(("publisher", "access"), [("envoy-page", True), ("", False)])
def test_nobody_may_look_is_not_said_where_a_third_party_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, publisher: str, access: bool
) -> None:
    text = "The League had laid 8 buoys in all."
    holder = "" if publisher else "league"
    entered = [HEAD + ",holder", f"page,had laid 8 buoys in all,buoys,8,2014-06-03,{holder}"]
    pages = {"page": Page("2014-06-03", text, publisher or "pilot-page")}
    case = start_case(tmp_path, monkeypatch, BUOYS, pages, entered)
    kinds = {spot["kind"] for spot in case.rows("2014-06-03")["buoys"]["blind_spots"]}
    assert ("no_access" not in kinds) is access


def test_a_document_is_used_only_where_some_evidence_rests_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {
        "told": Page("2014-06-03", "The League has laid all 12 buoys."),
        "off": Page("2014-06-03", "The League held a feast on the shore and sang until late."),
    }
    by_words = BUOYS + "    verb: moor\n    object: floats\n"  # then no sentence is its evidence
    start_case(tmp_path, monkeypatch, by_words, pages, read=True)
    near = run("near", "delta", "buoys", "--as-of", "2014-06-04", "--format", "json")
    assert near.code == 0, near.err
    used = {row["document"]: row["document_used"] for row in json.loads(near.out)}
    unused = run("near", "delta", "--as-of", "2014-06-04", "--format", "json")
    nowhere = {row["document"] for row in json.loads(unused.out)["unused"]}
    assert {document for document, is_used in used.items() if not is_used} == nowhere & set(used)


def test_sentences_of_other_agreements_are_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = start_case(tmp_path, monkeypatch, BUOYS, {"page": Page("2014-06-03", "It rained.")})
    checked = run("case", "check", case.folder)
    assert checked.code == 0, checked.err
    lines = checked.out.splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("  read as"))
    assert "none of them is of this case" in " ".join(lines[first - 2 : first])
