"""What an act of several transactions has kept so far, so that the same act goes on from there.

Each such act has a small file beside the data, a line for each part that is kept; it is gone when
the act is done. It is no record of a case: without it the act is done again from its beginning.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from servanda.store.database_errors import translate_errors
from servanda.store.private_files import make_private_folder

__all__ = ["UnfinishedAct"]

_FOLDER = "unfinished"


@dataclass(frozen=True, slots=True)
class UnfinishedAct:
    """An act with this name, a digest of all that was asked for, in a data folder."""

    folder: Path
    name: str

    def kept_parts(self) -> dict[str, dict[str, str]]:
        """The digest of each document of every part that is kept, by the part's mark and its id.

        A line that a killed process left half written is no part. Raises StoreError.
        """
        found: dict[str, dict[str, str]] = {}
        with translate_errors(str(self.folder)):
            try:
                lines = self._path.read_bytes().splitlines()
            except FileNotFoundError:
                return {}
        for line in lines:
            try:
                mark, digests = json.loads(line)
                found[mark] = dict(digests)
            except (ValueError, TypeError):
                continue
        return found

    def note_parts(self, parts: Iterable[tuple[str, Mapping[str, str]]]) -> None:
        """Add parts that are kept now, for good. Raises StoreError."""
        lines = "".join(f"{json.dumps([mark, dict(digests)])}\n" for mark, digests in parts)
        if not lines:
            return
        with translate_errors(str(self.folder)):
            make_private_folder(self._path.parent)
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW
            with open(os.open(self._path, flags, 0o600), "ab", buffering=0) as file:
                # A line end first: the line before may have been cut off.
                file.write(b"\n" + lines.encode())
                os.fsync(file.fileno())

    def finish(self) -> None:
        """Forget what was noted. Raises StoreError."""
        with translate_errors(str(self.folder)):
            self._path.unlink(missing_ok=True)

    @property
    def _path(self) -> Path:
        return self.folder / _FOLDER / f"{self.name}.jsonl"
