"""The commands shown in the documentation, run for real: pages show what they print.

`python -m scripts.docs_console` writes the output of every command into the pages; a test runs the
same and fails where a page says something else. Only `servanda` commands are run, each page in a
folder of its own that holds a copy of `examples/`.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

__all__ = ["ROOT", "console_pages", "refreshed"]

ROOT = Path(__file__).parents[1]
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)

Run = Callable[[list[str]], str]  # words after "servanda" -> what a person sees


def console_pages() -> Iterator[Path]:
    """Every page with a console block."""
    for page in sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]):
        if _BLOCK.search(page.read_text(encoding="utf-8")):
            yield page


def refreshed(page: Path, run: Run) -> str:
    """The page's text with the output of its commands as they print it now."""
    text = page.read_text(encoding="utf-8")
    with _folder():
        return _BLOCK.sub(lambda block: f"```console\n{_rerun(block.group(1), run)}```", text)


def _rerun(block: str, run: Run) -> str:
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    shown = []
    for command in commands:
        program, *words = shlex.split(command.removeprefix("$ "))
        if program != "servanda":
            raise ValueError(f"{command}: only servanda commands can be run in a page")
        printed = run(words)
        shown.append(f"{command}\n{printed}" if printed else f"{command}\n")
    return "".join(shown)


@contextlib.contextmanager
def _folder() -> Iterator[None]:
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "examples", Path(folder) / "examples")
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)


def main() -> None:
    """Write the pages that are made from the code, and every page that is out of date."""
    from scripts import docs_constants, docs_options, docs_records
    from tests.cli.running import run

    docs_records.PAGE.write_text(docs_records.records_page(), encoding="utf-8")
    docs_constants.PAGE.write_text(docs_constants.constants_page(), encoding="utf-8")
    docs_options.PAGE.write_text(docs_options.page_with_options(), encoding="utf-8")

    def seen(words: list[str]) -> str:
        outcome = run(*words)
        return re.sub(r"[ \t]+$", "", outcome.out + outcome.err, flags=re.MULTILINE)

    for page in console_pages():
        text = refreshed(page, seen)
        if text != page.read_text(encoding="utf-8"):
            page.write_text(text, encoding="utf-8")
            sys.stdout.write(f"{page.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
