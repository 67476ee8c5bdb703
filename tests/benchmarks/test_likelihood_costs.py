"""What likelihood ratios cost, against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.likelihood_costs import (
    cost_of_ratios,
    error_of_perfect_chances,
    least_cost_of_ratios,
    ratio_of_reading,
)
from servanda.evidence.statements.reader_shares import CORPUS_SHARES
from servanda.records import Label, ObligationKind


def test_ratios_that_say_nothing_cost_one_bit() -> None:
    assert cost_of_ratios([0.0, 0.0], [True, False]) == pytest.approx(1.0)


def test_sure_and_right_costs_nothing_and_sure_and_wrong_costs_its_ratio() -> None:
    assert cost_of_ratios([40.0, -40.0], [True, False]) == pytest.approx(0.0, abs=1e-12)
    assert cost_of_ratios([-20.0, 20.0], [True, False]) == pytest.approx(20.0 / np.log(2.0))


def test_a_scale_is_mended_by_the_fit_and_a_wrong_order_is_not() -> None:
    rng = np.random.default_rng(1)
    truths = (rng.random(4000) < 0.5).tolist()
    natural = [rng.normal(2.0 if true else -2.0, 2.0) for true in truths]  # log odds, well scaled
    cost, least = cost_of_ratios(natural, truths), least_cost_of_ratios(natural, truths)
    assert 0.0 <= cost - least < 0.03
    tripled = [3.0 * one for one in natural]
    assert cost_of_ratios(tripled, truths) > least + 0.1
    assert least_cost_of_ratios(tripled, truths) == pytest.approx(least)
    turned = [-one for one in natural]
    assert least_cost_of_ratios(turned, truths) == pytest.approx(1.0, abs=0.01)


def test_perfect_chances_seem_off_where_there_are_few() -> None:
    few, many = (error_of_perfect_chances([0.7] * size, 1) for size in (10, 4000))
    assert many < 0.01 < few < 0.2
    assert error_of_perfect_chances([], 1) == 0.0


def test_the_usual_shares_say_nothing_and_no_reading_says_more_than_its_errors_allow() -> None:
    shares = CORPUS_SHARES.by_kind[ObligationKind.STATE]
    usual = dict.fromkeys(Label, 0.0) | {
        Label.DONE: shares.favourable, Label.NOT_DONE: shares.against,
    }  # fmt: skip
    assert ratio_of_reading(list(usual.values()), ObligationKind.STATE) == pytest.approx(0.0)
    sure = [float(label is Label.VIOLATED) for label in Label]
    most = np.log(CORPUS_SHARES.largest_ratio)
    assert ratio_of_reading(sure, ObligationKind.ABSTAIN) == pytest.approx(-most)
