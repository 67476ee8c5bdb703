"""How odds give way, found again in agreements whose labels were drawn with it."""

from __future__ import annotations

import numpy as np
import pytest

from scripts.reader.fit_crowding import fit_crowding
from scripts.reader.pairs import TrainingSet
from scripts.reader.whole_documents import JudgedWhole
from servanda.claims.statements.closeness import FEATURES
from servanda.claims.statements.crowding import Crowding, give_way
from servanda.claims.statements.judge import JudgedPair
from servanda.records import Label

LABELS = list(Label)
DUTIES, DOCUMENTS = 3, 12
PAIR = JudgedPair("act | duty", "", "sentence")
DRAWN = Crowding(slope=-0.8, offset=2.0, fewest=0.0)


def agreement(
    rng: np.random.Generator, sizes: np.ndarray, crowding: Crowding
) -> tuple[JudgedWhole, np.ndarray]:
    """An agreement of documents of such sizes, every other pair judged, and the odds it seems."""
    pages = [str(number) for number, size in enumerate(sizes) for _ in range(size * DUTIES)]
    near = np.arange(0, len(pages), 2)
    seems = rng.normal(-1.0, 1.5, len(near))
    pairs = TrainingSet(
        "drawn",
        "nobody",
        tuple(pages),
        (PAIR,) * len(pages),
        np.zeros((len(pages), len(FEATURES))),
        np.full(len(pages), LABELS.index(Label.UNRELATED)),
        np.ones(len(pages)),
        np.ones(len(pages), dtype=bool),
    )
    whole = JudgedWhole(pairs, DUTIES, near, np.zeros((len(near), len(LABELS))))
    for document in whole.documents():
        odds = give_way(seems[document], whole.passages[document], crowding)
        bears = rng.random(len(odds)) < 1.0 / (1.0 + np.exp(-odds))
        pairs.labels[near[document[bears]]] = LABELS.index(Label.DONE)
    return whole, seems


def drawn(crowding: Crowding) -> Crowding:
    rng = np.random.default_rng(5)
    found = [agreement(rng, rng.integers(2, 200, DOCUMENTS), crowding) for _ in range(6)]
    return fit_crowding([whole for whole, _ in found], [seems for _, seems in found])


def test_what_odds_give_way_by_is_found_again() -> None:
    found = drawn(DRAWN)
    assert found.slope == pytest.approx(DRAWN.slope, abs=0.08)
    assert found.offset == pytest.approx(DRAWN.offset, abs=0.3)
    assert found.fewest > 0.0


def test_odds_that_are_right_as_they_are_hardly_give_way() -> None:
    found = drawn(Crowding(0.0, 0.0, 0.0))
    assert found.slope == pytest.approx(0.0, abs=0.08)
    assert found.offset == pytest.approx(0.0, abs=0.3)


def test_every_judged_pair_is_in_its_own_document_and_passage() -> None:
    whole, _ = agreement(np.random.default_rng(1), np.array([2, 1, 4]), DRAWN)
    assert [len(document) for document in whole.documents()] == [3, 2, 6]
    assert whole.passages.tolist() == (whole.near // DUTIES).tolist()
