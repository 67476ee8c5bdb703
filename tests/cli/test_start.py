"""What starting a command loads: asking for help must not cost what only an answer needs."""

from __future__ import annotations

import subprocess
import sys

import pytest

from scripts.docs_options import commands

# Each takes from a tenth of a second to two, and tens of megabytes.
HEAVY = {"django", "numpy", "pydantic", "rasterio", "scipy", "spacy"}
LOADED = """
import sys
from servanda.cli import main
sys.argv = ["servanda", *{words!r}]
try:
    main()
except SystemExit:
    pass
print("loaded", *sys.modules)
"""


def modules_after(script: str) -> set[str]:
    """The names of all modules that a fresh interpreter has loaded at the end of a script."""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    last = done.stdout.splitlines()[-1].split()
    assert last[0] == "loaded"
    return set(last[1:])


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_asking_what_there_is_loads_nothing_heavy(word: str) -> None:
    assert modules_after(LOADED.format(words=[word])) & HEAVY == set()


@pytest.mark.parametrize("words", [words for words, _ in commands()], ids=" ".join)
def test_the_help_of_a_command_loads_nothing_heavy(words: tuple[str, ...]) -> None:
    loaded = modules_after(LOADED.format(words=[*words, "--help"]))
    assert loaded & (HEAVY - {"pydantic"}) == set()  # typer reads options with pydantic


def test_the_pipeline_loads_what_is_asked_of_it() -> None:
    loaded = modules_after("import sys, servanda.pipeline\nprint('loaded', *sys.modules)")
    assert loaded & HEAVY == set()


@pytest.mark.parametrize("module", ["assessing", "change.change_map", "observing", "publishing"])
def test_no_act_loads_the_whole_of_scipys_statistics(module: str) -> None:
    script = f"import sys, servanda.pipeline.{module}\nprint('loaded', *sys.modules)"
    assert "scipy.stats" not in modules_after(script)
