"""What turned out true, from a file: docs/reference/truth-file.md.

Every entry is checked before anything is reported, so that all mistakes can be fixed at once.
Further keys ("why") are for people and are passed over.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from servanda.errors import InputError, Problem
from servanda.records import Truth, TruthFile, TruthState, json_value, parse
from servanda.sources.documents.extractor import ask_worker
from servanda.sources.files.encodings import decode_text
from servanda.sources.files.limits import CASE_FILE_BYTES
from servanda.sources.files.paths import display_path, read_bytes
from servanda.sources.files.problems import (
    first_lines,
    first_problems,
    printable,
    problem_values,
    problems_of,
)
from servanda.sources.files.suggestions import suggest
from servanda.sources.formats.located import Located, Route
from servanda.sources.formats.located_json import read_json

__all__ = ["read_truth", "truth_values"]

_SHAPE = '{"truth": [{"obligation": ID, "states": [{"from": DAY, "to": DAY, "met": true}]}]}'
_DAY = "write YYYY-MM-DD in quotes"
# Steps to a key of a state: "truth", 3, "states", 1, "from". [definition]
DEEPEST_LINE = 5
# Enough to show what a stretch rests on, too few to copy a page. [judgement; not from outside]
MOST_WORDS = 25


class _EntryError(Exception):
    """One thing wrong at one part of the file."""

    def __init__(self, route: Route, message: str, advice: str) -> None:
        super().__init__(message)
        self.route, self.message, self.advice = route, message, advice


def read_truth(path: Path, rows: Collection[str], matters: Collection[str] = ()) -> TruthFile:
    """The truth of some rows of an assessment, in the file's order, and which matters it names.

    rows: ids of obligations and preserve duties that an assessment of the case can have
    matters: ids of the case's matters; what the file says of them is left out
    Raises InputError with one line for each thing wrong.
    """
    label = display_path(path)
    found = ask_worker(
        label,
        "truth",
        read_bytes(path, label, CASE_FILE_BYTES),
        instead=f"write {_SHAPE}",
        label=label,
        rows=sorted(rows),
        matters=sorted(matters),
    )
    if found["problems"]:
        raise InputError("\n".join(first_lines(problems_of(found["problems"]))))
    return parse(TruthFile, found["truth"])


def truth_values(
    data: bytes, label: str, rows: Collection[str], matters: Collection[str]
) -> dict[str, Any]:
    """What a truth file says, and what is wrong with it, as JSON values. Runs inside the worker."""
    known, asked = frozenset(rows), frozenset(matters)
    marked, problems = read_json(decode_text(data, label), label, DEEPEST_LINE)
    found = TruthFile(())
    if marked is not None:
        try:
            found, wrong = _truth_file(marked, known, asked)
        except _EntryError as error:
            wrong = [marked.problem(error.route, error.message, error.advice)]
        problems = [*problems, *wrong]
    return {"truth": json_value(found), "problems": problem_values(first_problems(problems))}


def _truth_file(
    marked: Located, rows: Collection[str], matters: Collection[str]
) -> tuple[TruthFile, list[Problem]]:
    entries = _list(marked.value, "truth", ())
    truths, left_out, problems = [], [], []
    seen: set[str] = set()
    for number, entry in enumerate(entries):
        route: Route = ("truth", number)
        matter = _matter(entry, rows, matters)
        if matter is not None:
            left_out.append(matter)
            continue
        try:
            name = _obligation(entry, route, rows, seen)
            seen.add(name)
            truths.append(Truth(name, tuple(_states(entry, route))))
        except _EntryError as error:
            problems.append(marked.problem(error.route, error.message, error.advice))
    if left_out and not truths and not problems:
        raise _EntryError(
            ("truth",), "speaks of matters alone", "add an obligation: matters are not scored"
        )
    return TruthFile(tuple(truths), tuple(dict.fromkeys(left_out))), problems


def _matter(entry: Any, rows: Collection[str], matters: Collection[str]) -> str | None:
    """The matter that an entry names, under either key; None if it names none."""
    if not isinstance(entry, dict):
        return None
    named = (entry.get("matter"), entry.get("obligation"))
    return next((name for name in named if name in matters and name not in rows), None)


def _list(value: Any, key: str, route: Route) -> Sequence[Any]:
    if not isinstance(value, dict) or not isinstance(value.get(key), list):
        raise _EntryError(route, f"has no list {key!r}", f"write {_SHAPE}")
    found: Sequence[Any] = value[key]
    if not found:
        raise _EntryError((*route, key), f"{key!r} is empty", f"write {_SHAPE}")
    return found


def _obligation(entry: Any, route: Route, rows: Collection[str], seen: Collection[str]) -> str:
    name = entry.get("obligation") if isinstance(entry, dict) else None
    if not isinstance(name, str):
        raise _EntryError(route, "names no obligation", "add its id: `obligation`")
    if name not in rows:
        message = f"no obligation {printable(name)!r} in the case"
        raise _EntryError((*route, "obligation"), message, suggest(name, rows))
    if name in seen:
        raise _EntryError(
            (*route, "obligation"), f"{name!r} stands twice", "put all its states into one entry"
        )
    return name


def _states(entry: Any, route: Route) -> Sequence[TruthState]:
    states = [
        _state(stated, (*route, "states", number))
        for number, stated in enumerate(_list(entry, "states", route))
    ]
    ordered = sorted(states, key=lambda state: state.start)
    for first, second in pairwise(ordered):
        if first.end is None or first.end > second.start:
            raise _EntryError(
                (*route, "states", states.index(second)),
                f"the state from {second.start} overlaps the one from {first.start}",
                "let each end where the next begins: `to` is the first day that is not in it",
            )
    return ordered


def _state(entry: Any, route: Route) -> TruthState:
    if not isinstance(entry, dict):
        raise _EntryError(route, "is not a state", f"write {_SHAPE}")
    if "from" not in entry or "met" not in entry:
        missing = next(key for key in ("from", "met") if key not in entry)
        raise _EntryError(route, f"has no {missing!r}", f"add it; write {_SHAPE}")
    start, end = _day(entry, "from", route), None
    if entry.get("to") is not None:
        end = _day(entry, "to", route)
        if end <= start:
            raise _EntryError(
                (*route, "to"),
                f"ends on {end}, not after its first day {start}",
                "`to` is the first day that is not in it; null where it has no end",
            )
    met = entry["met"]
    if met is not None and not isinstance(met, bool):
        label = printable(str(met))
        raise _EntryError((*route, "met"), f"met is {label!r}", "write true, false or null")
    return TruthState(start, end, met, _value(entry, route), *_ground(entry, route))


def _day(entry: dict[str, Any], key: str, route: Route) -> date:
    text = entry[key]
    try:
        return date.fromisoformat(text if isinstance(text, str) else "")
    except ValueError as error:
        label = printable(str(text))
        raise _EntryError((*route, key), f"{key!r} is {label!r}, not a day", _DAY) from error


def _value(entry: dict[str, Any], route: Route) -> float | None:
    value = entry.get("value")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
        label = printable(str(value))
        raise _EntryError(
            (*route, "value"), f"value is {label!r}", "write how many, 0 or more, or leave it out"
        )
    return float(value)


def _ground(entry: dict[str, Any], route: Route) -> tuple[str | None, str | None]:
    """The page that a state rests on and its words; a `source` without `words` is for people."""
    words, source = entry.get("words"), entry.get("source")
    if words is None:
        return None, None
    if not isinstance(words, str) or not 0 < len(words.split()) <= MOST_WORDS:
        message = f"words are not a text of 1 to {MOST_WORDS} words"
        raise _EntryError((*route, "words"), message, "quote the few that the state rests on")
    if not isinstance(source, str) or urlsplit(source).scheme not in {"http", "https"}:
        message = "has words, but no source that is an address"
        raise _EntryError((*route, "words"), message, 'add the page: "source": "https://..."')
    if entry["met"] is None:
        message = "has words, but says that nothing is known"
        raise _EntryError((*route, "met"), message, "write true or false, or leave out the words")
    return source, words
