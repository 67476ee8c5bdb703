"""An assumption that a number never reads is not tried, and would not have moved it."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest

from servanda.assessment import DEFAULT_PRIORS, sensitivity
from servanda.assessment.explanation.sensitivity import _ranges
from servanda.assessment.inference.point_posteriors import point_posteriors
from servanda.assessment.model.watched_priors import WatchedPriors
from servanda.records import Bound, BoundDirection, CaseEvidence, ObligationKind
from tests.builders import START, case, count_report, obligation

ON = START + timedelta(days=60)
PLAIN: dict[str, Any] = {"count": None, "preserve": 0, "aspect": None, "verification": None}
DUTIES = {
    "state": obligation(id="d"),
    "act": obligation(id="d", kind=ObligationKind.ACT, **PLAIN),
    "abstain": obligation(id="d", kind=ObligationKind.ABSTAIN, **{**PLAIN, "deadline": None}),
    "level": obligation(
        id="d", kind=ObligationKind.LEVEL, bound=Bound(BoundDirection.AT_MOST, 300.0), **PLAIN
    ),
}


def known(kind: str) -> CaseEvidence:
    duty = DUTIES[kind]
    values = {"state": 12, "act": 2, "abstain": 2}.get(kind)
    other = obligation(id="other", aspect="underground", count=10)
    if values is None:
        items: tuple[Any, ...] = ()
    else:
        right = tuple(0.1 + 0.8 * value / (values - 1) for value in range(values))
        items = (count_report(right, START + timedelta(days=30), id="d/e", obligation="d"),)
    return CaseEvidence(case(duty, other), ON, ON, items, {}, {})


@pytest.mark.parametrize("kind", DUTIES)
def test_what_is_shown_is_what_trying_every_assumption_shows(kind: str) -> None:
    found = known(kind)
    base = point_posteriors(found, DEFAULT_PRIORS)["d"].probability
    moved = set()
    for name, _, low, high in _ranges(DEFAULT_PRIORS):
        for value in (low, high):
            changed: dict[str, Any] = {name: value}
            priors = replace(DEFAULT_PRIORS, **changed)
            if abs(point_posteriors(found, priors)["d"].probability - base) > 1e-9:
                moved.add(name)
    shown = sensitivity(found, "d")
    assert {row.prior for row in shown} == moved
    assert moved


def test_asking_for_a_field_is_noted_and_comparing_is_not() -> None:
    watched = WatchedPriors.of(DEFAULT_PRIORS)
    assert watched != DEFAULT_PRIORS
    assert {watched: 1}[watched] == 1
    assert watched.asked == set()
    assert watched.late == DEFAULT_PRIORS.late
    assert watched.asked == {"late"}
    other = watched.with_values(late=0.6)
    assert watched.asked == {"late"}
    assert (other.late, other.partly) == (0.6, DEFAULT_PRIORS.partly)
    assert watched.asked == {"late", "partly"}
    everything = replace(watched, late=0.5)
    assert everything.late == 0.5
    assert watched.asked == {field.name for field in fields(DEFAULT_PRIORS)}
