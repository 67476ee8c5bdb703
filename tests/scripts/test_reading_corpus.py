"""The labelled reports: whole, written by hand, and every mistake named with its place."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import pytest

from scripts.reading_corpus import (
    CORPUS,
    DIRECTIONS,
    LABELS,
    Agreement,
    CorpusError,
    agreements,
    read_agreement,
)

FOLDERS = sorted(path for path in CORPUS.iterdir() if path.is_dir())
# Words that carry the build of a sentence, not its matter.
_BUILD = (
    "a an the and or but nor of to in on at by for from with without under over after before until "
    "since during between among against into out up as than that which who whom whose when where "
    "while if unless though although because so not no never only also still yet already it its he "
    "she they them their his her this these those there is are was were be been being has have had "
    "do does did will would shall should may might must can could said says"
)
BUILD = frozenset(_BUILD.split())
SHORTEST = 8  # words: shorter sentences are alike by chance


@pytest.fixture(scope="module")
def corpus() -> list[Agreement]:
    return list(agreements())


def skeleton(sentence: str) -> tuple[str, ...] | None:
    """A sentence with everything but the words of its build blotted out.

    None for a short one, and for rows of tables and lists of names, which have no build.
    """
    words = re.findall(r"[A-Za-z]+|\d+", sentence)
    if len(words) < SHORTEST or not any(word.lower() in BUILD for word in words):
        return None
    return tuple(word.lower() if word.lower() in BUILD else "*" for word in words)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_an_agreement_is_whole(folder: Path) -> None:
    agreement = read_agreement(folder)
    assert 8 <= len(agreement.duties) <= 20
    assert 10 <= len(agreement.pages) <= 20
    labelled = {label.page for label in agreement.labels}
    assert labelled == {page.id for page in agreement.pages}
    assert {label.duty for label in agreement.labels} == {duty.id for duty in agreement.duties}


def test_the_corpus_has_every_label_and_several_writers(corpus: list[Agreement]) -> None:
    assert {label.label for one in corpus for label in one.labels} == set(LABELS)
    assert len({agreement.writer for agreement in corpus}) >= 4
    assert len({page.register for one in corpus for page in one.pages}) >= 6


def test_no_two_documents_share_more_than_one_skeleton(corpus: list[Agreement]) -> None:
    places = defaultdict(set)
    for agreement in corpus:
        for page in agreement.pages:
            for sentence in page.sentences:
                shape = skeleton(sentence.text)
                if shape is not None:
                    places[shape].add((agreement.id, page.id))
    shared: dict[tuple[object, ...], int] = defaultdict(int)
    for pages in places.values():
        for pair in combinations(sorted(pages), 2):
            shared[pair] += 1
    assert {pair: count for pair, count in shared.items() if count > 1} == {}


def labelled_pairs(agreement: Agreement) -> Iterator[tuple[str, str]]:
    """The direction that each of two people gave to each pair that either of them labelled."""
    pages = agreement.twice_labelled
    first, second = (
        {(one.page, one.number, one.duty): DIRECTIONS[one.label] for one in labels}
        for labels in (agreement.labels, agreement.second_labels)
    )
    for key in sorted({key for key in first if key[0] in pages} | set(second)):
        yield first.get(key, "unrelated"), second.get(key, "unrelated")


def kappa(pairs: Sequence[tuple[bool, bool]]) -> float:
    """Cohen's kappa: agreement beyond what the shares of each person give by chance.

    Cohen (1960), Educational and Psychological Measurement 20(1), 37-46.
    """
    observed = sum(a == b for a, b in pairs) / len(pairs)
    yes, again = (sum(side) / len(pairs) for side in zip(*pairs, strict=True))
    chance = yes * again + (1.0 - yes) * (1.0 - again)
    return (observed - chance) / (1.0 - chance)


@pytest.mark.parametrize("direction", sorted(set(DIRECTIONS.values())))
def test_two_people_give_a_direction_alike(corpus: list[Agreement], direction: str) -> None:
    pairs = [pair for agreement in corpus for pair in labelled_pairs(agreement)]
    assert len(pairs) > 500
    assert kappa([(a == direction, b == direction) for a, b in pairs]) >= 0.6


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    """A copy of one agreement, to be spoilt."""
    return Path(shutil.copytree(FOLDERS[0], tmp_path / "x"))


@pytest.mark.parametrize(
    ("row", "mistake"),
    [
        ("01:1", r"x/labels\.txt:1: not DOCUMENT:LINE DUTY LABEL"),
        ("01:999 DUTY done", "no line 01:999"),
        ("99:1 DUTY done", "no line 99:1"),
        ("01:1 nothing done", "no duty nothing"),
        ("01:1 DUTY finished", "label 'finished' is none of done"),
        ("01:1 DUTY done count=ten", "count=ten is not a number"),
        ("01:1 DUTY done event=yesterday", "event=yesterday is not a day"),
        ("01:1 DUTY done counts=posts", "counts=posts is none of added"),
        ("01:1 DUTY done colour=red", "no key colour"),
    ],
)
def test_a_broken_row_is_named_with_its_place(spoilt: Path, row: str, mistake: str) -> None:
    duty = read_agreement(FOLDERS[0]).duties[0].id
    (spoilt / "labels.txt").write_text(row.replace("DUTY", duty), encoding="utf-8")
    with pytest.raises(CorpusError, match=mistake):
        read_agreement(spoilt)


def test_a_document_without_its_header_is_named(spoilt: Path) -> None:
    page = spoilt / "documents" / "02.txt"
    page.write_text(page.read_text(encoding="utf-8").replace("publisher:", "by:"), encoding="utf-8")
    with pytest.raises(CorpusError, match="x/02: the header has no publisher"):
        read_agreement(spoilt)
