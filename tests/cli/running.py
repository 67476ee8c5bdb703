"""The command line run inside the test's own process, as a person would run it."""

from __future__ import annotations

import contextlib
import io
import math
import sys
from dataclasses import dataclass
from unittest.mock import patch

from servanda.cli import main

__all__ = ["Outcome", "run"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str


def run(*words: object) -> Outcome:
    """`servanda WORDS...`, with what it says on stdout and stderr, however slow the machine is."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with (
        patch.object(sys, "argv", ["servanda", *map(str, words)]),
        patch("servanda.cli.output.QUIET", math.inf),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else int(bool(ended.code))
    return Outcome(code, out.getvalue(), err.getvalue())
