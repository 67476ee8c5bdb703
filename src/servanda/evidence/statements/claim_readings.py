"""What a claim says of one obligation, before asking how far to believe it."""

from __future__ import annotations

import re
from math import expm1

from servanda.evidence.relevance.act_classes import acts_against, event_acts
from servanda.evidence.statements.level_readings import level_reading
from servanda.evidence.statements.reading import ClaimReading, Says, says_not
from servanda.evidence.wording.stems import stems
from servanda.evidence.wording.totals import tells_total
from servanda.records import (
    Claim,
    Comparison,
    Modality,
    Obligation,
    ObligationKind,
    Quantity,
    Stance,
    Terms,
    VerbClass,
)
from servanda.records.units import DAYS_PER_YEAR

__all__ = ["ClaimReading", "Says", "reading_of"]


_SILENT = frozenset(
    {
        Stance.NOT_CONFIRMED,
        Stance.DECLINED,
        Stance.PROMISED,
        Stance.THREATENED,
        Stance.DEMANDED,
        Stance.AGREED,
        Stance.REPORTED_FOR_OTHER,
        Stance.RETRACTED,
    }
)
_OPEN = frozenset({Modality.FUTURE, Modality.POSSIBLE, Modality.OPEN})
_WHOLE = re.compile(r"\b(all|every|each|entire(?:ly)?|complete(?:ly|d)?|finished)\b", re.IGNORECASE)
_PARTLY = re.compile(
    r"\b(partly|partially|in part|not fully|not completely|not all|half|some of|part of"
    r"|(?:first|further|another|next) (?:act|batch|shipment|consignment|step|phase))\b",
    re.IGNORECASE,
)


def reading_of(
    claim: Claim, text: str, obligation: Obligation, terms: Terms, *, linked_by_hand: bool = False
) -> ClaimReading:
    """What the claim says of the obligation under the terms in force.

    text: the claim's content; linked_by_hand: a person said that it is about the obligation
    """
    if claim.stance in _SILENT:
        return ClaimReading(Says.NOTHING, 0.0, claim.stance.value.replace("_", " "))
    if claim.modality in _OPEN:
        return ClaimReading(
            Says.NOTHING, 0.0, f"speaks of what may or will be ({claim.modality.value})"
        )
    if obligation.kind is ObligationKind.ABSTAIN:
        return _event_reading(claim, obligation, linked_by_hand=linked_by_hand)
    if obligation.kind is ObligationKind.LEVEL:
        return level_reading(claim, text, obligation, terms)
    return _done_reading(claim, text, obligation, terms)


def _event_reading(claim: Claim, obligation: Obligation, *, linked_by_hand: bool) -> ClaimReading:
    """Whether what the duty rules out took place.

    A person who links a claim to the duty says that it is about that act. Where the class of one of
    the two acts is not known ("flew a drone"), no class says otherwise.
    """
    act = claim.proposition.verb
    ruled_out = event_acts(obligation)
    is_own_act = linked_by_hand and (act is VerbClass.OTHER or not ruled_out)
    if act is VerbClass.SUSPEND:
        says = Says.EVENT if says_not(claim) else Says.NO_EVENT
    elif is_own_act or act in ruled_out | {VerbClass.RESUME}:
        says = Says.NO_EVENT if says_not(claim) else Says.EVENT
    else:
        return ClaimReading(Says.NOTHING, 0.0, "does not say whether it happened")
    act_text = claim.proposition.verb_text
    text = f"{says.value} ({act_text})" if act_text else says.value
    return ClaimReading(says, 0.0, text, false_alarm=_false_alarm(claim, obligation))


def _false_alarm(claim: Claim, obligation: Obligation) -> float | None:
    """The chance that a watcher has told of an event by then though there was none.

    Of the days of the duty up to the event, or of a year where the claim does not say when it was.
    None for anybody whose false alarms the case does not state.
    """
    rates = {one.actor: one.false_alarms_per_year for one in obligation.watchers}
    rate = rates.get(claim.holder_id or "", 0.0)
    if not rate:
        return None
    told = claim.event_time.when.end if claim.event_time is not None else None
    days = DAYS_PER_YEAR if told is None else max(1, (told - obligation.start).days)
    return -expm1(-rate * days / DAYS_PER_YEAR)


