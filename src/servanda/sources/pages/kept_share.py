"""How much of a page's text was kept.

What a page shows is counted without a parser of HTML: its characters outside tags, scripts and
comments. So a parser that loses the rest of a malformed page does not lose it from the count.
"""

from __future__ import annotations

import html as entities
import re
from collections import Counter

__all__ = ["kept_share", "shown_text"]

_NOT_SHOWN = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<(script|style|noscript|template|head|svg|select|del|strike|s)\b.*?</\1\s*>",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(r"</?[A-Za-z!?](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_WORD = re.compile(r"[^\W_]+")


def shown_text(html: str) -> str:
    """The characters that a page shows, with a blank for each tag."""
    return entities.unescape(_TAG.sub(" ", _NOT_SHOWN.sub(" ", html)))


def kept_share(html: str, text: str) -> float:
    """The share of the letters that a page shows that are in the text, by words; 0 to 1.

    Words are counted as often as they stand there, so that a text does not gain by what it repeats.
    """
    shown, kept = _words(shown_text(html)), _words(text)
    whole = sum(len(word) * number for word, number in shown.items())
    found = sum(len(word) * min(number, kept[word]) for word, number in shown.items())
    return found / whole if whole else 1.0


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text))
