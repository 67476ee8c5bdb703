"""The pairs that the judge learns from: a label stays whatever stands before its sentence."""

from __future__ import annotations

import numpy as np

from scripts.reader.pairs import kind_pairs, with_strange_company
from scripts.reading_kinds import KindDuty, KindSentence

DUTY = KindDuty(
    "act",
    ("Orland",),
    ("Vesna",),
    "Orland opens the road.",
    (
        KindSentence("done", "", "The road is open."),
        KindSentence("not_done", "It rained.", "The road is shut."),
        *(KindSentence("intended", "", f"It opens on May {day}.") for day in range(1, 9)),
    ),
)


def test_some_sentences_get_another_before_them_and_keep_their_labels() -> None:
    told = with_strange_company(DUTY, np.random.default_rng(1))
    assert [row.label for row in told.sentences] == [row.label for row in DUTY.sentences]
    assert [row.text for row in told.sentences] == [row.text for row in DUTY.sentences]
    assert told.sentences[1] == DUTY.sentences[1]  # had its own
    given = [row.before for row in told.sentences if row.before]
    assert 1 < len(given) < len(DUTY.sentences)
    assert set(given) <= {row.text for row in DUTY.sentences} | {"It rained."}


def test_the_same_draw_gives_the_same_pairs() -> None:
    first, second = (
        kind_pairs(with_strange_company(DUTY, np.random.default_rng(1)))[0] for _ in range(2)
    )
    assert first == second
