"""Pinned floors on real texts. A floor goes up with the reader; it goes down only by a decision."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from benchmarks.claims import NO_NAMES, SUMMIT, page, polnear, score, score_seed
from servanda.claims import DependencyReader, PatternReader
from servanda.records import Names, Stance, day
from tests.claims.texts import PUBLISHED, days, words

SEED_FOUND = 20
SEED_STANCES = 20
ARTICLES = 20  # the first of PolNeAR dev: enough to notice, few enough to read at each run
ARTICLES_DIGEST = "df51054a622aa6aeee9d492723c21c59b9ca1754584c0503519c17bf8b77f05e"
FLOORS = {"f1": 0.68, "p": 0.77}
EXACT_FLOOR = 0.59
PLAIN_FLOOR = 0.48


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
def test_attributions_of_polnear(shared_dir: Path, reader: DependencyReader) -> None:
    articles = polnear(shared_dir, first=ARTICLES)
    texts = "".join(article["text"] for article in articles)
    assert hashlib.sha256(texts.encode()).hexdigest() == ARTICLES_DIGEST
    match = score(shared_dir, articles, lambda docs: list(reader.read_many(docs, NO_NAMES)))[
        "match"
    ]
    assert match["attribution"]["f1"] >= FLOORS["f1"]
    assert match["attribution"]["p"] >= FLOORS["p"]
    assert match["exact_content_source"]["f1"] >= EXACT_FLOOR


def test_attributions_of_polnear_without_a_parser(shared_dir: Path) -> None:
    articles = polnear(shared_dir)
    match = score(
        shared_dir, articles, lambda docs: list(PatternReader().read_many(docs, NO_NAMES))
    )
    assert match["match"]["attribution"]["f1"] >= PLAIN_FLOOR
