"""Whether a number is of all that is done by then, or may be of one act among several."""

from __future__ import annotations

import re

__all__ = ["tells_total"]

_SO_FAR = re.compile(
    r"\b(?:total\w*|altogether|in\s+all|so\s+far|to\s+date|until\s+now|bring(?:s|ing)?|brought)\b",
    re.IGNORECASE,
)
# "Had handed over 20 by 3 May": what stood on a day, not what was done on it.
_STOOD_BY = re.compile(
    r"\b(?:has|have|had)\b[^.;]*\bby\s+(?:then|now|that\s+(?:day|date|time)|(?:the\s+)?(?:end|middle|"
    r"start|beginning|eve(?:ning)?|close)\b|(?:mid-?|early\s+|late\s+)?(?:\d|Jan|Feb|Mar|Apr|May|Jun|"
    r"Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun))"
    r"|\bby\s+(?:\d{1,2}\s+\w+|\w+\s+\d{1,2})\b[^.;]*\b(?:has|have|had)\b",
    re.IGNORECASE,
)


def tells_total(text: str) -> bool:
    """True if its words say that a number is all that is done so far."""
    return _SO_FAR.search(text) is not None or _STOOD_BY.search(text) is not None
