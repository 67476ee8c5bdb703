"""`servanda verify`: a dossier is checked from itself, and the first thing that fails is named."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from servanda.dossier import Trail, dossier_html, read_dossier
from servanda.dossier.sealed.seal import seal_page
from servanda.records import GENESIS
from tests.cli.running import run
from tests.cli.small.small_case import Page, start_case

DUTIES = """\
  - id: guns
    instrument: truce
    clause: The Council withdraws 10 guns.
    bearer: council
    kind: state
    unit: gun
    count: 10
    deadline: 2014-06-20
  - id: no-raids
    instrument: truce
    clause: The League makes no raid.
    bearer: league
    kind: abstain
"""
PAGES = {
    "one": Page("2014-06-01", "The Council withdrew 4 guns. Nothing else was seen that day."),
    "two": Page("2014-06-21", "The Council has withdrawn 10 guns <b>all</b>.", "pilot-page"),
}
ENTERED = [
    "document,quote,obligation,count,event_from",
    "one,The Council withdrew 4 guns,guns,4,2014-06-01",
    "two,has withdrawn 10 guns,guns,10,2014-06-20",
]


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dossier of a small case, as HTML and as ZIP, in a folder without the case."""
    place = tmp_path_factory.mktemp("dossier")
    with pytest.MonkeyPatch.context() as patch:
        start_case(tmp_path_factory.mktemp("case"), patch, DUTIES, PAGES, ENTERED)
        for name in ("delta.html", "again.html", "delta.zip", "again.zip"):
            made = run("dossier", "delta", "--as-of", "2014-07-01", "-o", place / name)
            assert made.code == 0, made.err
    return place / "delta.html"


def test_a_dossier_made_twice_is_the_same_file(dossier: Path) -> None:
    for kind in ("html", "zip"):
        first, again = (dossier.with_name(f"{name}.{kind}") for name in ("delta", "again"))
        assert first.read_bytes() == again.read_bytes()


