"""The mark of JSON that rests on simulated observations."""

from __future__ import annotations

from typing import Any

__all__ = ["add_simulation_mark"]


def add_simulation_mark(form: dict[str, Any], *, simulated: bool) -> dict[str, Any]:
    """The JSON, with `"simulated": true` added if simulated observations count in it."""
    return {**form, "simulated": True} if simulated else form
