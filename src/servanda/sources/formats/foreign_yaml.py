"""YAML that somebody else wrote, parsed in the worker process."""

from __future__ import annotations

from typing import Any

from servanda.errors import Problem
from servanda.sources.documents.extractor import ask_worker
from servanda.sources.files.problems import (
    UnreadableError,
    first_problems,
    problem_values,
    problems_of,
)
from servanda.sources.formats.located import Located
from servanda.sources.formats.located_yaml import parse_yaml

__all__ = ["located_values", "read_yaml"]


def read_yaml(text: str, file: str, first_line: int = 1) -> tuple[Located | None, list[Problem]]:
    """The value with its lines, and the problems; no value where the text is not YAML.

    first_line: the number of the text's first line in its file.
    Of a key that stands twice in one block the first is kept.
    """
    data = text.encode("utf-8", "surrogatepass")
    try:
        found = ask_worker(
            file, "yaml", data, instead="split or shorten it", file=file, first_line=first_line
        )
    except UnreadableError as error:
        return None, [error.problem]
    located = found["located"]
    marked = None if located is None else Located(file, located["value"], _lines(located["lines"]))
    return marked, problems_of(found["problems"])


def located_values(text: str, file: str, first_line: int) -> dict[str, Any]:
    """What `read_yaml` gives, as JSON values. Runs inside the worker."""
    marked, problems = parse_yaml(text, file, first_line)
    located = None
    if marked is not None:
        lines = [[line, *route] for route, line in marked.lines.items()]
        located = {"value": marked.value, "lines": lines}
    return {"located": located, "problems": problem_values(first_problems(problems))}


def _lines(found: list[list[Any]]) -> dict[tuple[str | int, ...], int]:
    return {tuple(route): line for line, *route in found}
