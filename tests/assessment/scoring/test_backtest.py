"""A walk through past days on a case small enough to score by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from servanda.assessment import ScoredDay, point_posteriors, score_card, scored_days
from servanda.errors import InputError
from servanda.records import (
    Bearing,
    CaseEvidence,
    Evidence,
    Score,
    ScoreCard,
    Truth,
    TruthFile,
    TruthState,
)
from tests.builders import DEADLINE, START, case, count_report, obligation

BLAST = date(2018, 11, 20)
LAST = date(2018, 12, 10)
TRUTH = Truth(
    "surface",
    (
        TruthState(START, BLAST, False, 0.0),
        TruthState(BLAST, DEADLINE, True, 10.0),
        TruthState(DEADLINE, None, None, None),
    ),
)


def ten_done(**changes: object) -> Evidence:
    return count_report(tuple(0.98 if k == 10 else 0.002 for k in range(12)), BLAST, **changes)


def none_done(when: date, **changes: object) -> Evidence:
    return count_report(tuple(0.98 if k == 0 else 0.02 for k in range(12)), when, **changes)


def known(day: date, *evidence: Evidence) -> CaseEvidence:
    public = tuple(one for one in evidence if one.times.published.public_on <= day)
    return CaseEvidence(case(obligation()), day, day, public, {}, {})


def walk(*evidence: Evidence, truth: Truth = TRUTH, last: date = LAST) -> list[ScoredDay]:
    days = [START + timedelta(days=n) for n in range((last - START).days + 1)]
    return list(scored_days((known(day, *evidence) for day in days), [truth]))


def card_of(days: list[ScoredDay], *truths: Truth) -> ScoreCard:
    return score_card("case", START, LAST, days, TruthFile(truths or (TRUTH,)))


def baseline(name: str, *evidence: Evidence) -> Score:
    return dict(card_of(walk(*evidence)).rows[0].scores.baselines)[name]


def test_days_of_unknown_truth_are_left_out_and_counted() -> None:
    card = card_of(walk(ten_done()))
    (row,) = card.rows
    assert row.scores.ours.days == (DEADLINE - BLAST).days
    assert row.days_left_out == (LAST - DEADLINE).days + 1
    assert row.days_without_number == (BLAST - START).days  # nothing was said yet
    assert sum(one.days for one in card.curve) == row.scores.ours.days


def test_the_end_of_a_state_is_the_first_day_that_is_not_in_it() -> None:
    assert TRUTH.state_on(BLAST - timedelta(days=1)) == TRUTH.states[0]
    assert TRUTH.state_on(BLAST) == TRUTH.states[1]
    assert TRUTH.state_on(START - timedelta(days=1)) is None


def test_our_score_is_made_of_each_day_s_own_probability() -> None:
    early = none_done(START, id="n", document="other", origin="north")
    card = card_of(walk(early, ten_done()))
    expected = []
    for n in range((DEADLINE - START).days):
        day = START + timedelta(days=n)
        said = point_posteriors(known(day, early, ten_done()))["surface"].probability
        expected.append((said - float(day >= BLAST)) ** 2)
    assert card.rows[0].scores.ours.brier == pytest.approx(np.mean(expected), rel=1e-12)


def test_the_total_counts_each_day_of_each_row_once() -> None:
    kept = Truth("surface.preserve", (TruthState(START, LAST, True, None),))
    days = walk(ten_done()) + walk(ten_done(), truth=kept)
    card = card_of(days, TRUTH, kept)
    first, second = (row.scores.ours for row in card.rows)
    assert card.total.scores.ours.days == first.days + second.days
    assert first.brier is not None
    assert second.brier is not None
    weighted = (first.brier * first.days + second.brier * second.days) / (first.days + second.days)
    assert card.total.scores.ours.brier == pytest.approx(weighted, rel=1e-12)


def test_a_day_before_the_duty_carries_no_number_and_is_counted_as_such() -> None:
    early = Truth("surface", (TruthState(date(2018, 1, 1), None, False, None),))
    day = START - timedelta(days=1)
    (one,) = scored_days([known(day)], [early])
    row = card_of([one], early).rows[0]
    assert (row.scores.ours.days, row.days_without_number, row.scores.ours.brier) == (0, 1, None)


def test_half_throughout_scores_a_quarter() -> None:
    score = baseline("half", ten_done())
    assert score.brier == pytest.approx(0.25)
    assert score.log_score == pytest.approx(np.log(2.0))


def test_the_last_report_wins_whatever_was_said_before() -> None:
    right = baseline("last_report", ten_done())
    assert right.brier == pytest.approx(1e-6)
    denied = none_done(BLAST + timedelta(days=1), id="n", document="other")
    wrong = baseline("last_report", ten_done(), denied)
    assert wrong.brier is not None
    assert right.brier is not None
    assert wrong.brier > right.brier + 0.2
    assert wrong.log_score is not None
    assert np.isfinite(wrong.log_score)


def test_the_majority_counts_documents_and_copies_among_them() -> None:
    copy = ten_done(id="c", document="copy", bearing=Bearing.REPEATS, if_right=(0.5,) * 12)
    flat = replace(copy, bearing=Bearing.CANNOT_KNOW)
    for items, said in (((ten_done(), copy), 3 / 4), ((ten_done(), flat), 2 / 3)):
        assert baseline("majority", *items).brier == pytest.approx((1 - said) ** 2)


def test_the_majority_is_not_swayed_by_a_document_that_says_both() -> None:
    both = none_done(BLAST, id="n")  # of the same page
    against = none_done(BLAST, id="m", document="other")
    for items, said in (((ten_done(), both), 1 / 2), ((ten_done(), both, against), 1 / 3)):
        assert baseline("majority", *items).brier == pytest.approx((1 - said) ** 2)


def test_counts_are_ranked_and_covered_only_where_they_are_known() -> None:
    without = replace(TRUTH, states=(TruthState(START, DEADLINE, False, None),))
    early = none_done(START, id="n", origin="north")
    with_counts = card_of(walk(early, ten_done())).rows[0].scores.ours
    none = card_of(walk(early, truth=without), without).rows[0].scores.ours
    assert with_counts.rps is not None
    assert 0.0 < with_counts.rps < 0.25
    assert with_counts.coverage90 is not None
    assert 0.0 <= with_counts.coverage90 <= 1.0
    assert (none.rps, none.coverage90) == (None, None)


def test_a_true_count_beyond_the_sites_is_refused_with_advice() -> None:
    wrong = Truth("surface", (TruthState(START, None, True, 12.0),))
    with pytest.raises(InputError, match="0 to 11; correct"):
        list(scored_days([known(BLAST, ten_done())], [wrong]))