def _done_reading(claim: Claim, text: str, obligation: Obligation, terms: Terms) -> ClaimReading:
    if claim.proposition.verb in acts_against(obligation):
        return ClaimReading(Says.NOT_DONE, 0.0, f"undone ({claim.proposition.verb_text})")
    counted = _counted(claim, obligation) if obligation.kind is ObligationKind.STATE else None
    number = _per_side(counted, terms) if counted is not None else None
    if says_not(claim):
        return _less(number, terms, "not done")
    if _PARTLY.search(text) or (counted is None and _is_share(claim)):
        return _less(number, terms, "only partly done")
    if not claim.proposition.completed:
        return ClaimReading(Says.UNDER_WAY, 0.0, "under way")
    if number is None or counted is None:
        whole = bool(_WHOLE.search(text))
        return ClaimReading(Says.ALL if whole else Says.SOME, 0.0, "all done" if whole else "done")
    says = _counts_as(counted, number, terms, in_all=tells_total(text))
    if number < terms.count and _is_all_there_is(counted, text):
        says = Says.AT_MOST
    return ClaimReading(says, number, f"{number:g} done, {terms.count} asked")


_NO_MORE = re.compile(
    r"\b(?<!not )(?:only|just|merely|mere|barely|scarcely)(?:\s+(?:about|some|an?|the|first))*\s*$",
    re.IGNORECASE,
)


def _is_all_there_is(counted: Quantity, text: str) -> bool:
    """ "None of the homes", "only 20 shelters": so many, and no more of them are done."""
    if counted.value == 0:
        return True
    at = text.find(counted.text) if counted.text else -1
    return _NO_MORE.search(text[:at] if at >= 0 else "") is not None or bool(
        _NO_MORE.search(counted.text.partition(f"{counted.value:g}")[0])
    )


def _is_share(claim: Claim) -> bool:
    """ "Two of seven howitzers", "57 percent": a part of something, whatever it counts."""
    return any(
        not one.preserve
        and one.value < (100.0 if _PERCENT.match(one.unit) else one.denominator or 0)
        for one in claim.quantities
    )


_PERCENT = re.compile(r"per\s?cent\b", re.IGNORECASE)


def _counts_as(counted: Quantity, number: float, terms: Terms, *, in_all: bool) -> Says:
    """ "Blew up one of its posts" leaves the others open; "one of 11", "one in all" do not."""
    if number < terms.count and counted.denominator is None and not in_all:
        return Says.AT_MOST if counted.comparison in _BELOW else Says.AT_LEAST
    return _COMPARED[counted.comparison]


_BELOW = frozenset({Comparison.AT_MOST, Comparison.LESS_THAN})
_COMPARED = {
    Comparison.EXACTLY: Says.EXACTLY,
    Comparison.ABOUT: Says.EXACTLY,
    Comparison.AT_LEAST: Says.AT_LEAST,
    Comparison.MORE_THAN: Says.AT_LEAST,
    Comparison.AT_MOST: Says.AT_MOST,
    Comparison.LESS_THAN: Says.AT_MOST,
}


def _less(number: float | None, terms: Terms, text: str) -> ClaimReading:
    """So many of the sites are not, or not wholly, done: at most the rest are."""
    if number is None or number >= terms.sites:
        return ClaimReading(Says.NOT_DONE, 0.0, text)
    return ClaimReading(Says.AT_MOST, terms.sites - number, f"{number:g} {text}")


def _counted(claim: Claim, obligation: Obligation) -> Quantity | None:
    """The first number that counts the duty's own unit, else its object; not what is to be kept."""
    for wanted in (obligation.unit or "", obligation.object):
        names = set(stems(wanted))
        for quantity in claim.quantities:
            unit = stems(quantity.unit)
            if not quantity.preserve and unit and unit[-1] in names:
                return quantity
    return None


def _per_side(quantity: Quantity, terms: Terms) -> float | None:
    """The number for one bearer's sites; None where it cannot be about them.

    A total over the two sides ("20 posts") is halved when its half fits; any other number above
    the sites of the duty counts something else.
    """
    if quantity.value <= terms.sites:
        return quantity.value
    half = quantity.value / 2
    if not quantity.per_side and half.is_integer() and half <= terms.sites:
        return half
    return None
