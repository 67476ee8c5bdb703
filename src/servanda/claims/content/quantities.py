"""How many of what: "10 posts", "more than a dozen locations", "750 of 998", "none of the 11"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from servanda.claims.lexicon.word_lists import words
from servanda.claims.text.segments import normalise_typography
from servanda.plurals import singular
from servanda.records import Comparison, Quantity, Span

__all__ = ["quantities_in"]

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES: dict[str, float] = {
    **{word: number for number, word in enumerate(_ONES)},
    **{word: 10.0 * number for number, word in enumerate(_TENS, 2)},
    "dozen": 12.0,
    "hundred": 100.0,
    "thousand": 1000.0,
    "million": 1_000_000.0,
    "billion": 1_000_000_000.0,
}
_SMALL = "|".join(sorted([*_ONES, *_TENS], key=len, reverse=True))
_BIG = "hundred|thousand|million|billion|dozen"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBER = (
    rf"(?:(?:{_DIGITS})(?:\s+(?:{_BIG}))?"
    rf"|(?:{_SMALL})(?:[- ](?:{_SMALL}))?(?:\s+(?:{_BIG}))*|(?:a|an"
    rf"|one)\s+(?:{_BIG}))"
)
# "Handed over 8,994 weapons" is no comparison.
_OVER = (
    r"(?<!\bhand )(?<!\bhands )(?<!\bhanded )(?<!\bhanding )"
    r"(?<!\bturn )(?<!\bturns )(?<!\bturned )(?<!\bturning )over"
)
_COMPARISONS: tuple[tuple[str, Comparison], ...] = (
    (r"at\s+least|no\s+fewer\s+than|no\s+less\s+than|a\s+minimum\s+of", Comparison.AT_LEAST),
    (r"at\s+most|up\s+to|no\s+more\s+than|a\s+maximum\s+of|as\s+many\s+as", Comparison.AT_MOST),
    (rf"more\s+than|{_OVER}|above|in\s+excess\s+of", Comparison.MORE_THAN),
    (r"less\s+than|fewer\s+than|under|below", Comparison.LESS_THAN),
    (
        r"about|around|roughly|some|approximately|nearly|almost|an\s+estimated|close\s+to",
        Comparison.ABOUT,
    ),
)
_COMPARED = "|".join(pattern for pattern, _ in _COMPARISONS)
_SHARE = (
    rf"(?:of|out\s+of)\s+(?:(?:the|its|their|all|those|about|some|roughly"
    rf"|around|a\s+total\s+of)\s+)*(?P<whole>{_NUMBER})"
)
_ATTACHED = r"\s?(?P<percent>%|per\s?cent\b|percent\b)|(?<=\d)(?P<measure>kg|km|t|lbs?|g)\b"
_PATTERN = re.compile(
    rf"(?<![\w.,-])(?:(?P<compared>{_COMPARED})\s+)?"
    rf"(?:(?P<none>none|not\s+one)|(?P<all>all)\s+(?P<every>{_NUMBER})|(?P<number>{_NUMBER}))"
    rf"(?:{_ATTACHED}|(?:\s+{_SHARE})?(?![\w-]|\.\d|\s?%))",
    re.I,
)
_STOP = words(
    "and or but of in on at by for from to with within near along was were is are be been has",
    "have had will would that which who whose the a an its their his each every after before",
    "since during until into under over per as than while when where destroyed demolished",
    "removed blown dismantled withdrew withdrawn left kept remained remain said not could can",
    "may might must also did do does lie lies located including between blew apiece side",
)
_OPENS_RANGE = re.compile(r"\s+(?:to|or)\s+(?:\d|two\b|three\b)")
_IS_SUBJECT = re.compile(r"\s+(?:was|were|is|are|has|have|had|remains?)\b")
_NOT_COUNTED = re.compile(
    r"^(?:side|Korea|military|party|second|minute|hour|day|week|month|year|decade|time|half|third|quarter"
    r"|fifth|tenth)$"
)  # "the two sides" says who, "four minutes" how long
_EACH = re.compile(
    r"\b(?:each(?!\s+other)|apiece|per\s+side|(?:on|from)\s+(?:each|either|both)\s+sides?|either\s+side|both\s+sides\s+each)\b",
    re.I,
)
_KEPT = re.compile(
    r"\b(?:preserv\w+|keep\w*|kept|retain\w*|maintain\w*|leav\w+|left|spar\w+)\b[^.;]{0,30}$", re.I
)
_TAKEN = re.compile(
    r"\b(?:remov\w+|destroy\w*|demolish\w*|dismantl\w+|blew|blown|withdr\w+|disarm\w*|raz\w+|tear|tore|torn)\b",
    re.I,
)
_KEPT_AFTER = re.compile(
    r"^\s*(?:\w+\s+){0,3}?(?:(?:was|were|is|are|be|being|to\s+be|has\s+been)\s+)?(?:preserved|kept|retained|spared|left\s+standing)\b",
    re.I,
)


def quantities_in(
    text: str, start: int, end: int, taken: Iterable[Span] = ()
) -> tuple[Quantity, ...]:
    """The quantities of one stretch, in order.

    taken: spans that are something else, dates above all.
    """
    plain = normalise_typography(text)
    end += plain.startswith("%", end)  # a stretch is trimmed of its last mark
    found: list[Quantity] = []
    blocked = tuple(taken)
    for match in _PATTERN.finditer(plain, start, end):
        if any(match.start() < span.end and span.start < match.end() for span in blocked):
            continue
        quantity = _quantity(text, plain, match, start, end, found)
        if quantity is not None:
            found.append(quantity)
    return tuple(_with_fronted_wholes(plain, start, _as_ranges(plain, found)))


def _as_ranges(text: str, found: list[Quantity]) -> list[Quantity]:
    """ "15 to 20 bases", "one or two slits": at least the first, at most the second."""
    for number in range(len(found) - 1):
        low, high = found[number], found[number + 1]
        between = text[low.span.end : high.span.start]
        if not re.fullmatch(r"\s*(?:to|or|–|-)\s*", between) or low.value >= high.value:
            continue
        found[number] = replace(low, comparison=Comparison.AT_LEAST, unit=low.unit or high.unit)
        found[number + 1] = replace(high, comparison=Comparison.AT_MOST)
    return found


def _quantity(
    text: str, plain: str, match: re.Match[str], start: int, end: int, found: list[Quantity]
) -> Quantity | None:
    value = 0.0 if match["none"] else _value(match["every"] or match["number"])
    whole = _value(match["whole"]) if match["whole"] else None
    share = _share_before(plain, start, match.start())
    if share is not None and whole is None:
        value, whole = share * value, value
    if match["all"] or (match["none"] and whole is not None):
        whole = whole or value
    unit, last = _unit(plain, match.end(), end)
    if match["percent"] or match["measure"]:
        unit, last = "percent" if match["percent"] else match["measure"], match.end()
    if not unit:
        unit = _unit_before(plain, found, match, value)
    if _looks_like_name(plain, match) or _NOT_COUNTED.search(unit):
        return None
    if not unit and whole is None and _is_pronoun(plain, match, start, end):
        return None
    return Quantity(
        text=text[match.start() : last],
        span=Span(match.start(), last),
        comparison=_comparison(match["compared"]),
        value=value,
        unit=unit,
        per_side=_per_side(plain, match, start, end),
        preserve=_kept(plain, match, last, start, end),
        denominator=whole,
    )


def _is_pronoun(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """ "One of them said": a one that counts nothing."""
    if (match["number"] or "").lower() not in {"one", "zero"}:
        return False
    after = match.end()
    if _OPENS_RANGE.match(text, after) or _IS_SUBJECT.match(text, after):
        return False
    kept = _KEPT.search(text[start : match.start()]) or _KEPT_AFTER.match(text[after:end][:60])
    return kept is None


def _looks_like_name(text: str, match: re.Match[str]) -> bool:
    """ "38 North", "Resolution 2397", a clock time, a bare year."""
    number = match["number"] or ""
    if re.match(r"\s*(?:to|or)\s+(?:\d|two\b|three\b)", text[match.end() : match.end() + 9]):
        return False
    before = text[max(0, match.start() - 20) : match.start()]
    after = text[match.end() : match.end() + 8]
    if re.search(
        r"(?:[Rr]esolutions?|Article|No\.|[Nn]umber|Annex|Section"
        r"|[Cc]ategor(?:y|ies)|[Pp]hase|[Ss]tage|[Pp]riority|[Ss]chedule|[Tt]ier|[Cc]lass"
        r"|Hwasong-?)\s*$",
        before,
    ):
        return True
    if re.match(r"\s?North\b(?!\s+Korea)|:\d\d|\s?(?:am|pm|a\.m|p\.m)\b", after) or before.endswith(
        ":"
    ):
        return True
    return bool(re.fullmatch(r"(?:19|20)\d\d", number)) and not re.match(r"\s+[a-z]", after)


def _value(words: str) -> float:
    total, current = 0.0, 0.0
    for part in re.split(r"[\s-]+", words.lower().replace(",", "")):
        if part in {"a", "an"}:
            current = 1.0
        elif part in {"hundred", "thousand", "million", "billion", "dozen"}:
            current = (current or 1.0) * _VALUES[part]
            if part in {"thousand", "million", "billion"}:
                total, current = total + current, 0.0
        else:
            current += _VALUES[part] if part in _VALUES else float(part)
    return total + current


def _comparison(words: str | None) -> Comparison:
    if words:
        for pattern, comparison in _COMPARISONS:
            if re.fullmatch(pattern, words, re.I):
                return comparison
    return Comparison.EXACTLY


def _unit(text: str, start: int, end: int) -> tuple[str, int]:
    """The words after a number that say what it counts, their last one in the singular."""
    words: list[str] = []
    last = start
    for match in re.compile(r"\s+(?:of\s+(?:the|its|their|those)\s+)?([A-Za-z][\w'-]*)").finditer(
        text, start, end
    ):
        word = match.group(1)
        if match.start() != last or len(words) == 4 or word.lower() in _STOP | _VALUES.keys():
            break
        words.append(word)
        last = match.end()
        if _plural(word) and not _PLURAL_NEXT.match(text, last, end):
            break
    if words and words[-1].lower().endswith("ly"):
        words.pop()
    return " ".join([*words[:-1], singular(words[-1])]) if words else "", last if words else start


def _plural(word: str) -> bool:
    return word.lower().endswith("s") and not word.lower().endswith(("ss", "'s"))


_PLURAL_NEXT = re.compile(r"\s+(?!was\b|has\b|is\b|as\b)[a-z]+[^s'\W]s\b")  # "arms caches"
_SHARES = {"half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "tenth": 1 / 10}
_SHARE_BEFORE = re.compile(
    rf"\b(?:(?P<times>a|one|two|three|four)[\s-]+)?(?P<share>{'|'.join(_SHARES)})s?\s+of\s+"
    r"(?:(?:the|its|their|all|his|her)\s+)*$",
    re.I,
)


def _share_before(text: str, start: int, at: int) -> float | None:
    """The share named right before a number: "a quarter of its 840 weapons" is 210 of 840."""
    found = _SHARE_BEFORE.search(text[start:at])
    if found is None:
        return None
    times = _VALUES.get((found["times"] or "one").lower(), 1.0)
    return times * _SHARES[found["share"].lower()]


_FRONTED = re.compile(r"(?:^|[.;:]\s+|,\s+)of\s+(?:(?:the|its|their|all|these|those)\s+)*$", re.I)


def _with_fronted_wholes(text: str, start: int, found: list[Quantity]) -> list[Quantity]:
    """ "Of the 957 caches, 640 were cleared": 640 of 957, one quantity."""
    out: list[Quantity] = []
    for quantity in found:
        whole = out[-1] if out else None
        if (
            whole is not None
            and whole.denominator is None
            and quantity.denominator is None
            and quantity.value <= whole.value
            and not re.search(r"[.!?;](?:\s|$)", text[whole.span.end : quantity.span.start])
            and _FRONTED.search(text[start : whole.span.start])
        ):
            out[-1] = replace(quantity, denominator=whole.value, unit=quantity.unit or whole.unit)
        else:
            out.append(quantity)
    return out


_LEAN = 60  # characters from a number with a unit to one that shares it
_OF_WHICH = re.compile(r"\b(?:of|among)\s+(?:which|these|those|them)\b", re.I)


def _unit_before(text: str, found: list[Quantity], match: re.Match[str], value: float) -> str:
    """The unit that a bare number shares with one before: "10 posts ... and preserve one".

    A part of what came before has the unit of the nearest number that is as large.
    """
    if not found:
        return ""
    between = text[found[-1].span.end : match.start()]
    if re.search(r"[.!?;]", between):
        return ""
    if _OF_WHICH.search(between):
        return next((one.unit for one in reversed(found) if one.value >= value), "")
    return found[-1].unit if len(between) <= _LEAN else ""


def _per_side(text: str, match: re.Match[str], start: int, end: int) -> bool:
    first = max(text.rfind(mark, start, match.start()) for mark in (". ", "; ")) + 1
    stops = [place for mark in (". ", "; ") if (place := text.find(mark, match.end(), end)) >= 0]
    return bool(_EACH.search(text, max(start, first), min([end, *stops])))


def _kept(text: str, match: re.Match[str], last: int, start: int, end: int) -> bool:
    before = text[max(start, match.start() - 60) : match.start()]
    kept = _KEPT.search(before)
    if kept and not _TAKEN.search(before, kept.start()):
        return True
    return bool(_KEPT_AFTER.match(text[last : min(end, last + 50)]))
