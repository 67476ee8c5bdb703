"""servanda add: what can be taken is taken, and everything else is said in a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Outcome, run
from tests.sources.conftest import CASE, NOTE, SITES

SAID = "The ministry said on Thursday that it had blown up a guard post in Cheorwon, as agreed."


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case folder, loaded."""
    folder = tmp_path / "posts"
    (folder / "sources").mkdir(parents=True)
    (folder / "case.yaml").write_text(CASE)
    (folder / "sites.geojson").write_text(SITES)
    (folder / "sources" / "one.md").write_text(NOTE)
    assert run("case", "load", folder, "--data", tmp_path / "d").code == 0
    return folder


def add(case: Path, *words: object) -> Outcome:
    return run("add", "posts", *words, "--format", "json", "--data", case.parent / "d")


def rows(outcome: Outcome) -> dict[str, Any]:
    assert outcome.code == 0, outcome.err
    return {row["id"]: row for row in json.loads(outcome.out)}


def page(folder: Path, name: str, text: str = SAID) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text)
    return folder / name


def html(address: str) -> str:
    return f'<html><head><link rel="canonical" href="{address}"></head><body><p>{SAID}</p>'


def documents(case: Path) -> int:
    outcome = run("case", "list", "--format", "json", "--data", case.parent / "d")
    return int(json.loads(outcome.out)[0]["documents"])


def test_publisher_date_and_address_come_from_the_command_line(case: Path) -> None:
    text = page(case.parent / "in", "a.txt", f"Posted November 30, 2018\n\n{SAID}")
    outcome = add(
        case, text, "--publisher", "www.paper.example", "--published", "2018-11-20",
        "--url", "https://paper.example/a",
    )  # fmt: skip
    row = rows(outcome)["a"]
    assert (row["publisher"], row["published"]) == ("paper", "2018-11-20")
    assert (row["url"], row["dated_by"]) == ("https://paper.example/a", "the command line")
    assert "a: published is 2018-11-20; a line of the text says 2018-11-30\n" in outcome.err
    assert add(case, text, "--published", "05/11/2018").code == 1


def test_a_table_beside_the_files_says_whose_they_are(case: Path) -> None:
    folder = case.parent / "in"
    for name in ("a.txt", "b.txt", "c.txt"):
        page(folder, name, SAID + name)
    (folder / "sources.csv").write_text(
        "file;publisher;published;url;title;language;pages\n"
        "a.txt;paper;2018-11;;A;en;12\n"
        "b.txt;;2018-11-20;https://en.wire.example/b;;;\n"
        "gone.txt;paper;2018;;;;\n"
        "c.txt;;05/11/2018;;;;\n"
    )
    outcome = add(case, folder)
    found = rows(outcome)
    assert [(found[name]["publisher"], found[name]["published"]) for name in "abc"] == [
        ("paper", "2018-11-30"),
        ("en.wire.example", "2018-11-20"),
        (None, None),
    ]
    assert found["a"]["remarks"] == [{"key": "pages", "value": "12", "by": "sources.csv:2"}]
    assert "sources.csv:4: no file 'gone.txt' is given" in outcome.err
    assert "sources.csv:5: 'published': '05/11/2018' is not a date" in outcome.err
    assert "1 of 3 documents has no date and counts only from the day they were kept: c" in (
        outcome.err
    )


def test_a_table_elsewhere_means_files_by_their_names(case: Path) -> None:
    page(case.parent / "in", "a.txt")
    table = page(case.parent, "dates.csv", "file,publisher,published\na.txt,paper,2018-11-20\n")
    assert rows(add(case, case.parent / "in", table))["a"]["published"] == "2018-11-20"


def test_bad_items_are_refused_in_a_line_each_and_the_rest_is_taken(case: Path) -> None:
    folder = case.parent / "in"
    page(folder, "good.txt")
    for number in range(30):
        page(folder, f"bad-{number:02}.txt", "")
    strict = add(case, folder, "--strict")
    assert strict.code == 1
    assert documents(case) == 1
    assert len(strict.err.splitlines()) == 21
    assert strict.err.endswith("and 10 more\n")
    outcome = add(case, folder)
    assert rows(outcome).keys() == {"good"}
    assert sum("holds no text" in line for line in outcome.err.splitlines()) == 20
    assert "and 10 more\n" in outcome.err
    assert outcome.err.endswith("1 document kept, 30 refusals\n")
    assert documents(case) == 2


