"""Every command: what it does, and one clear line when it cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts.docs_options import commands
from servanda.cli import main
from tests.cli.conftest import KOREA
from tests.cli.running import run

SAID = "The ministry said on Monday that the posts had been removed."


def test_check_finds_nothing_wrong_with_the_built_in_case() -> None:
    outcome = run("case", "check", KOREA)
    assert outcome.code == 0
    assert "kept_if (drafted): North Korea has taken personnel" in outcome.out
    assert "nothing wrong" in outcome.err


def test_check_says_everything_that_is_wrong_and_exits_1(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("id: x\nobligation: []\ntitle: [\n")
    outcome = run("case", "check", tmp_path)
    assert outcome.code == 1
    assert "case.yaml:" in outcome.err
    assert "Traceback" not in outcome.err


def test_the_schema_is_json_and_the_same_each_time() -> None:
    outcome = run("case", "schema")
    assert json.loads(outcome.out)["properties"]["obligations"]
    assert outcome.out == run("case", "schema").out


def test_loading_twice_says_that_nothing_changed(tmp_path: Path) -> None:
    first = run("case", "load", KOREA, "--data", tmp_path / "d")
    second = run("case", "load", KOREA, "--data", tmp_path / "d")
    assert "loaded" in first.err
    assert "unchanged" in second.err


CLAUSES_ALONE = """\
id: clauses
title: Duties in plain language
actors: [{id: north, names: [the North], kind: government}]
instruments: [{id: pact, title: Pact, kind: agreement, date: 2018-01-01, parties: [north]}]
obligations:
  - {id: a, instrument: pact, clause: The North razes ten posts., bearer: north, kind: state,
     count: 10}
  - {id: b, instrument: pact, clause: The North tests nothing., bearer: north, kind: abstain}
  - {id: c, instrument: pact, clause: The North buys 5 t., bearer: north, kind: level, unit: tonne,
     bound: {direction: at_most, value: 5}}
  - {id: d, instrument: pact, clause: The North elects a council., bearer: north, kind: act,
     kept_if: [The North has elected a council.], broken_if: [There has been no election.]}
