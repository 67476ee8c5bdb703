"""What the interval takes apart of the number: which texts were read rightly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servanda.assessment import DEFAULT_PRIORS, BetaSampler
from servanda.assessment.filters.report_likelihoods import reports_from
from servanda.assessment.inference.duty_inference import DutyEvidence, DutyModel
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.posterior import posterior, probability
from servanda.assessment.inference.prior_uncertainty import PriorSpread
from servanda.assessment.inference.wrong_source_model import with_plausible_days
from servanda.assessment.interval.reading_doubt import masses_by_reading
from servanda.assessment.model.questions import Question, met_values
from servanda.records import Evidence, ObligationKind, Tie, TieKind, terms_in_force
from tests.builders import START, count_report, obligation

LAST = START + timedelta(days=60)
FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
EVENT = {"kind": ObligationKind.ABSTAIN, "preserve": 0, "count": None}
TOLD = (0.02, 0.9)  # of no event, of one


def part(evidence: Sequence[Evidence], **changes: Any) -> DutyEvidence:
    duty = obligation(**changes)
    question = Question(duty, terms_in_force(duty, LAST, LAST), LAST, DEFAULT_PRIORS)
    return DutyEvidence(question, with_plausible_days(question, reports_from(evidence)))


def of_number(done: int, sites: int, **changes: Any) -> Evidence:
    right = tuple(0.9 if number == done else 0.01 for number in range(sites + 1))
    return count_report(right, LAST, **changes)


@st.composite
def items(draw: st.DrawFn, sites: int, duty: str = "surface") -> list[Evidence]:
    """Up to five items of up to three origins, some dated, some with a reader's own doubt."""
    made = []
    for place in range(draw(st.integers(1, 5))):
        days = draw(st.integers(1, 60))
        when = START + timedelta(days=days)
        item = of_number(
            draw(st.integers(0, sites)),
            sites,
            id=f"{duty} {place}",
            obligation=duty,
            origin=draw(st.sampled_from("abc")),
            score=draw(st.sampled_from([0.3, 0.6, 0.9, 1.0])),
            came_about=when if draw(st.booleans()) else None,
        )
        if draw(st.booleans()):
            left = draw(st.floats(0.05, 0.9))
            item = replace(
                item,
                if_misread=tuple(
                    tuple(left * value for value in half)
                    for half in ((0.01,) * (sites + 1), item.if_wrong)
                ),
            )
        made.append(replace(item, times=replace(item.times, happened=replace(
            item.times.happened, start=when, end=when))))  # fmt: skip
    return made


def check_mean(model: DutyModel) -> None:
    cache, wanted = MassCache(), met_values(model.question)
    masses = masses_by_reading(model, cache)
    weights = masses.sum(axis=1) / masses.sum()
    numbers = (masses @ wanted) / np.maximum(masses.sum(axis=1), 1e-300)
    assert masses.min() >= 0.0
    assert weights @ numbers == pytest.approx(probability(model, wanted, cache), abs=1e-9)


@FEW
@given(items(3))
def test_the_mean_over_readings_is_the_number(evidence: list[Evidence]) -> None:
    check_mean(DutyModel(part(evidence, count=3, preserve=0, reversible=False)))


@FEW
@given(items(3, "whole"), items(2, "half"))
def test_so_it_is_of_tied_duties(whole: list[Evidence], half: list[Evidence]) -> None:
    sites = {"preserve": 0, "aspect": None, "reversible": False}
    parts = part(whole, id="whole", count=3, **sites), part(half, id="half", count=2, **sites)
    check_mean(DutyModel(parts[0], (parts[1],), (Tie("whole", "half", TieKind.PART),)))


def test_each_reading_is_the_number_as_if_it_were_known() -> None:
    item = count_report(TOLD, LAST, score=0.6)
    doubted, certain, silent = (
        DutyModel(part(evidence, **EVENT)) for evidence in ([item], [replace(item, score=1.0)], [])
    )
    wanted, cache = met_values(doubted.question), MassCache()
    rightly, misread = masses_by_reading(doubted, cache)
    for masses, model in ((rightly, certain), (misread, silent)):
        expected = probability(model, wanted, MassCache())
        assert masses @ wanted / masses.sum() == pytest.approx(expected, abs=1e-12)
    # The odds of a right reading: six to four, times how well the text fits what is so.
    flat = 0.5
    heard = probability(silent, wanted, MassCache())
    fits = 0.9 * (heard * TOLD[0] + (1.0 - heard) * TOLD[1]) + 0.1 * flat
    odds = 0.6 * fits / (0.4 * flat)
    assert rightly.sum() / misread.sum() == pytest.approx(odds, rel=1e-9)


def test_two_readings_are_four_numbers() -> None:
    doubts = [
        count_report(TOLD, LAST, id="one", origin="one", score=0.6),
        count_report((0.8, 0.1), LAST, id="other", origin="other", score=0.3),
    ]
    model = DutyModel(part(doubts, **EVENT))
    wanted, masses = met_values(model.question), masses_by_reading(model, MassCache())
    known = []
    for rightly in ((True, True), (True, False), (False, True), (False, False)):
        read = [
            replace(doubt, score=1.0) for doubt, true in zip(doubts, rightly, strict=True) if true
        ]
        known.append(probability(DutyModel(part(read, **EVENT)), wanted, MassCache()))
    found = sorted(masses @ wanted / masses.sum(axis=1))
    np.testing.assert_allclose(found, sorted(known), atol=1e-12)


def test_the_interval_holds_the_number_as_if_the_text_were_known_to_be_read_rightly() -> None:
    item = count_report(TOLD, LAST, score=0.6)
    model = DutyModel(part([item], **EVENT))
    wanted, cache = met_values(model.question), MassCache()
    certain = DutyModel(part([replace(item, score=1.0)], **EVENT))
    belief = posterior(model, BetaSampler(256, 1), cache)
    found = PriorSpread(model, cache).interval(belief, wanted)
    assert found.low < probability(certain, wanted, MassCache())
    silent = probability(DutyModel(part([], **EVENT)), wanted, MassCache())
    assert silent < found.high


@pytest.mark.parametrize("changes", [{"reviewed": True}, {"score": 1.0}, {"claim": None}])
def test_what_is_not_in_doubt_is_not_taken_apart(changes: dict[str, Any]) -> None:
    item = replace(count_report(TOLD, LAST, score=0.6), **changes)
    assert len(masses_by_reading(DutyModel(part([item], **EVENT)), MassCache())) == 1


def test_only_the_most_telling_are_taken_apart() -> None:
    plain = [count_report(TOLD, LAST, id=f"{n}", origin=f"{n}", score=0.99) for n in range(5)]
    vague = count_report((0.5, 0.5), LAST, id="vague", origin="vague", score=0.5)
    doubtful = count_report(TOLD, LAST, id="doubtful", origin="doubtful", score=0.5)
    without = DutyModel(part(plain, **EVENT))
    model = DutyModel(part([*plain, vague, doubtful], **EVENT))
    masses = masses_by_reading(model, MassCache())
    assert len(masses) <= 8
    assert len(masses_by_reading(without, MassCache())) <= len(masses)
    wanted = met_values(model.question)
    numbers = masses @ wanted / masses.sum(axis=1)
    known = DutyModel(part([*plain, vague, replace(doubtful, reviewed=True, score=1.0)], **EVENT))
    assert min(numbers) <= probability(known, wanted, MassCache())
