"""servanda custody: check the custody log and every kept file."""

from __future__ import annotations

import typer

from servanda.cli.options import Data, now, settings_of
from servanda.cli.output import note, progress_bar

__all__ = ["custody_commands"]

custody_commands = typer.Typer(no_args_is_help=True, help="The log of every act on the record.")


@custody_commands.callback()
def custody() -> None:
    """The log of every act on the record."""


@custody_commands.command()
def verify(data: Data = None) -> None:
    """Check the log and every kept file, and name the first mismatch.

    Example: servanda custody verify --data servanda-data
    """
    from servanda.pipeline import open_data_store

    with open_data_store(settings_of(data), now) as store, progress_bar() as progress:
        verified = store.verify(lambda done, total: progress("verifying", done, total))
        head = store.custody_head()
    note(f"custody: {verified}; head {head}")
