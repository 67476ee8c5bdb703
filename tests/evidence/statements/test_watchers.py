"""How surely a breach would have shown, and when a watcher's silence is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from servanda.evidence.statements.reader_shares import SENSITIVITY
from servanda.evidence.statements.watchers import chance_of_detection, watchers_silence
from servanda.records import (
    Admiralty,
    Case,
    DateRange,
    DeclaredCoverage,
    DocumentClaims,
    Label,
    Obligation,
    ObligationKind,
    Precision,
    Source,
    Span,
    Statement,
    Watcher,
    terms_in_force,
)
from tests.builders import START, case, document, obligation

END = START + timedelta(days=100)
READ = SENSITIVITY[ObligationKind.ABSTAIN]


def ban(*watchers: Watcher) -> Obligation:
    return obligation(
        id="ban", kind=ObligationKind.ABSTAIN, count=None, preserve=0, deadline=None, aspect=None,
        watchers=watchers,
    )  # fmt: skip


def watcher(actor: str, detects: float) -> Watcher:
    return Watcher(actor, detects, 0, "")


def covered(duty: Obligation, days: int, *actors: str) -> Case:
    """The duty's case, with all that each of these published over so many days."""
    last = START + timedelta(days=days)
    period = DeclaredCoverage(START + timedelta(days=1), last, "all reports")
    return case(
        duty,
        sources=tuple(Source(one, one, None, one, Admiralty.B, (period,)) for one in actors),
    )


def chance(duty: Obligation, days: int, *actors: str, on: date = END) -> float | None:
    return chance_of_detection(covered(duty, days, *actors), duty, (), END, on)


def test_detection_is_coverage_times_what_is_seen_times_what_is_read() -> None:
    duty = ban(watcher("observer", 0.8))
    assert chance(duty, 100, "observer") == pytest.approx(0.8 * READ)
    assert chance(duty, 25, "observer") == pytest.approx(0.25 * 0.8 * READ)
    assert chance(duty, 25, "observer", on=START + timedelta(days=50)) == pytest.approx(
        0.5 * 0.8 * READ
    )


def test_who_publishes_nothing_that_is_kept_would_have_shown_nothing() -> None:
    assert chance(ban(watcher("observer", 0.8)), 100) == 0.0
    assert chance(ban(watcher("observer", 0.8)), 100, "ally") == 0.0


def test_without_watchers_nobody_can_say() -> None:
    assert chance(ban(), 100, "observer") is None


def test_two_watchers_see_more_than_one_and_parts_of_one_whole_no_more_than_the_better() -> None:
    apart = ban(watcher("observer", 0.8), watcher("ally", 0.5))
    missed = (1 - 0.8 * READ) * (1 - 0.5 * READ)
    assert chance(apart, 100, "observer", "ally") == pytest.approx(1 - missed)
    together = ban(watcher("ministry", 0.8), watcher("staff", 0.5))
    assert chance(together, 100, "ministry", "staff") == pytest.approx(0.8 * READ)


def told(against: float, *, reviewed: bool = False) -> DocumentClaims:
    """A page of the observer with one sentence that speaks against the duty with that chance."""
    text = "Two were found dead by the road."
    p = tuple(
        against if label is Label.VIOLATED else 1.0 - against if label is Label.UNRELATED else 0.0
        for label in Label
    )
    when = DateRange(START, START, Precision.DAY)
    statement = Statement(
        "page/0-31/ban", "page", Span(0, 31), "ban", Label.UNRELATED, p, None, None, when,
        "page#c0", (), reviewed, "test", "",
    )  # fmt: skip
    page = document(text, START + timedelta(days=5), source="observer")
    return DocumentClaims(page, (), statements=(statement,))


@pytest.mark.parametrize(
    ("read", "silent"),
    [(told(0.05), 1), (told(0.4), 0), (told(0.4, reviewed=True), 1)],
)
def test_who_may_have_told_of_a_breach_is_not_silent_until_somebody_has_looked(
    read: DocumentClaims, silent: int
) -> None:
    duty = ban(watcher("observer", 0.8))
    whole = covered(duty, 100, "observer")
    terms = terms_in_force(duty, END, END)
    assert len(list(watchers_silence(whole, duty, terms, (read,), (), END))) == silent
    stranger = replace(read, document=replace(read.document, source="press"))
    assert len(list(watchers_silence(whole, duty, terms, (stranger,), (), END))) == 1
