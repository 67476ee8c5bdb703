"""What to ask people about statements, and keeping what they answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from servanda.claims import (
    asking_order,
    decision_on_statement,
    effective_decisions,
    lot_of,
    names_of,
    quote_of,
    random_sample,
    undo_of,
    unread_note,
    unread_statement,
)
from servanda.errors import InputError
from servanda.evidence import counts_as_read, expected_change
from servanda.pipeline.custody.ordering_decisions import decisions_of
from servanda.pipeline.reading import CaseReader, apply_review, read_documents
from servanda.records import (
    Case,
    Claim,
    DocumentClaims,
    Label,
    Obligation,
    Statement,
    StatementAct,
    StatementDecision,
    StatementDirection,
    WhyAsked,
)
from servanda.records.progress import Progress, ignore_progress
from servanda.store import Store

__all__ = [
    "StatementQuestion",
    "keep_on_statement",
    "last_on_statement",
    "missed_questions",
    "sample_size",
    "sentence_with_label",
    "statement_questions",
    "undo_on_statement",
]

# Chance that it speaks of what is so: from this on a sentence read as unrelated is asked about.
# [judgement; not from outside]
_NEARLY_BEARS = 0.1
# Nearness, 0..1: a sentence that is less near to a duty is not missed. [judgement; --missed 0 asks
# about none]
_FAR_OFF = 0.05


@dataclass(frozen=True, slots=True)
class StatementQuestion:
    """One sentence and one duty to put to a person."""

    read: DocumentClaims  # after review
    statement: Statement  # as it stands; where nobody judged the pair: unrelated
    judged: bool
    why_asked: WhyAsked
    lot: float
    change: float  # decibans by which the answer is expected to move the duty
    nearness: float | None  # 0..1 of a missed sentence

    @property
    def quote(self) -> str:
        """The sentence, white space collapsed."""
        return quote_of(self.read.document, self.statement.span)


def statement_questions(
    store: Store, case: Case, reader: CaseReader, progress: Progress = ignore_progress
) -> tuple[StatementQuestion, ...]:
    """What was read and nobody decided yet, in the order in which to ask it."""
    found: list[StatementQuestion] = []
    for read, _ in _reads(store, case, reader, progress):
        found += _undecided(case, read)
    answered = {
        (decision.document, decision.quote, decision.obligation)
        for decision in effective_decisions(decisions_of(store, StatementDecision, case.id))
        if decision.why_asked is not WhyAsked.MISSED
    }
    lots = [
        None if question.statement.label is Label.UNRELATED else question.lot for question in found
    ]
    order = asking_order([question.change for question in found], lots, len(answered))
    return tuple(replace(found[number], why_asked=why) for number, why in order)


def _undecided(case: Case, read: DocumentClaims) -> Iterator[StatementQuestion]:
    claims = {claim.id: claim for claim in read.claims}
    duties = {duty.id: duty for duty in case.obligations if duty.unscorable is None}
    for statement in read.statements or ():
        claim = claims.get(statement.claim)  # none: a person has rejected it
        duty = duties.get(statement.obligation)
        if statement.reviewed or claim is None or duty is None:
            continue
        if not counts_as_read(claim, duty, read):
            continue
        if statement.label is Label.UNRELATED and _speaks(statement) < _NEARLY_BEARS:
            continue
        change = expected_change(case, statement, claim, read)
        yield _question(case, read, statement, WhyAsked.TELLING, change=change)


def _speaks(statement: Statement) -> float:
    """The chance that it says what is so."""
    silent = (StatementDirection.SILENT, StatementDirection.UNRELATED)
    return 1.0 - sum(statement.chance(direction) for direction in silent)


def missed_questions(
    store: Store,
    case: Case,
    reader: CaseReader,
    most: int,
    besides: Collection[str] = (),
    progress: Progress = ignore_progress,
) -> tuple[StatementQuestion, ...]:
    """For each duty the sentences nearest to it in which nothing was read, nearest first.

    most: how many for each duty; besides: ids of statements that are asked about anyway
    """
    duties = [duty for duty in reader.duties(case) if duty.unscorable is None]
    found: list[StatementQuestion] = []
    if most and duties:
        for read, every_claim in _reads(store, case, reader, progress):
            found += _missed(case, reader, duties, read, every_claim)
    waiting = [question for question in found if question.statement.id not in besides]
    waiting.sort(key=lambda question: -(question.nearness or 0.0))
    return tuple(question for duty in duties for question in _of_duty(waiting, duty)[:most])


def _of_duty(questions: Sequence[StatementQuestion], duty: Obligation) -> list[StatementQuestion]:
    return [question for question in questions if question.statement.obligation == duty.id]


def _missed(
    case: Case,
    reader: CaseReader,
    duties: Sequence[Obligation],
    read: DocumentClaims,
    every_claim: Sequence[Claim],
) -> Iterator[StatementQuestion]:
    """The sentences of one document in which nothing was read on these duties, and no person."""
    if unread_note(read) is not None:
        return
    nearest = reader.statements.nearest(read.document, case.obligations, names_of(case))
    known = {(said.span, said.obligation): said for said in read.statements or ()}
    gone = {claim.id for claim in every_claim} - {claim.id for claim in read.claims}
    standing = {claim.id: claim for claim in read.claims}
    for duty in duties:
        for number, near in enumerate(nearest[duty.id]):
            judged = known.get((near.span, duty.id))
            said = judged or unread_statement(
                read.document, number, near.span, duty.id, every_claim
            )
            claim = standing.get(said.claim)
            if said.reviewed or said.label is not Label.UNRELATED or near.nearness < _FAR_OFF:
                continue
            if said.claim in gone or (claim and not counts_as_read(claim, duty, read)):
                continue
            question = _question(case, read, said, WhyAsked.MISSED, nearness=near.nearness)
            yield replace(question, judged=judged is not None)


def _reads(
    store: Store, case: Case, reader: CaseReader, progress: Progress
) -> Iterator[tuple[DocumentClaims, tuple[Claim, ...]]]:
    """What each document says after review, and every claim that was read from it before."""
    for whole in read_documents(store, case, reader, progress):
        yield apply_review(whole, case), whole.claims


def _question(
    case: Case,
    read: DocumentClaims,
    statement: Statement,
    why: WhyAsked,
    *,
    change: float = 0.0,
    nearness: float | None = None,
) -> StatementQuestion:
    quote = quote_of(read.document, statement.span)
    lot = lot_of(case.id, read.document.id, quote, statement.obligation)
    return StatementQuestion(read, statement, True, why, lot, change, nearness)


def sentence_with_label(
    case: Case, reader: CaseReader, question: StatementQuestion, duty: Obligation, label: Label
) -> Statement:
    """What the question's sentence says of a duty if it has that label; number and days as read."""
    read = question.read
    return reader.statements.statement_of(
        read.document,
        read.claims,
        duty,
        names_of(case),
        question.statement.span,
        label,
    )


