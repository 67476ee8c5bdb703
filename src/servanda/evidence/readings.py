"""What a claim says of one obligation, before asking how far to believe it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from servanda.evidence.acts import acts_against, event_acts
from servanda.evidence.wording import stems
from servanda.records import (
    Claim,
    Comparison,
    Modality,
    Obligation,
    ObligationKind,
    Polarity,
    Quantity,
    Stance,
    Terms,
    VerbClass,
)

__all__ = ["Reading", "Says", "reading_of"]


class Says(StrEnum):
    """The ways in which a report can speak of a duty."""

    EXACTLY = "exactly"  # so many are done
    AT_LEAST = "at least"
    AT_MOST = "at most"
    ALL = "all"  # the whole is done
    SOME = "some"  # done, without a number
    UNDER_WAY = "under way"  # begun, not finished
    NOT_DONE = "not done"
    EVENT = "event"  # an event that breaks the duty
    NO_EVENT = "no event"
    VALUE = "value"  # a quantity was reached, or stood, at so much
    NOTHING = "nothing"  # says nothing about what is so


@dataclass(frozen=True, slots=True)
class Reading:
    """What is said, with its number where it has one."""

    says: Says
    number: float
    text: str  # in a few words, for people


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
_PARTLY = re.compile(r"\b(partly|partially|in part|not fully|not completely|half)\b", re.IGNORECASE)


def reading_of(claim: Claim, text: str, obligation: Obligation, terms: Terms) -> Reading:
    """What the claim says of the obligation under the terms in force.

    text: the claim's content
    """
    if claim.stance in _SILENT:
        return Reading(Says.NOTHING, 0.0, claim.stance.value.replace("_", " "))
    if claim.modality in _OPEN:
        return Reading(Says.NOTHING, 0.0, f"speaks of what may or will be ({claim.modality.value})")
    if obligation.kind is ObligationKind.ABSTAIN:
        return _event_reading(claim, obligation)
    if obligation.kind is ObligationKind.LEVEL:
        return _level_reading(claim, obligation)
    return _done_reading(claim, text, obligation, terms)


def _negative(claim: Claim) -> bool:
    """Whether the act is put forward as not having taken place; two negations cancel."""
    denied = claim.stance is Stance.DENIED
    negated = claim.proposition.negated or (
        claim.polarity is Polarity.NEGATIVE and not denied and not claim.proposition.negated
    )
    return negated != denied


def _event_reading(claim: Claim, obligation: Obligation) -> Reading:
    act = claim.proposition.verb
    if act is VerbClass.SUSPEND:
        says = Says.EVENT if _negative(claim) else Says.NO_EVENT
    elif act in event_acts(obligation) | {VerbClass.RESUME}:
        says = Says.NO_EVENT if _negative(claim) else Says.EVENT
    else:
        return Reading(Says.NOTHING, 0.0, "does not say whether it happened")
    verb = claim.proposition.verb_text
    return Reading(says, 0.0, f"{says.value} ({verb})")


def _level_reading(claim: Claim, obligation: Obligation) -> Reading:
    counted = _counted(claim, obligation)
    if counted is None:
        return Reading(Says.NOTHING, 0.0, "gives no amount")
    return Reading(Says.VALUE, counted.value, f"{counted.value:g} {obligation.unit or ''}".strip())


def _done_reading(claim: Claim, text: str, obligation: Obligation, terms: Terms) -> Reading:
    if claim.proposition.verb in acts_against(obligation):
        return Reading(Says.NOT_DONE, 0.0, f"undone ({claim.proposition.verb_text})")
    counted = _counted(claim, obligation) if obligation.kind is ObligationKind.STATE else None
    number = _per_side(counted, terms) if counted is not None else None
    if _negative(claim):
        return _less(number, terms, "not done")
    if _PARTLY.search(text):
        return _less(number, terms, "only partly done")
    if not claim.proposition.completed:
        return Reading(Says.UNDER_WAY, 0.0, "under way")
    if number is None or counted is None:
        whole = bool(_WHOLE.search(text))
        return Reading(Says.ALL if whole else Says.SOME, 0.0, "all done" if whole else "done")
    text = f"{number:g} done, {terms.count} asked"
    return Reading(_counts_as(counted, number, terms), number, text)


def _counts_as(counted: Quantity, number: float, terms: Terms) -> Says:
    """ "Blew up one of its posts" leaves the others open; "one of 11 posts is gone" does not."""
    if number < terms.count and counted.denominator is None:
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


def _less(number: float | None, terms: Terms, text: str) -> Reading:
    """So many of the sites are not, or not wholly, done: at most the rest are."""
    if number is None or number >= terms.sites:
        return Reading(Says.NOT_DONE, 0.0, text)
    return Reading(Says.AT_MOST, terms.sites - number, f"{number:g} {text}")


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
