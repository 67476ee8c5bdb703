"""The command line: one file a command; each parses, calls the pipeline, prints."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

import typer

from servanda import __version__
from servanda.cli.add import add
from servanda.cli.assess import assess
from servanda.cli.capture.export import export
from servanda.cli.capture.watch import watch
from servanda.cli.case import case_commands
from servanda.cli.change import change
from servanda.cli.claim import claim_commands
from servanda.cli.claims import claims
from servanda.cli.custody import backup, custody_commands, restore
from servanda.cli.demo import demo
from servanda.cli.dossiers import dossier, verify
from servanda.cli.explain import explain
from servanda.cli.harmless_text import harmless
from servanda.cli.near import near
from servanda.cli.next_looks import next_looks
from servanda.cli.observe import observe
from servanda.cli.origins import origins
from servanda.cli.reader import reader_commands
from servanda.cli.review import review
from servanda.cli.score import score
from servanda.cli.statements import statements
from servanda.cli.what_if import what_if
from servanda.errors import ServandaError

__all__ = ["app", "main"]

# New objects after which Python looks for those that only refer to each other. At its 700, reading
# 80,000 kept statements is looked through for longer than it takes, and there are none. [limit]
_BETWEEN_COLLECTIONS = 100_000

INTERRUPTED = 130  # what typer makes of Ctrl-C [definition]
STOPPED = "stopped; what was finished is kept"

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Is a public commitment being kept, how sure are we, and why?",
    epilog="Start with: servanda demo",
)
app.command()(demo)
app.add_typer(case_commands, name="case")
app.command()(add)
app.command()(watch)
app.command()(claims)
app.command()(statements)
app.command()(near)
app.command()(origins)
app.add_typer(claim_commands, name="claim")
app.command()(review)
app.add_typer(reader_commands, name="reader")
app.command()(change)
app.command()(observe)
app.command()(assess)
app.command()(explain)
app.command("next")(next_looks)
app.command("what-if")(what_if)
app.command()(score)
app.command()(dossier)
app.command()(verify)
app.command()(export)
app.add_typer(custody_commands, name="custody")
app.command()(backup)
app.command()(restore)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"servanda {__version__}")
        raise typer.Exit


@app.callback()
def servanda(
    version: bool = typer.Option(
        False, "--version", callback=_print_version, is_eager=True, help="Print the version."
    ),
) -> None:
    """Is a public commitment being kept, how sure are we, and why?"""


def main() -> None:
    """Run a command: exit 0 when done, 1 on an expected failure, 2 on wrong usage."""
    gc.set_threshold(_BETWEEN_COLLECTIONS, *gc.get_threshold()[1:])
    try:
        app()
    except ServandaError as error:
        _fail(str(error))
    except KeyboardInterrupt:
        _fail(STOPPED)
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(1) from None
    except OSError as error:
        _fail(_system_words(error))
    except SystemExit as ended:
        if ended.code == INTERRUPTED:
            _fail(STOPPED)
        _flush_result()
        raise


def _fail(words: str) -> NoReturn:
    """Say in a line why the command failed, and end."""
    typer.echo(harmless(words), err=True)
    _flush_result()
    raise SystemExit(1) from None


def _flush_result() -> None:
    """Write out what was printed; where that cannot be, say so in place of a success."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        # Python tries once more at its end, and would complain.
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            typer.echo(_system_words(error), err=True)
        raise SystemExit(1) from None


def _system_words(error: OSError) -> str:
    """What the system refused, as one line with what to do."""
    why = error.strerror or str(error)
    try:
        os.getcwd()
    except OSError:
        return "the working folder is not there any more; change to another (cd) and try again"
    if error.filename is None:
        return f"the result cannot be written ({why}); send it to another place"
    return f"{os.fsdecode(error.filename)}: cannot be used ({why}); check the path and the disk"
