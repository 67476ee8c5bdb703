"""Evidence on a rate from a statement: which periods it tells of, and what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from servanda.evidence.claim_evidence import knows_aspect
from servanda.evidence.rates.as_level import (
    NO_WORD,
    RateAsLevel,
    bearing_of_days,
    length_of_rate,
    named_period,
)
from servanda.evidence.rates.told_periods import days_of_report
from servanda.evidence.report import ReportContent, report_evidence, side_of_claim
from servanda.evidence.statements.reader_shares import CORPUS_SHARES
from servanda.evidence.statements.statement_likelihood import (
    add_doubt,
    if_misread,
    undoubted_likelihoods,
)
from servanda.evidence.trust.sides import Side
from servanda.records import (
    UNKNOWN_TIME,
    Bearing,
    Case,
    Claim,
    Comparison,
    Counted,
    DocumentClaims,
    Evidence,
    Obligation,
    Per,
    Rate,
    ReaderShares,
    StatedCount,
    Statement,
    StatementDirection,
    Terms,
    Times,
    state_space,
)

__all__ = ["rate_statement_evidence"]

Vector = tuple[float, ...]

_BELOW = frozenset({Comparison.AT_MOST, Comparison.LESS_THAN})


def rate_statement_evidence(
    case: Case,
    obligation: Obligation,
    terms: Terms,
    statement: Statement,
    claim: Claim,
    read: DocumentClaims,
    as_of: date,
) -> Evidence:
    """What a statement says of a rate, and how far to believe it; claim: it is made in."""
    assert terms.rate is not None
    document = read.document
    sentence = document.text[statement.span.start : statement.span.end]
    named = _period_of_rate(statement.count, sentence, terms.rate)
    days = days_of_report(statement.event, statement.as_of, terms.rate, obligation.start)
    if days is not None and named is not None:
        days = length_of_rate(days, terms.rate, obligation.start)
    level = RateAsLevel.of_days(obligation, terms, days, named, as_of)
    bearing, reason = bearing_of_days(obligation, days, level)
    if bearing is Bearing.BEARS and statement.label.direction is StatementDirection.SILENT:
        bearing, reason = Bearing.NO_STATEMENT, "says nothing of what is so"
    if bearing is Bearing.BEARS and not knows_aspect(claim, obligation):
        bearing, reason = Bearing.CANNOT_KNOW, f"does not speak of {obligation.aspect}"
    side = side_of_claim(claim, document, obligation, case)
    right, wrong, misread = _likelihoods(statement, level, side, read.shares or CORPUS_SHARES)
    happened = statement.event or statement.as_of
    report = ReportContent(
        id=f"{obligation.id}/{statement.id.rpartition('/')[0]}",
        if_right=right,
        if_wrong=wrong,
        favourable=_speaks_for(statement),
        bearing=bearing,
        reason=reason,
        score=1.0,
        times=Times(happened, UNKNOWN_TIME, document.publication, document.recorded),
        says=_in_words(statement, level),
        why=statement.why,
        reviewed=statement.reviewed,
        covers=None if level is None else level.run.covers,
        if_misread=misread if bearing is Bearing.BEARS else None,
    )
    states = state_space(obligation, terms)
    return report_evidence(case, obligation, states, claim, read, as_of, report)


def _likelihoods(
    statement: Statement, level: RateAsLevel | None, side: Side, shares: ReaderShares
) -> tuple[Vector, Vector, tuple[Vector, Vector] | None]:
    """(if right, if wrong, the part of both that stands for a wrong reading).

    Each if none of the periods was kept, some, or all.
    """
    if level is None:
        return NO_WORD, NO_WORD, None
    count = _count_per_period(statement.count, level)
    certain = count is not None and level.is_lower_limit and level.settles(count.value)

    def undoubted(said: Statement) -> tuple[Vector, float]:
        right, wrong = undoubted_likelihoods(
            replace(said, count=count),
            level.obligation,
            level.states,
            level.terms,
            side,
            shares,
            weights=level.weights,
        )
        return level.of_periods(right, certain=certain), wrong

    right, wrong = add_doubt(statement, undoubted, shares)
    return right, wrong, if_misread(statement, undoubted, shares)


def _speaks_for(statement: Statement) -> bool:
    chances = [
        statement.chance(way) for way in (StatementDirection.FOR, StatementDirection.AGAINST)
    ]
    return chances[0] > chances[1]


def _period_of_rate(count: StatedCount | None, sentence: str, rate: Rate) -> Per | None:
    """Of which period a number is the rate; None if it is a number of the days told of."""
    if count is None or count.counts is not Counted.RATE:
        return None
    return named_period(sentence) or rate.per


def _count_per_period(count: StatedCount | None, level: RateAsLevel) -> StatedCount | None:
    """The number as one of the average period told of; None where it tells no such number."""
    if count is None or count.counts in {Counted.ASKED, Counted.SHARE}:
        return count
    if count.counts is Counted.LEFT:  # short of what was asked for these days
        return None if level.run.number > 1 or level.run.in_part else count
    value, compared = level.within_reach(level.amount(count.value)), count.comparison
    if level.is_lower_limit:
        if compared in _BELOW:
            return None
        compared = Comparison.AT_LEAST
    # With a whole: it is the number of the whole period, not of one part that was spoken of.
    return StatedCount(value, count.of or level.rate.amount, compared, Counted.DONE)


def _in_words(statement: Statement, level: RateAsLevel | None) -> str:
    words = statement.label.value.replace("_", " ")
    count = None if level is None else _count_per_period(statement.count, level)
    if count is not None and level is not None and count.counts is Counted.DONE:
        words += f": {count.value:.6g} a {level.rate.per}"
    if level is not None:
        words += f", {level.run.days[0]} to {level.run.days[1]}"
    return f"{words} ({statement.chance(statement.label.direction):.2f})"
