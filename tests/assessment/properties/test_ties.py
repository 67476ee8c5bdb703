"""Random cases with nested and shared quantities: a whole is never likelier than its part."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.assessment.explanation.account import explain_number
from servanda.assessment.inference.case_inference import build_case_model
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.point_posteriors import point_posteriors
from servanda.assessment.inference.posterior import decibans
from servanda.assessment.model.priors import DEFAULT_PRIORS
from servanda.records import (
    Bound,
    BoundDirection,
    CaseEvidence,
    Definition,
    Evidence,
    Obligation,
    ObligationKind,
    Reliability,
    StateSpace,
    Variable,
    level_grid,
)
from tests.assessment.properties.small_cases import FEW, LAST, ORIGINS, after, reliabilities
from tests.builders import case, count_report, obligation

# Sums of the same mass in another order differ by rounding.
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class TiedCase:
    """Duties on the same things, the stronger of each pair before the weaker, and what is said."""

    duties: tuple[Obligation, ...]
    pairs: tuple[tuple[str, str], ...]
    items: tuple[Evidence, ...]

    def known(self, day: int = LAST) -> CaseEvidence:
        """All that is known about a day."""
        return CaseEvidence(case(*self.duties), after(LAST), after(day), self.items, {}, {})

    def numbers(self, day: int = LAST) -> dict[str, float]:
        """The probability of each duty on a day."""
        return {row: found.probability for row, found in point_posteriors(self.known(day)).items()}


def stock(name: str, amount: float, **changes: object) -> Obligation:
    """So many tonnes to be removed."""
    made = obligation(
        id=name, kind=ObligationKind.LEVEL, unit="tonne", count=None, preserve=0, aspect=None,
        definition=Definition.COLLECTED, bound=Bound(BoundDirection.AT_LEAST, amount),
    )  # fmt: skip
    return replace(made, **changes)


@st.composite
def chains_of_things(draw: st.DrawFn) -> tuple[tuple[Obligation, ...], tuple[tuple[str, str], ...]]:
    """Destroyed, removed, a part of it, less of it, and the same by another date; some of these."""
    in_sites = draw(st.booleans())
    whole = draw(st.integers(2, 4)) if in_sites else draw(st.sampled_from([50, 1300]))
    piece = draw(st.integers(1, whole - 1)) if in_sites else draw(st.sampled_from([13, 40]))

    def duty(name: str, amount: int, **changes: object) -> Obligation:
        deadline = draw(st.none() | st.integers(5, 60).map(after))
        bearers = (draw(st.sampled_from(["north", "south"])),)
        if in_sites:
            made = obligation(id=name, count=amount, preserve=0, aspect=None)
        else:
            made = stock(name, float(amount))
        return replace(made, deadline=deadline, bearers=bearers, **changes)

    duties = [duty("removed", whole)]
    pairs: list[tuple[str, str]] = []
    if draw(st.booleans()):
        stage = None if in_sites else Definition.DESTROYED
        duties.append(duty("destroyed", whole, implies=("removed",), definition=stage))
        pairs.append(("destroyed", "removed"))
    if draw(st.booleans()):
        duties.append(duty("part", piece, part_of="removed"))
        pairs.append(("removed", "part"))
    if draw(st.booleans()):
        duties.append(duty("less", piece, same_things=("removed",)))
        pairs.append(("removed", "less"))
    if draw(st.booleans()):
        duties.append(duty("other date", whole, same_things=("removed",)))
        pairs += [("removed", "other date"), ("other date", "removed")]
    if draw(st.booleans()):
        act = obligation(id="act", kind=ObligationKind.ACT, count=None, preserve=0, aspect=None)
        duties.append(replace(act, part_of="removed", deadline=None))
        pairs.append(("removed", "act"))
    return tuple(draw(st.permutations(duties))), tuple(pairs)


def space(duty: Obligation) -> StateSpace:
    if duty.bound is not None:
        return StateSpace(Variable.LEVEL, level_grid(duty.bound), duty.unit)
    last = 1 if duty.kind is ObligationKind.ACT else duty.count or 1
    return StateSpace(Variable.COUNT_DONE, tuple(map(float, range(last + 1))), duty.unit)


@st.composite
def tied_cases(draw: st.DrawFn) -> TiedCase:
    """Any such duties with up to five reports, each sharp or blunt, true or not."""
    duties, pairs = draw(chains_of_things())
    items = []
    for number in range(draw(st.integers(0, 5))):
        duty = draw(st.sampled_from(duties))
        states = space(duty)
        least, peak = draw(st.floats(1e-4, 0.5)), draw(st.integers(0, len(states.values) - 1))
        right = [least] * len(states.values)
        right[peak] = draw(st.floats(0.5, 1.0))
        made = count_report(
            tuple(right), after(draw(st.integers(1, LAST))), id=f"e{number}", obligation=duty.id,
            states=states, origin=draw(st.sampled_from(ORIGINS)), reliability=draw(reliabilities()),
        )  # fmt: skip
        wrong = draw(st.floats(1e-3, 0.8))
        items.append(replace(made, if_wrong=(wrong,) * len(right), score=draw(st.floats(0.3, 1.0))))
    return TiedCase(duties, pairs, tuple(items))


@FEW
@given(tied_cases(), st.integers(1, LAST))
def test_a_whole_is_never_likelier_than_what_follows_from_it(found: TiedCase, day: int) -> None:
    for on in (LAST, day):
        numbers = found.numbers(on)
        for stronger, weaker in found.pairs:
            assert numbers[stronger] <= numbers[weaker] + ROUNDING


@FEW
@given(tied_cases())
def test_every_distribution_sums_to_one(found: TiedCase) -> None:
    for row in point_posteriors(found.known()).values():
        assert row.distribution.min() >= -ROUNDING
        assert row.distribution.sum() == pytest.approx(1.0, abs=ROUNDING)


@FEW
@given(tied_cases())
def test_the_order_of_duties_and_reports_does_not_matter(found: TiedCase) -> None:
    turned = replace(found, duties=found.duties[::-1], items=found.items[::-1])
    first, second = found.numbers(), turned.numbers()
    assert first == pytest.approx(second, abs=1e-6)


@FEW
@given(tied_cases())
def test_the_account_of_a_tied_duty_closes(found: TiedCase) -> None:
    known, cache = found.known(), MassCache()
    models = build_case_model(known, DEFAULT_PRIORS).by_obligation
    rows = point_posteriors(known, cache=cache)
    name = found.duties[0].id
    told = explain_number(
        models[name], known.evidence, rows[name].row.wanted, rows[name].probability, cache
    )
    whole = told.account.prior_decibans + sum(line.decibans for line in told.account.lines)
    assert whole == pytest.approx(decibans(rows[name].probability), abs=1e-9)


@FEW
@given(st.lists(st.floats(0.5, 0.99), min_size=1, max_size=3), st.floats(0.1, 0.9))
def test_a_part_that_nobody_saw_does_not_double_its_odds(seen: list[float], blunt: float) -> None:
    names = ["surface", "personnel", "weapons"]
    duties = [obligation(id=name, aspect=name, count=2, preserve=0) for name in (*names, "unseen")]
    items = [
        replace(
            count_report((blunt, blunt, right), after(20), id=name, obligation=name),
            reliability=Reliability(99.0, 1.0, "test"),
        )
        for name, right in zip(names, seen, strict=False)
    ]
    known = CaseEvidence(case(*duties), after(LAST), after(LAST), tuple(items), {}, {})
    nothing = replace(known, evidence=())
    before, then = (point_posteriors(one)["unseen"].probability for one in (nothing, known))
    assert then / (1.0 - then) < 2.0 * before / (1.0 - before)
