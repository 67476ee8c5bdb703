"""YAML with lines: every plain value stays the text that was written.

Deliberately less than YAML 1.1, in which `no` is false, `12:30` is 750 and `2018-11-30` is a
date or a text by its quotes: here a value is a text, an empty one is None, and the models that
know what belongs there read numbers and dates. Tags (`!!python/...`) are refused. Anchors work,
within a bound on what they blow up to.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from servanda.errors import Problem
from servanda.sources.files.problems import printable
from servanda.sources.formats.located import Located, Route

__all__ = ["parse_yaml"]

# The C parser is ten times as fast; a PyYAML built without it has only the other one.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_DEPTH = 20  # a case needs 6 [limit]

# With anchors written out; a case of a thousand obligations has 30,000. [limit]
MAX_VALUES = 200_000

EMPTY = {"", "~", "null", "Null", "NULL"}


class _RefusedError(Exception):
    """The text cannot be read as YAML at all."""

    def __init__(self, line: int, message: str, advice: str) -> None:
        super().__init__(message)
        self.line, self.message, self.advice = line, message, advice


def parse_yaml(text: str, file: str, first_line: int = 1) -> tuple[Located | None, list[Problem]]:
    """The value with its lines, and the problems; no value where the text is not YAML.

    Runs inside the worker: `foreign_yaml` asks for it.
    first_line: the number of the text's first line in its file.
    Of a key that stands twice in one block the first is kept.
    """
    plain = _ValueBuilder(file, first_line)
    try:
        _guard(text)
        node = yaml.compose(text, Loader=LOADER)
        value = plain.value((), node) if node is not None else None
    except yaml.YAMLError as error:
        line, message, advice = _syntax(text, error)
        return None, [Problem(file, line + first_line, message, advice)]
    except _RefusedError as error:
        return None, [Problem(file, error.line + first_line, error.message, error.advice)]
    return Located(file, value, plain.lines), plain.problems


def _guard(text: str) -> None:
    """Raise _RefusedError on tags, deep nesting and endless lists, before they fill the memory."""
    depth = values = 0
    event: Any  # the stubs do not know which events have a tag
    for event in yaml.parse(text, Loader=LOADER):
        line = event.start_mark.line
        if getattr(event, "tag", None):
            raise _RefusedError(line, f"has a tag ({printable(event.tag)})", "leave the tag out")
        values += isinstance(event, yaml.NodeEvent)
        if values > 2 * MAX_VALUES:  # keys and values
            raise _RefusedError(line, f"holds more than {MAX_VALUES:,} values", "split it")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise _RefusedError(
                line,
                f"is nested more than {MAX_DEPTH} deep",
                "write it as docs/reference/case-format.md shows",
            )


class _ValueBuilder:
    """Turns nodes into plain values and notes their lines and the keys that stand twice."""

    def __init__(self, file: str, first_line: int) -> None:
        self.file, self.first_line = file, first_line
        self.lines: dict[Route, int] = {}
        self.problems: list[Problem] = []
        self.left = MAX_VALUES

    def value(self, route: Route, node: yaml.Node) -> Any:
        """The node as a dict, a list, a text or None; raises _RefusedError."""
        self.left -= 1
        if self.left < 0 or len(route) > MAX_DEPTH:
            raise _RefusedError(
                node.start_mark.line, "blows up through its anchors", "write the values out"
            )
        self.lines.setdefault(route, node.start_mark.line + self.first_line)
        if isinstance(node, yaml.SequenceNode):
            return [self.value((*route, n), item) for n, item in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return {key: self.value((*route, key), item) for key, item in self._pairs(route, node)}
        assert isinstance(node, yaml.ScalarNode)
        is_plain = not node.style  # None or "", as the parser likes
        return None if is_plain and node.value in EMPTY else node.value

    def _pairs(self, route: Route, node: yaml.MappingNode) -> Iterator[tuple[str, yaml.Node]]:
        seen: dict[str, int] = {}
        for key, item in node.value:
            line = key.start_mark.line + self.first_line
            if not isinstance(key, yaml.ScalarNode):
                self._add(
                    line, "has a list or a block for a key", "write one word before the colon"
                )
            elif key.value in seen:
                self._add(
                    line,
                    f"key {printable(key.value)!r} stands twice (first on line {seen[key.value]})",
                    "keep one of them",
                )
            else:
                seen[key.value] = self.lines[(*route, key.value)] = line
                yield key.value, item

    def _add(self, line: int, message: str, advice: str) -> None:
        self.problems.append(Problem(self.file, line, message, advice))


def _syntax(text: str, error: yaml.YAMLError) -> tuple[int, str, str]:
    """Line (0-based), message and advice for what the parser refused."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:  # a character that YAML does not allow
        position = getattr(error, "position", 0)
        return (
            text[:position].count("\n"),
            "holds a control character or another one that YAML does not allow",
            "delete it",
        )
    lines = text.splitlines()
    here = lines[mark.line] if mark.line < len(lines) else ""
    if "\t" in here[: len(here) - len(here.lstrip())]:
        return mark.line, "is indented with a tab", "indent with spaces"
    what = printable(" ".join(str(getattr(error, "problem", None) or error).split()))
    return (
        mark.line,
        f"is not YAML here ({what})",
        "look at this line and the one above for a missing quote, colon, blank or dash",
    )
