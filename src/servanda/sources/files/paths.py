"""The files at paths and in folders, and their bytes up to a limit."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from servanda.sources.files.items import SourceFile
from servanda.sources.files.limits import MEGABYTE
from servanda.sources.files.problems import (
    UNPRINTABLE,
    UnreadableError,
    printable,
    unreadable_error,
)

__all__ = [
    "display_path",
    "files_of",
    "open_regular",
    "read_bytes",
    "reason",
    "stays_in",
    "too_large_error",
]


# Folders within folders that are gone down into; archives of mail and of sites come to some 20.
# [limit]
MOST_FOLDERS = 100
# What systems leave in folders; nobody wrote it.
_LEFTOVERS = frozenset({"desktop.ini", "thumbs.db", "ehthumbs.db"})
_LOCKS = ("~$", ".~lock.")  # what office programs leave beside a file that is open
# Endings of the folder with the parts of a page that a browser saved: "page_files", in the
# language of the browser.
_PARTS = ("_files", ".files", "-Dateien", "_fichiers", "_archivos", "_bestanden", "_file")


def files_of(
    paths: Iterable[Path],
    within: Path | None = None,
    may_be_empty: bool = False,
    left_out: list[str] | None = None,
) -> tuple[list[SourceFile], list[UnreadableError]]:
    """Each file once, in the order given, folders in the order of their names; and what is wrong.

    within: messages name files relative to this folder.
    may_be_empty: a folder without documents is no error.
    left_out: takes a line for each thing in a folder that is no document: the parts of a saved
    page ("page_files" beside "page.html"), what systems leave (desktop.ini)
    Hidden files in folders are left out. A link in a folder must stay in that folder, and is no
    second file: what it leads to goes by its own name if that is among them.
    """
    files: dict[Path, SourceFile] = {}
    errors: list[UnreadableError] = []
    skipped = [] if left_out is None else left_out
    for path in paths:
        for found in _files_below_path(path, within, may_be_empty, skipped):
            if isinstance(found, UnreadableError):
                errors.append(found)
            else:
                real = found.path.resolve()
                held = files.get(real)
                if held is None or (
                    _is_behind_link(held, real) and not _is_behind_link(found, real)
                ):
                    files[real] = found
    return list(files.values()), errors


def _is_behind_link(file: SourceFile, real: Path) -> bool:
    """True if the way to the file leads over a link: it has a name of its own elsewhere."""
    return file.path.absolute() != real


def read_bytes(path: Path, label: str, limit: int) -> bytes:
    """The file's bytes; raises UnreadableError if it cannot be read or has more than `limit`."""
    with open_regular(path, label) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise too_large_error(label, limit)
    return data


@contextmanager
def open_regular(path: Path, label: str) -> Iterator[BinaryIO]:
    """The file opened for reading; raises UnreadableError if it cannot be, also in the block."""
    try:
        # Without O_NONBLOCK, opening a pipe that nobody writes to would wait forever.
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise unreadable_error(label, 0, "is not a regular file", "give a file or a folder")
            yield file
    except OSError as error:
        raise unreadable_error(label, 0, *reason(error)) from error


def too_large_error(label: str, limit: int) -> UnreadableError:
    """The error of a file with more than `limit` bytes."""
    what = f"is larger than {limit // MEGABYTE} MB"
    return unreadable_error(label, 0, what, "split it, or leave out what is not text")


def display_path(path: Path, within: Path | None = None) -> str:
    """The path on one line, relative to `within` where it lies below."""
    if within is not None and path.is_relative_to(within) and path != within:
        path = path.relative_to(within)
    return printable(str(path), None)


def stays_in(link: Path, folder: Path) -> bool:
    """True if the target of the link exists and lies inside the folder."""
    try:
        return link.resolve(strict=True).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # RuntimeError: links that go round in a circle
        return False


def reason(error: OSError | ValueError) -> tuple[str, str]:
    """What is wrong, and what to do."""
    if isinstance(error, FileNotFoundError):
        return "does not exist", "check the path"
    if isinstance(error, PermissionError):
        return "may not be read", "change its permissions (chmod u+r) or run as its owner"
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"cannot be read ({text})", "check the path and the disk"


def _files_below_path(
    path: Path, within: Path | None, may_be_empty: bool, skipped: list[str]
) -> Iterator[SourceFile | UnreadableError]:
    label = display_path(path, within)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        yield unreadable_error(label, 0, *reason(error))
        return
    if not stat.S_ISDIR(mode):
        yield _source_file(path, label, path.name)
        return
    found = list(_walk(path, within, skipped))
    yield from found
    if not found and not may_be_empty:
        yield unreadable_error(
            label, 0, "holds no documents", "put files into it or give another folder"
        )


def _walk(
    folder: Path, within: Path | None, skipped: list[str]
) -> Iterator[SourceFile | UnreadableError]:
    """The files below a folder in the order of their names, without hidden ones and parts."""
    unlisted: list[OSError] = []
    top = os.fspath(folder).count(os.sep)
    for place, folders, names in os.walk(folder, onerror=unlisted.append):
        if place.count(os.sep) - top >= MOST_FOLDERS and folders:
            folders.clear()
            yield unreadable_error(
                display_path(folder, within),
                0,
                f"holds folders more than {MOST_FOLDERS} deep",
                "give the inner folder by itself",
            )
        parts = _parts_of_pages(folders, names)
        for name, its_page in sorted(parts.items()):
            label = display_path(Path(place) / name, within)
            skipped.append(f"{label}: the parts of {printable(its_page)}, left out")
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name not in parts
        )
        for name in sorted([*names, *folders]):
            if name.casefold() in _LEFTOVERS or name.startswith(_LOCKS):
                skipped.append(f"{display_path(Path(place) / name, within)}: no document, left out")
                continue
            found = None if name.startswith(".") else _entry(Path(place) / name, folder, within)
            if found is not None:
                yield found
    for error in unlisted:
        yield unreadable_error(display_path(Path(error.filename), within), 0, *reason(error))


def _parts_of_pages(folders: Iterable[str], names: Iterable[str]) -> dict[str, str]:
    """The folders that hold the parts of a page saved beside them, each with the page's name."""
    pages = {Path(name).stem: name for name in names if name.lower().endswith((".html", ".htm"))}
    return {
        folder: pages[folder.removesuffix(ending)]
        for folder in folders
        for ending in _PARTS
        if folder.endswith(ending) and folder.removesuffix(ending) in pages
    }


def _entry(path: Path, top: Path, within: Path | None) -> SourceFile | UnreadableError | None:
    """The file at a path below `top`, or what is wrong with it; None for a folder."""
    label = display_path(path, within)
    if path.is_symlink() and not stays_in(path, top):
        return unreadable_error(
            label,
            0,
            "is a link to a place outside the folder, or to nowhere",
            "put a copy in its place",
        )
    if path.is_dir():  # its files come in turn; those of a linked folder, where that folder is
        return None
    return _source_file(path, label, path.relative_to(top).as_posix())


def _source_file(path: Path, label: str, relative: str) -> SourceFile | UnreadableError:
    if UNPRINTABLE.search(relative):  # also the bytes of a name that is not UTF-8
        return unreadable_error(
            label, 0, "has a name with bytes or characters that cannot be printed", "rename it"
        )
    return SourceFile(path, label, relative)
