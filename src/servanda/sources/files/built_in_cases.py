"""The folders of the cases that come with Servanda."""

from __future__ import annotations

from pathlib import Path

__all__ = ["built_in_case"]


def built_in_case(case_id: str) -> Path | None:
    """The folder of a case that comes with Servanda, or None."""
    package = Path(__file__).parents[2]
    for examples in (package / "examples", package.parent.parent / "examples"):
        if (examples / case_id / "case.yaml").is_file():
            return examples / case_id
    return None
