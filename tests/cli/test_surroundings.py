"""What surrounds a command: full disks, closed streams, folders that are gone, impossible ones."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Group
from rich.text import Text

from servanda import cli
from servanda.cli.harmless_text import DRIVES
from servanda.cli.options import OutputFormat
from servanda.cli.output import say, show
from servanda.cli.review.answers import read_key, read_line
from servanda.errors import CaseError, Problem
from servanda.sources.files.paths import MOST_FOLDERS
from tests.cli.running import run

MAIN = "from servanda.cli import main; main()"
HOSTILE = "a\x1b[2J\x1b]0;t\x07\x9b31m\u202eb"


def told(shell: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What a line of a shell says, in which S is our command."""
    return subprocess.run(
        [
            "sh",
            "-c",
            f'S() {{ "$PYTHON" -c "from servanda.cli import main; main()" "$@"; }}; {shell}',
        ],
        cwd=folder,
        env=os.environ | {"PYTHON": sys.executable, "MAIN": MAIN},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )


@pytest.mark.parametrize(
    ("shell", "says"),
    [
        ("S case schema > /dev/full", "the result cannot be written (No space left on device)"),
        ("mkdir d; cd d; rmdir ../d; S case list", "the working folder is not there any more"),
    ],
)
def test_what_the_system_refuses_is_one_line(shell: str, says: str, tmp_path: Path) -> None:
    done = told(shell, tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith(says)
    assert done.stderr.count("\n") == 1


def test_a_closed_input_is_the_end_of_the_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert read_key() == ""
    with pytest.raises(EOFError):
        read_line("count")


def test_an_interruption_says_what_is_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop() -> None:
        raise SystemExit(cli.INTERRUPTED)

    monkeypatch.setattr(cli, "app", stop)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    assert capsys.readouterr().err == "stopped; what was finished is kept\n"


def test_a_file_that_may_not_be_read_is_a_failure_and_no_wrong_usage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The UN said that all is well.")

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr("servanda.sources.files.paths.os.open", refuse)
    outcome = run("claims", path, "--reader", "patterns")
    assert outcome.code == 1
    assert outcome.err == (
        f"{path}: may not be read; change its permissions (chmod u+r) or run as its owner\n"
    )


def test_folders_without_end_are_one_line(tmp_path: Path) -> None:
    here = os.getcwd()
    try:
        os.chdir(tmp_path)
        for _ in range(1_200):
            os.mkdir("d")
            os.chdir("d")
        Path("a.txt").write_text("The UN said so.")
    finally:
        os.chdir(here)
    try:
        outcome = run("claims", tmp_path / "d", "--reader", "patterns")
    finally:
        subprocess.run(["rm", "-rf", str(tmp_path / "d")], check=True)
    assert outcome.code == 1
    assert outcome.err.splitlines()[0] == (
        f"{tmp_path / 'd'}: holds folders more than {MOST_FOLDERS} deep; "
        "give the inner folder by itself"
    )
    assert "Traceback" not in outcome.err


def test_a_case_with_a_hundred_mistakes_names_the_first() -> None:
    problems = tuple(Problem("case.yaml", line, "is wrong", "mend it") for line in range(1, 101))
    lines = str(CaseError(problems)).split("\n")
    assert len(lines) == 21
    assert lines[0] == "case.yaml:1: is wrong; mend it"
    assert lines[-1] == "and 80 more"


def test_whatever_draws_a_text_it_drives_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    show([], None, OutputFormat.TABLE, Group(Text(HOSTILE), HOSTILE.replace("[", r"\[")))
    say(HOSTILE)
    printed = capsys.readouterr().out
    assert not DRIVES.search(printed)
    assert printed.count(r"\x1b") >= 4


def test_every_line_goes_out_through_one_door() -> None:
    """Only `output` and the end of `main` print; both make a text harmless."""
    folder = Path(cli.__file__).parent
    doors = {folder / "output.py", folder / "__init__.py"}
    found = [
        path.name
        for path in sorted(folder.rglob("*.py"))
        if path not in doors and re.search(r"typer\.echo|\bprint\(|Console\(", path.read_text())
    ]
    assert found == []
