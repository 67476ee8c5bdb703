"""Decisions on a document as lessons, and its statements with what was learnt."""

from __future__ import annotations

from dataclasses import replace

from servanda.claims import (
    TaughtOffsets,
    decision_on,
    decisions_in_place,
    lessons_of,
    undo_of,
    with_offsets,
)
from servanda.records import (
    DecisionAct,
    DocumentClaims,
    Label,
    Span,
    Statement,
    StatementDecision,
)
from tests.builders import NOW, obligation
from tests.claims.curation.test_statement_decisions import (
    CLAIMS,
    DUTIES,
    FIRST,
    PAGE,
    READ,
    TEXT,
    decided,
    said,
)
from tests.claims.texts import NO_NAMES

SECOND = Span(len(FIRST) + 1, len(TEXT))
OTHER = said(span=SECOND, id="page#s2/surface")
DUTY = obligation()
LESS = TaughtOffsets(-4.0, {})


def lessons(
    *decisions: StatementDecision, read: tuple[Statement, ...] = (said(), OTHER)
) -> list[tuple[str, Label]]:
    placed = decisions_in_place(PAGE, CLAIMS, decisions, DUTIES)
    return [(lesson.duty, lesson.label) for lesson in lessons_of(read, placed)]


def document(*statements: Statement, **changes: object) -> DocumentClaims:
    return replace(DocumentClaims(PAGE, CLAIMS, {}, statements), **changes)  # type: ignore[arg-type]


def test_a_decision_teaches_the_label_that_it_leaves() -> None:
    assert lessons(decided(said(), said(label=Label.NOT_DONE))) == [("surface", Label.NOT_DONE)]


def test_the_lesson_is_what_the_reader_gives_now_not_what_was_shown() -> None:
    shown = said(p=tuple(float(label is Label.TERMS) for label in Label))
    placed = decisions_in_place(PAGE, CLAIMS, [decided(shown, said())], DUTIES)
    (lesson,) = lessons_of((said(),), placed)
    assert lesson.p == said().p


def test_of_several_decisions_the_last_teaches_and_an_undone_one_does_not() -> None:
    first = decided(said(), said(label=Label.NOT_DONE))
    second = decided(said(), said(label=Label.TERMS), minutes=1)
    assert lessons(first, second) == [("surface", Label.TERMS)]
    assert lessons(first, second, undo_of(second, "ann", NOW)) == [("surface", Label.NOT_DONE)]
    assert lessons(first, undo_of(first, "ann", NOW)) == []


def test_the_duty_that_a_statement_was_moved_to_teaches_nothing() -> None:
    moved = decided(said(), said(label=Label.UNRELATED), said("mines"))
    assert lessons(moved, read=(said(), said("mines"))) == [("surface", Label.UNRELATED)]


def test_what_tells_of_days_before_its_duty_teaches_nothing() -> None:
    early = said(label=Label.UNRELATED, why="tells of 2017-01-01, before the duty began")
    assert lessons(decided(early, said()), read=(early,)) == []


def test_a_label_that_changes_takes_its_number_with_it() -> None:
    (moved,) = with_offsets(document(said()), LESS, [DUTY], NO_NAMES).statements or ()
    assert (moved.label, moved.count) == (Label.UNRELATED, None)
    assert (moved.id, moved.claim, moved.reader) == (said().id, said().claim, said().reader)
    assert abs(sum(moved.p) - 1.0) < 1e-5


def test_a_label_that_stays_keeps_everything_but_its_probability() -> None:
    more = replace(LESS, relevance=1.0)
    (moved,) = with_offsets(document(said()), more, [DUTY], NO_NAMES).statements or ()
    assert moved == replace(said(), p=moved.p)
    assert moved.p[-1] < said().p[-1]


def test_what_is_settled_is_not_moved() -> None:
    early = said(label=Label.UNRELATED, why="tells of 2017-01-01, before the duty began")
    reviewed = replace(OTHER, reviewed=True)
    settled = document(early, reviewed)
    assert with_offsets(settled, LESS, [DUTY], NO_NAMES) == settled
    accepted = decision_on(READ, PAGE, DecisionAct.ACCEPT, "ann", NOW)
    claimed = document(said(), acts={READ.id: (accepted,)})
    assert with_offsets(claimed, LESS, [DUTY], NO_NAMES) == claimed
