"""What the interval holds for a text that a machine has missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.assessment import BetaSampler
from servanda.assessment.filters.report_likelihoods import reports_from
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.posterior import posterior
from servanda.assessment.inference.prior_uncertainty import PriorSpread
from servanda.assessment.interval.missed_text import MissedText, missed_text, with_missed_text
from servanda.assessment.model.questions import met_values
from servanda.records import Evidence, Interval
from tests.assessment.inference.test_prior_uncertainty import asked
from tests.builders import DEADLINE, count_report

DONE = tuple(0.98 if k == 10 else 0.002 for k in range(12))
NUMBERS = st.lists(st.floats(-60.0, 60.0), min_size=1, max_size=8)


@given(NUMBERS, st.floats(0.0, 1.0), st.floats(0.5, 0.999))
def test_the_mean_stays_the_number(numbers: list[float], chance: float, right: float) -> None:
    centres, weights = np.array(numbers), np.full(len(numbers), 1.0 / len(numbers))
    wider, shares = with_missed_text(centres, weights, MissedText(chance, right))

    def met(decibans: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> object:
        return 1.0 / (1.0 + 10.0 ** (-decibans / 10.0))

    assert shares.sum() == pytest.approx(1.0, abs=1e-12)
    assert shares @ met(wider) == pytest.approx(weights @ met(centres), abs=1e-9)


def test_a_text_counts_as_bayes_has_it() -> None:
    wider, shares = with_missed_text(np.array([0.0]), np.ones(1), MissedText(0.4, 0.9))
    assert wider == pytest.approx([0.0, 9.5424, -9.5424], abs=1e-4)
    assert shares == pytest.approx([0.6, 0.2, 0.2], abs=1e-12)


def interval(item: Evidence) -> Interval:
    model, cache = asked(item), MassCache()
    belief = posterior(model, BetaSampler(64, 1), cache)
    return PriorSpread(model, cache).interval(belief, met_values(model.question))


def test_who_has_read_all_has_missed_nothing() -> None:
    item = count_report(DONE, DEADLINE + timedelta(days=1), score=0.999)
    by_hand = replace(item, reviewed=True, score=1.0)
    assert missed_text(reports_from([by_hand])) is None
    found = missed_text(reports_from([item]))
    assert found is not None
    assert found.right == pytest.approx(item.reliability.mean, abs=1e-9)
    read, reviewed = interval(item), interval(by_hand)
    assert read.low < reviewed.low - 0.02
    assert read.high > reviewed.high
