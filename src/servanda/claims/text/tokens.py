"""Tokens of a parsed piece by character, and the sentence around one, without walking the piece."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["sentence_range", "text_of", "tokens_within"]

_TEXT = "servanda_text"


def text_of(doc: Doc) -> str:
    """The text of a parsed piece: spaCy joins it from the tokens at every call."""
    text: str | None = doc.user_data.get(_TEXT)
    if text is None:
        text = doc.user_data[_TEXT] = doc.text
    return text


def tokens_within(doc: Doc, start: int, end: int) -> list[Token]:
    """The tokens that begin in a stretch of characters and are not white space."""
    places = range(len(doc))
    first = bisect_left(places, start, key=lambda i: doc[i].idx)
    last = bisect_left(places, end, lo=first, key=lambda i: doc[i].idx)
    return [token for token in doc[first:last] if not token.is_space]


def sentence_range(token: Token) -> tuple[int, int]:
    """The first token of the sentence around a token, and the one after its last."""
    doc = token.doc
    first, end = token.i, token.i + 1
    while first > 0 and not doc[first].is_sent_start:
        first -= 1
    while end < len(doc) and not doc[end].is_sent_start:
        end += 1
    return first, end
