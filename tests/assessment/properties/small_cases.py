"""Random duties that are small enough to sum at once, and random reports on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from servanda.assessment.inference.point_posteriors import point_posteriors
from servanda.records import (
    CaseEvidence,
    Evidence,
    Obligation,
    ObligationKind,
    Reliability,
    StateSpace,
    Variable,
    WatchPeriod,
)
from tests.builders import START, case, count_report, obligation

LAST = 80  # the day after the start on which each record ends
ORIGINS = ("south", "north", "observer")
# A hundred, or as many as the profile asks for: the benchmark takes a thousand.
FEW = settings(
    max_examples=settings.default.max_examples if settings.default is not None else 100,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def after(days: int) -> date:
    """So many days after the duty began."""
    return START + timedelta(days=days)


def states(sites: int) -> Obligation:
    """So many sites to be done, none to be kept."""
    return obligation(id="duty", count=sites, preserve=0)


def act() -> Obligation:
    """An act to be done once."""
    return obligation(id="duty", kind=ObligationKind.ACT, verb="verify", count=None, preserve=0)


def ban() -> Obligation:
    """Events to abstain from."""
    return obligation(
        id="duty", kind=ObligationKind.ABSTAIN, verb="refrain", object="nuclear tests",
        count=None, preserve=0, aspect=None, unit="event",
    )  # fmt: skip


DEADLINES = st.none() | st.integers(5, 60).map(after)
ACHIEVEMENTS = st.builds(
    lambda duty, deadline: replace(duty, deadline=deadline),
    st.just(act()) | st.integers(1, 4).map(states),
    DEADLINES,
)
BANS = DEADLINES.map(lambda deadline: replace(ban(), deadline=deadline))
DUTIES = ACHIEVEMENTS | BANS


def values_of(duty: Obligation) -> int:
    """The number of values that a report on the whole duty speaks of."""
    return (duty.count or 0) + duty.preserve + 1 if duty.kind is ObligationKind.STATE else 2


def met_values_of(duty: Obligation) -> list[bool]:
    """For each value, whether the duty is met."""
    if duty.kind is ObligationKind.ABSTAIN:
        return [True, False]
    return [value >= (duty.count or 1) for value in range(values_of(duty))]


def space(duty: Obligation) -> StateSpace:
    """The states that reports on the whole duty are about."""
    variable = {
        ObligationKind.ABSTAIN: Variable.EVENT,
        ObligationKind.ACT: Variable.ACT_DONE,
        ObligationKind.STATE: Variable.COUNT_DONE,
    }[duty.kind]
    return StateSpace(variable, tuple(map(float, range(values_of(duty)))), None)


def report(
    duty: Obligation, right: list[float], wrong: float, day: int, **changes: object
) -> Evidence:
    """A report that is as likely as `right` for each value if its origin is right."""
    made = count_report(tuple(right), after(day), obligation="duty", states=space(duty))
    return replace(made, if_wrong=(wrong,) * len(right), **changes)


@st.composite
def supports(draw: st.DrawFn, duty: Obligation, **changes: object) -> Evidence:
    """That the duty is met: likelier than by chance where it is, less likely where it is not.

    Some name the day on which it came about.
    """
    wrong = draw(st.floats(0.1, 0.8))
    least, most = draw(st.floats(0.01, wrong)), draw(st.floats(wrong, 0.99))
    right = [most if met else least for met in met_values_of(duty)]
    day = draw(st.integers(1, LAST))
    named = duty.kind is not ObligationKind.ABSTAIN and draw(st.booleans())
    came_about = after(max(0, day - draw(st.integers(0, 10)))) if named else None
    return report(duty, right, wrong, day, came_about=came_about, **changes)


@st.composite
def denials(draw: st.DrawFn, duty: Obligation) -> Evidence:
    """That the duty is not met; of a ban some name the day on which it was broken."""
    wrong = draw(st.floats(0.1, 0.8))
    least, most = draw(st.floats(0.01, wrong)), draw(st.floats(wrong, 0.99))
    right = [least if met else most for met in met_values_of(duty)]
    day = draw(st.integers(0, LAST))
    named = duty.kind is ObligationKind.ABSTAIN and draw(st.booleans())
    came_about = after(max(0, day - draw(st.integers(0, 10)))) if named else None
    return report(duty, right, wrong, day, came_about=came_about)


@st.composite
def tellings(draw: st.DrawFn, duty: Obligation) -> Evidence:
    """Anything at all about the values."""
    chances = st.floats(0.02, 0.98)
    number = values_of(duty)
    right = draw(st.lists(chances, min_size=number, max_size=number))
    return report(duty, right, draw(chances), draw(st.integers(0, LAST)))


def reliabilities() -> st.SearchStrategy[Reliability]:
    """From hardly ever right to nearly always."""
    return st.floats(0.1, 0.99).map(lambda mean: Reliability(10 * mean, 10 * (1 - mean), "test"))


@st.composite
def reports(
    draw: st.DrawFn, duty: Obligation, least: int = 0, most: int = 4
) -> tuple[Evidence, ...]:
    """Reports on the whole duty by up to three origins."""
    kinds = st.one_of(supports(duty), denials(duty), tellings(duty))
    found = draw(st.lists(kinds, min_size=least, max_size=most))
    return tuple(
        replace(
            item,
            id=f"e{number}",
            claim=f"e{number}",
            origin=draw(st.sampled_from(ORIGINS)),
            reliability=draw(reliabilities()),
        )
        for number, item in enumerate(found)
    )


def silence(first: int, last: int, detects: float, origin: str = "watcher") -> Evidence:
    """A watcher's silence over some days, as the evidence room makes it."""
    watch = WatchPeriod(after(first), after(last), detects, 0.0, ())
    made = report(ban(), [1.0, 1.0 - detects], 1.0, last, watch=watch, id=f"{origin}/{first}")
    return replace(made, origin=origin, reliability=Reliability(19.0, 1.0, "watches"))


