"""What a line is by its form: heading, list item, row of a table, caption, byline, date."""

from __future__ import annotations

import re

from servanda.records import UNKNOWN_TIME
from servanda.sources.formats.publication_date import find_publication_date

__all__ = [
    "LONGEST_SHORT_LINE",
    "ends_item",
    "ends_lead",
    "has_byline_form",
    "has_caption_form",
    "has_cells",
    "has_date_form",
    "has_heading_form",
    "split_marker",
]

# A longer line is no heading and no byline: the body of a report wraps at more.
# [judgement; not from outside]
LONGEST_SHORT_LINE = 80

_CLOSED = re.compile(r"""[.!?:;,…]["'”’)\]]*$|["”]$""")
_WORD = re.compile(r"[^\W\d_]{3}")
_CELLS = re.compile(r"\||\t")
_BETWEEN = re.compile(r"[^|\s](?: +\|\s*|\|\s+| *\t\s*)[^|\s]")
_ITEM_END = re.compile(r"(?:;|;\s*(?:and|or)|,\s*(?:and|or))$")
_LONGEST_ITEM_END = 20  # characters: ";" or "," with "and" and white space between [limit]
_LEAD_END = re.compile(r":[\"'”’)\]]*$")
_BULLET = re.compile(r"[-*+•▪◦●·]\s+")
_LETTERED = re.compile(r"(?:\((?:[a-z]|[ivx]{1,5}|\d{1,3})\)|(?:[a-z]|[ivx]{1,5})[.)])\s+")
_NUMBERED = re.compile(r"(?:\d{1,3}[.)]|\d{1,3}(?:\.\d{1,3})+[.)]?(?=\s+[^\W\d_a-z]))\s+")
_ROMAN_OR_LETTER = r"(?:[IVXLC]{1,6}|[A-Z])"
_SECTION = re.compile(
    rf"(?:{_ROMAN_OR_LETTER}[.)]"
    rf"|(?:Article|Annex|Chapter|Part|Section)\s+(?:\d{{1,3}}|{_ROMAN_OR_LETTER})\b[.:]?)\s+"
)
# What every marker begins with: most lines have none, and one pattern tells.
_MAY_MARK = re.compile(r"[-*+•▪◦●·(\d]|[A-Za-z]{1,6}[.)]|Article|Annex|Chapter|Part|Section")
_CAPTION = re.compile(
    r"(?:Figure|Fig\.|Table|Map|Chart|Photo|Photograph|Image|Picture)(?:\s+\d{1,3})?\s*[:.–—]\s+\S"
)
_NAME = r"[^\W\d_a-z][\w.'’-]*"
_BYLINE = re.compile(
    rf"By:?\s+{_NAME}\s+{_NAME}(?:,?\s+(?:{_NAME}|and|in|for|of|de|van|von|al|bin|the))*"
)
_CREDIT = re.compile(r"\(?(?:Additional )?(?:[Rr]eporting|[Ww]riting|[Ee]diting) by [^\W\d_a-z].*")


def has_heading_form(line: str) -> bool:
    """True if a line by itself is a heading: short, unclosed, and not a row."""
    return (
        len(line) < LONGEST_SHORT_LINE
        and _WORD.search(line) is not None
        and not (_CLOSED.search(line) or _CELLS.search(line))
    )


def has_cells(line: str) -> bool:
    """True if a line may be a row of a table: a bar or tab between words, or bars around them."""
    if "|" not in line and "\t" not in line:
        return False
    framed = len(line) > 1 and line[0] == line[-1] == "|"
    return framed or _BETWEEN.search(line) is not None


def has_caption_form(line: str) -> bool:
    """True if a line begins as captions do: "Figure 2: ..."."""
    return _CAPTION.match(line) is not None


def has_byline_form(line: str) -> bool:
    """True if a line names a writer: "By Anna Sen in Seoul", "(Reporting by ...)"."""
    if len(line) >= LONGEST_SHORT_LINE:
        return False
    if line[:1] == "(" or ";" in line:
        return _CREDIT.match(line) is not None
    return _BYLINE.fullmatch(line) is not None


def has_date_form(line: str) -> bool:
    """True if a line is nothing but the date of publication, with its label or bare."""
    if len(line) >= LONGEST_SHORT_LINE:
        return False
    return any(find_publication_date(text) != UNKNOWN_TIME for text in (line, f"Date: {line}"))


def ends_lead(line: str) -> bool:
    """True if a line introduces what comes after it: it ends in a colon."""
    return ":" in line and _LEAD_END.search(line) is not None


def ends_item(line: str) -> bool:
    """True if a line ends as all items of a list but the last do: "...; and"."""
    tail = line[-_LONGEST_ITEM_END:]  # a search looks at every letter of a long line
    return _ITEM_END.search(tail) is not None


def split_marker(line: str) -> tuple[str, str, int]:
    """The form of what stands before a line, that itself, and where the words begin.

    Forms: bullet, lettered, numbered, section; "" and 0 for a line that begins with its words.
    """
    if _MAY_MARK.match(line) is None:
        return "", "", 0
    for form, pattern in (
        ("bullet", _BULLET),
        ("lettered", _LETTERED),
        ("numbered", _NUMBERED),
        ("section", _SECTION),
    ):
        found = pattern.match(line)
        if found and found.end() < len(line):
            return form, found.group().strip(), found.end()
    return "", "", 0
