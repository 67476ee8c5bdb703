"""What a claim says of a level: an amount in the duty's unit, or where it stands to the bound."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from servanda.evidence.statements.count_definitions import as_defined, defined_as
from servanda.evidence.statements.reading import ClaimReading, Says, says_not
from servanda.evidence.wording.stems import stems
from servanda.evidence.wording.units import PERCENT, convert, is_measure
from servanda.plurals import amount_phrase
from servanda.records import Bound, BoundDirection, Claim, Comparison, Obligation, Quantity, Terms
from servanda.records.case.case import Definition

__all__ = ["level_reading"]

# Figures are as fine as their last digit, but nobody rounds "8,100" further than this share of it.
_ROUNDED = 0.01
_ABOUT = (0.02, 0.10)  # least and most share that "about" leaves open
# What is measured, not counted: one figure in ten is off, by so much (one standard deviation).
_MEASURED_ERROR, _MEASURED_ERRS = 0.02, 0.1

_LIMIT = r"(?:limit|cap|ceiling|threshold|quota|maximum|bound)s?"
_DETERMINED = r"(?:(?:the|its|their|this|that|an?|agreed|permitted|allowed)\s+){0,3}"
_TO_LIMIT = rf"{_DETERMINED}(?:(?:[\w-]+\s+){{0,3}}{_LIMIT}\s+(?:of\s+)?)?"
_OVER = (  # but not "handed over"
    r"(?<!\bhand )(?<!\bhands )(?<!\bhanded )(?<!\bhanding )"
    r"(?<!\bturn )(?<!\bturns )(?<!\bturned )(?<!\bturning )over"
)
_ABOVE = rf"(?:exceed\w*|surpass\w*|top(?:s|ped)?|breach\w*|above|{_OVER}|beyond|past)"
_UNDER = r"(?:below|under|beneath|within|inside|short\s+of|shy\s+of)"
_ABOVE_IT = re.compile(rf"\b{_ABOVE}\s+{_TO_LIMIT}$", re.IGNORECASE)
_UNDER_IT = re.compile(rf"\b{_UNDER}\s+{_TO_LIMIT}$", re.IGNORECASE)
_OVER_LIMIT = re.compile(rf"\b{_ABOVE}\s+{_DETERMINED}(?:[\w-]+\s+){{0,4}}?{_LIMIT}\b", re.I)
_UNDER_LIMIT = re.compile(
    rf"\b(?:{_UNDER}|respect\w*|compl\w+\s+with|ke(?:pt|eps?)\s+to|observ\w+)\s+"
    rf"{_DETERMINED}(?:[\w-]+\s+){{0,4}}?{_LIMIT}\b",
    re.IGNORECASE,
)
_IS_LIMIT = re.compile(rf"^\s+(?:[\w-]+\s+)?{_LIMIT}\b", re.IGNORECASE)
_LIMIT_OF = re.compile(rf"\b{_LIMIT}\s+(?:of|is|was|at)\s+$", re.IGNORECASE)
_NEARLY = re.compile(r"^\s*(?:nearly|almost|close\s+to|just\s+under)\b", re.IGNORECASE)
_FURTHER = re.compile(
    r"\b(?:a\s+)?(?:further|another|additional|extra|fresh)\s+(?:\w+\s+)?$", re.IGNORECASE
)
_MORE = re.compile(r"^[\d.,]*\s+more\b(?!\s+than)", re.IGNORECASE)
_PART_OF_IT = re.compile(
    r"\b(?:(?:that|in\s+(?:one|a\s+single))\s+day"
    r"|in\s+(?:the\s+)?(?:\w+\s+)?(?:phase|stage|round|batch|tranche|shipment))\b",
    re.IGNORECASE,
)
_LEFT = re.compile(
    r"\b(?:left\s+to|remain\w*\s+to|still\s+to|yet\s+to|outstanding|unaccounted)\b", re.IGNORECASE
)
_WHOLE = re.compile(r"\b(?:complet(?:ed|ely|e)|finished|fully|entirely|in\s+full)\b", re.IGNORECASE)
_ALL = re.compile(
    r"\b(?:all|every|entire|whole\s+of|last\s+of)\b((?:\s+[\w'-]+){1,6})", re.IGNORECASE
)
_REACHED = re.compile(
    r"\b(?:met|meets?|reach\w*|fulfil\w*)\s+(?:the|its|their)\s+(?:[\w-]+\s+){0,2}"
    r"(?:target|quota|goal)\b",
    re.IGNORECASE,
)
_STILL_TO = re.compile(r"\b(?:still|yet)\s+(?:ha(?:s|ve|d)|needs?|needed)?\s*to\s+\w+\s+$", re.I)
_OUGHT_TO = re.compile(
    r"\b(?:must|should|shall|ought\s+to|(?:ha(?:s|ve|d)|needs?|needed|(?:is|are|was|were)"
    r"(?:\s+(?:obliged|required|bound|due|meant|supposed))?)\s+to)\s+(?:[a-z-]+\s+){1,3}$"
)
_OF_WHICH = re.compile(r"\b(?:of|among)\s+(?:which|these|those|them)\b[^.;]*$", re.IGNORECASE)
_THAT = re.compile(r"\s+(?:that|which)\s+[^.,;]*", re.IGNORECASE)
_SO_FAR = re.compile(r"\b(?:total|altogether|in\s+all|so\s+far|to\s+date|together|by)\b", re.I)
_PARTLY = re.compile(
    r"\b(?:partly|partially|in\s+part|not\s+(?:fully|completely|all)|half)\b", re.I
)


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number that tells of the level."""

    quantity: Quantity
    value: float  # in the duty's unit
    scale: float  # of that unit to the one that is said
    before: str  # the words around it
    after: str


