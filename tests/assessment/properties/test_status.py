"""A status, its number and its word never contradict each other."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from servanda.assessment import BetaSampler, assess
from servanda.records import (
    CaseEvidence,
    Judgement,
    Obligation,
    ObligationKind,
    Reliability,
    Status,
    is_achievement,
    terms_in_force,
)
from tests.assessment.properties.small_cases import (
    DUTIES,
    FEW,
    LAST,
    SmallCase,
    act,
    after,
    report,
    small_cases,
    states,
)

SURE = Reliability(999.0, 1.0, "test")
WITHOUT_NUMBER = {
    Status.NOT_DUE,
    Status.NOT_IN_FORCE,
    Status.NO_EVIDENCE,
    Status.NOT_COVERED,
    Status.UNSCORABLE,
}


def with_kept_site(duty: Obligation) -> Obligation:
    """Of a duty on several sites, one is to be left as it is."""
    sites = duty.count or 0
    return replace(duty, count=sites - 1, preserve=1) if sites > 1 else duty


def rows(known: CaseEvidence) -> tuple[Judgement, ...]:
    return assess(known, BetaSampler(16, 3), explained=False).judgements


@FEW
@given(
    small_cases(DUTIES | DUTIES.map(with_kept_site)),
    st.integers(-5, 3 * LAST),
    st.integers(0, LAST),
    st.sampled_from((0.0, 0.19, 0.2, 0.9)),
    st.sampled_from((None, None, None, "no test criterion")),
)
def test_status_number_and_word_agree(
    small: SmallCase, day: int, until: int, detection: float, unscorable: str | None
) -> None:
    on = after(day)
    duty = replace(small.duty, unscorable=unscorable)
    known = replace(small, duty=duty).known(on, record_until=after(until))
    for row in rows(replace(known, detection={duty.id: detection})):
        without = row.status in WITHOUT_NUMBER
        assert (row.probability_met is None) is without
        assert (row.interval is None) is without
        assert (row.word is None) is (without or row.status is Status.NOT_VERIFIABLE)
        assert (row.days_late is not None) is (row.status is Status.MET_LATE)
        if row.probability_met is not None and row.interval is not None:
            assert 0.0 <= row.interval.low <= row.probability_met <= row.interval.high <= 1.0
        if row.status is Status.MET_LATE:
            assert_late(row, duty, known)
        if not small.items and day >= 0 and unscorable is None:
            assert row.status is Status.NO_EVIDENCE


def assert_late(row: Judgement, duty: Obligation, known: CaseEvidence) -> None:
    assert row.days_late is not None
    assert duty.deadline is not None
    assert duty.kind is not ObligationKind.ABSTAIN
    assert is_achievement(duty, terms_in_force(duty, known.as_of, known.on))
    assert row.days_late >= 1
    assert row.days_late <= (known.on - duty.deadline).days


@st.composite
def done_late(draw: st.DrawFn) -> tuple[SmallCase, int]:
    """Two say that it was not done some days after the deadline, two that it was the day after."""
    duty = replace(draw(st.sampled_from((act(), states(2)))), deadline=after(30))
    late = draw(st.integers(2, 40))
    done = [0.02] * (duty.count or 1) + [0.98]
    missing = [0.98] * (duty.count or 1) + [0.02]
    items = [
        replace(report(duty, right, 0.5, day), id=name, origin=name, reliability=SURE)
        for name, right, day in (
            ("a", missing, 30 + late - 1),
            ("b", missing, 30 + late - 1),
            ("c", done, 30 + late),
            ("d", done, 30 + late),
        )
    ]
    return SmallCase(duty, tuple(items)), late


@FEW
@given(done_late())
def test_what_is_done_late_is_late_by_its_days(told: tuple[SmallCase, int]) -> None:
    small, late = told
    (row,) = rows(small.known(after(LAST)))
    assert row.status in {Status.MET_LATE, Status.UNDETERMINED}  # never met: that it was in time
    if row.status is Status.MET_LATE:
        assert row.days_late == late
