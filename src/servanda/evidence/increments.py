"""The acts of a duty that add to what was done before, each with what it comes to.

A number adds where the text says so ("two more", "another twelve"). Of a duty in instalments a
number of one day is also that day's: "handed over three on Saturday" is three more, unless the text
says that it is all so far.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from servanda.evidence.relevance.links import claim_text
from servanda.evidence.statements.claim_readings import Says, reading_of
from servanda.evidence.statements.running_totals import (
    RunningTotal,
    ToldKind,
    ToldNumber,
    running_totals,
)
from servanda.evidence.statements.stated_amount import stated_amount
from servanda.evidence.trust.human_decisions import is_linked_by_hand, retraction
from servanda.evidence.trust.origins import origin_of
from servanda.evidence.trust.sides import actors_by_id
from servanda.evidence.trust.voices import publisher_of
from servanda.evidence.wording.totals import tells_total
from servanda.records import (
    UNKNOWN_TIME,
    Case,
    Claim,
    Counted,
    DateRange,
    DocumentClaims,
    Label,
    Obligation,
    ObligationKind,
    Statement,
    StatementDirection,
    Terms,
    is_achievement,
    state_space,
)

__all__ = ["totals_of_increments"]

_ANOTHER = re.compile(r"\b(?:further|another|additional|extra)\s+(?:\w+\s+)?$", re.IGNORECASE)
_MORE = re.compile(r"^\S+\s+(?:\w+\s+)?(?:more\b(?!\s+than)|further\b|additional\b)", re.IGNORECASE)
# Chance that a statement tells of something done, from which on its number is added to others.
# [judgement; not from outside]
_SURE = 0.8
_DONE = frozenset({StatementDirection.FOR, StatementDirection.PART})
_UNDONE = frozenset({Label.REVERSED, Label.VIOLATED})
_NUMBERS = frozenset({Says.EXACTLY, Says.AT_LEAST, Says.VALUE})


def totals_of_increments(
    case: Case,
    obligation: Obligation,
    terms: Terms,
    public: Sequence[DocumentClaims],
    as_of: date,
) -> Mapping[str, RunningTotal]:
    """By the id of the statement or claim, what each increment of the duty comes to.

    public: what was public by `as_of`
    """
    if not is_achievement(obligation, terms) or obligation.kind is ObligationKind.ACT:
        return {}
    if terms.rate is not None:  # each period has an amount of its own
        return {}
    found = [
        number
        for read in public
        for number in (
            *_of_statements(case, obligation, terms, read, as_of),
            *_of_claims(case, obligation, terms, read, as_of),
        )
    ]
    return running_totals(found)


def _of_statements(
    case: Case, obligation: Obligation, terms: Terms, read: DocumentClaims, as_of: date
) -> Iterator[ToldNumber]:
    claims = {claim.id: claim for claim in read.claims}
    states = state_space(obligation, terms)
    for statement in read.statements or ():
        claim = claims.get(statement.claim)
        if statement.obligation != obligation.id or claim is None:
            continue
        if retraction(read.acts.get(claim.id, ()), as_of) is not None:
            continue
        origin, days = _origin(case, claim, read), statement.event or statement.as_of
        if statement.label in _UNDONE:
            yield ToldNumber(statement.id, origin, ToldKind.UNDONE, days, 0.0)
        amount = stated_amount(
            statement.count, statement.label, obligation, states, terms, statement.acts_by
        )
        if amount is None or amount.says not in _NUMBERS:
            continue
        if statement.label.direction in _DONE:
            yield _told_number(statement, origin, days, obligation, read, amount.number)


def _told_number(
    statement: Statement,
    origin: str,
    days: DateRange,
    obligation: Obligation,
    read: DocumentClaims,
    number: float,
) -> ToldNumber:
    """The number of a statement; without a day where it is not to be added to others."""
    assert statement.count is not None  # else it has no number
    text = read.document.text[statement.span.start : statement.span.end]
    adds = _statement_adds(statement, obligation, text)
    if adds:
        days = statement.event or UNKNOWN_TIME
    if not _is_sure(statement):
        days = UNKNOWN_TIME
    kind = ToldKind.ADDED if adds else ToldKind.TOTAL
    more = statement.count.counts is Counted.ADDED
    return ToldNumber(statement.id, origin, kind, days, number, after_others=more)


def _is_sure(statement: Statement) -> bool:
    return sum(statement.chance(direction) for direction in _DONE) >= _SURE


def _statement_adds(statement: Statement, obligation: Obligation, text: str) -> bool:
    assert statement.count is not None  # else it has no amount
    if statement.count.counts is not Counted.DONE:
        return statement.count.counts is Counted.ADDED
    of_a_day = statement.event is not None and _is_one_day(statement.event)
    return bool(obligation.schedule) and of_a_day and not tells_total(text)


def _of_claims(
    case: Case, obligation: Obligation, terms: Terms, read: DocumentClaims, as_of: date
) -> Iterator[ToldNumber]:
    for claim in read.claims:
        if all(link.obligation != obligation.id for link in claim.proposition.links):
            continue
        if retraction(read.acts.get(claim.id, ()), as_of) is not None:
            continue
        text, acts = claim_text(claim, read.document), read.acts.get(claim.id, ())
        by_hand = is_linked_by_hand(acts, obligation.id)
        reading = reading_of(claim, text, obligation, terms, linked_by_hand=by_hand)
        if reading.says not in _NUMBERS or reading.number <= 0.0:
            continue
        event = UNKNOWN_TIME if claim.event_time is None else claim.event_time.when
        more = _says_more(claim, text)
        adds = not tells_total(text) and (
            more or (bool(obligation.schedule) and _is_one_day(event))
        )
        days = event if adds or event.end is not None else read.document.publication
        kind = ToldKind.ADDED if adds else ToldKind.TOTAL
        origin = _origin(case, claim, read)
        yield ToldNumber(claim.id, origin, kind, days, reading.number, after_others=more)


def _says_more(claim: Claim, text: str) -> bool:
    """Whether a number of the claim stands beside a word for more: "another two", "two more"."""
    for quantity in claim.quantities:
        place = text.find(quantity.text)
        if place >= 0 and (_ANOTHER.search(text[:place]) or _MORE.match(text[place:])):
            return True
    return False


def _is_one_day(days: DateRange) -> bool:
    return days.start is not None and days.start == days.end


def _origin(case: Case, claim: Claim, read: DocumentClaims) -> str:
    return origin_of(claim, actors_by_id(case), publisher_of(read.document, case))
