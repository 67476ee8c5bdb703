"""What the silence of a watcher may do, and what the pages of others may not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.assessment.inference.point_posteriors import point_posteriors
from servanda.evidence import collect_evidence
from servanda.records import (
    Admiralty,
    DeclaredCoverage,
    DocumentClaims,
    Evidence,
    Obligation,
    Source,
    Watcher,
)
from tests.assessment.properties.small_cases import (
    FEW,
    LAST,
    SmallCase,
    after,
    ban,
    report,
    reports,
    silence,
)
from tests.builders import case, document

SHARES = st.floats(0.05, 0.95)
DAYS = st.lists(st.integers(0, LAST), min_size=3, max_size=3, unique=True).map(sorted)
OPEN = replace(ban(), deadline=None)


@FEW
@given(reports(OPEN, most=3), DAYS, SHARES, st.integers(0, LAST), st.booleans())
def test_silence_over_more_days_never_lowers_the_chance_that_nothing_happened(
    items: tuple[Evidence, ...], days: list[int], detects: float, on: int, later: bool
) -> None:
    first, between, last = days
    short = (first, between) if later else (between, last)
    shorter = SmallCase(OPEN, (*items, silence(*short, detects)))
    longer = SmallCase(OPEN, (*items, silence(first, last, detects)))
    day = after(last + on)
    assert longer.number(day) >= shorter.number(day) - 1e-9, repr(longer)


@FEW
@given(reports(OPEN, most=3), DAYS, SHARES, st.integers(0, LAST))
def test_silence_never_lowers_the_chance_that_nothing_happened(
    items: tuple[Evidence, ...], days: list[int], detects: float, on: int
) -> None:
    without = SmallCase(OPEN, items)
    watched = SmallCase(OPEN, (*items, silence(days[0], days[2], detects)))
    day = after(days[2] + on)
    assert watched.number(day) >= without.number(day) - 1e-9, repr(watched)


def test_silence_after_a_day_moves_a_reported_event_to_before_it() -> None:
    """So of a day before or within a watch its silence may lower the chance."""
    heard = report(OPEN, [0.02, 0.98], 0.5, 20)
    alone, watched = (SmallCase(OPEN, (heard, *more)) for more in ((), (silence(10, 30, 0.9),)))
    assert watched.number(after(10)) < alone.number(after(10)) - 0.01
    assert watched.number(after(30)) > alone.number(after(30)) + 0.01


@FEW
@given(DAYS, SHARES, SHARES)
def test_two_silent_watchers_are_no_less_than_one(
    days: list[int], detects: float, other: float
) -> None:
    one = silence(days[0], days[2], detects)
    two = silence(days[1], days[2], other, "second")
    both, alone = (SmallCase(OPEN, items).number(after(LAST)) for items in ((one, two), (one,)))
    assert both >= alone - 1e-9


def watched(watcher: Watcher, covered: int) -> tuple[Obligation, Source, Source]:
    coverage = DeclaredCoverage(after(1), after(covered), "read in full")
    own = Source("own", "The observer", None, "observer", Admiralty.B, (coverage,))
    return (
        replace(OPEN, watchers=(watcher,)),
        own,
        Source("press", "A paper", None, None, Admiralty.B),
    )


def page(number: int, source: str) -> DocumentClaims:
    made = document("Nothing.", after(number), id=f"{source}-{number}", source=source)
    return DocumentClaims(made, (), {}, ())


def nothing_happened(watcher: Watcher, covered: int, *reads: DocumentClaims) -> float:
    """The number of a duty that is only watched, from the pages that are kept."""
    duty, *sources = watched(watcher, covered)
    whole = case(duty, sources=tuple(sources))
    kept = (page(1, "own"), page(LAST, "press"), *reads)  # the record ends on the last day
    known = collect_evidence(whole, kept, after(LAST), after(LAST))
    return point_posteriors(known)["duty"].probability


WATCHERS = st.builds(
    Watcher, st.just("observer"), SHARES, st.integers(0, 20), st.just(""), st.just(0.0)
)


@FEW
@given(WATCHERS, st.integers(1, LAST), st.integers(1, LAST))
def test_a_longer_coverage_never_lowers_the_number(watcher: Watcher, one: int, other: int) -> None:
    shorter, longer = (nothing_happened(watcher, days) for days in sorted((one, other)))
    assert longer >= shorter - 1e-9


@FEW
@given(WATCHERS, st.integers(1, LAST), st.lists(st.integers(1, LAST - 1), unique=True, max_size=5))
def test_pages_of_others_change_nothing(watcher: Watcher, covered: int, days: list[int]) -> None:
    pages = [page(number, "press") for number in days]
    assert nothing_happened(watcher, covered, *pages) == nothing_happened(watcher, covered)


def test_who_raises_many_false_alarms_and_is_silent_for_years_was_hardly_watching() -> None:
    def number(days: int) -> float:
        item = silence(0, days, 0.5)
        assert item.watch is not None
        watch = replace(item.watch, false_alarms_per_year=3.0)
        return SmallCase(OPEN, (replace(item, watch=watch),)).number(after(3000))

    without = SmallCase(OPEN, ()).number(after(3000))
    assert number(3000) == pytest.approx(without, abs=1e-3)
