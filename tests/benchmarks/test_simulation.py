"""The simulator draws what the assessment assumes, and the calibration figures can fail."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from benchmarks.calibration import curve, holm, ranked
from benchmarks.simulated_menus import Menu, menus, site_menu
from benchmarks.simulated_paths import drawn
from benchmarks.simulated_periods import behaviour_of, run_menu
from benchmarks.simulated_worlds import bent
from benchmarks.simulation import KINDS, Case, simulated
from servanda.assessment.duty_kinds.by_kind import value_mass
from servanda.assessment.filters.report_likelihoods import TruthAssignments, reports_from
from servanda.assessment.inference.duty_inference import DutyEvidence, DutyModel
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.reliability_draws import BetaSampler
from servanda.assessment.inference.wrong_source_model import with_plausible_days
from servanda.assessment.model.questions import Question, regime_shares
from servanda.evidence.trust.sides import Side
from tests.builders import START, count_report


def a_case(kind: str, seed: int) -> Case:
    return simulated(kind, np.random.default_rng(seed))


def menus_of(question: Question, side: Side) -> list[Menu]:
    """The ways to speak of a duty."""
    if question.terms.rate is not None:
        return [run_menu(side)]
    return menus(question.obligation, question.terms, side)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("side", Side)
def test_what_a_right_origin_can_say_adds_up_to_one_under_every_value(
    kind: str, side: Side
) -> None:
    asked = a_case(kind, 1).question
    of_sites = [site_menu(asked.terms, side)] if asked.terms.bound is None else []
    for menu in [*menus_of(asked, side), *of_sites]:
        total = np.sum([content.right for content in menu], axis=0)
        np.testing.assert_allclose(total, 1.0, atol=0.02)  # figures end at 20 times a bound


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.startswith("abstain")])
@pytest.mark.parametrize("side", Side)
def test_what_a_wrong_origin_can_say_adds_up_to_one(kind: str, side: Side) -> None:
    asked = a_case(kind, 1).question
    for menu in menus_of(asked, side):
        np.testing.assert_allclose(sum(content.wrong for content in menu), 1.0, atol=0.01)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_draws_the_same_case(kind: str) -> None:
    assert a_case(kind, 5) == a_case(kind, 5)


@pytest.mark.parametrize("kind", KINDS)
def test_paths_drawn_one_by_one_have_the_distribution_that_is_summed(kind: str) -> None:
    question = a_case(kind, 3).question
    rng = np.random.default_rng(11)
    steps = [START + timedelta(days=days) for days in (40, 500)]
    number = 800
    found = np.zeros(len(_prior(replace(question, on=steps[-1]))))
    for _ in range(number):
        behaviour = behaviour_of(question, rng)
        regime = drawn(behaviour.regimes(0.5), rng)
        begun = behaviour.walk.begin(regime, rng)
        hidden = behaviour.from_then(begun, START, regime, steps, rng)
        found[hidden.value(steps[-1])] += 1
    # A look that says nothing makes the sums step on the same days as the paths.
    summed = _prior(replace(question, on=steps[-1]), through=steps[0])
    error = np.sqrt(summed * (1.0 - summed) * number) + 1.0
    assert (np.abs(found - number * summed) < 4.5 * error).all()


def _prior(question: Question, through: object = None) -> np.ndarray:
    """(value,) chances, if bearers keep their word half of the time."""
    size = len(value_mass(question, (), TruthAssignments(()))[0, 0])
    flat = ()
    if through is not None:
        item = count_report((1.0,) * size, through, if_wrong=(1.0,) * size)  # type: ignore[arg-type]
        flat = reports_from((item,))
    mass = value_mass(question, flat, TruthAssignments(()))[0]
    shares = regime_shares(question).mean(axis=0)
    chances = shares @ np.broadcast_to(mass, (len(shares), size))
    return np.asarray(chances / chances.sum())


def test_an_origin_that_the_others_refute_is_believed_less_by_the_same_draws() -> None:
    case = a_case("act", 2)
    items = [
        count_report((0.02, 0.98), START + timedelta(days=60), id=name, origin=name)
        for name in ("a", "b", "c")
    ]
    odd = count_report((0.98, 0.02), START + timedelta(days=60), id="odd", origin="odd")
    part = DutyEvidence(
        case.question, with_plausible_days(case.question, reports_from([*items, odd]))
    )
    draws = BetaSampler(512, 0)
    totals = DutyModel(part).marginal_samples(draws, MassCache()).sum(axis=1)
    weights = totals / totals.sum()
    assert weights @ part.trust("odd", draws) < 0.88 < 0.9 < weights @ part.trust("a", draws)


@pytest.mark.parametrize(
    "kind",
    ["act", "rate, at least", "abstain, watched in silence", "tied, a part", "tied, implied"],
)
def test_ranks_of_a_few_cases_are_no_surprise(kind: str) -> None:
    ranks = ranked(kind, 80)
    for values in (ranks.value, ranks.keeps, ranks.trust[~np.isnan(ranks.trust)]):
        assert abs(values.mean() - 0.5) < 4.0 * np.sqrt(1.0 / 12.0 / len(values))


def test_a_curve_of_what_is_so_lies_in_its_band_and_one_of_boasts_does_not() -> None:
    rng = np.random.default_rng(4)
    chance = rng.beta(1.0, 1.0, 2000)
    met = (rng.random(2000) < chance).astype(np.float64)
    boasts = chance**0.5 / (chance**0.5 + (1.0 - chance) ** 2)
    assert curve(chance, met).inside
    assert not curve(boasts, met).inside


def test_bent_worlds_differ_and_are_drawn_from_their_seed() -> None:
    first, again, other = (bent(np.random.default_rng(seed)) for seed in (0, 0, 1))
    assert first == again != other


def test_the_p_of_a_family_is_adjusted_for_its_tests() -> None:
    np.testing.assert_allclose(holm([0.01, 0.04, 0.03, 0.005]), [0.03, 0.06, 0.06, 0.02])
    assert holm([0.6, 0.9]) == [1.0, 1.0]
