"""servanda backup and restore: the whole data folder and database as one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from servanda.cli.options import Data, now, settings_of
from servanda.cli.output import note, say
from servanda.plurals import count_phrase

__all__ = ["backup", "restore"]

BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help="The file of the backup.")]


Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")]


def backup(file: BackupFile, force: Force = False, data: Data = None) -> None:
    """Write everything that is kept into one file, while others may go on writing.

    The file is of one moment; it comes back on SQLite and on PostgreSQL alike. One that is there
    already is replaced only with --force.

    Example: servanda backup servanda-2018-12-31.zip
    """
    from servanda.store import open_to_look, write_backup

    with open_to_look(settings_of(data), now) as store:
        told = write_backup(store, file, may_replace=force)
    say(told["head"])
    note(f"{file}: {count_phrase(told['entries'], 'entry')} up to this head")


def restore(file: BackupFile, data: Data = None) -> None:
    """Bring a backup into an empty data folder and database, and verify it.

    Example: servanda restore servanda-2018-12-31.zip --data new-folder
    """
    from servanda.store import restore_backup

    verified = restore_backup(settings_of(data), now, file)
    say(verified.head)
    note(f"restored and verified: {count_phrase(verified.entries, 'entry')}")
