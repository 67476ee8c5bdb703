"""Files that are whole or not there: written beside their place, synced to disk, then renamed.

A reader, even after a crash, finds the old file or the new one, never half of one. A writer that
is killed leaves a file named `.….part`, which nothing reads, and which the next that writes a file
of the user's into the folder takes away.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from servanda.errors import ServandaError, SettingsError, StoreError, StoreFullError

__all__ = [
    "hold_unfinished_file",
    "is_written_through",
    "keep_file",
    "open_output",
    "output_error",
    "put_in_place",
    "sweep_unfinished_files",
    "sync_folder",
    "write_atomically",
    "write_output",
]

NEW_FILE = 0o666  # before the umask: the permissions of any new file of this user [definition]

# Some file systems cannot sync a folder; a folder may be open to writing and closed to reading.
# There a rename is as durable as it gets, which is no reason to fail (PostgreSQL does the same).
CANNOT_SYNC = {errno.EBADF, errno.EINVAL, errno.EACCES}


_UNFINISHED = re.compile(r"\.[0-9a-f]{16}\.part")
# A writer locks its file right after it has made it; a younger one may be about to. [limit]
_YOUNGEST_S = 60.0


def sweep_unfinished_files(folder: Path) -> None:
    """Take away what killed writers left unfinished in a folder: files of theirs nobody locks."""
    with suppress(OSError):
        for path in sorted(folder.iterdir()):
            if _UNFINISHED.fullmatch(path.name) and not path.is_symlink():
                with suppress(OSError):
                    _remove_leftover(path)


def _remove_leftover(path: Path) -> None:
    """Remove an unfinished file, unless its writer holds it or has only just begun."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        now = time.time()  # noqa: TID251 -- the age of litter; nothing that is kept depends on it
        is_old = now - os.fstat(descriptor).st_mtime > _YOUNGEST_S
        if is_old and stat.S_ISREG(os.fstat(descriptor).st_mode):
            path.unlink()
    finally:
        os.close(descriptor)


@contextmanager
def hold_unfinished_file(path: Path) -> Iterator[None]:
    """Hold an unfinished file, so that no sweeper takes it for one that was left."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


def write_atomically(
    path: Path,
    data: bytes,
    *,
    mode: int = NEW_FILE,
    sync_name: bool = True,
    unfinished: Path | None = None,
) -> None:
    """Write a whole file at the path, replacing an earlier one.

    mode: permissions before the umask
    sync_name: False where `sync_folder` follows, once for many files; until then a power cut can
        lose the new name, though never leave half a file
    unfinished: the folder to write in before the rename, of the same file system; else the path's
    Raises OSError; an earlier file is then as it was, unless only the folder could not be synced.
    """
    temporary = (unfinished or path.parent) / f".{secrets.token_hex(8)}.part"
    try:
        _write_and_sync(temporary, data, mode)
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    if sync_name:
        sync_folder(path.parent)


def put_in_place(finished: Path, path: Path) -> None:
    """Sync a finished file to disk, then move it to its final path on the same file system.

    For files that a library has written under a temporary name. Raises OSError.
    """
    with finished.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(finished, path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Sync the file names in a folder to disk, so that they survive a power cut. Raises OSError."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in CANNOT_SYNC:
            raise


def write_output(path: Path, data: bytes) -> None:
    """Write a file that the user named; a link is followed, a device or pipe written to.

    Raises SettingsError, or StoreFullError on a full disk.
    """
    try:
        if is_written_through(path):
            _write_through(path, data)
        else:
            sweep_unfinished_files(Path(os.path.realpath(path)).parent)
            write_atomically(Path(os.path.realpath(path)), data)
    except OSError as error:
        raise output_error(path, error) from error


@contextmanager
def open_output(path: Path) -> Iterator[BinaryIO]:
    """A file that the user named, to be written piece by piece; it is there when all is written.

    Raises SettingsError, also where the path is a device, a pipe or a folder, or StoreFullError.
    """
    unfinished: Path | None = None
    try:
        if is_written_through(path) or path.is_dir():
            raise SettingsError(f"{path}: is no file; name a file in a folder of yours")
        place = Path(os.path.realpath(path))
        unfinished = place.parent / f".{secrets.token_hex(8)}.part"
        with unfinished.open("xb") as file, hold_unfinished_file(unfinished):
            yield file
        put_in_place(unfinished, place)
    except OSError as error:
        if isinstance(error, ServandaError):
            raise
        raise output_error(path, error) from error
    finally:
        if unfinished is not None:
            unfinished.unlink(missing_ok=True)


def is_written_through(path: Path) -> bool:
    """True for a device, a pipe or a socket, which a renamed file would replace; links followed.

    Raises OSError where the path cannot be looked at, as for a circle of links.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _write_through(path: Path, data: bytes) -> None:
    """Write to a device, or to a pipe that somebody reads; no waiting for a reader to come."""
    descriptor = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
    try:
        os.set_blocking(descriptor, True)
        _write_all(descriptor, data)
    finally:
        os.close(descriptor)


def output_error(path: Path, error: Exception) -> ServandaError:
    """The error to raise when a file that the user named cannot be written."""
    # GDAL's own errors carry the system's message but not its error number.
    if getattr(error, "errno", None) == errno.ENOSPC or "No space left" in str(error):
        return StoreFullError(f"{path}: no room left on the disk; free some and try again")
    reason = getattr(error, "strerror", None) or str(error)
    return SettingsError(f"{path}: cannot be written ({reason}); name a file in a folder of yours")


def keep_file(path: Path, data: bytes, what: str) -> None:
    """Write a file into a folder of ours, and make the folder if it is missing.

    what: the kind of file, in the plural, for the message
    Raises StoreError.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, data)
    except OSError as error:
        raise StoreError(
            f"{path.parent}: {what} cannot be kept there ({error.strerror}); "
            "free some space, or name another folder"
        ) from error


def _write_and_sync(path: Path, data: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with suppress(OSError):  # file systems without locks
            fcntl.flock(descriptor, fcntl.LOCK_SH)
        _write_all(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
