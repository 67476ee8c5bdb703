"""The reference page of the records, made from their docstrings."""

from __future__ import annotations

import dataclasses
import enum
from pathlib import Path

from servanda import records

__all__ = ["PAGE", "records_page"]

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "records.md"
_HEAD = """# Records

The nouns that rooms hand each other, in `servanda.records`. All are frozen. This page is made from
their docstrings by `make docs`.
"""


def records_page() -> str:
    """Every exported record and value, with the first line of its docstring and its fields."""
    parts = [_HEAD]
    for name in records.__all__:
        thing = getattr(records, name)
        if isinstance(thing, type):
            first = (thing.__doc__ or "").strip().split("\n")[0]
            parts.append(f"## {name}\n\n{first}\n\n{_inside(thing)}")
    return "\n".join(parts).rstrip() + "\n"


def _inside(thing: type) -> str:
    if issubclass(thing, enum.Enum):
        return "Values: " + ", ".join(f"`{member.value}`" for member in thing) + ".\n"
    if dataclasses.is_dataclass(thing):
        names = (f"`{field.name}`" for field in dataclasses.fields(thing))
        return "Fields: " + ", ".join(names) + ".\n"
    return ""
