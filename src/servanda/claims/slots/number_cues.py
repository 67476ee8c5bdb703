"""The words about a number, and of its sentence, that tell what it counts.

They are words of grammar, of comparison, of lack and of more, in any agreement the same; no word
for a thing is among them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from servanda.claims.lexicon.word_lists import DATE_WORDS, one_of
from servanda.claims.slots.numbers import StatedNumber

__all__ = ["cues_about", "cues_in", "stretch"]

_NEAR = 40  # characters before or after a number that are read for cues [judgement; here]
_SMALL = 0.02  # of what is asked: less is rarely its count [judgement; here]
_BEFORE = {
    "from": r"\bfrom\s+(?:about\s+)?$",
    "been": r"\b(?:had|having)\s+(?:been|had|\w+ed)\s+$",
    "was": r"\b(?:is|are|was|were)\s+$",
    "to": r"\b(?:to|reach\w*|at|mak(?:es|ing)|number(?:s|ed)?|attained|now)\s+(?:its\s+|the\s+)?$",
    "total": r"\b(?:total\w*|in all|sum|figure|count|tally|altogether|cumulative\w*)\b[^,;.]*$",
    "against": r"\b(?:against|than|compared with|after|instead of|beside|minimum|limit|required)\b"
    r"[^,;.]{0,12}$",
    "only": r"\b(?:only|just|but|barely|merely|no more than)\s+$",
    "other": r"\b(?:other|remaining|outstanding|missing|rest|last|final|left)\s+(?:\w+\s+)?$",
    "further": r"\b(?:another|further|additional|extra|again)\s+$",
    "the": r"\b(?:the|these|those|its|their|his|her|our)\s+(?:\w+\s+)?$",
    "part": r"\b(?:of wh(?:om|ich)|includ\w+|among (?:them|which|whom)|namely)\b[^;.]*$|\([^)]*$",
    "all": r"\ball\s+(?:the\s+|of\s+the\s+|its\s+)?$",
    "name": r"[a-z,]\s[A-Z][\w'’-]+\s+$",
    "by": r"\bby\s+$",
    "per": r"\b(?:rate|average|mean|pace)\b[^;.]*$",
    "comma": r",\s+$",
    "failed": r"\b(?:lack\w*|wait\w*|yet|still|remain\w*|short of|owe\w*|without|not)\b[^,;.]*$",
    "asked": r"\b(?:must|shall|should|oblig\w+|is to|are to|was to|were to|due|requir\w+|demand\w*"
    r"|ask\w*|allow\w*|ceiling|quota|bound)\b[^,;.]*$",
}
_AFTER = {
    "more": r"\s+(?:[\w'’-]+\s+){0,2}(?:more|further|additional|extra)\b",
    "other": r"\s+(?:others?|remaining|outstanding|missing|late)\b",
    "left": r"[^,;.|]{0,25}\b(?:left|remain\w*|to go|still|yet|outstanding|missing|lack\w*|want\w*"
    r"|unaccounted|without|have not|had not|has not|not)\b",
    "per": r"[^,;.|]{0,20}\s(?:an?|per|each|every|in the|in a|that|this|last)\s(?:\w+ )?"
    r"(?:hour|day|week|month|quarter|year)\b",
    "of them": r"\s+of\s+(?:them|these|those|which|whom|the|its|their)\b",
    "time": r"[\s-]+(?:\w+\s+)?(?:second|minute|hour|day|night|week|fortnight|month|quarter|year"
    r"|decade)s?\b",
    "measure": r"[\s-]*(?:kilomet|met(?:re|er)|km\b|miles?\b|hectares?\b|tons?\b|tonnes?\b|kg\b)",
    "has": r"\s+(?:[\w'’-]+\s+){0,4}(?:has|have|had|was|were|is|are)\b",
    "bare": r"\s*(?:[,;.:)|]|$|\s(?:and|but|or|by|in|on|at|to|for|from|with|had|has|have|were|was"
    r"|are|is|of)\b)",
    "name": r"\s+[A-Z]",
    "comma": r"\s*,",
    "each": r"[^,;.]{0,25}\b(?:each|apiece|a side)\b",
    "short": r"[^,;.]{0,12}\b(?:short|fewer|less|below|too many)\b",
}
_BEFORE_CUES = {name: re.compile(pattern, re.I if name != "name" else 0)
                for name, pattern in _BEFORE.items()}  # fmt: skip
_AFTER_CUES = {name: re.compile(pattern, re.I if name != "name" else 0)
               for name, pattern in _AFTER.items()}  # fmt: skip
_SENTENCE_CUES = {
    "left": re.compile(
        r"\b(?:still|yet|remain\w*|left|outstanding|missing|await\w*|wait\w*|not|to go|withh\w+"
        r"|lack\w*|without|owe\w*|unaccounted|pending|other|rest)\b", re.I),
    "total": re.compile(
        r"\b(?:total\w*|in all|altogether|so far|to date|up to|by (?:then|now)|brings?|bringing"
        r"|mak(?:es|ing)|reached|stood|stands?|now|since)\b", re.I),
    "more": re.compile(
        r"\b(?:another|further|more|additional|last|final|remaining|latest)\b", re.I),
    "day": re.compile(rf"\bon (?:the )?(?:\d+ )?{one_of(*DATE_WORDS)}\b"),
    "month": re.compile(rf"\b(?:in|during|between) (?:\d+ )?{one_of(*DATE_WORDS)}\b"),
    "perfect": re.compile(r"\b(?:has|have|had)\s(?:\w+\s)?\w+(?:ed|en|wn|ne)\b", re.I),
    "only": re.compile(r"\bonly|just|barely\b", re.I),
    "rate": re.compile(r"\b(?:average\w*|mean|rate|pace|weekly|daily|monthly"
                       r"|(?:an?|per|each|every) (?:day|week|month|year)"
                       r"|(?:in the|that|this|last) (?:day|week|month))\b", re.I),
}  # fmt: skip


def cues_about(text: str, number: StatedNumber, numbers: Sequence[StatedNumber]) -> list[str]:
    """The names of the cues right before and right after a number."""
    first, last = stretch(text, number, numbers)
    before = text[max(first, number.span.start - _NEAR) : number.span.start]
    after = text[number.span.end : min(last, number.span.end + _NEAR)]
    return [
        *(f"before {name}" for name, cue in _BEFORE_CUES.items() if cue.search(before)),
        *(f"after {name}" for name, cue in _AFTER_CUES.items() if cue.match(after)),
    ]


def cues_in(text: str) -> list[str]:
    """The names of the cues anywhere in a sentence."""
    return [f"told {name}" for name, cue in _SENTENCE_CUES.items() if cue.search(text)]


def stretch(text: str, number: StatedNumber, numbers: Sequence[StatedNumber]) -> tuple[int, int]:
    """From the end of the number before to the start of the one after."""
    ends = [other.span.end for other in numbers if other.span.end <= number.span.start]
    starts = [other.span.start for other in numbers if other.span.start >= number.span.end]
    return max(ends, default=0), min(starts, default=len(text))
