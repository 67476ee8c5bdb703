"""Text and addresses from outside, made harmless on a page.

Jinja2 escapes every text; this module does what escaping cannot.
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
    """The text in a `bdi` element, so that direction marks in it have no effect outside."""
    return Markup("<bdi>{}</bdi>").format(text)


def web_address(url: str | None) -> str | None:
    """The address if it is a plain http or https one, else None."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def language_tag(language: str | None) -> str | None:
    """The language if it is valid in a `lang` attribute, else None."""
    return language if language and _LANGUAGE.fullmatch(language) else None


def replace_invalid_characters(page: str) -> str:
    """The page with U+FFFD for each half of a surrogate pair and each control character.

    HTML allows neither: the first cannot be encoded in UTF-8, the second is a parse error.
    """
    return _CONTROL.sub("\ufffd", _SURROGATE.sub("\ufffd", page))
