"""Reports of how far a long task has come."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["Progress", "ignore_progress"]

Progress = Callable[[str, int, int], None]  # what is being done, how many are done, of how many


def ignore_progress(what: str, done: int, total: int) -> None:
    """A `Progress` that reports nothing."""
