"""That a verifier has not said "done": when it tells something, and how much."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.assessment import BetaSampler, assess
from servanda.assessment.inference.point_posteriors import point_posteriors
from servanda.evidence import collect_evidence
from servanda.evidence.statements.completion_silence import unheard_completion
from servanda.evidence.statements.reader_shares import SENSITIVITY
from servanda.evidence.statements.watchers import watchers_silence
from servanda.records import (
    Admiralty,
    Case,
    DeclaredCoverage,
    DocumentClaims,
    Evidence,
    Label,
    Obligation,
    ObligationKind,
    Reliability,
    Source,
    Span,
    Statement,
    Status,
    Watcher,
    terms_in_force,
)
from tests.builders import START, case, claim, count_report, document, obligation
from tests.evidence.test_statement_evidence import statement

END = START + timedelta(days=100)
READ = SENSITIVITY[ObligationKind.STATE]
DUTY = obligation(id="duty", verb="", object="", terms=(), count=2, preserve=0, deadline=None)
TEXT = "All was demolished."


def watched(**changes: Any) -> Obligation:
    told = Watcher("observer", 0.8, 10, "")
    return replace(DUTY, watchers=(replace(told, **changes),))


def covered(duty: Obligation, *periods: tuple[int, int], actor: str = "observer") -> Case:
    """The duty's case, with all that somebody published in some periods."""
    declared = tuple(
        DeclaredCoverage(START + timedelta(days=first + 1), START + timedelta(days=last), "all")
        for first, last in periods
    )
    return case(duty, sources=(Source("own", "Observer", None, actor, Admiralty.B, declared),))


def page(day: date, *statements: Statement, text: str = TEXT) -> DocumentClaims:
    """A page of the source, published on that day."""
    said = tuple(
        replace(
            claim(text), id="page#s1", holder="Observer", holder_id="observer", chain=("Observer",)
        )
        for _ in statements
    )
    made = document(text, day, id="page", source="own")
    return DocumentClaims(made, said, {}, statements)


def silent(whole: Case, *spoken: Evidence, read: DocumentClaims | None = None) -> list[Evidence]:
    (duty,) = whole.obligations
    kept = page(START + timedelta(days=1)) if read is None else read
    terms = terms_in_force(duty, END, END)
    return list(watchers_silence(whole, duty, terms, (kept,), spoken, END))


def said(right: tuple[float, ...], day: int) -> Evidence:
    made = count_report(right, START + timedelta(days=day), obligation="duty")
    return replace(made, origin="observer", reliability=Reliability(9.0, 1.0, ""))


def test_who_would_have_said_that_it_is_done_makes_it_less_likely_by_no_more_than_is_read() -> None:
    (item,) = silent(covered(watched(), (0, 100)))
    assert item.if_right == pytest.approx((1.0, 1.0, 1.0 - 0.8 * READ))
    assert item.if_wrong == (1.0, 1.0, 1.0)
    assert item.times.happened.end == END - timedelta(days=10)
    assert item.origin == "observer"


def test_nobody_is_silent_without_coverage_or_before_it_would_have_spoken() -> None:
    assert silent(covered(watched())) == []
    assert silent(covered(watched(), (0, 100), actor="ally")) == []
    assert silent(covered(watched(), (0, 9))) == []
    assert silent(covered(watched(detects=0.0), (0, 100))) == []
    assert silent(covered(DUTY, (0, 100))) == []


def test_days_that_are_not_covered_tell_nothing() -> None:
    (item,) = silent(covered(watched(), (0, 30), (70, 100)))
    assert item.if_right[-1] == pytest.approx(1.0 - (20 + 20) / 90 * 0.8 * READ)


def test_a_verifier_that_the_case_names_is_a_watcher() -> None:
    named = replace(DUTY, verification="The Observer visits each site.")
    (item,) = silent(covered(named, (0, 100)))
    assert item.if_right[-1] == pytest.approx(1.0 - 0.6 * READ)
    assert "verifying" in item.why
    both = replace(watched(), verification="The Observer visits each site.")
    (item,) = silent(covered(both, (0, 100)))
    assert item.if_right[-1] == pytest.approx(1.0 - 0.8 * READ)