def level_reading(claim: Claim, text: str, obligation: Obligation, terms: Terms) -> ClaimReading:
    """What the claim says of the level; text: its content."""
    bound = terms.bound
    if bound is None:
        return ClaimReading(Says.NOTHING, 0.0, "no bound to hold it against")
    amount = _amount(claim, text, obligation, bound)
    if amount is None:
        return _without_amount(claim, text, obligation, bound)
    if bound.declared and amount.quantity.denominator:
        return _of_its_own_total(amount, says_not(claim))
    left = _LEFT.search(amount.after) or _STILL_TO.search(amount.before)
    if left and bound.direction is BoundDirection.AT_LEAST and not says_not(claim):
        return ClaimReading(Says.NOT_DONE, 0.0, f"{_shown(amount, obligation)} left")
    if _OUGHT_TO.search(amount.before):
        return ClaimReading(Says.NOTHING, 0.0, "what is asked, not what is so")
    if says_not(claim):
        return _not_so_much(amount, obligation, bound)
    if _of_more_than_the_bearers(claim, obligation):
        return ClaimReading(Says.NOTHING, 0.0, f"{_shown(amount, obligation)} of several together")
    told = _own_definition(amount) or defined_as(claim.proposition.verb_text, text)
    comparison = _comparison(amount, text)
    if comparison is Comparison.EXACTLY and _is_a_part(claim, text, amount, obligation):
        comparison = Comparison.AT_LEAST
    compared = as_defined(comparison, told, obligation.definition)
    if compared is None:
        return ClaimReading(Says.NOTHING, 0.0, f"a limit on what is {told}, on the wrong side")
    return _held_against(compared, amount, obligation, bound)


def _own_definition(amount: _Amount) -> Definition | None:
    """The count that a clause of the number's own names: "792 weapons that they accepted"."""
    before = _OF_WHICH.search(amount.before)
    after = _THAT.match(amount.after)
    named = defined_as(before.group() if before else "", after.group() if after else "")
    return None if named is Definition.DECLARED else named  # which ones, not how many


def _is_a_part(claim: Claim, text: str, amount: _Amount, obligation: Obligation) -> bool:
    """Whether a number is one day's, or one of several bearers': a lower limit of the whole."""
    if obligation.bound is None or obligation.bound.direction is not BoundDirection.AT_LEAST:
        return False
    if amount.quantity.unit == PERCENT:
        return False
    parties = set(claim.proposition.parties or (claim.proposition.party,)) - {None}
    if parties and len(obligation.bearers) > len(parties):
        return True
    when = claim.event_time.when if claim.event_time is not None else None
    a_day = when is not None and when.start is not None and when.start == when.end
    return a_day and not _SO_FAR.search(text)


def _of_more_than_the_bearers(claim: Claim, obligation: Obligation) -> bool:
    """ "Both sides together destroyed 2,692" tells of neither side's own share."""
    parties = set(claim.proposition.parties)
    return len(parties) > 1 and set(obligation.bearers) < parties


def _held_against(
    comparison: Comparison, amount: _Amount, obligation: Obligation, bound: Bound
) -> ClaimReading:
    shown = _shown(amount, obligation)
    if amount.value == bound.value and comparison is _BREAKS[bound.direction]:
        return ClaimReading(Says.NOT_DONE, 0.0, f"{comparison.value} {shown}")
    if comparison in _LIMITS:
        return ClaimReading(_LIMITS[comparison], amount.value, f"{comparison.value} {shown}")
    share, chance = _error(amount, obligation)
    value, width = _interval(comparison, amount)
    if _past(value - 0.5 * width, bound):
        return ClaimReading(Says.AT_LEAST, value, f"{shown}, past what is asked")
    return ClaimReading(Says.VALUE, value, shown, width, share, chance)


