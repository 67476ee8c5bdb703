"""The interval covers what is assumed, and only that."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest

from servanda.assessment import DEFAULT_PRIORS, BetaSampler, Priors
from servanda.assessment.filters.report_likelihoods import reports_from
from servanda.assessment.inference.duty_inference import DutyEvidence, DutyModel
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.posterior import (
    posterior,
    probability,
)
from servanda.assessment.inference.prior_uncertainty import PriorSpread, _settings
from servanda.assessment.inference.wrong_source_model import with_plausible_days
from servanda.assessment.model.questions import Question, met_values
from servanda.records import Bound, BoundDirection, Evidence, ObligationKind, terms_in_force
from tests.builders import DEADLINE, START, count_report, obligation

LAST = START + timedelta(days=60)
DONE = tuple(0.98 if k == 10 else 0.002 for k in range(12))
CAP = Bound(BoundDirection.AT_MOST, 300.0)


def asked(*evidence: Evidence, priors: Priors = DEFAULT_PRIORS, **changes: Any) -> DutyModel:
    duty = obligation(**changes)
    question = Question(duty, terms_in_force(duty, LAST, LAST), LAST, priors)
    return DutyModel(DutyEvidence(question, with_plausible_days(question, reports_from(evidence))))


def test_assumptions_widen_the_interval_on_both_sides() -> None:
    model = asked(count_report(DONE, DEADLINE))
    cache, wanted = MassCache(), met_values(model.question)
    belief = posterior(model, BetaSampler(64, 1), cache)
    drawn, whole = belief.interval(wanted), PriorSpread(model, cache).interval(belief, wanted)
    assert 0.0 <= whole.low < drawn.low < drawn.high < whole.high <= 1.0


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"deadline": None},
        {"kind": ObligationKind.ABSTAIN, "preserve": 0, "count": None},
        {"kind": ObligationKind.LEVEL, "preserve": 0, "count": None, "bound": CAP},
    ],
)
def test_every_assumption_that_moves_a_number_is_among_the_settings(changes: Any) -> None:
    model = asked(**changes)
    wanted = met_values(model.question)
    base = probability(model, wanted, MassCache())
    settings = _settings(model.question)
    drawn_over = {"keeps", "breaks", "aspect_differs", "aspect_agrees"}
    for one in fields(DEFAULT_PRIORS):
        value = getattr(DEFAULT_PRIORS, one.name)
        if not isinstance(value, float) or one.name in drawn_over:
            continue
        changed: dict[str, Any] = {one.name: value * 0.9}
        moved = asked(priors=replace(DEFAULT_PRIORS, **changed), **changes)
        if abs(probability(moved, wanted, MassCache()) - base) > 1e-9:
            assert any(getattr(setting, one.name) != value for setting in settings), one.name