def test_who_sees_only_some_sites_does_not_tell_of_the_whole() -> None:
    two = replace(watched(sites=("post-1",)), sites=("post-1", "post-2"))
    assert silent(covered(two, (0, 100))) == []
    both = replace(watched(sites=("post-1", "post-2")), sites=("post-1", "post-2"))
    assert len(silent(covered(both, (0, 100)))) == 1


def test_who_has_said_that_it_is_done_is_not_silent() -> None:
    whole = covered(watched(), (0, 100))
    assert silent(whole, said((0.02, 0.02, 0.98), 50)) == []


def test_who_has_said_that_it_is_not_done_is_silent_from_then_on() -> None:
    whole = covered(watched(), (0, 100))
    (item,) = silent(whole, said((0.98, 0.98, 0.02), 50))
    assert item.times.happened.start == START + timedelta(days=50)
    assert item.if_right[-1] == pytest.approx(1.0 - (90 - 50) / 90 * 0.8 * READ)


@pytest.mark.parametrize(("chance", "reviewed", "items"), [(0.2, False, 0), (0.2, True, 1)])
def test_a_sentence_that_may_say_so_is_a_question_first(
    chance: float, reviewed: bool, items: int
) -> None:
    p = tuple(
        chance if label is Label.DONE else 1.0 - chance if label is Label.UNRELATED else 0.0
        for label in Label
    )
    told = replace(
        statement(), id="page#s1/duty", obligation="duty", label=Label.UNRELATED, p=p,
        span=Span(0, len(TEXT)), reviewed=reviewed,
    )  # fmt: skip
    whole = covered(watched(), (0, 100))
    assert len(silent(whole, read=page(START + timedelta(days=1), told))) == items


def number(whole: Case, on: date = END) -> float:
    known = collect_evidence(whole, (page(END, text="Nothing."),), END, on)
    return point_posteriors(known)["duty"].probability


def test_a_silent_verifier_lowers_the_number_and_says_so() -> None:
    whole, unheard = covered(watched(detects=1.0), (0, 100)), covered(watched(detects=1.0))
    assert number(whole) < number(unheard)
    known = collect_evidence(whole, (page(END, text="Nothing."),), END, END)
    (row,) = assess(known, BetaSampler(16, 3)).judgements
    assert row.why.startswith("watched, nothing reported: its completion would have shown")
    assert row.detection == pytest.approx(READ)
    assert row.account is not None
    assert [line.origin for line in row.account.lines] == ["observer"]


def test_silence_about_completion_alone_needs_a_chance_of_detection() -> None:
    whole = covered(watched(detects=0.5), (0, 100))
    known = collect_evidence(whole, (page(END, text="Nothing."),), END, END)
    (row,) = assess(known, BetaSampler(16, 3)).judgements
    assert row.status is Status.NOT_VERIFIABLE


@given(st.integers(1, 100), st.integers(1, 100), st.floats(0.01, 1.0))
def test_more_days_covered_never_raise_the_number(one: int, other: int, detects: float) -> None:
    """To the same day: what is covered before it only adds."""
    first, second = sorted((one, other))
    duty = watched(detects=detects, delay_days=0)
    longer, shorter = (number(covered(duty, (100 - days, 100))) for days in (second, first))
    assert longer <= shorter + 1e-9


@given(st.integers(0, 30), st.integers(1, 100), st.integers(0, 130))
def test_the_chance_is_that_of_the_days_asked_about(delay: int, last: int, on: int) -> None:
    (watcher,) = watched(delay_days=delay).watchers
    days = ((START, START + timedelta(days=last)),)
    found = unheard_completion(DUTY, watcher, days, START + timedelta(days=on))
    if min(last - delay, on) <= 0:
        assert found is None
    else:
        assert found is not None
        assert found.by == START + timedelta(days=min(last - delay, on))
        assert found.chance == pytest.approx(0.8 * READ)
