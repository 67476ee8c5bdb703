"""Evidence from a statement: what a sentence says of a duty, whoever's word it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from itertools import accumulate
from math import log10

from servanda.evidence.claim_evidence import covered_share, gap_of_event, knows_aspect
from servanda.evidence.rates.rate_statements import rate_statement_evidence
from servanda.evidence.report import (
    ReportContent,
    closed_before,
    first_day_of,
    report_evidence,
    side_of_claim,
)
from servanda.evidence.statements.direction_likelihood import keeping_values
from servanda.evidence.statements.not_yet import PLANS, speaks_of_more, tells_not_yet
from servanda.evidence.statements.reader_shares import CORPUS_SHARES
from servanda.evidence.statements.running_totals import RunningTotal
from servanda.evidence.statements.statement_likelihood import (
    add_doubt,
    if_misread,
    undoubted_likelihoods,
)
from servanda.records import (
    UNKNOWN_TIME,
    Bearing,
    Case,
    Claim,
    Comparison,
    Counted,
    DateRange,
    DocumentClaims,
    Evidence,
    Label,
    Obligation,
    ObligationKind,
    StatedCount,
    Statement,
    StatementDirection,
    StateSpace,
    Terms,
    Times,
    state_space,
    terms_in_force,
)

__all__ = ["statement_decibans", "statement_evidence"]


def statement_evidence(
    case: Case,
    obligation: Obligation,
    terms: Terms,
    statement: Statement,
    claim: Claim,
    read: DocumentClaims,
    as_of: date,
    total: RunningTotal | None = None,
) -> Evidence:
    """What a statement says of an obligation, and how far to believe it; claim: it is made in.

    total: what its number comes to with those before it, where it adds to them
    """
    if terms.rate is not None:
        return rate_statement_evidence(case, obligation, terms, statement, claim, read, as_of)
    document, said = read.document, _in_words(statement)
    states = state_space(obligation, terms)
    side = side_of_claim(claim, document, obligation, case)
    times = Times(_event_time(statement), UNKNOWN_TIME, document.publication, document.recorded)
    if total is not None:
        statement = _with_total(statement, total, states)
        said += f"; with those before at least {total.number:g}" if total.parts > 1 else ""
    more = speaks_of_more(document.text[statement.span.start : statement.span.end])
    shares, covered = read.shares or CORPUS_SHARES, covered_share(obligation, times)

    undoubted = partial(
        undoubted_likelihoods,
        obligation=obligation,
        states=states,
        terms=terms,
        side=side,
        shares=shares,
        covered=covered,
        more=more,
        numbers=1 if total is None else total.parts,
    )
    keeping = keeping_values(states, terms)
    right, wrong = add_doubt(statement, undoubted, shares, keeping)
    if total is not None:  # that more was done speaks against no larger amount
        right = tuple(accumulate(right, max))
    bearing, reason = _bearing(claim, obligation, terms, statement, times, as_of, more=more)
    apart = bearing is Bearing.BEARS and total is None  # a sum is no mixture of two readings
    ways = (StatementDirection.FOR, StatementDirection.AGAINST)
    speaks_for, speaks_against = (statement.chance(way) for way in ways)
    report = ReportContent(
        id=f"{obligation.id}/{statement.id.rpartition('/')[0]}",
        if_right=right,
        if_wrong=wrong,
        favourable=speaks_for > speaks_against,
        bearing=bearing,
        reason=reason,
        score=1.0,
        times=times,
        says=said,
        why=statement.why,
        reviewed=statement.reviewed,
        came_about=_came_about(statement, obligation, total),
        tells_part=statement.chance(StatementDirection.PART),
        adverse=speaks_against > 0.5,
        after_others=total is not None and total.after_others,
        if_misread=if_misread(statement, undoubted, shares, keeping) if apart else None,
    )
    return report_evidence(case, obligation, states, claim, read, as_of, report)


def _event_time(statement: Statement) -> DateRange:
    """When what it tells was so; the day of a plan is not the day of which it tells."""
    if statement.event is None or statement.label in PLANS:
        return statement.as_of
    return statement.event


def _with_total(statement: Statement, total: RunningTotal, states: StateSpace) -> Statement:
    """The statement with at least so many done by then as its number."""
    number = min(total.number, states.values[-1])
    count = StatedCount(number, None, Comparison.AT_LEAST, Counted.DONE)
    return replace(statement, count=count)


def _came_about(
    statement: Statement, obligation: Obligation, total: RunningTotal | None
) -> date | None:
    """The first day of what it says came about: a completion, a number in all, a breach."""
    directions = [statement.label.direction]
    partly = statement.label is Label.PARTLY_DONE and _reaches_number(statement, obligation)
    if total is not None or partly:
        directions = [StatementDirection.PART, StatementDirection.FOR]
    elif statement.label is Label.VIOLATED:
        if obligation.kind is not ObligationKind.ABSTAIN:
            return None
    elif statement.label is not Label.DONE:
        return None
    if statement.event is None:
        return None
    return first_day_of(statement.event, sum(map(statement.chance, directions)))


def _reaches_number(statement: Statement, obligation: Obligation) -> bool:
    """True if it counts the sites that were done in all: its number, or more."""
    count = statement.count
    if count is None or count.counts is not Counted.DONE or count.value <= 0.0:
        return False
    limits = {Comparison.AT_MOST, Comparison.LESS_THAN}
    return obligation.kind is ObligationKind.STATE and count.comparison not in limits


def _in_words(statement: Statement) -> str:
    """Label, number and how sure the reading is: "partly done: 2 of 10 (0.84)"."""
    words = statement.label.value.replace("_", " ")
    if statement.count is not None:
        words += f": {statement.count.value:g}"
        words += f" of {statement.count.of:g}" if statement.count.of is not None else ""
        words += f" {statement.count.counts.value}"
    return f"{words} ({statement.chance(statement.label.direction):.2f})"


def _bearing(
    claim: Claim,
    obligation: Obligation,
    terms: Terms,
    statement: Statement,
    times: Times,
    as_of: date,
    *,
    more: bool,
) -> tuple[Bearing, str]:
    told = statement.as_of.end
    if told is not None and told < obligation.start:
        return Bearing.BEFORE_DUTY, f"tells of {told}, before the duty began"
    closed = closed_before(obligation, terms, _event_time(statement))
    if closed and statement.event is not None:
        return Bearing.AFTER_DUTY, closed
    gap = gap_of_event(obligation, times, as_of)
    if gap is not None:
        return Bearing.NOT_IN_FORCE, gap.why
    not_yet = tells_not_yet(statement.label, obligation.kind, more=more)
    if statement.label.direction is StatementDirection.SILENT and not not_yet:
        return Bearing.NO_STATEMENT, "says nothing of what is so"
    if not knows_aspect(claim, obligation):
        return Bearing.CANNOT_KNOW, f"does not speak of {obligation.aspect}"
    return Bearing.BEARS, ""


def statement_decibans(
    case: Case, statement: Statement, claim: Claim, read: DocumentClaims
) -> float:
    """How far a statement by itself moves its duty towards kept, on the day of which it tells.

    Ten times the decimal logarithm of how much likelier it is where the duty is kept than where it
    is not, each state of either as likely as any other; 0 where it may not move the number.
    """
    obligation = next(duty for duty in case.obligations if duty.id == statement.obligation)
    told = statement.as_of.end or read.document.publication.public_on
    terms = terms_in_force(obligation, told, told)
    item = statement_evidence(case, obligation, terms, statement, claim, read, told)
    right = item.reliability.mean
    heard = [
        right * if_right + (1.0 - right) * if_wrong
        for if_right, if_wrong in zip(item.if_right, item.if_wrong, strict=True)
    ]
    keeping = keeping_values(item.states, terms)
    kept, broken = (
        [value for value, keeps in zip(heard, keeping, strict=True) if keeps is wanted]
        for wanted in (True, False)
    )
    if not kept or not broken or item.bearing is not Bearing.BEARS:
        return 0.0
    return 10.0 * log10(sum(kept) / len(kept) / (sum(broken) / len(broken)))
