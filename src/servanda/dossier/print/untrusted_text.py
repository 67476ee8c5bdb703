"""Text and addresses from outside, made harmless on a page.

Jinja2 escapes every text; this file holds what escaping alone cannot do.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from markupsafe import Markup

__all__ = ["isolate_text", "language_tag", "replace_invalid_characters", "web_address"]

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def isolate_text(text: object) -> Markup:
    """The text in an element of its own, so that marks of direction in it end with it."""
    return Markup("<bdi>{}</bdi>").format(text)


def web_address(url: str | None) -> str | None:
    """The address where it is a plain http or https one, else None: then it is only text."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def language_tag(language: str | None) -> str | None:
    """The language where it can stand in a `lang` attribute."""
    return language if language and _LANGUAGE.fullmatch(language) else None


def replace_invalid_characters(page: str) -> str:
    """The page with each half of a surrogate pair and each control character as U+FFFD.

    Neither may stand in an HTML file: the first has no UTF-8, the second is a parse error.
    """
    return _CONTROL.sub("\ufffd", _SURROGATE.sub("\ufffd", page))
