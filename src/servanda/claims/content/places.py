"""Places named in a text, and the sites of the case that they may be.

Any listed spelling is a full match. A near spelling (Sakkanmol, Sakkonmol) is scored and taken
only above a bar; below it the place keeps its words and no site. Nothing is forced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz import fuzz

from servanda.claims.text.segments import normalise_typography
from servanda.records import Place, Site, Span

__all__ = ["places_in"]

NEAR_ENOUGH = 0.82  # of Indel similarity: Sakkonmol and Sakanmol pass, Sinpo and Sinuiju do not
SHORTEST = 6  # letters: shorter names are too easily alike

_PROPER = r"[A-Z][\w'-]*(?:-[a-z]+)?"
_NAMED = re.compile(rf"{_PROPER}(?:[ -]{_PROPER}){{0,4}}")
_LOCATIVE = re.compile(
    rf"\b(?:at|near|in|around|outside|from"
    rf"|of)\s+(?:the\s+)?(?P<name>{_PROPER}(?:[ -]{_PROPER}){{0,4}})"
)
_GENERIC = re.compile(
    r"^(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|the|a|an)\b",
    re.I,
)


def places_in(text: str, start: int, end: int, sites: tuple[Site, ...]) -> tuple[Place, ...]:
    """The places of one stretch, in order and apart: listed, then nearly so, then only named."""
    plain = normalise_typography(text)
    found: list[Place] = []
    for reading in (_listed, _nearly, _only_named):
        for place in reading(plain, start, end, sites):
            if not any(
                place.span.start < other.span.end and other.span.start < place.span.end
                for other in found
            ):
                found.append(place)
    return tuple(
        Place(text[p.span.start : p.span.end], p.span, p.site, p.score)
        for p in sorted(found, key=lambda place: place.span.start)
    )


def _listed(text: str, start: int, end: int, sites: tuple[Site, ...]) -> Iterator[Place]:
    if not _may_list(sites).search(text, start, end):
        return
    for pattern, site in _spellings(sites):
        for match in pattern.finditer(text, start, end):
            yield Place(match.group(), Span(match.start(), match.end()), site, 1.0)


@lru_cache(maxsize=4)
def _may_list(sites: tuple[Site, ...]) -> re.Pattern[str]:
    """What finds any of the spellings, so that a text with none is searched once."""
    bodies = "|".join(pattern.pattern for pattern, _ in _spellings(sites))
    return re.compile(bodies or r"(?!)", re.I)


@lru_cache(maxsize=4)  # one case's sites are asked for at every claim
def _spellings(sites: tuple[Site, ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """A pattern for each spelling of a site, the longest first, with the site's id."""
    spellings = sorted(
        (
            (normalise_typography(name), site.id)
            for site in sites
            for name in site.names
            if name.strip()
        ),
        key=lambda pair: (-len(pair[0]), pair[0]),
    )
    bodies = (
        (re.escape(name).replace(r"\ ", r"[\s-]+").replace(r"\-", r"[\s-]?"), site)
        for name, site in spellings
    )
    return tuple((re.compile(rf"(?<!\w){body}(?!\w)", re.I), site) for body, site in bodies)


def _nearly(text: str, start: int, end: int, sites: tuple[Site, ...]) -> Iterator[Place]:
    names = [
        (name, site)
        for site in sites
        for name in site.names
        if len(name) >= SHORTEST and name[:1].isupper() and " " not in name
    ]
    if not names:
        return
    for match in re.compile(_PROPER).finditer(text, start, end):
        word = match.group()
        if len(word) < SHORTEST:
            continue
        score, site = max(
            ((fuzz.ratio(word.lower(), name.lower()) / 100, site) for name, site in names),
            key=lambda pair: pair[0],
        )
        if score >= NEAR_ENOUGH:
            yield Place(word, Span(match.start(), match.end()), site.id, round(score, 3))


def _only_named(text: str, start: int, end: int, sites: tuple[Site, ...]) -> Iterator[Place]:
    for match in _LOCATIVE.finditer(text, start, end):
        if not _GENERIC.match(match["name"]):
            yield Place(match["name"], Span(match.start("name"), match.end("name")), None, 0.0)
