"""The agreement is not evidence: its text is kept with the case and is no document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from servanda.sources import check_case
from tests.cli.running import Outcome, run
from tests.sources.conftest import CASE, NOTE, SITES

PACT = """\
Agreement between Orvane and Lorm on the withdrawal of forces

1. Orvane shall withdraw its forces from Lorm by 1 May 2021.
2. Lorm shall release all prisoners by 1 June 2021.
3. Each party shall refrain from flights over the other.
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "posts"
    (folder / "instruments").mkdir(parents=True)
    (folder / "sources").mkdir()
    (folder / "case.yaml").write_text(CASE)
    (folder / "sites.geojson").write_text(SITES)
    (folder / "sources" / "one.md").write_text(NOTE)
    (folder / "instruments" / "pact.txt").write_text(PACT)
    return folder


def load(case: Path) -> Outcome:
    return run("case", "load", case, "--data", case.parent / "d")


def test_the_text_is_kept_and_is_no_document(case: Path) -> None:
    assert "1 document" in load(case).err
    assert "unchanged" in load(case).err
    assert run("custody", "verify", "--data", case.parent / "d").code == 0
    (case / "instruments" / "pact.txt").write_text(PACT + "4. Nothing.\n")
    assert ": loaded" in load(case).err


def test_the_same_bytes_are_no_report(case: Path, tmp_path: Path) -> None:
    assert load(case).code == 0
    (tmp_path / "copy.txt").write_text(PACT)
    (tmp_path / "other.txt").write_text("The mission said that Orvane had withdrawn.")
    outcome = run("add", "posts", tmp_path / "copy.txt", tmp_path / "other.txt", "--format", "json",
                  "--data", tmp_path / "d")  # fmt: skip
    assert [row["id"] for row in json.loads(outcome.out)] == ["other"]
    assert "copy.txt: is the text of an instrument of the case, and no report" in outcome.err
    (case / "sources" / "copy.txt").write_text(PACT)
    (problem,) = check_case(case)
    assert str(problem).startswith("sources/copy.txt: is the text of an instrument")


def test_a_link_out_of_the_folder_is_refused(case: Path) -> None:
    (case / "instruments" / "out.txt").symlink_to("/etc/hostname")
    (problem,) = check_case(case)
    assert "is a link to a place outside the folder" in str(problem)


def test_a_draft_puts_an_agreement_among_the_instruments(tmp_path: Path) -> None:
    (tmp_path / "pact.txt").write_text(PACT)
    outcome = run("case", "draft", tmp_path / "pact.txt", "-o", tmp_path / "made")
    assert outcome.code == 0, outcome.err
    assert (tmp_path / "made" / "instruments" / "pact.txt").read_text() == PACT
    assert list((tmp_path / "made" / "sources").iterdir()) == []
    loaded = run("case", "load", tmp_path / "made", "--data", tmp_path / "d")
    assert loaded.code == 0, loaded.err
    assert "0 documents" in loaded.err
