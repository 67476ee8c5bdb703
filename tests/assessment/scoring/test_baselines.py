"""The base rate and the most reliable speaker, on cases small enough to score by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from servanda.assessment import ScoredDay, score_card, scored_days
from servanda.assessment.scoring.base_rate import base_rates
from servanda.records import (
    Bearing,
    CaseEvidence,
    Evidence,
    Reliability,
    Truth,
    TruthFile,
    TruthState,
)
from tests.builders import START, case, count_report, obligation

DAY = START + timedelta(days=10)
LAST = START + timedelta(days=9)
SURE, UNSURE = Reliability(19.0, 1.0, "test"), Reliability(6.0, 4.0, "test")


def ten_done(id: str, when: date = START, **changes: object) -> Evidence:
    return count_report(
        tuple(0.98 if k == 10 else 0.002 for k in range(12)), when, id=id, **changes
    )


def none_done(id: str, when: date = START, **changes: object) -> Evidence:
    return count_report(tuple(0.98 if k == 0 else 0.02 for k in range(12)), when, id=id, **changes)


def truth(row: str, *met: bool | None) -> Truth:
    """What was so on each day from the start."""
    days = [START + timedelta(days=n) for n in range(len(met) + 1)]
    return Truth(
        row,
        tuple(TruthState(days[n], days[n + 1], so, None) for n, so in enumerate(met)),
    )


def walk(days: int, truths: list[Truth], *evidence: Evidence) -> list[ScoredDay]:
    rows = {item.obligation for item in evidence} | {"surface"}
    duties = tuple(obligation(id=row) for row in sorted(rows))
    found = [START + timedelta(days=n) for n in range(days)]
    knowns = (CaseEvidence(case(*duties), day, day, evidence, {}, {}) for day in found)
    return list(scored_days(knowns, truths))


def speaker(*evidence: Evidence, row: str = "surface", **duty: object) -> float:
    """What the most reliable speaker gives the row."""
    known = CaseEvidence(case(obligation(**duty)), DAY, DAY, evidence, {}, {})
    (day,) = scored_days([known], [truth(row, True)])
    return day.guesses["most_reliable_speaker"].chance


def test_the_most_reliable_origin_is_believed_against_the_many_and_the_later() -> None:
    sure = ten_done("a", origin="observer", reliability=SURE)
    later = [
        none_done(f"n{n}", DAY, origin=f"other{n}", document=f"page{n}", reliability=UNSURE)
        for n in range(3)
    ]
    assert speaker(sure, *later) == 0.95
    assert speaker(none_done("b", origin="observer", reliability=SURE), *later) == pytest.approx(
        0.05
    )


def test_its_last_word_counts_and_a_repetition_is_none() -> None:
    before, after = (START, START + timedelta(days=3))
    words = (
        none_done("a", before, origin="observer", reliability=SURE),
        ten_done("b", after, origin="observer", reliability=SURE),
    )
    again = none_done("c", DAY, origin="observer", reliability=SURE, bearing=Bearing.REPEATS)
    assert speaker(*words) == 0.95
    assert speaker(*words, again) == 0.95


def test_an_origin_is_as_reliable_as_its_words_are_on_average() -> None:
    mixed = [
        ten_done("a", origin="north", reliability=SURE),
        ten_done("b", origin="north", reliability=Reliability(1.0, 9.0, "test")),
    ]
    steady = none_done("c", origin="south", reliability=UNSURE)  # 0.6, and the north 0.525
    assert speaker(*mixed, steady) == pytest.approx(0.05)


@pytest.mark.parametrize(("row", "said"), [("surface", 0.15), ("surface.preserve", 0.85)])
def test_without_a_word_duties_to_act_and_to_refrain_part(row: str, said: float) -> None:
    vague = count_report(tuple(0.5 + 0.01 * k for k in range(12)), START)  # favours neither
    assert speaker(vague, row=row) == said


def test_the_base_rate_is_the_share_met_of_the_other_obligations() -> None:
    truths = [
        truth("surface", True, True, True, True),
        truth("surface.preserve", True, True, True, True),  # of the same obligation
        truth("b", True, False, None, False),
        truth("c", False, False, False, True),
    ]
    rates = base_rates(walk(4, truths, ten_done("s"), ten_done("b", obligation="b")))
    assert rates == {
        "surface": pytest.approx(2 / 7),
        "b": pytest.approx(9 / 12),
        "c": pytest.approx(9 / 11),
    }


def test_an_obligation_without_others_has_even_odds_for_a_base_rate() -> None:
    days = walk(4, [truth("surface", True, True, True, False)], ten_done("s"))
    assert base_rates(days) == {"surface": 0.5}
    assert base_rates([]) == {}


def test_each_baseline_is_scored_on_our_days_and_its_difference_is_of_the_means() -> None:
    truths = [truth("surface", True, True, False), truth("b", False, None, True)]
    days = walk(3, truths, ten_done("s"), ten_done("b", obligation="b"))
    card = score_card("case", START, LAST, days, TruthFile(tuple(truths)))
    scores = card.total.scores
    names = [name for name, _ in scores.baselines]
    assert names == ["half", "last_report", "majority", "most_reliable_speaker", "base_rate"]
    for (name, baseline), (same, less) in zip(scores.baselines, scores.differences, strict=True):
        assert (name, baseline.days) == (same, 5)
        assert scores.ours.brier is not None
        assert baseline.brier is not None
        assert less.mean == pytest.approx(scores.ours.brier - baseline.brier, abs=1e-15)
        assert less.interval90 is None  # two obligations
    rates = {"surface": 1 / 2, "b": 2 / 3}
    expected = [(rates[day.obligation] - float(bool(day.outcome))) ** 2
                for day in days if day.outcome is not None]  # fmt: skip
    assert dict(scores.baselines)["base_rate"].brier == pytest.approx(sum(expected) / 5)
    assert (scores.obligations, scores.interval90) == (2, None)
