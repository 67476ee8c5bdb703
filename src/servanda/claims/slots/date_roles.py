"""What a date is of in its sentence: an act, a state, a saying, a deadline or an agreement."""

from __future__ import annotations

import re
from enum import StrEnum

__all__ = ["DateRole", "date_role"]


class DateRole(StrEnum):
    """What a time expression is the time of."""

    ACT = "act"  # of what happened
    STATE = "state"  # of what was so on that day: "by 3 May", "as of 3 May", "had come on 3 May"
    SINCE = "since"  # from then on
    SAID = "said"  # of a saying
    LIMIT = "limit"  # a deadline, or a day that is planned
    OTHER = "other"  # an agreement's or decision's own date; before or after which something was


_NEAR = 60  # characters before a date that tell what it is of [judgement; not from outside]

_PAPER = (
    r"(?:accord|agreement|treaty|protocol|pact|convention|settlement|truce|memorandum|decision"
    r"|decree|resolution|law|act|statute|order|letter|statement|communiqu[eé]|note|declaration"
    r"|report|list|gazette|constitution|charter|exchange\s+of\s+notes|judgment|ruling)s?"
)
_OF_PAPER = re.compile(
    rf"\b{_PAPER}(?:\s+(?:no\.?\s*)?[\d/]+)?(?:\s+(?:of|dated|from)|\s*,|\s+(?:signed|adopted|issued"
    r"|done|concluded)(?:\s+\w+){0,3}?(?:\s+(?:on|in|of))?)\s*(?:the\s+)?$",
    re.I,
)
_PAPER_AFTER = re.compile(rf"\s*(?:[\w-]+\s+){{0,2}}?{_PAPER}\b", re.I)
_LIMIT = re.compile(
    r"\b(?:due|deadline|dead-line|time[\s-]limit|limit|term|target|date|scheduled|fixed|foreseen"
    r"|expected|promised|planned|extended|postponed|put\s+off|should|ought|must|shall|will|would"
    r"|(?:is|are|was|were)\s+to|to\s+be|to\s+have|(?:no|not)\s+later\s+than|obliged?s?|required?s?)\b"
    r"(?:(?!\bthat\b)[^;:|,])*$",
    re.I,
)
_LIMIT_AFTER = re.compile(r"(?:'s)?\s+(?:deadline|date|target|limit|term|cut-?off)\b", re.I)
_STATE_LEAD = re.compile(r"^(?:by|as\s+of)\b", re.I)
_STATE_BEFORE = re.compile(
    r"\b(?:as\s+at|by|up\s+to|at\s+the\s+(?:close|end)\s+of|as\s+late\s+as)\s*(?:the\s+)?"
    r"(?:(?:evening|morning|night|end|close|middle|midnight|noon|dusk|dawn)(?:\s+(?:of|on))?\s*)?$",
    re.I,
)
_SINCE = re.compile(r"^(?:ever\s+)?since\b", re.I)
_SINCE_BEFORE = re.compile(r"\bsince\s+(?:the\s+)?(?:\w+\s+){0,2}$", re.I)
_BESIDE = re.compile(r"^(?:before|after|following)\b", re.I)
_BESIDE_BEFORE = re.compile(
    r"\b(?:(?:before|after|following|than|until\s+after)|(?:compared\s+(?:with|to)|as\s+against|unlike"
    r"|than|apart\s+from|except(?:ing)?|other\s+than)\b[^,;:|]*)\s*$",
    re.I,
)
_OWNED = re.compile(r"'s\b")
_SAYS = r"(?:said|says|told|tells|stated|announced|denied|informed|replied|answered)"
_ALSO_SAYS = (  # words that stand before nouns too: "its declared weapons"
    r"(?:declared|reported|claimed|alleged|added|confirmed|warned|repeated|assured|insisted"
    r"|acknowledged|complained|asserted|argued|noted|pointed\s+out|promised|pledged|vowed|urged)"
)
_SAID_BEFORE = re.compile(
    rf"\b(?:{_SAYS}(?:\s+(?!that\b)[\w'-]+){{0,4}}?|{_ALSO_SAYS})(?:\s+on)?\s*$", re.I
)
_SAID_AFTER = re.compile(rf"\s*,?\s*(?:\w+\s+)?(?:{_SAYS}|{_ALSO_SAYS})\b", re.I)
_HAD = re.compile(r"\bhad\s+(?:\w+\s+){0,3}?\w+(?:ed|en|wn|ne|me|ft|nt|id|ut|it|un|et|ed)\b", re.I)
_ON_DAY = re.compile(r"^(?:on\b|at\b|that\b|the\s+same\b)", re.I)


def date_role(sentence: str, start: int, end: int) -> DateRole:
    """What the time expression at these characters of a sentence is the time of."""
    before, after = sentence[max(0, start - _NEAR) : start], sentence[end:]
    for role, test in _TESTS:
        if test(before, sentence[start:end], after):
            return role
    return DateRole.ACT


def _is_of_paper(before: str, words: str, after: str) -> bool:
    lead = words.split(maxsplit=1)[0].lower() if words.split() else ""
    bare = lead not in {"on", "in", "by", "since", "until", "during", "from", "after", "before"}
    return bool(_OF_PAPER.search(before)) or (bare and bool(_PAPER_AFTER.match(after)))


def _is_beside(before: str, words: str, after: str) -> bool:
    return bool(_BESIDE.match(words) or _BESIDE_BEFORE.search(before) or _OWNED.match(after))


def _is_since(before: str, words: str, after: str) -> bool:
    return bool(_SINCE.match(words) or _SINCE_BEFORE.search(before))


def _is_limit(before: str, words: str, after: str) -> bool:
    return bool(_LIMIT.search(before) or _LIMIT_AFTER.match(after))


def _is_of_saying(before: str, words: str, after: str) -> bool:
    return bool(_SAID_BEFORE.search(before) or _SAID_AFTER.match(after))


def _is_state(before: str, words: str, after: str) -> bool:
    if _STATE_LEAD.match(words) or _STATE_BEFORE.search(before):
        return True
    comma = after.split(";", 1)[0]
    return bool(
        _ON_DAY.match(words) and not before.strip(" \"'0123456789.)") and _HAD.search(comma)
    )


_TESTS = (
    (DateRole.OTHER, _is_of_paper),
    (DateRole.OTHER, _is_beside),
    (DateRole.LIMIT, _is_limit),
    (DateRole.SINCE, _is_since),
    (DateRole.SAID, _is_of_saying),
    (DateRole.STATE, _is_state),
)
