"""Where the text of a report begins after its dateline: "SEOUL, Nov. 20 (Yonhap) -- The ...".

Agencies write place, day and their own name before the first sentence, in any order that is common
somewhere and before dashes of any kind, a colon, or nothing but slashes around the name. None of it
is part of the sentence: read with it, the agency says what the ministry said.
"""

from __future__ import annotations

import re
from functools import cache

from servanda.calendar_names import MONTH_NAMES, WEEKDAY_NAMES

__all__ = ["split_dateline"]

# "WASHINGTON/SEOUL, Sept. 19, 2018 (Yonhap News Agency) -" [judgement; not from outside]
_LONGEST = 90
_MOST_ALONE = 3  # words of a place that stands without day and agency [judgement; not from outside]

# Names of months and weekdays beside a number stand as these while forms are tried: there are
# too many of them for a pattern. No letter has these. [definition; Unicode, private use]
_MONTH_SIGN, _WEEKDAY_SIGN = "\ue000", "\ue001"
_NUMBER = r"\d{1,2}(?:st|nd|rd|th|er|º|\.)?"
_OF = r"(?:(?:de|del|di|of)\s+)?"
_MONTH = rf"{_MONTH_SIGN}+\.?"
_DAY = (
    rf"(?i:(?:{_WEEKDAY_SIGN}+\.?,?\s+)?(?:{_MONTH}\s*{_NUMBER}|{_NUMBER}\s*{_OF}{_MONTH})"
    r"(?:,?\s*(?:de\s+|del\s+)?(?:19|20)\d\d)?"
    r"|\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)"
)
_WORD = r"[^\W\d_a-z][\w.'’-]*"
_NAME = rf"{_WORD}(?:\s+(?:{_WORD}|de|del|la|al|el|an|of|the|ed|am|upon))*"
_PLACE = rf"{_NAME}(?:\s*[/,&]\s*{_NAME}){{0,3}}"
_AGENCY = r"\(\s*[^\W\d_][^()\n]{0,40}\)|/\s*[^\W\d_][^/()\n]{0,40}/|\[\s*[^\W\d_][^\[\]\n]{0,40}\]"
_DASH = r"[-‐‑‒–—―_]+"
_END = rf"(?P<dash>\s+{_DASH}\s*|(?<=[)\]/.])\s*{_DASH}\s*|{_DASH}\s+)|(?P<colon>\s*:\s+)"
_BETWEEN = r"\s*[,.،]?\s*"
_OPENS = r"""(?=["'“‘«(\[]*[^\W_a-z])"""

_FORMS = tuple(
    re.compile(rf"{head}(?:{end}){_OPENS}")
    for head, end in (
        # TOLM, Ostland, March 9. /COURIER/ - ; TOLM. March 9. COURIER - ; TOLM (Courier) -
        (
            rf"(?P<place>{_PLACE}?)(?:(?:{_BETWEEN}|\s*{_DASH}\s*)(?P<day>{_DAY}))?"
            rf"(?:{_BETWEEN}(?P<agency>{_AGENCY}|(?<=\. )[A-Z]{{2,}}))?\.?",
            _END,
        ),
        # Tolm (Courier), 9 March -
        (rf"(?P<place>{_PLACE})\s*(?P<agency>{_AGENCY})(?:{_BETWEEN}(?P<day>{_DAY}))\.?", _END),
        # 9 March 2021, Tolm (Courier) -
        (rf"(?P<day>{_DAY}){_BETWEEN}(?P<place>{_PLACE})\s*(?P<agency>{_AGENCY})?", _END),
        # (Courier) - ; [Courier] 9 March -
        (rf"(?P<agency>{_AGENCY})\s*(?P<place>{_PLACE})?(?:{_BETWEEN}(?P<day>{_DAY}))?\.?", _END),
        # KIEV, November 20. /TASS/. The ...
        (rf"(?P<place>{_PLACE}){_BETWEEN}(?P<day>{_DAY}){_BETWEEN}(?P<agency>/[^/\n]{{2,40}}/)",
         r"(?P<dash>\.?\s+)(?P<colon>(?!))?"),
    )
)  # fmt: skip


