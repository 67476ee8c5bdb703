"""Writing a result to a file that is whole or not there at all."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from servanda.errors import SettingsError, StoreFullError

__all__ = ["atomic_write"]


def atomic_write(path: Path, text: str) -> None:
    """Write the text under a temporary name beside the file, then rename.

    Raises SettingsError where the folder cannot be written, StoreFullError where there is no room.
    """
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as file:
            temporary = Path(file.name)
            try:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                temporary.unlink()
                raise
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StoreFullError(
                f"{path}: no room left on the disk; free some and try again"
            ) from error
        raise SettingsError(
            f"{path}: cannot be written ({error.strerror}); name a file in a folder of yours"
        ) from error
