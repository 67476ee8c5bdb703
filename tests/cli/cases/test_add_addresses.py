"""`servanda add CASE https://...` as a person runs it, against a server on this machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.sources.capture.sites import article, page, site

CASE = Path(__file__).parents[3] / "examples" / "bougainville-2001"


@pytest.fixture(autouse=True)
def _allow_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVANDA_ALLOW_HOSTS", "127.0.0.1")


def test_an_address_becomes_a_document(tmp_path: Path) -> None:
    head = '<meta name=date content="2018-11-20">'
    robots = page(b"User-agent: servanda\nDisallow: /no\n")
    pages = {"/a": page(article("x", head=head)), "/no": page(article("y")), "/robots.txt": robots}
    with site(pages) as server:
        words = ("add", CASE, f"{server.url}/a", f"{server.url}/no", "--data", tmp_path)
        done = run(*words, "--format", "json")
        assert done.code == 0, done.err
        (row,) = json.loads(done.out)
        host = server.url.removeprefix("http://")
        assert row["id"] == f"{host}/a"
        assert (row["published"], row["dated_by"]) == ("2018-11-20", "meta date")
        assert row["media_type"] == "application/warc"
        assert "/no: its robots.txt asks robots to stay away" in done.err
        forced = run(*words, "--ignore-robots", "--format", "json")
        assert [row["id"] for row in json.loads(forced.out)] == [f"{host}/a", f"{host}/no"]
        assert f"{host}/a: has not changed since it was kept" in forced.err
    assert run("custody", "verify", "--data", tmp_path).code == 0


def test_a_wall_is_kept_and_named(tmp_path: Path) -> None:
    with site({"/a": page(b"<form><input type=password></form>")}) as server:
        done = run("add", CASE, f"{server.url}/a", "--data", tmp_path)
    assert done.code == 0
    assert "a.html: kept, but not read: a login wall: it asks for a password" in done.err
    assert "have no date" not in done.err


def test_nothing_inside_is_asked_unless_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SERVANDA_ALLOW_HOSTS")
    with site({"/a": page(article("x"))}) as server:
        done = run("add", CASE, f"{server.url}/a", "--data", tmp_path)
        assert server.asked == []
    assert done.code == 1
    assert done.err.count("\n") <= 2  # the case was loaded; one line on the address
    assert "SERVANDA_ALLOW_HOSTS" in done.err