def last_on_statement(
    store: Store, case: Case, question: StatementQuestion
) -> StatementDecision | None:
    """The latest decision that holds on a question's sentence and duty, whoever made it."""
    statement = question.statement
    held = [
        decision
        for decision in effective_decisions(decisions_of(store, StatementDecision, case.id))
        if decision.document == statement.document
        and (decision.span, decision.quote) == (statement.span, question.quote)
        and decision.obligation == statement.obligation
    ]
    return held[-1] if held else None


def keep_on_statement(
    store: Store,
    case: Case,
    question: StatementQuestion,
    act: StatementAct,
    says: Sequence[Statement],
    now: datetime,
) -> StatementDecision:
    """Keep a person's answer to a question, and give it.

    says: what the sentence says of the duty asked about, and of any other
    Raises InputError if the document has changed since the question was made.
    """
    document = question.read.document
    if store.document(case.id, document.id) != document:
        raise InputError(
            f"{document.id} has been replaced since this review began; start the review again"
        )
    decision = decision_on_statement(
        document,
        question.statement,
        act,
        says,
        store.who,
        now,
        judged=question.judged,
        why_asked=question.why_asked,
        lot=question.lot,
    )
    store.append([decision], case.id)
    return decision


def undo_on_statement(store: Store, case: Case, decision: StatementDecision, now: datetime) -> None:
    """Take a decision back."""
    store.append([undo_of(decision, store.who, now)], case.id)


def sample_size(store: Store, case: Case) -> int:
    """How many answers of a case are a random sample of what was read."""
    return len(random_sample(decisions_of(store, StatementDecision, case.id)))
