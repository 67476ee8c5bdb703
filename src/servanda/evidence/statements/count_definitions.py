"""Which of several counts of the same things a report gives: collected, stored, destroyed ...

What is destroyed has been verified, what is verified has been stored, and so on back. So a report
of a later stage is a lower limit of an earlier one, and one of an earlier stage an upper limit.
"""

from __future__ import annotations

import re

from servanda.records import Comparison
from servanda.records.case.case import Definition

__all__ = ["as_defined", "defined_as"]

_ORDER = tuple(Definition)  # each at most the one before
_CUES: dict[Definition, str] = {
    Definition.DECLARED: r"declar\w*|regist\w+|on record|inventor\w+|report(?:ed)? to hold",
    Definition.COLLECTED: r"collect\w*|h[ae]nd(?:ed|s|ing)?(?:\s+\w+){0,3}\s+(?:over|in)"
    r"|handover|receiv\w*|surrender\w*|turn(?:ed|ing)?\s+(?:over|in)|(?:laid|lay|laying)\s+down"
    r"|took\s+delivery|taken?\s+(?:out|away)|remov\w*|extract\w*|ship(?:s|ped|ping|ments?)?\b|le(?:aves?|ft)\b",
    Definition.STORED: r"stor(?:e|ed|ing|age)\b|contain(?:ed|ers?|eri[sz]ed|ment)|accept\w*"
    r"|lock(?:ed)?\s+(?:up|away)",
    Definition.VERIFIED: r"verif\w*|certif\w*|confirmed\s+by\s+inspect\w*",
    Definition.DESTROYED: r"destr(?:oy\w*|uction)|neutrali[sz]\w*|disabl\w*|melted|scrapp?\w*"
    r"|eliminat\w*|dispos\w*|incinerat\w*",
}
_PATTERNS = {one: re.compile(rf"\b(?:{cue})", re.IGNORECASE) for one, cue in _CUES.items()}


def defined_as(verb: str, text: str) -> Definition | None:
    """The count that a claim gives, from its verb, else from its words; None where not said.

    "Verified the destruction of" is a count of what is destroyed: of a verb that only checks the
    words tell, and of several words the latest stage.
    """
    by_verb = _latest(verb)
    if by_verb is not None and by_verb is not Definition.VERIFIED:
        return by_verb
    by_words = _latest(text)  # "declared chemicals" says which, not how many were declared
    return by_verb if by_words in {None, Definition.DECLARED} else by_words


def _latest(text: str) -> Definition | None:
    named = [one for one in _ORDER if _PATTERNS[one].search(text)]
    return named[-1] if named else None


def as_defined(
    comparison: Comparison, told: Definition | None, wanted: Definition | None
) -> Comparison | None:
    """How the count that is told compares with the count that is wanted; None where it cannot.

    comparison: how the number was meant of the count that is told
    """
    if told is None or wanted is None or told is wanted:
        return comparison
    if _ORDER.index(told) > _ORDER.index(wanted):
        return None if comparison in _BELOW else Comparison.AT_LEAST
    return None if comparison in _ABOVE else Comparison.AT_MOST


_BELOW = frozenset({Comparison.AT_MOST, Comparison.LESS_THAN})
_ABOVE = frozenset({Comparison.AT_LEAST, Comparison.MORE_THAN})
