"""What a page's elements show of its purpose. Runs inside `extraction_worker`: some are hostile.

No list of words in any language: what asks for a password, sends the reader on, needs a browser's
programs or leaves its article to members is told by its elements.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from lxml import html as lxml_html

from servanda.sources.capture.walls import NO_SIGNS

__all__ = ["page_signs"]

_MOST_ELEMENTS = 50_000  # of a page that are looked at [limit]
_MOST_SCRIPT = 1_000_000  # characters of JSON-LD that are searched [limit]
_NOT_FREE = re.compile(r'"isAccessibleForFree"\s*:\s*(?:false|"\s*(?:false|no)\s*")', re.IGNORECASE)
_REFRESH = re.compile(
    r"^\s*([0-9]+)[0-9.]*\s*(?:[;,]\s*(?:url\s*=)?\s*['\"]?(.*))?$", re.IGNORECASE
)
_SOON_S = 10  # seconds after which a page that sends on is no page to read [judgement]
_COOKIE = re.compile(r"cookie", re.IGNORECASE)  # the same word in every language of the web
_SENTENCE = re.compile(r"[.!?\n]+")


def page_signs(data: bytes) -> dict[str, Any]:
    """What the elements show: of HTML; of anything else nothing."""
    try:
        tree = lxml_html.fromstring(data)
    except Exception:  # noqa: BLE001 -- what cannot be parsed shows no signs; its reader says why
        return dict(NO_SIGNS)
    return {
        "password": any(
            (field.get("type") or "").strip().lower() == "password"
            for field in islice(tree.iter("input"), _MOST_ELEMENTS)
        ),
        "leads_on": any(_leads_on(meta) for meta in islice(tree.iter("meta"), _MOST_ELEMENTS)),
        "needs_scripts": _needs_scripts(tree),
        "members_only": any(
            _NOT_FREE.search((script.text or "")[:_MOST_SCRIPT])
            for script in islice(tree.iter("script"), _MOST_ELEMENTS)
        ),
        "cookie_share": _cookie_share(tree),
    }


def _leads_on(meta: Any) -> bool:
    if (meta.get("http-equiv") or "").strip().lower() != "refresh":
        return False
    found = _REFRESH.match(meta.get("content") or "")
    return found is not None and bool(found[2]) and int(found[1][:9]) <= _SOON_S


def _needs_scripts(tree: Any) -> bool:
    """True if the page says more to browsers without programs than to others."""
    without = sum(_letters(each.text_content()) for each in islice(tree.iter("noscript"), 1_000))
    return without > 0 and _letters(_shown_text(tree)) < without


def _shown_text(tree: Any) -> str:
    pieces = []
    body = tree.find(".//body")
    for element in islice((tree if body is None else body).iter(), _MOST_ELEMENTS):
        if isinstance(element.tag, str) and element.tag not in (
            "script", "style", "noscript", "template", "head", "title",
        ):  # fmt: skip
            pieces.append(element.text or "")
        pieces.append(element.tail or "")
    return "\n".join(pieces)


def _cookie_share(tree: Any) -> float:
    """The share of the letters that stand in sentences with the word cookie."""
    sentences = _SENTENCE.split(_shown_text(tree))
    every = sum(map(_letters, sentences))
    about = sum(_letters(sentence) for sentence in sentences if _COOKIE.search(sentence))
    return about / every if every else 0.0


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))
