"""Pinned floors on real texts. A floor goes up with the reader; it goes down only by a decision."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import floors
from benchmarks.claims import NO_NAMES, SUMMIT, page, polnear, score_seed
from servanda.claims import DependencyReader
from servanda.records import Names, Stance, day
from tests.claims.texts import PUBLISHED, days, words

SEED_FOUND = 20
SEED_STANCES = 20


@pytest.mark.parametrize("names", [NO_NAMES, SUMMIT], ids=["no case", "summit known"])
def test_the_seed_article(shared_dir: Path, reader: DependencyReader, names: Names) -> None:
    got = score_seed(shared_dir, reader, names)
    assert got.found >= SEED_FOUND
    assert got.stances >= SEED_STANCES
    assert got.invented == 0
    assert got.holders == ("Kim",)  # and not the only Kim whose full name the article has


def test_silence_in_the_seed_article_is_neither_denial_nor_claim(
    shared_dir: Path, reader: DependencyReader
) -> None:
    text = (shared_dir / "cases" / "seed-article.txt").read_text(encoding="utf-8")
    stances = {
        words(text, claim.cue): claim.stance
        for claim in reader.read(page(text, published=day(PUBLISHED)), NO_NAMES)
    }
    assert stances["has not confirmed"] is Stance.NOT_CONFIRMED
    assert stances["declined to confirm"] is Stance.DECLINED


def test_dates_of_the_seed_article(shared_dir: Path, reader: DependencyReader) -> None:
    text = (shared_dir / "cases" / "seed-article.txt").read_text(encoding="utf-8")
    found = {
        words(text, claim.cue): claim
        for claim in reader.read(page(text, published=day(PUBLISHED)), SUMMIT)
        if claim.attributed
    }
    said = {cue: claim.said and days(claim.said.when) for cue, claim in found.items()}
    assert said["agreed"] == "2018-10-21/2018-10-31"
    assert said["promised"] == "2018-06-12/2018-11-15"
    assert said["wrote"] == "2018-06-13"
    event = found["found"].event_time
    assert event
    assert days(event.when) == "2018-06-01/2018-08-31"


@pytest.mark.slow
def test_attributions_of_polnear_stay_above_their_floors(
    shared_dir: Path, reader: DependencyReader
) -> None:
    kept = floors.pinned()
    assert floors.digest(polnear(shared_dir, first=floors.ARTICLES)) == kept["articles_sha256"]
    now = floors.measured(shared_dir, reader) | floors.measured_plain(shared_dir)
    assert floors.new_floors(kept["floors"], now).keys() == kept["floors"].keys()


def test_a_floor_rises_by_itself_and_falls_only_by_name() -> None:
    assert floors.new_floors({"f1": 0.5}, {"f1": 0.619}) == {"f1": 0.61}
    with pytest.raises(ValueError, match="f1: below the floor"):
        floors.new_floors({"f1": 0.5, "p": 0.5}, {"f1": 0.49, "p": 0.6})
    assert floors.new_floors({"f1": 0.5}, {"f1": 0.49}, lower=["f1"]) == {"f1": 0.49}
