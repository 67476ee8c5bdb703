"""A value read from a file, with the line on which each part of it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from servanda.errors import Problem

__all__ = ["Located", "Route"]

# The keys and list positions that lead to a part: ("obligations", 3, "deadline").
Route = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Located:
    """Plain dicts, lists, strings, numbers and None, and where each of them stands."""

    file: str
    value: Any
    lines: Mapping[Route, int]  # 1-based; the key's line for what stands under a key

    def line(self, route: Route) -> int:
        """The line of the part, or of the nearest part around it that is there."""
        while route not in self.lines and route:
            route = route[:-1]
        return self.lines.get(route, 1)

    def problem(self, route: Route, message: str, advice: str) -> Problem:
        """A problem at that part."""
        return Problem(self.file, self.line(route), message, advice)
