"""Brackets in a page's text that its program did not escape, so that none is taken for a tag.

"fewer than <50 men" and "<Name of place>" open no element. Parsers of HTML take such a look-alike
for the start of a tag and drop what follows it, sometimes the rest of the page.
"""

from __future__ import annotations

import re
from collections.abc import Set

from lxml.html import defs

__all__ = ["escape_stray_brackets"]

# Elements that HTML has, or had, with those of drawings and formulas whose names pages use.
_NEWER = """
article aside audio bdi canvas data datalist details dialog embed figcaption figure footer header
hgroup keygen main mark math menuitem meter nav nobr output picture portal progress rp rt ruby
search section slot source summary svg template time track video wbr path g rect circle line polygon
polyline ellipse defs use symbol marquee blink image xml
"""
_TAGS = frozenset(defs.tags) | frozenset(_NEWER.split())
_TAG = re.compile(
    r"<(?:[!?][^<>]*>|/?(?P<name>[A-Za-z][^\s/<>=\"']*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)"
)
_END = re.compile(r"</([A-Za-z][^\s/<>]*)")
_OWN = re.compile(r"[A-Za-z]\w*[:-][\w.:-]+")  # "o:p", "my-element"; "https:" is none
# Elements whose inside is no text of the page: nothing in them is touched.
_RAW = re.compile(r"<!--.*?-->|<(script|style|textarea|title)\b.*?</\1\s*>", re.DOTALL | re.I)
_LONGEST_TAG = 20_000  # characters from "<" to ">" of a real tag: pictures inside are long [limit]


def escape_stray_brackets(html: str) -> str:
    """The page with each "<" that opens no tag as "&lt;"."""
    ends = {name.lower() for name in _END.findall(html)}
    pieces, end = [], 0
    for raw in _RAW.finditer(html):
        pieces += [_escape(html[end : raw.start()], ends), raw[0]]
        end = raw.end()
    return "".join([*pieces, _escape(html[end:], ends)])


def _escape(html: str, ends: Set[str]) -> str:
    pieces, end = [], 0
    at = html.find("<")
    while at >= 0:
        tag = _tag_at(html, at, ends)
        pieces += [html[end:at], tag or "&lt;"]
        end = at + len(tag or "<")
        at = html.find("<", end)
    return "".join([*pieces, html[end:]])


def _tag_at(html: str, at: int, ends: Set[str]) -> str | None:
    """The whole tag that begins here: one that HTML knows, or of a namespace or a page's own.

    ends: names that the page has end tags of
    """
    match = _TAG.match(html, at, at + _LONGEST_TAG)
    if match is None:
        return None
    name = match["name"]
    if name is None or name.lower() in _TAGS or (_OWN.fullmatch(name) and name.lower() in ends):
        return match[0]
    return None