def _past(least: float, bound: Bound) -> bool:
    """Whether the least that a figure stands for is past what is to be reached: how far is idle."""
    return bound.direction is BoundDirection.AT_LEAST and least > (1.0 + _ROUNDED) * bound.value


_LIMITS = {
    Comparison.AT_LEAST: Says.AT_LEAST,
    Comparison.MORE_THAN: Says.AT_LEAST,
    Comparison.AT_MOST: Says.AT_MOST,
    Comparison.LESS_THAN: Says.AT_MOST,
}
# More than a limit, or less than what is asked, breaks the duty; just as much does not.
_BREAKS = {
    BoundDirection.AT_MOST: Comparison.MORE_THAN,
    BoundDirection.AT_LEAST: Comparison.LESS_THAN,
}


def _shown(amount: _Amount, obligation: Obligation) -> str:
    return amount_phrase(f"{amount.value:.10g}", obligation.unit or "")


def _of_its_own_total(amount: _Amount, negative: bool) -> ClaimReading:
    """ "750 of 1,027": of whatever is declared by then, not all."""
    done, whole = amount.quantity.value, amount.quantity.denominator or 0.0
    says = Says.ALL if done >= whole and not negative else Says.NOT_DONE
    return ClaimReading(says, 0.0, f"{done:g} of {whole:g}" + (" not" if negative else ""))


def _not_so_much(amount: _Amount, obligation: Obligation, bound: Bound) -> ClaimReading:
    """ "Has not exceeded 300 kg" is a limit; "has not handed over 840" leaves some to be done."""
    shown = f"not {_shown(amount, obligation)}"
    if _UNDER_IT.search(amount.before):
        return ClaimReading(Says.AT_LEAST, amount.value, shown)
    if bound.direction is BoundDirection.AT_MOST or _ABOVE_IT.search(amount.before):
        return ClaimReading(Says.AT_MOST, amount.value, shown)
    if amount.value > bound.value:
        return ClaimReading(Says.AT_MOST, amount.value, shown)
    if amount.quantity.unit == PERCENT:
        return _all_but(amount, obligation, bound)
    return ClaimReading(Says.NOT_DONE, 0.0, shown)


def _all_but(amount: _Amount, obligation: Obligation, bound: Bound) -> ClaimReading:
    """ "8 percent is still there": the rest is not; nearly 8 leaves a little more than 92."""
    value, width = _interval(amount.quantity.comparison, amount)
    rest = bound.value - value
    return ClaimReading(
        Says.VALUE, rest, amount_phrase(f"{rest:.10g}", obligation.unit or ""), width
    )


def _comparison(amount: _Amount, text: str) -> Comparison:
    """How the number is meant, by the words before it; a part of the whole is a lower limit."""
    if _ABOVE_IT.search(amount.before):
        return Comparison.MORE_THAN
    if _UNDER_IT.search(amount.before):
        return Comparison.AT_MOST if "within" in amount.before[-40:] else Comparison.LESS_THAN
    told = amount.quantity.text + amount.after
    added = _FURTHER.search(amount.before) or _MORE.match(told)
    if (added or _PART_OF_IT.search(text)) and amount.quantity.comparison not in _BELOW:
        return Comparison.AT_LEAST
    return amount.quantity.comparison


_BELOW = frozenset({Comparison.AT_MOST, Comparison.LESS_THAN})


def _interval(comparison: Comparison, amount: _Amount) -> tuple[float, float]:
    """(middle, width) of what the figure stands for, in the duty's unit."""
    digit = _last_digit(amount.quantity) * amount.scale
    width = min(digit, _ROUNDED * amount.value) if amount.value else digit
    if comparison is not Comparison.ABOUT:
        return amount.value, width
    least, most = (share * amount.value for share in _ABOUT)
    width = max(least, min(most, digit))
    nearly = bool(_NEARLY.match(amount.quantity.text))
    return amount.value - (0.5 * width if nearly else 0.0), width


def _last_digit(quantity: Quantity) -> float:
    """What one of the last digit that is not a rounding nought is worth: 0.1 of 299.8."""
    decimals = re.search(r"\d\.(\d+)", quantity.text)
    if decimals:
        return float(10.0 ** -len(decimals.group(1)))
    whole, size = round(quantity.value), 1
    while whole and whole % (size * 10) == 0:
        size *= 10
    return float(size)


