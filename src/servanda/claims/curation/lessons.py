"""Which of people's decisions teach the reader of statements, and what.

A question teaches whyever it was asked: because its answer tells much, by lot, or because nothing
was read near a duty. What a person moves to another duty unasked does not: nobody volunteers that
a sentence says nothing of a duty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from servanda.claims.statements.teaching import Lesson
from servanda.records import Statement, StatementDecision

__all__ = ["lessons_of"]


def lessons_of(
    statements: Sequence[Statement], decided: Sequence[StatementDecision]
) -> Iterator[Lesson]:
    """The lessons of one document: one for each sentence and duty that were asked about.

    statements: as the reader alone reads them now; what it did not judge, or left aside since it
    tells of days before the duty, teaches nothing
    decided: as `decisions_in_place` gives them; of several on the same the latest holds
    """
    asked = {(decision.span, decision.obligation) for decision in decided}
    said = {
        (statement.span, statement.obligation): statement.label
        for decision in decided
        for statement in decision.says
    }
    for statement in statements:
        place = (statement.span, statement.obligation)
        if place in asked and place in said and not statement.why:
            yield Lesson(statement.p, statement.obligation, said[place])
