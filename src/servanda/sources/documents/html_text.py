"""The article in an HTML page. Runs inside `extraction_worker`: pages can be hostile."""

from __future__ import annotations

import re
from typing import Any

import trafilatura

from servanda.records import json_value
from servanda.sources.documents.html_blocks import html_blocks
from servanda.sources.documents.html_lost_parts import keep_lost_parts
from servanda.sources.documents.publishers import host_of
from servanda.sources.formats.publication_date import written_range
from servanda.sources.pages.kept_share import kept_share
from servanda.sources.pages.page_address import page_address
from servanda.sources.pages.page_dates import page_dates
from servanda.sources.pages.page_encoding import decode_html
from servanda.sources.pages.stray_brackets import escape_stray_brackets
from servanda.sources.pages.unsaid_parts import drop_unsaid

__all__ = ["html_text"]

_LANGUAGE = re.compile(
    r"""<html(?=[\s>])[^>]*?\s(?:xml:)?lang\s*=\s*["']?\s*([A-Za-z]{2})(?![A-Za-z])""",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TOP = 5_000  # characters of a page in which its root stands [limit]


def html_text(data: bytes, max_date: str) -> dict[str, Any]:
    """The text and what the page says of itself: title, dates, url, hostname, language;
    the blocks of the text, and the share of the page's letters that are in it.

    max_date: YYYY-MM-DD; a later date in the page is not believed.
    Readers' comments are left out: they are not what was published. Links and pictures too.
    Raises ValueError with two parts, what is wrong and what to do.
    """
    decoded, note = decode_html(data)
    html = escape_stray_brackets(decoded)
    tree = trafilatura.load_html(html)
    url = None if tree is None else page_address(tree, html)
    dates = [] if tree is None else page_dates(tree, url, max_date)
    if tree is not None:
        drop_unsaid(tree)
        keep_lost_parts(tree)
    # Its own search for dates guesses from prose; so it is told to believe none.
    found = trafilatura.bare_extraction(
        html if tree is None else tree,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "max_date": max_date},
    )
    text = getattr(found, "text", None)
    if not text:
        raise ValueError("has no article text that we can find", "save its text as .txt")
    return {
        "text": text,
        "title": _field(found, "title"),
        "dates": [{"days": written_range(seen.days), "by": seen.by} for seen in dates],
        "url": url,
        "hostname": _host(url),
        "language": _language(html),
        "kept_share": kept_share(html, text),
        "blocks": [json_value(block) for block in html_blocks(html, text)],
        "notes": [note] if note else [],
    }


def _language(html: str) -> str | None:
    """Two letters that the page's root declares; comments for old browsers declare nothing."""
    found = _LANGUAGE.search(_COMMENT.sub("", html[:_TOP]))
    return found[1].lower() if found else None


def _field(found: Any, name: str) -> str | None:
    """The field on one line, None where the page has none."""
    return " ".join(str(getattr(found, name) or "").split()) or None


def _host(url: str | None) -> str | None:
    """The whole host of the page's address: "en.paper.example" is not "paper.example"."""
    return host_of(url) if url and "//" in url else None
