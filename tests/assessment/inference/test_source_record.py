"""What a source's record teaches, against the integral it stands for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from servanda.assessment import BetaSampler, assess
from servanda.assessment.inference.point_posteriors import point_posteriors
from servanda.assessment.inference.source_record import LEAST_SETTLED, update_reliability
from servanda.records import CaseEvidence, Evidence, Reliability, StatementOutcome
from tests.builders import START, case, count_report, obligation

LAST = START + timedelta(days=60)
BLAST = date(2018, 11, 20)
PRIOR = Reliability(7.0, 3.0, "letter C", "own side, says kept")
DECIBANS = st.lists(st.floats(min_value=-15.0, max_value=15.0), max_size=5)
DONE, NOT_DONE = (0.01, 0.01, 0.98), (0.49, 0.49, 0.02)


def statements(decibans: list[float]) -> list[StatementOutcome]:
    return [StatementOutcome(f"duty-{n}", value) for n, value in enumerate(decibans)]


@given(DECIBANS)
def test_mean_and_variance_are_those_of_the_exact_posterior(decibans: list[float]) -> None:
    def density(chance: float, power: int) -> float:
        value = chance ** (PRIOR.right - 1 + power) * (1 - chance) ** (PRIOR.wrong - 1)
        for one in decibans:
            value *= chance * 10 ** (one / 10) + 1 - chance
        return value

    whole, first, second = (
        quad(density, 0, 1, args=(power,), epsabs=0, epsrel=1e-11)[0] for power in (0, 1, 2)
    )
    found = update_reliability(PRIOR, statements(decibans))
    size = found.right + found.wrong
    mean, square = first / whole, second / whole
    assert found.mean == pytest.approx(mean, rel=1e-7)
    assert found.mean * (1 - found.mean) / (size + 1) == pytest.approx(square - mean**2, rel=1e-5)


@given(st.integers(min_value=0, max_value=6))
def test_statements_left_open_teach_nothing(number: int) -> None:
    found = update_reliability(PRIOR, statements([0.0] * number))
    assert found.right == pytest.approx(PRIOR.right, rel=1e-9)
    assert found.wrong == pytest.approx(PRIOR.wrong, rel=1e-9)


@given(DECIBANS)
def test_the_order_of_statements_does_not_matter(decibans: list[float]) -> None:
    one, other = (
        update_reliability(PRIOR, statements(decibans)),
        update_reliability(PRIOR, statements(decibans[::-1])),
    )
    assert one.mean == pytest.approx(other.mean, rel=1e-12)


def says(duty: str, right: tuple[float, ...], origin: str, kind: str, letter: float) -> Evidence:
    trust = Reliability(10.0 * letter, 10.0 - 10.0 * letter, "test", kind)
    item = count_report(right, BLAST, id=f"{duty}/{origin}/{right[-1]}", origin=origin)
    return replace(item, obligation=duty, reliability=trust)


def known(*evidence: Evidence) -> CaseEvidence:
    names = sorted({item.obligation for item in evidence})
    duties = [obligation(id=name, count=2, preserve=0) for name in names]
    return CaseEvidence(case(*duties), LAST, LAST, evidence, {}, {})


def last_met(*evidence: Evidence) -> float:
    return point_posteriors(known(*evidence))["last"].probability


def everywhere(
    right: tuple[float, ...], origin: str, kind: str, letter: float, times: int = LEAST_SETTLED
) -> list[Evidence]:
    """The same said of so many other duties."""
    return [says(f"duty-{n:02}", right, origin, kind, letter) for n in range(times)]


CLAIM = says("last", DONE, "north", "own side, says kept", 0.7)


def test_who_was_refuted_on_twenty_duties_is_believed_less_on_another() -> None:
    boasts = everywhere(DONE, "north", "own side, says kept", 0.7)
    refuted = last_met(CLAIM, *boasts, *everywhere(NOT_DONE, "inspectors", "", 0.95))
    borne_out = last_met(CLAIM, *boasts, *everywhere(DONE, "inspectors", "", 0.95))
    unsettled = last_met(CLAIM, *boasts)
    assert unsettled == pytest.approx(last_met(CLAIM), rel=1e-12)
    assert refuted < unsettled - 0.01
    assert borne_out > unsettled + 0.005


def test_what_fewer_than_twenty_duties_teach_is_not_used() -> None:
    fewer = LEAST_SETTLED - 1
    boasts = everywhere(DONE, "north", "own side, says kept", 0.7, fewer)
    inspectors = everywhere(NOT_DONE, "inspectors", "", 0.95, fewer)
    assert last_met(CLAIM, *boasts, *inspectors) == last_met(CLAIM)


def test_a_record_of_one_kind_of_statement_says_nothing_of_another() -> None:
    about_others = everywhere(DONE, "north", "other side, says kept", 0.7)
    inspectors = everywhere(NOT_DONE, "inspectors", "", 0.95)
    assert last_met(CLAIM, *about_others, *inspectors) == pytest.approx(last_met(CLAIM))


def test_what_was_learnt_is_listed_with_the_statements_behind_it() -> None:
    boast = says("first", DONE, "north", "own side, says kept", 0.7)
    inspectors = says("first", NOT_DONE, "inspectors", "", 0.95)
    (record,) = assess(known(boast, inspectors), BetaSampler(32, 1)).sources
    assert (record.origin, record.kind) == ("north", "own side, says kept")
    assert record.learnt.mean < record.prior.mean == pytest.approx(0.7)
    assert [one.obligation for one in record.statements] == ["first"]
    assert record.statements[0].decibans < -3.0
