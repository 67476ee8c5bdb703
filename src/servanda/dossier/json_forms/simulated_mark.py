"""The mark of what rests on simulated observations: a key that is there only then."""

from __future__ import annotations

from typing import Any

__all__ = ["add_simulation_mark"]


def add_simulation_mark(form: dict[str, Any], *, simulated: bool) -> dict[str, Any]:
    """The same JSON, with `"simulated": true` where simulated observations were let in."""
    return {**form, "simulated": True} if simulated else form
