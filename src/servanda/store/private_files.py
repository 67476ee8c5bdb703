"""Files and folders of the data folder: for their owner alone, and only ever plain files."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from servanda.errors import CustodyError

__all__ = ["make_private_file", "make_private_folder", "open_plain_file", "sweep", "writing_to"]

_OWNER_FOLDER = 0o700  # permissions before the umask [definition]
_OWNER_FILE = 0o600  # the same of a file that changes [definition]
_MEND = "restore it from a backup"


def make_private_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing. Raises OSError."""
    if not folder.exists():
        if folder.parent != folder:
            make_private_folder(folder.parent)
        folder.mkdir(mode=_OWNER_FOLDER, exist_ok=True)


def make_private_file(path: Path) -> None:
    """Make an empty file unless there is one. Raises OSError."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _OWNER_FILE))


def open_plain_file(path: Path) -> BufferedReader:
    """Open a file for reading; never follows a link, waits on a pipe or opens a device.

    Raises CustodyError where it is none, FileNotFoundError, OSError.
    """
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        if error.errno not in {errno.ELOOP, errno.ENXIO}:  # a link; a socket
            raise
        raise CustodyError(f"{path} is not a plain file; {_MEND}") from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise CustodyError(f"{path} is not a plain file; {_MEND}")
    return os.fdopen(descriptor, "rb")


@contextmanager
def writing_to(folder: Path) -> Iterator[None]:
    """Keep others from sweeping this folder of unfinished files during the block."""
    make_private_folder(folder)
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        _try_lock(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


def sweep(folder: Path) -> int:
    """Delete what killed writers left unfinished in this folder, unless somebody writes now."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        return 0
    try:
        if not _try_lock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB):
            return 0
        left = [path for path in folder.iterdir() if path.name.endswith(".part")]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)
    finally:
        os.close(descriptor)


def _try_lock(descriptor: int, how: int) -> bool:
    """False if the lock is taken, or the file system has none."""
    try:
        fcntl.flock(descriptor, how)
    except OSError:
        return False
    return True
