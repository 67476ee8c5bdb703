"""An explanation closes: what was assumed and what each cause adds make the number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.assessment import BetaSampler, assess
from servanda.assessment.explanation.players import Game, players_of
from servanda.assessment.explanation.shapley import Budget, shapley_values
from servanda.assessment.inference.case_inference import build_case_model
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.posterior import decibans, odds_decibans
from servanda.assessment.model.priors import DEFAULT_PRIORS
from servanda.assessment.model.questions import met_values
from servanda.records import (
    AccountLine,
    CaseEvidence,
    Evidence,
    Judgement,
    LineKind,
    ObligationKind,
    StateSpace,
    Variable,
    WatchPeriod,
)
from tests.builders import START, case, count_report, obligation

LAST = START + timedelta(days=60)
EVENT = StateSpace(Variable.EVENT, (0.0, 1.0), None)
BASE = obligation(id="surface", aspect="surface", count=2, preserve=1)
BELOW = obligation(id="below", aspect="underground", count=2, preserve=1)
BAN = obligation(
    id="ban", kind=ObligationKind.ABSTAIN, verb="refrain", object="nuclear tests",
    count=None, preserve=0, deadline=None, aspect=None, unit="event",
)  # fmt: skip
DUTIES = (BASE, BELOW, BAN)
CHANCES = st.sampled_from([0.02, 0.3, 0.5, 0.98])
DONE, UNDONE, FLAT = (0.02, 0.02, 0.98, 0.02), (0.98, 0.98, 0.02, 0.02), (0.5,) * 4


def said(
    name: str, origin: str, right: tuple[float, ...], gap: int, duty: str = "surface"
) -> Evidence:
    states = {"states": EVENT} if duty == "ban" else {}
    made = count_report(right, START + timedelta(days=gap), id=name, origin=origin, **states)
    return replace(made, obligation=duty)


def silent(origin: str, first: int = 0, last: int = 50) -> Evidence:
    days = [START + timedelta(days=gap) for gap in (first, last)]
    made = said(f"silence/{origin}", origin, (1.0, 0.2), last, "ban")
    return replace(made, if_wrong=(1.0, 1.0), watch=WatchPeriod(*days, 0.8, 0.1, ()))


@st.composite
def items(draw: st.DrawFn) -> tuple[Evidence, ...]:
    found = []
    for n in range(draw(st.integers(1, 9))):
        duty = draw(st.sampled_from(["surface", "surface", "below", "ban"]))
        right = draw(st.tuples(*[CHANCES] * (2 if duty == "ban" else 4)))
        origin = draw(st.sampled_from("abcde"))
        found.append(said(f"{duty}/{n}", origin, right, draw(st.integers(1, 55)), duty))
    watchers = draw(st.lists(st.sampled_from(["a", "radar", "ship"]), unique=True, max_size=2))
    return (*found, *map(silent, watchers))


def known(*evidence: Evidence, on: date = LAST) -> CaseEvidence:
    ordered = tuple(sorted(evidence, key=lambda item: (item.obligation, item.id)))
    return CaseEvidence(case(*DUTIES), LAST, on, ordered, {}, {})


def rows(*evidence: Evidence) -> dict[str, Judgement]:
    return {row.id: row for row in assess(known(*evidence), BetaSampler(8, 1)).judgements}


def lines(row: Judgement) -> dict[str | None, AccountLine]:
    assert row.account is not None
    return {line.origin or line.kind.value: line for line in row.account.lines}


def game(duty: str, *evidence: Evidence) -> Game:
    model = build_case_model(known(*evidence), DEFAULT_PRIORS).by_obligation[duty]
    return Game(model, met_values(model.question), players_of(model), MassCache())


@settings(max_examples=40, deadline=None)
@given(items())
def test_prior_and_lines_add_up_to_the_number_and_items_to_their_lines(
    found: tuple[Evidence, ...],
) -> None:
    for row in rows(*found).values():
        if row.probability_met is None:
            assert row.account is None
            continue
        account = row.account
        assert account is not None
        whole = account.prior_decibans + sum(line.decibans for line in account.lines)
        assert whole == pytest.approx(decibans(row.probability_met), abs=1e-9)
        assert account.decibans == pytest.approx(whole, abs=1e-9)
        shares = {item.evidence: item.decibans for item in row.contributions}
        for line in account.lines:
            of_items = sum(shares[name] for name in line.evidence)
            assert of_items == pytest.approx(line.decibans, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(items(), st.sampled_from(["surface", "below", "ban"]))
def test_a_coalition_has_the_number_of_the_model_with_the_others_left_out(
    found: tuple[Evidence, ...], duty: str
) -> None:
    played = game(duty, *found)
    count = len(played.players)
    heard = np.array([[n >> k & 1 for k in range(count)] for n in range(2**count)], dtype=bool)
    values, _ = played.values(heard.reshape(2**count, count))
    for coalition, value in zip(heard, values, strict=True):
        names = {
            report.origin
            for player, is_heard in zip(played.players, coalition, strict=True)
            if is_heard
            for report in player.reports
        }
        left = played.model.select_reports(lambda report, names=names: report.origin in names)
        mass = left.marginal_at_mean_reliability(MassCache())
        assert value == pytest.approx(float(odds_decibans(mass, played.wanted)), abs=1e-8)


def test_two_origins_that_say_the_same_get_the_same_and_more_than_nothing() -> None:
    found = lines(rows(said("e", "north", DONE, 9), said("f", "south", DONE, 9))["surface"])
    assert found["north"].decibans == pytest.approx(found["south"].decibans, abs=1e-9)
    assert found["north"].decibans > 1.0


def test_an_origin_that_says_nothing_between_the_values_gets_nothing() -> None:
    heard = said("e", "north", DONE, 9), said("f", "north", UNDONE, 4)
    row = rows(*heard, said("g", "flat", FLAT, 9))["surface"]
    assert lines(row)["flat"].decibans == pytest.approx(0.0, abs=1e-9)


def test_a_part_is_the_mean_over_every_order_of_arrival() -> None:
    played = game("surface", said("e", "a", DONE, 9), said("f", "b", UNDONE, 9))
    values, _ = played.values(np.array([[0, 0], [1, 0], [0, 1], [1, 1]], dtype=bool))
    nobody, first, second, both = (float(value) for value in values)
    found = shapley_values(2, played.values, both, Budget())
    assert found.parts[0] == pytest.approx((first - nobody + both - second) / 2, abs=1e-12)


def test_drawn_orders_give_the_exact_parts_within_their_stated_error() -> None:
    said_by = [said(f"e{n}", f"o{n % 7}", (DONE, UNDONE, DONE)[n % 3], 5 + 4 * n) for n in range(9)]
    played = game("surface", *said_by)
    count = len(played.players)
    everybody = float(played.values(np.ones((1, count), dtype=bool))[0][0])
    exact = shapley_values(count, played.values, everybody, Budget())
    drawn = shapley_values(count, played.values, everybody, Budget(exact_players=0))
    assert not exact.standard_errors.any()
    assert (np.abs(drawn.parts - exact.parts) <= 4.0 * drawn.standard_errors + 1e-9).all()
    assert 0.0 < drawn.standard_errors.max() < 0.3
    assert drawn.parts.sum() == pytest.approx(exact.parts.sum(), abs=1e-9)


def test_a_number_with_many_origins_closes_and_says_how_far_its_lines_may_be_off() -> None:
    many = [said(f"e{n:02}", f"o{n}", DONE if n % 4 else UNDONE, 3 + 3 * n) for n in range(14)]
    row = rows(*many)["surface"]
    assert row.account is not None
    assert row.probability_met is not None
    errors = [line.standard_error for line in row.account.lines if line.origin is not None]
    assert 0.0 < max(errors) < 0.3
    whole = row.account.prior_decibans + sum(line.decibans for line in row.account.lines)
    assert whole == pytest.approx(decibans(row.probability_met), abs=1e-9)


@settings(max_examples=10, deadline=None)
@given(items(), st.randoms(use_true_random=False))
def test_the_order_of_the_evidence_does_not_matter(
    found: tuple[Evidence, ...], random: Random
) -> None:
    mixed = list(found)
    random.shuffle(mixed)
    one = CaseEvidence(case(*DUTIES), LAST, LAST, tuple(found), {}, {})
    other = replace(one, evidence=tuple(mixed))
    for left, right in zip(
        assess(one, BetaSampler(8, 1)).judgements,
        assess(other, BetaSampler(8, 1)).judgements,
        strict=True,
    ):
        if left.account is None or right.account is None:
            assert left.account is right.account
            continue
        assert left.account.prior_decibans == pytest.approx(right.account.prior_decibans, abs=1e-9)
        for name, line in lines(left).items():
            assert line.decibans == pytest.approx(lines(right)[name].decibans, abs=1e-9)


def test_what_others_say_of_a_coupled_duty_is_one_line_and_the_same_origins_a_part_of_theirs() -> (
    None
):
    found = lines(
        rows(
            said("surface/e", "north", DONE, 9),
            said("below/f", "north", DONE, 9, "below"),
            said("below/g", "south", DONE, 9, "below"),
        )["surface"]
    )
    assert found["coupling"].evidence == ("below/g",)
    assert 0.0 < found["coupling"].coupled_decibans == found["coupling"].decibans
    assert 0.0 < found["north"].coupled_decibans < found["north"].decibans


def test_a_watchers_silence_is_a_line_of_its_own_kind() -> None:
    found = lines(rows(silent("radar"), said("e", "north", (0.98, 0.3), 40, "ban"))["ban"])
    assert (found["radar"].kind, found["north"].kind) == (LineKind.SILENCE, LineKind.ORIGIN)
    assert found["radar"].decibans > 0.0
