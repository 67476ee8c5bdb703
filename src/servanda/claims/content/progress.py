"""Whether words tell of an act as going on, or still to come; all else tells of what is done.

A reader that finds sentences by itself has to see that an act is done before it says so. Who enters
a claim has seen what it speaks of: there it is done unless the words say otherwise, whichever verb
they have, or none ("all twenty are free", "20 in all").
"""

from __future__ import annotations

import re

from servanda.claims.text.segments import normalise_typography

__all__ = ["is_under_way"]

_LATER = (
    r"(?:will|shall|would|should|must|(?-i:may)|might|is\s+to|are\s+to|(?:was|were)\s+to|going\s+to|about\s+to"
    r"|yet\s+to|(?:plan|intend|expect|schedul|prepar|propos|agree|promis|pledg|vow|decid|mean|aim)\w*\s+to"
    r"|(?:set|due)\s+to)"
)
_BEGUN = (
    r"(?:beg(?:in|ins|an|un)|beginning\s+to|start(?:s|ed)?|starting\s+to|continu(?:e|es|ed|ing)\s+(?:to|with)"
    r"|proceed(?:s|ing)?\s+with|under\s*-?way|in\s+progress|ongoing|work\s+(?:on|continues))"
)
_GOING = (
    r"(?:(?:is|are|was|were|been|be)\s+(?:\w+ly\s+|now\s+|still\s+|currently\s+)?\w+ing"
    r"|being\s+\w+)"
)
# "Began on the 3rd and ended on the 9th" is over; so is "finished withdrawing".
_OVER = re.compile(r"\b(?:finish|complet|conclud|end(?:ed|s)\b)\w*", re.IGNORECASE)
_UNDER_WAY = re.compile(rf"(?<!\w)(?:{_LATER}|{_BEGUN}|{_GOING})(?!\w)", re.IGNORECASE)
_BARE_ING = re.compile(r"^\W*(?:\w+ly\s+)?\w{2,}ing\b(?!\s+(?:\w+\s+)?of\b)", re.IGNORECASE)
_NO_VERB = re.compile(
    r"^\W*(?:during|following|including|remaining|nothing|morning|evening)\b", re.I
)


def is_under_way(words: str) -> bool:
    """True if the words say of an act that it has begun, goes on or is to come."""
    plain = normalise_typography(words)
    if _OVER.search(plain):
        return False
    starts = _BARE_ING.search(plain) is not None and _NO_VERB.search(plain) is None
    return starts or _UNDER_WAY.search(plain) is not None
