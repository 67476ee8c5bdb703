"""Duties on the same things: one joint mass, beside a slow sum over every state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from servanda.assessment import BetaSampler, assess
from servanda.assessment.filters.report_likelihoods import reports_from
from servanda.assessment.inference import tied_values
from servanda.assessment.inference.duty_inference import DutyEvidence, DutyModel
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.point_posteriors import point_posteriors
from servanda.assessment.inference.posterior import posterior
from servanda.assessment.inference.wrong_source_model import with_plausible_days
from servanda.assessment.model.priors import DEFAULT_PRIORS
from servanda.assessment.model.questions import Question, met_values
from servanda.errors import InputError
from servanda.records import (
    Bound,
    BoundDirection,
    CaseEvidence,
    Definition,
    Evidence,
    Obligation,
    ObligationKind,
    StateSpace,
    Status,
    Tie,
    TieKind,
    Variable,
    level_grid,
    terms_in_force,
)
from tests.builders import START, case, count_report, obligation

LAST = START + timedelta(days=60)
BLAST = date(2018, 11, 20)
FEW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
CHANCES = st.floats(min_value=0.05, max_value=0.95)


def sites(name: str, count: int, **changes: object) -> Obligation:
    return obligation(id=name, count=count, preserve=0, aspect=None, **changes)


def stock(name: str, amount: float, **changes: object) -> Obligation:
    """So many tonnes to be collected."""
    made = sites(name, 1, kind=ObligationKind.LEVEL, unit="tonne", definition=Definition.COLLECTED)
    bound = Bound(BoundDirection.AT_LEAST, amount)
    return replace(made, count=None, bound=bound, **changes)


def amount_report(duty: Obligation, least: float, most: float, **changes: object) -> Evidence:
    """That so much was there on the last day."""
    assert duty.bound is not None
    grid = level_grid(duty.bound)
    right = tuple(0.95 if least <= amount <= most else 1e-5 for amount in grid)
    states = StateSpace(Variable.LEVEL, grid, duty.unit)
    made = count_report(right, LAST, obligation=duty.id, states=states, **changes)
    return replace(made, if_wrong=(0.002,) * len(grid))


def numbers(duties: Sequence[Obligation], *items: Evidence, on: date = LAST) -> dict[str, float]:
    known = CaseEvidence(case(*duties), LAST, on, items, {}, {})
    return {name: row.probability for name, row in point_posteriors(known).items()}


def sure(duty: str, value: int, of: int) -> Evidence:
    """That so many were done on the last day, from one who hardly errs."""
    right = tuple(0.98 if number == value else 0.001 for number in range(of + 1))
    made = count_report(right, LAST, obligation=duty, id=f"sure {duty}")
    return replace(made, if_wrong=(0.02,) * (of + 1))


def part(duty: Obligation, reports: Sequence[Evidence]) -> DutyEvidence:
    question = Question(duty, terms_in_force(duty, LAST, LAST), LAST, DEFAULT_PRIORS)
    return DutyEvidence(question, with_plausible_days(question, reports_from(reports)))


TIES = (
    Tie("whole", "part", TieKind.PART),
    Tie("whole", "other", TieKind.PART),
    Tie("gone", "part", TieKind.IMPLIED),
)
SIZES = {"whole": 3, "part": 2, "other": 1, "gone": 2}


def fits(values: Mapping[str, int]) -> bool:
    """The four rules in words that need no code of ours."""
    for piece in ("part", "other"):
        left = SIZES[piece] - values[piece]
        if values[piece] > values["whole"] or left > 3 - values["whole"]:
            return False
    return values["gone"] <= values["part"]


@st.composite
def tied_parts(draw: st.DrawFn) -> tuple[DutyEvidence, ...]:
    """Four tied duties, one of another bearer, with up to two reports each; any of them first."""
    made = []
    for name, size in SIZES.items():
        bearers = ("south",) if name == "other" else ("north",)
        reports = [
            count_report(
                tuple(draw(st.lists(CHANCES, min_size=size + 1, max_size=size + 1))),
                BLAST,
                id=f"e{n}",
            )
            for n in range(draw(st.integers(min_value=0, max_value=2)))
        ]
        made.append(part(sites(name, size, bearers=bearers), reports))
    return tuple(draw(st.permutations(made)))


def by_every_state(made: Sequence[DutyEvidence]) -> np.ndarray:
    """(value,) of the first duty: every intent and every value of every duty summed."""
    cache = MassCache()
    names = [duty.name for duty in made]
    mass = {duty.name: duty.marginal_at_mean_reliability(cache)[0] for duty in made}
    prior = {duty.name: duty.prior_mass(cache) for duty in made}
    quantiles = (np.arange(20_000) + 0.5) / 20_000
    chances = beta.ppf(quantiles, DEFAULT_PRIORS.aspect_differs, DEFAULT_PRIORS.aspect_agrees)
    moments = [
        [float(np.mean(chances**differ * (1 - chances) ** agree)) for agree in range(4)]
        for differ in range(4)
    ]
    total = np.zeros(SIZES[names[0]] + 1)
    ranges = [range(SIZES[name] + 1) for name in names]
    for general, *intents in product((0, 1), repeat=1 + len(names)):
        intent = dict(zip(names, intents, strict=True))
        north = [intent[name] != general for name in names if name != "other"]
        weight = 0.5 * moments[sum(north)][len(north) - sum(north)] * 0.5
        for numbered in product(*ranges):
            value = dict(zip(names, numbered, strict=True))
            if not fits(value):
                continue
            chance = weight
            for name in names:
                chance *= mass[name][intent[name], value[name]]
            # A weaker duty is drawn from its own chain among the values that fit the stronger ones.
            for name in ("part", "other"):
                chance /= sum(
                    prior[name][intent[name], other] / prior[name][intent[name]].sum()
                    for other in range(SIZES[name] + 1)
                    if _fits_above(name, other, value)
                )
            total[numbered[0]] += chance
    return total / total.sum()


def _fits_above(name: str, own: int, value: Mapping[str, int]) -> bool:
    left, left_of_whole = SIZES[name] - own, 3 - value["whole"]
    below_whole = own <= value["whole"] and left <= left_of_whole
    return below_whole and (name != "part" or own >= value["gone"])


@FEW
@given(tied_parts())
def test_tied_duties_equal_the_sum_over_every_state(made: tuple[DutyEvidence, ...]) -> None:
    found = DutyModel(made[0], made[1:], TIES).marginal_at_mean_reliability(MassCache())
    np.testing.assert_allclose(found / found.sum(), by_every_state(made), atol=1e-6)


def test_the_exact_value_is_the_mean_over_the_draws() -> None:
    report = count_report((0.02, 0.5, 0.98), BLAST)
    made = [
        part(sites(name, size), [report] if name == "part" else []) for name, size in SIZES.items()
    ]
    model = DutyModel(made[0], tuple(made[1:]), TIES)
    wanted = met_values(model.question)
    belief = posterior(model, BetaSampler(8192, 5), MassCache())
    mean = float(belief.weights @ (belief.samples @ wanted))
    assert mean == pytest.approx(belief.probability(wanted), abs=4e-3)


def test_what_is_known_of_a_part_moves_the_whole_and_the_other_way_round() -> None:
    whole, piece = sites("whole", 3), sites("part", 2, part_of="whole")
    before = numbers((whole, piece))
    stands = sure("part", 0, 2)
    assert numbers((whole, piece), stands)["whole"] < 0.2 * before["whole"]
    assert numbers((whole, piece), sure("whole", 3, 3))["part"] > 0.9


def test_a_part_of_which_nothing_is_known_moves_no_whole() -> None:
    done = count_report((0.01, 0.01, 0.3, 0.98), BLAST, obligation="whole")
    whole = sites("whole", 3)
    pieces = [sites(f"part-{n}", 2, part_of="whole", bearers=(f"p{n}",)) for n in range(3)]
    alone = numbers([replace(whole, aspect="surface")], done)["whole"]
    assert numbers([whole, *pieces], done)["whole"] == pytest.approx(alone, rel=1e-9)


def test_the_same_tonnes_by_two_dates_are_one_count() -> None:
    early = stock("early", 1300.0, deadline=date(2018, 11, 10))
    late = stock("late", 1300.0, deadline=date(2018, 12, 31), same_things=("early",))
    report = amount_report(early, 1290.0, 1310.0)
    found = numbers((early, late), report)
    assert found["early"] == pytest.approx(found["late"], rel=1e-12)
    assert found["early"] > 0.7
    again = replace(amount_report(late, 1290.0, 1310.0), id="again", claim=report.claim)
    assert numbers((early, late), report, again) == found  # one sentence is one report


def test_of_one_count_more_is_never_likelier_than_less() -> None:
    some, most = stock("some", 500.0), stock("all", 1300.0, same_things=("some",))
    before = numbers((some, most))
    assert before["all"] < before["some"]
    found = numbers((some, most), amount_report(most, 600.0, 620.0))
    assert found["all"] < 0.1
    assert found["some"] > 0.8


def test_what_is_destroyed_was_removed_and_in_no_smaller_amount() -> None:
    removed = stock("removed", 100.0)
    destroyed = stock("destroyed", 100.0, definition=Definition.DESTROYED, implies=("removed",))
    duties = (removed, destroyed)
    all_gone = amount_report(destroyed, 99.0, 101.0)
    assert numbers(duties, all_gone)["removed"] > 0.8
    third = amount_report(removed, 29.0, 36.0)
    found = numbers(duties, all_gone, replace(third, id="third", origin="observer"))
    assert found["destroyed"] <= found["removed"]


def test_duties_tied_through_one_that_is_not_due_stay_tied() -> None:
    whole, leaf = sites("whole", 3), sites("leaf", 1, part_of="middle")
    middle = sites("middle", 2, part_of="whole", start=LAST + timedelta(days=1), deadline=None)
    stands = sure("leaf", 0, 1)
    found = numbers((whole, middle, leaf), stands)
    assert set(found) == {"whole", "leaf"}
    assert found["whole"] <= found["leaf"] < 0.2


def test_a_ban_on_all_is_broken_by_what_breaks_a_ban_on_some() -> None:
    def ban(name: str, **changes: object) -> Obligation:
        made = sites(name, 1, kind=ObligationKind.ABSTAIN, unit="event", deadline=None)
        return replace(made, count=None, **changes)

    states = StateSpace(Variable.EVENT, (0.0, 1.0), None)
    seen = count_report((0.001, 0.97), BLAST, obligation="long-range", states=states)
    seen = replace(seen, if_wrong=(0.02, 0.02))
    duties = (ban("all-missiles"), ban("long-range", part_of="all-missiles"))
    found = numbers(duties, seen)
    assert found["all-missiles"] <= found["long-range"] < 0.2
    alone = numbers([replace(duties[1], part_of=None)], seen)["long-range"]
    assert found["long-range"] == pytest.approx(alone, rel=1e-9)
    known = CaseEvidence(case(*duties), LAST, LAST, (seen,), {}, {})
    rows = {row.id: row for row in assess(known, BetaSampler(64, 3)).judgements}
    assert rows["all-missiles"].probability_met is not None
    some_sort = replace(seen, obligation="all-missiles")  # tells of no sort in particular
    rows = {
        row.id: row
        for row in assess(replace(known, evidence=(some_sort,)), BetaSampler(64, 3)).judgements
    }
    assert rows["long-range"].status is Status.NO_EVIDENCE
    none = replace(seen, obligation="all-missiles", if_right=(0.97, 0.01))
    assert numbers(duties, none)["long-range"] >= numbers(duties, none)["all-missiles"] > 0.8


def test_with_too_many_values_ties_speak_of_what_is_met_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole, piece = sites("whole", 6), sites("part", 4, part_of="whole")
    three = sure("part", 3, 4)
    counted = numbers((whole, piece), three)
    monkeypatch.setattr(tied_values, "MOST_VALUES", 3)
    met_alone = numbers((whole, piece), three)
    assert met_alone != counted
    assert met_alone["whole"] <= met_alone["part"] < 0.2


def test_too_many_tied_duties_are_refused_in_one_line() -> None:
    duties = [sites("whole", 3), *(sites(f"p{n}", 1, part_of="whole") for n in range(12))]
    with pytest.raises(InputError, match="13 duties hang together and at most 12"):
        numbers(duties)


def test_lateness_moves_all_that_is_tied_to_the_same_day() -> None:
    whole, piece = sites("whole", 3), sites("part", 2, part_of="whole")
    done = count_report((0.01, 0.01, 0.98), LAST, obligation="part", came_about=LAST)
    known = CaseEvidence(case(whole, piece), LAST, LAST, (done,), {}, {}, record_until=LAST)
    rows = {row.id: row for row in assess(known, BetaSampler(64, 3)).judgements}
    assert rows["part"].days_late is not None
    assert rows["part"].days_late > 10


def test_a_duty_that_only_tied_ones_bear_on_says_so_and_its_account_closes() -> None:
    removed = stock("removed", 100.0)
    destroyed = stock("destroyed", 100.0, definition=Definition.DESTROYED, implies=("removed",))
    items = (
        amount_report(destroyed, 99.0, 101.0),
        amount_report(destroyed, 40.0, 60.0, id="less", origin="north"),
    )
    known = CaseEvidence(case(removed, destroyed), LAST, LAST, items, {}, {})
    rows = {row.id: row for row in assess(known, BetaSampler(64, 3)).judgements}
    row = rows["removed"]
    assert "nothing bears on it itself, only on destroyed" in row.why
    for row in rows.values():
        assert row.account is not None
        parts = sum(line.decibans for line in row.account.lines)
        assert row.account.prior_decibans + parts == pytest.approx(row.account.decibans, abs=1e-9)
        assert sum(found.decibans for found in row.contributions) == pytest.approx(parts, abs=1e-9)
