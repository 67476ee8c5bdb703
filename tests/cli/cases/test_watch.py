"""`servanda watch` as a person or cron runs it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from servanda.errors import StoreBusyError, StoreError
from tests.cli.running import run
from tests.sources.capture.sites import article, page, site

CASE = Path(__file__).parents[3] / "examples" / "bougainville-2001"


@pytest.fixture(autouse=True)
def _allow_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVANDA_ALLOW_HOSTS", "127.0.0.1")


def test_a_changed_page_is_shown_with_its_difference(tmp_path: Path) -> None:
    with site({"/a": page(article("Ten are gone."))}) as server:
        assert run("add", CASE, f"{server.url}/a", "--data", tmp_path).code == 0
        same = run("watch", CASE, "--data", tmp_path, "--format", "json")
        (row,) = json.loads(same.out)
        assert (row["state"], row["difference"]) == ("unchanged", [])
        server.pages["/a"] = page(article("Two are gone."))
        changed = run("watch", CASE, "--data", tmp_path, "--format", "jsonl")
        row = json.loads(changed.out)
    assert row["state"] == "changed"
    host = server.url.removeprefix("http://")
    assert row["document"].startswith(f"{host}/a@")
    assert row["before"] == f"{host}/a"
    assert (row["added"], row["removed"]) == (1, 1)
    assert row["difference"] == ["-Ten are gone.", "+Two are gone."]
    assert "  -Ten are gone.\n  +Two are gone.\n" in changed.err
    assert "1 addresses: 1 changed" in changed.err
    assert run("custody", "verify", "--data", tmp_path).code == 0


@pytest.mark.parametrize("every", ["5", "0h", "x", "-1h", "1s", ""])
def test_a_time_that_is_none_is_refused_in_one_line(tmp_path: Path, every: str) -> None:
    done = run("watch", CASE, "--data", tmp_path, f"--every={every}")
    assert done.code == 1
    assert "such as 30m, 6h, 1d" in done.err


def test_it_goes_round_and_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []

    def sleep(seconds: float) -> None:
        if seconds > 60:
            pauses.append(seconds)
        if len(pauses) == 3:
            raise KeyboardInterrupt

    with site({"/a": page(article("x"))}) as server:
        run("add", CASE, f"{server.url}/a", "--data", tmp_path)
        monkeypatch.setattr("time.sleep", sleep)
        run("watch", CASE, "--data", tmp_path, "--every", "6h")
        assert server.paths.count("/a") == 4
    assert pauses == [21_600.0] * 3


def test_a_store_that_is_busy_is_tried_again_in_the_next_round(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds: list[int] = []

    def busy(*_: object) -> None:
        rounds.append(len(rounds))
        if len(rounds) == 2:
            raise StoreBusyError("another process writes; try again")
        if len(rounds) == 3:
            raise StoreError("the disk is gone; mend it")

    monkeypatch.setattr(sys.modules["servanda.cli.capture.watch"], "_watch_once", busy)
    monkeypatch.setattr("time.sleep", lambda _: None)
    done = run("watch", CASE, "--data", tmp_path, "--every", "6h")
    assert done.code == 1
    assert done.err.splitlines() == [
        "another process writes; try again",
        "the disk is gone; mend it",
    ]
    assert len(rounds) == 3


def test_captures_go_out_as_a_web_archive_and_come_in_again(tmp_path: Path) -> None:
    with site({"/a": page(article("Ten are gone."))}) as server:
        assert run("add", CASE, f"{server.url}/a", "--data", tmp_path / "one").code == 0
    out = tmp_path / "case.wacz"
    done = run("export", CASE, "--as", "wacz", "-o", out, "--data", tmp_path / "one")
    assert (done.code, done.out) == (0, "")
    other = run("add", CASE, out, "--data", tmp_path / "two", "--format", "json")
    (row,) = json.loads(other.out)
    assert row["id"].startswith(f"{server.url.removeprefix('http://')}/a@")
    assert run("custody", "verify", "--data", tmp_path / "two").code == 0
    none = run("export", CASE, "-o", out, "--data", tmp_path / "three")
    assert none.code == 1
    assert "add one with" in none.err
