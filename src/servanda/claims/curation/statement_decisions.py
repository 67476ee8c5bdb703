"""What people said of statements, put where the sentences now stand and folded into what was read.

A decision is on a sentence's exact words. Where the text has changed it goes with the words to
their new place; where they stand nowhere, or in several places and not in the old one, it is on
nothing, and stays kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from servanda.claims.curation.decisions import accepts, effective_decisions, id_of_decision
from servanda.claims.statements.own_claims import claim_of_sentence
from servanda.claims.statements.passages import Passage, passages
from servanda.records import (
    Claim,
    Decision,
    DecisionAct,
    Document,
    Label,
    Span,
    Statement,
    StatementAct,
    StatementDecision,
    WhyAsked,
)

__all__ = [
    "apply_to_statements",
    "certain_statement",
    "decision_on_statement",
    "decisions_in_place",
    "quote_of",
    "undo_of",
    "unread_statement",
]

Acts = Mapping[str, tuple[Decision, ...]]  # by claim, oldest first


def decision_on_statement(
    document: Document,
    shown: Statement,
    act: StatementAct,
    says: Sequence[Statement],
    who: str,
    made: datetime,
    *,
    judged: bool,
    why_asked: WhyAsked,
    lot: float,
) -> StatementDecision:
    """One act on one sentence and duty; its id is of its content, so none takes another's place.

    shown: the sentence and duty that were asked about; judged: a machine had read the pair
    says: what holds instead, for that duty and any other
    """
    bare = StatementDecision(
        id="",
        document=document.id,
        span=shown.span,
        quote=quote_of(document, shown.span),
        obligation=shown.obligation,
        act=act,
        who=who,
        made=made,
        read=shown if judged else None,
        says=tuple(certain_statement(statement, statement.label) for statement in says),
        why_asked=why_asked,
        lot=lot,
        undoes=None,
    )
    return replace(bare, id=id_of_decision(bare))


def undo_of(decision: StatementDecision, who: str, made: datetime) -> StatementDecision:
    """The act that takes a decision back."""
    bare = replace(
        decision,
        id="",
        act=StatementAct.UNDO,
        who=who,
        made=made,
        says=(),
        undoes=decision.id,
    )
    return replace(bare, id=id_of_decision(bare))


def quote_of(document: Document, span: Span) -> str:
    """The words of a sentence, white space collapsed."""
    return " ".join(document.text[span.start : span.end].split())


def certain_statement(statement: Statement, label: Label) -> Statement:
    """The same statement with a label of which a person is certain; no number of no relation."""
    return replace(
        statement,
        label=label,
        p=tuple(float(other is label) for other in Label),
        count=None if label is Label.UNRELATED else statement.count,
        reviewed=True,
    )


def unread_statement(
    document: Document, number: int, span: Span, duty: str, claims: Sequence[Claim]
) -> Statement:
    """That a sentence says nothing of a duty on which no reader judged it.

    number: of the sentence among all of the document; claims: those that were read from it
    """
    return Statement(
        id=_id_of(document, number, duty),
        document=document.id,
        span=span,
        obligation=duty,
        label=Label.UNRELATED,
        p=tuple(float(label is Label.UNRELATED) for label in Label),
        count=None,
        event=None,
        as_of=document.publication,
        claim=claim_of_sentence(document, number, span, claims),
        acts_by=(),
        reviewed=False,
        reader="",
        why="",
    )


def _id_of(document: Document, number: int, duty: str) -> str:
    return f"{document.id}#s{number + 1}/{duty}"


def decisions_in_place(
    document: Document,
    claims: Sequence[Claim],
    decisions: Iterable[StatementDecision],
    duties: Collection[str],
) -> tuple[StatementDecision, ...]:
    """The decisions that hold for a document, oldest first, each where its sentence now stands.

    claims: those that were read from it; duties: ids of those that the case has now
    """
    here = (decision for decision in decisions if decision.document == document.id)
    held = effective_decisions(here)
    if not held:
        return ()
    sentences = passages(document.text, document.blocks)
    placed = []
    for decision in held:
        number = _sentence_of(decision, sentences)
        if number is None:
            continue
        span = sentences[number].span
        claim = claim_of_sentence(document, number, span, claims)
        says = tuple(
            replace(
                statement,
                id=_id_of(document, number, statement.obligation),
                span=span,
                claim=claim,
            )
            for statement in decision.says
            if statement.obligation in duties
        )
        placed.append(replace(decision, span=span, says=says))
    return tuple(placed)


def _sentence_of(decision: StatementDecision, sentences: Sequence[Passage]) -> int | None:
    """The number of the sentence with a decision's words: in the old place, else the only one.

    A sentence that has lost the dateline before it since is the same, in the old place.
    """
    same = [number for number, sentence in enumerate(sentences) if sentence.text == decision.quote]
    in_place = [number for number in same if sentences[number].span == decision.span]
    if in_place:
        return in_place[0]
    if same:
        return same[0] if len(same) == 1 else None
    shorter = (
        number
        for number, sentence in enumerate(sentences)
        if sentence.span.end == decision.span.end and decision.quote.endswith(sentence.text)
    )
    return next(shorter, None)


def apply_to_statements(
    statements: Sequence[Statement] | None,
    acts: Acts,
    decided: Sequence[StatementDecision] = (),
) -> tuple[Statement, ...] | None:
    """The statements as people left them, in text order.

    acts: what holds for each claim: accepting it makes its statements certain, unlinking it from a
    duty takes those on that duty away; decided: as `decisions_in_place` gives them

    What was said of a statement itself goes before what was said of its claim, save a later
    unlinking. What is unrelated stays as such, so that nobody is asked again.
    """
    if statements is None:
        return None
    said = {
        (statement.span, statement.obligation): (statement, decision.made)
        for decision in decided
        for statement in decision.says
    }
    read = [
        certain_statement(statement, statement.label)
        if accepts(acts.get(statement.claim, ()))
        else statement
        for statement in statements
        if (statement.span, statement.obligation) not in said
        and not _unlinks(statement, acts, None)
    ]
    entered = [
        statement for statement, made in said.values() if not _unlinks(statement, acts, made)
    ]
    return tuple(sorted((*read, *entered), key=lambda statement: statement.span.start))


def _unlinks(statement: Statement, acts: Acts, since: datetime | None) -> bool:
    """True if a person took the statement's claim off its duty, after a moment if one is given."""
    return any(
        act.act is DecisionAct.UNLINK
        and act.obligation == statement.obligation
        and (since is None or act.made > since)
        for act in acts.get(statement.claim, ())
    )