def test_it_holds_without_the_case_and_with_the_network_closed(
    dossier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SERVANDA_DATA", str(tmp_path / "nothing"))
    monkeypatch.setattr("socket.socket", None)
    outcome = run("verify", dossier, "--format", "json")
    assert outcome.code == 0, outcome.err
    told = json.loads(outcome.out)
    assert told["verified"] is True
    assert [check["what"] for check in told["checks"]] == [
        "bytes", "kept files", "custody log", "numbers", "timelines", "page",
    ]  # fmt: skip
    assert list(tmp_path.iterdir()) == []


def test_an_archive_is_checked_with_its_kept_files(dossier: Path) -> None:
    outcome = run("verify", dossier.with_name("delta.zip"))
    assert outcome.code == 0, outcome.err
    assert "2 files, each with the bytes of its digest" in outcome.out


def test_a_noted_head_must_be_in_its_log(dossier: Path) -> None:
    trail = read_dossier(dossier.read_bytes()).trail
    earlier = trail.custody[3].hash
    assert run("verify", dossier, "--head", earlier).code == 0
    outcome = run("verify", dossier, "--head", "a" * 64)
    assert outcome.code == 1
    assert "is not in it" in outcome.err


def test_a_file_changed_on_the_way_is_found_at_once(dossier: Path, tmp_path: Path) -> None:
    data = bytearray(dossier.read_bytes())
    data[len(data) // 2] ^= 4
    changed = tmp_path / "changed.html"
    changed.write_bytes(data)
    outcome = run("verify", changed, "--format", "json")
    assert outcome.code == 1
    assert json.loads(outcome.out)["verified"] is False
    assert outcome.err.count("\n") == 1
    assert "changed.html" in outcome.err


def moved(trail: Trail) -> Trail:
    """With one number of the assessment changed by a hair, in the page and in the records."""
    first, *rest = trail.assessment.judgements
    number = first.probability_met
    assert number is not None
    changed = replace(first, probability_met=number - 1e-9)
    return replace(trail, assessment=replace(trail.assessment, judgements=(changed, *rest)))


def moved_curve(trail: Trail) -> Trail:
    """With one day of one timeline changed."""
    first, *rest = trail.timelines
    moments = list(first.moments)
    place = next(n for n, one in enumerate(moments) if one.probability_met is not None)
    moments[place] = replace(moments[place], probability_met=0.5)
    return replace(trail, timelines=(replace(first, moments=tuple(moments)), *rest))


def heavier(trail: Trail) -> Trail:
    """With an item that counts for more than it did."""
    assert trail.grounds is not None
    known = trail.grounds.assessed
    first, *rest = known.evidence
    item = replace(first, reliability=replace(first.reliability, right=first.reliability.right + 1))
    grounds = replace(trail.grounds, assessed=replace(known, evidence=(item, *rest)))
    return replace(trail, grounds=grounds)


def shorter_log(trail: Trail) -> Trail:
    """With the last act cut off."""
    return replace(trail, custody=trail.custody[:-1])


def other_act(trail: Trail) -> Trail:
    """With another hand named for an act."""
    first, *rest = trail.custody
    assert first.entry is not None
    link = replace(first, entry=replace(first.entry, who="bob"))
    return replace(trail, custody=(link, *rest))


def no_log(trail: Trail) -> Trail:
    """With the whole log taken out, and a head that nothing leads to."""
    return replace(trail, custody=())


def no_grounds(trail: Trail) -> Trail:
    """With numbers that nobody can make again."""
    return replace(trail, grounds=None)


def other_model(trail: Trail) -> Trail:
    """Made by an older procedure."""
    return replace(trail, assessment=replace(trail.assessment, model="chains/1"))


def unknown_assumption(trail: Trail) -> Trail:
    """With an assumption that is no name of ours."""
    assert trail.grounds is not None
    return replace(trail, grounds=replace(trail.grounds, priors={"luck": 0.5}))


def no_state(trail: Trail) -> Trail:
    """With an item whose likelihoods are not of its states."""
    assert trail.grounds is not None
    known = trail.grounds.assessed
    items = tuple(replace(one, if_right=one.if_right[:1]) for one in known.evidence)
    grounds = replace(trail.grounds, assessed=replace(known, evidence=items))
    return replace(trail, grounds=grounds)


@pytest.mark.parametrize(
    ("forged", "says"),
    [
        (moved, "assessment, obligations guns, probability_met"),
        (moved_curve, "guns on "),
        (heavier, "reckoned again"),
        (shorter_log, "custody log"),
        (other_act, "custody log: entry 1"),
        (no_log, "custody log"),
        (no_grounds, "numbers"),
        (other_model, "chains/1"),
        (unknown_assumption, "luck"),
        (no_state, "reckoned"),
    ],
)
def test_what_somebody_wrote_into_it_and_sealed_again_is_found(
    dossier: Path, tmp_path: Path, forged: Callable[[Trail], Trail], says: str
) -> None:
    trail = read_dossier(dossier.read_bytes()).trail
    path = tmp_path / "forged.html"
    path.write_text(dossier_html(forged(trail)), "utf-8")
    outcome = run("verify", path)
    assert outcome.code == 1
    assert says in outcome.err
    assert outcome.err.count("\n") == 1


def test_words_on_the_page_that_its_records_do_not_say_are_found(
    dossier: Path, tmp_path: Path
) -> None:
    page = dossier.read_text("utf-8")
    assert page.count("withdraws 10 guns.</") > 0
    changed = page.replace("withdraws 10 guns.</", "withdraws 9 guns.</")
    path = tmp_path / "forged.html"
    path.write_text(
        seal_page(re.sub("sha256-[0-9a-f]{64}", "sha256-" + "0" * 64, changed, count=1))
    )
    outcome = run("verify", path)
    assert outcome.code == 1
    assert "page: it says something else than its records" in outcome.err


def test_a_page_of_another_version_is_not_compared_and_says_so(
    dossier: Path, tmp_path: Path
) -> None:
    trail = read_dossier(dossier.read_bytes()).trail
    path = tmp_path / "older.html"
    path.write_text(dossier_html(replace(trail, servanda_version="0.0.1")), "utf-8")
    outcome = run("verify", path)
    assert outcome.code == 0, outcome.err
    assert "not made again" in outcome.out


def test_a_kept_file_replaced_in_the_archive_is_found(dossier: Path, tmp_path: Path) -> None:
    path = tmp_path / "forged.zip"
    with ZipFile(dossier.with_name("delta.zip")) as whole, ZipFile(path, "w") as forged:
        for name in whole.namelist():
            data = whole.read(name)
            forged.writestr(name, data if name == "dossier.html" else data + b" ")
    outcome = run("verify", path)
    assert outcome.code == 1
    assert "kept files" in outcome.err


def test_other_cases_of_the_record_leave_no_word_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_case(tmp_path, monkeypatch, DUTIES, PAGES, ENTERED)
    secret = tmp_path / "secret"
    (tmp_path / "delta").rename(secret)
    text = (secret / "case.yaml").read_text("utf-8").replace("id: delta", "id: delta-secret")
    (secret / "case.yaml").write_text(text, "utf-8")
    assert run("case", "load", secret).code == 0
    path = tmp_path / "delta.html"
    assert run("dossier", "delta", "--as-of", "2014-07-01", "-o", path).code == 0
    trail = read_dossier(path.read_bytes()).trail
    assert any(link.entry is None for link in trail.custody)
    assert trail.custody[-1].hash == trail.custody_head != GENESIS
    assert "delta-secret" not in path.read_text("utf-8")
    assert run("verify", path).code == 0


@pytest.mark.parametrize("words", [("none.html",), (".",)])
def test_what_is_no_file_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = run("verify", *words)
    assert outcome.code == 1
    assert outcome.err.count("\n") == 1
