"""The reference page of the constants: every number that somebody chose, and on what ground.

A constant is a number with a name in capitals at the head of a module, or a number by default in a
record of settings or assumptions. The comment beside or above it ends in its ground in brackets:
`[judgement; ...]` with what overrides it, `[measured; ...]` with the command that measures it
again, `[paper; ...]`, `[definition]`, `[limit]` of time, memory or size, `[layout]` of what is
drawn or printed. A comment above several lines without a blank between them holds for all of them.
"""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

__all__ = ["GROUNDS", "PAGE", "Constant", "constants", "constants_page"]

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "servanda"
PAGE = ROOT / "docs" / "reference" / "constants.md"
GROUNDS = ("judgement", "measured", "paper", "definition", "limit", "layout")

_GROUND = re.compile(rf"\[({'|'.join(GROUNDS)})(?:; ([^\]]+))?\]")
_HEAD = """# Constants

Every number in the code that somebody chose, with its ground: a *judgement* says what overrides it,
what is *measured* names the command that measures it again, a *paper* is named; a *definition* is
exact, a *limit* bounds time, memory or size, *layout* is how things are drawn or printed. This page
is made from the code by `make docs`.
"""


@dataclass(frozen=True, slots=True)
class Constant:
    """One number with a name: where it stands, its value as written, and what its comment says."""

    path: str  # from src/servanda
    name: str
    value: str
    comment: str
    ground: str | None  # one of GROUNDS
    detail: str


def constants() -> Iterator[Constant]:
    """Every constant of the package, by path and then in the order of the file."""
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _in_file(path)


def constants_page() -> str:
    """The page: one table a room."""
    rows: dict[str, list[str]] = {}
    for constant in constants():
        room = constant.path.partition("/")[0].removesuffix(".py")
        text = _GROUND.sub("", constant.comment).strip()
        cells = (
            f"`{constant.name}`",
            f"`{constant.value}`",
            _cell(text),
            _cell(_basis(constant)),
            constant.path,
        )
        rows.setdefault(room, []).append(f"| {' | '.join(cells)} |\n")
    head = "| constant | value | what it is | ground | file |\n|---|---|---|---|---|\n"
    parts = [f"## {room}\n\n{head}{''.join(found)}" for room, found in rows.items()]
    return "\n".join([_HEAD, *parts])


def _in_file(path: Path) -> Iterator[Constant]:
    text = path.read_text(encoding="utf-8")
    comments = _comments(text)
    lines = text.splitlines()
    shown = path.relative_to(SOURCE).as_posix()
    for name, node in _named_numbers(ast.parse(text)):
        comment = _comment_on(node, comments, lines)
        ground = _GROUND.search(comment)
        assert node.value is not None  # what has no value is no named number
        value = " ".join((ast.get_source_segment(text, node.value) or "").split())
        tag, detail = (ground[1], ground[2] or "") if ground else (None, "")
        yield Constant(shown, name, value, comment, tag, detail)


def _named_numbers(tree: ast.Module) -> Iterator[tuple[str, ast.Assign | ast.AnnAssign]]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and _is_number(node.value):
            for target in node.targets:
                names = [leaf.id for leaf in ast.walk(target) if isinstance(leaf, ast.Name)]
                if all(name.strip("_").isupper() for name in names):
                    yield ", ".join(names), node
        elif isinstance(node, ast.ClassDef):
            for field in (part for part in node.body if isinstance(part, ast.AnnAssign)):
                if field.value is not None and _is_choice(field.value):
                    yield f"{node.name}.{ast.unparse(field.target)}", field


def _is_number(value: ast.expr) -> bool:
    """True of a number, a sum or product of numbers, or a tuple of them."""
    if isinstance(value, ast.Constant):
        return isinstance(value.value, int | float) and not isinstance(value.value, bool)
    if isinstance(value, ast.UnaryOp):
        return _is_number(value.operand)
    if isinstance(value, ast.BinOp):
        return _is_number(value.left) and _is_number(value.right)
    return isinstance(value, ast.Tuple) and bool(value.elts) and all(map(_is_number, value.elts))


def _is_choice(value: ast.expr) -> bool:
    """True of a default that says more than "none" or "one"."""
    return _is_number(value) and not (isinstance(value, ast.Constant) and value.value in (0, 1))


def _comments(text: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(StringIO(text).readline)
    return {
        token.start[0]: token.string.lstrip("# ")
        for token in tokens
        if token.type == tokenize.COMMENT and not token.string.startswith("# fmt")
    }


def _comment_on(node: ast.stmt, comments: dict[int, str], lines: list[str]) -> str:
    """The comment beside a statement, else the one above the run of lines that it stands in."""
    own = range(node.lineno, (node.end_lineno or node.lineno) + 1)
    beside = " ".join(comments[number] for number in own if number in comments)
    if _GROUND.search(beside):
        return beside
    number = node.lineno - 1  # of the line above, from 1
    while number and lines[number - 1].strip() and not lines[number - 1].lstrip().startswith("#"):
        number -= 1
    above: list[str] = []
    while number and lines[number - 1].lstrip().startswith("#"):
        above.insert(0, comments.get(number, ""))
        number -= 1
    return " ".join([beside, *above]).strip()


def _basis(constant: Constant) -> str:
    if constant.ground is None:
        return "to be said"
    return constant.ground + (f": {constant.detail}" if constant.detail else "")


def _cell(text: str) -> str:
    return text.replace("|", r"\|")