def test_nothing_to_take_is_a_failure(case: Path) -> None:
    assert add(case, page(case.parent / "in", "bad.txt", "")).code == 1


def test_an_unknown_publisher_becomes_a_source_that_the_next_load_keeps(case: Path) -> None:
    site = page(case.parent / "in", "a.html", html("https://en.paper.example/a"))
    outcome = add(case, site)
    assert rows(outcome)["a"]["publisher"] == "en.paper.example"
    assert "new source en.paper.example (F): came with a document on " in outcome.err
    assert "new source" not in add(case, site).err
    loaded = run("case", "load", case, "--data", case.parent / "d")
    assert "posts: unchanged" in loaded.err
    assert "new source" not in add(case, page(case.parent, "b.html", html(
        "https://en.paper.example/b"))).err  # fmt: skip


def test_a_source_that_the_case_declares_afterwards_takes_the_documents(case: Path) -> None:
    site = page(case.parent / "in", "a.html", html("https://en.paper.example/a"))
    rows(add(case, site))
    old = (case / "case.yaml").read_text()
    declared = old.replace(
        'paper.example/news"}', 'paper.example/news", hosts: ["*.paper.example"], reliability: B}'
    )
    assert declared != old
    (case / "case.yaml").write_text(declared)
    assert run("case", "load", case, "--data", case.parent / "d").code == 0
    outcome = add(case, site)
    assert rows(outcome)["a"]["publisher"] == "paper"
    assert "new source" not in outcome.err
    assert run("custody", "verify", "--data", case.parent / "d").code == 0


def test_parts_of_a_saved_page_are_left_out_with_a_line(case: Path) -> None:
    folder = case.parent / "in"
    page(folder, "Guns.html", html("https://paper.example/a"))
    page(folder, "desktop.ini", "[x]")
    page(folder / "Guns_files", "ad.html", "<p>Buy</p>")
    page(folder / "Guns_files", "a.css", "p {}")
    outcome = add(case, folder, "--strict")
    assert rows(outcome).keys() == {"Guns"}
    assert "Guns_files: the parts of Guns.html, left out\n" in outcome.err
    assert "desktop.ini: no document, left out\n" in outcome.err


def test_undated_documents_are_told_where_they_count(case: Path, tmp_path: Path) -> None:
    assert add(case, page(tmp_path / "in", "late.txt", "The North said it was done.")).code == 0
    told = "1 of 2 documents has no date and counts only from the day they were kept: late"
    asked = run("assess", "posts", "--as-of", "2018-12-31", "--data", tmp_path / "d")
    assert f"{told}\n" in asked.err
    out = tmp_path / "posts.html"
    made = run("dossier", "posts", "--as-of", "2018-12-31", "-o", out, "--data", tmp_path / "d")
    assert made.code == 0, made.err
    assert told in out.read_text()


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--published", "2999-01-01", "--published: 2999-01-01 is in the future; write the day"),
        ("--published", "2999", "--published: 2999 is in the future"),
        ("--published", "1 May 2999", "--published: 1 May 2999 is in the future"),
        ("--url", "paper.example/a", "is no address of a page; write it as the browser shows it"),
        ("--url", "ftp://paper.example/a", "is no address of a page"),
        ("--url", "http://[", "is no address; write it"),
        ("--url", "https://paper.example/a b", "is no address of a page"),
        ("--url", "https://me:secret@paper.example/", "holds a name or password; write it without"),
    ],
)
def test_a_day_to_come_and_what_is_no_address_are_refused_in_one_line(
    case: Path, option: str, value: str, said: str
) -> None:
    outcome = add(case, page(case.parent, "a.txt", SAID), option, value)
    assert outcome.code == 1
    assert said in outcome.err
    assert outcome.err.count("\n") == 1


def test_files_of_many_documents_are_held_to_the_same(case: Path) -> None:
    folder = case.parent / "in"
    page(folder, "a.txt", SAID)
    (folder / "sources.csv").write_text("file,published,url\na.txt,2999-01-01,paper.example\n")
    (folder / "l.jsonl").write_text('{"id": "l", "text": "x", "published": "2999-01-01"}\n')
    (folder / "n.md").write_text("---\npublisher: paper\npublished: 2999-01-01\n---\nText.\n")
    outcome = add(case, folder)
    assert rows(outcome)["a"]["published"] is None
    assert set(rows(outcome)) == {"a"}
    assert "sources.csv:2: 'published': 2999-01-01 is in the future" in outcome.err
    assert "sources.csv:2: 'url': 'paper.example' is no address of a page" in outcome.err
    assert "l.jsonl:1: 'published': 2999-01-01 is in the future" in outcome.err
    assert "n.md:3: published: 2999-01-01 is in the future" in outcome.err


