"""Pages that are no content: error pages, walls of logins and cookies, pages that only lead on.

They are kept as they came and marked with the reason; what they say is not read as a report.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from servanda.records import sha256
from servanda.sources.capture.exchanges import Capture

__all__ = ["NO_SIGNS", "address_of_nothing", "is_same_page", "is_short", "wall_reason"]

# What `page_signs` finds in a page that shows nothing. [definition]
NO_SIGNS: Mapping[str, Any] = {
    "password": False,
    "leads_on": False,
    "needs_scripts": False,
    "members_only": False,
    "cookie_share": 0.0,
}
# Letters of the text of a page that may be a wall: a news item of four sentences has more.
# [judgement; not from outside]
_SHORT = 600
_MOSTLY = 0.5  # share of a short page's letters in sentences about cookies [judgement]
# Alike enough for one page under two addresses, each of which it may repeat.
# [judgement; not from outside]
_SAME = 0.9
_COMPARED = 5_000  # characters of two texts, each of which is short [limit]


def is_short(text: str) -> bool:
    """True if a page has so little text that it may be no content at all."""
    return sum(map(str.isalnum, text)) < _SHORT


def wall_reason(capture: Capture, text: str | None, signs: Mapping[str, Any]) -> str | None:
    """Why a page is not content, in a few words; None of one that is.

    text: what was taken from the page; None if nothing could be
    signs: of `page_signs`
    """
    status = capture.page.status
    if not 200 <= status < 300:
        return f"an error page (status {status})"
    if not is_short(text or ""):
        return None
    if signs["leads_on"]:
        return "a page that only leads on to another"
    if signs["password"]:
        return "a login wall: it asks for a password"
    if signs["members_only"]:
        return "a wall: its article is for members, as it says itself"
    if signs["cookie_share"] >= _MOSTLY:
        return "a cookie wall"
    if signs["needs_scripts"]:
        return "a page that only a browser with programs shows"
    if _went_to_front(capture):
        return "the site's front page in the place of what was asked for"
    return None


def _went_to_front(capture: Capture) -> bool:
    asked, found = urlsplit(capture.asked_url), urlsplit(capture.page.url)
    is_front = found.path in ("", "/") and not found.query
    return is_front and asked.path not in ("", "/")


def address_of_nothing(url: str) -> str:
    """An address beside this one at which no page can be: what comes for it is an error page."""
    parts = urlsplit(url)
    folder = parts.path.rpartition("/")[0]
    name = sha256(url.encode("utf-8"))[:20]
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}/{name}", "", ""))


def is_same_page(text: str, url: str, other: str, other_url: str) -> bool:
    """True if two texts are one page's, but for what each repeats of its address."""
    plain, other_plain = _without_address(text, url), _without_address(other, other_url)
    if not plain or not other_plain:
        return False
    return SequenceMatcher(None, plain, other_plain, autojunk=False).ratio() >= _SAME


def _without_address(text: str, url: str) -> str:
    path = urlsplit(url).path
    for part in (url, path, path.rpartition("/")[2]):
        text = text.replace(unquote(part), "").replace(part, "") if len(part) > 2 else text
    return text[:_COMPARED]
