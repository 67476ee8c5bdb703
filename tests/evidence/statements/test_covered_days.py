"""Over which days the record would hold what somebody publishes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from servanda.evidence.statements.covered_days import covered_days
from servanda.records import Admiralty, Case, DeclaredCoverage, DocumentClaims, Source
from tests.builders import START, case, document

END = START + timedelta(days=100)


def page(number: int, title: str | None, source: str = "own") -> DocumentClaims:
    """A page published `number` days after the start."""
    published = START + timedelta(days=number)
    made = document("Nothing.", published, id=f"{source}-{number}", source=source, title=title)
    return DocumentClaims(made, ())


def watched(*declared: DeclaredCoverage) -> Case:
    own = Source("own", "The observer", None, "observer", Admiralty.B, declared)
    return case(sources=(own, Source("press", "A paper", None, None, Admiralty.B)))


def days(whole: Case, *reads: DocumentClaims, as_of: date = END) -> list[tuple[int, int]]:
    """The covered days, counted from the start."""
    found = covered_days("observer", whole, reads, as_of)
    return [((first - START).days, (last - START).days) for first, last in found]


def test_pages_that_somebody_chose_cover_nothing_however_many() -> None:
    assert days(watched(), *(page(n, "The truce") for n in range(0, 90, 10))) == []


@pytest.mark.parametrize("title", ["Weekly report {}", "REPORT No. {}, on the truce"])
def test_issues_whose_numbers_follow_each_other_cover_the_days_between(title: str) -> None:
    issues = [page(7 * n, title.format(n)) for n in (1, 2, 3, 6, 7)]
    assert days(watched(), *issues) == [(7, 21), (42, 49)]


def test_a_series_of_somebody_else_covers_nothing() -> None:
    issues = [page(7 * n, f"Report {n}", source="press") for n in (1, 2, 3)]
    assert days(watched(), *issues) == []


def test_numbers_of_different_series_do_not_follow_each_other() -> None:
    assert days(watched(), page(0, "Report 1"), page(7, "Briefing 2")) == []


def test_a_declared_coverage_counts_from_its_first_day_to_its_last_but_not_beyond_today() -> None:
    declared = DeclaredCoverage(
        START + timedelta(days=11), START + timedelta(days=60), "all reports"
    )
    assert days(watched(declared)) == [(10, 60)]
    assert days(watched(declared), as_of=START + timedelta(days=30)) == [(10, 30)]
    later = replace(declared, first=START + timedelta(days=50), last=START + timedelta(days=70))
    assert days(watched(declared, later)) == [(10, 70)]
