"""The pipeline only wires rooms together: it computes nothing and matches no text itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import servanda

PIPELINE = Path(servanda.__file__).parent / "pipeline"
TOOLS = frozenset({"numpy", "scipy", "re", "math", "statistics"})
# They hand pixels from file to file, block by block.
STREAMS = frozenset({"observing_site.py"})


def imported_packages(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]


def wiring() -> list[Path]:
    return [path for path in sorted(PIPELINE.glob("*.py")) if path.name not in STREAMS]


@pytest.mark.parametrize("module", wiring(), ids=lambda path: path.stem)
def test_a_module_of_the_pipeline_computes_nothing(module: Path) -> None:
    assert not TOOLS & set(imported_packages(module))
