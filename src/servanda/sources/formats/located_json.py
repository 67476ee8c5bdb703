"""Strict JSON: no key twice, no NaN, no endless nesting; with line numbers if wanted.

The lines come from tokens of our own. ruamel.yaml, which notes lines and reads most JSON, makes two
characters of an escaped pair of surrogates, drops the second of two equal keys without a word,
takes `[NaN]` and `{"a": }`, and needs 30 times as long.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

from servanda.errors import Problem
from servanda.sources.files.problems import printable
from servanda.sources.formats.located import Located, Route

__all__ = ["read_json", "strict_json"]

JSON_ADVICE = "mend the JSON (`python3 -m json.tool FILE` shows where)"
# What stands between the blanks and colons of JSON.
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],\n]|[^\s{}\[\],:"]+')
OPENING: dict[str, int | None] = {"{": None, "[": 0}  # and the step of the route into it
CLOSING = frozenset("}]")


def strict_json(text: str) -> Any:
    """The value; raises ValueError on what is not JSON, on a key that stands twice, on NaN."""
    return _load(text, object_pairs_hook=_refuse_repeats)


def read_json(
    text: str, file: str, deepest: int | None = None
) -> tuple[Located | None, list[Problem]]:
    """The value with its lines, and the problems; no value where the text is not JSON.

    deepest: steps of a route below which no lines are noted: a border has a million numbers, and
    what is wrong with one of them is said with the line on which its list begins
    """
    try:
        value = _load(text)
    except ValueError as error:
        line = getattr(error, "lineno", 0)
        return None, [Problem(file, line, f"is not JSON ({printable(str(error))})", JSON_ADVICE)]
    lines, twice = _lines(text, deepest)
    problems = [
        Problem(file, line, f"key {printable(str(route[-1]))!r} stands twice", "keep one of them")
        for route, line in twice
    ]
    return Located(file, value, lines), problems


def _load(text: str, **options: Any) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse_constant, **options)
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error


def _refuse_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"key {printable(key)!r} stands twice")
        found[key] = value
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _lines(text: str, deepest: int | None) -> tuple[dict[Route, int], list[tuple[Route, int]]]:
    """The line of every part of a text that is JSON; and the keys that stand twice."""
    most = math.inf if deepest is None else deepest
    lines: dict[Route, int] = {(): 1}
    twice: list[tuple[Route, int]] = []
    route: list[str | int | None] = []  # None: in an object, before its next key
    line = 1
    for match in TOKEN.finditer(text):
        token = match[0]
        if token == "\n":
            line += 1
        elif token in CLOSING:
            route.pop()
        elif token == ",":
            last = route.pop()
            route.append(last + 1 if isinstance(last, int) else None)
        elif route and route[-1] is None:
            route[-1] = json.loads(token)
            if len(route) <= most:
                if _route(route) in lines:
                    twice.append((_route(route), line))
                lines.setdefault(_route(route), line)
        else:
            if len(route) <= most:
                lines.setdefault(_route(route), line)
            if token in OPENING:
                route.append(OPENING[token])
    return lines, twice


def _route(parts: list[str | int | None]) -> Route:
    return tuple(part for part in parts if part is not None)
