"""Short lines of a page with a date in them, and whether it is the page's own date."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from servanda.records import DateRange, Precision
from servanda.sources.formats.dates_in_words import days_in_words, is_weekday
from servanda.sources.formats.publication_date import dates_in_line, is_clock
from servanda.sources.formats.publication_labels import (
    ends_in_label,
    publication_rank,
    split_parts,
)

__all__ = ["days_alone", "days_of_page", "label_cell", "text_of"]

_SHORT = 120  # characters of a line with a date [limit]
_SET_APART = (",", "|", "·", "•", "–", "—", "(", "/")  # between a date and what is beside it


def days_alone(text: str) -> list[DateRange]:
    """The days of a short line that is a date, maybe with a place before a comma or bar."""
    found = dates_in_line(text)
    if len(found) != 1 or found[0].days.precision is not Precision.DAY:
        return []
    before, after = text[: found[0].start].rstrip(), text[found[0].end :]
    is_set_apart = not before or before[-1] in _SET_APART or is_weekday(before.split()[-1])
    if not (is_set_apart or publication_rank(before)):
        return []
    is_end = is_clock(after) or after.strip()[:1] in _SET_APART
    return [found[0].days] if is_end else []


def days_of_page(text: str) -> list[DateRange]:
    """The days of a line that its page names as a date, but those that it says are of other things.

    "Meeting: 12 May 2004" and "Held on 12 May 2004" have a label that is none of publication.
    """
    return [
        found.days
        for found in days_in_words(text)
        if not ends_in_label(text[: found.start])
        or publication_rank(_last_label(text[: found.start]))
    ]


def _last_label(before: str) -> str:
    """The label right before a date, without what stands before a bar."""
    return (split_parts(before) or [""])[-1]


def label_cell(element: HtmlElement) -> str:
    """What the cell before says that this one holds: "Published: "; "" where there is none."""
    if element.tag not in ("td", "dd"):
        return ""
    before = element.getprevious()
    if before is None or before.tag not in ("th", "td", "dt"):
        return ""
    text = text_of(before).rstrip(":：").rstrip()
    return f"{text}: " if text and not re.search(r"\d", text) else ""


def text_of(element: HtmlElement) -> str:
    """The text of a short element on one line; "" of a longer one."""
    if len(element) > 8:
        return ""
    pieces, size = [], 0
    for piece in element.itertext():
        size += len(piece.strip())
        if size > _SHORT:
            return ""
        pieces.append(piece)
    return " ".join(" ".join(pieces).split())
