"""Evidence from a claim as it was read by its words and acts, or entered and corrected by hand."""

from __future__ import annotations

from datetime import date, timedelta

from servanda.evidence.relevance.links import claim_text
from servanda.evidence.report import (
    ReportContent,
    closed_before,
    first_day_of,
    report_evidence,
    side_of_claim,
)
from servanda.evidence.statements.claim_readings import ClaimReading, Says, reading_of
from servanda.evidence.statements.likelihood import favourable, likelihoods
from servanda.evidence.statements.running_totals import RunningTotal
from servanda.evidence.trust.human_decisions import is_linked_by_hand
from servanda.records import (
    UNKNOWN_TIME,
    Bearing,
    Case,
    Claim,
    Document,
    DocumentClaims,
    Evidence,
    Link,
    Obligation,
    ObligationKind,
    OutOfForce,
    StateSpace,
    Terms,
    Times,
    Variable,
    state_space,
    wholly_out_of_force,
)

__all__ = ["ACCESS", "claim_evidence", "covered_share", "gap_of_event", "knows_aspect"]

# Parts of an object that a report on the whole does not reach: it has to speak of them. Even then
# who says that all is done may not have been able to look: the chance that one who names the part
# could. What stands, one place shows.
ACCESS = {"underground": 0.5, "tunnels": 0.5, "firing slits": 0.75}


# Before its publication: a statement without days speaks of these. [judgement; not from outside]
_SPOKEN_DAYS = 365


def claim_evidence(
    case: Case,
    obligation: Obligation,
    terms: Terms,
    claim: Claim,
    link: Link,
    read: DocumentClaims,
    as_of: date,
    total: RunningTotal | None = None,
) -> Evidence:
    """What a claim says of an obligation, and how far to believe it.

    total: what its number comes to with those before it, where it adds to them
    """
    document = read.document
    reading = reading_of(
        claim,
        claim_text(claim, document),
        obligation,
        terms,
        linked_by_hand=is_linked_by_hand(read.acts.get(claim.id, ()), obligation.id),
    )
    states = state_space(obligation, terms)
    if total is not None:
        reading = reading_of_total(total, states, reading.text)
    side = side_of_claim(claim, document, obligation, case)
    times = _times(claim, document)
    right, wrong = likelihoods(reading, states, terms, side, covered_share(obligation, times))
    bearing, reason = _bearing(claim, obligation, terms, reading, times, as_of)
    speaks_well = favourable(reading, states, terms)
    comes_about = total is not None or _comes_about(reading, states)
    report = ReportContent(
        id=f"{obligation.id}/{claim.id}",
        if_right=right,
        if_wrong=wrong,
        favourable=speaks_well,
        bearing=bearing,
        reason=reason,
        score=link.score * (ACCESS.get(obligation.aspect or "", 1.0) if speaks_well else 1.0),
        times=times,
        says=reading.text,
        why=link.why,
        came_about=first_day_of(times.happened, link.score) if comes_about else None,
        tells_part=float(reading.says is Says.UNDER_WAY),
        adverse=reading.says in {Says.NOT_DONE, Says.EVENT} or _is_none(reading),
        after_others=total is not None and total.after_others,
    )
    return report_evidence(case, obligation, states, claim, read, as_of, report)


def _comes_about(reading: ClaimReading, states: StateSpace) -> bool:
    """True if what it says comes about on a day: a completion, a number of sites, an event."""
    if reading.says in {Says.EXACTLY, Says.AT_LEAST}:
        return states.variable is Variable.COUNT_DONE and reading.number > 0.0
    return reading.says in {Says.ALL, Says.SOME, Says.EVENT}


def _is_none(reading: ClaimReading) -> bool:
    """ "None of the posts": no part of it is done."""
    return reading.says in {Says.AT_MOST, Says.EXACTLY} and reading.number == 0.0


def reading_of_total(total: RunningTotal, states: StateSpace, told: str) -> ClaimReading:
    """That at least so many are done by then, by what an origin's acts come to.

    told: the number of the last act, in a few words
    """
    number = min(total.number, states.values[-1])
    text = f"{told}; with those before at least {number:g}" if total.parts > 1 else told
    return ClaimReading(Says.AT_LEAST, number, text)


def _times(claim: Claim, document: Document) -> Times:
    happened = claim.event_time.when if claim.event_time is not None else UNKNOWN_TIME
    return Times(happened, UNKNOWN_TIME, document.publication, document.recorded)


def covered_share(obligation: Obligation, times: Times) -> float:
    """The share of the duty's days so far that a report of no event speaks of.

    Where it does not say since when, it is taken to speak of the last year at most.
    """
    last = times.happened.end or times.published.public_on
    since = times.happened.start
    if since is None or since == last:
        since = last - timedelta(days=_SPOKEN_DAYS)
    days = max(1, (last - obligation.start).days)
    return min(1.0, max(0.0, (last - max(since, obligation.start)).days / days))


def _bearing(
    claim: Claim,
    obligation: Obligation,
    terms: Terms,
    reading: ClaimReading,
    times: Times,
    as_of: date,
) -> tuple[Bearing, str]:
    told = times.happened.end or times.published.end
    if told is not None and told < obligation.start:
        return Bearing.BEFORE_DUTY, f"tells of {told}, before the duty began"
    closed = closed_before(obligation, terms, times.happened)
    if closed:
        return Bearing.AFTER_DUTY, closed
    gap = gap_of_event(obligation, times, as_of)
    if gap is not None:
        return Bearing.NOT_IN_FORCE, gap.why
    if reading.says is Says.NOTHING:
        return Bearing.NO_STATEMENT, reading.text
    if not knows_aspect(claim, obligation):
        return Bearing.CANNOT_KNOW, f"does not speak of {obligation.aspect}"
    return Bearing.BEARS, ""


def gap_of_event(obligation: Obligation, times: Times, as_of: date) -> OutOfForce | None:
    """Why an event of those days is no breach: the duty to abstain did not bind on any of them."""
    if obligation.kind is not ObligationKind.ABSTAIN:
        return None
    return wholly_out_of_force(obligation.force, as_of, times.happened)


def knows_aspect(claim: Claim, obligation: Obligation) -> bool:
    """A claim on the whole tells of the parts in plain sight; hidden ones it has to name.

    One that names a hidden part speaks of that part and not of the others.
    """
    named = frozenset(claim.proposition.aspects)
    if obligation.aspect is None or obligation.aspect in named:
        return True
    return obligation.aspect not in ACCESS and not named & ACCESS.keys()
