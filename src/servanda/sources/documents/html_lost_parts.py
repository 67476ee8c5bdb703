"""Parts of a page that the extractor would drop, put where it keeps them.

It drops pictures with their captions, and every `time` element, also one in the middle of a
sentence ("The parties met on and agreed"). A caption becomes a paragraph after its picture; the
words of a date in a sentence move beside their element, which stays with its attributes for who
looks there for the day of publication. Where some items of a list have paragraphs inside and others
have not, it keeps only the paragraphs: the words of short items lose those elements.
"""

from __future__ import annotations

import re
from itertools import groupby, islice

from lxml.html import HtmlElement

__all__ = ["keep_lost_parts"]

_ASIDE = ("aside", "footer", "menu", "nav")
_SENTENCES = frozenset({"blockquote", "dd", "li", "p", "td"})
_WORD = re.compile(r"[^\W\d_]+")
# Words around a date that make it part of a sentence; "Updated <time>" has one.
# [judgement; not from outside]
_FEWEST_WORDS = 5
_MOST_ITEMS = 20_000  # of lists of a page that are looked at [limit]
# An item with more is an article of its own in a list of them. [judgement; not from outside]
_MOST_IN_ITEM = 4  # paragraphs
_LONGEST_ITEM = 2_000  # characters
_MOST_PARTS = 1_000  # captions, and dates, of a page that are looked at [limit]


def keep_lost_parts(tree: HtmlElement) -> None:
    """Change the tree of a page so that captions, dates in sentences and list items are kept."""
    for item in list(islice(tree.iter("li", "dt", "dd"), _MOST_ITEMS)):
        _flatten_item(item)
    for caption in list(islice(tree.iter("figcaption"), _MOST_PARTS)):
        _keep_caption(caption)
    for sentence, dates in groupby(list(islice(tree.iter("time"), _MOST_PARTS)), _parent_of):
        if sentence is not None and _is_sentence(sentence):
            for date in dates:
                _keep_date(date)


def _flatten_item(item: HtmlElement) -> None:
    """Leave an item's words and lists, and no paragraphs around them."""
    inside = list(islice(item.iter("p", "div", "section"), _MOST_IN_ITEM + 1))
    if not inside or len(inside) > _MOST_IN_ITEM or len(_text_of(item)) > _LONGEST_ITEM:
        return
    for part in inside:
        before = part.getprevious()
        above = (part.getparent().text if before is None else before.tail) or ""
        if before is not None or above.strip():
            part.text = f" {(part.text or '').lstrip()}"
        if (part.tail or "").strip():
            part.tail = f" {part.tail}"
        part.drop_tag()


def _keep_caption(caption: HtmlElement) -> None:
    figure = next(caption.iterancestors("figure"), None)
    words = _text_of(caption)
    aside = next(caption.iterancestors(*_ASIDE), None) is not None
    if figure is None or figure.getparent() is None or aside or not words:
        return
    caption.drop_tree()
    _insert_after(figure, "p", words)


def _parent_of(element: HtmlElement) -> HtmlElement | None:
    return element.getparent()


def _is_sentence(element: HtmlElement) -> bool:
    """True if an element says something beside the dates in it."""
    around = [element.text or "", *(part.tail or "" for part in element)]
    return element.tag in _SENTENCES and len(_WORD.findall(" ".join(around))) >= _FEWEST_WORDS


def _keep_date(date: HtmlElement) -> None:
    words = _text_of(date)
    if words:
        for part in list(date):
            date.remove(part)
        date.text = None  # an extractor that keeps the element must not say it twice
        _insert_after(date, "span", words)


def _text_of(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _insert_after(element: HtmlElement, tag: str, words: str) -> None:
    """Put an element with these words between an element and the text that follows it."""
    added = element.makeelement(tag)
    added.text, added.tail = words, element.tail
    element.tail = None
    element.addnext(added)