def test_a_file_that_breaks_its_parser_is_kept_and_the_rest_goes_on(case: Path) -> None:
    folder = case.parent / "in"
    page(folder, "a.txt", SAID)
    for name, data in (("b.pdf", b"%PDF-1.4\nbroken"), ("c.pdf", b"no PDF at all")):
        (folder / name).write_bytes(data)
    outcome = add(case, folder)
    found = rows(outcome)
    assert set(found) == {"a", "b", "c"}
    for name in "bc":
        (remark,) = found[name]["remarks"]
        assert remark["key"] == "unread"
        assert remark["value"].startswith("is damaged (")
        assert f"{name}.pdf: kept, but not read: is damaged (" in outcome.err
    assert add(case, folder, "--strict").code == 1


def test_a_name_that_turns_the_direction_is_kept_right_and_shown_harmless(case: Path) -> None:
    names = ["a\u202etxt.exe\u202c.txt", "دفتر\u200f 1.txt", "b\u2066c.txt", "bc.txt"]
    for name in names:
        page(case.parent / "in", name, SAID + name)
    data = case.parent / "d"
    for form in ("json", "table"):
        outcome = run("add", "posts", case.parent / "in", "--format", form, "--data", data)
        assert outcome.code == 0
        assert not set("\u202e\u202c\u200f\u2066") & set(outcome.out + outcome.err)
        if form == "json":
            assert sorted(row["name"] for row in json.loads(outcome.out)) == sorted(names)
            ids = {row["id"] for row in json.loads(outcome.out)}
            assert {"atxt.exe", "دفتر 1"} < ids
            assert len(ids) == len(names)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("places.kmz", "sites belong into the case's own folder, as sites.kmz: put it there"),
        ("places.kml", "as sites.kml"),
        ("places.geojson", "as sites.geojson"),
        ("places.shp", "convert it (`ogr2ogr sites.geojson FILE`)"),
        ("scene.tif", "images belong into a layer of the case's `imagery`"),
    ],
)
def test_files_of_maps_are_told_where_they_belong(case: Path, name: str, said: str) -> None:
    outcome = add(case, page(case.parent / "in", name, "x"))
    assert outcome.code == 1
    assert said in outcome.err
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("report", "%PDF-1.4\n", "it is a PDF: rename it to end in .pdf"),
        ("page.php", "\n<!DOCTYPE html><p>x", "it is a page: rename it to .html"),
        ("places.json", '{"type": "FeatureCollection"}', "sites belong into the case's own folder"),
        ("1234.msg", "Received: from x\n", "a mail? Rename it to end in .eml"),
        ("notes.doc", "{\\rtf1 x}", "save it as .docx, or its text as .txt"),
    ],
)
def test_a_file_of_another_ending_is_known_by_its_first_bytes(
    case: Path, name: str, text: str, said: str
) -> None:
    outcome = add(case, page(case.parent / "in", name, text))
    assert outcome.code == 1
    assert said in outcome.err
    assert outcome.err.count("\n") == 1


def test_a_date_says_how_exactly_it_is_known(case: Path) -> None:
    folder = case.parent / "in"
    for name in "abcd":
        page(folder, f"{name}.txt", SAID + name)
    (folder / "sources.csv").write_text(
        "file,published\na.txt,2018-11-20\nb.txt,2018-11\nc.txt,../2018-11-20\n"
    )
    keys = ("published", "published_days", "published_kind", "precision")
    found = rows(add(case, folder))
    assert {name: tuple(found[name][key] for key in keys) for name in "abcd"} == {
        "a": ("2018-11-20", "2018-11-20", "on", "day"),
        "b": ("2018-11-30", "2018-11", "within", "month"),
        "c": ("2018-11-20", "../2018-11-20", "by", "range"),
        "d": (None, None, "unknown", "unknown"),
    }
    assert found["b"]["counts_from"] == "2018-11-30"
    assert found["d"]["counts_from"] > "2020"  # the day on which it was kept
