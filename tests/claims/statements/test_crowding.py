"""Odds of bearing give way to how much of their document seems to bear."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.claims import Judges, SentenceEncoder, StatementJudge, StatementReader, fitted_numbers
from servanda.claims.statements.crowding import NO_CROWDING, Crowding, give_way, seeming_passages
from servanda.claims.statements.fitted import Register
from servanda.claims.statements.offsets import bearing_log_odds
from servanda.records import Names
from servanda.sources.models.reader_files import read_reader_files
from tests.builders import actor, document, obligation

LESS = Crowding(slope=-0.5, offset=1.0, fewest=1.5)
PAIRS = st.lists(st.tuples(st.floats(-12.0, 12.0), st.integers(0, 6)), min_size=1, max_size=20)


def moved(odds: list[float], passages: list[int], crowding: Crowding = LESS) -> np.ndarray:
    return give_way(np.array(odds), np.array(passages, dtype=np.int64), crowding)


def test_ten_passages_that_bear_or_do_not_are_five() -> None:
    found = moved([0.0] * 10, list(range(10)))
    assert found == pytest.approx([1.0 - 0.5 * np.log(5.0 + 2.0)] * 10, abs=1e-12)


def test_a_passage_counts_once_by_the_duty_that_it_is_likeliest_about() -> None:
    odds, passages = np.array([0.0, np.log(3.0), -2.0, 0.0]), np.array([0, 0, 0, 4])
    assert seeming_passages(odds, passages) == pytest.approx(0.75 + 0.5, abs=1e-12)


def test_one_more_telling_passage_lowers_all_others() -> None:
    few = moved([1.0] * 4, list(range(4)))
    more = moved([1.0] * 5, list(range(5)))
    assert (more[:4] < few).all()


def test_fewer_than_in_any_document_of_the_fit_are_as_the_fewest() -> None:
    lone, pair = moved([-1.0], [0]), moved([-1.0, -1.0], [0, 1])
    assert lone[0] == pair[0] == pytest.approx(1.0 - 0.5 * np.log(1.5 + 2.0) - 1.0, abs=1e-12)


def test_a_document_without_any_judged_pair_has_none_to_move() -> None:
    assert moved([], []).shape == (0,)


@given(PAIRS)
def test_all_of_a_document_move_by_one_amount(pairs: list[tuple[float, int]]) -> None:
    odds, passages = [odds for odds, _ in pairs], [passage for _, passage in pairs]
    by = moved(odds, passages) - odds
    assert by == pytest.approx([by[0]] * len(by), abs=1e-9)
    assert moved(odds, passages, NO_CROWDING) == pytest.approx(odds, abs=0.0)


@given(PAIRS, st.randoms(use_true_random=False))
def test_neither_the_order_of_pairs_nor_the_numbers_of_passages_matter(
    pairs: list[tuple[float, int]], random: object
) -> None:
    shuffled = sorted(pairs, key=lambda _: random.random())  # type: ignore[attr-defined]
    odds, passages = [odds for odds, _ in pairs], [passage for _, passage in pairs]
    again = moved([odds for odds, _ in shuffled], [9 - passage for _, passage in shuffled])
    assert sorted(again) == pytest.approx(sorted(moved(odds, passages)), abs=1e-9)


DUTY = obligation(
    id="forts",
    clause="Orland shall withdraw its soldiers from the twelve forts on the Sill ridge by 1 May.",
    bearers=("orland",),
    start=date(2004, 1, 10),
)
NAMES = Names((actor("orland"), actor("vesna")), (), ())
TEXT = """Orland has withdrawn its soldiers from four forts on the Sill ridge.
Two of the forts on the ridge are still held by Orland's soldiers.
Wheat prices fell for a third month in the capital."""


def test_the_reader_moves_every_sentence_of_a_document_alike(
    sentence_encoder: SentenceEncoder, judge: StatementJudge
) -> None:
    fitted = fitted_numbers(read_reader_files().numbers)
    page = document(TEXT, date(2004, 5, 3))

    def odds(crowding: Crowding) -> np.ndarray:
        reader = StatementReader(
            sentence_encoder, Judges(judge), replace(fitted, crowding=crowding), "d" * 64
        )
        found = reader.read(page, (), [DUTY], NAMES, Register.REPORT)
        return bearing_log_odds(np.array([statement.p for statement in found]))

    before, after = odds(NO_CROWDING), odds(replace(NO_CROWDING, offset=-1.0))
    assert len(before) >= 2
    assert after - before == pytest.approx([-1.0] * len(before), abs=0.02)


def test_what_ships_lowers_crowded_documents_and_lifts_bare_ones() -> None:
    shipped = fitted_numbers(read_reader_files().numbers).crowding
    assert moved([0.0] * 200, list(range(200)), shipped)[0] < -1.0
    assert 0.3 < moved([-3.0], [0], shipped)[0] + 3.0 < 1.5
