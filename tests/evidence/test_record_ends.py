"""Until when the record reaches: documents, and coverage that is declared of a source."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from servanda.assessment import BetaSampler, assess
from servanda.evidence import collect_evidence
from servanda.evidence.statements.reader_shares import SENSITIVITY
from servanda.records import (
    Admiralty,
    Case,
    DeclaredCoverage,
    DocumentClaims,
    Judgement,
    Obligation,
    ObligationKind,
    Source,
    Watcher,
)
from tests.builders import START, case, document, obligation

PAGE = START + timedelta(days=20)  # the last document
COVERED = START + timedelta(days=300)
LATER = START + timedelta(days=400)


def ban(**changes: object) -> Obligation:
    own = {
        "id": "ban", "kind": ObligationKind.ABSTAIN, "count": None, "preserve": 0,
        "deadline": None, "aspect": None, "watchers": (Watcher("observer", 0.9, 0, ""),),
    }  # fmt: skip
    return obligation(**{**own, **changes})


def watched(*duties: Obligation, covered: date | None = COVERED) -> Case:
    """A case with the observer's bulletins, complete to that day, and a paper."""
    period = DeclaredCoverage(START, covered or START, "all bulletins")
    bulletin = Source(
        "bulletin", "Bulletin", None, "observer", Admiralty.A, (period,) if covered else ()
    )
    return case(*duties, sources=(bulletin, Source("paper", "Paper", None, None, Admiralty.B)))


def page() -> DocumentClaims:
    return DocumentClaims(document("It rained.", PAGE, source="paper"), ())


def judged(whole: Case, *reads: DocumentClaims, as_of: date = LATER) -> dict[str, Judgement]:
    known = collect_evidence(whole, reads, as_of, as_of)
    rows = assess(known, BetaSampler(16, 1)).judgements
    return {row.id: row for row in rows}


def test_each_source_has_an_end_and_the_record_that_of_the_last() -> None:
    whole = watched(ban())
    known = collect_evidence(whole, [page()], LATER, LATER)
    assert known.source_ends == {"bulletin": COVERED, "paper": PAGE}
    result = assess(known, BetaSampler(16, 1))
    assert (result.record_until, result.source_ends) == (COVERED, known.source_ends)


def test_declared_coverage_reaches_no_further_than_the_day_from_which_one_looks() -> None:
    early = START + timedelta(days=100)
    known = collect_evidence(watched(ban()), [page()], early, early)
    assert known.source_ends["bulletin"] == early
    before = START - timedelta(days=1)
    assert collect_evidence(watched(ban()), [], before, before).source_ends == {}


def test_a_watched_duty_is_judged_to_the_end_of_the_coverage_and_no_other_duty_is() -> None:
    other = ban(id="other", watchers=(Watcher("ally", 0.9, 0, ""),))
    rows = judged(watched(ban(), other), page())
    assert rows["ban"].why.endswith(f"nothing collected since {COVERED}")
    short = judged(watched(ban(), other, covered=PAGE), page())
    assert short["ban"].why.endswith(f"nothing collected since {PAGE}")
    known = collect_evidence(watched(ban(), other), [page()], LATER, LATER)
    assert (known.record_end("ban"), known.record_end("other")) == (COVERED, PAGE)


def test_a_breach_would_have_shown_over_the_days_that_the_record_reaches() -> None:
    late = judged(watched(ban()), page())["ban"].detection
    then = judged(watched(ban()), page(), as_of=COVERED)["ban"].detection
    assert late == then == pytest.approx(0.9 * SENSITIVITY[ObligationKind.ABSTAIN])


def test_more_days_of_silence_in_a_closed_period_speak_for_the_duty_more() -> None:
    """A period of 300 days watched to its end, against one of which 20 days are known."""
    duty = ban(deadline=COVERED)
    prior = judged(watched(duty), page())["ban"].prior
    full = judged(watched(duty), page())["ban"].probability_met
    assert prior is not None
    assert full is not None
    assert full > prior + 0.05


def test_declared_silence_counts_with_no_document_kept() -> None:
    rows = judged(watched(ban()))
    with_page = judged(watched(ban()), page())
    assert rows["ban"].probability_met == pytest.approx(with_page["ban"].probability_met, abs=1e-12)


def test_without_documents_and_coverage_the_record_has_no_end() -> None:
    known = collect_evidence(watched(ban(), covered=None), [], LATER, LATER)
    assert (known.record_end("ban"), known.whole_record_until) == (None, None)
