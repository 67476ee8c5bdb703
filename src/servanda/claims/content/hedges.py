"""Hedges that must travel with a claim: "at least", "appears to", "not fully checked"."""

from __future__ import annotations

import re

from servanda.claims.text.segments import normalise_typography
from servanda.records import Span

__all__ = ["caveats_in", "modality_hint"]

_HEDGES = (
    r"at\s+least|at\s+most|up\s+to|no\s+more\s+than|more\s+than|about\s+(?=\d)|roughly|approximately"
    r"|an\s+estimated|almost|nearly|appears?\s+to|appeared\s+to|seems?\s+to|seemed\s+to|apparently"
    r"|reportedly|allegedly|possibly|probably|perhaps|likely|unlikely|may\s+have|might\s+have"
    r"|could\s+have|may\s+be|might\s+be|could\s+be|partly|partially|in\s+part|mostly|largely"
    r"|only\s+partly|not\s+(?:yet\s+)?(?:been\s+)?(?:fully|completely|independently|entirely)\s+\w+"
    r"|not\s+(?:yet\s+)?(?:been\s+)?(?:checked|verified|confirmed|inspected|reached|established)"
    r"|could\s+not\s+(?:be\s+)?(?:\w+ly\s+)?(?:reach\w*|check\w*|verif\w+|see\w*|establish\w*|determin\w+|confirm\w*|inspect\w*)"
    r"|cannot\s+(?:be\s+)?(?:\w+ly\s+)?(?:check\w*|verif\w+|see\w*|establish\w*|determin\w+|confirm\w*)"
    r"|without\s+(?:independent\s+)?(?:verification|access|inspection)|so\s+far|in\s+principle"
    r"|if\s+confirmed|suspected|what\s+(?:appears?|seems?)\s+to\s+be|one\s+or\s+two|possibly\s+two"
    r"|unclear|not\s+clear|some\s+of|parts?\s+of(?=\s+the)"
)
_HEDGE = re.compile(rf"(?<!\w)(?:{_HEDGES})(?!\w)", re.I)
_DOUBT = re.compile(r"\b(?:may|[Mm]ight|[Cc]ould|[Pp]ossibly|possibility|[Pp]erhaps|suspected)\b")
_LIKELY = re.compile(
    r"\b(?:appears?|appeared|seems?|seemed|likely|probably|apparently|reportedly)\b", re.I
)
_MEANT = (
    r"agree[sd]?|promise[sd]?|pledge[sd]?|vow(?:s|ed)?|undertook|decide[sd]?|intend(?:s|ed)?"
    r"|aim(?:s|ed)?|threaten(?:s|ed)?|prepare[sd]?|propose[sd]?|want(?:s|ed)?|scheduled|expected"
    r"|meant|supposed|plan(?:s|ned)?"
)
_FUTURE = re.compile(
    r"\b(?:will|would|shall|is\s+to|are\s+to|going\s+to|'ll)\b"
    rf"|\b(?:{_MEANT})\b(?:\s+[^\s,;]+){{0,5}}?\s+to\s+[a-z]+",  # "agreed on 26 October to destroy"
    re.I,
)


def caveats_in(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The hedges of one stretch, in order."""
    plain = normalise_typography(text)
    return tuple(Span(m.start(), m.end()) for m in _HEDGE.finditer(plain, start, end))


def modality_hint(content: str) -> str | None:
    """How firmly the content itself speaks: "possible", "probable", "future" or nothing."""
    head = normalise_typography(content)[:160]
    if _LIKELY.search(head):
        return "probable"
    if _FUTURE.search(head):
        return "future"
    return "possible" if _DOUBT.search(head) else None
