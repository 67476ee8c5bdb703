"""What a site's robots.txt allows, by RFC 9309: groups, the longest match, `*` and `$`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

__all__ = ["ALLOW_ALL", "RobotsRules", "robots_rules"]

ROBOTS_BYTES = 500_000  # of a robots.txt that are read; RFC 9309 asks for as many [limit]
_KEPT = "%/:=&?~#+!$,;'@()*[]"


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """The rules for one robot."""

    rules: tuple[tuple[str, bool], ...] = field(default=())  # pattern of a path, and if it may
    pause_s: float | None = None  # between two requests, as the site wishes

    def allows(self, url: str) -> bool:
        """True if the address may be asked for: the longest pattern decides, then the milder."""
        parts = urlsplit(url)
        path = _normal((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        if path == "/robots.txt":
            return True
        found = [(len(p), may) for p, may in self.rules if _matches(p, path)]
        return max(found, default=(0, True))[1]


ALLOW_ALL = RobotsRules()


def robots_rules(text: str, robot: str) -> RobotsRules:
    """The rules for a robot of that name: of its own groups, else of those for all."""
    own: list[tuple[str, str]] = []
    general: list[tuple[str, str]] = []
    has_own = False
    for names, lines in _groups(text):
        if robot.casefold() in names:
            has_own = True
            own += lines
        if "*" in names:
            general += lines
    chosen = own if has_own else general
    rules = tuple((_normal(value), key == "allow") for key, value in chosen if key != "crawl-delay")
    pauses = [_seconds(value) for key, value in chosen if key == "crawl-delay"]
    return RobotsRules(rules, next((pause for pause in pauses if pause is not None), None))


def _groups(text: str) -> Iterator[tuple[frozenset[str], list[tuple[str, str]]]]:
    """The robots that each group names, in lower case, with its lines."""
    names: set[str] = set()
    lines: list[tuple[str, str]] = []
    in_names = False
    for line in text.splitlines():
        key, mark, value = line.partition("#")[0].partition(":")
        key, value = key.strip().casefold(), value.strip()
        if not mark:
            continue
        if key == "user-agent":
            if not in_names and names:
                yield frozenset(names), lines
                names, lines = set(), []
            names.add(value.partition("/")[0].strip().casefold())
            in_names = True
        elif key in ("allow", "disallow", "crawl-delay"):
            in_names = False
            if value:
                lines.append((key, value))
    if names:
        yield frozenset(names), lines


def _matches(pattern: str, path: str) -> bool:
    """True if the path begins as the pattern says; each piece is looked for once, as far left as
    it stands, so that no pattern costs more than the length of the path.
    """
    ends = pattern.endswith("$")
    first, *others = (pattern[:-1] if ends else pattern).split("*")
    if not path.startswith(first):
        return False
    if not others:
        return not ends or path == first
    at = len(first)
    for piece in others[:-1]:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if ends:
        return path.endswith(others[-1]) and len(path) - len(others[-1]) >= at
    return path.find(others[-1], at) >= 0


def _normal(path: str) -> str:
    """The path with the same characters escaped, however it was written."""
    escaped = quote(path, safe=_KEPT)
    return re.sub(r"%[0-9a-fA-F]{2}", lambda match: match[0].upper(), escaped)


def _seconds(text: str) -> float | None:
    try:
        seconds = float(text)
    except ValueError:
        return None
    return seconds if 0 <= seconds < float("inf") else None
