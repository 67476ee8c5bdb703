"""Levels from words to likelihood: amounts, units, limits, stages and totals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm

from servanda.claims.content.quantities import quantities_in
from servanda.evidence.statements.amount_likelihood import amount_likelihoods
from servanda.evidence.statements.claim_readings import ClaimReading, Says, reading_of
from servanda.evidence.statements.count_definitions import as_defined
from servanda.evidence.statements.likelihood import favourable
from servanda.evidence.trust.sides import Side
from servanda.evidence.wording.units import convert
from servanda.records import (
    Bound,
    BoundDirection,
    Comparison,
    Obligation,
    ObligationKind,
    Span,
    Stance,
    Terms,
    TimeMention,
    VerbClass,
    day,
    state_space,
    terms_in_force,
)
from servanda.records.case.case import Definition
from servanda.records.case.terms import level_cells
from tests.builders import claim, obligation

ON = date(2018, 12, 31)


def level(direction: BoundDirection, value: float, **changes: Any) -> Obligation:
    made = obligation(
        id="level", kind=ObligationKind.LEVEL, bound=Bound(direction, value), terms=(),
        count=None, preserve=0, aspect=None, unit="weapon", verb="hand over", object="weapons",
    )  # fmt: skip
    return type(made)(**({f: getattr(made, f) for f in made.__slots__} | changes))


ARMS = level(BoundDirection.AT_LEAST, 8994.0)
STOCK = level(
    BoundDirection.AT_MOST, 300.0, unit="kilogram", verb="keep", object="enriched uranium"
)


def read(text: str, duty: Obligation, **changes: Any) -> ClaimReading:
    """What the text, taken as one claim, says of the duty."""
    quantities = quantities_in(text, 0, len(text))
    own = {"verb": VerbClass.HAND_OVER, "verb_text": "hand over", "quantities": quantities}
    made = claim(text, **(own | changes))
    return reading_of(made, text, duty, terms_in_force(duty, ON, ON))


@pytest.mark.parametrize(
    ("text", "says", "number"),
    [
        ("The north handed over 8,994 weapons.", Says.VALUE, 8994),
        ("The north handed over 8,975 weapons.", Says.VALUE, 8975),
        ("More than 7,000 weapons were handed over.", Says.AT_LEAST, 7000),
        ("At most 7,000 weapons were handed over.", Says.AT_MOST, 7000),
        ("The north handed over a further 1,000 weapons.", Says.AT_LEAST, 1000),
        ("The north handed over 1,000 more weapons.", Says.AT_LEAST, 1000),
        ("47 weapons were accepted that day.", Says.AT_LEAST, 47),
        ("Fewer than 8,994 weapons were handed over.", Says.NOT_DONE, 0),
        ("About 50 percent of the weapons were handed over.", Says.VALUE, 4497),
        ("250 weapons are left to be handed over.", Says.NOT_DONE, 0),
        ("All declared weapons have been handed over.", Says.ALL, 0),
        ("The handover of weapons is complete.", Says.ALL, 0),
        ("Not all weapons were handed over.", Says.NOT_DONE, 0),
        ("The north handed over weapons.", Says.NOTHING, 0),
        ("The north handed over 12 lorries.", Says.NOTHING, 0),
        ("The north handed over 3 tonnes of paper.", Says.NOTHING, 0),
    ],
)
def test_what_words_say_of_an_amount_to_be_reached(text: str, says: Says, number: float) -> None:
    found = read(text, ARMS)
    assert found.says is says
    assert found.number == pytest.approx(number, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "says", "number"),
    [
        ("The stock stood at 299.8 kg.", Says.VALUE, 299.8),
        ("The stock was 0.2 tonnes.", Says.VALUE, 200),
        ("The stock held 3.5 tonnes of enriched uranium.", Says.VALUE, 3500),
        ("The stock exceeded the limit.", Says.NOT_DONE, 0),
        ("The stock stays below the agreed limit.", Says.ALL, 0),
        ("The stock exceeded the 300 kg limit.", Says.NOT_DONE, 0),
        ("The stock remained within the limit of 300 kg.", Says.AT_MOST, 300),
        ("The stock is above 310 kg.", Says.AT_LEAST, 310),
        ("The limit of 300 kg was discussed.", Says.NOTHING, 0),
        ("The 205 kg, above the limit of 202.8 kg, were not shipped.", Says.VALUE, 205),
        ("The stock was measured with 12 instruments.", Says.NOTHING, 0),
        ("Enrichment rose by 5 percent.", Says.NOTHING, 0),
    ],
)
def test_what_words_say_of_a_limit(text: str, says: Says, number: float) -> None:
    found = read(text, STOCK, verb=VerbClass.PRESERVE, verb_text="be at")
    assert found.says is says
    assert found.number == pytest.approx(number, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "duty", "says"),
    [
        ("The stock has not exceeded 300 kg.", STOCK, Says.AT_MOST),
        ("The stock has not exceeded the limit.", STOCK, Says.ALL),
        ("The stock is not below the limit.", STOCK, Says.NOT_DONE),
        ("The north has not handed over 8,994 weapons.", ARMS, Says.NOT_DONE),
        ("840 weapons have not been handed over.", ARMS, Says.NOT_DONE),
        ("The north has not handed over its weapons.", ARMS, Says.NOT_DONE),
    ],
)
def test_a_negation_turns_what_is_said_round(text: str, duty: Obligation, says: Says) -> None:
    assert read(text, duty, negated=True).says is says
    assert read(text, duty, stance=Stance.DENIED).says is says


def test_figures_are_as_fine_as_they_are_written() -> None:
    widths = {
        text: read(f"The north handed over {text} weapons.", ARMS).width
        for text in ("8,994", "8,100", "about 8,100", "nearly 8,100")
    }
    assert widths["8,994"] == 1.0
    assert widths["8,100"] == 81.0  # one per cent: nobody rounds further without saying so
    assert widths["about 8,100"] == widths["nearly 8,100"] == 162.0
    nearly = read("The north handed over nearly 8,100 weapons.", ARMS)
    assert nearly.number + 0.5 * nearly.width == pytest.approx(8100.0)
    assert read("The stock stood at 0.2998 tonnes.", STOCK).width == pytest.approx(0.1)


def test_a_stated_error_is_used_and_things_counted_have_none() -> None:
    text = "The north handed over 8,994 weapons."
    counted, stated = read(text, ARMS), read(text, level(
        BoundDirection.AT_LEAST, 8994.0, error_share=0.05))  # fmt: skip
    measured = read("The stock was 299.8 kg.", STOCK)
    assert (counted.error_share, stated.error_share, stated.error_chance) == (0.0, 0.05, 1.0)
    assert 0.0 < measured.error_chance < 1.0


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "expected"),
    [
        (3.5, "tonne", "kg", 3500.0),
        (1.0, "metric ton", "kilogram", 1000.0),
        (300.0, "kg of uranium", "tonnes", 0.3),
        (1000.0, "pounds", "kg", 453.59237),
        (4.5, "per cent", "percent", 4.5),
        (4.5, "%", "per cent", 4.5),
        (2.0, "square kilometre", "hectare", 200.0),
        (5.0, "kg", "weapon", None),
        (5.0, "weapon", "weapon", None),
        (5.0, "kg", "km", None),
        (5.0, "", "kg", None),
    ],
)
def test_units_of_one_kind_convert(
    value: float, unit: str, wanted: str, expected: float | None
) -> None:
    found = convert(value, unit, wanted)
    assert found is None if expected is None else found == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("verb", "text", "wanted", "says"),
    [
        ("collect", "The mission collected 8,500 weapons.", Definition.VERIFIED, Says.AT_MOST),
        ("destroy", "The north destroyed 8,500 weapons.", Definition.VERIFIED, Says.AT_LEAST),
        ("verify", "The mission verified 8,500 weapons.", Definition.VERIFIED, Says.VALUE),
        ("verify destruction", "The mission verified the destruction of 8,500 weapons.",
         Definition.STORED, Says.AT_LEAST),
        ("hand over", "The north gave 8,500 weapons.", None, Says.VALUE),
        ("have", "There are 8,500 weapons.", Definition.VERIFIED, Says.VALUE),
        ("collect", "The mission collected at least 8,500 weapons.", Definition.DESTROYED,
         Says.NOTHING),
    ],
)  # fmt: skip
def test_a_count_of_another_stage_is_a_limit(
    verb: str, text: str, wanted: Definition | None, says: Says
) -> None:
    duty = level(BoundDirection.AT_LEAST, 8994.0, definition=wanted)
    assert read(text, duty, verb_text=verb).says is says


@given(st.sampled_from(list(Comparison)), st.sampled_from(list(Definition)))
def test_a_count_of_the_duty_s_own_stage_is_what_it_is(
    comparison: Comparison, stage: Definition
) -> None:
    assert as_defined(comparison, stage, stage) is comparison


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("750 of 998 weapons were handed over.", Says.NOT_DONE),
        ("750 of 1,027 weapons were handed over.", Says.NOT_DONE),
        ("1,027 of 1,027 weapons were handed over.", Says.ALL),
        ("All 1,027 weapons were handed over.", Says.ALL),
        ("Of 1,027 weapons that were declared, 750 were handed over.", Says.NOT_DONE),
        ("750 weapons were handed over.", Says.VALUE),
    ],
)
def test_of_whatever_is_declared_a_report_is_held_against_its_own_total(
    text: str, says: Says
) -> None:
    declared = level(BoundDirection.AT_LEAST, 1027.0)
    moving = level(
        BoundDirection.AT_LEAST, 998.0, bound=Bound(BoundDirection.AT_LEAST, 998.0, declared=True)
    )
    assert read(text, moving).says is says
    assert read(text, declared).says is Says.VALUE


def terms(direction: BoundDirection, value: float) -> Terms:
    return Terms(1, 0, None, Bound(direction, value))


@pytest.mark.parametrize("direction", list(BoundDirection))
@pytest.mark.parametrize("error", [0.0, 0.02])
@pytest.mark.parametrize("bound", [300.0, 0.0])
@pytest.mark.parametrize("side", [Side.OWN, Side.OTHER])
def test_the_figures_that_may_be_heard_have_chances_that_sum_to_one(
    direction: BoundDirection, error: float, bound: float, side: Side
) -> None:
    asked, scale = terms(direction, bound), bound or 1.0
    width, top = scale / 25.0, 18.0 * scale
    figures = np.arange(0.0, top, width)
    pairs = [
        amount_likelihoods(ClaimReading(Says.VALUE, figure, "", width, error, 0.5), asked, side)
        for figure in figures
    ]
    beyond = 0.1 * 1.5 * scale / (figures[-1] + 0.5 * width)  # of whoever names any figure
    right, wrong = (np.sum([pair[n] for pair in pairs], axis=0) for n in (0, 1))
    cells = level_cells(Bound(direction, bound))
    near = np.array([cell.high < 10.0 * scale for cell in cells])
    np.testing.assert_allclose(right[near], 1.0 - 0.02 * beyond, rtol=1e-9)
    good = {Side.OWN: 0.9, Side.OTHER: 0.3}[side]
    np.testing.assert_allclose(wrong, 1.0 - (1.0 - good) * beyond, rtol=1e-9)


@settings(max_examples=30)
@given(st.floats(1.0, 700.0), st.sampled_from([0.1, 1.0, 30.0]), st.sampled_from([0.01, 0.1]))
def test_a_figure_with_an_error_is_averaged_over_each_cell(
    value: float, width: float, share: float
) -> None:
    asked = terms(BoundDirection.AT_MOST, 300.0)
    cells = level_cells(Bound(BoundDirection.AT_MOST, 300.0))
    right, _ = amount_likelihoods(
        ClaimReading(Says.VALUE, value, "", width, share), asked, Side.THIRD
    )
    flat, _ = amount_likelihoods(ClaimReading(Says.VALUE, value, "", width), asked, Side.THIRD)
    low = value - 0.5 * width if value > 0.5 * width else -np.inf
    missed = min(flat)  # every cell has the chance of a slip
    for at in (3, 20, 50, 57, 70):
        cell = cells[at]
        spread = share * cell.middle

        def heard(truth: float, spread: float = spread) -> float:
            high = norm.cdf(value + 0.5 * width, truth, spread)
            return float(high - norm.cdf(low, truth, spread))

        mean = quad(heard, cell.low, cell.high, epsabs=1e-13)[0] / cell.width
        np.testing.assert_allclose(right[at], 0.98 * mean + missed, rtol=1e-6, atol=1e-12)


@given(st.sampled_from(list(BoundDirection)), st.floats(0.0, 700.0))
def test_who_speaks_well_of_a_level_says_that_it_is_where_it_should_be(
    direction: BoundDirection, value: float
) -> None:
    duty = level(direction, 300.0)
    asked = terms(direction, 300.0)
    states = state_space(duty, asked)
    good = value <= 300.0 if direction is BoundDirection.AT_MOST else value >= 300.0
    assert favourable(ClaimReading(Says.VALUE, value, ""), states, asked) is good
    assert favourable(ClaimReading(Says.ALL, 0.0, ""), states, asked)
    assert not favourable(ClaimReading(Says.NOT_DONE, 0.0, ""), states, asked)


TIME_OF_DAY = TimeMention("on Monday", Span(0, 1), day(date(2018, 11, 19)))


@pytest.mark.parametrize(
    ("text", "changes", "says"),
    [
        ("The north handed over 9,500 weapons.", {}, Says.AT_LEAST),  # past what is asked
        ("The north must hand over 8,000 weapons.", {}, Says.NOTHING),
        ("The north still has to surrender 39 weapons.", {}, Says.NOT_DONE),
        ("The north handed over the last of its weapons.", {}, Says.ALL),
        ("The north handed over 47 weapons.", {"event_time": TIME_OF_DAY}, Says.AT_LEAST),
        ("By then it was 47 weapons in all.", {"event_time": TIME_OF_DAY}, Says.VALUE),
    ],
)
def test_a_figure_is_the_whole_only_where_it_can_be(
    text: str, changes: dict[str, Any], says: Says
) -> None:
    assert read(text, ARMS, **changes).says is says


def test_a_figure_of_one_of_two_bearers_is_a_part_and_a_joint_one_is_neither_s() -> None:
    text = "The north handed over 5,000 weapons."
    both = level(BoundDirection.AT_LEAST, 8994.0, bearers=("north", "south"))
    assert read(text, both, party="north").says is Says.AT_LEAST
    assert read(text, ARMS, party="north").says is Says.VALUE
    joint = claim(text, quantities=quantities_in(text, 0, len(text)), verb_text="hand over")
    joint = replace(joint, proposition=replace(joint.proposition, parties=("north", "south")))
    for duty, says in ((both, Says.VALUE), (ARMS, Says.NOTHING)):
        assert reading_of(joint, text, duty, terms_in_force(duty, ON, ON)).says is says


@pytest.mark.parametrize(
    "text",
    [
        "The north handed in 1,018 weapons, of which the mission accepted 840 weapons.",
        "The north handed in 840 weapons that the mission accepted.",
    ],
)
def test_the_number_counted_as_the_duty_counts_is_the_one_that_tells(text: str) -> None:
    duty = level(BoundDirection.AT_LEAST, 840.0, definition=Definition.STORED)
    found = read(text, duty, verb_text="hand in")
    assert (found.says, found.number) == (Says.VALUE, 840.0)


def test_what_is_still_there_leaves_the_rest() -> None:
    found = read("8 percent of the weapons was still in the country.", ARMS, negated=True)
    assert found.says is Says.VALUE
    assert found.number == pytest.approx(0.92 * 8994.0)