def _error(amount: _Amount, obligation: Obligation) -> tuple[float, float]:
    """(standard deviation as a share, how often)."""
    if obligation.error_share is not None:
        return obligation.error_share, 1.0
    measured = is_measure(obligation.unit or "") or is_measure(amount.quantity.unit)
    return (_MEASURED_ERROR, _MEASURED_ERRS) if measured else (0.0, 0.0)


def _amount(claim: Claim, text: str, obligation: Obligation, bound: Bound) -> _Amount | None:
    """The first number in the duty's unit, else of its object, else a share of the whole.

    Of several the one that is counted as the duty counts: "1,018, of which they accepted 840".
    """
    found = [one for one in claim.quantities if not one.preserve]
    for reads in (_in_unit, _of_object, _share_of_whole):
        amounts = [
            _placed(quantity, value, text)
            for quantity in found
            if (value := reads(quantity, obligation, bound)) is not None
        ]
        told = [one for one in amounts if not _names_the_limit(one)]
        wanted = [one for one in told if _own_definition(one) is obligation.definition]
        if told:
            return wanted[0] if obligation.definition is not None and wanted else told[0]
    return None


def _placed(quantity: Quantity, value: float, text: str) -> _Amount:
    at = text.find(quantity.text)
    before, after = (text[:at], text[at + len(quantity.text) :]) if at >= 0 else ("", "")
    scale = value / quantity.value if quantity.value else 1.0
    return _Amount(_own_words(quantity), value, scale, before + _lead(quantity), after)


def _own_words(quantity: Quantity) -> Quantity:
    return replace(quantity, text=quantity.text.strip())


def _lead(quantity: Quantity) -> str:
    """The words of the quantity before its number: "above" of "above 300 kg"."""
    number = re.search(r"\d", quantity.text)
    return quantity.text[: number.start()] if number else ""


def _names_the_limit(amount: _Amount) -> bool:
    """ "The limit of 300 kg" is no amount, unless something is said to be over or under it."""
    named = _IS_LIMIT.match(amount.after) or _LIMIT_OF.search(amount.before)
    related = _ABOVE_IT.search(amount.before) or _UNDER_IT.search(amount.before)
    return bool(named) and not related


def _in_unit(quantity: Quantity, obligation: Obligation, bound: Bound) -> float | None:
    unit = obligation.unit or ""
    value = convert(quantity.value, quantity.unit, unit)
    if value is not None:
        return value
    return quantity.value if _names(quantity, unit) and not is_measure(unit) else None


def _of_object(quantity: Quantity, obligation: Obligation, bound: Bound) -> float | None:
    """A number of the object itself; not where the duty is measured, in whatever unit."""
    if is_measure(obligation.unit or "") or is_measure(quantity.unit):
        return None
    words = " ".join((obligation.object, *obligation.terms))
    return quantity.value if _names(quantity, words) else None


def _share_of_whole(quantity: Quantity, obligation: Obligation, bound: Bound) -> float | None:
    """ "65 per cent of it", of an amount to be reached."""
    share = convert(quantity.value, quantity.unit, PERCENT)
    if share is None or bound.direction is BoundDirection.AT_MOST or share > 100.0:
        return None
    return bound.value * share / 100.0


def _names(quantity: Quantity, wanted: str) -> bool:
    unit = stems(quantity.unit)
    return bool(unit) and unit[-1] in stems(wanted)


def _without_amount(claim: Claim, text: str, obligation: Obligation, bound: Bound) -> ClaimReading:
    """Where the level stands to its bound, in words."""
    negative = says_not(claim)
    if bound.direction is BoundDirection.AT_MOST:
        if _OVER_LIMIT.search(text):
            return _kept(negative, "over the limit")
        return _kept(not negative, "within the limit") if _UNDER_LIMIT.search(text) else _SILENT
    if _PARTLY.search(text):
        return _kept(False, "partly")
    whole = _REACHED.search(text) or _all_of_it(text, obligation)
    if negative:
        return _kept(False, "not done")
    return _kept(True, "all done") if whole and claim.proposition.completed else _SILENT


_SILENT = ClaimReading(Says.NOTHING, 0.0, "gives no amount")


def _kept(kept: bool, text: str) -> ClaimReading:
    return ClaimReading(Says.ALL if kept else Says.NOT_DONE, 0.0, text)


def _all_of_it(text: str, obligation: Obligation) -> bool:
    """ "All" of what the duty is about, or a work that is complete."""
    if _WHOLE.search(text):
        return True
    names = set(stems(" ".join((obligation.object, obligation.unit or "", *obligation.terms))))
    return any(set(stems(match.group(1))) & names for match in _ALL.finditer(text))
