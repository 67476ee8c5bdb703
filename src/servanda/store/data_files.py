"""Files of the data folder that are no documents: imagery and pictures, by their paths.

They are used again and may be made again; the log has the digest of each as it was last recorded.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path, PurePosixPath

from servanda.errors import CustodyError
from servanda.store.content_files import UNFINISHED
from servanda.store.custody import LogAct
from servanda.store.private_files import open_plain_file
from servanda.store.tables.models import LONGEST_PATH, DataFileRow
from servanda.store.write_plan import Detach, Step, Upsert

__all__ = [
    "DATA_FILE",
    "DATA_ROOMS",
    "changed_file",
    "digests_in",
    "is_data_path",
    "plan_data_files",
    "unrecorded_in",
]

DATA_FILE = "data file"  # the noun in the log; its digests are of bytes
DATA_ROOMS = ("imagery", "pictures")  # folders of the data folder whose files are recorded


def digests_in(folder: Path) -> dict[str, str]:
    """The digest of each file in the rooms, by its path in the data folder. Raises OSError."""
    found = {}
    for room in DATA_ROOMS:
        for top, _, names in sorted(os.walk(folder / room)):
            for name in sorted(names):
                path = Path(top, name)
                written = path.relative_to(folder).as_posix()
                is_plain = path.is_file() and not path.is_symlink() and not name.startswith(".")
                if is_plain and len(written) <= LONGEST_PATH and _is_text(written):
                    found[written] = _digest(path)
    return found


def plan_data_files(alias: str, digests: Mapping[str, str]) -> Iterator[Step]:
    """Steps that make these the recorded files; digests: as `digests_in` gives them."""
    standing = {row.path: row for row in DataFileRow.objects.using(alias).all()}
    for path, digest in digests.items():
        old = standing.pop(path, None)
        if old is None or old.sha256 != digest:
            row = DataFileRow(pk=None if old is None else old.pk, path=path, sha256=digest)
            yield Upsert(row, old is not None, None, LogAct(f"add {DATA_FILE}", path, digest))
    for path, row in sorted(standing.items()):
        yield Detach(row, LogAct(f"detach {DATA_FILE}", path, row.sha256))


def changed_file(folder: Path, path: str, digest: str) -> bool | None:
    """True if the file is another one than was recorded, None if it is gone.

    Raises CustodyError for a path that leads out of the data folder.
    """
    if not is_data_path(path, DATA_ROOMS):
        raise CustodyError(f"{path!r} is no path of a data file")
    try:
        return _digest(folder / path) != digest
    except (FileNotFoundError, NotADirectoryError):
        return None
    except CustodyError:  # a pipe, a link, a folder in its place
        return True


def is_data_path(path: str, rooms: Collection[str]) -> bool:
    """True if a path leads to a file in one of these folders of the data folder."""
    parts = PurePosixPath(path).parts
    return len(parts) > 1 and parts[0] in rooms and ".." not in parts


def unrecorded_in(folder: Path, recorded: Collection[str]) -> Iterator[str]:
    """Paths in the rooms that are not recorded, unfinished files included, and what waits."""
    for room in (*DATA_ROOMS, UNFINISHED):
        for top, _, names in os.walk(folder / room):
            for name in names:
                path = Path(top, name).relative_to(folder).as_posix()
                if path not in recorded:
                    yield path


def _digest(path: Path) -> str:
    with open_plain_file(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_text(path: str) -> bool:
    """True if a database can hold the path: UTF-8 without NUL."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
