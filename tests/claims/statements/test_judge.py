"""The judge: a pair's answer is its own, and long texts are cut, never refused."""

from __future__ import annotations

import numpy as np
import pytest

from scripts.reading_faults import fault_pairs, faults
from servanda.claims.statements.judge import (
    JudgedPair,
    PairTokenizer,
    StatementJudge,
    bearing_odds,
)
from servanda.records import Label, StatementDirection
from servanda.sources.models.encoder_files import read_encoder_files

DUTY = "state | Alpha | Alpha shall withdraw its forces from the forts by 1 May."
PAIRS = [
    JudgedPair(DUTY, "", "Alpha's last soldiers left the forts on Monday."),
    JudgedPair(DUTY, "Forts : It rained.", "Not one of the forts has been handed over."),
    JudgedPair(DUTY, "", "Wheat prices fell for a third month."),
    JudgedPair(DUTY, "", "word " * 900),
    JudgedPair("", "", ""),
]


def test_each_row_is_a_distribution_over_the_labels(judge: StatementJudge) -> None:
    found = judge.judge(PAIRS)
    assert found.shape == (len(PAIRS), len(Label))
    assert np.exp(found).sum(axis=1) == pytest.approx(np.ones(len(PAIRS)), abs=1e-5)


def test_nobody_s_neighbours_matter(judge: StatementJudge) -> None:
    together = judge.judge(PAIRS)
    alone = np.concatenate([judge.judge([pair]) for pair in PAIRS])
    assert together == pytest.approx(alone, abs=1e-4)


def test_no_pairs_have_no_answers(judge: StatementJudge) -> None:
    assert judge.judge([]).shape == (0, len(Label))


def test_what_was_done_and_what_was_not_speak_in_opposite_ways(judge: StatementJudge) -> None:
    found = np.exp(judge.judge(PAIRS[:2]))
    ways = (StatementDirection.FOR, StatementDirection.AGAINST)
    done, against = ([label.direction is direction for label in Label] for direction in ways)
    assert found[0, done].sum() > found[0, against].sum()
    assert found[1, done].sum() < found[1, against].sum()


def test_a_pair_is_cut_from_the_sentence_not_from_the_duty() -> None:
    tokenizer = PairTokenizer(read_encoder_files().tokenizer)
    ids, duty = tokenizer.tokens(PAIRS[3])
    assert len(ids) == 160
    assert ids[:duty] == tokenizer.tokens(PAIRS[0])[0][:duty]
    assert ids[-1] == ids[duty - 1] == 102  # both parts are closed


@pytest.mark.parametrize(
    ("clause", "sentence"),
    [
        (
            "Alpha shall demolish ten of its eleven guard posts.",
            "Alpha demolished ten guard posts.",
        ),
        ("Alpha shall release all prisoners of war.", "Alpha has released all prisoners of war."),
        ("Alpha shall appoint the ten governors.", "Alpha appointed the ten governors."),
    ],
)
def test_what_a_plain_sentence_in_the_clause_s_own_words_says_is_that_it_was_done(
    judge: StatementJudge, clause: str, sentence: str
) -> None:
    found = np.exp(judge.judge([JudgedPair(f"state | Alpha | {clause}", "", sentence)])[0])
    unrelated = list(Label).index(Label.UNRELATED)
    assert found[unrelated] < 0.05  # it was .97 before plain sentences were learnt
    assert found[list(Label).index(Label.DONE)] > 0.8


def test_as_many_of_the_known_faults_come_out_right_as_were_measured(
    judge: StatementJudge,
) -> None:
    rows = list(faults())
    answers = judge.judge(fault_pairs(rows)).argmax(axis=1).tolist()
    right = [
        list(Label)[answer].direction is Label(row.label).direction
        for row, answer in zip(rows, answers, strict=True)
    ]
    own = [row.own for row in rows]
    assert sum(ok for ok, found in zip(right, own, strict=True) if found) >= 35
    assert sum(ok for ok, found in zip(right, own, strict=True) if not found) >= 240


def test_odds_of_bearing_are_those_against_no_relation() -> None:
    chances = np.full((1, len(Label)), 0.02)
    chances[0, list(Label).index(Label.UNRELATED)] = 0.8
    assert bearing_odds(np.log(chances)) == pytest.approx([np.log(0.2 / 0.8)])
