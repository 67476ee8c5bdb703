"""The address of a page, as it declares it or as the program that saved it wrote it down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

__all__ = ["page_address", "problem_of_address"]

# What browsers write at the top of a saved page, and what SingleFile writes.
_SAVED_FROM = re.compile(
    r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->|^\s*url:\s*(https?://\S+)", re.M
)
_TOP = 5_000  # characters of a page in which such a comment stands [limit]
_LONGEST = 2_000  # characters of an address [limit]


def page_address(tree: HtmlElement, html: str) -> str | None:
    """The whole address of the page, without a fragment; None where it gives none."""
    for written in _candidates(tree, html):
        address = written.strip().partition("#")[0]
        try:
            parts = urlsplit(address)
            is_whole = parts.scheme in ("http", "https") and bool(parts.hostname)
        except ValueError:
            continue
        if is_whole and len(address) <= _LONGEST and not re.search(r"\s", address):
            return address
    return None


def problem_of_address(url: str) -> tuple[str, str] | None:
    """What is wrong with an address that somebody gives for a page, and what to do; or None."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "is no address", "write it as the browser shows it: https://host/path"
    if not host or parts.scheme not in ("http", "https") or re.search(r"\s", url):
        return "is no address of a page", "write it as the browser shows it: https://host/path"
    if "@" in parts.netloc:
        return "holds a name or password", "write it without"
    if len(url) > _LONGEST:
        return f"has more than {_LONGEST} characters", "leave out what follows the `?`"
    return None


def _candidates(tree: HtmlElement, html: str) -> Iterator[str]:
    base = next((element.get("href") or "" for element in tree.iter("base")), "")
    metas = {
        (meta.get("property") or meta.get("name") or "").lower(): meta.get("content") or ""
        for meta in tree.iter("meta")
    }
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            yield _whole(link.get("href") or "", base or metas.get("og:url", ""))
    yield from (metas.get(name, "") for name in ("og:url", "twitter:url"))
    saved = _SAVED_FROM.search(html[:_TOP])
    if saved:
        yield saved[1] or saved[2]
    yield base


def _whole(address: str, base: str) -> str:
    """An address without its beginning, completed by the page's base."""
    if address.startswith("//"):
        return f"https:{address}"
    try:
        return urljoin(base, address) if base else address
    except ValueError:
        return address
