"""The commands that keep the record: custody, backup, restore."""

from __future__ import annotations

from servanda.cli.custody.backup import backup, restore
from servanda.cli.custody.commands import custody_commands

__all__ = ["backup", "custody_commands", "restore"]
