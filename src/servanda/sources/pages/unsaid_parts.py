"""Parts of a page that its text does not say: struck words, what is not shown, notices and menus.

They are known by what elements are and by how they are built, not by their words: a notice is a
dialogue, or a small part beside the text with something to press; a menu is little but short links.
A part that holds most of the page is never one of them: an element that nobody closed would take
the article with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.etree import iterwalk
from lxml.html import HtmlElement

__all__ = ["STRUCK", "drop_unsaid"]

STRUCK = frozenset({"del", "s", "strike"})  # [definition; HTML]
_LONGEST_STRUCK = 2_000  # characters; more is an element that was left open [limit]
_MOST = 100_000  # elements of a page that is looked at [limit]
_STYLE_STRUCK = re.compile(r"text-decoration[^;]*:\s*[^;]*line-through", re.I)
_STYLE_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_ROLES = frozenset(
    {"alertdialog", "banner", "dialog", "menu", "menubar", "navigation", "search", "toolbar"}
)
# Parts of the names that programs for asking consent give their elements.
_CONSENT = frozenset({"ccpa", "consent", "cookie", "cookiebanner", "cookies", "gdpr"})
_NAME = re.compile(r"[A-Za-z][a-z]*|[A-Z]+(?![a-z])")
_CONTENT = ("article", "h1", "main")
_ASIDE = ("aside", "div", "footer", "form", "header", "section")
_BLOCKS = ("div", "ol", "p", "section", "table", "ul")
_MOST_OF_NOTICE = 2_000  # characters; a longer part with a button is no notice [limit]
# A menu has so many links with so few letters each; titles of documents have more.
# [judgement; not from outside]
_FEWEST_LINKS = 3
_LONGEST_LINK = 25
_IN_LINKS = 0.9  # share of a menu's letters [judgement; not from outside]
_MOST_SHARE = 0.5  # of a page's letters, that a part to be dropped may have [definition; "most"]


@dataclass(slots=True)
class _Part:
    """An element with what it holds, its inner elements included."""

    element: HtmlElement
    letters: int = 0
    links: int = 0
    linked: int = 0  # letters in links
    holds_content: bool = False  # a headline, an article
    asks: bool = False  # something to press, which does more than unfold a text
    inner: list[_Part] = field(default_factory=list)


def drop_unsaid(tree: HtmlElement) -> None:
    """Take out of a page what its text does not say; nothing of one with too many elements."""
    body = tree.find(".//body")
    whole = _measured_part(tree if body is None else body)
    if whole is None:
        return
    waiting = [*whole.inner]
    while waiting:
        part = waiting.pop()
        most = _most_to_drop(part, whole.letters)
        if most is None or part.letters > most:
            waiting += part.inner
        else:
            _drop(part)
    _drop_notices_beside_text(whole)


def _measured_part(top: HtmlElement) -> _Part | None:
    """The element and all in it, in one pass; None if there is too much."""
    open_parts: list[_Part] = []
    whole: _Part | None = None
    for number, (event, element) in enumerate(iterwalk(top, events=("start", "end"))):
        if number > 2 * _MOST:
            return None
        if event == "start":
            part = _Part(element)
            if open_parts:
                open_parts[-1].inner.append(part)
            open_parts.append(part)
            continue
        part = whole = open_parts.pop()
        _measure(part)
    return whole


def _measure(part: _Part) -> None:
    """Add up what an element holds; its inner ones are measured already."""
    element, inner = part.element, part.inner
    tails = (each.element.tail for each in inner)
    own = sum(len(text.strip()) for text in (element.text, *tails) if text)
    part.letters = own + sum(each.letters for each in inner)
    is_link = element.tag == "a"
    part.links = sum(each.links for each in inner) + is_link
    part.linked = part.letters if is_link else sum(each.linked for each in inner)
    part.holds_content = element.tag in _CONTENT or any(each.holds_content for each in inner)
    part.asks = _is_pressed(element) or any(each.asks for each in inner)


def _drop(part: _Part) -> None:
    """Take an element out and keep what follows it."""
    if part.element.getparent() is not None:
        part.element.drop_tree()


def _most_to_drop(part: _Part, whole: int) -> int | None:
    """How many letters a part may have to be dropped; None of one that is said."""
    element = part.element
    style = element.get("style") or ""
    if element.tag in STRUCK or _STYLE_STRUCK.search(style):
        return _LONGEST_STRUCK
    hidden = element.get("hidden") is not None or _STYLE_HIDDEN.search(style)
    if hidden or _is_notice_by_name(part) or _is_menu(part):
        return int(whole * _MOST_SHARE)
    return None


def _is_notice_by_name(part: _Part) -> bool:
    element = part.element
    if element.tag == "dialog" or element.get("aria-modal") == "true":
        return True
    if part.holds_content:
        return False
    if (element.get("role") or "").lower() in _ROLES:
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    parts = {name.lower() for name in _NAME.findall(names)}
    return element.tag in _ASIDE and bool(parts & _CONSENT)


def _is_menu(part: _Part) -> bool:
    """True of a list or line of short links and hardly anything else."""
    if part.element.tag not in _BLOCKS or part.links < _FEWEST_LINKS or part.holds_content:
        return False
    is_short = part.linked <= _LONGEST_LINK * part.links and part.letters <= _MOST_OF_NOTICE
    return is_short and part.linked >= _IN_LINKS * part.letters


def _drop_notices_beside_text(whole: _Part) -> None:
    """Drop small parts with something to press that stand beside the one with the text."""
    around: _Part | None = whole
    while around is not None and around.inner:
        text = max(around.inner, key=lambda part: part.letters - part.linked)
        is_inside = text.letters > _MOST_SHARE * whole.letters
        for part in around.inner:
            is_aside = part.element.tag in _ASIDE and part.asks and not part.holds_content
            most = min(_MOST_OF_NOTICE, int(whole.letters * _MOST_SHARE))
            if is_aside and part.letters <= most and not (is_inside and part is text):
                _drop(part)
        around = text if is_inside else None


def _is_pressed(element: HtmlElement) -> bool:
    """True of a button that does more than unfold a text."""
    if element.get("aria-expanded") is not None or element.get("aria-controls") is not None:
        return False
    kind = (element.get("type") or "").lower()
    is_input = element.tag == "input" and kind in ("button", "submit")
    return is_input or element.tag == "button" or (element.get("role") or "").lower() == "button"
