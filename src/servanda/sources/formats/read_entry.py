"""One entry of a file, checked against its model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from servanda.errors import Problem
from servanda.sources.formats.field_types import Entry
from servanda.sources.formats.format_errors import format_problems
from servanda.sources.formats.located import Located, Route

__all__ = ["E", "read_entry"]


E = TypeVar("E", bound=Entry)


def read_entry(
    model: type[E], value: Any, route: Route, marked: Located
) -> tuple[E | None, list[Problem]]:
    """The entry, None where it cannot be read, and every problem with it.

    With mistakes only in keys that may be left out, the entry is read without them, so that the
    rest of it can be checked.
    """
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        found = list(format_problems(error, model))
    problems = [
        marked.problem(route + mistake.route, mistake.message, mistake.advice) for mistake in found
    ]
    if not isinstance(value, Mapping):
        return None, problems
    bad = {mistake.route[0] for mistake in found if mistake.route}
    try:
        return model.model_validate({k: v for k, v in value.items() if k not in bad}), problems
    except ValidationError:
        return None, problems
