"""A query never changes the case: only `case load` loads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import Outcome, run
from tests.sources.conftest import CASE, NOTE, SITES


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case folder beside the data, with the working folder there."""
    folder = tmp_path / "posts"
    (folder / "sources").mkdir(parents=True)
    (folder / "case.yaml").write_text(CASE)
    (folder / "sites.geojson").write_text(SITES)
    (folder / "sources" / "one.md").write_text(NOTE)
    monkeypatch.chdir(tmp_path)
    return folder


def ask(*words: object) -> Outcome:
    return run(*words, "--data", "d")


def kept() -> object:
    return json.loads(ask("case", "list", "--format", "json").out)


def seen_documents(name: object) -> int:
    outcome = ask("assess", name, "--as-of", "2018-12-31", "--format", "json")
    assert outcome.code == 0, outcome.err
    return int(json.loads(outcome.out)["documents"]["public"])


def another(case: Path) -> None:
    text = NOTE.replace("2018-11", "2018-12").replace("ten posts", "nine posts")
    (case / "sources" / "two.md").write_text(text)


def test_a_folder_that_is_not_loaded_is_read_for_that_call_alone(case: Path) -> None:
    outcome = ask("assess", case, "--as-of", "2018-12-31")
    assert outcome.code == 0, outcome.err
    assert f"{case}: is not loaded, read for this call alone; servanda case load {case}\n" in (
        outcome.err
    )
    assert kept() == []


def test_a_changed_folder_is_told_and_changes_nothing(case: Path) -> None:
    assert ask("case", "load", case).code == 0
    before = kept()
    assert "this call alone" not in ask("assess", case, "--as-of", "2018-12-31").err
    another(case)
    assert seen_documents("posts") == 1  # the id is the loaded case, though a folder is called so
    assert seen_documents("./posts") == 2
    told = ask("near", f"{case}/", "--as-of", "2018-12-31").err
    assert "is not as posts was loaded, read for this call alone; servanda case load" in told
    assert kept() == before
    assert seen_documents("posts") == 1
    assert ask("case", "load", case).code == 0
    assert seen_documents("posts") == 2
    assert "this call alone" not in ask("near", case, "--as-of", "2018-12-31").err


def test_what_was_added_and_decided_counts_beside_the_folder(case: Path, tmp_path: Path) -> None:
    assert ask("case", "load", case).code == 0
    (tmp_path / "more.md").write_text(NOTE.replace("ten posts", "eight posts"))
    assert ask("add", "posts", tmp_path / "more.md").code == 0
    assert ask("claim", "add", "posts", "one", "--quote", "had demolished ten posts",
               "--holder", "north").code == 0  # fmt: skip
    another(case)
    assert seen_documents(case) == 3
    listed = json.loads(ask("claim", "list", case, "--format", "json").out)
    assert any(row["quote"] == "had demolished ten posts" for row in listed)
    assert ask("custody", "verify").code == 0


def test_a_command_that_keeps_something_asks_for_a_changed_folder_to_be_loaded(case: Path) -> None:
    words = ("add", case, case / "sources" / "one.md")
    assert "posts: loaded from posts\n" in ask(*words).err
    assert "loaded from" not in ask(*words).err
    another(case)
    assert "is not as posts was loaded; servanda case load" in ask(*words).err
    assert ask("case", "load", case).code == 0
    assert ask(*words).code == 0


def test_a_folder_that_is_none_is_one_line(case: Path) -> None:
    outcome = ask("assess", "./no-such-folder")
    assert (outcome.code, outcome.err.count("\n")) == (1, 1)


@pytest.mark.parametrize(
    "words",
    [
        ("assess", "CASE", "--as-of", "2018-12-31"),
        ("explain", "CASE", "surface", "--as-of", "2018-12-31"),
        ("near", "CASE", "--as-of", "2018-12-31"),
        ("next", "CASE", "--as-of", "2018-12-31"),
        ("statements", "CASE"),
        ("what-if", "CASE", "--distrust", "paper", "--as-of", "2018-12-31"),
        ("claim", "list", "CASE"),
        ("claims", "posts/sources/one.md", "--case", "CASE"),
        ("dossier", "CASE", "-o", "out.html", "--as-of", "2018-12-31"),
    ],
    ids=lambda words: " ".join(words[:2]).replace(" CASE", ""),
)
def test_no_query_keeps_a_folder(case: Path, words: tuple[str, ...]) -> None:
    named = [str(case) if word == "CASE" else word for word in words]
    outcome = ask(*named)
    assert outcome.code == 0, outcome.err
    assert "is not loaded, read for this call alone; servanda case load" in outcome.err
    assert kept() == []
    assert ask("custody", "log", "--format", "json").out.strip() in ("", "[]")


def test_a_folder_with_a_page_of_a_new_host_is_as_it_was_loaded(case: Path) -> None:
    said = "<p>The ministry said on Thursday that it had blown up a guard post in Cheorwon.</p>"
    address = '<link rel="canonical" href="https://en.new.example/a">'
    (case / "sources" / "new.html").write_text(f"<html><head>{address}</head><body>{said}")
    loaded = ask("case", "load", case)
    assert (loaded.code, loaded.err.count("new source en.new.example (F)")) == (0, 1)
    assert "this call alone" not in ask("assess", case, "--as-of", "2018-12-31").err
