"""The rules that cases have taught, each on a case small enough to see through."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from servanda.assessment import BetaSampler, assess, moments
from servanda.errors import InputError
from servanda.records import (
    Amendment,
    Bearing,
    BlindSpotKind,
    Bound,
    BoundDirection,
    CaseEvidence,
    Condition,
    ConditionChange,
    ConditionMode,
    Coverage,
    Ending,
    Evidence,
    Force,
    Judgement,
    Obligation,
    ObligationKind,
    OriginCount,
    ProbabilityWord,
    Reliability,
    Site,
    StateSpace,
    Status,
    Variable,
    day,
)
from servanda.records.case.terms import level_grid
from tests.builders import DEADLINE, START, case, count_report, matter, obligation

END = date(2018, 12, 31)
BLAST = date(2018, 11, 20)


def ten_done(when: date = BLAST, **changes: object) -> Evidence:
    right = tuple(0.98 if k == 10 else 0.02 for k in range(12))
    return count_report(right, when, **changes)


def not_done(when: date = END, **changes: object) -> Evidence:
    right = tuple(0.98 if k < 10 else 0.02 for k in range(12))
    return count_report(right, when, **changes)


def judged(
    duty: Obligation, *evidence: Evidence, as_of: date = END, on: date | None = None
) -> dict[str, Judgement]:
    known = CaseEvidence(case(duty), as_of, on or as_of, evidence, {duty.id: OriginCount(1, 1)}, {})
    return {one.id: one for one in assess(known, BetaSampler(64, 3)).judgements}


def number(duty: Obligation, *evidence: Evidence, **days: date) -> float:
    """The probability of the duty; where nothing bears on it, the one assumed beforehand."""
    row = judged(duty, *evidence, **days)[duty.id]
    value = row.prior if row.status is Status.NO_EVIDENCE else row.probability_met
    assert value is not None
    return value


def begun(when: date = START, **changes: object) -> Evidence:
    """A report that tells nothing between the values, but bears on the duty."""
    return count_report((0.5,) * 12, when, id="begun", **changes)


def test_a_good_report_of_completion_raises_the_odds_and_its_contribution_says_so() -> None:
    row = judged(obligation(), ten_done())["surface"]
    assert row.probability_met is not None
    assert row.probability_met > number(obligation()) + 0.2
    assert row.contributions[0].decibans > 5.0
    assert row.count is not None
    assert row.count.of == 10
    assert max(row.count.distribution) == row.count.distribution[10]


def test_a_deadline_not_yet_reached_is_pending_with_its_number() -> None:
    row = judged(obligation(), begun(), as_of=date(2018, 11, 12))["surface"]
    assert row.status is Status.PENDING
    assert row.probability_met is not None
    assert row.probability_met < 0.5


def test_the_deadline_day_itself_is_no_longer_pending() -> None:
    row = judged(obligation(), ten_done(), ten_done(id="f", origin="observer"), as_of=DEADLINE)
    assert row["surface"].status is Status.MET


def test_a_duty_on_which_nothing_bears_has_no_number_but_what_was_assumed() -> None:
    row = judged(obligation())["surface"]
    assert row.status is Status.NO_EVIDENCE
    assert (row.probability_met, row.interval, row.word, row.count) == (None, None, None, None)
    assert row.prior is not None
    assert 0.2 < row.prior < 0.8
    assert BlindSpotKind.NOT_LOOKED in {spot.kind for spot in row.blind_spots}


def test_a_report_that_tells_nothing_between_the_values_leaves_a_wide_interval() -> None:
    row = judged(obligation(), begun())["surface"]
    assert row.status is Status.UNDETERMINED
    assert row.probability_met == pytest.approx(row.prior)
    assert row.interval is not None
    assert row.interval.high - row.interval.low > 0.4


def test_a_flat_item_moves_nothing_at_all() -> None:
    blind = ten_done(bearing=Bearing.CANNOT_KNOW, if_right=(0.5,) * 12)
    assert number(obligation(), blind) == number(obligation())


def test_one_origin_repeating_itself_is_one_cause_and_stays_below_two_origins() -> None:
    once = number(obligation(), ten_done())
    again = number(obligation(), ten_done(), ten_done(date(2018, 11, 25), id="f"))
    two = number(obligation(), ten_done(), ten_done(id="f", origin="observer"))
    assert again < two
    assert once < two


def test_an_origin_cannot_lift_the_odds_beyond_its_own_reliability() -> None:
    many = [ten_done(BLAST + timedelta(days=n), id=f"e{n}") for n in range(6)]
    prior = number(obligation())
    # Right nine times in ten, and says so in half of all cases even when wrong.
    odds = prior / (1 - prior) * (1.0 + 9.0 / 0.5)
    assert prior < number(obligation(), *many) <= odds / (1 + odds)


def test_naming_an_early_day_hardly_makes_a_report_less_credible() -> None:
    prior = number(obligation())
    early = number(obligation(), ten_done(date(2018, 11, 12))) - prior
    late = number(obligation(), ten_done(DEADLINE)) - prior
    assert early > 0.8 * late > 0.0


def test_conflicting_reports_of_the_same_time_are_listed_as_a_pair() -> None:
    row = judged(obligation(), ten_done(END), not_done(id="n", origin="observer"))["surface"]
    assert row.contradictions == (("e", "n"),)


def test_progress_is_no_contradiction() -> None:
    earlier = not_done(date(2018, 11, 5), id="n", origin="observer")
    assert judged(obligation(), ten_done(), earlier)["surface"].contradictions == ()


def test_preserving_is_a_row_of_its_own_and_doing_too_much_breaks_it() -> None:
    all_eleven = tuple(0.98 if k == 11 else 0.02 for k in range(12))
    duty = obligation()
    kept = judged(duty, ten_done())["surface.preserve"]
    broken = judged(duty, *(count_report(all_eleven, END, id=o, origin=o) for o in "abcd"))
    assert kept.probability_met is not None
    assert kept.probability_met > 0.95
    after = broken["surface.preserve"].probability_met
    assert after is not None
    assert after < 0.5
    assert (broken["surface"].probability_met or 0.0) > 0.9


def test_an_amendment_asks_the_new_question_only_from_its_day_on() -> None:
    changed = Amendment(date(2018, 11, 10), day(date(2018, 11, 10)), 10, 1, None, None, "")
    duty = obligation(count=11, preserve=0, amendments=(changed,))
    before = judged(duty, begun(), as_of=date(2018, 11, 9))
    after = judged(duty, begun(), as_of=date(2018, 11, 10))
    assert before["surface"].count is not None
    assert before["surface"].count.of == 11
    assert "surface.preserve" not in before
    assert after["surface"].count is not None
    assert after["surface"].count.of == 10
    assert "surface.preserve" in after


def test_an_amendment_that_is_not_public_yet_is_not_known() -> None:
    secret = Amendment(date(2018, 11, 10), day(date(2018, 12, 24)), 10, 1, None, None, "")
    duty = obligation(count=11, preserve=0, amendments=(secret,))
    row = judged(duty, begun(), as_of=date(2018, 12, 1))["surface"]
    assert row.count is not None
    assert row.count.of == 11


def condition(mode: ConditionMode, *changes: ConditionChange) -> Condition:
    return Condition("the other side acts", mode, changes)


def test_a_condition_keeps_a_duty_from_being_due_until_it_is_fulfilled() -> None:
    change = ConditionChange(True, date(2018, 12, 1), day(date(2018, 12, 10)), "")
    duty = obligation(condition=condition(ConditionMode.IF, change))
    early = judged(duty, as_of=date(2018, 12, 9))["surface"]
    assert early.status is Status.NOT_DUE
    assert early.probability_met is None
    assert early.interval is None
    later = judged(duty, begun(), as_of=date(2018, 12, 10))["surface"]
    assert later.status is Status.UNDETERMINED


def test_a_condition_to_hold_meanwhile_holds_until_said_otherwise() -> None:
    ended = ConditionChange(False, date(2018, 12, 1), day(date(2018, 12, 1)), "")
    duty = obligation(condition=condition(ConditionMode.WHILE, ended))
    assert judged(duty, as_of=date(2018, 11, 30))["surface"].status is not Status.NOT_DUE
    assert judged(duty, as_of=date(2018, 12, 2))["surface"].status is Status.NOT_DUE


def test_a_duty_without_a_test_carries_no_number_and_its_reason() -> None:
    row = judged(obligation(unscorable="no test criterion"))["surface"]
    assert (row.status, row.probability_met, row.why) == (
        Status.UNSCORABLE,
        None,
        "no test criterion",
    )


def test_a_duty_does_not_bind_before_it_starts() -> None:
    assert judged(obligation(), as_of=START - timedelta(days=1))["surface"].status is Status.NOT_DUE


def test_a_duty_without_a_deadline_is_pending_until_it_is_met() -> None:
    duty = obligation(deadline=None, count=1, preserve=0)
    done = count_report((0.01, 0.99), BLAST, reliability=Reliability(99.0, 1.0, ""))
    unclear = count_report((0.5, 0.5), BLAST)
    assert judged(duty, unclear)["surface"].status is Status.PENDING
    again = replace(done, id="f", origin="observer")
    assert judged(duty, done, again)["surface"].status is Status.MET


def test_the_filter_does_not_know_what_the_smoother_knows() -> None:
    mid = date(2018, 11, 21)
    as_known_then = number(obligation(), as_of=mid)
    as_known_later = number(obligation(), ten_done(), as_of=END, on=mid)
    assert as_known_later > as_known_then + 0.2


def event(right: tuple[float, float], when: date, **changes: object) -> Evidence:
    states = StateSpace(Variable.EVENT, (0.0, 1.0), None)
    return count_report(right, when, obligation="tests", states=states, **changes)


def ban_on_tests() -> Obligation:
    return obligation(
        id="tests", kind=ObligationKind.ABSTAIN, verb="refrain", object="nuclear tests",
        count=None, preserve=0, deadline=None, aspect=None, unit="event",
    )  # fmt: skip


def test_silence_of_those_who_would_see_raises_an_abstain_duty_above_its_prior() -> None:
    silent = event((1.0, 0.02), END, if_wrong=(1.0, 1.0))
    row = judged(ban_on_tests(), silent)["tests"]
    assert row.status is Status.MET
    assert (row.probability_met or 0.0) > number(ban_on_tests()) + 0.1


def test_an_event_stays_a_breach_however_long_ago() -> None:
    seen = [event((0.02, 0.98), START + timedelta(days=3), id=o, origin=o) for o in "abc"]
    row = judged(ban_on_tests(), *seen, as_of=date(2019, 12, 31))["tests"]
    assert row.status is Status.NOT_MET
    assert row.word in {ProbabilityWord.ALMOST_NO_CHANCE, ProbabilityWord.VERY_UNLIKELY}


def level(direction: BoundDirection) -> Obligation:
    return obligation(
        id="arms", kind=ObligationKind.LEVEL, bound=Bound(direction, 400.0),
        count=None, preserve=0, unit="weapon", verb="hand over", object="weapons",
    )  # fmt: skip


def amount(value: float, when: date, **changes: object) -> Evidence:
    grid = level_grid(Bound(BoundDirection.AT_LEAST, 400.0))
    right = tuple(0.98 if abs(at - value) < 6.0 else 0.02 for at in grid)
    states = StateSpace(Variable.LEVEL, grid, "weapon")
    return count_report(right, when, obligation="arms", states=states, **changes)


@pytest.mark.parametrize(
    ("direction", "value", "status"),
    [
        (BoundDirection.AT_LEAST, 400.0, Status.MET),
        (BoundDirection.AT_LEAST, 100.0, Status.NOT_MET),
        (BoundDirection.AT_MOST, 100.0, Status.MET),
        (BoundDirection.AT_MOST, 560.0, Status.NOT_MET),
    ],
)
def test_a_level_is_judged_against_its_bound(
    direction: BoundDirection, value: float, status: Status
) -> None:
    reports = [amount(value, END, id=o, origin=o) for o in "abc"]
    assert judged(level(direction), *reports)["arms"].status is status


def test_an_act_is_met_once_it_is_reported_done() -> None:
    duty = obligation(kind=ObligationKind.ACT, verb="verify", count=None, preserve=0, id="act")
    states = StateSpace(Variable.ACT_DONE, (0.0, 1.0), None)
    done = [
        count_report((0.02, 0.98), BLAST, obligation="act", states=states, id=o, origin=o)
        for o in "ab"
    ]
    assert judged(duty, *done)["act"].status is Status.MET


def test_underground_parts_and_unknown_places_are_listed_as_blind_spots() -> None:
    hidden = Site("s", ("S",), "north", None, None, None, "not published", False)
    duty = obligation(aspect="underground", sites=("s",), min_size_m=0.5, verification=None)
    known = CaseEvidence(case(duty, sites=(hidden,)), END, END, (), {}, {})
    spots = assess(known, BetaSampler(8, 1)).judgements[0].blind_spots
    assert {spot.kind for spot in spots} == {
        BlindSpotKind.UNDERGROUND,
        BlindSpotKind.LOCATION_UNKNOWN,
        BlindSpotKind.BELOW_RESOLUTION,
        BlindSpotKind.NO_ACCESS,
        BlindSpotKind.NOT_LOOKED,
    }
    assert list(spots) == sorted(spots, key=lambda spot: -spot.decibans)


def test_a_matter_takes_the_judgement_of_what_covers_it_or_is_not_covered() -> None:
    duty = obligation()
    whole = case(duty, matters=(matter(), matter(id="posts")))
    coverage = {
        "base": Coverage("base", (), "general", "why"),
        "posts": Coverage("posts", ("surface",), None, "covered"),
    }
    known = CaseEvidence(whole, END, END, (ten_done(),), {}, coverage)
    rows = {one.id: one for one in assess(known, BetaSampler(8, 1)).judgements}
    assert rows["base"].status is Status.NOT_COVERED
    assert rows["base"].probability_met is None
    assert rows["base"].covered_in_general_by == "general"
    assert rows["posts"].probability_met == rows["surface"].probability_met


ENDED = Force(
    None, None, (), Ending(date(2018, 12, 1), ("south",), "a breach", day(BLAST), None), ()
)  # fmt: skip


def test_a_duty_that_was_ended_has_no_number_and_keeps_that_of_earlier_days() -> None:
    duty = obligation(force=ENDED)
    row = judged(duty, ten_done())["surface"]
    assert (row.status, row.probability_met) == (Status.NOT_IN_FORCE, None)
    assert row.in_force is not None
    assert (row.in_force.until, row.in_force.by) == (date(2018, 11, 30), ("south",))
    assert row.in_force.ground == "a breach"
    before = judged(duty, ten_done(), on=date(2018, 11, 30))["surface"]
    plain = judged(obligation(), ten_done(), on=date(2018, 11, 30))["surface"]
    assert before.in_force is None
    assert before.probability_met == plain.probability_met


def test_what_only_a_duty_out_of_force_would_cover_is_not_covered() -> None:
    whole = case(obligation(force=ENDED), matters=(matter(), matter(id="posts")))
    coverage = {
        "base": Coverage("base", (), "surface", "why"),
        "posts": Coverage("posts", ("surface",), None, "covered"),
    }
    known = CaseEvidence(whole, END, END, (ten_done(),), {}, coverage)
    rows = {row.id: row for row in assess(known, BetaSampler(8, 1)).judgements}
    assert rows["posts"].status is Status.NOT_COVERED
    assert rows["posts"].why == "covered; not in force on 2018-12-31"
    assert rows["base"].covered_in_general_by is None


def test_a_timeline_moment_is_the_assessment_of_its_day() -> None:
    duty = obligation()
    known = CaseEvidence(case(duty), END, END, (ten_done(),), {}, {})
    row = assess(known, BetaSampler(64, 3)).judgements[0]
    believed = moments(known, {duty.id}, BetaSampler(64, 3))
    moment = believed["surface"]
    assert (moment.probability_met, moment.interval) == (row.probability_met, row.interval)
    assert believed["surface.preserve"].status is Status.MET
    early = replace(known, on=START - timedelta(days=9))
    not_due = moments(early, {duty.id}, BetaSampler(8, 1))["surface"]
    assert (not_due.probability_met, not_due.status) == (None, Status.NOT_DUE)


def test_reports_on_more_sites_than_the_duty_has_are_refused_with_advice() -> None:
    duty = obligation(count=1, preserve=0)
    many = [count_report((0.1, 0.9), BLAST, id=f"e{n}", site=f"s{n}") for n in range(2)]
    with pytest.raises(InputError, match="correct count"):
        judged(duty, *many)


def on_record(duty: Obligation, *evidence: Evidence, on: date, until: date) -> Judgement:
    """The judgement about the day `on`, from a record that ends on the day `until`."""
    known = CaseEvidence(
        case(duty), max(on, until), on, evidence, {duty.id: OriginCount(1, 1)}, {},
        record_until=until,
    )  # fmt: skip
    return assess(known, BetaSampler(64, 3)).judgements[0]


@pytest.mark.parametrize("years", [1, 7])
def test_after_the_end_of_the_record_a_number_stays_as_it_was(years: int) -> None:
    then = on_record(obligation(), ten_done(), on=END, until=END)
    later = on_record(obligation(), ten_done(), on=END + timedelta(days=365 * years), until=END)
    assert later.probability_met == then.probability_met
    assert f"nothing collected since {END}" in later.why
    assert "nothing collected" not in then.why


def test_a_closed_period_is_judged_on_its_last_day_whatever_is_collected_later() -> None:
    ban = replace(ban_on_tests(), deadline=DEADLINE)
    heard = event((0.9, 0.1), DEADLINE)
    then = on_record(ban, heard, on=DEADLINE, until=DEADLINE)
    later = on_record(ban, heard, on=date(2026, 1, 1), until=date(2026, 1, 1))
    assert later.probability_met == pytest.approx(then.probability_met, abs=1e-9)
    assert f"the period closed on {DEADLINE}" in later.why


def test_done_after_its_deadline_is_late_by_so_many_days_and_was_not_done_before() -> None:
    completed = DEADLINE + timedelta(days=40)
    missing = [not_done(completed - timedelta(days=1), id=f"n{o}", origin=o) for o in "ab"]
    done = [ten_done(completed, id=f"d{o}", origin=o) for o in "ab"]
    as_of = completed + timedelta(days=20)
    late = judged(obligation(), *missing, *done, as_of=as_of)["surface"]
    between = judged(obligation(), *missing, *done, as_of=as_of, on=DEADLINE + timedelta(days=4))[
        "surface"
    ]
    assert (late.status, late.days_late) == (Status.MET_LATE, 40)
    assert between.status is Status.NOT_MET
    in_time = judged(obligation(), *(ten_done(id=o, origin=o) for o in "ab"), as_of=as_of)
    assert (in_time["surface"].status, in_time["surface"].days_late) == (Status.MET, None)


DUE, WITHDRAWN = date(2019, 3, 1), date(2019, 4, 10)


def withdrawn(origin: str) -> Evidence:
    """One sentence, published on the day that it names, and nothing else."""
    return count_report((0.02, 0.98), WITHDRAWN, id=origin, origin=origin, came_about=WITHDRAWN)


@pytest.mark.parametrize(
    ("on", "status", "days_late"),
    [
        (date(2019, 3, 5), Status.NOT_MET, None),
        (WITHDRAWN - timedelta(days=1), Status.NOT_MET, None),
        (WITHDRAWN, Status.MET_LATE, 40),
        (date(2019, 4, 30), Status.MET_LATE, 40),
    ],
)
def test_what_is_said_to_be_done_on_a_day_was_not_done_before_it(
    on: date, status: Status, days_late: int | None
) -> None:
    duty = obligation(deadline=DUE, start=date(2018, 11, 1), count=1, preserve=0, aspect=None)
    row = judged(duty, withdrawn("a"), withdrawn("b"), as_of=date(2019, 4, 30), on=on)["surface"]
    assert (row.status, row.days_late) == (status, days_late)


def test_without_the_day_the_same_words_say_nothing_of_the_day_before() -> None:
    duty = obligation(deadline=DUE, start=date(2018, 11, 1), count=1, preserve=0, aspect=None)
    undated = [replace(withdrawn(name), came_about=None) for name in "ab"]
    row = judged(duty, *undated, as_of=date(2019, 4, 30), on=date(2019, 3, 5))["surface"]
    assert row.status is not Status.NOT_MET


def test_a_count_of_a_part_after_the_deadline_is_not_taken_for_a_slip_of_the_whole() -> None:
    duty = obligation(count=40, preserve=0, start=date(2012, 1, 1), deadline=date(2012, 6, 30))
    right = tuple(0.98 if value == 30 else 0.02 / 40 for value in range(41))
    told = count_report(
        right, date(2012, 7, 15), if_wrong=(0.5 / 41,) * 41, reliability=Reliability(49.5, 0.5, "")
    )
    row = judged(duty, told, as_of=date(2012, 7, 31))["surface"]
    assert row.status not in {Status.MET, Status.MET_LATE}
    assert row.probability_met is not None
    assert row.probability_met < 0.5
