"""Pydantic's errors in the words of our formats: what is wrong, and what to write."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from servanda.sources.files.problems import printable
from servanda.sources.files.suggestions import suggest
from servanda.sources.formats.field_types import ID_PATTERN, Entry
from servanda.sources.formats.located import Route

__all__ = ["FormatProblem", "format_problems"]


@dataclass(frozen=True, slots=True)
class FormatProblem:
    """One thing wrong at one part of an entry."""

    route: Route
    message: str
    advice: str


def format_problems(error: ValidationError, model: type[Entry]) -> Iterator[FormatProblem]:
    """One problem for each error, in the order of the model's keys."""
    for detail in error.errors(include_url=False):
        route = tuple(detail["loc"])
        message, advice = _explain(detail, model, route)
        yield FormatProblem(route, message, advice)


def _explain(detail: Any, model: type[Entry], route: Route) -> tuple[str, str]:
    kind, context = detail["type"], detail.get("ctx", {})
    name = _name(route)
    if kind == "extra_forbidden":
        keys = _model_at(model, route[:-1]).fields_by_key()
        return f"unknown key {name!r}", suggest(str(route[-1]), keys)
    if kind == "missing" or detail["input"] is None:
        return f"{name!r} is missing", f"add `{name}: ...` ({_meaning(model, route)})"
    if kind == "servanda":
        return f"{name!r} {_verb(context['message'])}", context["advice"]
    value = printable(str(detail["input"]))
    if kind == "enum":
        known = [word.strip(" '") for word in context["expected"].replace(" or ", ", ").split(",")]
        return f"{name!r} is {value!r}, which it cannot be", suggest(value, known)
    if kind == "string_pattern_mismatch" and context["pattern"] != ID_PATTERN:
        return f"{name!r} is {value!r}", f"write {_meaning(model, route)}"
    if kind in SAID:
        message, advice = SAID[kind]
        return f"{name!r} {message.format(value=value, **context)}", advice.format(**context)
    return f"{name!r} is {value!r} ({detail['msg']})", f"write {_meaning(model, route)}"


# What pydantic calls it: what is wrong, and what to write.
_WHOLE = ("is {value!r}, not a whole number", "write digits: 11")
_NUMBER = ("is {value!r}, not a number", "write digits: 0.8")
_LIST = ("is not a list", "write [a, b], or one item a line, each after a dash")
_BLOCK = ("is {value!r}, not a block of keys", "write keys below it, indented, one a line")
_LONG = ("is longer than {max_length} characters", "shorten it; long texts belong into sources/")
SAID = {
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "int_type": _WHOLE,
    "int_parsing_size": _WHOLE,
    "float_parsing": _NUMBER,
    "float_type": _NUMBER,
    "finite_number": ("is {value!r}, not a finite number", "write a number"),
    "bool_parsing": ("is {value!r}", "write true or false"),
    "bool_type": ("is {value!r}", "write true or false"),
    "string_type": (
        "is {value!r}, not a text",
        "write one text, in quotes if it holds ': '",
    ),
    "string_too_short": ("is empty", "write it, or leave the key out if it may be"),
    "string_too_long": _LONG,
    "string_pattern_mismatch": (
        "is {value!r}, which is no id",
        "use letters a-z and A-Z, digits, '.', '_' and '-', at most 80, a letter or digit first",
    ),
    "too_short": ("is an empty list", "write at least one item"),
    "tuple_type": _LIST,
    "model_type": _BLOCK,
    "greater_than": ("is {value}", "write a number above {gt}"),
    "greater_than_equal": ("is {value}", "write {ge} or more"),
    "less_than_equal": ("is {value}", "write {le} or less"),
}


def _name(route: Route) -> str:
    """The keys of the route joined by points, list positions left out: "changes.since"."""
    keys = [printable(str(part)) for part in route if isinstance(part, str)]
    return ".".join(keys) or "entry"


def _verb(message: str) -> str:
    return message if message.startswith(("holds", "is ", "has")) else f"is wrong: {message}"


def _meaning(model: type[Entry], route: Route) -> str:
    """The description of the key in the format."""
    if not route or not isinstance(route[-1], str):
        return "a value"
    field = _model_at(model, route[:-1]).fields_by_key().get(route[-1])
    return (field and field.description) or "docs/reference/case-format.md tells more"


def _model_at(model: type[Entry], route: Route) -> type[Entry]:
    """The model of the block that the route leads to."""
    for part in route:
        if isinstance(part, str) and part in model.fields_by_key():
            model = _model_in(model.fields_by_key()[part].annotation) or model
    return model


def _model_in(annotation: Any) -> type[Entry] | None:
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return annotation
    inner = (_model_in(argument) for argument in typing.get_args(annotation))
    return next((model for model in inner if model is not None), None)