# (서울=연합뉴스) 홍길동 기자 = ; 新华社北京11月20日电 ; 【东京11月20日】
_EAST_ASIAN = re.compile(
    r"(?:\([^()=\n]{1,20}=[^()=\n]{1,20}\)(?:[^=.。\n]{0,30}=)?"
    r"|[^\s。，、.,]{2,20}\d{1,2}月\d{1,2}日(?:电|電|讯|訊)(?:[（(][^）)\n]{1,30}[）)])?"
    r"|【[^】\n]{0,20}\d{1,2}月\d{1,2}日[^】\n]{0,20}】)\s*(?=\S)"
)


_NAMED = r"[^\W\d_](?:[^\s\d.,:/()\[\]-]|-(?=[^\W\d_]))+"
_BESIDE_NUMBER = re.compile(
    rf"(?<=\d)(?:\.|st|nd|rd|th|er|º)?\s*{_OF}({_NAMED})|({_NAMED})\.?\s*(?=\d)"
)
_BEFORE_MONTH = re.compile(
    rf"({_NAMED})(?=\.?,?\s+(?:{_MONTH_SIGN}|{_NUMBER}\s*{_OF}{_MONTH_SIGN}))"
)


def _with_signs(line: str) -> str:
    """The beginning of a line, each letter of a month or weekday in a date as a sign."""
    head = line[: _LONGEST + 1]
    if not any(letter.isdecimal() for letter in head):
        return line
    for pattern, names, sign in (
        (_BESIDE_NUMBER, _months(), _MONTH_SIGN),
        (_BEFORE_MONTH, _weekdays(), _WEEKDAY_SIGN),
    ):
        for match in pattern.finditer(head):
            group = match.lastindex or 0
            if match[group].casefold() in names:
                start, end = match.span(group)
                head = f"{head[:start]}{sign * (end - start)}{head[end:]}"
    return head + line[len(head) :]


@cache
def _months() -> frozenset[str]:
    return frozenset("|".join(MONTH_NAMES).split("|"))


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(WEEKDAY_NAMES.split("|"))


def split_dateline(line: str, first: bool) -> int:
    """Where the text begins after a dateline; 0 without one.

    first: the line opens the whole text; only there can a place stand alone ("SEOUL - ").
    """
    east = _EAST_ASIAN.match(line, 0, _LONGEST + 1)
    if east is not None:
        return east.end()
    line = _with_signs(line)
    for form in _FORMS:
        found = form.match(line, 0, _LONGEST + 1)
        if found is None or found.end() > _LONGEST:
            continue
        if found["colon"] is not None:
            if found["day"] and _is_one_place(found["place"] or ""):
                return found.end()
        elif found["agency"] or _is_place(found["place"] or "", bool(found["day"]), first):
            return found.end()
    return 0


# Words with a capital that a day follows in a sentence or a heading. [grammar]
_NO_PLACES = frozenset(
    [
        "After",
        "As",
        "At",
        "Before",
        "Between",
        "By",
        "During",
        "For",
        "From",
        "In",
        "On",
        "Since",
        "The",
        "Until",
    ]
)


def _is_one_place(place: str) -> bool:
    """True for a place, before a colon: of two words it would rather be who speaks."""
    return len(place.split()) == 1 or (bool(place) and place.isupper())


def _is_place(place: str, dated: bool, first: bool) -> bool:
    """True if what stands before a dash is a place with a day or a country, or opens the text."""
    if not place or place in _NO_PLACES:
        return False
    country = "," in place
    capitals = place.split(",")[0].split("/")[0].isupper()
    if dated:
        return capitals or country or len(place.split()) <= _MOST_ALONE
    if capitals and country:
        return True
    alone = place.isupper() or country or " " not in place
    return first and alone and len(place.split()) <= _MOST_ALONE + country
