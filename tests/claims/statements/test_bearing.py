"""What stands around a sentence, as features of whether it bears on a duty."""

from __future__ import annotations

import numpy as np
import pytest

from servanda.claims.statements.bearing import BEARING_FEATURES, UNSEEN, bearing_features
from servanda.claims.statements.closeness import FEATURES

ODDS = np.array([[3.0, -1.0], [UNSEEN, 0.0], [1.0, 1.0]])
FOUND = bearing_features(ODDS, np.zeros((3, 2, len(FEATURES))))


def _column(name: str) -> list[list[float]]:
    found: list[list[float]] = FOUND[:, :, BEARING_FEATURES.index(name)].tolist()
    return found


def test_the_other_duties_of_the_sentence_are_seen() -> None:
    assert _column("best other duty") == [[-1.0, 3.0], [0.0, UNSEEN], [1.0, 1.0]]


def test_a_case_of_one_duty_has_no_other() -> None:
    found = bearing_features(ODDS[:, :1], np.zeros((3, 1, len(FEATURES))))
    assert (found[:, :, BEARING_FEATURES.index("best other duty")] == UNSEEN).all()


def test_neighbours_are_seen_and_the_ends_have_none() -> None:
    assert _column("sentence before") == [[UNSEEN, UNSEEN], [3.0, -1.0], [UNSEEN, 0.0]]
    assert _column("sentence after") == [[UNSEEN, 0.0], [1.0, 1.0], [UNSEEN, UNSEEN]]


def test_the_rest_of_the_document_leaves_the_sentence_out() -> None:
    chance = 1.0 / (1.0 + np.exp(-ODDS))
    rest = _column("rest of the document")[0][0]
    assert rest == pytest.approx(np.log((chance[1, 0] + chance[2, 0] + 0.5) / 3))
    any_duty = _column("any duty in the rest")[0]
    assert any_duty == pytest.approx([np.log((chance[1, 1] + chance[2, 0] + 0.5) / 3)] * 2)


def test_nearness_comes_last_without_what_the_context_is_near_to() -> None:
    near = np.arange(2.0 * len(FEATURES)).reshape(1, 2, -1)
    found = bearing_features(np.zeros((1, 2)), near)
    kept = [name for name in FEATURES if "in context" not in name]
    assert list(BEARING_FEATURES[6:]) == kept
    assert found[0, 1, 6:].tolist() == [near[0, 1, FEATURES.index(name)] for name in kept]
