"""More support never lowers a number, and no origin lifts it beyond what it is worth."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from servanda.assessment.inference.wrong_source_model import KEEPS_TO_STORY
from servanda.records import Evidence, Obligation
from tests.assessment.properties.small_cases import (
    DUTIES,
    FEW,
    ORIGINS,
    SmallCase,
    ban,
    in_short,
    met_values_of,
    reliabilities,
    report,
    reports,
    supports,
)
from tests.builders import START


def day_of(item: Evidence) -> date:
    """The day of which a report tells."""
    return item.times.happened.end or START


@st.composite
def supported(draw: st.DrawFn, origins: tuple[str, ...]) -> tuple[SmallCase, Evidence]:
    """A case, and one more report that the duty is met, by one of some origins."""
    duty = draw(DUTIES)
    items = draw(reports(duty))
    more = draw(supports(duty))
    origin, trust = draw(st.sampled_from(origins)), draw(reliabilities())
    name = draw(st.sampled_from(("a", "z")))  # before or after the others of its day
    return SmallCase(duty, items), replace(more, id=name, origin=origin, reliability=trust)


def never_lowers(small: SmallCase, more: Evidence) -> None:
    on = day_of(more)
    with_it = replace(small, items=(*small.items, more))
    assert with_it.number(on) >= small.number(on) - 1e-9, f"{small}; more: {in_short(more)}"


@FEW
@given(supported(("another",)))
def test_support_by_another_origin_never_lowers_the_number(
    added: tuple[SmallCase, Evidence],
) -> None:
    never_lowers(*added)


def is_said_later(added: tuple[SmallCase, Evidence]) -> bool:
    """True if an origin had said all its other things before."""
    small, more = added
    own = [(day_of(item), item.id) for item in small.items if item.origin == more.origin]
    return all(said < (day_of(more), more.id) for said in own)


@FEW
@given(supported(ORIGINS).filter(is_said_later))
def test_support_that_an_origin_adds_never_lowers_the_number(
    added: tuple[SmallCase, Evidence],
) -> None:
    never_lowers(*added)


BAN = replace(ban(), deadline=None)
PLAIN = report(BAN, [0.9, 0.1], 0.1, 1, id="e")  # one who is wrong would hardly say so
VAGUE = report(BAN, [0.5, 0.45], 0.5, 1, id="a")  # and anybody might say this


@FEW
@example((SmallCase(BAN, (PLAIN,)), VAGUE))
@given(supported(ORIGINS))
def test_support_by_the_same_origin_at_any_time_never_lowers_the_number(
    added: tuple[SmallCase, Evidence],
) -> None:
    never_lowers(*added)


@st.composite
def hedged_repetitions(draw: st.DrawFn) -> tuple[SmallCase, Evidence]:
    """A case in which somebody says that the duty is met, and says so again, less reliably."""
    duty = draw(DUTIES)
    items = draw(reports(duty, most=3))
    said = replace(draw(supports(duty)), id="said", reliability=draw(reliabilities()))
    trust = draw(reliabilities().filter(lambda trust: trust.mean <= said.reliability.mean))
    again = replace(said, id="z", reliability=trust)
    return SmallCase(duty, (*items, said)), again


@FEW
@given(hedged_repetitions())
def test_a_hedged_repetition_never_lowers_the_number(added: tuple[SmallCase, Evidence]) -> None:
    never_lowers(*added)


@st.composite
def of_one_origin(draw: st.DrawFn) -> tuple[SmallCase, float, float]:
    """Up to ten statements of one origin, all for or all against, one likelihood if wrong."""
    duty = draw(DUTIES)
    wrong, most = draw(st.floats(0.1, 0.8)), draw(st.floats(0.5, 0.99))
    speaks_for = draw(st.booleans())
    days = draw(st.lists(st.integers(1, 80), min_size=1, max_size=10, unique=True))
    items = tuple(
        replace(statement(duty, speaks_for, most, wrong, day), reliability=draw(reliabilities()))
        for day in days
    )
    return SmallCase(duty, items), wrong, most


def statement(duty: Obligation, speaks_for: bool, most: float, wrong: float, day: int) -> Evidence:
    right = [most if met is speaks_for else 0.02 for met in met_values_of(duty)]
    return report(duty, right, wrong, day, id=f"e{day}", origin="south")


@FEW
@given(of_one_origin())
def test_no_number_of_statements_moves_the_odds_beyond_what_their_origin_is_worth(
    told: tuple[SmallCase, float, float],
) -> None:
    """Ten statements of one origin are one cause.

    With r the chance that the origin is right, R(met) the mean likelihood of all its statements if
    it is right and the duty met, and W that if it is wrong, whatever is so, the odds change by

        (r R(met) + (1 - r) W) / (r R(unmet) + (1 - r) W)  <=  1 + r / (1 - r) * R(met) / W.

    In the model W = w * p * f: w, what a wrong origin says first by chance; p, how plausible its
    day is; f >= KEEPS_TO_STORY * R / R1, where R = P(met) R(met) + P(unmet) R(unmet) is the chance
    of all that is said if the origin is right, a hedge with its own doubt, and R1 that of the
    first. From R(met) <= R / P(met) follows R(met) / W <= R1 / (KEEPS_TO_STORY * P(met) * w * p),
    and since p is how far R1 falls short of what it would be in the end, R1 <= p * m, with m the
    largest likelihood, right or, as of a hedge, wrong. So the odds grow at most by

        1 + r / (1 - r) * m / (KEEPS_TO_STORY * P(met) * w),

    and fall at most by the same with P(unmet). r is that of the most reliable of the statements.
    """
    small, wrong, most = told
    trust = max(item.reliability.mean for item in small.items)
    on = max(day_of(item) for item in small.items)
    before, then = replace(small, items=()).number(on), small.number(on)
    worth = trust / (1.0 - trust) * max(most, wrong) / (KEEPS_TO_STORY * wrong)
    moved = then / (1.0 - then) / (before / (1.0 - before))
    assert moved <= 1.0 + worth / before, repr(small)
    assert 1.0 / moved <= 1.0 + worth / (1.0 - before), repr(small)
