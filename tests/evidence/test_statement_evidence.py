"""Statements as evidence: what moves a number, what does not, and whose word it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from servanda.evidence import link_claims, weigh
from servanda.evidence.statements.reader_shares import CORPUS_SHARES
from servanda.records import (
    UNKNOWN_TIME,
    Bearing,
    Claim,
    Comparison,
    Counted,
    DateRange,
    Decision,
    DecisionAct,
    DocumentClaims,
    Evidence,
    Force,
    Label,
    Obligation,
    ObligationKind,
    Precision,
    ReaderShares,
    Span,
    StatedCount,
    Statement,
    Suspension,
    day,
    month,
)
from tests.builders import NOW, START, case, claim, document, obligation

TEXT = "The north had blown up ten guard posts."
BLAST, END = date(2018, 11, 20), date(2018, 12, 31)
DUTY = obligation(verb="", object="", terms=())  # its clause alone: read by meaning


def statement(label: Label = Label.DONE, sure: float = 0.9, **changes: object) -> Statement:
    rest = (1.0 - sure) / (len(Label) - 1)
    made = Statement(
        id="page#s1/surface",
        document="page",
        span=Span(0, len(TEXT)),
        obligation="surface",
        label=label,
        p=tuple(sure if other is label else rest for other in Label),
        count=None,
        event=None,
        as_of=day(BLAST),
        claim="page#s1",
        acts_by=("north",),
        reviewed=False,
        reader="meaning/1 0",
        why="",
    )
    return replace(made, **changes)


def said(**changes: object) -> Claim:
    return replace(claim(TEXT), id="page#s1", attributed=False, **changes)


def weighed(
    *statements: Statement, acts: tuple[Decision, ...] = (), duty: Obligation = DUTY
) -> tuple[Evidence, ...]:
    whole = case(duty)
    read = DocumentClaims(
        document(TEXT, BLAST), (said(),), {"page#s1": acts} if acts else {}, statements
    )
    return weigh(whole, [link_claims(read, whole)], END, END)


def decision(act: DecisionAct, obligation_id: str | None = None) -> Decision:
    return Decision(
        "d", "page", "page#s1", TEXT, act, "me", NOW, BLAST, "because", obligation_id, None, None
    )


def test_a_reader_that_was_found_to_err_tells_less() -> None:
    worth = ReaderShares(CORPUS_SHARES.by_kind, 1.5, CORPUS_SHARES.counts_right)
    made = DocumentClaims(document(TEXT, BLAST), (said(),), {}, (statement(sure=0.95),))
    whole = case(DUTY)
    usual, doubted = (
        weigh(whole, [link_claims(read, whole)], END, END)[0]
        for read in (made, replace(made, shares=worth))
    )
    for item, largest in ((usual, CORPUS_SHARES.largest_ratio), (doubted, 1.5)):
        assert max(item.if_right) / min(item.if_right) <= largest * (1.0 + 1e-9)
    assert max(usual.if_right) / min(usual.if_right) > 1.5


def test_what_is_done_speaks_for_all_and_what_is_not_speaks_against() -> None:
    (done,) = weighed(statement())
    (not_done,) = weighed(statement(Label.NOT_DONE))
    assert done.if_right[-2] > done.if_right[0]
    assert not_done.if_right[-2] < not_done.if_right[0]
    assert done.bearing is not_done.bearing is Bearing.BEARS
    assert done.score == 1.0


def test_the_surer_reading_speaks_louder() -> None:
    def ratio(sure: float) -> float:
        (item,) = weighed(statement(sure=sure))
        return item.if_right[-2] / item.if_right[0]

    assert 1.0 < ratio(0.3) < ratio(0.4) < ratio(0.5)
    assert ratio(0.5) <= ratio(0.99) <= CORPUS_SHARES.largest_ratio * (1.0 + 1e-9)


def test_what_is_read_with_a_doubt_has_a_part_for_that_until_a_person_decides() -> None:
    (doubtful,), (sure,) = weighed(statement(sure=0.5)), weighed(statement(sure=0.9))
    (decided,) = weighed(replace(statement(sure=0.9), reviewed=True))
    assert doubtful.if_misread is not None
    assert sure.if_misread is not None
    assert sum(sure.if_misread[1]) / sum(sure.if_wrong) < 1.0
    assert sum(doubtful.if_misread[1]) > sum(sure.if_misread[1])
    assert decided.if_misread is None


def test_what_is_restated_moves_nothing() -> None:
    (item,) = weighed(statement(Label.TERMS))
    assert item.bearing is Bearing.NO_STATEMENT
    assert len({*item.if_right, *item.if_wrong}) == 1


@pytest.mark.parametrize("label", [Label.INTENDED, Label.DEMANDED])
def test_what_is_planned_or_asked_was_not_done_by_then(label: Label) -> None:
    (item,) = weighed(statement(label, event=day(END.replace(year=END.year + 1))))
    assert item.bearing is Bearing.BEARS
    assert item.if_right[0] > item.if_right[-2]
    assert item.times.happened == statement(label).as_of  # not the day that it is planned for


def test_what_is_unrelated_is_no_item() -> None:
    assert weighed(statement(Label.UNRELATED)) == ()


def test_what_is_told_of_a_day_before_the_duty_says_nothing() -> None:
    (item,) = weighed(statement(as_of=day(date(START.year - 1, 1, 1))))
    assert item.bearing is Bearing.BEFORE_DUTY


def test_an_event_while_the_duty_is_suspended_is_no_breach() -> None:
    drill = Suspension(
        date(2018, 11, 1), None, ("north",), "a drill", day(date(2018, 11, 1)), UNKNOWN_TIME
    )
    force = Force(None, None, (), None, (drill,))
    duty = replace(DUTY, kind=ObligationKind.ABSTAIN, count=None, preserve=0, force=force)
    told = statement(Label.VIOLATED, event=day(BLAST), as_of=day(END))
    earlier = replace(told, id="page#s2/surface", event=day(date(2018, 10, 30)))
    items = weighed(told, earlier, duty=duty)
    assert [item.bearing for item in items] == [Bearing.NOT_IN_FORCE, Bearing.BEARS]


def test_an_origin_that_says_the_same_again_repeats_itself() -> None:
    again = statement(id="page#s2/surface")
    kinds = sorted(item.bearing for item in weighed(statement(), again))
    assert kinds == [Bearing.BEARS, Bearing.REPEATS]


def test_the_same_act_on_another_day_is_no_repetition_but_not_done_still_is() -> None:
    def bearings(label: Label) -> list[Bearing]:
        again = statement(label, id="page#s2/surface", as_of=day(END))
        return sorted(item.bearing for item in weighed(statement(label), again))

    assert bearings(Label.DONE) == [Bearing.BEARS, Bearing.BEARS]
    assert bearings(Label.NOT_DONE) == [Bearing.BEARS, Bearing.REPEATS]


def test_another_number_is_another_thing_said() -> None:
    four, seven = (
        statement(
            Label.PARTLY_DONE,
            id=f"page#s{number}/surface",
            count=StatedCount(number, None, Comparison.EXACTLY, Counted.DONE),
        )
        for number in (4, 7)
    )
    items = weighed(four, seven)
    assert [item.bearing for item in items] == [Bearing.BEARS, Bearing.BEARS]
    assert {item.says[:21] for item in items} == {"partly done: 4 done (", "partly done: 7 done ("}


def test_a_claim_that_a_person_linked_is_weighed_as_that_person_left_it() -> None:
    items = weighed(statement(), acts=(decision(DecisionAct.LINK, "surface"),))
    assert all(item.id != "surface/page#s1" or item.score != 1.0 for item in items)


def test_a_duty_whose_case_names_its_act_is_read_by_its_words() -> None:
    helped = case(obligation())
    read = DocumentClaims(document(TEXT, BLAST), (said(),), {}, (statement(),))
    without = replace(read, statements=None)
    by_words, alone = (
        weigh(helped, [link_claims(found, helped)], END, END) for found in (read, without)
    )
    assert by_words == alone


def test_what_is_retracted_counts_for_nothing() -> None:
    (item,) = weighed(statement(), acts=(decision(DecisionAct.RETRACT),))
    assert item.bearing is Bearing.RETRACTED


def test_claims_are_linked_to_the_duties_that_their_statements_bear_on() -> None:
    whole = case(DUTY)
    read = DocumentClaims(document(TEXT, BLAST), (said(),), {}, (statement(),))
    (linked,) = link_claims(read, whole).claims
    assert [link.obligation for link in linked.proposition.links] == ["surface"]
    nothing = replace(read, statements=())
    (unlinked,) = link_claims(nothing, whole).claims
    assert unlinked.proposition.links == ()


def test_what_a_person_decided_is_reviewed_evidence_and_speaks_louder() -> None:
    (read,), (decided,) = (
        weighed(statement(sure=1.0, reviewed=reviewed)) for reviewed in (False, True)
    )
    assert (read.reviewed, decided.reviewed) == (False, True)
    ratios = [item.if_right[-2] / item.if_right[0] for item in (read, decided)]
    assert ratios[1] > ratios[0] > 1.0


def counted(comparison: str, counts: Counted = Counted.DONE) -> StatedCount:
    return StatedCount(6.0, None, Comparison(comparison), counts)


@pytest.mark.parametrize(
    ("changes", "came_about"),
    [
        ({"event": day(BLAST)}, BLAST),
        ({"event": month(2018, 11)}, date(2018, 11, 1)),
        ({"event": DateRange(date(2018, 9, 1), date(2018, 11, 30), Precision.RANGE)}, None),
        ({"event": day(BLAST), "sure": 0.5}, None),
        ({"event": day(BLAST), "label": Label.UNDER_WAY}, None),
        ({"event": None}, None),
        ({"event": day(BLAST), "label": Label.VIOLATED}, None),
        ({"event": day(BLAST), "label": Label.PARTLY_DONE}, None),
        ({"event": day(BLAST), "label": Label.PARTLY_DONE, "count": counted("=")}, BLAST),
        ({"event": day(BLAST), "label": Label.PARTLY_DONE, "count": counted(">")}, BLAST),
        ({"event": day(BLAST), "label": Label.PARTLY_DONE, "count": counted("<=")}, None),
        (
            {
                "event": day(BLAST),
                "label": Label.PARTLY_DONE,
                "count": counted("=", Counted.ADDED),
            },
            BLAST,  # at least so many by then; what was there before is left open
        ),
    ],
)
def test_a_completion_that_is_sure_and_dated_tells_when_it_came_about(
    changes: dict[str, Any], came_about: date | None
) -> None:
    (item,) = weighed(statement(**changes))
    assert item.came_about == came_about


def test_a_breach_that_is_sure_and_dated_tells_when_it_came_about() -> None:
    ban = replace(DUTY, kind=ObligationKind.ABSTAIN, count=None, preserve=0)
    for event, sure, came_about in ((day(BLAST), 0.9, BLAST), (day(BLAST), 0.5, None)):
        told = statement(Label.VIOLATED, sure, event=event)
        (item,) = weighed(told, duty=ban)
        assert item.came_about == came_about