def in_short(item: Evidence) -> str:
    """Who says what, of which day."""
    day = item.times.happened.end
    return (
        f"{item.id} {item.origin} {item.reliability.mean:.3g}, {day} since {item.came_about}: "
        f"{item.if_right}, {item.if_wrong[0]:.3g}"
    )


@dataclass(frozen=True, slots=True, repr=False)
class SmallCase:
    """A duty and what is said of it."""

    duty: Obligation
    items: tuple[Evidence, ...]

    def __repr__(self) -> str:
        """Short enough to read in a failure."""
        duty = self.duty
        return f"{duty.kind} {duty.count} by {duty.deadline}: {[*map(in_short, self.items)]}"

    def known(
        self, on: date, as_of: date | None = None, record_until: date | None = None
    ) -> CaseEvidence:
        """All that is known about the day `on`."""
        return CaseEvidence(
            case(self.duty), max(as_of or on, after(LAST)), on, self.items, {}, {},
            record_until=record_until,
        )  # fmt: skip

    def number(
        self, on: date, as_of: date | None = None, record_until: date | None = None
    ) -> float:
        """The probability that the duty is met on the day `on`."""
        return point_posteriors(self.known(on, as_of, record_until))["duty"].probability


@st.composite
def small_cases(
    draw: st.DrawFn, duties: st.SearchStrategy[Obligation] = DUTIES, least: int = 0
) -> SmallCase:
    """Any small duty with reports; of a ban also with the silence of watchers."""
    duty = draw(duties)
    items = draw(reports(duty, least))
    if duty.kind is ObligationKind.ABSTAIN and draw(st.booleans()):
        last = LAST if duty.deadline is None else (duty.deadline - START).days
        days = sorted(draw(st.lists(st.integers(0, last), min_size=2, max_size=2, unique=True)))
        items += (silence(days[0], days[1], draw(st.floats(0.05, 0.95))),)
    return SmallCase(duty, items)
