"""Coupled duties against a slow and obvious sum over every intent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from servanda.assessment import BetaSampler, assess
from servanda.assessment.filters.report_likelihoods import reports_from
from servanda.assessment.inference.duty_inference import DutyEvidence, DutyModel
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.posterior import posterior
from servanda.assessment.inference.shared_intent import have_shared_intent
from servanda.assessment.inference.wrong_source_model import with_plausible_days
from servanda.assessment.model.priors import DEFAULT_PRIORS
from servanda.assessment.model.questions import Question, met_values
from servanda.records import CaseEvidence, Evidence, Obligation, Status, terms_in_force
from tests.builders import START, case, count_report, obligation

LAST = START + timedelta(days=60)
CHANCES = st.floats(min_value=0.05, max_value=0.95)
BLAST = date(2018, 11, 20)


def aspect(name: str) -> Obligation:
    return obligation(id=name, aspect=name, count=2, preserve=0)


def part(name: str, reports: Sequence[Evidence]) -> DutyEvidence:
    duty = aspect(name)
    question = Question(duty, terms_in_force(duty, LAST, LAST), LAST, DEFAULT_PRIORS)
    return DutyEvidence(question, with_plausible_days(question, reports_from(reports)))


@st.composite
def parts(draw: st.DrawFn) -> tuple[DutyEvidence, ...]:
    """Two to four coupled duties with up to two reports each."""
    names = ["surface", "underground", "slits", "personnel"]
    made = []
    for name in names[: draw(st.integers(min_value=2, max_value=4))]:
        reports = [
            count_report(tuple(draw(st.lists(CHANCES, min_size=3, max_size=3))), BLAST, id=f"e{n}")
            for n in range(draw(st.integers(min_value=0, max_value=2)))
        ]
        made.append(part(name, reports))
    return tuple(made)


def by_every_intent(own: DutyEvidence, others: Sequence[DutyEvidence]) -> np.ndarray:
    """(value,) of the first duty: the chance of acting otherwise integrated on a fine grid.

    Each of the masses is (intent, value).
    """
    cache = MassCache()
    masses = [part.marginal_at_mean_reliability(cache)[0] for part in (own, *others)]
    quantiles = (np.arange(20_000) + 0.5) / 20_000
    chances = beta.ppf(quantiles, DEFAULT_PRIORS.aspect_differs, DEFAULT_PRIORS.aspect_agrees)
    total = np.zeros(masses[0].shape[1])
    for general, *intents in product((0, 1), repeat=1 + len(masses)):
        differing = sum(intent != general for intent in intents)
        weight = np.mean(chances**differing * (1 - chances) ** (len(intents) - differing))
        others_mass = np.prod([m[i].sum() for m, i in zip(masses[1:], intents[1:], strict=True)])
        total += 0.5 * weight * others_mass * masses[0][intents[0]]
    return total / total.sum()


@settings(max_examples=15)
@given(parts())
def test_coupled_duties_equal_the_sum_over_every_intent(made: tuple[DutyEvidence, ...]) -> None:
    found = DutyModel(made[0], made[1:]).marginal_at_mean_reliability(MassCache())
    slow = by_every_intent(made[0], made[1:])
    np.testing.assert_allclose(found / found.sum(), slow, atol=1e-6)


# The chance that two aspects are of one intent: each acts as its bearer means to, or neither does.
# Of a chance q to act otherwise, which is Beta(4, 8), that is 1 - 2 E[q] + 2 E[q q] =
# 1 - 2 * 4/12 + 2 * (4 * 5) / (12 * 13).
OF_ONE_INTENT = Fraction(23, 39)  # odds of 23 to 16, below two


def odds_of_met(duty: DutyEvidence, others: Sequence[DutyEvidence]) -> float:
    found = DutyModel(duty, others).marginal_at_mean_reliability(MassCache())
    met = float(found @ met_values(duty.question))
    return met / (float(found.sum()) - met)


@settings(max_examples=25)
@given(st.lists(st.tuples(*[st.floats(1e-6, 1.0)] * 3), min_size=1, max_size=3))
def test_a_part_of_which_nobody_reported_does_not_double_its_odds(
    said: list[tuple[float, ...]],
) -> None:
    """However sure the reports on the other part: at most 23/39 to 16/39 comes across."""
    surface = part("surface", [count_report(row, BLAST, id=f"e{n}") for n, row in enumerate(said)])
    underground = part("underground", [])
    moved = odds_of_met(underground, (surface,)) / odds_of_met(underground, ())
    most = float(OF_ONE_INTENT / (1 - OF_ONE_INTENT))
    assert 1.0 / most < moved < most


def test_what_one_part_lends_another_is_worked_by_hand() -> None:
    surface = part("surface", [count_report((0.01, 0.01, 0.98), BLAST)])
    underground = part("underground", [])
    cache = MassCache()
    breaks, keeps = (
        mass.sum() for mass in surface.marginal_at_mean_reliability(cache)[0]
    )  # of the reports, by the intent behind the part that they are on
    same, other = float(OF_ONE_INTENT), float(1 - OF_ONE_INTENT)
    weights = np.array([same * breaks + other * keeps, other * breaks + same * keeps])
    expected = weights @ underground.marginal_at_mean_reliability(cache)[0]
    found = DutyModel(underground, (surface,)).marginal_at_mean_reliability(cache)
    np.testing.assert_allclose(found / found.sum(), expected / expected.sum(), atol=1e-6)


def test_a_report_on_one_aspect_moves_the_other_but_not_as_far() -> None:
    all_done = count_report((0.01, 0.01, 0.98), BLAST)
    surface, underground = part("surface", [all_done]), part("underground", [])
    wanted = met_values(surface.question)
    alone, moved, seen = (
        posterior(one, BetaSampler(64, 1), MassCache()).probability(wanted)
        for one in (
            DutyModel(underground),
            DutyModel(underground, (surface,)),
            DutyModel(surface, (underground,)),
        )
    )
    # Aspects lend each other little: a bearer may do some of one whatever it means to do.
    assert alone + 0.02 < moved < seen - 0.05


def test_a_duty_of_which_nothing_is_known_moves_no_other() -> None:
    surface = part("surface", [count_report((0.01, 0.01, 0.98), BLAST)])
    alone, beside = (
        one.marginal_at_mean_reliability(MassCache())
        for one in (DutyModel(surface), DutyModel(surface, (part("underground", []),)))
    )
    np.testing.assert_allclose(alone / alone.sum(), beside / beside.sum(), rtol=1e-12)


def test_the_exact_value_is_the_mean_over_the_draws() -> None:
    model = DutyModel(
        part("underground", []), (part("surface", [count_report((0.01, 0.01, 0.98), BLAST)]),)
    )
    wanted = met_values(model.question)
    belief = posterior(model, BetaSampler(8192, 5), MassCache())
    mean = float(belief.weights @ (belief.samples @ wanted))
    assert mean == pytest.approx(belief.probability(wanted), abs=2e-3)


def test_only_aspects_of_the_same_sites_under_one_text_are_coupled() -> None:
    surface, underground = aspect("surface"), aspect("underground")
    assert have_shared_intent(surface, underground)
    assert not have_shared_intent(surface, surface)
    assert not have_shared_intent(
        surface, obligation(id="other", aspect="slits", bearers=("south",))
    )
    assert not have_shared_intent(
        surface, obligation(id="other", aspect="slits", instrument="treaty")
    )
    assert not have_shared_intent(
        surface, obligation(id="other", aspect="slits", object="missiles")
    )
    assert not have_shared_intent(surface, obligation(id="whole", aspect=None))


def test_a_contribution_to_one_aspect_is_listed_for_the_other() -> None:
    item = count_report((0.01, 0.01, 0.98), BLAST)
    own = count_report((0.5, 0.5, 0.5), BLAST, id="own", obligation="underground")
    duties = (aspect("surface"), aspect("underground"))
    known = CaseEvidence(case(*duties), LAST, LAST, (item, own), {}, {})
    rows = {one.id: one for one in assess(known, BetaSampler(64, 3)).judgements}
    (direct,) = (one for one in rows["surface"].contributions if one.evidence == item.id)
    (indirect,) = (one for one in rows["underground"].contributions if one.evidence == item.id)
    assert direct.evidence == indirect.evidence == item.id
    assert direct.decibans > indirect.decibans > 0.0


def test_what_bears_on_one_aspect_alone_gives_the_other_no_number() -> None:
    item = count_report((0.01, 0.01, 0.98), BLAST)
    duties = (aspect("surface"), aspect("underground"))
    known = CaseEvidence(case(*duties), LAST, LAST, (item,), {}, {})
    rows = {one.id: one for one in assess(known, BetaSampler(64, 3)).judgements}
    assert rows["surface"].probability_met is not None
    other = rows["underground"]
    assert (other.status, other.probability_met) == (Status.NO_EVIDENCE, None)
    assert other.contributions == ()
