"""The pipeline wires rooms together: what computes or reads text lies in a room."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import servanda

PIPELINE = Path(servanda.__file__).parent / "pipeline"
MODULES = sorted(PIPELINE.rglob("*.py"))
COMPUTING = {"math", "numpy", "re", "scipy", "statistics"}


def imported_packages(source: str) -> set[str]:
    """The first name of each module that a source imports, wherever and for whatever."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def test_imports_are_found_in_every_form() -> None:
    source = """
import numpy as np, json
from scipy.stats import norm
from . import neighbour
if TYPE_CHECKING:
    from numpy.typing import NDArray
def search():
    import re
"""
    assert imported_packages(source) == {"numpy", "json", "scipy", "re"}


def test_the_whole_folder_is_looked_at() -> None:
    assert {"assessing.py", "change_map.py", "observing.py"} <= {path.name for path in MODULES}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PIPELINE)))
def test_a_module_of_the_pipeline_neither_computes_nor_reads_text(path: Path) -> None:
    found = imported_packages(path.read_text(encoding="utf-8")) & COMPUTING
    assert not found, f"move what needs {', '.join(sorted(found))} into the room that owns it"
