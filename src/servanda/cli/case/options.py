"""Options that several commands about cases share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["Folder"]

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The case folder.", readable=False)]