"""


def test_duties_without_verb_and_object_are_assessed_explained_and_printed(tmp_path: Path) -> None:
    (tmp_path / "clauses").mkdir()
    (tmp_path / "clauses" / "case.yaml").write_text(CLAUSES_ALONE)
    (tmp_path / "clauses" / "sites.geojson").write_text(
        '{"type": "FeatureCollection", "features": []}'
    )
    (tmp_path / "clauses" / "sources").mkdir()
    page = "Posted March 2, 2018\n\nThe North said that it had razed ten posts.\n"
    (tmp_path / "clauses" / "sources" / "page.txt").write_text(page)
    data = tmp_path / "d"
    assert run("case", "load", tmp_path / "clauses", "--data", data).code == 0
    day = ("--as-of", "2018-06-01", "--data", data)
    outcome = run("assess", "clauses", "--format", "json", *day)
    assert outcome.code == 0, outcome.err
    assert [row["id"] for row in json.loads(outcome.out)["obligations"]] == ["a", "b", "c", "d"]
    assert run("explain", "clauses", "a", *day).code == 0
    assert run("dossier", "clauses", *day, "-o", tmp_path / "out.html").code == 0


def test_listing_nothing_says_what_to_do(tmp_path: Path) -> None:
    outcome = run("case", "list", "--data", tmp_path / "d")
    assert outcome.code == 0
    assert "servanda case load" in outcome.err


def test_a_folder_that_fails_its_check_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("id: x\n")
    assert run("case", "load", tmp_path, "--data", tmp_path / "d").code == 1
    assert json.loads(run("case", "list", "--format", "json", "--data", tmp_path / "d").out) == []


def test_adding_a_source_keeps_it_and_custody_vouches_for_it(tmp_path: Path) -> None:
    page, data = tmp_path / "page.txt", tmp_path / "d"
    page.write_text(f"Posted November 30, 2018\n\n{SAID}\n")
    outcome = run("add", "korea-2018", page, "--format", "json", "--data", data)
    assert outcome.code == 0, outcome.err
    (row,) = json.loads(outcome.out)
    assert (row["id"], row["published"]) == ("page", "2018-11-30")
    verified = run("custody", "verify", "--data", data)
    assert verified.code == 0, verified.err
    assert run("case", "load", KOREA, "--data", data).code == 0
    listed = json.loads(run("case", "list", "--format", "json", "--data", data).out)
    assert listed[0]["documents"] >= 51


def test_custody_names_the_first_thing_that_does_not_match(tmp_path: Path) -> None:
    data = tmp_path / "d"
    run("case", "load", KOREA, "--data", data)
    victim = sorted((data / "originals").rglob("*"))[-1]
    victim.chmod(0o644)
    victim.write_bytes(victim.read_bytes() + b" ")
    outcome = run("custody", "verify", "--data", data)
    assert outcome.code == 1
    assert victim.name[:12] in outcome.err.replace("/", "")
    assert outcome.err.count("\n") == 1


def test_claims_of_any_text_come_with_exact_characters(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(SAID)
    (row,) = json.loads(run("claims", page, "--format", "json").out)
    (claim,) = [one for one in row["claims"] if one["attributed"]]
    ((start, end),) = claim["source"]
    assert SAID[start:end] == "The ministry"
    table = run("claims", page)
    assert "asserted" in table.out


def test_a_text_in_another_language_is_marked_unread_and_says_what_to_do(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "국방부는 북한이 감시초소 10개를 폭파했다고 밝혔다. 합동참모본부는 이를 확인했다. "
        "군 관계자는 초소 한 곳은 보존된다고 말했다. 정부는 검증을 준비하고 있다."
    )
    outcome = run("claims", page, "--format", "json")
    (row,) = json.loads(outcome.out)
    assert (row["language"], row["claims"]) == ("ko", [])
    assert "servanda claim add" in outcome.err


@pytest.mark.parametrize(
    ("name", "content", "hint"),
    [
        ("empty.txt", b"", "empty"),
        ("binary.txt", b"\x00\x01\x02" * 50, "text"),
        ("latin.txt", "Déjà vu à Genève, où naît l'été.".encode("latin-1"), "UTF-8"),
        ("photo.jpeg", b"\xff\xd8\xff", ".txt"),
    ],
)
def test_a_source_that_cannot_be_read_gives_one_line_and_exit_1(
    tmp_path: Path, name: str, content: bytes, hint: str
) -> None:
    (tmp_path / name).write_bytes(content)
    outcome = run("claims", tmp_path / name)
    assert outcome.code == 1
    assert outcome.out == ""
    assert name in outcome.err
    assert hint in outcome.err
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ("assess", "no-such-case"),
        ("assess", "korea-2018", "--as-of", "yesterday"),
        ("claims", "no-such-file.txt"),
        ("case", "check", "no-such-folder"),
        ("dossier", "no-such-case", "-o", "x.html"),
    ],
)
def test_what_cannot_be_done_is_one_line_with_advice(
    tmp_path: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = run(*words)
    assert outcome.code == 1
    assert outcome.err.count("\n") == 1
    assert ";" in outcome.err


def test_a_dossier_that_cannot_be_written_says_so(tmp_path: Path, korea_data: Path) -> None:
    outcome = run("dossier", "korea-2018", "-o", tmp_path / "none" / "x.html", "--data", korea_data)
    assert outcome.code == 1
    assert "cannot be written" in outcome.err


def test_wrong_usage_exits_2() -> None:
    assert run("assess").code == 2
    assert run("assess", "korea-2018", "--format", "xml").code == 2


def test_a_data_folder_that_is_a_file_is_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("not a folder")
    outcome = run("case", "list", "--data", path)
    assert outcome.code == 1
    assert outcome.err.count("\n") == 1


def test_the_version_is_printed() -> None:
    assert run("--version").out.startswith("servanda ")


COMMANDS = [" ".join(words) for words, _ in commands()]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command_has_an_example(command: str) -> None:
    outcome = run(*command.split(), "--help")
    assert outcome.code == 0
    assert "servanda" in outcome.out.split("Example")[1]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_reference(command: str) -> None:
    page = Path(__file__).parents[2] / "docs" / "reference" / "command-line.md"
    assert f"`servanda {command}" in page.read_text(encoding="utf-8")


def test_interrupting_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("servanda.cli.app", interrupted)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
