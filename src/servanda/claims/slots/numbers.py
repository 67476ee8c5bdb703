"""The numbers of one sentence or table row, each with its value and the words about it.

"Thirty-one", "a hundred and ten thousand", "1,164", "2.3 million", "the fifth", "none", "both",
"two-thirds", "28.6 per cent"; and the whole that goes with a part: "nine of their fourteen works".
What is plainly no amount is left out: days, years, times of day, numbers of paragraphs and the
names of things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from servanda.claims.lexicon.word_lists import DATE_WORDS, one_of
from servanda.records import Comparison, Span

__all__ = ["StatedNumber", "header_row", "stated_numbers"]

_ONES = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_BIG = {"dozen": 12.0, "hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_VALUES = {
    **{word: float(value) for value, word in enumerate(_ONES, 1)},
    **{word: 10.0 * value for value, word in enumerate(_TENS, 2)},
}
_UNEVEN = {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12}
_ORDINALS = {
    **{f"{word}th": float(value) for value, word in enumerate(_ONES, 1)},
    **{f"{word[:-1]}ieth": 10.0 * value for value, word in enumerate(_TENS, 2)},
    **{word: float(value) for word, value in _UNEVEN.items()},
}
_FEW = {
    "none": 0.0, "nobody": 0.0, "neither": 0.0, "nil": 0.0, "no": 0.0, "not a single": 0.0,
    "not one": 0.0, "no one": 0.0, "both": 2.0, "a pair": 2.0, "twice": 2.0, "once": 1.0,
    "single": 1.0, "another": 1.0, "the other": 1.0, "half": 1 / 2, "a third of": 1 / 3,
    "one third": 1 / 3, "one-third": 1 / 3, "two thirds": 2 / 3, "two-thirds": 2 / 3,
    "a quarter": 1 / 4, "three quarters": 3 / 4, "three-quarters": 3 / 4, "a fifth of": 1 / 5,
    "a tenth of": 1 / 10,
}  # fmt: skip
_SIMPLE, _LARGE = one_of(*_VALUES), one_of(*_BIG)
# "Another" and "the other" are one each, but no number beside one: "another forty".
_FEW_PATTERN = (
    rf"(?:{'|'.join(sorted(_FEW, key=len, reverse=True))})"
    rf"(?!(?<=other)\s(?:\d|(?:{_SIMPLE}|{_LARGE})\b))"
)
_ORDINAL = rf"(?:(?:{one_of(*_TENS)}-)?{one_of(*_ORDINALS)}|\d[\d,]*(?:st|nd|rd|th))"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_CARDINAL = (
    rf"(?:(?:{_DIGITS})(?:[ -]{_LARGE})?"
    rf"|(?:{_SIMPLE}|(?:a|an)(?=[ ]{_LARGE})|dozen|hundred|thousand)"
    rf"(?:[ -]{_SIMPLE}|[ -]{_LARGE}|(?<=dred)[ ]and[ ]{_SIMPLE}|(?<=sand)[ ]and[ ]{_SIMPLE})*)"
)
_NUMBER = re.compile(
    rf"(?<![\w.,/:$€£-])(?:(?P<few>{_FEW_PATTERN})|(?P<ordinal>{_ORDINAL})|(?P<cardinal>{_CARDINAL}))"
    r"(?P<percent>\s?%|\s?per\s?cent\b|\spercent\b)?(?![\w$€£]|[:/]\d|-\d|\.\d|,\d{3})",
    re.I,
)
_MONTH_OR_DAY = one_of(*DATE_WORDS, "Sept")
_DAY_BEFORE = re.compile(rf"\b{_MONTH_OR_DAY}\.?,?\s*(?:the\s+)?(?:\d+(?:\s*(?:to|and|-)\s*))?$")
_DAY_AFTER = re.compile(
    rf"\s*(?:(?:to|and|or|-|–)\s*\d{{1,2}}\s+)?(?:of\s+)?(?:last\s+|this\s+)?{_MONTH_OR_DAY}\b"
)
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_YEAR_BEFORE = re.compile(
    rf"(?:\b(?:in|of|since|until|by|from|to|during|{_MONTH_OR_DAY}),?\s+)$", re.I
)
_CLOCK_AFTER = re.compile(r"\s*(?:o'clock|[ap]\.?m\b)", re.I)
_NAMES_BEFORE = re.compile(
    r"(?:\b(?:article|art|annex|paragraph|para|section|phase|stage|chapter|no|nos|number|page|map"
    r"|decision|law|resolution|decree|table|item|rule)s?\.?\s*|[A-Z]-|[$€£]\s?)$",
    re.I,
)
_PARAGRAPH = re.compile(r"\s*(?:\(?\d{1,3}(?:\.\d{1,2})*[.)]|\[?\d\d?[:.]\d\d\]?)\s+(?=\S)")
_WHOLE = re.compile(
    r"(?P<between>(?:\s+(?!and\b|but\b|or\b)[\w'’-]+){0,4}?)\s+(?:out\s+of|of|among|in)\s+"
    r"(?:(?:the|its|their|his|her|our|all|every|those|these|some|about|an|estimated|declared|total|of)\s+"
    rf"|[A-Z][\w'’-]+\s+)*(?P<whole>{_CARDINAL})(?![\w$€£]|[:/.]\d|\s?%|\sper)",
)
_ENDS = re.compile(r"[.;]\s")
_OF_TEN = re.compile(r"\s(?:in|out of)\s(?:every\s)?(?:ten|10|hundred|100|a hundred)$", re.I)
_FRONTED = re.compile(
    r"(?:^|[,;.:(]\s*|\b(?:which|that)\s+)(?:out\s+)?of\s+(?:[\w'’]+\s+){0,2}$", re.I
)
_COMPARISONS = tuple(
    (re.compile(rf"\b(?:{pattern})\s+(?:(?:the|a|an|of|its|their)\s+)?$", re.I), comparison)
    for pattern, comparison in (
        (r"at least|(?:no|not) (?:fewer|less) than|a minimum of|not under", Comparison.AT_LEAST),
        (r"at most|up to|(?:no|not|never \w+) more than|a maximum of", Comparison.AT_MOST),
        (
            r"more than|above|in excess of|upwards of|(?<!hand )(?<!handed )over",
            Comparison.MORE_THAN,
        ),
        (r"less than|fewer than|under|below|short of|not quite", Comparison.LESS_THAN),
        (
            r"about|around|roughly|some|approximately|nearly|almost|an estimated|close to|perhaps",
            Comparison.ABOUT,
        ),
    )
)
_ODD_AFTER = re.compile(r"\s+(?:odd|or so|or more|at (?:the )?(?:least|most))\b", re.I)
_AFTER_SAYS = {"odd": Comparison.ABOUT, "so": Comparison.ABOUT, "more": Comparison.AT_LEAST,
               "least": Comparison.AT_LEAST, "most": Comparison.AT_MOST}  # fmt: skip
_UNIT = re.compile(r"(?:[\s-]+(?:of\s+|the\s+|its\s+|their\s+)*[A-Za-z][\w'’]*){0,5}")
_CELLS = " | "


@dataclass(frozen=True, slots=True)
class StatedNumber:
    """One number of a sentence."""

    value: float  # a share in per cent
    span: Span
    comparison: Comparison
    form: str  # "cardinal", "ordinal", "percent" or the word itself: "none", "both", "another"
    whole: float | None  # of how many, where it is said beside it
    is_whole: bool  # it is itself the whole of a part
    cell: int | None  # in a table row the number of its cell, from 0
    unit: str  # the words after it up to the next number or mark


def header_row(lines: Sequence[str], number: int) -> str:
    """The first row of the table that a line is in; "" where it is in none or is the first."""
    first = number
    while first and _CELLS in lines[first - 1]:
        first -= 1
    return lines[first] if first < number and _CELLS in lines[number] else ""


def stated_numbers(sentence: str) -> tuple[StatedNumber, ...]:
    """The numbers of a sentence or table row, in order."""
    if _CELLS in sentence:
        return tuple(_in_cells(sentence))
    opening = _PARAGRAPH.match(sentence)
    found = [
        _number(sentence, match)
        for match in _NUMBER.finditer(sentence, opening.end() if opening else 0)
        if not _is_name(sentence, match)
    ]
    return tuple(_with_wholes(sentence, found))


def _in_cells(row: str) -> Iterator[StatedNumber]:
    start = 0
    for place, cell in enumerate(row.split("|")):
        for match in _NUMBER.finditer(row, start, start + len(cell)):
            if not _is_name(row, match):
                yield replace(_number(row, match), cell=place)
        start += len(cell) + 1


def _number(text: str, match: re.Match[str]) -> StatedNumber:
    start, end = match.span()
    value, form = _value(match)
    return StatedNumber(
        value=value,
        span=Span(start, end),
        comparison=_comparison(text, start, end),
        form=form,
        whole=None,
        is_whole=False,
        cell=None,
        unit=_unit(text, end),
    )


def _value(match: re.Match[str]) -> tuple[float, str]:
    if match["few"]:
        word = " ".join(match["few"].lower().split())
        value = _FEW[word]
        is_share = 0 < value < 1
        return (round(100 * value), "percent") if is_share else (value, word)
    if match["ordinal"]:
        return _ordinal(match["ordinal"].lower()), "ordinal"
    return _cardinal(match["cardinal"].lower()), "percent" if match["percent"] else "cardinal"


def _ordinal(words: str) -> float:
    if words[0].isdigit():
        return float(re.sub(r"\D", "", words))
    tens, _, last = words.rpartition("-")
    return _VALUES.get(tens, 0.0) + _ORDINALS[last]


def _cardinal(words: str) -> float:
    total, current = 0.0, 0.0
    for part in re.split(r"[\s-]+", words.replace(",", "")):
        if part in {"a", "an"}:
            current = 1.0
        elif part in _BIG:
            current = (current or 1.0) * _BIG[part]
            if _BIG[part] >= _BIG["thousand"]:
                total, current = total + current, 0.0
        elif part != "and":
            current += _VALUES[part] if part in _VALUES else float(part)
    return total + current


def _comparison(text: str, start: int, end: int) -> Comparison:
    before = text[max(0, start - 30) : start]
    for pattern, comparison in _COMPARISONS:
        if pattern.search(before):
            return comparison
    after = _ODD_AFTER.match(text, end)
    return _AFTER_SAYS[after.group().split()[-1].lower()] if after else Comparison.EXACTLY


def _unit(text: str, end: int) -> str:
    words = _UNIT.match(text, end)
    return words.group().strip() if words else ""


def _is_name(text: str, match: re.Match[str]) -> bool:
    """True for a day, a year, a time of day, or a number by which something is called."""
    if match["few"]:
        return False
    before, end = text[max(0, match.start() - 30) : match.start()], match.end()
    if match["ordinal"]:
        return _DAY_AFTER.match(text, end) is not None or (
            match["ordinal"][0].isdigit() and not re.match(r"\s+[a-z]", text[end : end + 3])
        )
    return (
        _is_date(text, match, before)
        or _NAMES_BEFORE.search(before) is not None
        or (match.group()[0] == "0" and match.group()[1:].isdigit())
    )


def _is_date(text: str, match: re.Match[str], before: str) -> bool:
    end = match.end()
    if _CLOCK_AFTER.match(text, end):
        return True
    if not match.group()[0].isdigit() or "," in match.group():
        return False
    if _YEAR.fullmatch(match.group()):
        return _YEAR_BEFORE.search(before) is not None or not re.match(r"\s+[a-z]{3}", text[end:])
    return bool(_DAY_BEFORE.search(before) or _DAY_AFTER.match(text, end))


def _with_wholes(text: str, found: list[StatedNumber]) -> Iterator[StatedNumber]:
    """Parts with the whole that is said with them; what is in ten or a hundred as a share."""
    pairs = {**dict(_fronted_wholes(text, found)), **dict(_wholes_after(text, found))}
    for index, number in enumerate(found):
        is_whole = index in pairs.values()
        whole = found[pairs[index]] if index in pairs else None
        if whole is not None and _OF_TEN.search(text[number.span.end : whole.span.end]):
            yield replace(number, value=100 * number.value / whole.value, form="percent")
        else:
            yield replace(number, whole=None if whole is None else whole.value, is_whole=is_whole)


def _wholes_after(text: str, found: list[StatedNumber]) -> Iterator[tuple[int, int]]:
    """Part and whole of "nine of their fourteen works", by their places."""
    places = {number.span.start: index for index, number in enumerate(found)}
    for index, number in enumerate(found):
        match = _WHOLE.match(text, number.span.end)
        whole = places.get(match.start("whole")) if match else None
        if whole is not None and found[whole].value >= number.value and number.form != "percent":
            yield index, whole


def _fronted_wholes(text: str, found: list[StatedNumber]) -> Iterator[tuple[int, int]]:
    """Part and whole of "Of the fourteen works, nine", by their places."""
    for index, (whole, part) in enumerate(pairwise(found)):
        between = text[whole.span.end : part.span.start]
        is_fronted = _FRONTED.search(text, 0, whole.span.start) is not None
        if is_fronted and part.value <= whole.value and not _ENDS.search(between):
            yield index + 1, index
