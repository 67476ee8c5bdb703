"""Evidence on a rate from a claim as it was read by its words, or entered and corrected by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from servanda.evidence.claim_evidence import ACCESS, knows_aspect
from servanda.evidence.rates.as_level import (
    NO_WORD,
    RateAsLevel,
    bearing_of_days,
    length_of_rate,
    named_period,
)
from servanda.evidence.rates.told_periods import days_of_report
from servanda.evidence.relevance.links import claim_text
from servanda.evidence.report import ReportContent, report_evidence, side_of_claim
from servanda.evidence.statements.claim_readings import ClaimReading, Says, reading_of
from servanda.evidence.statements.likelihood import favourable, likelihoods
from servanda.evidence.trust.sides import Side
from servanda.evidence.wording.units import PERCENT, convert
from servanda.records import (
    UNKNOWN_TIME,
    Bearing,
    Case,
    Claim,
    DocumentClaims,
    Evidence,
    Link,
    Obligation,
    Per,
    Quantity,
    Terms,
    Times,
    state_space,
)

__all__ = ["rate_claim_evidence"]

Vector = tuple[float, ...]

_NOTHING = ClaimReading(Says.NOTHING, 0.0, "tells of no whole period")


def rate_claim_evidence(
    case: Case,
    obligation: Obligation,
    terms: Terms,
    claim: Claim,
    link: Link,
    read: DocumentClaims,
    as_of: date,
) -> Evidence:
    """What a claim says of a rate, and how far to believe it."""
    assert terms.rate is not None
    document, text = read.document, claim_text(claim, read.document)
    happened = claim.event_time.when if claim.event_time is not None else UNKNOWN_TIME
    named = next(_periods_after_numbers(claim, text), None)
    days = days_of_report(happened, document.publication, terms.rate, obligation.start)
    if days is not None and named is not None:
        days = length_of_rate(days, terms.rate, obligation.start)
    level = RateAsLevel.of_days(obligation, terms, days, named, as_of)
    reading = _NOTHING if level is None else _reading(claim, text, level)
    bearing, reason = bearing_of_days(obligation, days, level)
    if bearing is Bearing.BEARS and reading.says is Says.NOTHING:
        bearing, reason = Bearing.NO_STATEMENT, reading.text
    if bearing is Bearing.BEARS and not knows_aspect(claim, obligation):
        bearing, reason = Bearing.CANNOT_KNOW, f"does not speak of {obligation.aspect}"
    right, wrong = _likelihoods(reading, level, side_of_claim(claim, document, obligation, case))
    well = level is not None and favourable(reading, level.states, level.terms)
    report = ReportContent(
        id=f"{obligation.id}/{claim.id}",
        if_right=right,
        if_wrong=wrong,
        favourable=well,
        bearing=bearing,
        reason=reason,
        score=link.score * (ACCESS.get(obligation.aspect or "", 1.0) if well else 1.0),
        times=Times(happened, UNKNOWN_TIME, document.publication, document.recorded),
        says=_in_words(reading, level),
        why=link.why,
        covers=None if level is None else level.run.covers,
    )
    states = state_space(obligation, terms)
    return report_evidence(case, obligation, states, claim, read, as_of, report)


def _reading(claim: Claim, text: str, level: RateAsLevel) -> ClaimReading:
    """What the claim says of the average period told of."""
    quantities = tuple(_per_period(quantity, level) for quantity in claim.quantities)
    scaled = replace(claim, quantities=quantities)
    reading = reading_of(scaled, text, level.obligation, level.terms)
    if level.is_lower_limit and reading.says is Says.VALUE:
        reading = replace(reading, says=Says.AT_LEAST)
    return replace(reading, number=level.within_reach(reading.number), seen_twice=True)


def _per_period(quantity: Quantity, level: RateAsLevel) -> Quantity:
    share = convert(quantity.value, quantity.unit, PERCENT) is not None
    return quantity if share else replace(quantity, value=level.amount(quantity.value))


def _likelihoods(
    reading: ClaimReading, level: RateAsLevel | None, side: Side
) -> tuple[Vector, Vector]:
    """(if right, if wrong), each if none of the periods was kept, some, or all."""
    if level is None or reading.says is Says.NOTHING:
        return NO_WORD, NO_WORD
    amount = reading.says is Says.AT_LEAST
    certain = amount and level.is_lower_limit and level.settles(reading.number)
    right, wrong = likelihoods(reading, level.states, level.terms, side)
    return level.of_periods(right, certain=certain), (wrong[0],) * len(NO_WORD)


def _periods_after_numbers(claim: Claim, text: str) -> Iterator[Per]:
    """The periods that the numbers of a claim are a rate of: a week, of "40 convoys a week"."""
    for quantity in claim.quantities:
        at = text.find(quantity.text)
        after = text[at + len(quantity.text) :] if at >= 0 else ""
        named = named_period(after, at_once=True) or named_period(quantity.unit)
        if named is not None:
            yield named


def _in_words(reading: ClaimReading, level: RateAsLevel | None) -> str:
    if level is None:
        return reading.text
    return f"{reading.text}, {level.run.days[0]} to {level.run.days[1]}"
