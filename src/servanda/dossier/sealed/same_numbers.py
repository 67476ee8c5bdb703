"""Whether two JSON values say the same: every number to the last digits that a machine decides."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from servanda.errors import DossierError

__all__ = ["TOLERANCE", "compare_numbers"]

# How far a number may be from the one that is reckoned again; sums in another order differ by
# less on any machine. [definition]
TOLERANCE = 1e-12


def compare_numbers(again: Any, stated: Any, place: str) -> int:
    """How many numbers are the same in two JSON values. Raises DossierError at the first other.

    again: reckoned here; stated: what the dossier says; place: where, for the message
    """
    if isinstance(again, Mapping) and isinstance(stated, Mapping) and again.keys() == stated.keys():
        return sum(
            compare_numbers(again[key], stated[key], f"{place}, {key}") for key in sorted(again)
        )
    if isinstance(again, list) and isinstance(stated, list) and len(again) == len(stated):
        return sum(
            compare_numbers(mine, theirs, _place(place, number, theirs))
            for number, (mine, theirs) in enumerate(zip(again, stated, strict=True), 1)
        )
    if isinstance(again, float) and isinstance(stated, int | float):
        if not math.isclose(again, stated, rel_tol=TOLERANCE, abs_tol=TOLERANCE):
            raise DossierError(f"{place}: it says {stated!r}; reckoned again it is {again!r}")
        return 1
    if again != stated:
        raise DossierError(f"{place}: it says {stated!r}; reckoned again it is {again!r}")
    return 0


def _place(place: str, number: int, value: Any) -> str:
    """Where a value of a list stands: by its id where it has one."""
    key = value.get("id") if isinstance(value, Mapping) else None
    return f"{place} {key if isinstance(key, str) else number}"
