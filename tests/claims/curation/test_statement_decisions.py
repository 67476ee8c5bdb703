"""What people say of statements, and where it stays when texts change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.claims import (
    apply_to_statements,
    decision_on,
    decision_on_statement,
    decisions_in_place,
    own_claims,
    undo_of,
    unread_statement,
)
from servanda.records import (
    UNKNOWN_TIME,
    Block,
    BlockKind,
    Comparison,
    Counted,
    Decision,
    DecisionAct,
    Document,
    Label,
    Span,
    StatedCount,
    Statement,
    StatementAct,
    StatementDecision,
    WhyAsked,
)
from tests.builders import NOW, claim, document

FIRST, SECOND = "Ten posts in the north are gone.", "The mines are still there."
TEXT = f"{FIRST} {SECOND}"
PAGE = document(TEXT, date(2018, 11, 20))
DUTIES = frozenset({"surface", "mines"})
READ = claim(TEXT, content=(Span(0, len(FIRST)),), number=1)
CLAIMS = (READ,)
EVERYWHERE = st.sampled_from(list(Label))


def said(duty: str = "surface", label: Label = Label.DONE, **changes: Any) -> Statement:
    made = Statement(
        id=f"page#s1/{duty}",
        document="page",
        span=Span(0, len(FIRST)),
        obligation=duty,
        label=label,
        p=tuple(0.4 if other is label else 0.06 for other in Label),
        count=StatedCount(10.0, None, Comparison.EXACTLY, Counted.DONE),
        event=None,
        as_of=UNKNOWN_TIME,
        claim=READ.id,
        acts_by=(),
        reviewed=False,
        reader="meaning/1 0",
        why="",
    )
    return replace(made, **changes)


def decided(
    shown: Statement,
    *says: Statement,
    minutes: int = 0,
    act: StatementAct = StatementAct.OTHER_LABEL,
    page: Document = PAGE,
    why: WhyAsked = WhyAsked.TELLING,
) -> StatementDecision:
    return decision_on_statement(
        page, shown, act, says, "ann", NOW + timedelta(minutes=minutes),
        judged=True, why_asked=why, lot=0.5,
    )  # fmt: skip


def left(
    *decisions: StatementDecision,
    read: tuple[Statement, ...] = (said(),),
    page: Document = PAGE,
    acts: tuple[Decision, ...] = (),
) -> tuple[Statement, ...]:
    placed = decisions_in_place(page, CLAIMS, decisions, DUTIES)
    return apply_to_statements(read, {READ.id: acts}, placed) or ()


@given(EVERYWHERE, EVERYWHERE)
def test_what_a_person_said_is_certain_whatever_was_read(was: Label, now: Label) -> None:
    (statement,) = left(decided(said(label=was), said(label=now)), read=(said(label=was),))
    assert statement.label is now
    assert statement.p == tuple(float(label is now) for label in Label)
    assert statement.reviewed
    assert (statement.count is None) == (now is Label.UNRELATED)


def test_the_decision_keeps_what_the_reader_had_said() -> None:
    decision = decided(said(), said(label=Label.NOT_DONE))
    assert decision.read == said()
    assert decision.quote == FIRST


def test_another_duty_gets_the_statement_and_this_one_loses_it() -> None:
    moved = decided(said(), said(label=Label.UNRELATED), said("mines"))
    both = {statement.obligation: statement for statement in left(moved)}
    assert both["surface"].label is Label.UNRELATED
    assert both["mines"].label is Label.DONE
    assert all(statement.reviewed for statement in both.values())


def test_the_last_word_counts_and_undoing_it_gives_the_one_before() -> None:
    first = decided(said(), said(label=Label.NOT_DONE))
    last = decided(said(), said(label=Label.UNDER_WAY), minutes=1)
    undone = undo_of(last, "bob", NOW + timedelta(minutes=2))
    assert left(last, first)[0].label is Label.UNDER_WAY
    assert left(last, undone, first)[0].label is Label.NOT_DONE
    again = undo_of(undone, "ann", NOW + timedelta(minutes=3))
    assert left(last, undone, again, first)[0].label is Label.UNDER_WAY


def test_undoing_everything_leaves_what_was_read() -> None:
    first = decided(said(), said(label=Label.NOT_DONE))
    assert left(first, undo_of(first, "ann", NOW + timedelta(minutes=1))) == (said(),)


def test_two_decisions_have_two_ids_and_the_same_one_its_own() -> None:
    one, same, later = (decided(said(), said(), minutes=minutes) for minutes in (0, 0, 1))
    assert one.id == same.id != later.id
    assert undo_of(one, "ann", NOW).id not in {one.id, later.id}


def test_a_missed_sentence_becomes_a_statement_of_the_documents_own() -> None:
    at = TEXT.index(SECOND)
    blank = unread_statement(PAGE, 1, Span(at, len(TEXT)), "mines", CLAIMS)
    assert blank.label is Label.UNRELATED
    accepted = decided(blank, replace(blank, label=Label.NOT_DONE), why=WhyAsked.MISSED)
    first, found = left(accepted)
    assert first == said()
    assert (found.id, found.label, found.reviewed) == ("page#s2/mines", Label.NOT_DONE, True)
    (own,) = own_claims((found,), CLAIMS)
    assert own.content == (Span(at, len(TEXT)),)


def test_a_decision_goes_with_its_words_to_their_new_place() -> None:
    page = document(f"A new first sentence is here. {TEXT}", date(2018, 11, 20))
    (statement,) = left(decided(said(), said(label=Label.NOT_DONE)), read=(), page=page)
    at = page.text.index(FIRST)
    assert statement.span == Span(at, at + len(FIRST))
    assert statement.id == "page#s2/surface"


def test_a_decision_on_words_that_are_gone_is_on_nothing() -> None:
    page = document(TEXT.replace("Ten", "Two"), date(2018, 11, 20))
    assert left(decided(said(), said(label=Label.NOT_DONE)), page=page) == (said(),)


def test_a_decision_on_a_sentence_with_its_dateline_holds_for_the_sentence_without() -> None:
    head = "BREL (OPA) - "
    page = document(f"{head}{TEXT}", date(2018, 11, 20))
    whole = said(span=Span(0, len(head) + len(FIRST)))
    decision = decided(whole, replace(whole, label=Label.NOT_DONE), page=page)
    parts = (
        Block(BlockKind.DATELINE, Span(0, len(head) - 1), None, None),
        Block(BlockKind.PARAGRAPH, Span(len(head), len(page.text)), None, None),
    )
    (statement,) = left(decision, read=(), page=replace(page, blocks=parts))
    assert statement.span == Span(len(head), len(head) + len(FIRST))


def test_words_that_now_stand_twice_elsewhere_are_nobodys() -> None:
    page = document(f"Once more. {FIRST} {FIRST}", date(2018, 11, 20))
    assert left(decided(said(), said(label=Label.NOT_DONE)), read=(), page=page) == ()
    page = document(f"{FIRST} {FIRST}", date(2018, 11, 20))
    (statement,) = left(decided(said(), said(label=Label.NOT_DONE)), read=(), page=page)
    assert statement.span == Span(0, len(FIRST))


def test_a_duty_that_the_case_no_longer_has_gets_nothing() -> None:
    decision = decided(said("roads"), said("roads"))
    assert left(decision, read=()) == ()


def test_a_decision_on_another_document_is_not_on_this_one() -> None:
    elsewhere = replace(decided(said(), said(label=Label.NOT_DONE)), document="other")
    assert left(elsewhere) == (said(),)


def on_claim(kind: DecisionAct, minutes: int, duty: str | None = None) -> Decision:
    moment = NOW + timedelta(minutes=minutes)
    return decision_on(READ, PAGE, kind, "ann", moment, obligation=duty)


def test_a_statement_is_certain_once_its_claim_is_accepted() -> None:
    (statement,) = left(acts=(on_claim(DecisionAct.ACCEPT, 0),))
    assert statement.reviewed
    assert statement.p[0] == sum(statement.p) == 1.0


def test_a_statement_is_gone_once_its_claim_is_unlinked_from_its_duty() -> None:
    unlinked = on_claim(DecisionAct.UNLINK, 0, "surface")
    both = left(read=(said(), said("mines")), acts=(unlinked,))
    assert [statement.obligation for statement in both] == ["mines"]
    assert apply_to_statements(None, {READ.id: (unlinked,)}) is None


@pytest.mark.parametrize(("minutes", "stays"), [(0, True), (2, False)])
def test_unlinking_takes_away_what_was_said_before_it(minutes: int, stays: bool) -> None:
    decision = decided(said(), said(label=Label.NOT_DONE), minutes=1)
    unlinked = on_claim(DecisionAct.UNLINK, minutes, "surface")
    assert bool(left(decision, acts=(unlinked,))) is stays


def test_accepting_a_claim_does_not_bring_back_what_was_corrected() -> None:
    decision = decided(said(), said(label=Label.NOT_DONE))
    (statement,) = left(decision, acts=(on_claim(DecisionAct.ACCEPT, 1),))
    assert statement.label is Label.NOT_DONE


@given(st.permutations([0, 1, 2]))
def test_the_order_in_which_decisions_are_given_does_not_matter(order: list[int]) -> None:
    decisions = [
        decided(said(), said(label=Label.NOT_DONE)),
        decided(said(), said(label=Label.UNDER_WAY), minutes=1),
        decided(said("mines"), said("mines", Label.REVERSED), minutes=1),
    ]
    assert left(*(decisions[number] for number in order)) == left(*decisions)
