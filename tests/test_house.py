"""How the code is laid out and named, read from its syntax: what a newcomer can rely on."""

from __future__ import annotations

import ast
import importlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
PARTICIPLES = frozenset((Path(__file__).parent / "participles.txt").read_text().split())
MOST_FILES, LONGEST_CHAIN = 20, 27
# Names that Django prescribes.
PRESCRIBED = {"Meta", "Migration"}
# Rooms that are to be rewritten whole keep their names until then.
TO_BE_REWRITTEN = (
    "claims/content", "claims/lexicon", "evidence/relevance", "evidence/statements",
)  # fmt: skip


@cache
def modules() -> dict[str, tuple[Path, ast.Module]]:
    """Every module under src by its dotted name."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        name = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found[name.removesuffix(".__init__")] = (path, tree)
    return found


@cache
def imports() -> dict[str, set[str]]:
    """The modules of ours that each module imports, at its head or inside a function."""
    known = modules()
    found: dict[str, set[str]] = {}
    for name, (_, tree) in known.items():
        found[name] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module in known:
                whole = [f"{node.module}.{alias.name}" for alias in node.names]
                found[name] |= {full if full in known else node.module for full in whole}
        found[name].discard(name)
    return found


def definitions() -> Iterator[tuple[str, str, ast.AST]]:
    """The path, name and node of every class and function, nested ones too."""
    for path, tree in modules().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                yield path.relative_to(SOURCE / "servanda").as_posix(), node.name, node


def loops() -> Iterator[tuple[str, ast.For | ast.comprehension]]:
    """The path and node of every loop and comprehension, with the line of its target."""
    for path, tree in modules().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.For | ast.comprehension):
                yield path.relative_to(SOURCE / "servanda").as_posix(), node


def longest_chain() -> list[str]:
    """The longest path along imports. Raises RecursionError where they run in a circle."""

    @cache
    def chain_from(module: str) -> tuple[str, ...]:
        return (module, *max(map(chain_from, imports()[module]), key=len, default=()))

    return list(max(map(chain_from, imports()), key=len))


def test_no_folder_holds_more_files_than_a_reader_can_take_in() -> None:
    sizes = Counter(path.parent for path, _ in modules().values())
    assert {str(folder): size for folder, size in sizes.items() if size > MOST_FILES} == {}


def test_imports_run_in_no_circle_and_no_long_chain() -> None:
    chain = longest_chain()
    assert len(chain) <= LONGEST_CHAIN, chain


def test_a_class_name_means_one_thing() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path, name, node in definitions():
        if isinstance(node, ast.ClassDef) and name not in PRESCRIBED:
            places[name].append(path)
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_no_function_is_named_by_a_bare_participle() -> None:
    named = [
        f"{path}: {name}"
        for path, name, node in definitions()
        if not isinstance(node, ast.ClassDef)
        and not path.startswith(TO_BE_REWRITTEN)
        and name.strip("_").rpartition("_")[2] in PARTICIPLES
    ]
    assert named == []


def test_a_loop_variable_bears_the_name_of_its_element() -> None:
    nameless = [
        f"{path}:{node.target.lineno}"
        for path, node in loops()
        if not path.startswith(TO_BE_REWRITTEN)
        and any(isinstance(leaf, ast.Name) and leaf.id == "one" for leaf in ast.walk(node.target))
    ]
    assert nameless == []


@pytest.mark.parametrize("package", ["servanda.records", "servanda.pipeline"])
def test_every_name_that_is_imported_on_demand_is_there(package: str) -> None:
    module = importlib.import_module(package)
    assert module.__all__ == sorted(module.__all__)
    assert [name for name in module.__all__ if not hasattr(module, name)] == []
