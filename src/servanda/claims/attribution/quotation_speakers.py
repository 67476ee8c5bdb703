"""Which quotations belong to which speaker, by where they stand.

A tag is the clause that names the speaker ("the ministry said"). It takes the quotation that ends
just before it or begins just after it, and then those that follow in the same paragraph with
nothing but the tag's own sentence between. A quotation that is still open at the line end goes on
in the next line if that begins with a mark again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from servanda.claims.text.quotations import Quote

__all__ = ["Tag", "continued_quote", "speakers"]

_FINAL = (",", "?", "!", "-", "—", "–", "…", ".")
_BEFORE_TAG = re.compile(r"[\s,—–-]*")
_LEAD_IN = re.compile(r"(?:[^.!?\"]{0,80}[,:]|[^.!?\"]{0,12})\s*")
_LONGEST_TITLE = 7  # words [judgement; not from outside]

# Letters: "the" and "of" keep their small letters in a title. [judgement; not from outside]
_SMALL_WORD = 3

_BEFORE_TITLE = re.compile(r"(?i:\b(?:of|on|in|from|for|to|called|titled|book|show|film)|'s)\s+$")
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Sen|Gov|Rep|Gen|Col|Lt|St|Jr|Sr)\.")


@dataclass(frozen=True, slots=True)
class Tag:
    """A speaking verb with its subject, in characters of the segment."""

    start: int
    end: int
    verb: int  # where the verb stands: the tag's name


def speakers(text: str, quotes: tuple[Quote, ...], tags: list[Tag]) -> dict[int, list[Quote]]:
    """For every tag, by the place of its verb, the quotations it speaks, in order."""
    spoken: dict[int, list[Quote]] = {}
    last: Tag | None = None
    previous: Quote | None = None
    for quote in quotes:
        tag = _tag_after(text, quote, tags) or _tag_before(text, quote, previous, tags)
        if tag is None and last is not None and previous is not None:
            tag = last if _is_continuation(text, previous, last, quote) else None
        if tag is not None:
            spoken.setdefault(tag.verb, []).append(quote)
        last, previous = tag, quote
    return spoken


def _tag_after(text: str, quote: Quote, tags: list[Tag]) -> Tag | None:
    if _is_title(text, quote):
        return None
    inner = text[quote.start : quote.end].rstrip("\"'")
    if not inner.endswith(_FINAL) and not text.startswith(",", quote.end):
        return None
    for tag in tags:
        if tag.start >= quote.end:
            gap = text[quote.end : tag.start]
            if _BEFORE_TAG.fullmatch(gap):
                sentence_over = inner.endswith(".") and not gap.strip()
                return None if sentence_over and tag.start < tag.verb else tag
            return None
    return None


def _is_title(text: str, quote: Quote) -> bool:
    """Whether the marks hold the name of a book or a programme: on "Face the Nation," X said."""
    words = text[quote.start : quote.end].strip("\"',.").split()
    small = [word for word in words if word[:1].islower() and len(word) > _SMALL_WORD]
    return (
        len(words) <= _LONGEST_TITLE
        and not small
        and bool(_BEFORE_TITLE.search(text[: quote.start]))
    )


def _tag_before(text: str, quote: Quote, previous: Quote | None, tags: list[Tag]) -> Tag | None:
    if len(text[quote.start : quote.end].split()) < 3:
        return None
    for tag in reversed(tags):
        if tag.end <= quote.start:
            if previous is not None and tag.end <= previous.start:
                return None
            gap = text[tag.end : quote.start]
            return tag if _LEAD_IN.fullmatch(gap) else None
    return None


def _is_continuation(text: str, previous: Quote, tag: Tag, quote: Quote) -> bool:
    """Whether a quotation continues the one before it: only the tag's sentence lies between."""
    gap = (
        text[max(previous.end, tag.end) : quote.start]
        if tag.end > previous.end
        else (text[previous.end : quote.start])
    )
    plain = _TITLED.sub("", gap).strip()
    if tag.start < previous.end and plain:  # the tag came first: then nothing may stand between
        return False
    if len(gap) > 250 or (plain and plain[-1] not in ".,:;?!-—–"):
        return False
    return not any(mark in plain[:-1] for mark in (". ", "? ", "! "))


def continued_quote(
    previous: tuple[Quote, ...], quotes: tuple[Quote, ...], text: str
) -> Quote | None:
    """The quotation at the head of a segment that the segment before it left open."""
    if not (previous and previous[-1].open_ended and quotes):
        return None
    return quotes[0] if not text[: quotes[0].start].strip() else None
