"""The measures of a check, against a script of its own that others score readers by."""

from __future__ import annotations

import importlib.util
import math
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from servanda.evidence import check_reader, shares_of
from servanda.evidence.reader_check.check import largest_error_rate
from servanda.evidence.statements.reader_shares import CORPUS_SHARES
from servanda.records import (
    Label,
    LabelledSentence,
    MeasuredShares,
    ObligationKind,
    ReaderCheck,
    Statement,
    StatementDirection,
)
from tests.builders import obligation
from tests.evidence.reader_check.readings import labelled, read

DUTIES = [obligation()]
NAMES = "abcdefghijklmnopqrstuvwxyz"
LABELS = list(Label)


def check(*pairs: tuple[LabelledSentence, Statement | None]) -> ReaderCheck:
    said = [(row.sentence, statement) for row, statement in pairs if statement is not None]
    return check_reader([row for row, _ in pairs], said, DUTIES)


def random_pairs(seed: int, number: int) -> list[tuple[LabelledSentence, Statement | None]]:
    """Sentences of words of their own, each with a label and mostly with a reading."""
    draw = np.random.default_rng(seed)
    pairs: list[tuple[LabelledSentence, Statement | None]] = []
    for n in range(number):
        sentence = " ".join(f"{letter}{n}" for letter in NAMES[:8])
        gold = LABELS[draw.integers(len(LABELS))]
        row = labelled(sentence, gold, count=float(draw.integers(3)) if n % 2 else None)
        p = np.round(draw.dirichlet(np.full(len(LABELS), 0.3)), 2)
        p[LABELS.index(gold)] += 1.0 - p.sum()
        best = LABELS[int(p.argmax())]
        count = float(draw.integers(3)) if n % 3 else None
        chances = dict(zip(LABELS, p.tolist(), strict=True))
        pairs.append((row, read(chances, best, count=count) if n % 7 else None))
    return pairs


@pytest.fixture(scope="module")
def script(shared_dir: Path) -> Any:
    path = shared_dir / "tools" / "score_statements.py"
    spec = importlib.util.spec_from_file_location("score_statements", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("seed", range(5))
def test_every_measure_is_that_of_the_script(script: Any, seed: int) -> None:
    pairs = random_pairs(seed, 120)
    gold = [
        {"document": "page.html", "sentence": row.sentence, "duty": row.obligation,
         "label": row.label.value, "count": row.count}
        for row, _ in pairs
    ]  # fmt: skip
    told = {
        ("page", "surface"): [
            {"text": row.sentence, "label": said.label.value,
             "p": {label.value: chance for label, chance in zip(Label, said.p, strict=True)},
             "count": None if said.count is None else {"value": said.count.value}}
            for row, said in pairs if said is not None
        ]
    }  # fmt: skip
    wanted = script.measured(gold, [script.predicted(row, told) for row in gold])
    found = check(*pairs)
    assert found.rows == wanted["rows"]
    assert found.bearing == wanted["bearing"]
    for value, key in (
        (found.average_precision, "average_precision"),
        (found.precision_at_recall, "precision_at_recall_70"),
        (found.direction_given, "direction_relevance_given"),
        (found.best_constant, "best_constant_direction"),
        (found.mean_recall, "mean_recall_relevance_given"),
        (found.calibration_error, "ece_of_read"),
    ):
        assert value == pytest.approx(wanted[key], abs=6e-4), key
    for row in found.directions:
        assert [row.right, row.said] == wanted["right_of_said"][row.direction.value]
        assert [row.right, row.wanted] == wanted["found_of_wanted"][row.direction.value]
    assert [found.counts_right, found.counts] == wanted["counts_right"]


def test_nothing_that_bears_leaves_measures_undefined() -> None:
    found = check((labelled("It rained all day.", Label.UNRELATED), None))
    assert (found.rows, found.bearing, found.without_statement) == (1, 0, 1)
    assert found.average_precision is found.direction_given is found.calibration_error is None
    assert found.error_rate is None
    assert found.by_kind[ObligationKind.STATE].part == pytest.approx(
        CORPUS_SHARES.by_kind[ObligationKind.STATE].part
    )
    assert found.number_share == pytest.approx(CORPUS_SHARES.counts_right)


def test_only_sure_readings_of_a_direction_tell_how_often_it_errs() -> None:
    sure = read({Label.DONE: 0.95}, Label.DONE)
    planned = read({Label.INTENDED: 0.99}, Label.INTENDED)
    unsure = read({Label.DONE: 0.6}, Label.DONE)
    found = check(
        (labelled("one post is gone now", Label.DONE), sure),
        (labelled("two posts are gone now", Label.NOT_DONE), sure),
        (labelled("three posts are gone now", Label.UNRELATED), sure),
        (labelled("four posts are gone now", Label.DONE), unsure),
        (labelled("five posts are gone now", Label.DONE), planned),
    )
    assert (found.sure, found.sure_wrong) == (3, 2)


@pytest.mark.parametrize(("wrong", "of"), [(0, 10), (25, 159), (3, 40), (1, 2), (0, 1)])
def test_so_few_errors_would_be_rare_at_the_bound(wrong: int, of: int) -> None:
    """Clopper and Pearson (1934): the sum of the binomial's lower tail, written out."""
    bound = largest_error_rate(wrong, of)
    tail = sum(math.comb(of, k) * bound**k * (1.0 - bound) ** (of - k) for k in range(wrong + 1))
    assert bound == 0.5 or tail == pytest.approx(0.1, abs=1e-9)


def test_a_reader_that_is_always_wrong_is_worth_nothing() -> None:
    sure = read({Label.DONE: 0.95}, Label.DONE)
    rows = [labelled(f"post {n} is gone now", Label.NOT_DONE) for n in range(9)]
    found = check(*((row, sure) for row in rows))
    assert found.error_rate == 0.5
    measured = MeasuredShares("fake/1", "a", date(2020, 1, 1), 9, found.by_kind, 0.5, 0.8)
    assert shares_of(measured).largest_ratio == 1.0


def test_shares_follow_what_is_labelled_and_never_vanish() -> None:
    rows = [labelled(f"post {n} is gone now", Label.NOT_DONE) for n in range(990)]
    found = check(*((row, None) for row in rows)).by_kind[ObligationKind.STATE]
    assert found.against > 0.99
    assert found.favourable > 0.0
    assert found.part > 0.0
    total = sum(found.of(direction) for direction in list(StatementDirection)[:3])
    assert total == pytest.approx(1.0)
