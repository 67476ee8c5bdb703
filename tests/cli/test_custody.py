"""What `servanda custody` prints, and what it finds from the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.running import Outcome, run

KOREA = Path(__file__).parents[2] / "examples" / "aceh-2005"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("custody") / "data"
    assert run("case", "load", KOREA, "--data", data).code == 0
    return data


@pytest.fixture
def data(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / "data")
    return tmp_path / "data"


def verify(data: Path, *words: object) -> Outcome:
    return run("custody", "verify", "--data", data, *words)


def test_the_result_is_on_stdout_with_the_head(data: Path) -> None:
    head = run("custody", "head", "--data", data).out.strip()
    outcome = verify(data, "--format", "json")
    told = json.loads(outcome.out)
    assert (outcome.code, outcome.err) == (0, "")
    assert (told["schema"], told["verified"], told["head"]) == ("servanda/custody/1", True, head)
    assert told["entries"] >= told["records"] > 0 < told["files"]
    table = verify(data)
    assert head in table.out
    assert "Verified(" not in table.out + table.err


def test_the_log_shows_who_did_what_when_and_the_head(data: Path) -> None:
    outcome = run("custody", "log", "--format", "jsonl", "--data", data)
    rows = [json.loads(line) for line in outcome.out.splitlines()]
    assert [row["sequence"] for row in rows] == list(range(1, len(rows) + 1))
    assert rows[0]["what"] == "load case"
    assert rows[-1]["hash"] in outcome.err
    last = run("custody", "log", "--last", "2", "--format", "json", "--data", data)
    assert json.loads(last.out) == rows[-2:]


def test_a_noted_head_is_found_and_a_strange_one_is_missed(data: Path, tmp_path: Path) -> None:
    head = run("custody", "head", "--data", data).out.strip()
    older = tmp_path / "older"
    shutil.copytree(data, older)
    page = tmp_path / "page.txt"
    page.write_text("GAM handed over 840 weapons on 21 December 2005.")
    assert run("add", "aceh-2005", page, "--data", data).code == 0
    told = json.loads(verify(data, "--head", head, "--format", "json").out)
    assert told["noted_head"]["entries_since"] == told["entries"] - told["noted_head"]["entry"] > 0
    new = told["head"]
    assert verify(older).code == 0  # an older copy is whole in itself
    outcome = verify(older, "--head", new, "--format", "json")
    assert outcome.code == 1
    assert json.loads(outcome.out)["verified"] is False
    assert "older copy" in json.loads(outcome.out)["mismatch"]
    assert verify(data, "--head", "abc").err == (
        "--head abc: not a head; write its 64 hex digits\n"
    )


def test_a_lost_database_is_said_by_every_command_and_begins_no_log(data: Path) -> None:
    for path in data.glob("servanda.sqlite3*"):
        path.unlink()
    for words in (["custody", "verify"], ["case", "list"], ["add", "aceh-2005", KOREA]):
        outcome = run(*words, "--data", data)
        assert outcome.code == 1
        assert "holds evidence, but its database is missing or empty" in outcome.err
    assert not (data / "servanda.sqlite3").exists()


def test_a_folder_that_is_not_there_is_not_verified(tmp_path: Path) -> None:
    outcome = verify(tmp_path / "none")
    assert (outcome.code, outcome.out) == (1, "")
    assert "there is no data folder" in outcome.err
    assert not (tmp_path / "none").exists()


def test_a_backup_comes_back_under_the_same_head(data: Path, tmp_path: Path) -> None:
    head = run("custody", "head", "--data", data).out
    assert run("backup", tmp_path / "b.zip", "--data", data).out == head
    restored = run("restore", tmp_path / "b.zip", "--data", tmp_path / "new")
    assert (restored.code, restored.out) == (0, head), restored.err
    again = run("restore", tmp_path / "b.zip", "--data", tmp_path / "new")
    assert again.code == 1
    assert "already holds a record; restore into an empty data folder" in again.err
    assert run("backup", tmp_path / "c.zip", "--data", tmp_path / "none").code == 1


def test_a_case_that_was_passed_on_gives_the_same_numbers(data: Path, tmp_path: Path) -> None:
    words = ("--as-of", "2006-01-31", "--format", "json")
    before = run("assess", "aceh-2005", *words, "--data", data)
    assert run("case", "export", "aceh-2005", tmp_path / "c.zip", "--data", data).code == 0
    brought = run("case", "import", tmp_path / "c.zip", "--data", tmp_path / "new")
    assert (brought.out, brought.err) == ("aceh-2005\n", "kept\n")
    after = run("assess", "aceh-2005", *words, "--data", tmp_path / "new")
    assert json.loads(after.out) == json.loads(before.out)
    assert verify(tmp_path / "new").code == 0
