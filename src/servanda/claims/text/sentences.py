"""Where sentences end: the one rule of the house.

A mark ends a sentence unless the word before it is an abbreviation that the word after it goes on
from ("30 Nov. 2018", "Lt. Gen. Roh", "No. 5", "U.N. officials") or a number that opens a paragraph
("12. The Parties ..."). A missing blank after the mark ("(DMZ).Now") hides no end. The end of a
piece of the text (`segments`: a line, a heading, a list item) is always one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise

from servanda.claims.text.segments import segments
from servanda.claims.text.spans import trim_span
from servanda.records import Span

__all__ = ["sentence_around", "sentence_at", "sentence_spans", "sentences_in"]

# The mark with what closes it, and what comes after: white space, or a capital at once where a
# small letter or a bracket stands before the mark.
_MARK = re.compile(
    r"""(?P<mark>[.!?…]+["')\]”’»]*)
        (?: (?P<gap>\s+) (?=["'(\[“‘«]*(?P<next>\w)) | (?<=[a-z)\]]["'.!?])(?=[A-Z][a-z]) )""",
    re.X,
)
_CJK_MARK = re.compile(r"[。！？]+[”」』）]*")
_LAST_WORD = re.compile(r"[^\s(\[“\"'‘]+$")
_NUMBERING = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]|[ivxIVX]{1,5})\.")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)+")  # U.N., a.m., J.


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Abbreviations that a name or a number follows: they never end a sentence there.
_TITLES = _words(
    "adm amb brig capt cmdr col cpl dr drs gen gov hon insp lt maj messrs mgr mr mrs ms msgr pres "
    "prof rep reps rev sen sens sgt st supt vs"
)
_BEFORE_NUMBERS = _words("approx art arts cf ch fig nr no nos para paras p pp sec vol")
_MONTHS = _words("jan feb mar apr jun jul aug sep sept oct nov dec")
# Abbreviations that may end a sentence: what follows decides.
_EITHER = _words("al bros co corp dept dist est etc inc jr ltd mt prov sr univ")
# A capital that begins a sentence far more often than it goes on with a name.
_OPENERS = _words(
    "a after all although an and as at because before both but by despite during each even for "
    "from he her his however if in it its many more most no none on only one our she since so "
    "some such that the their there these they this those though three to two under until we "
    "what when where while who with you"
)


@lru_cache(maxsize=4)  # one document's text is asked for at every claim
def sentence_spans(text: str) -> tuple[Span, ...]:
    """Every sentence of a document, in order, without white space at its edges."""
    return tuple(
        Span(segment.start + sentence.start, segment.start + sentence.end)
        for segment in segments(text)
        for sentence in sentences_in(segment.text)
    )


def sentence_around(text: str, place: Span) -> Span:
    """The sentence of a document in which a stretch begins; the stretch itself outside of any."""
    spans = sentence_spans(text)
    number = bisect_right(spans, place.start, key=lambda span: span.start) - 1
    if number < 0 or place.start >= spans[number].end:
        return place
    return spans[number]


def sentences_in(text: str) -> tuple[Span, ...]:
    """The sentences of one piece without line ends, without white space at their edges."""
    edges = [0, *sentence_ends(text), len(text)]
    spans = (trim_span(text, *pair, edges="") for pair in pairwise(edges))
    return tuple(span for span in spans if span)


def sentence_at(text: str, position: int) -> Span:
    """The sentence of one piece in which a character stands; the whole piece outside of any."""
    found = (span for span in sentences_in(text) if span.start <= position < span.end)
    return next(found, Span(0, len(text)))


@lru_cache(maxsize=256)
def sentence_ends(text: str) -> tuple[int, ...]:
    """Where the sentences of one piece end but for the last, before the white space."""
    ends = [match.end("mark") for match in _MARK.finditer(text) if _ends(text, match)]
    if any(mark in text for mark in "。！？"):
        ends += [match.end() for match in _CJK_MARK.finditer(text) if match.end() < len(text)]
    return tuple(sorted(ends))


def _ends(text: str, mark: re.Match[str]) -> bool:
    """True if the mark ends a sentence, by the word before it and the one after."""
    following = mark["next"]
    if following is None or mark["mark"][0] != ".":
        return following is None or not following.islower()
    if following.islower():
        return False
    return not _goes_on(text, mark)


def _goes_on(text: str, mark: re.Match[str]) -> bool:
    """True if the word before the full stop is an abbreviation that the next word goes on from."""
    before = _LAST_WORD.search(text, max(0, mark.start() - 40), mark.start())
    if before is None:
        return False
    whole, after = before.group() + ".", text[mark.start("next") :]
    if _NUMBERING.fullmatch(whole) and text[: before.start()].rstrip()[-1:] in ("", *".!?:;"):
        return True  # it opens a paragraph or an item
    word, number = before.group().lower(), after[0].isdigit()
    if _INITIALS.fullmatch(whole) or word in _EITHER:
        return not _opens_sentence(after)
    if word in _MONTHS:
        day_before = text[: before.start()].rstrip()[-1:].isdigit()
        return number or (day_before and not _opens_sentence(after))
    return word in _TITLES or (number and word in _BEFORE_NUMBERS)


def _opens_sentence(after: str) -> bool:
    word = re.match(r"\w+", after)
    return word is not None and word.group().lower() in _OPENERS
