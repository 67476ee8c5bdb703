"""The front matter of a Markdown file, as many programs write it: YAML or TOML, with any keys.

Keys of ours are read; names that other programs have for the same stand for them; all others are
kept as they are written. A rule (`---`) with no keys after it begins no front matter.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from servanda.errors import Problem
from servanda.sources.files.suggestions import closest_match
from servanda.sources.formats.foreign_yaml import read_yaml
from servanda.sources.formats.located import Located
from servanda.sources.formats.publication_date import published_range, written_range
from servanda.sources.pages.date_texts import date_of_value

__all__ = ["FrontMatter", "read_front_matter"]

_YAML = re.compile(r"\s*---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_TOML = re.compile(r"\s*\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_OPEN = re.compile(r"\s*---[ \t]*\r?\n")
_KEY = re.compile(r"\s*(?:#.*\n\s*)*[\w.-]+[ \t]*:(?:[ \t]|\r?\n|$)")
_OURS = ("publisher", "url", "published", "title", "variant_of", "language")
# What Obsidian's clipper, Jekyll, Hugo, Zotero and others call the same.
_OTHER_NAMES = {
    "source": "url", "link": "url", "source_url": "url",
    "date": "published", "pubdate": "published", "publish_date": "published",
    "published_at": "published", "lang": "language",
}  # fmt: skip
# A key this much like one of ours (100: the same) is a slip, and its value would be lost.
# [judgement; not from outside]
SLIP = 85
_LONGEST_VALUE = 500  # characters of a key that is not ours that are kept [limit]


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands before the text of a file, and where the text begins."""

    fields: Mapping[str, Any]  # keys of ours; the values as they are written
    others: tuple[tuple[str, str], ...]  # all other keys with their values on one line
    is_note: bool  # True: a publisher or an address under our own names
    text_start: int
    marked: Located
    problems: tuple[Problem, ...]


def read_front_matter(whole: str, file: str) -> FrontMatter | None:
    """The front matter of a file's text; None where it has none."""
    toml = _TOML.match(whole)
    if toml:
        try:
            value = tomllib.loads(toml[1])
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            problem = Problem(file, 1, f"is not TOML here ({error})", "mend it, or take it out")
            return FrontMatter({}, (), False, toml.end(), Located(file, {}, {}), (problem,))
        return _front_matter(value, Located(file, value, {}), toml.end(), ())
    match = _YAML.match(whole)
    opened = match or _OPEN.match(whole)
    if opened is None:
        return None
    begins = whole[opened.start() if match is None else match.start(1) :]
    has_keys = _KEY.match(match[1] if match else begins[opened.end() :]) is not None
    if match is None:
        if not has_keys:
            return None
        advice = "close it with a line `---`"
        problem = Problem(file, 1, "has a front matter that does not end", advice)
        return FrontMatter({}, (), False, opened.end(), Located(file, {}, {}), (problem,))
    if match[1].strip() and not has_keys:
        return None
    first = whole[: match.start(1)].count("\n") + 1
    marked, problems = read_yaml(match[1], file, first_line=first)
    if marked is None or not isinstance(marked.value, dict):
        empty = Located(file, {}, {})
        return FrontMatter({}, (), False, match.end(), empty, tuple(problems))
    return _front_matter(marked.value, marked, match.end(), tuple(problems))


def _front_matter(
    value: Mapping[str, Any], marked: Located, text_start: int, problems: tuple[Problem, ...]
) -> FrontMatter:
    fields = {key: value[key] for key in _OURS if key in value}
    is_note = any(fields.get(key) for key in ("publisher", "url"))
    others, found = [], [*problems]
    for key, written in value.items():
        name = _OTHER_NAMES.get(str(key).lower())
        if key in _OURS:
            continue
        if name is not None and name not in fields and _can_be(name, written):
            fields[name] = str(written)
            continue
        slip = None if name else closest_match(str(key), _OURS, SLIP)
        if slip is not None:
            advice = f"did you mean {slip!r}?"
            found.append(marked.problem((key,), f"unknown key {str(key)!r}", advice))
        elif written is not None:
            others.append((str(key), _one_line(written)))
    if isinstance(fields.get("published"), str):
        fields["published"] = _day(fields["published"])
    return FrontMatter(fields, tuple(others), is_note, text_start, marked, tuple(found))


def _can_be(name: str, written: object) -> bool:
    """True if the value under another program's name can be ours."""
    text = str(written)
    if name == "url":
        return text.startswith(("http://", "https://")) and not re.search(r"\s", text)
    if name == "language":
        return re.fullmatch(r"[a-z]{2}", text) is not None
    return date_of_value(text) is not None


def _day(text: str) -> str:
    """A date in words or with a time as we write it; anything else as it is."""
    try:
        published_range(text)
    except ValueError:
        found = date_of_value(text)
        return text if found is None else written_range(found)
    return text


def _one_line(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return " ".join(text.split())[:_LONGEST_VALUE]
